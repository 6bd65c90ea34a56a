//! The experiment cannot tell yet.
//!
//! ## What it sees
//!
//! The interval of the difference contains the smallest gain worth having (0 when no cost is given): both
//! paying and not paying are still possible. With several metrics or variants the interval is first widened for
//! their number. Also fires when no interval can be computed, and says why; and, while a test is planned (`tenet evaluate
//! power`), when its units will seldom show the gain they are for.
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

use ::report::{Finding, Level, Rule, number, suggest};

use crate::ab::wait::{is_undecided, units_needed};
use crate::ab::{Comparison, Kind, Measured, words};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "underpowered", level: Level::Warn, text: include_str!("underpowered.rs") };

/// Find the intervals that contain the smallest gain worth having.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let finding = |comparison: &Comparison| {
        let smallest = comparison.smallest_gain;
        let (low, high) = comparison.verdict_interval().filter(|_| is_undecided(comparison))?;
        let message = format!(
            "`{}` brings {} `{}` than `{}`, which leaves open whether it pays",
            comparison.variant,
            words::range(comparison, (low, high)),
            comparison.metric,
            comparison.control
        );
        let (remedy, needed) = match units_needed(comparison, measured.verdict_alpha) {
            Some(units) => {
                let shown = words::rounded(units);
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
    let judged = |comparison| finding(comparison).or_else(|| not_known(measured, comparison));
    measured.comparisons.iter().filter_map(judged).chain(lacking(measured)).collect()
}

/// A comparison whose interval cannot be computed, and why.
fn not_known(measured: &Measured, comparison: &Comparison) -> Option<Finding> {
    if comparison.verdict_interval().is_some() {
        return None;
    }
    let Comparison { metric, variant, control, .. } = comparison;
    let few =
        [(comparison.n_variant, variant), (comparison.n_control, control)].into_iter().find(|(n, _)| *n < 2);
    let because = match few {
        Some((0, arm)) => format!("no unit of `{arm}` has it"),
        Some((_, arm)) => format!("only one unit of `{arm}` has it"),
        None if comparison.is_flat => same(comparison),
        None if comparison.kind == Kind::Quantile => {
            "too many units have the very same value around the quantile, or too few lie beyond it".to_owned()
        }
        None if comparison.kind == Kind::Ratio
            && (comparison.mean_variant.is_none() || comparison.mean_control.is_none()) =>
        {
            "what it is taken over sums to 0".to_owned()
        }
        None => "it holds values too large to be squared".to_owned(),
    };
    let message = format!("`{metric}` of `{variant}` and `{control}` cannot be compared: {because}");
    Some(
        Finding::new(&RULE, message)
            .columns(metric.split('/'))
            .why("Without an interval nobody can say whether it pays.")
            .remedy("Check how the metric is recorded, and run it on more units.")
            .evidence("low", None::<f64>)
            .evidence("high", None::<f64>)
            .evidence("rows", measured.rows),
    )
}

/// How a metric fails to vary.
pub fn same(comparison: &Comparison) -> String {
    let Comparison { variant, control, .. } = comparison;
    let shown = |mean: Option<f64>| mean.map_or(number::NONE.to_owned(), |mean| number::significant(mean, 6));
    let [one, other] = [comparison.mean_variant, comparison.mean_control].map(shown);
    match one == other {
        true => format!("it is {one} for all units"),
        false => format!("it is {one} for all units of `{variant}` and {other} for all of `{control}`"),
    }
}

/// A group or look that lacks an arm.
fn lacking(measured: &Measured) -> Option<Finding> {
    let lacks = measured.comparisons.is_empty() && measured.control_occurs;
    let with: Vec<&str> =
        measured.split.counts.iter().filter(|(_, units)| *units > 0).map(|(arm, _)| arm.as_str()).collect();
    lacks.then(|| {
        let arms = if with.is_empty() { "no arm".to_owned() } else { suggest::one_of(with.iter().copied()) };
        Finding::new(&RULE, format!("these rows belong to {arms} alone, so there is nothing to compare"))
            .columns([measured.variant_column.as_str()])
            .why("A gain is a difference between two arms.")
            .remedy("Wait for rows of the others, or leave this group out.")
            .evidence("arms", with)
            .evidence("rows", measured.rows)
    })
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    [0.0, 1.0].map(|effect| {
        let table = crate::ab::testing::table(&[("new", 200, effect), ("old", 200, 0.0)]);
        crate::ab::testing::measured(&crate::ab::testing::question("old"), &table)
    })
}
