//! An amount that is not known for sure: a range that holds it nine times in ten, and the distribution taken for it.

use crate::{normal_density, normal_quantile, normal_tail};

/// An amount of which only a range is known: it lies between `low` and `high` nine times in ten, below one time in
/// twenty and above one time in twenty.
///
/// The distribution follows from the range alone:
/// - both ends above 0, or both below: lognormal (of the amount, or of its opposite). A project of 20 to 80 days that
///   goes wrong takes twice as long, not minus ten days.
/// - an end on either side of 0: normal.
/// - an end at 0: normal, but 0 is a wall: what would fall beyond it counts as 0, which moves neither end.
/// - both ends the same: that very amount.
///
/// After Hubbard, *How to Measure Anything* (Wiley, 2014), chapter 6, on 90 % intervals of experts and their shapes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uncertain {
    low: f64,
    high: f64,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    /// Known: `low` is `high`.
    Sure,
    /// Mean and standard deviation.
    Normal { mean: f64, deviation: f64 },
    /// The same of the size, which is not below 0; the sign is that of the end that is not 0.
    Walled { mean: f64, deviation: f64, sign: f64 },
    /// Of the logarithm of the size; the sign is that of both ends.
    Lognormal { mean: f64, deviation: f64, sign: f64 },
}

/// How many standard deviations an end lies from the middle: the normal quantile of 0.95.
const REACH: f64 = 1.644_853_626_951_472_7;

impl Uncertain {
    /// `None` unless both ends are finite and `low <= high`.
    pub fn new(low: f64, high: f64) -> Option<Uncertain> {
        let fine = low.is_finite() && high.is_finite() && low <= high;
        fine.then(|| Uncertain { low, high, shape: Shape::over(low, high) })
    }

    /// An amount that is known.
    pub fn sure(amount: f64) -> Uncertain {
        Uncertain { low: amount, high: amount, shape: Shape::Sure }
    }

    /// The end below which it falls one time in twenty.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The end above which it falls one time in twenty.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Whether there is nothing to find out.
    pub fn is_sure(&self) -> bool {
        self.shape == Shape::Sure
    }

    /// The amount that lies `z` standard deviations above the middle of its normal scale: turns a draw from the
    /// standard normal distribution into one of this amount.
    pub fn at(&self, z: f64) -> f64 {
        match self.shape {
            Shape::Sure => self.low,
            Shape::Normal { mean, deviation } => mean + deviation * z,
            Shape::Walled { mean, deviation, sign } => sign * (mean + sign * deviation * z).max(0.0),
            Shape::Lognormal { mean, deviation, sign } => sign * (mean + sign * deviation * z).exp(),
        }
    }

    /// The amount below which it falls with probability `p`, for `p` strictly between 0 and 1.
    pub fn quantile(&self, p: f64) -> f64 {
        self.at(normal_quantile(p))
    }

    /// What it is on average.
    pub fn mean(&self) -> f64 {
        match self.shape {
            Shape::Sure => self.low,
            Shape::Lognormal { mean, deviation, sign } => sign * (mean + deviation * deviation / 2.0).exp(),
            // E[max(0, X)] = mean Φ(m) + deviation φ(m), m = mean / deviation.
            Shape::Walled { mean, deviation, sign } => {
                let m = mean / deviation;
                sign * (mean * (1.0 - normal_tail(m)) + deviation * normal_density(m))
            }
            Shape::Normal { mean, .. } => mean,
        }
    }
}

impl Shape {
    fn over(low: f64, high: f64) -> Shape {
        if low == high {
            Shape::Sure
        } else if low > 0.0 || high < 0.0 {
            let (a, b) = (low.abs().ln(), high.abs().ln());
            Shape::Lognormal {
                mean: (a + b) / 2.0,
                deviation: (b - a).abs() / (2.0 * REACH),
                sign: low.signum(),
            }
        } else {
            let (mean, deviation) = (low / 2.0 + high / 2.0, (high / 2.0 - low / 2.0) / REACH);
            if low == 0.0 || high == 0.0 {
                Shape::Walled { mean: mean.abs(), deviation, sign: mean.signum() }
            } else {
                Shape::Normal { mean, deviation }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    #[test]
    fn the_ends_are_the_fifth_and_the_ninety_fifth_of_a_hundred() {
        for (low, high) in
            [(20.0, 80.0), (-14.0, -8.0), (-5.0, 10.0), (0.0, 800.0), (-9.0, 0.0), (1.0, 1_000.0)]
        {
            let range = Uncertain::new(low, high).unwrap();
            assert!((range.quantile(0.05) - low).abs() < 1e-9 * high.abs().max(1.0), "{range:?}");
            assert!((range.quantile(0.95) - high).abs() < 1e-9 * low.abs().max(high), "{range:?}");
            assert!(range.quantile(0.3) < range.quantile(0.31) && !range.is_sure());
        }
        let sure = Uncertain::new(700.0, 700.0).unwrap();
        assert!(sure.is_sure() && sure.quantile(0.01) == 700.0 && sure.mean() == 700.0);
        let run = Uncertain::new(0.0, 800.0).unwrap();
        assert_eq!((run.quantile(0.01), run.quantile(0.05).abs() < 1e-9), (0.0, true));
        assert_eq!(Uncertain::new(-9.0, 0.0).unwrap().quantile(0.99), 0.0);
        for wrong in [(2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert_eq!(Uncertain::new(wrong.0, wrong.1), None);
        }
    }

    /// The mean of the amounts at 200,000 evenly spaced probabilities; and, where there is one, the closed form:
    /// `scipy.stats.lognorm(s, scale=exp(m)).mean()` with m = (ln 20 + ln 80) / 2, s = ln 4 / 3.2897072539.
    #[test]
    fn the_mean_is_that_of_its_distribution() {
        for range in [
            Uncertain::new(20.0, 80.0),
            Uncertain::new(-14.0, -8.0),
            Uncertain::new(-5.0, 10.0),
            Uncertain::new(0.0, 800.0),
            Uncertain::new(-9.0, 0.0),
        ] {
            let range = range.unwrap();
            let count = 200_000;
            let sum: f64 =
                (0..count).map(|at| range.quantile((f64::from(at) + 0.5) / f64::from(count))).sum();
            assert_close(range.mean(), sum / f64::from(count), 2e-4);
        }
        assert_close(Uncertain::new(20.0, 80.0).unwrap().mean(), 43.714_066_403, 1e-9);
    }
}
