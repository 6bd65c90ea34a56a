//! Calibration: whether a predicted 30 % comes true in 30 of 100 cases.

use frame::{Target, Task};
use serde::Serialize;

use super::fits;
use super::ranked::Ranked;
use super::weigh::effective_rows;
use crate::Predictions;

/// How far the probabilities of a binary task are from what came true.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// The mean distance between predicted and observed share over the bins, weighed by what their rows count: Naeini, Cooper
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
    /// Their share of all rows, by what each counts.
    pub share: f64,
    /// How many rows that count the same say as much: `rows`, or fewer where rows count differently (Kish, 1965,
    /// "Survey sampling").
    pub effective_rows: f64,
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
        let gap = |bin: &CalibrationBin| bin.share * (bin.predicted - bin.observed).abs();
        let expected_error = bins.iter().map(gap).sum();
        Some(Calibration { expected_error, line: line(target, &predictions.values), bins })
    }
}

fn bins(target: &Target, scores: &[f64]) -> Vec<CalibrationBin> {
    let all = target.total_weight();
    let ranked = Ranked::new(scores);
    let mut groups: Vec<&[usize]> = ranked.groups().collect();
    groups.reverse();
    let mut bins = Vec::new();
    let (mut done, mut members, mut count, mut predicted, mut observed) = (0, Vec::new(), 0.0, 0.0, 0.0);
    for group in groups {
        let weight: f64 = group.iter().map(|&row| target.weight(row)).sum();
        members.extend_from_slice(group);
        count += weight;
        predicted += weight * scores[group[0]];
        observed += group.iter().map(|&row| target.weight(row) * target.values[row]).sum::<f64>();
        let tenth = |row: usize| row * BINS / target.len();
        // Rows that count nothing make no bin of their own.
        if tenth(done + members.len()) > tenth(done) && count > 0.0 {
            bins.push(CalibrationBin {
                rows: members.len(),
                share: count / all,
                effective_rows: effective_rows(target, members.iter().copied()),
                predicted: predicted / count,
                observed: observed / count,
            });
            done += members.len();
            members.clear();
            (count, predicted, observed) = (0.0, 0.0, 0.0);
        }
    }
    bins
}

/// Newton's method, halving a step that does not raise the likelihood; each row as often as it counts.
fn line(target: &Target, predicted: &[f64]) -> Option<CalibrationLine> {
    let actual = &target.values;
    let logit = |p: &f64| {
        let p = p.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
        (p / (1.0 - p)).ln()
    };
    let x: Vec<f64> = predicted.iter().map(logit).collect();
    let likelihood = |intercept: f64, slope: f64| -> f64 {
        let row = |(row, (x, y)): (usize, (&f64, &f64))| {
            let z = intercept + slope * x;
            target.weight(row) * (y * z - if z > 0.0 { z + (-z).exp().ln_1p() } else { z.exp().ln_1p() })
        };
        x.iter().zip(actual).enumerate().map(row).sum()
    };
    let (mut intercept, mut slope) = (0.0, 1.0);
    let mut reached = likelihood(intercept, slope);
    for _ in 0..100 {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (row, (&x, &y)) in x.iter().zip(actual).enumerate() {
            let (p, counts) = (1.0 / (1.0 + (-(intercept + slope * x)).exp()), target.weight(row));
            let weight = counts * p * (1.0 - p);
            g0 += counts * (y - p);
            g1 += counts * (y - p) * x;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_counts_three_times_as_much_is_three_rows() {
        let mut random = fastrand::Rng::with_seed(5);
        let scores: Vec<f64> = (0..400).map(|_| 0.05 + 0.9 * random.f64()).collect();
        let values: Vec<f64> =
            scores.iter().map(|score| f64::from(u8::from(random.f64() < *score))).collect();
        // Every yes counts three times as much: the logit of yes is higher by ln 3.
        let repeated: Vec<usize> =
            (0..400).flat_map(|row| vec![row; if values[row] > 0.5 { 3 } else { 1 }]).collect();
        let weights = values.iter().map(|yes| 1.0 + 2.0 * yes).collect();
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        let plain = Target { name: "y".into(), task: Task::Binary, classes, values, weights: None };
        let weighted = Target { weights: Some(weights), ..plain.clone() };
        let predictions = Predictions { width: 1, values: scores };
        let by_weight = Calibration::of(&weighted, &predictions).unwrap();
        let one = by_weight.line.unwrap();
        let other = line(&plain.take(&repeated), &predictions.take(&repeated).values).unwrap();
        assert!((one.intercept - other.intercept).abs() < 1e-6 && (one.slope - other.slope).abs() < 1e-6);
        let unweighted = Calibration::of(&plain, &predictions).unwrap().line.unwrap();
        assert!((one.intercept - unweighted.intercept - 3.0_f64.ln()).abs() < 0.3, "{one:?} {unweighted:?}");
        let shares: f64 = by_weight.bins.iter().map(|bin| bin.share).sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        assert!(by_weight.bins.iter().all(|bin| bin.effective_rows < bin.rows as f64));
    }
}
