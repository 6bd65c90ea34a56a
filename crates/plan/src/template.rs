//! The `tenet.toml` that `tenet new` writes: the plan's questions as comments, answers where there are any.

use toml::Value;

use crate::questions::{Answers, QUESTIONS, number};

/// A commented `tenet.toml` with these answers in it; it can be read as a plan whatever they are.
///
/// An answer that its key cannot take is left as a comment beside the question.
pub fn template(answers: &Answers) -> String {
    let mut page = Page { text: String::new(), metric: answers.metric.clone() };
    page.text.push_str(HEAD);
    page.table("project", "");
    page.key("name", answers.name.as_deref(), "keep-customers");

    page.table("plan", "What and why. How and when have no place here.");
    page.question("plan.why", &answers.why);
    page.question("plan.question", &answers.question);
    page.question("plan.today", &answers.today);
    page.question("plan.decision", &answers.decision);
    page.question("plan.ideal", &answers.ideal);
    page.question("plan.irrelevant_when", &answers.irrelevant_when);

    page.table("today", "Today's way, so that it can be run and priced: it is what has to be beaten.");
    page.question("today.rule", &answers.rule);
    page.question("today.cost_per_month", &answers.cost_per_month);

    page.table("success", "One measure, from the plan to production.");
    page.question("success.metric", &answers.metric);
    page.question("success.at_least", &answers.at_least);
    page.question("success.smallest_gain", &answers.smallest_gain);

    page.table("worth", "Of one case. What is not written counts as 0; what costs money is negative.");
    page.question("worth.true_positive", &answers.true_positive);
    page.question("worth.false_positive", &answers.false_positive);
    page.text.push_str(WORTH);
    page.question("worth.cases_per_month", &answers.cases_per_month);
    page.question("worth.currency", &answers.currency);

    page.table("data", "The table, the answer in it, and the columns that shape a fair test.");
    page.key("source", answers.source.as_deref(), "data/customers.parquet");
    page.key("target", answers.target.as_deref(), "churned");
    page.key("positive", answers.positive.as_deref(), "yes");
    page.text.push_str(
        "\n# When the prediction is made, and which rows belong together, where there are such columns.\n",
    );
    page.key("time", answers.time.as_deref(), "snapshot_on");
    page.key("group", answers.group.as_deref(), "household");
    page.text
        .push_str("\n# For the next numbers of a series: how many periods to look ahead.\n# horizon = 12\n");
    page.text
        .push_str("\n# How much each row counts, where some count more than others.\n# weight = \"cases\"\n");
    page.text.push_str("\n# Columns that are not known yet when the prediction is made.\n# unavailable = [\"cancel_reason\"]\n");

    page.people(&answers.champion);
    page.text.push_str(REST);
    page.text
}

struct Page {
    text: String,
    metric: Option<String>,
}

impl Page {
    fn table(&mut self, name: &str, about: &str) {
        let about = if about.is_empty() { String::new() } else { format!("  # {about}") };
        let gap = if self.text.ends_with("\n\n") { "" } else { "\n" };
        self.text.push_str(&format!("{gap}[{name}]{about}\n"));
    }

    /// A key with its text, or as a comment with an example.
    fn key(&mut self, key: &str, value: Option<&str>, example: &str) {
        let line = match value {
            Some(value) => format!("{key} = {}\n", quoted(value)),
            None => format!("# {key} = {}\n", quoted(example)),
        };
        self.text.push_str(&line);
    }

    fn question(&mut self, key: &str, answered: &Option<String>) {
        let Some(question) = QUESTIONS.iter().find(|question| question.key == key) else { return };
        self.text.push_str(&format!("# {}\n", question.ask));
        let name = key.rsplit('.').next().unwrap_or(key);
        let shown = |text: &str| if question.takes.is_number() { text.to_owned() } else { quoted(text) };
        let line = match answered.as_deref() {
            None => format!("# {name} = {}\n\n", shown(question.example)),
            Some(text) => match (question.takes.check(text, self.metric.as_deref()), number(text)) {
                (Ok(()), Some(number)) if question.takes.is_number() => {
                    format!("{name} = {}\n\n", written(number))
                }
                (Ok(()), _) => format!("{name} = {}\n\n", quoted(text)),
                (Err(fault), _) => {
                    // Debug form: a line break in the answer must not end the comment.
                    let why = format!("{:?}", fault.message);
                    format!("# {name} = {}  # the answer cannot be used: {why}\n\n", shown(question.example))
                }
            },
        };
        self.text.push_str(&line);
    }

