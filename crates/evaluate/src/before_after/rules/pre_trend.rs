//! Those the change reached were already drifting away from the others before it.
//!
//! ## What it sees
//!
//! The difference between the two groups moved before the change: its slope, or the stretches of an event study
//! together, would be seen less than once in a hundred if the groups had moved alike (both tests taken into account). It stops when going on like
//! that would bring a tenth of the effect or more; else it warns.
//!
//! ## Why it sinks projects
//!
//! Comparing both groups before and after is right only if both would have moved alike without the change. Groups
//! that drift apart before it will drift on after it, and the drift is sold as the effect.
//!
//! ## Example
//!
//! Shops with the new checkout gained 40 a week on the others for two months before it came. The 300 they gained since
//! are that drift, going on.
//!
//! ## What to do
//!
//! Compare with others that moved alike, or run a test. Do not take the drift out by eye.
//!
//! ## References
//!
//! Roth, Pretest with Caution: Event-Study Estimates after Testing for Parallel Trends (AER: Insights, 2022): that no drift
//! is seen does not show that there is none.

use ::report::{Finding, Level, Rule, number};

use super::super::Measured;

/// The rule and its page.
pub const RULE: Rule = Rule { name: "pre-trend", level: Level::Stop, text: include_str!("pre_trend.rs") };

/// Seen less often than this, it is no chance.
const CHANCE: f64 = 0.01;

/// Find that the groups drifted apart before.
pub fn judge(measured: &Measured) -> Option<Finding> {
    let drift = measured.pre_trend.as_ref().filter(|drift| drift.p_value() < CHANCE)?;
    let effect = measured.effect.map_or(0.0, |effect| effect.value);
    let small = drift.would_bring.abs() < 0.1 * effect.abs();
    let p = number::significant(drift.p_value(), 2);
    let brings = number::significant(drift.would_bring.abs(), 3);
    let effect = number::significant(effect.abs(), 3);
    let is_slope = drift.joint_p.is_none_or(|joint| drift.slope.p_value <= joint);
    let moved = if is_slope || drift.slope.p_value < CHANCE {
        let way = if drift.slope.value < 0.0 { "lost" } else { "gained" };
        let slope = number::significant(drift.slope.value.abs(), 3);
        format!(
            "those it reached {way} {slope} {} a period on the others (p {p}); going on like that brings",
            measured.metric
        )
    } else {
        format!(
            "the two groups went up and down apart from each other in {} (p {p}); the drift in it brings",
            measured.metric
        )
    };
    let message = format!("before the change, {moved} {brings} by itself, of the {effect} seen");
    Some(
        Finding::new(&RULE, message)
            .level(if small { Level::Warn } else { Level::Stop })
            .columns(measured.metric.split('/'))
            .why("The comparison takes both groups to move alike without the change; they did not.")
            .remedy("Compare with others that moved alike before, or run a test.")
            .evidence("slope", drift.slope.value)
            .evidence("would_bring", drift.would_bring)
            .evidence("p_value", drift.p_value())
            .evidence("rows", measured.rows),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::before_after::testing::{groups, measured};
    [measured(&groups(30, 3.0, 0.2)), measured(&groups(30, 3.0, 0.0))]
}
