//! Decisions against what came true: the four counts at a threshold, and F1.

use frame::{Target, Task};
use serde::Serialize;

use super::bootstrap::Resampled;
use super::estimate::Estimate;
use super::fits;
use super::weigh::effective_rows;
use crate::Predictions;

/// How much the rows count that fell into each of the four cells when every row with a probability of at least the
/// threshold is taken as positive: their number, where all rows count the same.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Confusion {
    /// Taken as positive, rightly.
    pub true_positives: f64,
    /// Taken as positive, wrongly.
    pub false_positives: f64,
    /// Taken as negative, wrongly.
    pub false_negatives: f64,
    /// Taken as negative, rightly.
    pub true_negatives: f64,
}

impl Confusion {
    /// Count a binary task's rows at a threshold; `None` for another task.
    pub fn at(target: &Target, predictions: &Predictions, threshold: f64) -> Option<Self> {
        let mut cells = Confusion::default();
        if target.task != Task::Binary || !fits(target, predictions) {
            return None;
        }
        for (row, (&actual, &probability)) in target.values.iter().zip(&predictions.values).enumerate() {
            let cell = match (probability >= threshold, actual == 1.0) {
                (true, true) => &mut cells.true_positives,
                (true, false) => &mut cells.false_positives,
                (false, true) => &mut cells.false_negatives,
                (false, false) => &mut cells.true_negatives,
            };
            *cell += target.weight(row);
        }
        Some(cells)
    }

    /// The share of all rows that is right.
    pub fn accuracy(&self) -> Option<f64> {
        let right = self.true_positives + self.true_negatives;
        share(right, right + self.false_positives + self.false_negatives)
    }

    /// The share of those taken as positive that are; `None` when none is taken.
    pub fn precision(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_positives)
    }

    /// The share of the positive that is taken as such; `None` when none is positive.
    pub fn recall(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// The share of the negative that is left alone; `None` when none is negative.
    pub fn specificity(&self) -> Option<f64> {
        share(self.true_negatives, self.true_negatives + self.false_positives)
    }

    /// `2 TP / (2 TP + FP + FN)`; 0 when all is negative and taken so, as in scikit-learn.
    pub fn f1(&self) -> f64 {
        let errors = self.false_positives + self.false_negatives;
        share(2.0 * self.true_positives, 2.0 * self.true_positives + errors).unwrap_or(0.0)
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The class decided on: of two, the positive one from the threshold on; of more, the likeliest (the first of
/// equals).
pub(super) fn decided_class(probabilities: &[f64], threshold: f64) -> usize {
    if let [probability] = probabilities {
        return usize::from(*probability >= threshold);
    }
    let mut best = 0;
    for (class, probability) in probabilities.iter().enumerate() {
        if *probability > probabilities[best] {
            best = class;
        }
    }
    best
}

/// F1 of a binary task at a threshold of 0.5 with its interval: F1 is `2 J / (1 + J)` with `J` the share of
/// true positives among the rows that are positive or taken so. That share is one of independent rows, so it
/// has Wilson's interval.
pub(super) fn f1_estimate(target: &Target, predictions: &Predictions) -> Option<Estimate> {
    let cells = Confusion::at(target, predictions, 0.5)?;
    let concerned = cells.true_positives + cells.false_positives + cells.false_negatives;
    if concerned <= 0.0 {
        return Some(Estimate { score: 0.0, low: 0.0, high: 1.0 });
    }
    // Rows of unequal weight say less than as many of equal weight.
    let is_concerned = |row: &usize| target.values[*row] == 1.0 || predictions.values[*row] >= 0.5;
    let rows = effective_rows(target, (0..target.len()).filter(is_concerned));
    let joint = Estimate::of_share(cells.true_positives / concerned * rows, rows);
    let f1 = |joint: f64| 2.0 * joint / (1.0 + joint);
    Some(Estimate {
        score: cells.f1(),
        low: f1(joint.low).min(cells.f1()),
        high: f1(joint.high).max(cells.f1()),
    })
}

/// The difference `a - b` of F1 of a binary task by the delta method on the rows' pairs: with `F1 = 2 TP / D`, `D = 2 TP + FP +
/// FN`, a row weighs in by `(2 tp - F1 (2 tp + fp + fn)) / mean d`, the influence it has on F1.
pub(super) fn f1_paired(target: &Target, a: &Predictions, b: &Predictions) -> Option<Estimate> {
    let influence = |predictions: &Predictions| {
        let parts: Vec<(f64, f64)> = target
            .values
            .iter()
            .zip(&predictions.values)
            .map(|(&actual, &probability)| match (probability >= 0.5, actual == 1.0) {
                (true, true) => (2.0, 2.0),
                (false, false) => (0.0, 0.0),
                _ => (0.0, 1.0),
            })
            .collect();
        let (right, all) = parts.iter().fold((0.0, 0.0), |(r, a), (right, all)| (r + right, a + all));
        let f1 = if all > 0.0 { right / all } else { 0.0 };
        let mean = f64::max(all, 1.0) / parts.len() as f64;
        (f1, parts.into_iter().map(move |(right, all)| (right - f1 * all) / mean))
    };
    let ((of_a, a), (of_b, b)) = (influence(a), influence(b));
    let rows: Vec<f64> = a.zip(b).map(|(a, b)| a - b).collect();
    Some(Estimate { score: of_a - of_b, ..Estimate::of_mean(&rows)?.plus(of_a - of_b) })
}

/// F1 of the positive class at a threshold of 0.5; for more classes the plain mean over the classes that
/// occur or are predicted ("macro").
pub(super) fn f1<'a>(target: &'a Target, predictions: &Predictions) -> Resampled<'a> {
    let rows = 0..target.len();
    let decided: Vec<usize> = rows.map(|row| decided_class(predictions.row(row), 0.5)).collect();
    let classes = target.classes.len();
    let only_positive = target.task == Task::Binary;
    Box::new(move |counts| {
        let (mut right, mut either) = (vec![0.0; classes], vec![0.0; classes]);
        for (row, ((&decided, &actual), &count)) in decided.iter().zip(&target.values).zip(counts).enumerate()
        {
            let count = f64::from(count) * target.weight(row);
            either[decided] += count;
            either[actual as usize] += count;
            right[decided] += if decided == actual as usize { count } else { 0.0 };
        }
        let of_class = |class: usize| share(2.0 * right[class], either[class]);
        if only_positive {
            return Some(of_class(1).unwrap_or(0.0));
        }
        let scores: Vec<f64> = (0..classes).filter_map(of_class).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    })
}
