//! Metrics that are the mean of one value a row: log-loss, Brier score, accuracy, mean absolute (percentage)
//! error.

use frame::{Target, Task};

use super::confusion::decided_class;
use crate::Predictions;

/// One value a row, in the unit of the metric; `None` where a row has none.
pub(super) type Rows = fn(&Target, &Predictions) -> Option<Vec<f64>>;

/// The probability nearest to 0 (and to 1) that log-loss tells apart: the precision of a double, as in
/// scikit-learn.
const SMALLEST_PROBABILITY: f64 = f64::EPSILON;

/// `-ln P(the class that came true)`, in nats; probabilities are first clipped to `[2.2e-16, 1 - 2.2e-16]`,
/// so the worst row costs 36.04.
pub(super) fn log_loss(target: &Target, predictions: &Predictions) -> Option<Vec<f64>> {
    let loss = |row: usize| {
        let probability = match target.task {
            Task::Multiclass => predictions.row(row)[target.values[row] as usize],
            _ if target.values[row] == 1.0 => predictions.row(row)[0],
            _ => 1.0 - predictions.row(row)[0],
        };
        -probability.clamp(SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY).ln()
    };
    Some((0..target.len()).map(loss).collect())
}

/// The squared distance of the probabilities from what came true: Brier (1950), "Verification of forecasts
/// expressed in terms of probability"; for two classes half of it, as usual and as in
/// scikit-learn.
pub(super) fn brier(target: &Target, predictions: &Predictions) -> Option<Vec<f64>> {
    let loss = |row: usize| match target.task {
        Task::Multiclass => {
            let truth = |class: usize| f64::from(target.values[row] as usize == class);
            let probabilities = predictions.row(row).iter().enumerate();
            probabilities.map(|(class, probability)| (probability - truth(class)).powi(2)).sum()
        }
        _ => (predictions.row(row)[0] - target.values[row]).powi(2),
    };
    Some((0..target.len()).map(loss).collect())
}

/// 1 for a row whose likeliest class came true, else 0.
pub(super) fn correct(target: &Target, predictions: &Predictions) -> Option<Vec<f64>> {
    let correct =
        |row: usize| f64::from(decided_class(predictions.row(row), 0.5) == target.values[row] as usize);
    Some((0..target.len()).map(correct).collect())
}

/// `|predicted - actual|`, in the unit of the target.
pub(super) fn absolute(target: &Target, predictions: &Predictions) -> Option<Vec<f64>> {
    Some(
        target
            .values
            .iter()
            .zip(&predictions.values)
            .map(|(actual, predicted)| (predicted - actual).abs())
            .collect(),
    )
}

/// `|predicted - actual| / |actual|`, a share (0.1 is 10 %). `None` when an actual value is zero: any error
/// there is infinitely many percent (scikit-learn divides by 2.2e-16 instead, which lets one such row decide
/// the score).
pub(super) fn percentage(target: &Target, predictions: &Predictions) -> Option<Vec<f64>> {
    let share =
        |(actual, predicted): (&f64, &f64)| (*actual != 0.0).then(|| ((predicted - actual) / actual).abs());
    target.values.iter().zip(&predictions.values).map(share).collect()
}

/// `2 |predicted - actual| / (|actual| + |predicted|)`, from 0 to 2; 0 where both are zero. Makridakis (1993),
/// "Accuracy measures: theoretical and practical concerns", International Journal of Forecasting 9.
pub(super) fn symmetric_percentage(target: &Target, predictions: &Predictions) -> Option<Vec<f64>> {
    let share = |(actual, predicted): (&f64, &f64)| match (predicted - actual).abs() {
        0.0 => 0.0,
        size => 2.0 * size / (actual.abs() + predicted.abs()),
    };
    Some(target.values.iter().zip(&predictions.values).map(share).collect())
}
