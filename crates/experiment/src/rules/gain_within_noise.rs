//! A more complex candidate looks better, but not by more than chance would give.
//!
//! ## What it sees
//! A candidate above the chosen one has the better score, yet the interval of its gain on the same rows
//! reaches down to nothing. (A gain that is beyond noise, and refused because the plan asks for more or because of what
//! complexity costs, is told where the choice is explained.)
//!
//! ## Why it sinks projects
//! Complexity is paid for every day: harder to explain, to run, to mend. Paid for by a gain that is not
//! there, it is a pure loss, and the next sample of data may turn the order round.
//!
//! ## Example
//! `boosting` 0.847 against `linear` 0.845: a gain of 0.002 (-0.003 to 0.007).
//!
//! ## What to do
//! Keep the simpler one. If the gain would matter, collect more rows rather than more algorithms.
//!
//! ## References
//! Nadeau & Bengio, "Inference for the generalization error" (Machine Learning 52, 2003).

use report::{Finding, Level, Rule};

use crate::{Evidence, Refused, Status};

/// A gain that may be chance.
pub const RULE: Rule =
    Rule { name: "gain-within-noise", level: Level::Note, text: include_str!("gain_within_noise.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    // Where a baseline was chosen, below-baseline says so.
    let chosen = evidence.chosen().filter(|chosen| !chosen.is_baseline())?;
    let standing = chosen.score?;
    let better = |score: f64| if evidence.higher_is_better { score > standing } else { score < standing };
    let tempting = evidence
        .candidates
        .iter()
        .filter(|candidate| candidate.status == Status::Dropped && candidate.rung > chosen.rung)
        .filter(|candidate| !matches!(candidate.refused, Some(Refused::TooSmall | Refused::CostsMore)))
        .filter_map(|candidate| Some((candidate, candidate.score?)))
        .filter(|(_, score)| better(*score))
        .max_by(|a, b| (a.1 - standing).abs().total_cmp(&(b.1 - standing).abs()))?;
    let (candidate, score) = tempting;
    Some(
        Finding::new(
            &RULE,
            format!(
                "{} reaches {} against {} for {}, which chance alone may give",
                candidate.name,
                evidence.told(score),
                evidence.in_words(standing),
                chosen.name
            ),
        )
        .why("A more complex model is paid for every day, and this gain may not be there tomorrow.")
        .remedy(format!("Keep {}; if the gain would matter, collect more rows.", chosen.name))
        .evidence("score", score)
        .evidence("chosen_score", standing)
        .evidence("rows", evidence.split.rows - evidence.split.holdout_rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let with = |refused| {
        let mut evidence = super::tests::evidence(&[("linear", 0.845, 0.01), ("boosting", 0.847, 0.01)]);
        evidence.candidates[0].status = Status::Chosen;
        evidence.candidates[1].status = Status::Dropped;
        evidence.candidates[1].refused = Some(refused);
        evidence
    };
    // A gain that is certain, but less than the plan asks for, is no chance.
    [with(Refused::WithinNoise), with(Refused::TooSmall)]
}
