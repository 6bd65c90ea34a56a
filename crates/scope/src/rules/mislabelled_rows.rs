//! Labels are wrong here and there.
//!
//! ## What it sees
//! Rows labelled otherwise where a quick model, tested on rows it has not seen, is sure. Honest errors fade where the model
//! is sure; swapped labels do not, however sure it is. That floor of the errors is estimated with its interval, and held to
//! be swapped labels only if nothing else tells those rows apart.
//!
//! ## Why it sinks projects
//! A model learns the wrong labels too, and is then judged by them: no score can rise above what the labels allow, and the
//! better model may look the worse one.
//!
//! ## Example
//! About 9 % of the labels of `disease` are wrong: of the 550 rows at which a quick model is sure, 50 are labelled otherwise.
//!
//! ## What to do
//! Show fifty of these rows to two people who know, without the labels. If they agree with each other against the table, have
//! the rest looked at, or the way labels come about.
//!
//! ## References
//! Northcutt, Jiang & Chuang, "Confident learning" (JAIR, 2021). Bootkrajang & Kabán, "Label-noise robust logistic regression"
//! (ECML 2012). Frénay & Verleysen, "Classification in the presence of label noise" (IEEE TNNLS, 2014).

use report::number::{count, percent};
use report::{Finding, Level, Rule};

use super::giveaway::giveaways;
use super::{Check, conflicting_labels};
use crate::Study;
use crate::measure::contradiction::Contradiction;

pub const CHECK: Check = Check {
    rule: Rule { name: "mislabelled-rows", level: Level::Warn, text: include_str!("mislabelled_rows.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::mislabelled_rows,
};

/// The least share of wrong labels, at the careful end, that is worth a word.
const NOISE: f64 = 0.015;
/// Twice the logarithm of how much likelier the errors must be with a floor.
const EVIDENCE: f64 = 6.5;
/// Rows that can be told apart so well have something in common: the model misses it.
const TOLD_APART: f64 = 0.64;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let target = &study.target.name;
    let plain = |found: &&Contradiction| {
        found.noise_low >= NOISE
            && found.evidence >= EVIDENCE
            && found.told_apart < TOLD_APART
            && found.contradicted >= 8
    };
    // A noisy copy of the target, and rows entered twice, contradict labels too: they are told as that.
    let explained = !giveaways(study).is_empty() || !(conflicting_labels::CHECK.findings)(study).is_empty();
    let Some(found) = study.contradiction.as_ref().filter(plain).filter(|_| !explained) else {
        return Vec::new();
    };
    let message = format!(
        "about {} of the labels of {target} look wrong (at least {}): of {} rows at which a quick model is sure, {} are labelled otherwise",
        percent(found.noise),
        percent(found.noise_low),
        count(found.sure as u64),
        count(found.contradicted as u64),
    );
    vec![
        Finding::new(&CHECK.rule, message)
            .columns([target])
            .why(format!("A model learns wrong labels too and is judged by them: no score on {target} can be better than its labels, and the better model may look the worse."))
            .remedy(format!("Show some of these rows to two people who know {target}, without the label; if they agree against the table, have the rest looked at, and how labels come about."))
            .evidence("rows", found.rows).evidence("harm", found.noise)
            .evidence("noise", found.noise)
            .evidence("noise_low", found.noise_low)
            .evidence("rows_sure", found.sure)
            .evidence("rows_contradicted", found.contradicted)
            .evidence("likelihood_ratio", found.evidence)
            .evidence("told_apart_auc", found.told_apart),
    ]
}
