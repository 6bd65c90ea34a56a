//! Metrics of squared error: its root (rmse) and the share of variance explained (r2).

use frame::Target;

use super::estimate::{Estimate, mean_and_variance, reach};
use super::log_ratio::LogRatio;
use super::weigh::linearised;
use crate::Predictions;

/// The root of the mean squared error, in the unit of the target.
pub(super) fn root_mean(target: &Target, predictions: &Predictions) -> f64 {
    mean(&squares(target, predictions)).sqrt()
}

/// The interval of the mean squared error on the scale of its [logarithm](LogRatio), so that it stays above zero; half of it
/// is that of the root's.
pub(super) fn root_mean_estimate(target: &Target, predictions: &Predictions, seed: u64) -> Option<Estimate> {
    let score = root_mean(target, predictions);
    if score == 0.0 {
        return Some(Estimate::around(0.0, 0.0));
    }
    let errors = plain_squares(target, predictions);
    let [below, above] =
        LogRatio::of(&errors, &vec![1.0; errors.len()], target.weights.as_deref()).margins(seed)?;
    Some(Estimate { score, low: score * (below / 2.0).exp(), high: score * (above / 2.0).exp() })
}

/// The difference `a - b` of roots by the delta method on the rows' pairs: each row weighs in by
/// `a^2 / (2 rmse a) - b^2 / (2 rmse b)`, the gradient of the difference.
pub(super) fn root_mean_paired(target: &Target, a: &Predictions, b: &Predictions) -> Option<Estimate> {
    let (a, b) = (squares(target, a), squares(target, b));
    let (root_a, root_b) = (mean(&a).sqrt(), mean(&b).sqrt());
    // A model without any error has nothing that varies.
    let weighed = |square: f64, root: f64| if root > 0.0 { square / (2.0 * root) } else { 0.0 };
    let rows: Vec<f64> = a.iter().zip(&b).map(|(&a, &b)| weighed(a, root_a) - weighed(b, root_b)).collect();
    let (_, variance) = mean_and_variance(&rows)?;
    let count = rows.len() as f64;
    Some(Estimate::around(root_a - root_b, reach(count - 1.0)? * (variance / count).sqrt()))
}

/// `1 - squared error / squared distance of the target from its own mean`; `None` when the target is
/// constant, where there is nothing to explain (scikit-learn answers 0 or 1 there).
pub(super) fn explained(target: &Target, predictions: &Predictions) -> Option<f64> {
    Some(1.0 - mean(&squares(target, predictions)) / mean(&distances(target)?))
}

/// The interval of the share left unexplained, `mean error / mean distance`, on the scale of its [logarithm](LogRatio), so that
/// the share explained stays below 1.
pub(super) fn explained_estimate(target: &Target, predictions: &Predictions, seed: u64) -> Option<Estimate> {
    let score = explained(target, predictions)?;
    let (errors, distances) = (plain_squares(target, predictions), plain_distances(target)?);
    if errors.iter().all(|error| *error == 0.0) {
        return Some(Estimate::around(1.0, 0.0));
    }
    let [below, above] = LogRatio::of(&errors, &distances, target.weights.as_deref()).margins(seed)?;
    let left = 1.0 - score;
    Some(Estimate { score, low: 1.0 - left * above.exp(), high: 1.0 - left * below.exp() })
}

/// The difference `a - b` of shares explained, `(error of b - error of a) / distance`, by the delta method on the rows.
pub(super) fn explained_paired(target: &Target, a: &Predictions, b: &Predictions) -> Option<Estimate> {
    let (a, b, distances) = (squares(target, a), squares(target, b), distances(target)?);
    let distance = mean(&distances);
    let difference = (mean(&b) - mean(&a)) / distance;
    let rows: Vec<f64> =
        a.iter().zip(&b).zip(&distances).map(|((a, b), d)| (b - a - difference * d) / distance).collect();
    let (_, variance) = mean_and_variance(&rows)?;
    let count = rows.len() as f64;
    Some(Estimate::around(difference, reach(count - 1.0)? * (variance / count).sqrt()))
}

/// What each row adds to the (weighted) mean squared distance; `None` when all answers are the same.
fn distances(target: &Target) -> Option<Vec<f64>> {
    Some(linearised(target, plain_distances(target)?))
}

/// The squared distance of each answer from their mean; `None` when all are the same.
fn plain_distances(target: &Target) -> Option<Vec<f64>> {
    // Asked of the values: the sum of squares of equal values may be a hair above zero.
    target.values.iter().any(|value| *value != target.values[0]).then_some(())?;
    let mean = mean(&linearised(target, target.values.clone()));
    Some(target.values.iter().map(|value| (value - mean).powi(2)).collect())
}

/// What each row adds to the (weighted) mean square.
fn squares(target: &Target, predictions: &Predictions) -> Vec<f64> {
    linearised(target, plain_squares(target, predictions))
}

fn plain_squares(target: &Target, predictions: &Predictions) -> Vec<f64> {
    target
        .values
        .iter()
        .zip(&predictions.values)
        .map(|(actual, predicted)| (predicted - actual).powi(2))
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
