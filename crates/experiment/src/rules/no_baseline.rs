//! There is nothing simple to hold the choice against.
//!
//! ## What it sees
//! Neither today's rule nor the constant answer could be measured.
//!
//! ## Why it sinks projects
//! A score alone says nothing: 0.9 is poor where doing nothing gives 0.92. Without a baseline nobody can show
//! what the work was worth.
//!
//! ## Example
//! The budget was spent before the constant answer, or its score could not be computed.
//!
//! ## What to do
//! Write today's way as `rule` under `[today]` in the plan, and let the constant answer take part.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 5 (baselines first).

use report::{Finding, Level, Rule};

use crate::Evidence;

/// Nothing simple was measured.
pub const RULE: Rule = Rule { name: "no-baseline", level: Level::Warn, text: include_str!("no_baseline.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let measured = |candidate: &&crate::Candidate| candidate.is_baseline() && candidate.score.is_some();
    if evidence.candidates.iter().any(|candidate| measured(&candidate)) {
        return None;
    }
    Some(
        Finding::new(&RULE, "neither today's rule nor the constant answer could be measured")
            .why(format!("Nobody can say what a model for {} adds.", evidence.target))
            .remedy("Write today's way as `rule` under [today] in tenet.toml.")
            .evidence("rows", evidence.split.rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use super::tests::evidence;
    let mut fires = evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.01)]);
    fires.candidates[0].score = None;
    [fires, evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.01)])]
}
