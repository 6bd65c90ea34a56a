//! The gain is too small to be worth having.
//!
//! ## What it sees
//!
//! The whole interval of the difference lies below the smallest gain worth having (`--cost` over `--value-
//! per-unit`), without lying below 0. With several metrics or variants the interval is first
//! widened for their number.
//!
//! ## Why it sinks projects
//!
//! A change can be better, significantly so, and still lose money: running it costs more than the gain is
//! worth. More data will not change that.
//!
//! ## Example
//!
//! An e-mail brings 0.77 more spend a customer, at most 1.05. Sending it costs 0.50 and a unit of spend
//! earns 0.30, so it would have to bring 1.67.
//!
//! ## What to do
//!
//! Stop it. Or make it cheaper: the gain is real as far as the interval is above 0, and a lower cost may
//! make it pay.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapter 2 (practical significance).

use ::report::{Finding, Level, Rule};

use crate::ab::{Comparison, Measured, words};

/// The rule and its page.
pub const RULE: Rule = Rule { name: "no-effect", level: Level::Warn, text: include_str!("no_effect.rs") };

/// Find the intervals that lie below the smallest gain worth having.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let finding = |comparison: &Comparison| {
        let smallest = comparison.smallest_gain;
        let (low, high) =
            comparison.verdict_interval().filter(|&(_, high)| high >= 0.0 && high < smallest)?;
        let message = format!(
            "`{}` brings {} `{}` than `{}`, but must bring at least {} more to pay",
            comparison.variant,
            words::range(comparison, (low, high)),
            comparison.metric,
            comparison.control,
            words::gap(comparison, smallest)
        );
        Some(
            Finding::new(&RULE, message)
                .columns(comparison.metric.split('/'))
                .why("Whatever it gains, running it costs more; more data will not change that.")
                .remedy("Stop it, or make it cheaper to run.")
                .evidence("low", low)
                .evidence("high", high)
                .evidence("smallest_gain", smallest)
                .evidence("rows", measured.rows),
        )
    };
    measured.comparisons.iter().filter_map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    crate::ab::testing::priced()
}
