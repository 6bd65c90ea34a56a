//! The effect wears off.
//!
//! ## What it sees
//!
//! With `--time`: the difference in the first times against the one in the later times, parted after a fifth and after
//! half of them. Fires when the later one is lower by more than a fifth of the first, and chance alone would make it
//! fall that far less than once in a hundred experiments. Units with rows on both sides are compared with
//! themselves.
//!
//! ## Why it sinks projects
//!
//! What is new is tried out because it is new. The average over the first weeks then promises a gain that is gone by
//! the time the change has been built in for good.
//!
//! ## Example
//!
//! A new home page brings 3.1 more minutes in its first two weeks and 0.03 in the next two: 1.6 on average, and
//! nothing from then on.
//!
//! ## What to do
//!
//! Judge by the later days: run on until the effect is level, or look only at users who joined after the start, to
//! whom nothing is new.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapters 3 and 23.

use ::report::{Finding, Level, Rule};

use crate::ab::{Comparison, Measured, words};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "novelty-effect", level: Level::Warn, text: include_str!("novelty_effect.rs") };

/// How rarely chance alone is to make the difference fall that far.
const RARE: f64 = 0.01;
/// The share of the first difference that must be lost.
const LOST: f64 = 0.2;

/// Hold the later times against the first ones.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some(time) = &measured.time else { return Vec::new() };
    // Of several comparisons any may fall by chance.
    let rare = RARE / measured.comparisons.len().max(1) as f64;
    let finding = |comparison: &Comparison| {
        let fading = comparison.fading.as_ref().filter(|fading| {
            fading.first > 0.0 && fading.later < (1.0 - LOST) * fading.first && fading.p_value < rare
        })?;
        let message = format!(
            "`{}` brings {} more `{}` than `{}` up to {} {}, and {} after it",
            comparison.variant,
            words::gap(comparison, fading.first),
            comparison.metric,
            comparison.control,
            time.column,
            fading.until,
            words::more_or_less(comparison, fading.later)
        );
        Some(
            Finding::new(&RULE, message)
                .columns([comparison.metric.as_str(), time.column.as_str()])
                .why(format!(
                    "Were the effect level, it would fall this far {}. The average promises more than will stay.",
                    words::chance(fading.p_value)
                ))
                .remedy("Run on until the effect is level, and judge by the later days.")
                .evidence("variant", comparison.variant.as_str())
                .evidence("first", fading.first)
                .evidence("later", fading.later)
                .evidence("until", fading.until.as_str())
                .evidence("p_value", fading.p_value)
                .evidence("rows", measured.rows),
        )
    };
    measured.comparisons.iter().filter_map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 200, 1.0), ("old", 200, 0.0)]);
    ["fading", "value"].map(|metric| {
        let mut question = crate::ab::testing::question("old");
        question.metrics = vec![metric.into()];
        question.time = Some("day".to_owned());
        crate::ab::testing::measured(&question, &table)
    })
}
