//! A column has the same value in every row.
//!
//! ## What it sees
//! One value only, in all rows or all but a few: at most three rows in a thousand are otherwise or missing.
//!
//! ## Why it sinks projects
//! It does not, by itself: it says nothing. But it often means that the table was cut to one country, one
//! product or one year, and that the model will be asked about others.
//!
//! ## Example
//! `sold_in` is `AT` in all 1,300 rows.
//!
//! ## What to do
//! Ask whether other values will occur in use. If so, add such rows; if not, drop the column.
//!
//! ## References
//! Hynes, Sculley & Terry, "The data linter" (NIPS workshop on ML systems, 2017).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::evidence::share;

pub const CHECK: Check = Check {
    rule: Rule { name: "constant-column", level: Level::Note, text: include_str!("constant_column.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::constant_column,
};

/// Share of rows that one value must have.
const ALL: f64 = 0.997;
/// A gap that says more of the target than this is worth keeping.
const TELLS: f64 = 0.1;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let rows = study.profile.rows;
    let target = &study.target.name;
    let constant = study.columns().filter_map(|column| {
        let (value, most) = column.top(1).pop()?;
        // A mark in few rows (`x` or nothing) says something; one value nearly everywhere does not.
        let blank = study.alone.get(&column.name).is_none_or(|tells| *tells < TELLS);
        let alone = column.distinct.count() == 1
            && (column.missing * 50 < rows || column.missing * 2 < rows && blank);
        (alone || most as f64 >= ALL * rows as f64).then_some((column, value, most))
    });
    constant
        .map(|(column, value, most)| {
            let which = match (most == rows, column.missing) {
                (true, _) => format!("all {} rows", count(rows)),
                (false, 0) => format!("{} of {} rows", count(most), count(rows)),
                (false, missing) => format!("{} of {} rows ({} missing)", count(most), count(rows), share(missing, rows)),
            };
            Finding::new(&CHECK.rule, format!("{} is `{value}` in {which}", column.name))
                .columns([&column.name])
                .why(format!("It can hardly help to predict {target}, and it may mean that the table holds only one kind of the cases to come."))
                .remedy(format!("Ask whether other values of {} will occur in use; if so add such rows, if not drop the column.", column.name))
                .evidence("rows", rows)
                .evidence("value", value)
        })
        .collect()
}
