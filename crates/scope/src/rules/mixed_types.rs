//! A column of numbers holds texts that are no numbers.
//!
//! ## What it sees
//! Texts such as `2.90 €`, `12,5` or `about 3` in a column whose other values are numbers. Words for "not known"
//! are reported as hidden-missing.
//!
//! ## Why it sinks projects
//! Whoever reads the table as numbers loses these rows without a word; whoever reads it as text loses the numbers.
//!
//! ## Example
//! `pastry_price` is a number in 940 rows and `€ 2.90` in 60.
//!
//! ## What to do
//! Mend them where the table is made: one type, one unit, one decimal mark.
//!
//! ## References
//! Hynes, Sculley & Terry, "The data linter" (NIPS workshop on ML systems, 2017).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::evidence::share;
use crate::measure::sentinel::{is_word, shown};

pub const CHECK: Check = Check {
    rule: Rule { name: "mixed-types", level: Level::Warn, text: include_str!("mixed_types.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::mixed_types,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let rows = study.profile.rows;
    let among_numbers = study.columns().filter_map(|column| {
        let strays = column.strays.iter().filter(|(text, _)| !is_word(text));
        let strays: Vec<(String, usize)> =
            strays.map(|(text, count)| (text.clone(), *count as usize)).collect();
        let lost: usize = strays.iter().map(|(_, count)| count).sum();
        (lost > 0).then(|| finding(study, &column.name, lost as u64, rows, &strays))
    });
    let as_text = study.mixtures.iter().map(|mixture| {
        finding(study, &mixture.column, mixture.disguised as u64, mixture.rows as u64, &mixture.examples)
    });
    among_numbers.chain(as_text).collect()
}

fn finding(study: &Study<'_>, column: &str, lost: u64, rows: u64, texts: &[(String, usize)]) -> Finding {
    let target = &study.target.name;
    let message = format!(
        "{column} is a column of numbers, but {} of {} rows hold text: {}",
        count(lost),
        count(rows),
        shown(texts)
    );
    Finding::new(&CHECK.rule, message)
        .columns([column])
        .why(format!(
            "Read as numbers, {} of the values that should predict {target} are lost without a word; read as text, all of them.",
            share(lost, rows)
        ))
        .remedy(format!("Mend {column} where the table is made: one type, one unit, one decimal mark."))
        .evidence("rows", rows).evidence("harm", study.weight(column) * lost as f64 / rows.max(1) as f64)
        .evidence("rows_of_text", lost)
}
