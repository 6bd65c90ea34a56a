//! Rows are there more than once.
//!
//! ## What it sees
//! Rows equal in every column, more than chance makes in so coarse a table; rows equal in all but the columns that name
//! rows; and rows that differ by a hair, in one column of numbers or in several.
//!
//! ## Why it sinks projects
//! Copies fall on both sides of a split: the model is tested on rows it has learned, and looks better than it
//! is. They also give some cases more weight than others.
//!
//! ## Example
//! 109 of 1,469 rows repeat an earlier one; chance explains 2.
//!
//! ## What to do
//! Find out where the copies come from (a join, a second export) and remove them there; or keep one of each in
//! the query that reads the table (`select distinct`). If they are true repeats, name what repeats: `--group COLUMN`.
//!
//! ## References
//! Barz & Denzler, "Do we train on test data? Purging CIFAR of near-duplicates" (J. Imaging, 2020).

use report::number::count;
use report::{Finding, Level, Rule};

use super::{Check, grouped_rows};
use crate::Study;
use crate::evidence::share;

pub const CHECK: Check = Check {
    rule: Rule { name: "duplicate-rows", level: Level::Warn, text: include_str!("duplicate_rows.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::duplicate_rows,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let rows = study.profile.rows;
    let copies = &study.copies;
    let target = &study.target.name;
    let beyond_chance = copies.exact as f64 - 3.0 * copies.by_chance;
    let why = format!(
        "A copy on each side of a split lets a model look up {target} instead of predicting it, so every score flatters."
    );
    if copies.exact >= 5 && beyond_chance > 0.5 * copies.exact as f64 && copies.exact * 1_000 >= rows {
        let level = if copies.exact * 200 >= rows { Level::Warn } else { Level::Note };
        let message = format!(
            "{} of {} rows ({}) repeat an earlier row exactly; chance explains {}",
            count(copies.exact),
            count(rows),
            share(copies.exact, rows),
            count(copies.by_chance.round() as u64),
        );
        let finding = Finding::new(&CHECK.rule, message).level(level).why(why).remedy(
            "Find where the copies come from (a join, a second export) and remove them there, or read the table with `select distinct`; \
             if they are true repeats, name what repeats with --group COLUMN.",
        );
        return vec![
            finding
                .evidence("rows", rows)
                .evidence("harm", copies.exact as f64 / rows as f64)
                .evidence("copies", copies.exact)
                .evidence("by_chance", copies.by_chance),
        ];
    }
    if let Some(renamed) = copies.renamed.as_ref().filter(|renamed| {
        renamed.rows >= 5
            && renamed.rows * 200 >= copies.rows_sampled
            && renamed.rows as f64 > 6.0 * renamed.by_chance
    }) {
        let names = renamed.names.join(", ");
        let message = format!(
            "{} of {} rows ({}) repeat an earlier row under another {names}; chance explains {}",
            count(renamed.rows as u64),
            count(copies.rows_sampled as u64),
            share(renamed.rows as u64, copies.rows_sampled as u64),
            count(renamed.by_chance.round() as u64),
        );
        return vec![
            Finding::new(&CHECK.rule, message)
                .columns(&renamed.names)
                .why(why)
                .remedy(format!("Find out why the same case was given another {names} (a second import, a merge) and keep one row of each."))
                .evidence("rows", copies.rows_sampled).evidence("harm", renamed.rows as f64 / copies.rows_sampled as f64)
                .evidence("copies", renamed.rows)
                .evidence("by_chance", renamed.by_chance),
        ];
    }
    // Rows of one thing are alike by nature.
    let things = grouped_rows::entity(study).is_some();
    // Where most rows have a near one, that is how dense the table is.
    let (least, most) = (copies.rows_sampled.div_ceil(200).max(5), copies.rows_sampled / 2);
    let near = copies.near.iter().filter(|near| (least..=most).contains(&near.rows) && !things);
    near.map(|near| {
        let column = near.column.as_deref().unwrap_or("several columns");
        let message = format!(
            "{} of {} rows ({}) repeat another but for a hair's breadth in {column}",
            count(near.rows as u64),
            count(copies.rows_sampled as u64),
            share(near.rows as u64, copies.rows_sampled as u64),
        );
        Finding::new(&CHECK.rule, message)
            .columns(near.column.iter())
            .why(why.clone())
            .remedy(format!("Find out why {column} was written twice with slightly different values (rounding, a second export) and keep one row of each."))
            .evidence("rows", copies.rows_sampled).evidence("harm", near.rows as f64 / copies.rows_sampled as f64)
            .evidence("copies", near.rows)
    })
    .collect()
}
