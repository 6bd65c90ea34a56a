//! The budget ran out before every candidate had its turn.
//!
//! ## What it sees
//! Candidates that were skipped, since `--budget` or the plan's `experiment_budget` was spent, or someone stopped the run,
//! before they were measured. It stops the project only when not one candidate that learns was measured.
//!
//! ## Why it sinks projects
//! The choice is the best of those that were tried. Whether a skipped one would have been better nobody knows, and
//! a budget that always ends before the same candidate decides in secret.
//!
//! ## Example
//! `boosting` was skipped: the budget was spent with 3 of its 5 folds done.
//!
//! ## What to do
//! Look whether what was reached is good enough: then stop here, which is what a budget is for. Otherwise
//! raise it, or compare on fewer rows. In a project, finished fits are kept: running it again goes on where it ended.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 5 (time boxes).

use report::{Finding, Level, Rule};

use crate::{Ended, Evidence, Status};

/// Not everyone had a turn.
pub const RULE: Rule =
    Rule { name: "budget-spent", level: Level::Warn, text: include_str!("budget_spent.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let ended = evidence.ended?;
    let skipped = evidence.candidates.iter().filter(|candidate| candidate.status == Status::Skipped);
    let names: Vec<&str> = skipped.map(|candidate| candidate.name.as_str()).collect();
    let how = match ended {
        Ended::Budget => "the budget was spent",
        Ended::ByHand => "it was stopped by hand",
    };
    let nothing =
        evidence.candidates.iter().all(|candidate| candidate.is_baseline() || candidate.score.is_none());
    let level = if nothing { Level::Stop } else { Level::Warn };
    let why = match nothing {
        true => {
            "Not one candidate that learns was measured, so nothing is known of what a model would bring."
        }
        false => "The choice is the best of those tried; whether a skipped one is better is not known.",
    };
    Some(
        Finding::new(&RULE, format!("{how} before {} could be measured", names.join(", ")))
            .level(level)
            .why(why)
            .remedy(
                "If what was reached is good enough, stop here. Otherwise run it again: in a project the fits that are done are \
                 taken over; or raise --budget.",
            )
            .evidence("skipped", names)
            .evidence("rows", evidence.split.rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    // Not worth going on to is another thing than no time left.
    let mut quiet = super::tests::evidence(&[("boosting", 0.8, 0.01), ("linear", 0.8, 0.01)]);
    quiet.candidates[0].status = Status::Spared;
    let mut fires = super::tests::evidence(&[("boosting", 0.8, 0.01), ("linear", 0.8, 0.01)]);
    fires.candidates[0].status = Status::Skipped;
    fires.ended = Some(Ended::Budget);
    [fires, quiet]
}
