//! A column has so many different texts that most new rows will bring a new one.
//!
//! ## What it sees
//! Text in which the next row's value was never seen before in at least one case of five (the share of texts that occur
//! once). Many categories that come back often are not meant. Columns that name rows or persons are told by other rules.
//!
//! ## Why it sinks projects
//! What a model learns about a text it will never meet again is learned by heart. It makes the training score splendid and
//! the model large, and helps with no new row.
//!
//! ## Example
//! `title` has 1,273 different texts in 1,300 rows.
//!
//! ## What to do
//! Take out of it what comes back: words, the length, a brand, a size. Or leave it out.
//!
//! ## References
//! Good, "The population frequencies of species and the estimation of population parameters" (Biometrika, 1953).
//! Cerda & Varoquaux, "Encoding high-cardinality string categorical variables" (IEEE TKDE, 2022).

use report::number::{count, percent};
use report::{Finding, Level, Rule};

use super::giveaway::giveaways;
use super::{Check, grouped_rows};
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "high-cardinality", level: Level::Warn, text: include_str!("high_cardinality.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::high_cardinality,
};

/// Chance of a new text from which a column cannot be read as categories.
const UNSEEN: f64 = 0.2;
/// Fewer different texts are few, whatever their share.
const MANY: usize = 30;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let target = &study.target.name;
    let leaks = giveaways(study);
    let elsewhere = |name: &str| {
        study.identities.iter().any(|(known, _)| known == name)
            || study.personal.iter().any(|personal| personal.column == name)
            || study.mixtures.iter().any(|mixture| mixture.column == name)
            || leaks.iter().any(|leak| leak.telling.column == name)
            || grouped_rows::entity(study).is_some_and(|entity| entity.column == name)
    };
    study
        .novelties
        .iter()
        .filter(|novelty| novelty.unseen >= UNSEEN && novelty.distinct >= MANY && !elsewhere(&novelty.column))
        .map(|novelty| {
            let column = &novelty.column;
            let message = format!(
                "{column} has {} different texts in {} rows: {} of new rows will bring one never seen before",
                count(novelty.distinct as u64),
                count(novelty.rows as u64),
                percent(novelty.unseen),
            );
            let taken = if novelty.words > 2 { "words, the length" } else { "its beginning, its kind" };
            Finding::new(&CHECK.rule, message)
                .columns([column])
                .why(format!("A model would learn {target} by heart for texts that never come back, and look better in training than it is."))
                .remedy(format!("Take out of {column} what comes back ({taken}), or leave it out."))
                .evidence("rows", novelty.rows).evidence("harm", study.weight(column) * novelty.unseen)
                .evidence("distinct", novelty.distinct)
                .evidence("unseen", novelty.unseen)
        })
        .collect()
}
