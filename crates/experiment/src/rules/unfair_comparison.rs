//! A candidate was not held to the same rows, folds or measure as the others.
//!
//! ## What it sees
//! A candidate that gave fewer or more predictions than there were rows to predict; or one that was measured elsewhere, on data or
//! folds with another digest, or without its predictions out of fold. It is listed and cannot be chosen.
//!
//! ## Why it sinks projects
//! A score on easier rows is no better model. Rows left out are seldom left out by chance: they are those that were hard, and
//! in production they come all the same.
//!
//! ## Example
//! `forest` gave 4,870 predictions for the 5,634 rows tested: it drops rows with a missing value.
//!
//! ## What to do
//! Make the candidate answer for every row, missing values included; measure it again on the data and the folds that are recorded
//! for this experiment. Or leave it out.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 5 (the same data and the same measure for all).

use report::{Finding, Level, Rule};

use crate::Evidence;

/// Not held to the same.
pub const RULE: Rule =
    Rule { name: "unfair-comparison", level: Level::Stop, text: include_str!("unfair_comparison.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let unfair: Vec<(&str, &str)> = evidence
        .candidates
        .iter()
        .filter_map(|candidate| Some((candidate.name.as_str(), candidate.unfair.as_deref()?)))
        .collect();
    let (name, how) = *unfair.first()?;
    let more = match unfair.len() {
        1 => String::new(),
        all => format!(" (and {} more)", all - 1),
    };
    let names: Vec<&str> = unfair.iter().map(|(name, _)| *name).collect();
    Some(
        Finding::new(&RULE, format!("{name} was not held to the same as the others: {how}{more}"))
            .why("A score on other rows says nothing about which is better, and rows left out are seldom the easy ones.")
            .remedy("Make it answer for every row, on the data and folds of this experiment; or leave it out.")
            .evidence("unfair", names)
            .evidence("rows", evidence.split.rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let quiet = super::tests::evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.01)]);
    let mut fires = super::tests::evidence(&[("linear", 0.8, 0.01), ("forest", 0.8, 0.01)]);
    fires.candidates[1].unfair = Some("it gave 160 predictions for 200 rows".to_owned());
    [fires, quiet]
}
