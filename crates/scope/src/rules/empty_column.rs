//! A column holds nothing.
//!
//! ## What it sees
//! At least 99 of 100 rows have no value, or nothing but blanks; from 95 of 100 it is a note.
//!
//! ## Why it sinks projects
//! It says nothing now. If it fills up later, the model has never seen it filled; and an extract that lost a
//! column may have lost rows too.
//!
//! ## Example
//! `pilot_note` is missing in all 1,400 rows.
//!
//! ## What to do
//! Ask whoever made the extract why it is empty. Mend the extract, or drop the column.
//!
//! ## References
//! Schelter et al., "Automating large-scale data quality verification" (VLDB 2018), on completeness.

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::evidence::share;

pub const CHECK: Check = Check {
    rule: Rule { name: "empty-column", level: Level::Warn, text: include_str!("empty_column.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::empty_column,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let rows = study.profile.rows;
    let target = &study.target.name;
    let strays = |column: &frame::ColumnProfile| column.strays.iter().map(|(_, count)| count).sum::<u64>();
    let empty = study
        .columns()
        .map(|column| (column, (column.missing + column.empty_text).saturating_sub(strays(column))));
    empty
        .filter(|(_, missing)| missing * 100 >= rows * 95)
        .map(|(column, missing)| {
            let which = if missing == rows { "all".to_owned() } else { format!("{} of", share(missing, rows)) };
            Finding::new(&CHECK.rule, format!("{} is missing in {which} {} rows", column.name, count(rows)))
                .level(if missing * 100 >= rows * 99 { Level::Warn } else { Level::Note })
                .columns([&column.name])
                .why(format!("It says nothing about {target}; if it is filled in use, the model has never seen it filled, and the extract may have lost more."))
                .remedy(format!("Ask whoever made the extract why {} is empty; mend the extract or drop the column.", column.name))
                .evidence("rows", rows)
                .evidence("missing", missing)
        })
        .collect()
}
