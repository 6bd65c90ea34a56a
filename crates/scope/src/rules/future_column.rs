//! A column holds moments that lie after the prediction is made.
//!
//! ## What it sees
//! Dates, timestamps or numbers that are moments, compared row by row with the column given as `--time`. One row in a
//! hundred after it warns, one in ten stops; a day is not after an hour of the same day. Moments that lie ahead by whole
//! weeks or months look planned and only warn.
//!
//! ## Why it sinks projects
//! What is stamped after the prediction cannot be known when it is made. A model that learned from it has learned from the
//! future, and finds the column empty in use.
//!
//! ## Example
//! `complaint_on` lies 1 to 39 days after `crossing` in 722 of 722 rows.
//!
//! ## What to do
//! Add the column to `unavailable = [...]` under `[data]` in tenet.toml, and whatever is computed from it. If it is a plan
//! that is known before (an appointment, the end of a contract), allow it with that reason.
//!
//! ## References
//! Kaufman, Rosset & Perlich, "Leakage in data mining" (KDD 2011), on legitimate features and time.

use report::number::{count, percent};
use report::{Finding, Level, Rule};

use super::Check;
use super::giveaway::giveaways;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "future-column", level: Level::Stop, text: include_str!("future_column.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::future_column,
};

/// Share of rows that may be a slip of the clock.
const SLIPS: f64 = 0.01;
/// Share of rows from which it is the nature of the column.
const NATURE: f64 = 0.1;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(time) = &study.time else { return Vec::new() };
    // What is filled in by the outcome is told as that.
    let told = giveaways(study);
    let told = |column: &str| told.iter().any(|giveaway| giveaway.telling.column == column);
    study
        .later
        .iter()
        .filter(|later| later.after >= 5 && later.after as f64 >= SLIPS * later.rows as f64 && !told(&later.column))
        .map(|later| {
            let column = &later.column;
            let target = &study.target.name;
            let by_nature = later.after as f64 >= NATURE * later.rows as f64;
            let days = if later.days >= 1.0 {
                format!("{} days", count(later.days.round() as u64))
            } else {
                format!("{} hours", count((later.days * 24.0).ceil() as u64))
            };
            let message = format!(
                "{column} lies after {time} in {} of {} rows ({}), by {days} in the middle one",
                count(later.after as u64),
                count(later.rows as u64),
                percent(later.after as f64 / later.rows as f64),
            );
            let plan = if later.planned { " It lies ahead by whole weeks or months, as plans do." } else { "" };
            Finding::new(&CHECK.rule, message)
                .level(if by_nature && !later.planned { Level::Stop } else { Level::Warn })
                .columns([column])
                .why(format!(
                    "When {target} is predicted, at {time}, {column} has not happened yet: a model would learn from the future and find it empty in use.{plan}"
                ))
                .remedy(format!(
                    "Add it, and what is computed from it, to `unavailable = [\"{column}\"]` under [data] in tenet.toml. If it is a plan known before, allow it with that reason ([[allow]])."
                ))
                .evidence("rows", later.rows).evidence("harm", study.weight(column) * later.after as f64 / later.rows as f64)
                .evidence("rows_after", later.after)
                .evidence("days_after", later.days)
                .evidence("planned", later.planned)
        })
        .collect()
}