    fn people(&mut self, champion: &Option<String>) {
        let ask = QUESTIONS
            .iter()
            .find(|question| question.key == "person.name")
            .map_or("", |question| question.ask);
        self.text.push_str(&format!("\n# {ask} Not the sponsor.\n"));
        let person =
            |name: &str| format!("[[person]]\nname = {}\nrole = \"expert\"\nchampion = true\n", quoted(name));
        match champion {
            Some(name) => self.text.push_str(&person(name)),
            None => self.text.push_str(&commented(&person("Ana Ruiz"))),
        }
    }
}

/// A number as TOML reads it: whole ones without a point, as far as they are exact.
fn written(number: f64) -> String {
    if number.abs() < 1e15 { number.to_string() } else { format!("{number:e}") }
}

/// Text as TOML writes it, on one line.
fn quoted(text: &str) -> String {
    let toml = Value::String(text.to_owned()).to_string();
    if !toml.contains('\n') {
        return toml;
    }
    let lines = text.split('\n').map(|line| {
        let escaped: Vec<String> = line.chars().map(escape).collect();
        escaped.concat()
    });
    format!("\"{}\"", lines.collect::<Vec<_>>().join("\\n"))
}

fn escape(letter: char) -> String {
    match letter {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        control if control.is_control() => format!("\\u{:04X}", u32::from(control)),
        other => other.to_string(),
    }
}

fn commented(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}

const HEAD: &str = "\
# The plan of this project. Every later step reads it: `tenet plan` checks it and prints the brief.
# Take the # away from a line to answer it; what is still open can stay a comment.
";

const WORTH: &str = "\
# Missed, and left alone rightly; most often nothing.
# false_negative = 0
# true_negative = 0

# Where a number is predicted: the worth of one unit too high and one unit too low.
# over_per_unit = -2
# under_per_unit = -5

";

const REST: &str = "
# Everybody else, by role: sponsor, expert, ml, engineer.
# [[person]]
# name = \"Kim Lund\"
# role = \"sponsor\"

[cost]  # Ranges, from low to high: nine times in ten the truth lies between. [worth] takes them, too.
# build_days = [20, 60]
# day_rate = 700
# run_per_month = [200, 800]

[research]  # How long finding out may take, in calendar days, before it is decided.
# time_box = \"10d\"
# started = 2026-11-02

[limits]
# How long one prediction may take, how old an answer may be, how long experiments may run.
# latency_ms = 100
# freshness = \"1d\"
# experiment_budget = \"2h\"

# What is taken for granted, and how to see whether it still holds.
# [[assumption]]
# text = \"A customer has one household\"
# check = \"SELECT count(*) = count(DISTINCT customer) FROM data\"
# if_false = \"grouped rows; split by household\"

# What it must do, what would be nice, what is parked.
# [[requirement]]
# text = \"Never call a customer who opted out\"
# bin = \"must\"
# check = \"SELECT count(*) = 0 FROM predictions WHERE opted_out AND prediction\"

# Reviews, each with its day: planning, research, experiment, expert, development, mvp, pre-production.
# [[review]]
# kind = \"expert\"
# on = 2026-12-01
# who = [\"Ana Ruiz\"]
# held = false
# issues = []

# Ways to reach the goal, doing nothing among them: nothing, rule, simple, complex, buy.
# [[option]]
# name = \"call everyone on a monthly contract\"
# kind = \"rule\"
# risk = \"low\"       # low, medium or high; so are time and cost
# time = \"low\"
# cost = \"low\"
# time_box = \"3d\"    # how long trying it out may take
# started = 2026-11-02

# A finding you know and live with, and why.
# [[allow]]
# rule = \"identifier-column\"
# columns = [\"customer\"]
# because = \"kept to join predictions back; never a feature\"
";
