//! The recent rows are not like the rows of the table.
//!
//! ## What it sees
//! With `--recent`, for each column: the largest difference between the shares of rows below a value (numbers), the total
//! difference between the shares of categories, or the difference in missing values. What chance explains, over all columns
//! together, is taken off; what is left is an effect, and does not grow with the number of rows. Columns that name rows or
//! tell the time are left out.
//!
//! ## Why it sinks projects
//! What was learned on one population is asked of another. The score of the test is then not the score in use.
//!
//! ## Example
//! `distance_km` had a median of 4.3 and has one of 6.6.
//!
//! ## What to do
//! Find out what changed: the world, the customers, or how the table is made. Learn from rows like those to come, and judge
//! the model on the latest.
//!
//! ## References
//! Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality" (Annals of Probability, 1990).
//! Quiñonero-Candela et al., "Dataset shift in machine learning" (MIT Press, 2009).

use report::number::{count, score};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "shifted-sample", level: Level::Warn, text: include_str!("shifted_sample.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::shifted_sample,
};

/// Difference between shares that matters.
const MOVED: f64 = 0.12;
/// What must be left of it once chance is taken off.
const BEYOND: f64 = 0.05;
/// Difference from which the two have little in common.
const APART: f64 = 0.6;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(against) = &study.against else { return Vec::new() };
    let target = &study.target.name;
    against
        .shifts
        .iter()
        .filter(|shift| shift.distance >= MOVED && shift.distance_low >= BEYOND)
        .map(|shift| {
            let column = &shift.column;
            let message = format!(
                "{column} has moved: {} in the recent {} rows (difference {}; 0 is none, 1 is all)",
                shift.words,
                count(against.rows.1 as u64),
                score(shift.distance),
            );
            Finding::new(&CHECK.rule, message)
                .level(if shift.distance_low >= APART { Level::Stop } else { Level::Warn })
                .columns([column])
                .why(format!("What is learned about {target} here is asked of other cases: the score of a test on this table is not the score in use."))
                .remedy(format!("Find out what changed {column}: the world, or how the table is made. Learn from rows like those to come and judge on the latest."))
                .evidence("rows", against.rows.1).evidence("harm", study.weight(column) * shift.distance)
                .evidence("difference", shift.distance)
                .evidence("difference_low", shift.distance_low)
        })
        .collect()
}
