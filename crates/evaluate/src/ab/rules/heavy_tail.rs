//! One unit carries the result.
//!
//! ## What it sees
//!
//! For means and ratios: the difference without the one unit that moves it most. Fires when it moves by more
//! than 0.7 of its standard error: that one unit then carries half of the whole variance.
//!
//! ## Why it sinks projects
//!
//! When a single large order makes or breaks the result, the next month will not repeat it, and the
//! interval, which counts on many small contributions, is not to be trusted.
//!
//! ## Example
//!
//! One wholesale order of 48,000 in 9,000 orders around 40: the new checkout seems to gain 9.1 an order,
//! without that order it gains 3.8.
//!
//! ## What to do
//!
//! Look at that unit: an error, a test account, a reseller? Decide on a cap (say the 99.9th percentile) or
//! on a steadier metric before looking at the result again, and run longer.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapter 22. Deng, Knoblich & Lu, KDD
//! 2018, section 3.

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Comparison, Measured};

/// The rule and its page.
pub const RULE: Rule = Rule { name: "heavy-tail", level: Level::Warn, text: include_str!("heavy_tail.rs") };

/// A move of the difference, in its standard errors, that one unit must not make: its square is the unit's share of the
/// variance, and so never above 1. Of sound tests with 1,000 units an arm of which three in ten bring lognormal money
/// one in a hundred has such a unit; at 0.55 it would be one in twelve.
const MOVE: f64 = 0.7;

/// Look at the weightiest unit of each comparison.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let finding = |comparison: &Comparison| {
        let (value, moved) = comparison.heaviest.filter(|&(_, moved)| moved > MOVE)?;
        let message = format!(
            "one unit with {} = {} moves the difference between `{}` and `{}` by {} of its standard error and carries {} \
             of the variance",
            comparison.metric,
            number::significant(value, 4),
            comparison.variant,
            comparison.control,
            number::fixed(moved, 2),
            number::percent(moved * moved)
        );
        Some(
            Finding::new(&RULE, message)
                .columns(comparison.metric.split('/'))
                .why("A result that hangs on one unit will not repeat itself.")
                .remedy("Look at that unit; cap the metric or choose a steadier one before looking again.")
                .evidence("value", value)
                .evidence("moved_standard_errors", moved)
                .evidence("rows", measured.rows),
        )
    };
    measured.comparisons.iter().filter_map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 200, 0.0), ("old", 200, 0.0)]);
    ["tailed", "value"].map(|metric| {
        let mut question = crate::ab::testing::question("old");
        question.metrics = vec![metric.into()];
        crate::ab::testing::measured(&question, &table)
    })
}
