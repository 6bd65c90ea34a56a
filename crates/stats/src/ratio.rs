//! Ratios of sums over units, and their differences: plain means, means of several rows a unit, and
//! metrics such as clicks per view are one thing here, with or without a covariate.

use crate::Difference;
use crate::comoments::{Comoments, Quantity};
use crate::linear::solve;

/// What each unit of one arm adds up to: numerator and denominator of the metric, and for each covariate its
/// sum and the count of the rows that had one. A plain mean has numerator `value` and denominator 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitSums(Comoments);

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
        self.0.add(&[numerator, denominator]);
    }

    /// Add one unit whose covariate sums to `covariate` over `rows` rows; both 0 when it is not known.
    pub fn add_with_covariate(&mut self, numerator: f64, denominator: f64, covariate: f64, rows: f64) {
        self.0.add(&[numerator, denominator, covariate, rows]);
    }

    /// Add one unit: numerator, denominator, and for each covariate its sum and the rows that had it.
    pub fn add_unit(&mut self, sums: &[f64]) {
        self.0.add(sums);
    }

    /// Add many units, given as [`add_unit`](Self::add_unit) takes one.
    pub fn add_units(&mut self, units: usize, sums: &[Quantity]) {
        self.0.add_all(units, sums);
    }

    /// Add all units of `other`.
    pub fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }

    /// How many units.
    pub fn units(&self) -> u64 {
        self.0.count()
    }

    /// How many covariates.
    pub fn covariates(&self) -> usize {
        (self.0.width() / 2).saturating_sub(1)
    }

    /// Sum over units of the numerator over that of the denominator; `None` when the latter is 0.
    pub fn ratio(&self) -> Option<f64> {
        self.ratio_of(0)
    }

    /// The variance of the ratio as an estimate: the delta method over units. `None` with fewer than two units.
    pub fn ratio_variance(&self) -> Option<f64> {
        Some(self.plain_error()?.0)
    }

    /// The correlation between units of the metric with the first covariate, each as its deviation from its ratio.
    /// `None` without a covariate, and when one of them does not vary.
    pub fn correlation(&self) -> Option<f64> {
        if self.covariates() == 0 {
            return None;
        }
        let (metric, covariate) = (self.linear(0)?, self.linear(1)?);
        let both = (self.0.variance_of(&metric)? * self.0.variance_of(&covariate)?).sqrt();
        over(self.0.covariance_of(&metric, &covariate)?, both)
    }

    /// The variance, as an estimate, of the mean over units of the numerator less `ratio` times the denominator.
    pub(crate) fn variance_around(&self, ratio: f64) -> Option<f64> {
        let mut weights = vec![0.0; self.0.width()];
        *weights.first_mut()? = 1.0;
        *weights.get_mut(1)? = -ratio;
        Some(self.squared_error(&weights)?.0)
    }

    /// The mean of the numerator over units.
    pub fn numerator(&self) -> f64 {
        self.0.mean(0)
    }

    /// The mean of the denominator over units.
    pub fn denominator(&self) -> f64 {
        self.0.mean(1)
    }

    /// Whether every unit has denominator 1, so that the ratio is a plain mean.
    pub fn is_plain_mean(&self) -> bool {
        self.0.mean(1) == 1.0 && self.0.variance(1).is_none_or(|variance| variance == 0.0)
    }

    /// The ratio of a pair of sums: 0 is the metric, then come the covariates.
    fn ratio_of(&self, pair: usize) -> Option<f64> {
        over(self.0.mean(2 * pair), self.0.mean(2 * pair + 1))
    }

    /// The weights that make a unit's deviation from the arm's ratio, per unit of denominator: the delta
    /// method's linear form, Deng, Knoblich & Lu (2018), equation 3, for a pair of sums.
    fn linear(&self, pair: usize) -> Option<Vec<f64>> {
        let (ratio, below) = (self.ratio_of(pair)?, self.0.mean(2 * pair + 1));
        let mut weights = vec![0.0; self.0.width()];
        weights[2 * pair] = 1.0 / below;
        weights[2 * pair + 1] = -ratio / below;
        Some(weights)
    }

    /// The squared standard error of a linear form, and the units it came from.
    fn squared_error(&self, weights: &[f64]) -> Option<(f64, u64)> {
        Some((self.0.variance_of(weights)? / self.0.count() as f64, self.0.count()))
    }

    /// The squared standard error of the ratio.
    fn plain_error(&self) -> Option<(f64, u64)> {
        self.squared_error(&self.linear(0)?)
    }
}

