//! One category is written in several ways.
//!
//! ## What it sees
//! Categories that differ in case, blanks, marks or accents only; single letters beside the words they begin (`m` and
//! `male`); and rare categories a slip of the key away from a frequent one. Categories that differ in a digit or a sign,
//! or that are both frequent, are taken for different.
//!
//! ## Why it sinks projects
//! To a model `Linz` and `LINZ` are two towns: it learns each from fewer rows, and a third spelling in use is a town it has
//! never seen.
//!
//! ## Example
//! `town` is `Villach` in 181 rows, `Vilach` in 22 and `VILLACH` in 18.
//!
//! ## What to do
//! Map the spellings to one where the table is made, and where the model is used.
//!
//! ## References
//! Schelter et al., "Automating large-scale data quality verification" (VLDB 2018). Damerau, "A technique for computer
//! detection and correction of spelling errors" (CACM, 1964).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule {
        name: "inconsistent-categories",
        level: Level::Warn,
        text: include_str!("inconsistent_categories.rs"),
    },
    findings,
    #[cfg(test)]
    examples: super::examples::inconsistent_categories,
};

/// Rows in another spelling that are worth a word.
const ROWS: usize = 3;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let target = &study.target.name;
    let personal = |name: &str| study.personal.iter().any(|personal| personal.column == name);
    study
        .spellings
        .iter()
        .filter(|(column, _)| !personal(column))
        .filter_map(|(column, spellings)| {
            let rows: usize = spellings.iter().flat_map(|spelling| &spelling.others).map(|(_, rows)| rows).sum();
            let first = &spellings[0];
            let others: Vec<String> =
                first.others.iter().take(3).map(|(level, rows)| format!("`{level}` ({})", count(*rows as u64))).collect();
            let message = format!(
                "{column} writes {} {} in several ways, in {} rows: `{}` ({}) is also {}",
                count(spellings.len() as u64),
                if spellings.len() == 1 { "category" } else { "categories" },
                count(rows as u64),
                first.usual.0,
                count(first.usual.1 as u64),
                others.join(", "),
            );
            let known = study.features.rows();
            (rows >= ROWS && rows * 1_000 >= known).then(|| {
                Finding::new(&CHECK.rule, message)
                    .columns([column])
                    .why(format!("A model takes each spelling for another {column}, learns what it says about {target} from fewer rows, and does not know the next spelling at all."))
                    .remedy(format!("Map the spellings of {column} to one where the table is made, and again where the model is used."))
                    .evidence("rows", known).evidence("harm", study.weight(column) * rows as f64 / known as f64)
                    .evidence("rows_in_other_spelling", rows)
                    .evidence("categories", spellings.len())
            })
        })
        .collect()
}
