//! The budget ran out before every candidate had its turn.
//!
//! ## What it sees
//! Candidates that were skipped, since `--budget` or the plan's `experiment_budget` was spent before them.
//!
//! ## Why it sinks projects
//! The choice is the best of those that were tried. Whether a skipped one would have been better nobody knows, and
//! a budget that always ends before the same candidate decides in secret.
//!
//! ## Example
//! `boosting` was skipped: the budget of 2 minutes was spent.
//!
//! ## What to do
//! Look whether what was reached is good enough: then stop here, which is what a budget is for. Otherwise
//! raise it, or compare on fewer rows.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 5 (time boxes).

use report::{Finding, Level, Rule};

use crate::{Evidence, Status};

/// Not everyone had a turn.
pub const RULE: Rule =
    Rule { name: "budget-spent", level: Level::Warn, text: include_str!("budget_spent.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let skipped = evidence.candidates.iter().filter(|candidate| candidate.status == Status::Skipped);
    let names: Vec<&str> = skipped.map(|candidate| candidate.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        Finding::new(&RULE, format!("the budget was spent before the turn of {}", names.join(", ")))
            .why("The choice is the best of those tried; whether a skipped one is better is not known.")
            .remedy("If what was reached is good enough, stop here; otherwise raise --budget.")
            .evidence("skipped", names)
            .evidence("rows", evidence.split.rows)
    })
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let quiet = super::tests::evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.01)]);
    let mut fires = super::tests::evidence(&[("boosting", 0.8, 0.01), ("linear", 0.8, 0.01)]);
    fires.candidates[0].status = Status::Skipped;
    [fires, quiet]
}
