//! What the project is for, as far as scoping needs to know it: the level asked for, today's rule, what answers are
//! worth, the ways weighed and how long finding out may take.

use serde::Serialize;

pub use crate::measure::today::Today;
pub use crate::worth::Stakes;

/// What is asked for. All of it may be left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Whether there is a plan at all.
    pub planned: bool,
    /// The level of the measure that would be a success; at most this much of a measure of which less is better.
    pub at_least: Option<f64>,
    /// The smallest gain over today worth having, in the measure.
    pub smallest_gain: Option<f64>,
    /// Today's rule, applied to the rows that have an answer.
    pub today: Option<Today>,
    /// What answers are worth and the project costs; else why that is not known.
    pub stakes: Result<Stakes, String>,
    /// The ways to reach the goal that were weighed.
    pub ways: Vec<Way>,
    /// How long finding out takes: of the whole research and of single ways.
    pub time_boxes: Vec<TimeBox>,
}

impl Default for Goal {
    fn default() -> Self {
        Goal {
            planned: false,
            at_least: None,
            smallest_gain: None,
            today: None,
            stakes: Err("no plan says what a right and a wrong answer are worth".to_owned()),
            ways: Vec::new(),
            time_boxes: Vec::new(),
        }
    }
}

/// A way to reach the goal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// Its name.
    pub name: String,
    /// What kind of answer it is.
    pub kind: Option<Kind>,
    /// How likely it fails.
    pub risk: Option<Rough>,
    /// How long it takes.
    pub time: Option<Rough>,
    /// What it costs.
    pub cost: Option<Rough>,
}

/// What kind of answer a way is, simplest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Leave it as it is.
    Nothing,
    /// A rule or a query.
    Rule,
    /// A simple model.
    Simple,
    /// A complex model.
    Complex,
    /// Pay another company.
    Buy,
}

/// A rough size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Rough {
    Low,
    Medium,
    High,
}

impl Way {
    /// Whether it changes anything.
    pub fn acts(&self) -> bool {
        self.kind != Some(Kind::Nothing)
    }

    /// Whether it is not to be tried now: likely to fail, and slow to show it.
    pub fn is_parked(&self) -> bool {
        self.risk == Some(Rough::High) && self.time == Some(Rough::High)
    }

    /// Whether it needs no complex model and nobody else's product.
    pub fn is_simple(&self) -> bool {
        matches!(self.kind, Some(Kind::Rule | Kind::Simple))
    }
}

/// How long finding out takes, against how long it may.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeBox {
    /// What is found out: the name of a way; `None` for the research as a whole.
    pub of: Option<String>,
    /// The days announced, if any were.
    pub days: Option<f64>,
    /// Days since it began, or until it ended.
    pub spent: f64,
    /// Whether it has ended.
    pub ended: bool,
}

impl TimeBox {
    /// Days beyond those announced.
    pub fn over(&self) -> Option<f64> {
        self.days.map(|days| self.spent - days).filter(|over| *over > 0.0)
    }
}
