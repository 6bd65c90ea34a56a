//! The same thing comes back in several rows, with the same answer.
//!
//! ## What it sees
//! A column of codes, numbers or names that repeat, whose rows agree on the target far more than rows of different things
//! do (intraclass correlation). A useful category, such as a place, is not one: it has many rows, and they differ; nor is
//! a measurement, whose neighbours agree as well.
//!
//! ## Why it sinks projects
//! A random split puts rows of one pupil on both sides. The model recognises the pupil instead of predicting, looks
//! splendid in the test, and knows nothing of new pupils.
//!
//! ## Example
//! `pupil`: 260 pupils have 1,180 rows, and the rows of one pupil nearly always have the same answer.
//!
//! ## What to do
//! Give the column as `--group` (or `group` under `[data]` in tenet.toml): every step then keeps the rows of one thing on
//! one side. Leave the column itself out of learning.
//!
//! ## References
//! Roberts et al., "Cross-validation strategies for data with temporal, spatial, hierarchical, or phylogenetic structure"
//! (Ecography, 2017). Shrout & Fleiss, "Intraclass correlations" (Psychological Bulletin, 1979).

use report::number::{count, score};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::measure::entity::Entity;

pub const CHECK: Check = Check {
    rule: Rule { name: "grouped-rows", level: Level::Warn, text: include_str!("grouped_rows.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::grouped_rows,
};

/// Agreement, at the careful end, from which a random split flatters.
const AGREES: f64 = 0.35;

/// Standard deviations beyond the agreement of answers dealt out by chance.
const BEYOND: f64 = 6.0;

/// The thing that comes back, if one does.
pub fn entity<'a>(study: &'a Study<'_>) -> Option<&'a Entity> {
    study.entities.iter().find(|entity| {
        entity.agreement_low >= AGREES
            && entity.beyond_chance >= BEYOND
            && entity.agreement_of_neighbours < 0.5 * entity.agreement
            && study.time.as_ref() != Some(&entity.column)
    })
}

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let target = &study.target.name;
    entity(study)
        .map(|entity| {
            let column = &entity.column;
            let message = format!(
                "{column} comes back: {} of its values have {} rows, and rows with the same {column} agree on {target} (agreement {}; 0 is chance, 1 is always)",
                count(entity.things as u64),
                count(entity.rows as u64),
                score(entity.agreement),
            );
            Finding::new(&CHECK.rule, message)
                .columns([column])
                .why(format!(
                    "A random split puts rows of the same {column} on both sides: a model looks {target} up instead of predicting it, and knows nothing of a new {column}."
                ))
                .remedy(format!(
                    "Give it as `--group {column}` (or `group = \"{column}\"` under [data] in tenet.toml): its rows then stay on one side of every split."
                ))
                .evidence("rows", entity.rows).evidence("harm", entity.agreement)
                .evidence("things", entity.things)
                .evidence("agreement", entity.agreement)
                .evidence("agreement_low", entity.agreement_low)
        })
        .into_iter()
        .collect()
}
