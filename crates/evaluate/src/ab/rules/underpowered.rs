//! The experiment cannot tell yet.
//!
//! ## What it sees
//!
//! The interval of the difference contains the smallest gain worth having (0 when no cost is given): both
//! paying and not paying are still possible. With several metrics the interval is first widened for their
//! number.
//!
//! ## Why it sinks projects
//!
//! Undecided is read as "no effect" and a good change is dropped, or as "promising" and a useless one is
//! launched. Either way the experiment was paid for and decided nothing.
//!
//! ## Example
//!
//! An e-mail must bring 0.67 a customer to pay; it brings something between 0.49 and 1.05.
//!
//! ## What to do
//!
//! Run it on more units; the finding says about how many. Or narrow the interval without them: adjust for a
//! covariate from before (`--covariate`), or choose a steadier metric. If that is out of reach, decide by
//! cost and say so.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapter 17.

use ::report::{Finding, Level, Rule, number};
use stats::normal_quantile;

use crate::ab::{Comparison, Measured, words};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "underpowered", level: Level::Warn, text: include_str!("underpowered.rs") };

/// The chance a repetition should have to settle the question.
const POWER: f64 = 0.8;

/// Find the intervals that contain the smallest gain worth having.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let finding = |comparison: &Comparison| {
        let smallest = comparison.smallest_gain;
        let (low, high) =
            comparison.verdict_interval().filter(|&(low, high)| low <= smallest && smallest <= high)?;
        let message = format!(
            "`{}` brings {} `{}` than `{}`, which leaves open whether it pays",
            comparison.variant,
            words::range(comparison, (low, high)),
            comparison.metric,
            comparison.control
        );
        let (remedy, needed) = match units_needed(comparison, measured.verdict_alpha) {
            Some(units) => {
                // Two digits: it rests on a difference that is hardly known.
                let digit = 10f64.powf(units.log10().floor() - 1.0).max(1.0);
                let shown = number::count(((units / digit).round() * digit) as u64);
                (
                    format!("If the difference stays as seen, about {shown} units an arm would settle it."),
                    Some(units),
                )
            }
            None => {
                ("More units of this kind will not settle it soon: it is too close to call.".to_owned(), None)
            }
        };
        Some(
            Finding::new(&RULE, message)
                .columns(comparison.metric.split('/'))
                .why(match smallest {
                    0.0 => "Both a gain and a loss are still possible.".to_owned(),
                    gain => format!("To pay it must bring at least {} more.", words::gap(comparison, gain)),
                })
                .remedy(format!(
                    "{remedy} A covariate from before the experiment narrows the interval for free."
                ))
                .evidence("low", low)
                .evidence("high", high)
                .evidence("smallest_gain", smallest)
                .evidence("units_needed", needed)
                .evidence("rows", measured.rows),
        )
    };
    measured.comparisons.iter().filter_map(finding).collect()
}

/// Units in each arm after which the interval would leave the smallest gain with a chance of 80 %, should
/// the difference stay as seen; `None` beyond a hundred times as many as now.
fn units_needed(comparison: &Comparison, alpha: f64) -> Option<f64> {
    let (low, high) = comparison.verdict_interval()?;
    let gap = (comparison.difference? - comparison.smallest_gain).abs();
    let z = -normal_quantile(0.5 * alpha);
    let times = (0.5 * (high - low) / gap * (z + normal_quantile(POWER)) / z).powi(2);
    let now = comparison.n_variant.max(comparison.n_control) as f64;
    (times < 100.0).then(|| (times * now).ceil())
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    [0.0, 1.0].map(|effect| {
        let table = crate::ab::testing::table(&[("new", 200, effect), ("old", 200, 0.0)]);
        crate::ab::testing::measured(&crate::ab::testing::question("old"), &table)
    })
}
