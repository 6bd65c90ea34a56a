//! A difference less what several covariates, measured before, foretold.

use crate::ratio::over;
use crate::{Adjusted, Difference};

/// What each unit of one arm adds up to: numerator and denominator of a metric, and of each covariate its sum and the
/// count of rows that had one. Sums of products of deviations, so that parts merge into the whole and a large common
/// offset costs no digits (Welford 1962; Chan, Golub & LeVeque 1983).
#[derive(Debug, Clone, PartialEq)]
pub struct CovariateSums {
    count: u64,
    /// Numerator, denominator, then sum and rows of each covariate.
    mean: Vec<f64>,
    /// Row by row, the lower half of the comoments.
    comoment: Vec<f64>,
}

/// What rounding leaves of a covariate that the ones before it tell already.
const COLLINEAR: f64 = 1e-10;

impl CovariateSums {
    /// No unit yet, so many covariates.
    pub fn new(covariates: usize) -> Self {
        let size = 2 + 2 * covariates;
        CovariateSums { count: 0, mean: vec![0.0; size], comoment: vec![0.0; size * (size + 1) / 2] }
    }

    /// Add one unit, whose covariates are each a sum and the count of rows that had one, 0 and 0 when it is not known.
    /// Covariates beyond those announced are left out.
    pub fn add(&mut self, numerator: f64, denominator: f64, covariates: &[(f64, f64)]) {
        let mut one = Self { count: 1, mean: vec![0.0; self.mean.len()], comoment: Vec::new() };
        let metric = (numerator, denominator);
        let pairs = std::iter::once(&metric).chain(covariates);
        for (cell, value) in one.mean.iter_mut().zip(pairs.flat_map(|&(sum, rows)| [sum, rows])) {
            *cell = value;
        }
        self.merge(&one);
    }

    /// Add all units of `other`, of as many covariates.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let share = theirs / (mine + theirs);
        let gap: Vec<f64> = other.mean.iter().zip(&self.mean).map(|(theirs, mine)| theirs - mine).collect();
        let mut at = 0;
        for row in 0..gap.len() {
            self.mean[row] += gap[row] * share;
            for column in 0..=row {
                let inside = other.comoment.get(at).copied().unwrap_or(0.0);
                self.comoment[at] += inside + gap[row] * gap[column] * mine * share;
                at += 1;
            }
        }
        self.count += other.count;
    }

    /// How many units.
    pub fn units(&self) -> u64 {
        self.count
    }

    /// Sum over units of the numerator over that of the denominator.
    pub fn ratio(&self) -> Option<f64> {
        self.ratio_of(0)
    }

    fn ratio_of(&self, quantity: usize) -> Option<f64> {
        over(self.mean[2 * quantity], self.mean[2 * quantity + 1])
    }

    /// The covariance between units of the deviations from two ratios, per unit of denominator: the delta method's linear
    /// form, Deng, Knoblich & Lu (2018), equation 3. `None` where a ratio is not known, or with fewer than two units.
    fn linear_covariance(&self, left: usize, right: usize) -> Option<f64> {
        let comoment = |i: usize, j: usize| {
            let (row, column) = (i.max(j), i.min(j));
            self.comoment[row * (row + 1) / 2 + column]
        };
        let (one, other) = (self.ratio_of(left)?, self.ratio_of(right)?);
        let (i, j) = (2 * left, 2 * right);
        let terms = [
            comoment(i, j),
            -other * comoment(i, j + 1),
            -one * comoment(i + 1, j),
            one * other * comoment(i + 1, j + 1),
        ];
        let sum: f64 = terms.iter().sum();
        let size: f64 = terms.iter().map(|term| term.abs()).sum();
        let sum = if sum.abs() > 1e-14 * size { sum } else { 0.0 };
        let below = self.mean[i + 1] * self.mean[j + 1];
        (self.count > 1).then(|| sum / below / (self.count - 1) as f64)
    }
}

/// The difference of two ratios, less what the covariates foretold: CUPED with several covariates, Deng, Xu, Kohavi & Walker
/// (2013), section 3.3, one vector of slopes from both arms taken together, `β = Σ⁻¹σ`; on plain means the regression adjustment
/// of Lin (2013) without interactions, up to terms of order `1/n`.
///
/// A unit without a covariate is kept and counts as one with the mean. Covariates that do not vary, or that others tell
/// already, are left out; `None` when none is left, or the plain difference cannot be judged.
pub fn covariate_difference(variant: &CovariateSums, control: &CovariateSums) -> Option<Adjusted> {
    let mut both = variant.clone();
    both.merge(control);
    let covariates: Vec<usize> =
        (1..both.mean.len() / 2).filter(|&at| both.linear_covariance(at, at).is_some()).collect();
    let slopes = slopes(&both, &covariates)?;

    let squared = |arm: &CovariateSums, slopes: &[(usize, f64)]| {
        let mut sum = arm.linear_covariance(0, 0)?;
        for &(at, slope) in slopes {
            sum -= 2.0 * slope * arm.linear_covariance(0, at)?;
            for &(other, factor) in slopes {
                sum += slope * factor * arm.linear_covariance(at, other)?;
            }
        }
        Some((sum.max(0.0) / arm.count as f64, arm.count))
    };
    let judged = |value: f64, slopes: &[(usize, f64)]| {
        Difference::welch(value, squared(variant, slopes)?, squared(control, slopes)?)
    };
    let plain = judged(variant.ratio()? - control.ratio()?, &[])?;
    let mut foretold = 0.0;
    for &(at, slope) in &slopes {
        foretold += slope * (variant.ratio_of(at)? - control.ratio_of(at)?);
    }
    let difference = judged(plain.value - foretold, &slopes)?;
    Some(Adjusted { difference, variance_reduction: 1.0 - (difference.error / plain.error).powi(2) })
}

/// The slope of the metric on each covariate that tells something of its own: Cholesky's decomposition of the correlations,
/// without those of which too little is left.
fn slopes(both: &CovariateSums, covariates: &[usize]) -> Option<Vec<(usize, f64)>> {
    // Rows of the triangle kept so far, each with its covariate and its scale; the right side goes along.
    let mut rows: Vec<(usize, f64, Vec<f64>, f64)> = Vec::new();
    for &at in covariates {
        let scale = both.linear_covariance(at, at)?.sqrt();
        if scale <= 0.0 {
            continue;
        }
        let mut row: Vec<f64> = Vec::new();
        for (other, other_scale, earlier, _) in &rows {
            let correlation = both.linear_covariance(at, *other)? / (scale * other_scale);
            let told: f64 = row.iter().zip(earlier).map(|(left, right)| left * right).sum();
            row.push((correlation - told) / earlier[row.len()]);
        }
        let left = 1.0 - row.iter().map(|cell| cell * cell).sum::<f64>();
        if left < COLLINEAR {
            continue;
        }
        let told: f64 = row.iter().zip(&rows).map(|(cell, (.., right))| cell * right).sum();
        let right = (both.linear_covariance(0, at)? / scale - told) / left.sqrt();
        row.push(left.sqrt());
        rows.push((at, scale, row, right));
    }
    let mut slopes = vec![0.0; rows.len()];
    for at in (0..rows.len()).rev() {
        let known: f64 = (at + 1..rows.len()).map(|below| rows[below].2[at] * slopes[below]).sum();
        slopes[at] = (rows[at].3 - known) / rows[at].2[at];
    }
    let named = rows.iter().zip(slopes).map(|((at, scale, ..), slope)| (*at, slope / scale)).collect();
    (!rows.is_empty()).then_some(named)
}

#[cfg(test)]
mod tests;
