//! The columns say nothing about the target.
//!
//! ## What it sees
//! Quick models, tested on rows they have not seen, score no better than knowing nothing: the interval of the better
//! one reaches the baseline (at 99 %, for it was chosen). It stops when there were rows enough to have seen a useful signal; else it warns. Where rows
//! have a time, those tested are later than those learned from; it is quiet when only that makes the signal vanish.
//!
//! ## Why it sinks projects
//! No learner finds what is not in the table. Months go into trying one after the other.
//!
//! ## Example
//! AUC 0.497 (0.465 to 0.529) on 1,300 donors, against 0.5 for knowing nothing.
//!
//! ## What to do
//! Ask those who do the work today what they look at, and get that into the table. Check that rows and answers were
//! joined rightly: a shuffled join looks just like this.
//!
//! ## References
//! Hanley & McNeil, "The meaning and use of the area under a ROC curve" (Radiology, 1982). Ojala & Garriga, "Permutation
//! tests for studying classifier performance" (JMLR, 2010).

use frame::Task;
use report::number::{count, score};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "no-signal", level: Level::Stop, text: include_str!("no_signal.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::no_signal,
};

/// Half the width of an interval that would have shown a useful signal: an AUC of 0.6, a tenth of the variance.
const SEES: f64 = 0.06;
/// Above the baseline by more than this at best, there may be a useful signal yet.
const USEFUL: f64 = 0.12;
/// Rows enough for a measure whose width is in its own unit.
const ENOUGH: usize = 400;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(signal) = study.signal().filter(|signal| signal.clears_baseline == Some(false) && !signal.fades)
    else {
        return Vec::new();
    };
    let (Some(value), Some(low), Some(high), Some(baseline)) =
        (signal.score, signal.low, signal.high, signal.baseline)
    else {
        return Vec::new();
    };
    let target = &study.target.name;
    let scaled = matches!(signal.metric.as_str(), "auc" | "r2");
    let rarest = study.class_rows().into_iter().min().unwrap_or(0);
    let enough =
        if scaled { signal.margin <= SEES && high - baseline <= USEFUL } else { signal.rows >= ENOUGH };
    let enough = enough && (study.target.task == Task::Regression || rarest >= 30) && signal.rows >= 200;
    let message = format!(
        "no signal: {} {} ({} to {}) on {} unseen rows, against {} for knowing nothing",
        signal.metric,
        score(value),
        score(low),
        score(high),
        count(signal.rows as u64),
        score(baseline)
    );
    let why = if enough {
        format!(
            "There were rows enough to see a useful signal. No learner will find in these columns what they do not say about {target}."
        )
    } else {
        format!("Either the columns say nothing about {target}, or there are too few rows to see it.")
    };
    vec![
        Finding::new(&CHECK.rule, message)
            .level(if enough { Level::Stop } else { Level::Warn })
            .why(why)
            .remedy(format!("Ask those who judge {target} today what they look at and add that as columns; check that rows and answers were joined rightly."))
            .evidence("rows", signal.rows).evidence("harm", 1.0)
            .evidence("score", value)
            .evidence("low", low)
            .evidence("high", high)
            .evidence("baseline", baseline),
    ]
}
