//! A column of the recent table is in another unit.
//!
//! ## What it sees
//! With `--recent`: numbers whose recent spread is the earlier one once they are multiplied by a factor between two units
//! (a thousand, sixty, 2.54 …) or turned from Celsius to Fahrenheit; also when that is so in some of the recent rows only.
//!
//! ## Why it sinks projects
//! The model takes 61,000 for litres that are millilitres, and every prediction is wrong without a word.
//!
//! ## Example
//! `water_l` had a median of 62.4 and has one of 61,200: litres became millilitres.
//!
//! ## What to do
//! Turn the values back where the table is made, and hold the column to its range in use.
//!
//! ## References
//! Breck et al., "Data validation for machine learning" (MLSys 2019).

use report::number::{count, percent, score};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "unit-change", level: Level::Stop, text: include_str!("unit_change.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::unit_change,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(against) = &study.against else { return Vec::new() };
    let target = &study.target.name;
    against
        .units
        .iter()
        .map(|unit| {
            let column = &unit.column;
            let (was, is) = (score(unit.medians.0), score(unit.medians.1));
            let message = if unit.share < 1.0 {
                format!("{} of the recent {} rows of {column} are in another unit: {}", percent(unit.share), count(against.rows.1 as u64), unit.change.words)
            } else {
                format!("{column} is in another unit: its median was {was} and is {is} in the recent {} rows, {}", count(against.rows.1 as u64), unit.change.words)
            };
            Finding::new(&CHECK.rule, message)
                .columns([column])
                .why(format!("A model takes the new numbers for the old unit: what it says of {target} is wrong for these rows, without a word."))
                .remedy(format!("Turn {column} back to the old unit where the table is made, and hold it to its range in use."))
                .evidence("rows", against.rows.1).evidence("harm", study.weight(column) * unit.share)
                .evidence("factor", unit.change.factor)
                .evidence("shift", unit.change.shift)
                .evidence("median_was", unit.medians.0)
                .evidence("median_is", unit.medians.1)
                .evidence("share", unit.share)
        })
        .collect()
}
