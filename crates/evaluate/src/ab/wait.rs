//! How long it takes to know: from the difference and the rate of units so far.

use stats::normal_quantile;

use super::evidence::{Comparison, Wait};
use super::{Measured, Price};

/// The chance a repetition should have to settle the question.
const POWER: f64 = 0.8;

/// Of the undecided comparisons of the first metric the one that is settled soonest.
pub fn of(measured: &Measured) -> Option<Wait> {
    let metric = &measured.comparisons.first()?.metric;
    let of = |one: &Comparison| {
        let units = units_needed(one, measured.verdict_alpha)?;
        let now = one.n_variant.max(one.n_control) as f64;
        let times = measured.time.as_ref().map(|time| (time.so_far * (units / now - 1.0)).ceil().max(1.0));
        let treated = (units - one.n_variant as f64).max(0.0);
        let cost = |price: &Price| (price.cost > 0.0).then_some(treated * price.cost);
        Some(Wait { units_an_arm: units, more_times: times, cost: measured.price.as_ref().and_then(cost) })
    };
    let undecided = measured.comparisons.iter().filter(|one| one.metric == *metric && is_undecided(one));
    undecided.filter_map(of).min_by(|left, right| left.units_an_arm.total_cmp(&right.units_an_arm))
}

/// Whether the interval holds the smallest gain worth having.
pub fn is_undecided(one: &Comparison) -> bool {
    one.verdict_interval().is_some_and(|(low, high)| low <= one.smallest_gain && one.smallest_gain <= high)
}

/// Units in each arm after which the interval would leave the smallest gain with a chance of 80 %, should
/// the difference stay as seen; `None` beyond a hundred times as many as now.
pub fn units_needed(comparison: &Comparison, alpha: f64) -> Option<f64> {
    let (low, high) = comparison.verdict_interval()?;
    let gap = (comparison.difference? - comparison.smallest_gain).abs();
    let z = -normal_quantile(0.5 * alpha);
    let times = (0.5 * (high - low) / gap * (z + normal_quantile(POWER)) / z).powi(2);
    let now = comparison.n_variant.max(comparison.n_control) as f64;
    (times < 100.0).then(|| (times * now).ceil())
}
