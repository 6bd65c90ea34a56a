//! Two proportions: Newcombe's interval, the pooled z test, and Fisher's exact test where cells are small.

use crate::{normal_quantile, normal_tail};

/// So many successes among so many units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    /// Units with the outcome; at most `units`.
    pub successes: u64,
    /// All units.
    pub units: u64,
}

/// Below this count in any of the four cells the normal approximation is not trusted.
const SMALL: u64 = 10;

impl Proportion {
    /// The share of successes; `None` without units.
    pub fn share(self) -> Option<f64> {
        (self.units > 0).then(|| self.successes as f64 / self.units as f64)
    }

    /// Wilson's score interval (1927) at `z` standard errors, no continuity correction.
    pub fn wilson(self, z: f64) -> Option<(f64, f64)> {
        let (share, n) = (self.share()?, self.units as f64);
        let square = z * z;
        let middle = share + square / (2.0 * n);
        let half = z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
        let scale = 1.0 + square / n;
        // At 0 and at all the bound is exact; rounding must not move it.
        let low = if self.successes == 0 { 0.0 } else { (middle - half) / scale };
        let high = if self.successes == self.units { 1.0 } else { (middle + half) / scale };
        Some((low, high))
    }
}

/// The interval of `variant - control`: Newcombe (1998), Statistics in Medicine 17, method 10, the hybrid of
/// two Wilson intervals, no continuity correction. `None` without units or unless `0 < alpha < 1`.
pub fn proportion_interval(variant: Proportion, control: Proportion, alpha: f64) -> Option<(f64, f64)> {
    if !(alpha > 0.0 && alpha < 1.0) {
        return None;
    }
    let z = -normal_quantile(0.5 * alpha);
    let (v, c) = (variant.share()?, control.share()?);
    let (v_low, v_high) = variant.wilson(z)?;
    let (c_low, c_high) = control.wilson(z)?;
    Some((v - c - (v - v_low).hypot(c_high - c), v - c + (v_high - v).hypot(c - c_low)))
}

/// How often shares at least this far apart are seen when there is no difference: the z test with pooled
/// variance, or Fisher's exact test when one of the four cells holds fewer than ten units.
pub fn proportion_p_value(variant: Proportion, control: Proportion) -> Option<f64> {
    let (v, c) = (variant.share()?, control.share()?);
    let cells = [
        variant.successes,
        variant.units - variant.successes,
        control.successes,
        control.units - control.successes,
    ];
    if cells.iter().any(|&cell| cell < SMALL) {
        return Some(fisher(variant, control));
    }
    let (n, m) = (variant.units as f64, control.units as f64);
    let pooled = (variant.successes + control.successes) as f64 / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    Some((2.0 * normal_tail(((v - c) / error).abs())).min(1.0))
}

