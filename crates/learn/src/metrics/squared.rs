//! Metrics of squared error: its root (rmse) and the share of variance explained (r2).

use frame::Target;

use super::estimate::{Estimate, mean_and_variance, reach};
use super::weigh::linearised;
use crate::Predictions;

/// The root of the mean squared error, in the unit of the target.
pub(super) fn root_mean(target: &Target, predictions: &Predictions) -> f64 {
    mean(&squares(target, predictions)).sqrt()
}

/// Student's interval of the mean squared error, brought to its root by the delta method on the scale of the
/// logarithm (so it stays above zero): `error(ln rmse) = error(mse) / (2 mse)`. Wasserman (2004), "All of
/// Statistics", theorem 5.13.
pub(super) fn root_mean_estimate(target: &Target, predictions: &Predictions) -> Option<Estimate> {
    let squares = squares(target, predictions);
    let (mean, variance) = mean_and_variance(&squares)?;
    let rows = squares.len() as f64;
    let score = mean.sqrt();
    if mean == 0.0 {
        return Some(Estimate::around(0.0, 0.0));
    }
    let margin = reach(rows - 1.0)? * (variance / rows).sqrt() / (2.0 * mean);
    Some(Estimate { score, low: score * (-margin).exp(), high: score * margin.exp() })
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

/// The share left unexplained, `mean error / mean distance`, by the delta method on the scale of its logarithm, so that the share
/// explained stays below 1: each row weighs in by `error / mean error - distance / mean distance`. Wasserman (2004), theorem 5.15.
pub(super) fn explained_estimate(target: &Target, predictions: &Predictions) -> Option<Estimate> {
    let (errors, distances) = (squares(target, predictions), distances(target)?);
    let (error, distance) = (mean(&errors), mean(&distances));
    if error == 0.0 {
        return Some(Estimate::around(1.0, 0.0));
    }
    let rows: Vec<f64> = errors.iter().zip(&distances).map(|(e, d)| e / error - d / distance).collect();
    let (_, variance) = mean_and_variance(&rows)?;
    let count = rows.len() as f64;
    let margin = reach(count - 1.0)? * (variance / count).sqrt();
    let left = error / distance;
    Some(Estimate { score: 1.0 - left, low: 1.0 - left * margin.exp(), high: 1.0 - left * (-margin).exp() })
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

/// The squared distance of each answer from their mean; `None` when all are the same.
fn distances(target: &Target) -> Option<Vec<f64>> {
    // Asked of the values: the sum of squares of equal values may be a hair above zero.
    target.values.iter().any(|value| *value != target.values[0]).then_some(())?;
    let mean = mean(&linearised(target, target.values.clone()));
    Some(linearised(target, target.values.iter().map(|value| (value - mean).powi(2)).collect()))
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
