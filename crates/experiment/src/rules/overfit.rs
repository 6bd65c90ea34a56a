//! The choice has learned its rows by heart: most of what it knows of them is not true of others.
//!
//! ## What it sees
//! The deciding measure on rows the choice learned from, against the same out of fold. It fires when more than half of what
//! it gains over the constant answer on the rows it knows is gone on rows it does not, and that difference is beyond the noise
//! of the score. A gap alone is no fault: most models that work well know their own rows better than others.
//!
//! ## Why it sinks projects
//! What was learned by heart is of no use for a new case, and it changes with every new set of rows: the model after the next
//! training answers differently, and nobody can say why.
//!
//! ## Example
//! R2 0.93 on the rows it learned from and 0.31 out of fold, from 150 rows with 80 columns.
//!
//! ## What to do
//! Give it more rows or fewer columns, or take a simpler candidate; for one of your own, hold it back more (fewer or smaller
//! trees, a stronger penalty, earlier stopping).
//!
//! ## References
//! Hastie, Tibshirani & Friedman, *The Elements of Statistical Learning* (2009), section 7.4 (optimism of the training error).

use report::{Finding, Level, Rule, number};

use crate::Evidence;

/// Learned by heart.
pub const RULE: Rule = Rule { name: "overfit", level: Level::Warn, text: include_str!("overfit.rs") };

/// The share of the gain on known rows that must be gone on others.
const SHARE: f64 = 0.5;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let chosen = evidence.chosen().filter(|chosen| !chosen.is_baseline())?;
    let constant = evidence.candidates.iter().find(|candidate| candidate.name == "constant")?.score?;
    let (known, score) = (chosen.train_score?, chosen.score?);
    let up = if evidence.higher_is_better { 1.0 } else { -1.0 };
    let (gained, lost) = ((known - constant) * up, (known - score) * up);
    let noise = (chosen.high? - chosen.low?) / 2.0;
    if gained <= 0.0 || lost <= SHARE * gained || lost <= noise {
        return None;
    }
    Some(
        Finding::new(
            &RULE,
            format!(
                "{} reaches {} {} on rows it learned from and {} on others: {} of what it gains over saying the same of all is \
                 learned by heart",
                chosen.name,
                evidence.metric,
                number::score(known),
                number::score(score),
                number::percent(lost / gained)
            ),
        )
        .why("What is learned by heart helps with no new case, and changes with every training.")
        .remedy("Give it more rows or fewer columns, or take a simpler candidate; hold one of your own back more.")
        .evidence("train_score", known)
        .evidence("score", score)
        .evidence("rows", evidence.split.rows - evidence.split.holdout_rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let with = |known| {
        let mut evidence = super::tests::evidence(&[("constant", 0.5, 0.0), ("boosting", 0.64, 0.03)]);
        evidence.candidates[1].train_score = Some(known);
        evidence
    };
    [with(0.99), with(0.75)]
}
