//! The change costs more money than it brings.
//!
//! ## What it sees
//!
//! With `--value-per-unit` and a cost: the whole interval of what the change brings in money, less its cost, lies below
//! 0. Inside a project, what running it costs a month counts too, once it is known how many units there are.
//!
//! ## Why it sinks projects
//!
//! A model can be right, used and liked, and still lose money every month. Nobody notices while costs and gains
//! stand in different reports.
//!
//! ## Example
//!
//! An e-mail earns 0.23 a customer and costs 0.50 to send: 64,000 customers lose 17,000 with each round.
//!
//! ## What to do
//!
//! Stop it, make it cheaper, or treat only those for whom it pays.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapter 2.

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Comparison, Measured};

/// The rule and its page.
pub const RULE: Rule = Rule {
    name: "costs-more-than-it-brings",
    level: Level::Stop,
    text: include_str!("costs_more_than_it_brings.rs"),
};

/// Find the variants of the priced metric that surely lose money.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let (Some(price), Some(first)) = (&measured.price, measured.comparisons.first()) else {
        return Vec::new();
    };
    let promise =
        measured.promise.as_ref().and_then(|promise| Some((promise.units_per_month?, promise.run_per_month)));
    // By unit treated; what running costs a month is shared among the month's units.
    let running = promise.map_or(0.0, |(units, run)| run / units);
    let cost = price.cost + running;
    if cost <= 0.0 {
        return Vec::new();
    }
    let finding = |comparison: &Comparison| {
        let (low, high) = comparison.verdict_interval()?;
        let [low, high] = [low, high].map(|gain| gain * price.value_per_unit);
        if comparison.metric != first.metric || high >= cost {
            return None;
        }
        let money = |value: f64| number::money(value, &price.currency);
        let message = format!(
            "`{}` brings at most {} for each unit treated and costs {}",
            comparison.variant,
            money(high),
            money(cost)
        );
        Some(
            Finding::new(&RULE, message)
                .columns(comparison.metric.split('/'))
                .why("It loses money for as long as it runs, however long it is measured.")
                .remedy("Stop it, make it cheaper, or treat only those for whom it pays.")
                .evidence("brings_low", low)
                .evidence("brings_high", high)
                .evidence("cost", cost)
                .evidence("rows", measured.rows),
        )
    };
    measured.comparisons.iter().filter_map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    crate::ab::testing::priced()
}
