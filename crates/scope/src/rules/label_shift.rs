//! The answers of the recent rows are not those of the table.
//!
//! ## What it sees
//! With `--recent`, when it has the target: the shares of the classes, by odds ratio with its interval; or the difference
//! between the two spreads of a quantity.
//!
//! ## Why it sinks projects
//! A model has learned how often each answer comes. When that changes, its probabilities are off, its threshold is wrong,
//! and what it was worth in the test it is not worth in use.
//!
//! ## Example
//! `late` is `yes` in 42 % of the recent rows and was so in 24 %.
//!
//! ## What to do
//! Find out whether the world changed, or what counts as an answer. Learn from later rows, and set the threshold anew.
//!
//! ## References
//! Saerens, Latinne & Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities" (Neural
//! Computation, 2002). Lipton, Wang & Smola, "Detecting and correcting for label shift" (ICML 2018).

use frame::Task;

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "label-shift", level: Level::Warn, text: include_str!("label_shift.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::label_shift,
};

/// Odds that changed by this much, at the careful end, matter; and shares by so much.
const ODDS: f64 = 1.2;
const SHARE: f64 = 0.02;
/// The same for a quantity: difference of the two spreads, and beyond chance.
const MOVED: f64 = 0.12;
const BEYOND: f64 = 0.05;
/// Difference from which the two have little in common.
const APART: f64 = 0.6;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(against) = &study.against else { return Vec::new() };
    let Some(shift) = &against.labels else { return Vec::new() };
    let target = &study.target.name;
    let moved = match study.target.task {
        Task::Regression => shift.distance >= MOVED && shift.distance_low >= BEYOND,
        _ => shift.odds_low >= ODDS && shift.distance >= SHARE,
    };
    if !moved {
        return Vec::new();
    }
    vec![
        Finding::new(&CHECK.rule, format!("the answers have moved: {target}: {} in the recent {} rows", shift.words, count(against.rows.1 as u64)))
            .level(if shift.distance_low >= APART { Level::Stop } else { Level::Warn })
            .columns([target])
            .why(format!("A model learned how often each answer of {target} comes; when that changes its probabilities are off and its threshold is wrong."))
            .remedy(format!("Find out whether the world changed or what counts as {target}; learn from later rows and set the threshold anew."))
            .evidence("rows", against.rows.1).evidence("harm", shift.distance)
            .evidence("difference", shift.distance)
            .evidence("difference_low", shift.distance_low)
            .evidence("odds_ratio_low", shift.odds_low),
    ]
}
