//! The change makes the metric worse.
//!
//! ## What it sees
//!
//! The whole interval of the difference lies below 0. With several metrics the interval is first widened for
//! their number (Bonferroni).
//!
//! ## Why it sinks projects
//!
//! A change that was meant to help and hurts costs twice: what it destroys each day and what it costs to
//! run. Pride keeps it running.
//!
//! ## Example
//!
//! Sending no e-mail instead of the men's e-mail: visits fell by 7.7 percentage points, surely between 8.3
//! and 7.0.
//!
//! ## What to do
//!
//! Take the change back now. Then find out whom it hurt and why: the next attempt starts from there.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapter 1.

use ::report::{Finding, Level, Rule};

use crate::ab::{Comparison, Measured, words};

/// The rule and its page.
pub const RULE: Rule = Rule { name: "harm", level: Level::Stop, text: include_str!("harm.rs") };

/// Find the intervals that lie below 0.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let finding = |comparison: &Comparison| {
        let (low, high) = comparison.verdict_interval().filter(|&(_, high)| high < 0.0)?;
        let message = format!(
            "`{}` brings {} `{}` than `{}`",
            comparison.variant,
            words::range(comparison, (low, high)),
            comparison.metric,
            comparison.control
        );
        Some(
            Finding::new(&RULE, message)
                .columns(comparison.metric.split('/'))
                .why("It does harm for as long as it runs.")
                .remedy("Take it back, then find out whom it hurt and why.")
                .evidence("low", low)
                .evidence("high", high)
                .evidence("rows", measured.rows),
        )
    };
    measured.comparisons.iter().filter_map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    [-1.0, 1.0].map(|effect| {
        let table = crate::ab::testing::table(&[("new", 200, effect), ("old", 200, 0.0)]);
        crate::ab::testing::measured(&crate::ab::testing::question("old"), &table)
    })
}
