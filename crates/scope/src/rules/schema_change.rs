//! The recent table has other columns.
//!
//! ## What it sees
//! With `--recent`: columns that are gone, new, no longer filled, or of another kind; where a column is gone and a new one
//! is spread like it, that it may be renamed. Columns in another order are the same.
//!
//! ## Why it sinks projects
//! A model asks for its columns by name. When one is gone or means something else, it fails, or worse, goes on with a gap.
//!
//! ## Example
//! `letters_sent` is gone; `letters` is new and holds the like of it.
//!
//! ## What to do
//! Agree with whoever makes the table which columns it has, and write that down; map renamed ones back.
//!
//! ## References
//! Breck et al., "Data validation for machine learning" (MLSys 2019).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::measure::against::Schema;

pub const CHECK: Check = Check {
    rule: Rule { name: "schema-change", level: Level::Warn, text: include_str!("schema_change.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::schema_change,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(against) = &study.against else { return Vec::new() };
    let target = &study.target.name;
    let kind = |kind: frame::Kind| format!("{kind:?}").to_lowercase();
    against
        .schema
        .iter()
        .map(|change| {
            let (columns, message, level) = match change {
                Schema::Gone(gone, Some(like)) => {
                    (vec![gone, like], format!("{gone} is gone from the recent table; {like} is new and holds the like of it"), Level::Warn)
                }
                Schema::Gone(gone, None) => (vec![gone], format!("{gone} is gone from the recent table"), Level::Warn),
                Schema::New(new) => (vec![new], format!("{new} is new in the recent table"), Level::Warn),
                Schema::Kind(name, was, is) => {
                    (vec![name], format!("{name} was {} and is {} in the recent table", kind(*was), kind(*is)), Level::Warn)
                }
                Schema::Empty(name) => (vec![name], format!("{name} is filled no more in the recent table"), Level::Warn),
            };
            let weight = columns.iter().map(|column| study.weight(column)).fold(0.0, f64::max);
            Finding::new(&CHECK.rule, format!("{message} ({} rows)", count(against.rows.1 as u64)))
                .level(level)
                .columns(columns)
                .why(format!("A model that predicts {target} from the columns of this table meets others in use: it fails, or goes on with a gap."))
                .remedy("Agree with whoever makes the table which columns it has, and map renamed ones back before predicting.")
                .evidence("rows", against.rows.1).evidence("harm", weight)
        })
        .collect()
}