/// The difference of two ratios. On plain means it is Welch's t; on several rows a unit it is
/// cluster-robust; in general the delta method over units (Deng, Knoblich & Lu 2018).
pub fn ratio_difference(variant: &UnitSums, control: &UnitSums) -> Option<Difference> {
    Difference::welch(variant.ratio()? - control.ratio()?, variant.plain_error()?, control.plain_error()?)
}

/// The difference of two ratios, less what the covariates foretold: CUPED, Deng, Xu, Kohavi & Walker
/// (2013), equation 4 and appendix B, with one slope for each covariate from both arms taken together.
///
/// A unit without a covariate is kept and counts as one with the mean covariate. A covariate that does not
/// vary, or follows from the others, adjusts nothing. `None` when no covariate adjusts anything or the plain
/// difference cannot be judged.
pub fn adjusted_difference(variant: &UnitSums, control: &UnitSums) -> Option<Adjusted> {
    let plain = ratio_difference(variant, control)?;
    let mut both = variant.clone();
    both.merge(control);
    let metric = both.linear(0)?;
    let known: Vec<usize> = (1..=both.covariates())
        .filter(|&pair| variant.ratio_of(pair).is_some() && control.ratio_of(pair).is_some())
        .collect();
    let forms: Vec<Vec<f64>> = known.iter().map(|&pair| both.linear(pair)).collect::<Option<_>>()?;
    let covariance = |left: &[f64], right: &[f64]| both.0.covariance_of(left, right);
    let square: Vec<Vec<f64>> = forms
        .iter()
        .map(|left| forms.iter().map(|right| covariance(left, right)).collect::<Option<_>>())
        .collect::<Option<_>>()?;
    let right: Vec<f64> = forms.iter().map(|form| covariance(&metric, form)).collect::<Option<_>>()?;
    let slopes = solve(square, right)?;

    let squared = |arm: &UnitSums| {
        let mut weights = arm.linear(0)?;
        for (&pair, slope) in known.iter().zip(&slopes) {
            let covariate = arm.linear(pair)?;
            weights.iter_mut().zip(covariate).for_each(|(weight, own)| *weight -= slope * own);
        }
        arm.squared_error(&weights)
    };
    let mut value = plain.value;
    for (&pair, slope) in known.iter().zip(&slopes) {
        value -= slope * (variant.ratio_of(pair)? - control.ratio_of(pair)?);
    }
    let difference = Difference::welch(value, squared(variant)?, squared(control)?)?;
    let variance_reduction = 1.0 - (difference.error / plain.error).powi(2);
    Some(Adjusted { difference, variance_reduction })
}

/// How much a difference of ratios moves from the metric to what stands in place of the first covariate, both
/// known of the same units: the second difference less the first, such as of the later days and the first ones.
pub fn paired_change(variant: &UnitSums, control: &UnitSums) -> Option<Difference> {
    let moved = |arm: &UnitSums| Some(arm.ratio_of(1)? - arm.ratio_of(0)?);
    let squared = |arm: &UnitSums| {
        let mut weights = arm.linear(1)?;
        weights.iter_mut().zip(arm.linear(0)?).for_each(|(weight, own)| *weight -= own);
        arm.squared_error(&weights)
    };
    Difference::welch(moved(variant)? - moved(control)?, squared(variant)?, squared(control)?)
}

pub(crate) fn over(above: f64, below: f64) -> Option<f64> {
    (below != 0.0 && (above / below).is_finite()).then(|| above / below)
}

#[cfg(test)]
mod covariates;
#[cfg(test)]
mod tests;