/// Fisher's exact test, two-sided: the probability of all tables with these margins that are no likelier
/// than the one seen.
///
/// Probabilities are taken relative to the likeliest table and followed by their ratio, so that no digits
/// are lost in factorials; ties are told with the tolerance of R's `fisher.test`, 1e-7.
fn fisher(variant: Proportion, control: Proportion) -> f64 {
    let successes = variant.successes + control.successes;
    let first = successes.saturating_sub(control.units);
    let last = successes.min(variant.units);
    let whole = (variant.units + control.units) as f64;
    let mode = ((variant.units as f64 + 1.0) * (successes as f64 + 1.0) / (whole + 2.0)).floor() as u64;
    let mode = mode.clamp(first, last);

    // P(k + 1) / P(k) of the hypergeometric distribution, k successes in the variant.
    let ratio = |k: u64| {
        let above = (successes - k) as f64 * (variant.units - k) as f64;
        above / ((k + 1) as f64 * (control.units + k + 1 - successes) as f64)
    };
    let upward = (mode..last).scan(1.0, |weight, k| {
        *weight *= ratio(k);
        Some((k + 1, *weight))
    });
    let downward = (first..mode).rev().scan(1.0, |weight, k| {
        *weight /= ratio(k);
        Some((k, *weight))
    });
    // Beyond what can be told from nothing there is no more to add.
    let tables = || {
        let seen = |&(_, weight): &(u64, f64)| weight > 0.0;
        std::iter::once((mode, 1.0))
            .chain(upward.clone().take_while(seen))
            .chain(downward.clone().take_while(seen))
    };
    let observed = tables().find(|&(k, _)| k == variant.successes).map_or(0.0, |(_, weight)| weight);
    let limit = observed * (1.0 + 1e-7);
    let all: f64 = tables().map(|(_, weight)| weight).sum();
    let unlikely: f64 = tables().map(|(_, weight)| weight).filter(|&weight| weight <= limit).sum();
    (unlikely / all).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_close, misses};

    fn of(successes: u64, units: u64) -> Proportion {
        Proportion { successes, units }
    }

    /// `statsmodels.stats.proportion.confint_proportions_2indep(.., method="newcomb", correction=False)`.
    #[test]
    fn interval_agrees_with_statsmodels() {
        for (v, n, c, m, alpha, low, high) in NEWCOMBE {
            let (seen_low, seen_high) = proportion_interval(of(v, n), of(c, m), alpha).unwrap();
            assert_close(seen_low, low, 1e-11);
            assert_close(seen_high, high, 1e-11);
        }
    }

    /// `statsmodels.stats.proportion.proportions_ztest` (pooled), and `scipy.stats.fisher_exact` below ten.
    #[test]
    fn p_value_agrees_with_peers() {
        for (v, n, c, m, p) in P_VALUES {
            assert_close(proportion_p_value(of(v, n), of(c, m)).unwrap(), p, 1e-9);
        }
    }

    const NEWCOMBE: [(u64, u64, u64, u64, f64, f64, f64); 4] = [
        (267, 21_307, 122, 21_306, 0.01, 0.004_452_809_786_434_518_5, 0.009_234_580_874_350_215),
        (56, 70, 48, 80, 0.05, 0.052_431_472_402_364_98, 0.333_872_654_036_906_14),
        (0, 10, 5, 12, 0.05, -0.680_488_687_450_450_2, -0.060_387_487_420_910_71),
        (10, 10, 0, 20, 0.1, 0.755_985_916_743_429, 1.0),
    ];

    const P_VALUES: [(u64, u64, u64, u64, f64); 9] = [
        (267, 21_307, 122, 21_306, 1.523_223_500_595_542_7e-13),
        (3_894, 21_307, 2_262, 21_306, 5.685_165_482_802_317e-112),
        (56, 70, 48, 80, 0.008_045_081_368_196_56),
        (3, 50, 9, 48, 0.068_426_507_399_307_89),
        (0, 100, 6, 90, 0.010_319_348_613_608_628),
        (7, 1_000, 30, 3_000, 0.451_260_487_121_994_4),
        (1, 200_000, 9, 200_100, 0.021_482_875_748_575_082),
        (9, 12, 995, 1_000, 6.917_089_812_408_434e-5),
        (2, 100_000, 1_000, 100_000, 1.924_660_153_202_873e-297),
    ];

    #[test]
    fn the_interval_misses_the_truth_as_often_as_promised() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut draw =
            |units: u64, share: f64| of((0..units).filter(|_| random.f64() < share).count() as u64, units);
        let missed = misses(3000, 0.05, || {
            Some((proportion_interval(draw(150, 0.08), draw(90, 0.12), 0.05)?, 0.08 - 0.12))
        });
        assert!((0.035..0.065).contains(&missed), "missed {missed}");
    }

    #[test]
    fn no_units_have_no_answer() {
        assert_eq!(proportion_interval(of(0, 0), of(1, 2), 0.05), None);
        assert_eq!(proportion_p_value(of(0, 0), of(1, 2)), None);
        assert_eq!(proportion_p_value(of(0, 50), of(0, 60)), Some(1.0));
    }
}
