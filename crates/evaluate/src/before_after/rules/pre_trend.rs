//! Those the change reached were already drifting away from the others before it.
//!
//! ## What it sees
//!
//! The difference between the two groups moved before the change: its slope, or the stretches of an event study
//! together, would be seen less than once in a hundred if the groups had moved alike. It stops when going on like
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
    let drift = measured.pre_trend.as_ref()?;
    let together = drift.joint_p.filter(|p| *p < CHANCE);
    if drift.slope.p_value >= CHANCE && together.is_none() {
        return None;
    }
    let effect = measured.effect.map_or(0.0, |effect| effect.value);
    let small = drift.would_bring.abs() < 0.1 * effect.abs();
    let seen = number::significant(drift.slope.value.abs(), 3);
    let brings = number::significant(drift.would_bring.abs(), 3);
    let (way, p) = (
        if drift.slope.value < 0.0 { "lost" } else { "gained" },
        drift.slope.p_value.min(together.unwrap_or(1.0)),
    );
    let message = format!(
        "before the change, those it reached {way} {seen} {} a period on the others (p {}); going on like that brings {brings} by itself, \
         of the {} seen",
        measured.metric,
        number::significant(p, 2),
        number::significant(effect.abs(), 3),
    );
    Some(
        Finding::new(&RULE, message)
            .level(if small { Level::Warn } else { Level::Stop })
            .columns(measured.metric.split('/'))
            .why("The comparison takes both groups to move alike without the change; they did not.")
            .remedy("Compare with others that moved alike before, or run a test.")
            .evidence("slope", drift.slope.value)
            .evidence("would_bring", drift.would_bring)
            .evidence("p_value", p)
            .evidence("rows", measured.rows),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::before_after::testing::{groups, measured};
    [measured(&groups(30, 3.0, 0.2)), measured(&groups(30, 3.0, 0.0))]
}
