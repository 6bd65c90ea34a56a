//! The choice's probabilities are not those with which things come true.
//!
//! ## What it sees
//! Rows are put into ten bins by their predicted probability, out of fold. The mean distance between predicted and
//! observed share (the expected calibration error) is above 0.05, and above twice what chance alone would give in bins
//! of that size.
//!
//! ## Why it sinks projects
//! A ranking survives it; whatever multiplies a probability by money, or acts above a threshold, does not. People who
//! see "80 %" come true half of the time stop believing the rest.
//!
//! ## Example
//! Where `tree` says 90 %, 70 % leave.
//!
//! ## What to do
//! Prefer a candidate that is calibrated (`linear`, `additive`), or recalibrate it on rows it did not learn from.
//! Where only the order of the cases counts, allow the finding with that reason.
//!
//! ## References
//! Naeini, Cooper & Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015;
//! Brocker & Smith, "Increasing the reliability of reliability diagrams", Weather and Forecasting 22 (2007).

use report::{Finding, Level, Rule, number};

use crate::Evidence;

/// Probabilities that do not come true.
pub const RULE: Rule =
    Rule { name: "uncalibrated", level: Level::Warn, text: include_str!("uncalibrated.rs") };

/// From which expected calibration error it matters.
const MATTERS: f64 = 0.05;

/// How many times what chance alone gives.
const BEYOND_CHANCE: f64 = 2.0;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let calibration = evidence.calibration.as_ref()?;
    let rows: usize = calibration.bins.iter().map(|bin| bin.rows).sum();
    // The mean distance of a share from its own p in n draws is sqrt(2 p (1 - p) / (pi n)).
    let by_chance: f64 = calibration
        .bins
        .iter()
        .map(|bin| {
            let spread = bin.predicted * (1.0 - bin.predicted) / bin.effective_rows;
            bin.share * (2.0 * spread / std::f64::consts::PI).sqrt()
        })
        .sum::<f64>();
    let error = calibration.expected_error;
    if error <= MATTERS || error <= BEYOND_CHANCE * by_chance {
        return None;
    }
    let worst = calibration
        .bins
        .iter()
        .max_by(|a, b| (a.predicted - a.observed).abs().total_cmp(&(b.predicted - b.observed).abs()))?;
    let (said, came) = (number::percent(worst.predicted), number::percent(worst.observed));
    Some(
        Finding::new(
            &RULE,
            format!(
                "probabilities are off by {} on average; where {} says {said}, {came} come true",
                number::percent(error),
                evidence.choice.name.as_deref().unwrap_or_default(),
            ),
        )
        .why("Money worked out from these probabilities, and a threshold on them, is off as well.")
        .remedy("Prefer a calibrated candidate, recalibrate on rows it did not learn from, or use the order only.")
        .evidence("expected_error", error)
        .evidence("by_chance", by_chance)
        .evidence("rows", rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use learn::{Calibration, CalibrationBin};
    let with = |off: f64| {
        let bin = |place: usize| {
            let predicted = 0.1 + place as f64 * 0.08;
            CalibrationBin {
                rows: 200,
                share: 0.1,
                effective_rows: 200.0,
                predicted,
                observed: predicted + off,
            }
        };
        let mut evidence = super::tests::evidence(&[("constant", 0.5, 0.0), ("tree", 0.8, 0.01)]);
        evidence.calibration =
            Some(Calibration { expected_error: off.abs(), line: None, bins: (0..10).map(bin).collect() });
        evidence
    };
    [with(0.09), with(0.03)]
}
