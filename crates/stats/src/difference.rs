//! The difference between two arms as Student's t judges it: estimate, standard error, degrees of freedom.

use crate::{student_quantile, student_tail};

/// An estimated difference, variant minus control.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The estimate, in the metric's unit.
    pub value: f64,
    /// Its standard error, above 0.
    pub error: f64,
    /// Degrees of freedom of the error's estimate.
    pub freedom: f64,
}

impl Difference {
    /// Of two arms whose estimates have these variances and came from so many units: Welch (1947), with the
    /// degrees of freedom of Satterthwaite (1946), equation 17. `None` when neither varies or an arm has
    /// fewer than two units.
    pub(crate) fn welch(value: f64, variant: (f64, u64), control: (f64, u64)) -> Option<Self> {
        if variant.1 < 2 || control.1 < 2 {
            return None;
        }
        let freedom = |units: u64| (units - 1) as f64;
        Self::from_parts(value, [(variant.0, freedom(variant.1)), (control.0, freedom(control.1))])
    }

    /// Of an estimate whose variance is the sum of these, each estimated with so many degrees of freedom:
    /// Satterthwaite (1946), equation 17. `None` when nothing varies.
    fn from_parts(value: f64, parts: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let (mut sum, mut spread) = (0.0, 0.0);
        for (square, freedom) in parts {
            sum += square;
            spread += square * square / freedom;
        }
        let freedom = sum * sum / spread;
        let known = value.is_finite() && sum > 0.0 && sum.is_finite() && freedom.is_finite();
        known.then(|| Difference { value, error: sum.sqrt(), freedom })
    }

    /// This difference less another that was estimated from other units.
    pub fn less(&self, other: &Difference) -> Option<Difference> {
        let part = |one: &Difference| (one.error * one.error, one.freedom);
        Self::from_parts(self.value - other.value, [part(self), part(other)])
    }

    /// The mean of differences in strata, each with its weight: post-stratification, Miratrix, Sekhon & Yu
    /// (2013), equation 5. Weights need not sum to 1.
    pub fn weighted(strata: &[(f64, Difference)]) -> Option<Difference> {
        let whole: f64 = strata.iter().map(|(weight, _)| weight).sum();
        let value = strata.iter().map(|(weight, one)| weight / whole * one.value).sum();
        let part = |(weight, one): &(f64, Difference)| ((weight / whole * one.error).powi(2), one.freedom);
        Self::from_parts(value, strata.iter().map(part))
    }

    /// The interval that holds the truth in a share `1 - alpha` of experiments; `None` unless `0 < alpha < 1`.
    pub fn interval(&self, alpha: f64) -> Option<(f64, f64)> {
        let half = student_quantile(1.0 - 0.5 * alpha, self.freedom)? * self.error;
        Some((self.value - half, self.value + half))
    }

    /// How often a difference at least this large, either way, is seen when there is none.
    pub fn p_value(&self) -> Option<f64> {
        Some((2.0 * student_tail((self.value / self.error).abs(), self.freedom)?).min(1.0))
    }
}
