//! The arms are not as large as was planned.
//!
//! ## What it sees
//!
//! The count of units in each arm against the planned split (equal, unless `--split` says otherwise), by a
//! chi-square test of goodness of fit: warn when chance alone would do this less than once in a hundred
//! experiments, stop when less than once in a thousand. Also a metric that is blank in one arm more often than in the
//! other (less than once in a thousand: warn) or in all of one arm (stop).
//!
//! ## Why it sinks projects
//!
//! Units that went missing did not go missing at random: slow pages, crashes, filters and lost rows hit one
//! arm and take its best or worst units with them. The difference that is left is then an artefact, and it
//! is often large and very significant.
//!
//! ## Example
//!
//! Seven in ten low-value orders of a new checkout were lost on the way to the table. The order value rose
//! by 1.55 with p = 2e-15; nothing had changed. The arms had 5,509 and 5,998 orders: p = 5e-6.
//!
//! ## What to do
//!
//! Do not read the result. Find where units are lost: compare counts at assignment, at exposure and in the
//! table, by day, device and browser. Mend it and run the experiment again.
//!
//! ## References
//!
//! Fabijan et al., Diagnosing Sample Ratio Mismatch in Online Controlled Experiments, KDD 2019.

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Measured, Outcomes, words};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "unequal-split", level: Level::Stop, text: include_str!("unequal_split.rs") };

const STOP: f64 = 0.001;
const WARN: f64 = 0.01;

/// Hold the sizes of the arms against the plan, and the units that have each metric against each other.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    sizes(measured)
        .into_iter()
        .chain(measured.outcomes.iter().filter_map(|one| blanks(measured, one)))
        .collect()
}

/// Hold the sizes of the arms against the plan.
fn sizes(measured: &Measured) -> Option<Finding> {
    let split = &measured.split;
    let p_value = split.p_value.filter(|&p| p < WARN)?;
    let whole: u64 = split.counts.iter().map(|(_, units)| units).sum();
    let sizes: Vec<String> = split
        .counts
        .iter()
        .zip(&split.planned)
        .map(|((arm, units), (_, share))| {
            let planned = (share * whole as f64).round() as u64;
            format!(
                "`{arm}` has {} units where {} were planned",
                number::count(*units),
                number::count(planned)
            )
        })
        .collect();
    let message = format!("the arms do not have the planned sizes: {}", sizes.join(", "));
    Some(
        Finding::new(&RULE, message)
            .level(if p_value < STOP { Level::Stop } else { Level::Warn })
            .columns([measured.variant_column.as_str()])
            .why(format!(
                "Chance alone would do this {}. Units are lost or added in one arm, so the arms no longer hold the \
                 same kind of units and their difference cannot be trusted.",
                words::chance(p_value)
            ))
            .remedy("Find where units go missing (assignment, exposure, logging, joins), mend it and run it again.")
            .evidence("p_value", p_value)
            .evidence("rows", measured.rows),
    )
}

/// Hold the share of units that have a metric against the control's.
fn blanks(measured: &Measured, outcomes: &Outcomes) -> Option<Finding> {
    let Outcomes { metric, variant, in_variant, in_control, p_value } = outcomes;
    let none = in_variant[0] == 0 || in_control[0] == 0;
    if !none && p_value.is_none_or(|p| p >= STOP) {
        return None;
    }
    let share = |[known, units]: [u64; 2]| number::percent(1.0 - known as f64 / units.max(1) as f64);
    let message = format!(
        "`{metric}` is blank for {} of the units of `{variant}` and for {} of those of `{}`",
        share(*in_variant),
        share(*in_control),
        measured.control
    );
    Some(
        Finding::new(&RULE, message)
            .level(if none { Level::Stop } else { Level::Warn })
            .columns(metric.split('/'))
            .why("Blanks are left out. Where one arm has more of them, what is left in the arms is not the same kind of units.")
            .remedy("Find out why it is blank. If blank means that nothing happened, fill in 0; if the record was lost, mend that.")
            .evidence("blank_variant", in_variant[1] - in_variant[0])
            .evidence("blank_control", in_control[1] - in_control[0])
            .evidence("p_value", *p_value)
            .evidence("rows", measured.rows),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    [300, 500].map(|new| {
        let table = crate::ab::testing::table(&[("new", new, 0.0), ("old", 500, 0.0)]);
        crate::ab::testing::measured(&crate::ab::testing::question("old"), &table)
    })
}
