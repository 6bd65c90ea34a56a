//! How sums of squares of a fit's residuals behave when the values are alike from one time to the next.
//!
//! Bell & McCaffrey, "Bias reduction in standard errors for linear regression with multi-stage samples" (Survey Methodology 28, 2002)
//! judge an estimated variance, a quadratic form in the residuals, by its mean and its spread under a working model of what the
//! values are like; here the working model is an autoregression. Imbens & Kolesár (Review of Economics and Statistics 98, 2016) give the account.

use crate::regression::dot;

/// Mean and variance of the Newey & West variance of a weighted sum, before its factor `n/(n - k)`, for normal values with this
/// covariance at each distance: `tr(AΣ)` and `2 tr(AΣAΣ)`, with `A = M W K W M`, `M` what a fit by the basis leaves over, `W` the
/// weights and `K` Bartlett's kernel.
pub fn moments_of_square(basis: &[Vec<f64>], weights: &[f64], lags: usize, course: &[f64]) -> (f64, f64) {
    let times = weights.len();
    // Rows of WKWMΣM, which has the same traces; M and Σ are symmetric.
    let mut covariance: Vec<Vec<f64>> =
        (0..times).map(|row| (0..times).map(|column| course[row.abs_diff(column)]).collect()).collect();
    covariance.iter_mut().for_each(|row| leave_over(basis, row));
    transpose(&mut covariance);
    covariance.iter_mut().for_each(|row| leave_over(basis, row));
    let mut product = vec![vec![0.0; times]; times];
    for (row, out) in product.iter_mut().enumerate() {
        let near = row.saturating_sub(lags)..=(row + lags).min(times - 1);
        for other in near {
            let kernel = 1.0 - row.abs_diff(other) as f64 / (lags + 1) as f64;
            let factor = weights[row] * kernel * weights[other];
            out.iter_mut().zip(&covariance[other]).for_each(|(out, value)| *out += factor * value);
        }
    }
    let mean = (0..times).map(|at| product[at][at]).sum();
    let spread = (0..times)
        .map(|row| (0..times).map(|column| product[row][column] * product[column][row]).sum::<f64>())
        .sum::<f64>();
    (mean, 2.0 * spread)
}

/// By distance in time, how much of the values' covariance enters the products of neighbouring residuals, and how much
/// their squares: `tr(M D M Σ)` and `tr(M Σ)` with `D` the step to the next time, taken apart by the diagonals of `Σ`.
pub fn residual_memory(basis: &[Vec<f64>], times: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut together, mut apart) = (vec![0.0; times], vec![0.0; times]);
    for row in 0..times {
        let mut unit = vec![0.0; times];
        unit[row] = 1.0;
        leave_over(basis, &mut unit);
        for (column, value) in unit.iter().enumerate() {
            apart[row.abs_diff(column)] += value;
        }
        let mut step: Vec<f64> = unit[1..].to_vec();
        step.push(0.0);
        leave_over(basis, &mut step);
        for (column, value) in step.iter().enumerate() {
            together[row.abs_diff(column)] += value;
        }
    }
    (together, apart)
}

/// What a fit by the basis leaves of a series.
fn leave_over(basis: &[Vec<f64>], series: &mut [f64]) {
    for known in basis {
        let part = dot(known, series);
        series.iter_mut().zip(known).for_each(|(left, known)| *left -= part * known);
    }
}

fn transpose(square: &mut [Vec<f64>]) {
    for row in 0..square.len() {
        let (upper, lower) = square.split_at_mut(row + 1);
        for (below, line) in lower.iter_mut().enumerate() {
            std::mem::swap(&mut upper[row][row + 1 + below], &mut line[row]);
        }
    }
}
