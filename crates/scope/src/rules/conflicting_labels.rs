//! Rows alike in everything have different answers.
//!
//! ## What it sees
//! Rows equal in every column but the target (and columns that only name rows), with another answer: more of them than
//! chance makes in so coarse a table. A quantity conflicts when the answers are a tenth of all rows apart.
//!
//! ## Why it sinks projects
//! No model can be right on both. Such rows put a limit on every score, teach the model to hesitate, and mean that answers
//! were entered twice and differently, or that what tells the cases apart is not in the table.
//!
//! ## Example
//! 72 of 1,272 rows repeat another row with the other answer; chance explains 0.
//!
//! ## What to do
//! Find which of the answers holds (the later one? the one from the source?) and keep that. If both hold, find the column
//! that is missing.
//!
//! ## References
//! Northcutt, Athalye & Mueller, "Pervasive label errors in test sets destabilize machine learning benchmarks" (NeurIPS
//! 2021).

use report::number::{count, percent};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule {
        name: "conflicting-labels",
        level: Level::Warn,
        text: include_str!("conflicting_labels.rs"),
    },
    findings,
    #[cfg(test)]
    examples: super::examples::conflicting_labels,
};

/// Rows in conflict that are worth a word.
const ROWS: usize = 5;
/// Share of the rows in conflict that hurts.
const SHARE: f64 = 0.005;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let copies = &study.copies;
    let conflicts = copies.conflicts;
    let beyond = conflicts.pairs > 3.0 * conflicts.by_chance;
    if conflicts.rows < ROWS || (conflicts.rows as f64) < SHARE * copies.rows_sampled as f64 || !beyond {
        return Vec::new();
    }
    let target = &study.target.name;
    let share = percent(conflicts.rows as f64 / copies.rows_sampled as f64);
    let message = format!(
        "{} of {} rows ({share}) are like another row in everything and have another {target}; chance explains {}",
        count(conflicts.rows as u64),
        count(copies.rows_sampled as u64),
        count(conflicts.by_chance.round() as u64),
    );
    vec![
        Finding::new(&CHECK.rule, message)
            .columns([target])
            .why(format!("No model can be right on both: {share} of the rows are lost to it whatever it learns, and {target} was entered twice and differently."))
            .remedy(format!("Find out which {target} holds (the later entry, the one from the source) and keep that row; if both hold, a column that tells the cases apart is missing."))
            .evidence("rows", copies.rows_sampled).evidence("harm", conflicts.rows as f64 / copies.rows_sampled as f64)
            .evidence("rows_in_conflict", conflicts.rows)
            .evidence("pairs", conflicts.pairs)
            .evidence("pairs_by_chance", conflicts.by_chance),
    ]
}
