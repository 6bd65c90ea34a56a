//! The arms are not as large as was planned.
//!
//! ## What it sees
//!
//! The count of units in each arm against the planned split (equal, unless `--split` says otherwise), by a
//! chi-square test of goodness of fit: warn when chance alone would do this less than once in a hundred
//! experiments, stop when less than once in a thousand.
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

use crate::ab::{Measured, words};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "unequal-split", level: Level::Stop, text: include_str!("unequal_split.rs") };

const STOP: f64 = 0.001;
const WARN: f64 = 0.01;

/// Hold the sizes of the arms against the plan.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let split = &measured.split;
    let Some(p_value) = split.p_value.filter(|&p| p < WARN) else { return Vec::new() };
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
    vec![
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
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    [300, 500].map(|new| {
        let table = crate::ab::testing::table(&[("new", new, 0.0), ("old", 500, 0.0)]);
        crate::ab::testing::measured(&crate::ab::testing::question("old"), &table)
    })
}
