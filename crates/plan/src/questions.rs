//! The questions of a plan, in the order they are asked, and the answers to them.

use report::Fault;

use crate::{Plan, answer, metric};

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Where the answer stands in `tenet.toml`, as table and key.
    pub key: &'static str,
    /// The question in plain words.
    pub ask: &'static str,
    /// Why it is asked, in one line.
    pub why: &'static str,
    /// An answer, to show what is meant.
    pub example: &'static str,
    /// What kind of answer it takes.
    pub takes: Takes,
    /// Whether a plan answers it.
    pub answered: fn(&Plan) -> bool,
}

/// The kind of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Words.
    Text,
    /// A number.
    Number,
    /// A number that is not negative.
    Amount,
    /// A value of the measure.
    Level,
    /// The name of a measure.
    Metric,
}

const fn question(
    key: &'static str,
    takes: Takes,
    ask: &'static str,
    why: &'static str,
    example: &'static str,
    answered: fn(&Plan) -> bool,
) -> Question {
    Question { key, ask, why, example, takes, answered }
}

/// Every question, in the order it is asked: why before what, what before how much, and no how.
#[rustfmt::skip]
pub const QUESTIONS: [Question; 16] = [
    question("plan.why", Takes::Text, "Why does it matter, and why now? Will the answer be used?",
        "Work nobody urgently needs is not used, however good it is.",
        "One in four customers leaves; each is worth about 400 EUR a year.", |plan| answer(&plan.aim.why).is_some()),
    question("plan.question", Takes::Text, "What should become known?",
        "A precise question decides which data and which answer count.",
        "Which customers will leave in the next 30 days?", |plan| answer(&plan.aim.question).is_some()),
    question("plan.today", Takes::Text, "How is it done today, if at all, and how well?",
        "Whatever is built has to beat this.",
        "The desk calls whoever is on a monthly contract.", |plan| answer(&plan.aim.today).is_some()),
    question("today.rule", Takes::Text, "Can today's way be written as a rule on one row of the data (an SQL expression, true = act)?",
        "As a rule it can be run on the data and priced: the bar that everything else must clear.",
        "contract = 'monthly'", |plan| answer(&plan.today.rule).is_some()),
    question("today.cost_per_month", Takes::Amount, "What does today's way cost a month?",
        "What is saved counts as gain.",
        "9_000", |plan| plan.today.cost_per_month.is_some()),
    question("plan.decision", Takes::Text, "How will a prediction be used: which decision does it change?",
        "An answer that changes no decision is worth nothing.",
        "Whom the retention desk calls", |plan| answer(&plan.aim.decision).is_some()),
    question("success.metric", Takes::Metric, "What would make you call it a success: by which one measure (money, auc, f1, recall@precision=0.8, rmse, mae ...)?",
        "One measure, agreed now, keeps every later step honest.",
        "money", |plan| answer(&plan.success.metric).is_some()),
    question("success.at_least", Takes::Level, "From which level of that measure (money: a month)?",
        "Without a level nobody can say when it is good enough, or hopeless.",
        "20_000", |plan| plan.success.at_least.is_some()),
    question("success.smallest_gain", Takes::Amount, "What is the smallest gain over today worth having?",
        "Below this, the simpler way stays.",
        "5_000", |plan| plan.success.smallest_gain.is_some()),
    question("plan.ideal", Takes::Text, "What would perfect be?",
        "It shows what is wished for and not yet said.",
        "Nobody leaves whom a call would have kept, and nobody is called in vain.", |plan| answer(&plan.aim.ideal).is_some()),
    question("worth.true_positive", Takes::Number, "What would you pay another company for one right answer: to act on a case that needed it?",
        "The price of a right answer turns scores into money.",
        "60", |plan| plan.worth.true_positive.is_some() || plan.worth.per_unit()),
    question("worth.false_positive", Takes::Number, "What does it cost to act in vain (negative)?",
        "The price of a wrong one decides how bold to be.",
        "-8", |plan| plan.worth.false_positive.is_some() || plan.worth.per_unit()),
    question("worth.cases_per_month", Takes::Amount, "How many cases are there a month?",
        "Worth of one case times cases is what it can bring at most.",
        "7_000", |plan| plan.worth.cases_per_month.is_some()),
    question("worth.currency", Takes::Text, "In which currency is all this money?",
        "All money in the plan is read in it.",
        "EUR", |plan| !plan.currency().is_empty()),
    question("plan.irrelevant_when", Takes::Text, "When would it stop being relevant?",
        "A project that outlives its question wastes what it costs.",
        "Contracts become yearly by law", |plan| answer(&plan.aim.irrelevant_when).is_some()),
    question("person.name", Takes::Text, "Who knows this work best, does it today, and would speak for it?",
        "Without someone who does the work today, nobody notices a wrong answer.",
        "Ana Ruiz", |plan| plan.people.iter().any(|person| person.champion)),
];

