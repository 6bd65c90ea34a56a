//! An estimate: a score with the 95 % interval it lies in, and the ways an interval is made.

use serde::Serialize;
use stats::{normal_quantile, student_quantile};

/// A score or a difference of scores with its 95 % interval, in the unit of the metric.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The best single value.
    pub score: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

/// The probability below the upper end of a two-sided 95 % interval.
const UPPER: f64 = 0.975;

/// How many standard errors a 95 % interval reaches, with this many degrees of freedom.
pub(super) fn reach(freedom: f64) -> Option<f64> {
    // Beyond a million the two agree to six digits, and the normal one is exact and quick.
    if freedom > 1e6 { Some(normal_reach()) } else { student_quantile(UPPER, freedom) }
}

/// How many standard errors a 95 % interval reaches when the error is normal.
pub(super) fn normal_reach() -> f64 {
    normal_quantile(UPPER)
}

impl Estimate {
    /// How many standard errors a 95 % interval reaches, with this many degrees of freedom.
    pub(crate) fn reach(freedom: f64) -> Option<f64> {
        reach(freedom)
    }

    /// `score` give or take `margin`.
    pub(super) fn around(score: f64, margin: f64) -> Self {
        Estimate { score, low: score - margin, high: score + margin }
    }

    /// How wide the interval is.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }

    /// The same with both ends held inside `low..high`, the values the metric can take.
    pub fn within(self, (low, high): (f64, f64)) -> Self {
        Estimate { low: self.low.clamp(low, high), high: self.high.clamp(low, high), ..self }
    }

    /// The same with each end moved to `factor` times its distance.
    pub fn times_as_wide(self, factor: f64) -> Self {
        Estimate {
            score: self.score,
            low: self.score - (self.score - self.low) * factor,
            high: self.score + (self.high - self.score) * factor,
        }
    }

    /// The interval that holds together with others, `count` of them in all, at 95 %: each end moved out by the ratio of
    /// the normal quantiles of 1 - 0.025 / count and 0.975 (Bonferroni).
    pub fn together(self, count: usize) -> Self {
        self.times_as_wide(normal_quantile(1.0 - 0.025 / count.max(1) as f64) / normal_reach())
    }

    /// The same in another unit; `factor` is positive.
    pub(super) fn times(self, factor: f64) -> Self {
        Estimate { score: self.score * factor, low: self.low * factor, high: self.high * factor }
    }

    /// The same further up by this much.
    pub(super) fn plus(self, more: f64) -> Self {
        Estimate { score: self.score + more, low: self.low + more, high: self.high + more }
    }

    /// A mean with Student's interval; `None` below two values.
    pub(super) fn of_mean(values: &[f64]) -> Option<Self> {
        let (mean, variance) = mean_and_variance(values)?;
        let rows = values.len() as f64;
        Some(Estimate::around(mean, reach(rows - 1.0)? * (variance / rows).sqrt()))
    }

    /// A mean of losses, few of which are large, with Student's interval corrected for that skew: Hall
    /// (1992), "On the removal of skewness by transformation", JRSS B 54: the ends are where `t + s t^2 / 3 +
    /// s^2 t^3 / 27 + s / 6` reaches Student's quantiles, with `s` the skewness over the root of the rows.
    /// Without skew it is [`of_mean`](Self::of_mean); `None` below two values.
    pub(super) fn of_skewed_mean(values: &[f64]) -> Option<Self> {
        let (mean, variance) = mean_and_variance(values)?;
        let rows = values.len() as f64;
        let cubes = values.iter().map(|value| (value - mean).powi(3)).sum::<f64>() / rows;
        let skew = cubes / variance.powf(1.5) / rows.sqrt();
        let (reach, error) = (reach(rows - 1.0)?, (variance / rows).sqrt());
        if variance <= 0.0 || skew.abs() < 1e-6 {
            return Some(Estimate::around(mean, reach * error));
        }
        let end = |t: f64| mean - error * unskewed(t, skew / 3.0, skew / 6.0);
        let (low, high) = (end(reach), end(-reach));
        Some(Estimate { score: mean, low: low.min(mean), high: high.max(mean) })
    }

    /// A share of successes with the interval of Wilson (1927), "Probable inference, the law of succession,
    /// and statistical inference", JASA 22: the shares `p` with `|share - p| <= z sqrt(p (1 - p) / n)`.
    pub(super) fn of_share(successes: f64, rows: f64) -> Self {
        let (z2, share) = (normal_reach().powi(2), successes / rows);
        let middle = (successes + z2 / 2.0) / (rows + z2);
        let margin = (z2 * (share * (1.0 - share) * rows + z2 / 4.0)).sqrt() / (rows + z2);
        // At a share of 0 or 1 rounding could leave the share a hair outside.
        Estimate { score: share, low: (middle - margin).min(share), high: (middle + margin).max(share) }
    }

