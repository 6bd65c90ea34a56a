//! Quantiles and how far apart those of two arms lie.
//!
//! Deng, Knoblich & Lu, "Applying the delta method in metric analytics" (KDD 2018), section 4: the rank of the wanted
//! quantile is known up to a normal error, which several rows a unit widen; the values at both ends of that range of ranks are an
//! interval of the quantile ("outer confidence interval"), and half its width in standard errors is the quantile's error. No
//! density is estimated. Needs the values in order: nothing smaller than them gives their quantiles exactly.

use crate::{Difference, UnitSums, normal_quantile};

/// How wide the range of ranks is from which the error is read, in standard errors: a 95 % range, as in the paper.
const REACH: f64 = 0.05;
/// Fewer units say nothing about the tails of a rank.
const FEWEST: u64 = 10;

/// A quantile and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The quantile, between two values by a straight line (Hyndman & Fan 1996, type 7).
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Independent units it came from.
    pub units: u64,
}

/// The value below which a share of the sorted values lies: Hyndman & Fan (1996), type 7, as numpy and R do.
/// `None` of no values or a share outside 0 to 1.
pub fn sorted_quantile(sorted: &[f64], share: f64) -> Option<f64> {
    if sorted.is_empty() || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let rank = share * (sorted.len() - 1) as f64;
    let below = rank.floor() as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(sorted.len() - 1)]);
    Some(low + (high - low) * (rank - below as f64))
}

impl Quantile {
    /// Of independent values in rising order, for a share strictly between 0 and 1. `None` with fewer than ten values,
    /// or so few beyond the quantile that an end of the range of ranks is outside of them.
    pub fn of(sorted: &[f64], share: f64) -> Option<Self> {
        let units = sorted.len() as u64;
        let variance = share * (1.0 - share) / sorted.len() as f64;
        Self::at(sorted, share, variance, units)
    }

    /// Of values in rising order that came from fewer units. `below` holds, for each unit, its number of values that are
    /// at most the quantile, over its number of values; its delta-method variance is that of the rank.
    pub fn clustered(sorted: &[f64], share: f64, below: &UnitSums) -> Option<Self> {
        Self::at(sorted, share, below.ratio_variance()?, below.units())
    }

    fn at(sorted: &[f64], share: f64, variance: f64, units: u64) -> Option<Self> {
        let half = -normal_quantile(0.5 * REACH) * variance.sqrt();
        let (low, high) = (share - half, share + half);
        if units < FEWEST || low.is_nan() || low <= 0.0 || high >= 1.0 {
            return None;
        }
        let width = sorted_quantile(sorted, high)? - sorted_quantile(sorted, low)?;
        let error = width / (-2.0 * normal_quantile(0.5 * REACH));
        Some(Quantile { value: sorted_quantile(sorted, share)?, error, units })
    }
}

/// The difference of a quantile between two arms. `None` when neither varies around it.
pub fn quantile_difference(variant: &Quantile, control: &Quantile) -> Option<Difference> {
    let squared = |arm: &Quantile| (arm.error * arm.error, arm.units);
    Difference::welch(variant.value - control.value, squared(variant), squared(control))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_close, misses, normal};

    /// `numpy.quantile`.
    #[test]
    fn agrees_with_numpy() {
        let sorted = [1.0, 2.0, 4.0, 8.0, 16.0];
        for (share, value) in [(0.0, 1.0), (0.1, 1.4), (0.5, 4.0), (0.9, 12.8), (1.0, 16.0)] {
            assert_close(sorted_quantile(&sorted, share).unwrap(), value, 1e-14);
        }
        assert_eq!(sorted_quantile(&[], 0.5), None);
        assert_eq!(sorted_quantile(&sorted, 1.1), None);
        assert_eq!(Quantile::of(&sorted, 0.5), None);
    }

    /// Lognormal values, 1,000 and 700: 95 % intervals of the difference at the median and at the 90th of a hundred.
    #[test]
    fn the_interval_misses_the_truth_as_often_as_promised() {
        for share in [0.5, 0.9] {
            let mut random = fastrand::Rng::with_seed(8);
            let truth = (0.3 + normal_quantile(share)).exp() - normal_quantile(share).exp();
            let mut draw = |count: usize, shift: f64| {
                let mut values: Vec<f64> = (0..count).map(|_| (shift + normal(&mut random)).exp()).collect();
                values.sort_by(f64::total_cmp);
                Quantile::of(&values, share)
            };
            let missed = misses(2_500, 0.05, || {
                let (variant, control) = (draw(1_000, 0.3)?, draw(700, 0.0)?);
                Some((quantile_difference(&variant, &control)?.interval(0.05)?, truth))
            });
            assert!((0.038..0.064).contains(&missed), "{share} {missed}");
        }
    }

    /// Units with one to eleven rows that are alike: by row the interval would miss far more often.
    #[test]
    fn rows_of_a_unit_count_as_one_unit() {
        let mut random = fastrand::Rng::with_seed(9);
        let mut plain = 0.0;
        let share = 0.75;
        let mut draw = || {
            let mut rows: Vec<(f64, usize)> = Vec::new();
            for unit in 0..400 {
                let level = normal(&mut random);
                for _ in 0..random.usize(1..12) {
                    rows.push((level + 0.5 * normal(&mut random), unit));
                }
            }
            rows.sort_by(|left, right| left.0.total_cmp(&right.0));
            let sorted: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let cut = sorted_quantile(&sorted, share).unwrap();
            let mut units = vec![(0.0, 0.0); 400];
            for (value, unit) in rows {
                units[unit].0 += f64::from(value <= cut);
                units[unit].1 += 1.0;
            }
            let mut below = UnitSums::default();
            units.into_iter().for_each(|unit| below.add(unit.0, unit.1));
            (Quantile::clustered(&sorted, share, &below).unwrap(), Quantile::of(&sorted, share).unwrap())
        };
        let missed = misses(2_100, 0.05, || {
            let ((variant, by_row), (control, _)) = (draw(), draw());
            plain += (by_row.error / variant.error).powi(2) / 2_100.0;
            Some((quantile_difference(&variant, &control)?.interval(0.05)?, 0.0))
        });
        assert!((0.037..0.064).contains(&missed), "{missed}");
        assert!(plain < 0.4, "rows taken as independent have {plain} of the variance");
    }
}
