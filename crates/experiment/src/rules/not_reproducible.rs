//! A candidate gives something else when it learns a second time.
//!
//! ## What it sees
//! Your own candidate, run twice on the same rows of the first fold with the same `TENET_SEED`: its predictions
//! differ by more than one part in a million. The built-in candidates depend on the seed alone.
//!
//! ## Why it sinks projects
//! What cannot be made again cannot be mended, audited or compared: the next run may undo the gain that was
//! announced, and nobody can say why.
//!
//! ## Example
//! A forest without `random_state`; a network trained without a fixed seed.
//!
//! ## What to do
//! Give every source of chance in the script the number in `TENET_SEED`.
//!
//! ## References
//! Pineau et al., "Improving reproducibility in machine learning research", JMLR 22 (2021).

use report::{Finding, Level, Rule};

use crate::Evidence;

/// A second run differs.
pub const RULE: Rule =
    Rule { name: "not-reproducible", level: Level::Warn, text: include_str!("not_reproducible.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let moody = evidence.candidates.iter().filter(|candidate| candidate.reproducible == Some(false));
    let names: Vec<&str> = moody.map(|candidate| candidate.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        Finding::new(&RULE, format!("learning a second time gave other predictions: {}", names.join(", ")))
            .why("What cannot be made again cannot be mended or compared; the next run may undo the gain.")
            .remedy("Give every source of chance in the script the number in TENET_SEED.")
            .evidence("candidates", names)
            .evidence("rows", evidence.split.rows - evidence.split.holdout_rows)
    })
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let quiet = super::tests::evidence(&[("constant", 0.5, 0.0), ("forest", 0.8, 0.01)]);
    let mut fires = quiet.clone();
    fires.candidates[1].reproducible = Some(false);
    [fires, quiet]
}
