//! What the columns say of the answer has changed.
//!
//! ## What it sees
//! With answers in both tables: the model's loss on the data against the loss to be expected there if only the mix of rows,
//! or the share of each answer, had changed (the reference's losses, weighed). What is left above that, surely and by a
//! twentieth of what the model gains, is the relation's. Units and spellings that can be put right are put right first;
//! beside a fault that cannot, answers that are brought in another way, and predictions that shape the answers, nothing is
//! said. What predictions in a column lose counts only as far as a quick model of the reference, which reads the columns,
//! loses it too: predictions can change by themselves.
//!
//! ## Why it sinks projects
//! The model is wrong about rows like those it learned from. No other feed and no other threshold mends that.
//!
//! ## Example
//! The loss is 0.171 where 0.139 was to be expected: 41 % of what the model gains is lost. Since a competitor's offer, long
//! contracts leave too.
//!
//! ## What to do
//! Ask who knows the field what has changed, and whether the question is still the right one. Then learn again from rows
//! after the change only.
//!
//! ## References
//! Gama et al., "A survey on concept drift adaptation" (ACM Computing Surveys, 2014). Shimodaira (2000). Lipton, Wang & Smola
//! (ICML 2018). Cai, Namkoong & Yadlowsky, "Diagnosing model performance under distribution shift" (2023).

use ::report::{Finding, Level, Rule};

use super::{Harm, harm, response, with_cost};
use crate::drift::causes::Response;
use crate::drift::evidence::Measured;
use crate::drift::words;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "concept-drift", level: Level::Warn, text: include_str!("concept_drift.rs") };

/// A loss that eats all of the gain: the model is no better than knowing nothing.
const ALL: f64 = 1.0;

/// Look at the loss that nothing but the relation explains.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some(concept) = &measured.concept else { return Vec::new() };
    let Some(cost) = concept.cost.filter(|cost| harm(Some(cost), measured) >= Harm::Some) else {
        return Vec::new();
    };
    let (now, expected) = words::differing(concept.now, cost.loss_before);
    let message = format!(
        "the relation of columns and answer has changed: the loss of {} is {now} where {expected} was to be expected ({} the gain is lost)",
        concept.of,
        words::part(cost.share_of_gain)
    );
    let level = if measured.at_work && cost.share_low >= ALL { Level::Stop } else { Level::Warn };
    let finding = Finding::new(&RULE, message)
        .level(level)
        .why("The model is wrong about rows like those it learned from; neither other rows nor another share of answers explains it.")
        .remedy("Rethink: ask who knows the field what changed and whether the question is still the right one; then learn again from rows after the change.")
        .evidence("kind", "concept-drift")
        .evidence("response", response(Response::Rethink))
        .evidence("loss", concept.loss)
        .evidence("loss_reference", concept.reference)
        .evidence("harm", cost.share_of_gain.clamp(0.0, 1.0))
        .evidence("labelled_rows", concept.rows)
        .evidence("rows", measured.rows);
    vec![with_cost(finding, &cost)]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::drift::testing;
    let turned = testing::renamed("left", |row, name| match (row % 2, name) {
        (0, "yes") => "no",
        (0, _) => "yes",
        _ => name,
    });
    [testing::compared(&turned), testing::compared(&testing::later())]
}
