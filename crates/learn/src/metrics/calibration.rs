//! Calibration: whether a predicted 30 % comes true in 30 of 100 cases.

use frame::{Target, Task};
use serde::Serialize;

use super::fits;
use super::ranked::Ranked;
use crate::Predictions;

/// How far the probabilities of a binary task are from what came true.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// The mean distance between predicted and observed share over the bins, weighed by rows: Naeini, Cooper
    /// & Hauskrecht (2015), AAAI, over bins of equal count.
    pub expected_error: f64,
    /// The fit `logit P(positive) = intercept + slope * logit(prediction)` by maximum likelihood: Cox (1958),
    /// "Two further applications of a model for binary regression", Biometrika 45. A calibrated model has
    /// slope 1 (below 1: too sure of itself) and intercept 0. `None` when the fit has no finite answer:
    /// constant or perfect predictions.
    pub line: Option<CalibrationLine>,
    /// Up to ten bins, lowest predictions first.
    pub bins: Vec<CalibrationBin>,
}

/// The calibration line on the scale of the logit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationLine {
    /// Observed logit per predicted logit.
    pub slope: f64,
    /// Observed logit where the prediction is one half.
    pub intercept: f64,
}

/// Rows of neighbouring predictions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationBin {
    /// How many rows.
    pub rows: usize,
    /// Their mean prediction.
    pub predicted: f64,
    /// The share of them that is positive.
    pub observed: f64,
}

const BINS: usize = 10;

impl Calibration {
    /// Measure a binary task's probabilities; `None` for another task.
    ///
    /// Bins hold a tenth of the rows each, but rows with equal predictions stay in one bin.
    pub fn of(target: &Target, predictions: &Predictions) -> Option<Self> {
        if target.task != Task::Binary || !fits(target, predictions) {
            return None;
        }
        let bins = bins(target, &predictions.values);
        let gap = |bin: &CalibrationBin| bin.rows as f64 * (bin.predicted - bin.observed).abs();
        let expected_error = bins.iter().map(gap).sum::<f64>() / target.len() as f64;
        Some(Calibration { expected_error, line: line(&target.values, &predictions.values), bins })
    }
}

fn bins(target: &Target, scores: &[f64]) -> Vec<CalibrationBin> {
    let ranked = Ranked::new(scores);
    let mut groups: Vec<&[usize]> = ranked.groups().collect();
    groups.reverse();
    let mut bins = Vec::new();
    let (mut done, mut rows, mut count, mut predicted, mut observed) = (0, 0, 0.0, 0.0, 0.0);
    for group in groups {
        let weight: f64 = group.iter().map(|&row| target.weight(row)).sum();
        rows += group.len();
        count += weight;
        predicted += weight * scores[group[0]];
        observed += group.iter().map(|&row| target.weight(row) * target.values[row]).sum::<f64>();
        let tenth = |row: usize| row * BINS / target.len();
        // Rows that count nothing make no bin of their own.
        if tenth(done + rows) > tenth(done) && count > 0.0 {
            bins.push(CalibrationBin { rows, predicted: predicted / count, observed: observed / count });
            done += rows;
            (rows, count, predicted, observed) = (0, 0.0, 0.0, 0.0);
        }
    }
    bins
}

/// Newton's method, halving a step that does not raise the likelihood.
fn line(actual: &[f64], predicted: &[f64]) -> Option<CalibrationLine> {
    let logit = |p: &f64| {
        let p = p.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
        (p / (1.0 - p)).ln()
    };
    let x: Vec<f64> = predicted.iter().map(logit).collect();
    let likelihood = |intercept: f64, slope: f64| -> f64 {
        let row = |(x, y): (&f64, &f64)| {
            let z = intercept + slope * x;
            y * z - if z > 0.0 { z + (-z).exp().ln_1p() } else { z.exp().ln_1p() }
        };
        x.iter().zip(actual).map(row).sum()
    };
    let (mut intercept, mut slope) = (0.0, 1.0);
    let mut reached = likelihood(intercept, slope);
    for _ in 0..100 {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (&x, &y) in x.iter().zip(actual) {
            let p = 1.0 / (1.0 + (-(intercept + slope * x)).exp());
            let weight = p * (1.0 - p);
            g0 += y - p;
            g1 += (y - p) * x;
            h00 += weight;
            h01 += weight * x;
            h11 += weight * x * x;
        }
        let determinant = h00 * h11 - h01 * h01;
        // All predictions equal, or all rows fitted perfectly.
        if determinant <= 1e-10 * h00 * h11 || !determinant.is_finite() {
            return None;
        }
        let (mut step0, mut step1) =
            ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant);
        while likelihood(intercept + step0, slope + step1) < reached && step0.abs().max(step1.abs()) > 1e-12 {
            (step0, step1) = (step0 / 2.0, step1 / 2.0);
        }
        (intercept, slope) = (intercept + step0, slope + step1);
        reached = likelihood(intercept, slope);
        if step0.abs().max(step1.abs()) < 1e-9 {
            return Some(CalibrationLine { slope, intercept });
        }
    }
    None
}
