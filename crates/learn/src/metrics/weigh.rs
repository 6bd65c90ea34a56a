//! Rows that count more than others: weighted means and how sure they are.
//!
//! A weighted mean `m = sum w x / sum w` of independent rows has, to first order, the variance of the plain mean
//! of `m + w (x - m) / mean(w)`: the linearised variable of a ratio estimator (Särndal, Swensson & Wretman, 1992,
//! "Model assisted survey sampling", section 5.5). So every interval made for a plain mean serves a weighted one
//! when it is given those values; weights that are all the same change nothing.

use frame::Target;

/// Values whose plain mean and variance are those of the weighted mean; as they are without weights.
pub(super) fn linearised(target: &Target, values: Vec<f64>) -> Vec<f64> {
    match &target.weights {
        Some(weights) => linearise(weights, &values),
        None => values,
    }
}

/// As [`linearised`], of some rows' values and weights.
pub(super) fn linearise(weights: &[f64], values: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    let mean = values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / total;
    let unit = total / weights.len() as f64;
    values.iter().zip(weights).map(|(value, weight)| mean + weight * (value - mean) / unit).collect()
}

/// How many rows of equal weight say as much as these: Kish (1965), "Survey sampling", `(sum w)^2 / sum w^2`.
pub(super) fn effective_rows(target: &Target, rows: impl Iterator<Item = usize>) -> f64 {
    let (sum, squares) = rows
        .map(|row| target.weight(row))
        .fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}
