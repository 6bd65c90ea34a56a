//! Columns say the same.
//!
//! ## What it sees
//! Two or more columns of numbers whose rows stand in the same order, or the opposite one, rounding aside; and columns that
//! put the rows into the same groups under other names.
//!
//! ## Why it sinks projects
//! They do not, by themselves. But the model has one more input to be kept filled, its importances are shared out at random
//! between the twins, and when one of them breaks nobody understands the result.
//!
//! ## Example
//! `len_in` is `length` in inches.
//!
//! ## What to do
//! Keep the one that is nearest to the source and leave the others out.
//!
//! ## References
//! Dormann et al., "Collinearity: a review of methods to deal with it" (Ecography, 2013).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use super::giveaway::giveaways;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "redundant-columns", level: Level::Note, text: include_str!("redundant_columns.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::redundant_columns,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let target = &study.target.name;
    let rows = study.features.rows().min(crate::measure::twins::ROWS);
    let leaks = giveaways(study);
    let honest = |columns: &&Vec<String>| !leaks.iter().any(|leak| columns.contains(&leak.telling.column));
    study
        .twins
        .iter()
        .filter(honest)
        .map(|columns| {
            let (first, others) = (&columns[0], columns[1..].join(", "));
            let say = if columns.len() == 2 { "says" } else { "say" };
            Finding::new(&CHECK.rule, format!("{others} {say} the same as {first}, on {} rows", count(rows as u64)))
                .columns(columns)
                .why(format!("The second tells nothing more about {target}, must be kept filled all the same, and makes it a matter of luck which of them a model leans on."))
                .remedy(format!("Keep the one nearest to the source, perhaps {first}, and leave out the rest."))
                .evidence("rows", rows)
        })
        .collect()
}
