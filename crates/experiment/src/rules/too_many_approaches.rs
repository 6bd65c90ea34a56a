//! So many candidates were compared that the best of them looks better than it is.
//!
//! ## What it sees
//! More than twelve candidates with a score.
//!
//! ## Why it sinks projects
//! Each further candidate costs time and is one more draw: the best of many equal ones is the luckiest. The effort
//! goes into comparing instead of into the data, which usually gives more.
//!
//! ## Example
//! Seven built-in candidates and nine scripts that differ in a parameter each.
//!
//! ## What to do
//! Keep two or three that really differ. Tune inside one candidate, on its own training rows.
//!
//! ## References
//! Cawley & Talbot, "On over-fitting in model selection", JMLR 11 (2010). Ben Wilson, *Machine Learning
//! Engineering in Action* (Manning, 2022), chapter 5.

use report::{Finding, Level, Rule};

use crate::Evidence;

/// Too many draws.
pub const RULE: Rule =
    Rule { name: "too-many-approaches", level: Level::Warn, text: include_str!("too_many_approaches.rs") };

/// The seven built-in candidates and as many own ones as a team can tell apart.
const MOST: usize = 12;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let measured = evidence.candidates.iter().filter(|candidate| candidate.score.is_some()).count();
    (measured > MOST).then(|| {
        Finding::new(&RULE, format!("{measured} candidates were compared"))
            .why("The best of many equal ones is the luckiest: its score promises too much.")
            .remedy("Keep two or three that really differ; tune inside one of them, on its training rows.")
            .evidence("candidates", measured)
            .evidence("rows", evidence.split.rows)
    })
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use super::tests::evidence;
    [evidence(&[("script", 0.8, 0.01); 13]), evidence(&[("script", 0.8, 0.01); 12])]
}
