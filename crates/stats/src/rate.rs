//! Counts of events over an exposure, and the ratio of two such rates.

use crate::{Proportion, normal_quantile, normal_tail};

/// So many events during so much exposure (days, views, miles).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Events, each by itself.
    pub events: u64,
    /// The exposure, above 0.
    pub exposure: f64,
}

/// The ratio of two rates with its interval and p-value, for events that come independently (Poisson).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// The variant's rate over the control's; `None` when the control had no event.
    pub ratio: Option<f64>,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end; `None` when it has none, as the control had no event.
    pub high: Option<f64>,
    /// How often rates at least this far apart are seen when they are the same.
    pub p_value: f64,
}

/// Given all events of both arms, those of the variant are binomial, and the score interval of their share (Wilson 1927) is
/// that of the ratio: Gu, Ng, Tang & Schucany (Biometrical Journal 50, 2008), the score statistic `W₂`. When events come in bursts
/// (several a unit), compare a ratio metric by unit instead. `None` without events or exposure, or unless `0 < alpha < 1`.
pub fn rate_ratio(variant: Rate, control: Rate, alpha: f64) -> Option<RateRatio> {
    let exposed = variant.exposure > 0.0 && control.exposure > 0.0;
    let relative = variant.exposure / control.exposure;
    if !(exposed && relative > 0.0 && relative.is_finite() && alpha > 0.0 && alpha < 1.0) {
        return None;
    }
    let units = variant.events + control.events;
    let seen = Proportion { successes: variant.events, units };
    let (low, high) = seen.wilson(-normal_quantile(0.5 * alpha))?;
    let ratio = |share: f64| (share < 1.0).then(|| share / (1.0 - share) / relative);
    let expected = relative / (1.0 + relative);
    let error = (expected * (1.0 - expected) / units as f64).sqrt();
    let p_value = (2.0 * normal_tail(((seen.share()? - expected) / error).abs())).min(1.0);
    Some(RateRatio { ratio: ratio(seen.share()?), low: ratio(low)?, high: ratio(high), p_value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    fn of(events: u64, exposure: f64) -> Rate {
        Rate { events, exposure }
    }

    /// `statsmodels.stats.rates.confint_poisson_2indep(.., compare="ratio", method="score")` and `test_poisson_2indep(.., method="score")`.
    #[test]
    fn agrees_with_statsmodels() {
        for (variant, control, low, high, p) in [
            (
                of(60, 51_477.5),
                of(30, 54_308.7),
                1.365_962_431_198_118_9,
                3.259_306_148_387_224_8,
                0.000_632_218_882_047_097_2,
            ),
            (
                of(12, 100.0),
                of(31, 90.0),
                0.181_037_113_326_744_6,
                0.670_434_752_290_875_8,
                0.001_165_867_342_299_987_7,
            ),
            (
                of(1200, 3e4),
                of(1100, 3.1e4),
                1.038_742_123_278_123_3,
                1.223_348_671_150_107,
                0.004_082_290_896_771_594,
            ),
        ] {
            let seen = rate_ratio(variant, control, 0.05).unwrap();
            assert_close(seen.low, low, 1e-6);
            assert_close(seen.high.unwrap(), high, 1e-6);
            assert_close(seen.p_value, p, 1e-9);
        }
    }

    #[test]
    fn no_event_in_the_control_has_a_lower_end_only() {
        let seen = rate_ratio(of(7, 100.0), of(0, 100.0), 0.05).unwrap();
        assert_eq!((seen.ratio, seen.high), (None, None));
        assert!(seen.low > 1.0 && seen.p_value < 0.01);
        assert_eq!(rate_ratio(of(0, 1.0), of(0, 1.0), 0.05), None);
        assert_eq!(rate_ratio(of(3, 0.0), of(4, 1.0), 0.05), None);
        let none = rate_ratio(of(0, 50.0), of(9, 50.0), 0.05).unwrap();
        assert_eq!((none.ratio, none.low), (Some(0.0), 0.0));
    }
}
