//! The target moves with time, so a random split flatters.
//!
//! ## What it sees
//! The target along the column given as `--time`, in blocks of like size, the seasons of the year left out: how much of
//! its variance lies between the blocks beyond chance, and how far it climbs or falls from end to end. Without `--time`
//! a column of dates in whose order the rows stand is tried, and suggested.
//!
//! ## Why it sinks projects
//! A random split puts rows of the same week on both sides. The model is tested on a time it has learned from; in use it
//! meets one it has not, and the level is another by then.
//!
//! ## Example
//! `cups` were 76 a day at first and 192 at last, over three years.
//!
//! ## What to do
//! Give the column as `--time` (or `time` under `[data]` in tenet.toml): every step then learns from earlier rows and is
//! judged on later ones. Predict the change instead of the level where the level keeps moving.
//!
//! ## References
//! Bergmeir & Benítez, "On the use of cross-validation for time series predictor evaluation" (Information Sciences, 2012).
//! Kapoor & Narayanan, "Leakage and the reproducibility crisis in machine-learning-based science" (Patterns, 2023).

use std::cmp::Ordering;

use report::number::{count, percent, score};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::measure::movement::Movement;

pub const CHECK: Check = Check {
    rule: Rule { name: "time-order", level: Level::Warn, text: include_str!("time_order.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::time_order,
};

/// Share of the variance between blocks that makes a random split flatter.
const BETWEEN: f64 = 0.08;
/// Change from end to end, in standard deviations of the target.
const TREND: f64 = 0.5;
/// Standard errors that the change must stand above zero.
const SURE: f64 = 3.5;

/// Whether the target moves along a time.
fn moves(movement: &Movement) -> bool {
    let climbs = movement.trend.abs() >= TREND && movement.trend.abs() >= SURE * movement.trend_error;
    movement.between_low >= BETWEEN || climbs
}

fn findings(study: &Study<'_>) -> Vec<Finding> {
    // A date that was not named as the time may be a feature (a birthday, a joining); a table in its order is a log.
    let is_time = |movement: &&Movement| study.time.is_some() || movement.in_order;
    let moved = study.movements.iter().filter(is_time).filter(|movement| moves(movement));
    let Some(movement) = moved.max_by(|a, b| {
        (a.in_order, a.between_low).partial_cmp(&(b.in_order, b.between_low)).unwrap_or(Ordering::Equal)
    }) else {
        return Vec::new();
    };
    let (target, time) = (&study.target.name, &movement.column);
    let given = study.time.is_some();
    let (what, early, late) = match movement.class {
        Some(class) => (
            format!("the share of `{}` in {target}", study.target.classes[class]),
            percent(movement.early),
            percent(movement.late),
        ),
        None => (format!("{target} on average"), score(movement.early), score(movement.late)),
    };
    let message = format!(
        "{target} moves with {time}: {what} went from {early} in the first fifth to {late} in the last, over {} rows",
        count(movement.rows as u64)
    );
    let remedy = if given {
        format!(
            "Keep `--time {time}`: every step then learns from earlier rows and is judged on later ones. Where the level keeps moving, predict the change instead."
        )
    } else {
        format!(
            "If {time} says when a case happened, give it: `--time {time}`. Every step then learns from earlier rows and is judged on later ones."
        )
    };
    vec![
        Finding::new(&CHECK.rule, message)
            .columns([time])
            .why(format!(
                "A random split tests {target} on weeks the model has learned from; in use it meets weeks nobody has seen, and {target} has moved on by then."
            ))
            .remedy(remedy)
            .evidence("rows", movement.rows).evidence("harm", movement.between_low.max(movement.trend.powi(2) / 12.0).min(1.0))
            .evidence("early", movement.early)
            .evidence("late", movement.late)
            .evidence("variance_between_blocks_low", movement.between_low)
            .evidence("trend_in_deviations", movement.trend)
            .evidence("trend_standard_error", movement.trend_error),
    ]
}