/// Answers to the plan's questions, and what is known of the data; `None` where there is no answer yet.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "each is the answer to the question of its key; see QUESTIONS and [data]")]
pub struct Answers {
    pub name: Option<String>,
    pub why: Option<String>,
    pub question: Option<String>,
    pub today: Option<String>,
    pub rule: Option<String>,
    pub cost_per_month: Option<String>,
    pub decision: Option<String>,
    pub metric: Option<String>,
    pub at_least: Option<String>,
    pub smallest_gain: Option<String>,
    pub ideal: Option<String>,
    pub true_positive: Option<String>,
    pub false_positive: Option<String>,
    pub cases_per_month: Option<String>,
    pub currency: Option<String>,
    pub irrelevant_when: Option<String>,
    pub champion: Option<String>,
    pub source: Option<String>,
    pub target: Option<String>,
    pub positive: Option<String>,
    pub time: Option<String>,
    pub group: Option<String>,
}

impl Answers {
    /// Answer the question of this key. Nothing but spaces leaves it open.
    ///
    /// # Errors
    /// When the answer is not of the kind the question takes, or no question has this key.
    pub fn set(&mut self, key: &str, text: &str) -> Result<(), Fault> {
        let Some(question) = QUESTIONS.iter().find(|question| question.key == key) else {
            return Err(Fault::new(format!("no question has the key `{key}`"))
                .hint(format!("the keys are {}", QUESTIONS.map(|question| question.key).join(", "))));
        };
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        question.takes.check(text, self.metric.as_deref())?;
        if let Some(place) = self.place(key) {
            *place = Some(text.to_owned());
        }
        Ok(())
    }

    fn place(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "plan.why" => &mut self.why,
            "plan.question" => &mut self.question,
            "plan.today" => &mut self.today,
            "today.rule" => &mut self.rule,
            "today.cost_per_month" => &mut self.cost_per_month,
            "plan.decision" => &mut self.decision,
            "success.metric" => &mut self.metric,
            "success.at_least" => &mut self.at_least,
            "success.smallest_gain" => &mut self.smallest_gain,
            "plan.ideal" => &mut self.ideal,
            "worth.true_positive" => &mut self.true_positive,
            "worth.false_positive" => &mut self.false_positive,
            "worth.cases_per_month" => &mut self.cases_per_month,
            "worth.currency" => &mut self.currency,
            "plan.irrelevant_when" => &mut self.irrelevant_when,
            "person.name" => &mut self.champion,
            _ => return None,
        })
    }
}

impl Takes {
    /// Whether the answer is written without quotes.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Takes::Number | Takes::Amount | Takes::Level)
    }

    /// Whether `text` is such an answer; a level also has to be one `metric` can take.
    pub(crate) fn check(self, text: &str, metric: Option<&str>) -> Result<(), Fault> {
        let number = number(text);
        match self {
            Takes::Text => Ok(()),
            Takes::Metric => metric::bounds(text)
                .map(|_| ())
                .map_err(|hint| Fault::new(format!("\"{text}\" is no measure")).hint(hint)),
            Takes::Number | Takes::Amount | Takes::Level if number.is_none() => {
                Err(Fault::new(format!("\"{text}\" is not a number"))
                    .hint("write digits only, such as 20000 or -8.5"))
            }
            Takes::Amount if number < Some(0.0) => {
                Err(Fault::new(format!("{text} is negative")).hint("write it as 0 or more"))
            }
            Takes::Level => {
                match metric.and_then(|name| metric::bounds(name).ok().map(|bounds| (name, bounds))) {
                    Some((name, (low, high))) if number < Some(low) || number > Some(high) => {
                        Err(Fault::new(format!("{text} is no value {name} can take"))
                            .hint("write a share, such as 0.75 for 75 %"))
                    }
                    _ => Ok(()),
                }
            }
            Takes::Number | Takes::Amount => Ok(()),
        }
    }
}

/// The finite number written in `text`; `_` and `,` may set thousands apart ("20,000", but not "0,75").
pub(crate) fn number(text: &str) -> Option<f64> {
    let plain = text.trim().replace('_', "");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let set_apart = whole.split_once(',').is_none_or(|(first, groups)| {
        let first = first.trim_start_matches('-');
        !first.is_empty() && first != "0" && groups.split(',').all(|group| group.len() == 3)
    });
    let number: f64 = plain.replace(',', "").parse().ok()?;
    (set_apart && !decimals.contains(',') && number.is_finite()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("20000", 20_000.0),
            ("20_000", 20_000.0),
            ("20,000", 20_000.0),
            ("-1,234,567.5", -1_234_567.5),
            (" 0.75 ", 0.75),
            ("1,000", 1_000.0),
            ("-8", -8.0),
            ("1e3", 1_000.0),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in
            ["", "0,75", "1,5", ",000", "-,000", "1.5,000", "12,0000", "a lot", "20 EUR", "nan", "inf"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
