//! Metrics of squared error: its root (rmse) and the share of variance explained (r2).

use frame::Target;

use super::bootstrap::Resampled;
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
pub(super) fn explained<'a>(target: &'a Target, predictions: &'a Predictions) -> Resampled<'a> {
    let squares = plain_squares(target, predictions);
    // Asked of the values: the sum of squares of equal values may be a hair above zero.
    let varies = target.values.iter().any(|value| *value != target.values[0]);
    Box::new(move |counts| {
        let weighed = |(row, &count): (usize, &u32)| f64::from(count) * target.weight(row);
        let rows = || counts.iter().enumerate().map(weighed).zip(&target.values);
        let total: f64 = rows().map(|(count, _)| count).sum();
        let mean = rows().map(|(count, value)| count * value).sum::<f64>() / total;
        let spread: f64 = rows().map(|(count, value)| count * (value - mean).powi(2)).sum();
        let error: f64 = rows().zip(&squares).map(|((count, _), square)| count * square).sum();
        (varies && spread > 0.0).then(|| 1.0 - error / spread)
    })
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
