//! A column holds numbers that cannot be.
//!
//! ## What it sees
//! Numbers that fit the rest once their unit is changed (grams among kilograms, Fahrenheit among Celsius); negative numbers
//! that fit without their sign; numbers cut off from all others by more than all of those are apart, on the plain and on
//! the logarithmic scale; and numbers beyond what the column's name allows, such as an age of 240. Large amounts are not
//! meant: honest money has no gaps.
//!
//! ## Why it sinks projects
//! A few of them move the mean, stretch the scale and bend a model. In use, the same slip gives a wild prediction.
//!
//! ## Example
//! `feed_kg` is 0.3 to 8.5 in most rows and 399 to 6,969 in 129: these are grams.
//!
//! ## What to do
//! Mend them where the table is made. Where they cannot be mended, make them missing, and set limits for what is accepted
//! in use.
//!
//! ## References
//! Hynes, Sculley & Terry, "The data linter" (NIPS workshop on ML systems, 2017), on unlikely values and units.

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::measure::impossible::{Impossible, Wrong};

pub const CHECK: Check = Check {
    rule: Rule { name: "impossible-values", level: Level::Warn, text: include_str!("impossible_values.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::impossible_values,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    study.impossible.iter().map(|impossible| finding(study, impossible)).collect()
}

fn finding(study: &Study<'_>, found: &Impossible) -> Finding {
    let (column, target) = (&found.column, &study.target.name);
    let shown: Vec<String> = found.examples.iter().map(|&value| frame::show_number(value)).collect();
    let rows = count(found.rows as u64);
    let known = count(found.known as u64);
    let where_ = format!("{column} is {} in {rows} of {known} rows", shown.join(", "));
    let (low, high) = (frame::show_number(found.range.0), frame::show_number(found.range.1));
    let (seen, mend) = match found.fault {
        Wrong::Unit(change) => (
            format!("all others are {low} to {high}; they fit after {}", change.words),
            "Convert these rows to the unit of the others where the table is made".to_owned(),
        ),
        Wrong::Sign => (
            format!("all others are {low} to {high}; they fit without the sign"),
            "Find out why the sign is there and take it off where the table is made".to_owned(),
        ),
        Wrong::Alone => (
            format!("all others are {low} to {high}"),
            "Look at these rows: a slipped digit, a swapped column, another unit? Mend them where the table is made, or make them missing".to_owned(),
        ),
        Wrong::Bounds(least, most) => (
            format!("it can be {} to {}", frame::show_number(least), frame::show_number(most)),
            "Look at these rows and mend them where the table is made, or make them missing".to_owned(),
        ),
    };
    Finding::new(&CHECK.rule, format!("{where_}; {seen}"))
        .columns([column])
        .why(format!("A few such numbers stretch the scale of {column} and bend what a model learns about {target}; in use the same slip gives a wild prediction."))
        .remedy(format!("{mend}; and hold {column} to its range in use."))
        .evidence("rows", found.known).evidence("harm", study.weight(column) * found.rows as f64 / found.known as f64)
        .evidence("rows_impossible", found.rows)
        .evidence("examples", found.examples.clone())
        .evidence("range_of_others", vec![found.range.0, found.range.1])
}
