//! Ratios of sums over units, and their differences: plain means, means of several rows a unit, and
//! metrics such as clicks per view are one thing here, with or without a covariate.

use crate::{Difference, Moments};

/// What each unit of one arm adds up to: numerator and denominator of the metric, sum of the covariate
/// and count of the rows that had one. A plain mean has numerator `value` and denominator 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct UnitSums(Moments<4>);

/// A difference after CUPED, and what it brought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjusted {
    /// The adjusted difference.
    pub difference: Difference,
    /// One minus the squared standard error over the plain one's.
    pub variance_reduction: f64,
}

impl UnitSums {
    /// Add one unit without a covariate.
    pub fn add(&mut self, numerator: f64, denominator: f64) {
        self.0.add([numerator, denominator, 0.0, 0.0]);
    }

    /// Add one unit whose covariate sums to `covariate` over `rows` rows; both 0 when it is not known.
    pub fn add_with_covariate(&mut self, numerator: f64, denominator: f64, covariate: f64, rows: f64) {
        self.0.add([numerator, denominator, covariate, rows]);
    }

    /// Add all units of `other`.
    pub fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }

    /// How many units.
    pub fn units(&self) -> u64 {
        self.0.count
    }

    /// Sum over units of the numerator over that of the denominator; `None` when the latter is 0.
    pub fn ratio(&self) -> Option<f64> {
        over(self.0.mean[0], self.0.mean[1])
    }

    /// The variance of the ratio as an estimate: the delta method over units. `None` with fewer than two units.
    pub fn ratio_variance(&self) -> Option<f64> {
        Some(self.squared_error(self.linear(0)?)?.0)
    }

    /// The correlation between units of the metric with the covariate, each as its deviation from its ratio.
    /// `None` when one of them does not vary.
    pub fn correlation(&self) -> Option<f64> {
        let (metric, covariate) = (self.linear(0)?, self.linear(2)?);
        let both = (self.0.variance_of(metric)? * self.0.variance_of(covariate)?).sqrt();
        over(self.0.covariance_of(metric, covariate)?, both)
    }

    /// The variance, as an estimate, of the mean over units of the numerator less `ratio` times the denominator.
    pub(crate) fn variance_around(&self, ratio: f64) -> Option<f64> {
        Some(self.squared_error([1.0, -ratio, 0.0, 0.0])?.0)
    }

    /// The mean of the numerator over units.
    pub fn numerator(&self) -> f64 {
        self.0.mean[0]
    }

    /// The mean of the denominator over units.
    pub fn denominator(&self) -> f64 {
        self.0.mean[1]
    }

    /// Whether every unit has denominator 1, so that the ratio is a plain mean.
    pub fn is_plain_mean(&self) -> bool {
        self.0.mean[1] == 1.0 && self.0.variance(1).is_none_or(|variance| variance == 0.0)
    }

    /// The weights that make a unit's deviation from the arm's ratio, per unit of denominator: the delta
    /// method's linear form, Deng, Knoblich & Lu (2018), equation 3, for the pair of quantities at `first`.
    fn linear(&self, first: usize) -> Option<[f64; 4]> {
        let [above, below] = [self.0.mean[first], self.0.mean[first + 1]];
        let ratio = over(above, below)?;
        let mut weights = [0.0; 4];
        weights[first] = 1.0 / below;
        weights[first + 1] = -ratio / below;
        Some(weights)
    }

    fn squared_error(&self, weights: [f64; 4]) -> Option<(f64, u64)> {
        Some((self.0.variance_of(weights)? / self.0.count as f64, self.0.count))
    }
}

/// The difference of two ratios. On plain means it is Welch's t; on several rows a unit it is
/// cluster-robust; in general the delta method over units (Deng, Knoblich & Lu 2018).
pub fn ratio_difference(variant: &UnitSums, control: &UnitSums) -> Option<Difference> {
    let squared = |arm: &UnitSums| arm.squared_error(arm.linear(0)?);
    Difference::welch(variant.ratio()? - control.ratio()?, squared(variant)?, squared(control)?)
}

/// The difference of two ratios, less what the covariate foretold: CUPED, Deng, Xu, Kohavi & Walker
/// (2013), equation 4 and appendix B, with one slope from both arms taken together.
///
/// A unit without a covariate is kept and counts as one with the mean covariate. `None` when the
/// covariate does not vary, is known nowhere, or the plain difference cannot be judged.
pub fn adjusted_difference(variant: &UnitSums, control: &UnitSums) -> Option<Adjusted> {
    let plain = ratio_difference(variant, control)?;
    let mut both = *variant;
    both.merge(control);
    let (metric, covariate) = (both.linear(0)?, both.linear(2)?);
    let slope = over(both.0.covariance_of(metric, covariate)?, both.0.variance_of(covariate)?)?;

    let squared = |arm: &UnitSums| {
        let (metric, covariate) = (arm.linear(0)?, arm.linear(2)?);
        arm.squared_error(std::array::from_fn(|i| metric[i] - slope * covariate[i]))
    };
    let foretold = variant.0.mean[2] / variant.0.mean[3] - control.0.mean[2] / control.0.mean[3];
    let difference = Difference::welch(plain.value - slope * foretold, squared(variant)?, squared(control)?)?;
    let variance_reduction = 1.0 - (difference.error / plain.error).powi(2);
    Some(Adjusted { difference, variance_reduction })
}

pub(crate) fn over(above: f64, below: f64) -> Option<f64> {
    (below != 0.0 && (above / below).is_finite()).then(|| above / below)
}

#[cfg(test)]
mod tests;
