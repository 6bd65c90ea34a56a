//! What is known of a project besides its plan: what people did, and what the data says.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Agreement, Plan, ReviewKind};

/// What is known of a project besides its plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// What was signed so far.
    pub agreements: Vec<Agreement>,
    /// The reviews that were held, as they were recorded.
    pub reviews: Vec<Held>,
    /// Sign-offs, decisions and reviews, each with who took part.
    pub deeds: Vec<Deed>,
    /// Who wrote the code, with their number of commits.
    pub authors: Vec<(String, u32)>,
    /// What the plan's own SQL checks gave, as far as they could be run.
    pub outcomes: Vec<Outcome>,
    /// What today's rule does on the data.
    pub counted: Option<Counted>,
}

/// A review that was held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Which review it was.
    pub kind: ReviewKind,
    /// The day.
    pub on: Date,
    /// Who attended.
    pub who: Vec<String>,
    /// Issues raised there.
    pub issues: Vec<String>,
    /// What was decided.
    pub decided: Vec<String>,
}

/// Something a person did for the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What, such as "agreed for business".
    pub what: String,
    /// Who.
    pub by: String,
}

/// What the SQL check of an assumption or requirement gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The entry in the plan.
    pub at: Range<usize>,
    /// Whether it holds, or why that cannot be told.
    pub holds: Result<bool, String>,
}

/// What today's rule does, and what a perfect answer would do, on the rows whose outcome is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Rows with a known outcome.
    pub rows: u64,
    /// Those whose outcome is yes.
    pub positive: u64,
    /// Rows acted on today, rightly and in vain; `None` without a rule.
    pub today: Option<(u64, u64)>,
}

impl Plan {
    /// For each review of the plan the one that was held for it: the first recorded one of its kind that no
    /// earlier entry of that kind took.
    pub(crate) fn held<'a>(&self, known: &'a Known) -> Vec<Option<&'a Held>> {
        let mut left: Vec<&Held> = known.reviews.iter().collect();
        let mut take = |kind: ReviewKind| {
            let at = left.iter().position(|held| held.kind == kind)?;
            Some(left.remove(at))
        };
        let planned = self.reviews.iter();
        planned.map(|review| if review.held { None } else { take(review.kind.as_ref()?.value) }).collect()
    }
}
