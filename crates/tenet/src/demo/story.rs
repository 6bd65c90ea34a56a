//! The story of the example project: what is typed at each step, and what its result means in plain words.

use std::fs;
use std::path::Path;

use report::{Block, Chart, Fault, Report, number};
use serde_json::Value;

/// What is done to the project's folder before a step.
type Preparation = fn(&Path) -> Result<(), Fault>;

/// One step of the story.
pub struct Step {
    /// What it is about.
    pub title: &'static str,
    /// Why anyone would do it.
    pub why: &'static str,
    /// What is done to the project before it.
    pub before: Option<Preparation>,
    /// What is typed after `tenet`.
    pub typed: &'static [&'static str],
    /// What its result says, in plain words.
    tell: fn(&Value, &mut Report),
}

impl Step {
    /// The command as it is typed at a prompt.
    pub fn command(&self) -> String {
        let quoted = |word: &&str| if word.contains(' ') { format!("'{word}'") } else { (*word).to_owned() };
        std::iter::once("tenet".to_owned()).chain(self.typed.iter().map(quoted)).collect::<Vec<_>>().join(" ")
    }
}

/// The steps, in order.
pub const STEPS: &[Step] = &[
    Step {
        title: "Plan: what and why",
        why: "Most projects fail here: a good answer to the wrong question. So the question, the decision it \
              changes and the worth of a right and a wrong answer are written down first.",
        before: None,
        typed: &["plan"],
        tell: plan,
    },
    Step {
        title: "Plan: agree",
        why: "Business and ML both put their name to it; a change of the plan opens the agreement again.",
        before: None,
        typed: &["plan", "agree", "--as", "business", "--by", "Ben Okafor"],
        tell: agreed,
    },
    Step {
        title: "Plan: agree, the other side",
        why: "",
        before: None,
        typed: &["plan", "agree", "--as", "ml", "--by", "Mei Lin"],
        tell: agreed,
    },
    Step {
        title: "Scope: is it worth doing, can it be done?",
        why: "Before anyone trains a model, look for what would sink the project in the data.",
        before: None,
        typed: &["scope"],
        tell: scope,
    },
    Step {
        title: "Scope again, without the leak",
        why: "Ana Ruiz, who does this work today, explains the column: the desk fills it in when a customer calls \
              to leave, so the near-perfect figure above was only that column. tenet.toml now lists it under \
              `unavailable`, and an [[allow]] keeps the reason.",
        before: Some(leave_the_leak_out),
        typed: &["scope"],
        tell: scope,
    },
    Step {
        title: "Experiment: the simplest thing that works",
        why: "Same rows, same folds, one measure: money, as the plan says. A more complex model must earn its place.",
        before: None,
        typed: &["experiment"],
        tell: experiment,
    },
    Step {
        title: "Predict: whom to call this month",
        why: "The chosen model is a folder of plain data. It scores a file of any size.",
        before: None,
        typed: &["predict", ".tenet/package", "data/this-month.csv", "-o", "predictions.csv"],
        tell: predict,
    },
    Step {
        title: "Evaluate: does it pay?",
        why: "For a month, half of the customers were called as today and half as the model says. Only such a test \
              can show that the model, and not the season, made the difference.",
        before: None,
        typed: &[
            "evaluate",
            "data/test-outcomes.csv",
            "--variant",
            "arm",
            "--control",
            "today",
            "--metric",
            "margin",
            "--metric",
            "stayed",
            "--value-per-unit",
            "1",
        ],
        tell: evaluate,
    },
    Step {
        title: "Status: where does it stand?",
        why: "Every step knows what it was made from. The plan was changed to leave the leak out, so its agreement is \
              open again; nothing else is.",
        before: None,
        typed: &["status"],
        tell: status,
    },
];

/// The beginning.
pub fn opening(folder: &Path) -> Report {
    let mut page = Report::new("An example project, from \"should we?\" to \"is it paying?\"");
    page.text(format!(
        "A subscription business loses customers. Its retention desk can call them, but calls cost money: whom \
         should it call? The project lies in {}; each step below is a command you could type there.",
        folder.display()
    ));
    page
}

/// The end.
pub fn closing(folder: &Path) -> Report {
    let folder = folder.display();
    let mut page = Report::new("That is what Tenet is for");
    page.list([
        "The plan said what success is worth, and every later step was held to it.".to_owned(),
        "Scope stopped a project that looked perfect because one column knew the answer.".to_owned(),
        "The plan was changed for that, so both sides are asked to agree again: `tenet status` says so."
            .to_owned(),
        "Experiment chose the simplest candidate that earns its place; evaluate showed what it brings."
            .to_owned(),
        format!("All pages are in {folder}/report.html; the plan to play with is {folder}/tenet.toml."),
    ]);
    page.text(
        "Next, on your own data: `tenet scope YOUR.csv --target COLUMN`, or `tenet new` to write a plan.",
    );
    page
}

/// A step as it is told.
pub fn told(number: usize, step: &Step, result: &Value) -> Report {
    let mut page = Report::new(format!("Step {number} of {} · {}", STEPS.len(), step.title));
    if !step.why.is_empty() {
        page.text(step.why);
    }
    page.text(format!("`$ {}`", step.command()));
    (step.tell)(result, &mut page);
    page
}