    /// The difference of two independent estimates, `a - b`, from their own intervals ("MOVER"):
    /// Zou & Donner (2008), "Construction of confidence limits about effect measures", Statistics in Medicine
    /// 27: the squared distances of the ends from the scores add up.
    pub(super) fn difference(a: Estimate, b: Estimate) -> Self {
        let score = a.score - b.score;
        let below = (a.score - a.low).hypot(b.high - b.score);
        let above = (a.high - a.score).hypot(b.score - b.low);
        Estimate { score, low: score - below, high: score + above }
    }

    /// The plain mean of estimates that are made from the same rows: their errors do not even out.
    pub(super) fn mean_of_same(parts: &[Estimate]) -> Option<Self> {
        let mean = |end: fn(&Estimate) -> f64| parts.iter().map(end).sum::<f64>() / parts.len() as f64;
        (!parts.is_empty()).then(|| Estimate {
            score: mean(|part| part.score),
            low: mean(|part| part.low),
            high: mean(|part| part.high),
        })
    }

    /// The plain mean of independent estimates, from their own intervals: the same method for a sum,
    /// Zou, Huang & Zhang (2009), "A note on confidence interval estimation for a linear function of binomial
    /// proportions", Computational Statistics & Data Analysis 53. `None` of none.
    pub(super) fn mean(parts: &[Estimate]) -> Option<Self> {
        let count = parts.len() as f64;
        let score = parts.iter().map(|part| part.score).sum::<f64>() / count;
        let below = parts.iter().map(|part| (part.score - part.low).powi(2)).sum::<f64>().sqrt() / count;
        let above = parts.iter().map(|part| (part.high - part.score).powi(2)).sum::<f64>().sqrt() / count;
        (!parts.is_empty()).then_some(Estimate { score, low: score - below, high: score + above })
    }
}

/// What `t + curve t^2 + curve^2 t^3 / 3 + shift` brings to this value: Hall's transformation turned back.
pub(super) fn unskewed(value: f64, curve: f64, shift: f64) -> f64 {
    if curve.abs() < 1e-6 {
        return value - shift;
    }
    ((1.0 + 3.0 * curve * (value - shift)).cbrt() - 1.0) / curve
}

/// The mean and the sample variance (divisor n - 1); `None` below two values.
pub(super) fn mean_and_variance(values: &[f64]) -> Option<(f64, f64)> {
    let rows = values.len() as f64;
    let mean = values.iter().sum::<f64>() / rows;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() >= 2).then(|| (mean, squares / (rows - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(estimate: Estimate, low: f64, high: f64) {
        let off = (estimate.low - low).abs().max((estimate.high - high).abs());
        assert!(off < 1e-9, "{estimate:?} is not {low}..{high}");
    }

    #[test]
    fn intervals_are_those_of_scipy() {
        // scipy.stats.t.interval(0.95, 4, np.mean(x), scipy.stats.sem(x)), x = [1, 2, 4, 4, 9]
        near(Estimate::of_mean(&[1.0, 2.0, 4.0, 4.0, 9.0]).unwrap(), 0.1729345312, 7.8270654688);
        // The same x: scipy.optimize.brentq of Hall's cubic at -t and t.
        near(Estimate::of_skewed_mean(&[1.0, 2.0, 4.0, 4.0, 9.0]).unwrap(), 0.9129848260, 9.9050919399);
        // scipy.stats.binomtest(k, n).proportion_ci(0.95, "wilson"), (k, n) = (45, 50), (0, 20), (20, 20)
        near(Estimate::of_share(45.0, 50.0), 0.7863976856, 0.9565242351);
        near(Estimate::of_share(0.0, 20.0), 0.0, 0.1611251581);
        near(Estimate::of_share(20.0, 20.0), 0.8388748419, 1.0);
    }

    #[test]
    fn parts_combine_as_their_errors_do() {
        let (a, b) = (Estimate::around(10.0, 3.0), Estimate::around(4.0, 4.0));
        assert_eq!(Estimate::difference(a, b), Estimate::around(6.0, 5.0));
        assert_eq!(Estimate::mean(&[a, b]), Some(Estimate::around(7.0, 2.5)));
        assert_eq!(Estimate::mean(&[]), None);
        assert_eq!(Estimate::mean_of_same(&[a, b]), Some(Estimate::around(7.0, 3.5)));
        assert_eq!(a.together(1), a);
        // scipy.stats.norm.ppf(1 - 0.025 / 3) / scipy.stats.norm.ppf(0.975)
        near(a.together(3), 10.0 - 3.0 * 1.2214407095, 10.0 + 3.0 * 1.2214407095);
        assert_eq!(Estimate::of_mean(&[1.0]), None);
    }
}
