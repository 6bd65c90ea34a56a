//! Only one way of learning was tried.
//!
//! ## What it sees
//! Besides the baselines (today's rule and the constant answer) a single candidate could be measured: the others
//! failed or were skipped.
//!
//! ## Why it sinks projects
//! One approach and a prayer: when it falls short late, there is nothing to turn to, and nobody knows whether
//! a simpler one would have done.
//!
//! ## Example
//! Six candidates failed, since a column cannot be read, and only `one-rule` was measured.
//!
//! ## What to do
//! Mend what made the others fail (the table says why), or raise the budget.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 5 (two or three approaches).

use report::{Finding, Level, Rule};

use crate::Evidence;

/// One candidate, and nothing beside it.
pub const RULE: Rule =
    Rule { name: "one-approach", level: Level::Warn, text: include_str!("one_approach.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let learners = evidence.candidates.iter().filter(|candidate| !candidate.is_baseline());
    let measured: Vec<&str> = learners
        .filter(|candidate| candidate.score.is_some())
        .map(|candidate| candidate.name.as_str())
        .collect();
    let [only] = measured[..] else { return None };
    Some(
        Finding::new(&RULE, format!("only one way of learning could be measured: {only}"))
            .why("If it falls short later there is nothing to turn to, and a simpler one may have done.")
            .remedy("Mend what made the others fail, or raise --budget.")
            .evidence("candidate", only)
            .evidence("rows", evidence.split.rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use super::tests::evidence;
    [
        evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.01)]),
        evidence(&[("constant", 0.5, 0.0), ("one-rule", 0.7, 0.01), ("linear", 0.8, 0.01)]),
    ]
}
