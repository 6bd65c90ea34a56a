//! The recent table has categories that were never seen before.
//!
//! ## What it sees
//! With `--recent`: categories that do not occur in the table, in at least one recent row of a hundred and in more of them
//! than the categories that occurred once lead one to expect. Another spelling of a known category counts as new.
//!
//! ## Why it sinks projects
//! A model has learned nothing about them. It takes them for missing or for an average, and nobody notices that it guesses.
//!
//! ## Example
//! `fuel` is `hydrogen` in 58 of 900 recent rows and was so in none before.
//!
//! ## What to do
//! Ask whether they are new or only named anew. Collect rows with them, and say what is to be predicted until then.
//!
//! ## References
//! Breck et al., "Data validation for machine learning" (MLSys 2019).

use report::number::{count, percent};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "new-categories", level: Level::Warn, text: include_str!("new_categories.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::new_categories,
};

/// Share of recent rows from which a model is of no use for the column.
const MOST: f64 = 0.5;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(against) = &study.against else { return Vec::new() };
    let target = &study.target.name;
    against
        .categories
        .iter()
        .map(|unseen| {
            let column = &unseen.column;
            let shown: Vec<String> =
                unseen.categories.iter().take(3).map(|(name, rows)| format!("`{name}` ({})", count(*rows as u64))).collect();
            let more = unseen.categories.len().saturating_sub(3);
            let more = if more > 0 { format!(" and {} more", count(more as u64)) } else { String::new() };
            let message = format!(
                "{column} has categories never seen before in {} of {} recent rows: {}{more}",
                percent(unseen.share),
                count(against.rows.1 as u64),
                shown.join(", "),
            );
            Finding::new(&CHECK.rule, message)
                .level(if unseen.share >= MOST { Level::Stop } else { Level::Warn })
                .columns([column])
                .why(format!("A model has learned nothing about {target} for them: it guesses in these rows, and nobody notices."))
                .remedy(format!("Ask whether these are new or only named anew; collect rows with them, and decide what to predict for an unknown {column} until then."))
                .evidence("rows", against.rows.1).evidence("harm", study.weight(column) * unseen.share)
                .evidence("share", unseen.share)
                .evidence("share_expected", unseen.expected)
        })
        .collect()
}
