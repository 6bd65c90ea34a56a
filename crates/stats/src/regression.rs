//! Least squares on a series, with errors that hold when what is left over is alike from one time to the next.

use crate::Difference;
use crate::quadratic::{moments_of_square, residual_memory};
use crate::sequential::bisect;

/// What rounding leaves of a column that the ones before it tell already.
const COLLINEAR: f64 = 1e-9;

/// A fit of `y` by columns of a table, in order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// One for each column.
    pub coefficients: Vec<f64>,
    /// What is left over, in order of time.
    pub residuals: Vec<f64>,
    /// Orthonormal columns that span the same.
    basis: Vec<Vec<f64>>,
    /// How the columns come from those: the upper triangle of `X = QR`, by column.
    triangle: Vec<Vec<f64>>,
}

/// An estimate from a series, with its error as Newey & West have it, and with what their error misses in a short one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesEstimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error: Newey & West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
    /// matrix" (Econometrica 55, 1987), theorem 1, times `n/(n - k)`.
    pub newey_west: f64,
    /// The lags in it.
    pub lags: usize,
    /// How alike neighbours are: the correlation at lag 1, freed of the bias that fitting brings.
    pub memory: f64,
    /// The estimate with the error and the degrees of freedom that intervals and p-values are taken from.
    pub judged: Difference,
}

/// The usual number of lags for so many times: Newey & West (Review of Economic Studies 61, 1994), `4(n/100)^(2/9)`.
pub fn usual_lags(times: usize) -> usize {
    (4.0 * (times as f64 / 100.0).powf(2.0 / 9.0)).floor() as usize
}

/// Fit `y` by these columns. `None` when there are not more values than columns, or a column is told by those before.
pub fn least_squares(columns: &[Vec<f64>], y: &[f64]) -> Option<Fit> {
    let usable =
        columns.iter().all(|column| column.len() == y.len()) && y.iter().all(|value| value.is_finite());
    if !usable || y.len() <= columns.len() || columns.is_empty() {
        return None;
    }
    // Gram & Schmidt, each column twice: as good as Householder (Björck, *Numerical Methods for Least Squares Problems*, 1996, 2.4.5).
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let mut left = column.clone();
        let mut told = vec![0.0; basis.len()];
        for _ in 0..2 {
            for (told, known) in told.iter_mut().zip(&basis) {
                let part = dot(known, &left);
                *told += part;
                left.iter_mut().zip(known).for_each(|(left, known)| *left -= part * known);
            }
        }
        let size = dot(&left, &left).sqrt();
        if size.is_nan() || size <= COLLINEAR * dot(column, column).sqrt() {
            return None;
        }
        told.push(size);
        triangle.push(told);
        basis.push(left.into_iter().map(|value| value / size).collect());
    }
    let mut residuals = y.to_vec();
    let mut along = vec![0.0; basis.len()];
    for _ in 0..2 {
        for (along, known) in along.iter_mut().zip(&basis) {
            let part = dot(known, &residuals);
            *along += part;
            residuals.iter_mut().zip(known).for_each(|(left, known)| *left -= part * known);
        }
    }
    let mut coefficients = along;
    for at in (0..coefficients.len()).rev() {
        let known: f64 =
            (at + 1..coefficients.len()).map(|later| triangle[later][at] * coefficients[later]).sum();
        coefficients[at] = (coefficients[at] - known) / triangle[at][at];
    }
    Some(Fit { coefficients, residuals, basis, triangle })
}

impl Fit {
    /// A weighted sum of the coefficients, judged as part of a series. `None` when nothing is left over to judge it by.
    pub fn estimate(&self, contrast: &[f64], lags: usize) -> Option<SeriesEstimate> {
        let weights = self.weights(contrast);
        let (times, columns) = (self.residuals.len() as f64, self.basis.len() as f64);
        let freely = times / (times - columns);
        let score: Vec<f64> =
            weights.iter().zip(&self.residuals).map(|(weight, left)| weight * left).collect();
        let variance = freely * bartlett(&score, lags);
        let value: f64 = contrast.iter().zip(&self.coefficients).map(|(one, other)| one * other).sum();
        if variance.is_nan() || variance <= 0.0 {
            return None;
        }
        let memory = self.memory()?;
        let course: Vec<f64> = (0..self.residuals.len()).map(|lag| memory.powi(lag as i32)).collect();
        let truth: f64 = toeplitz(&weights, &course);
        let (mean, spread) = moments_of_square(&self.basis, &weights, lags, &course);
        // The estimated variance is on average `mean`, and varies; the true one is `truth`.
        let widened = truth / (freely * mean);
        let freedom = 2.0 * mean * mean / spread;
        let judged = Difference { value, error: (variance * widened).sqrt(), freedom };
        let known = judged.error.is_finite() && freedom > 0.0;
        known.then_some(SeriesEstimate { value, newey_west: variance.sqrt(), lags, memory, judged })
    }

    /// What each value weighs in a weighted sum of the coefficients.
    pub fn weights(&self, contrast: &[f64]) -> Vec<f64> {
        let size = self.basis.len();
        let mut along = vec![0.0; size];
        for at in 0..size {
            let known: f64 = (0..at).map(|before| self.triangle[at][before] * along[before]).sum();
            along[at] = (contrast.get(at).copied().unwrap_or(0.0) - known) / self.triangle[at][at];
        }
        let at_time = |time: usize| -> f64 {
            self.basis.iter().zip(&along).map(|(known, part)| known[time] * part).sum()
        };
        (0..self.residuals.len()).map(at_time).collect()
    }

    /// The correlation of neighbours in what the fit cannot tell: that of the residuals is too low, as the fit takes some of it
    /// away. The one is sought under which the residuals would be as alike as they are (Andrews, "Exactly median-unbiased
    /// estimation of first order autoregressive models", Econometrica 61, 1993, with means for medians).
    fn memory(&self) -> Option<f64> {
        let left = &self.residuals;
        let square = dot(left, left);
        let seen = left.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / square;
        if !seen.is_finite() {
            return None;
        }
        let (together, apart) = residual_memory(&self.basis, left.len());
        let expected = |memory: f64| {
            let (mut above, mut below, mut power) = (0.0, 0.0, 1.0);
            for (together, apart) in together.iter().zip(&apart) {
                above += power * together;
                below += power * apart;
                power *= memory;
            }
            above / below
        };
        Some(bisect(0.0, MOST_MEMORY, |memory| expected(memory) >= seen))
    }
}

/// A series whose neighbours are more alike than this has no level.
const MOST_MEMORY: f64 = 0.98;

/// The sum of all products of a series' values, weighted down by their distance: Bartlett's kernel.
fn bartlett(score: &[f64], lags: usize) -> f64 {
    let mut sum = dot(score, score);
    for lag in 1..=lags.min(score.len() - 1) {
        let weight = 1.0 - lag as f64 / (lags + 1) as f64;
        sum += 2.0 * weight * dot(&score[lag..], &score[..score.len() - lag]);
    }
    sum
}

/// The variance of a weighted sum of values that have this covariance at each distance.
fn toeplitz(weights: &[f64], course: &[f64]) -> f64 {
    let at = |lag: usize| dot(&weights[lag..], &weights[..weights.len() - lag]) * course[lag];
    at(0) + 2.0 * (1..weights.len()).map(at).sum::<f64>()
}

pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

#[cfg(test)]
mod tests;
