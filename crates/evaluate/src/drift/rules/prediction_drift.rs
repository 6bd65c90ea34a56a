//! The model says other things than it used to.
//!
//! ## What it sees
//! The predictions of the package (or of a column of them) on both tables: the population stability index with what chance
//! brings taken off. On the reference only predictions of rows the model had not seen count.
//!
//! ## Why it sinks projects
//! Whoever acts on the predictions has more or less to do than planned. And where answers come late, it is the first sign
//! that something is wrong.
//!
//! ## Example
//! The package's mean probability went from 0.26 to 0.41.
//!
//! ## What to do
//! Look at the columns first: a fault of the feed is the usual cause. If there is none, the world has changed: compare
//! with the answers as soon as there are some.
//!
//! ## References
//! Breck et al., "The ML test score" (IEEE Big Data 2017), monitoring 7. Rabanser et al., "Failing loudly" (NeurIPS 2019).

use ::report::number::significant;
use ::report::{Finding, Level, Rule};

use super::response;
use crate::drift::causes::Response;
use crate::drift::evidence::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "prediction-drift", level: Level::Warn, text: include_str!("prediction_drift.rs") };

/// Look at what is said of both tables, where it is the model at work that says it.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some(said) = measured.prediction.as_ref().filter(|said| said.moved && measured.at_work) else {
        return Vec::new();
    };
    let faulty = measured
        .features()
        .any(|column| column.changes.iter().any(|change| change.why.is_fault_of_the_feed()));
    let (asked, remedy) = if faulty {
        (Response::FixTheFeed, "Fix the faults of the feed named here, then look again.")
    } else {
        (
            Response::AskAHuman,
            "Ask someone who knows the work whether more or fewer cases are to be expected; compare with the answers as soon as there are some.",
        )
    };
    let message = format!(
        "predictions have moved: {} of {} went from {} to {} (stability index {})",
        said.of,
        said.name,
        significant(said.reference, 3),
        significant(said.now, 3),
        significant(said.psi.unwrap_or(0.0), 2)
    );
    vec![
        Finding::new(&RULE, message)
            .why("Whoever acts on the predictions has more or less to do than planned, and where answers come late this is the first sign that something is wrong.")
            .remedy(remedy)
            .evidence("kind", "prediction-drift")
            .evidence("response", response(asked))
            .evidence("mean_reference", said.reference)
            .evidence("mean", said.now)
            .evidence("distance", said.psi)
            .evidence("distance_low", said.psi_low)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::drift::testing;
    let moved = testing::changed("said", |value| value.sqrt());
    [testing::predicted(&moved), testing::predicted(&testing::later())]
}