/// What Ana Ruiz said of the column, as it is written into the plan.
const LEFT_OUT: &str = include_str!("left-out.toml");

fn leave_the_leak_out(folder: &Path) -> Result<(), Fault> {
    let file = folder.join("tenet.toml");
    let edit = || {
        let plan = fs::read_to_string(&file)?;
        let known = "group = \"household\"\n";
        let plan = plan.replace(known, &format!("{known}unavailable = [\"retention_offer\"]\n"));
        fs::write(&file, plan + LEFT_OUT)
    };
    edit().map_err(|error| Fault::new(format!("cannot edit {}: {error}", file.display())))
}

fn plan(result: &Value, page: &mut Report) {
    let brief = &result["brief"];
    page.list([
        format!("The question: {}", text(&brief["question"])),
        format!("What it changes: {}.", text(&brief["decision"])),
        format!("Success: {}.", text(&brief["success"])),
    ]);
    messages(result, page);
}

fn agreed(result: &Value, page: &mut Report) {
    page.text(format!(
        "{} has agreed. The seal is {}…",
        text(&result["by"]),
        text(&result["digest"]).get(..12).unwrap_or_default()
    ));
}

fn scope(result: &Value, page: &mut Report) {
    page.text(match text(&result["decision"]) {
        "no-go" => "The answer is no-go: one thing found here would waste the whole project.",
        "go" => "The answer is go: nothing found stops the project, and the columns do say something.",
        _ => "The answer is unsure.",
    });
    messages(result, page);
    let signal = &result["signal"];
    if let (Some(score), Some(baseline)) = (signal["score"].as_f64(), signal["baseline"].as_f64()) {
        let metric = text(&signal["metric"]);
        page.text(format!(
            "How much the columns say: {metric} {}, where knowing nothing gives {}.",
            number::score(score),
            number::score(baseline)
        ));
    }
}

fn experiment(result: &Value, page: &mut Report) {
    let currency = text(&result["currency"]);
    let candidates = result["candidates"].as_array().map(Vec::as_slice).unwrap_or_default();
    let interval = |candidate: &Value| {
        let figure = |name: &str| candidate[name].as_f64();
        Some((text(&candidate["name"]).to_owned(), figure("low")?, figure("score")?, figure("high")?))
    };
    page.push(Block::Chart(Chart::Intervals {
        title: format!("{currency} a month, with its 95 % interval"),
        rows: candidates.iter().filter_map(interval).collect(),
        reference: result["at_least"].as_f64(),
    }));
    let (choice, holdout) = (&result["choice"], &result["holdout"]);
    page.text(format!(
        "Chosen: {} ({}); {}.",
        text(&choice["name"]),
        text(&choice["why"]),
        text(&choice["others"])
    ));
    if let (Some(money), Some(today)) = (holdout["money"].as_f64(), holdout["money_today"].as_f64()) {
        page.text(format!(
            "In money: on customers nothing had seen it brings {} a month, and calling as today {} on the same ones.",
            number::money(money, currency),
            number::money(today, currency)
        ));
    }
    messages(result, page);
}

fn predict(result: &Value, page: &mut Report) {
    let rows = result["rows"].as_u64().unwrap_or_default();
    page.text(format!(
        "{} customers are scored in {}: the probability to leave, and whom to call.",
        number::count(rows),
        text(&result["output"])
    ));
}

fn evaluate(result: &Value, page: &mut Report) {
    for comparison in result["comparisons"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let (scale, unit) =
            if comparison["kind"] == "proportion" { (100.0, " percentage points") } else { (1.0, "") };
        let figure = |name: &str| {
            comparison[name].as_f64().map_or("—".to_owned(), |value| number::significant(scale * value, 3))
        };
        page.text(format!(
            "{}: {}{unit} more with the model than today; 95 % sure: between {} and {}.",
            text(&comparison["metric"]),
            figure("difference"),
            figure("verdict_low"),
            figure("verdict_high")
        ));
    }
    let per_customer = result["comparisons"][0]["difference"].as_f64().unwrap_or_default();
    page.text(format!(
        "The verdict: {}. With 5,000 customers a month, {} a customer is about {} a month.",
        text(&result["verdict"]),
        number::money(per_customer, "EUR"),
        number::money(per_customer * 5_000.0, "EUR")
    ));
    messages(result, page);
}

fn status(result: &Value, page: &mut Report) {
    let gates = result["gates"].as_array().map(Vec::as_slice).unwrap_or_default();
    let line = |gate: &Value| {
        let state = text(&gate["state"]).replace('-', " ").replace("no go", "no-go");
        format!("{}: {state}, {}", text(&gate["stage"]), text(&gate["because"]))
    };
    page.list(gates.iter().map(line));
    page.text(format!("Next: {}.", text(&result["next"])));
}

/// What was found, worst first, in the words of the rules; notes are left to the full page.
fn messages(result: &Value, page: &mut Report) {
    let findings = result["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let line = |finding: &Value| {
        let allowed = if finding["allowed"].is_null() { "" } else { " (allowed, with a reason)" };
        format!(
            "{} {}{allowed}: {}.",
            text(&finding["level"]),
            text(&finding["rule"]),
            text(&finding["message"])
        )
    };
    let lines: Vec<String> = findings.iter().filter(|finding| finding["level"] != "note").map(line).collect();
    if !lines.is_empty() {
        page.list(lines);
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
