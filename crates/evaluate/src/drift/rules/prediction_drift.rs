//! The model says other things than it used to.
//!
//! ## What it sees
//! The predictions of the package, or a column of them, on both tables: of probabilities and numbers the population stability
//! index with what chance brings taken off, of decisions the share of each. On the reference only predictions of rows the
//! model had not seen count. And where predictions in a column fit the answers less than before although columns and answers
//! still go together as they did: then the predictions changed by themselves.
//!
//! ## Why it sinks projects
//! Whoever acts on the predictions has more or less to do than planned. And where answers come late, it is the first sign
//! that something is wrong.
//!
//! ## Example
//! The package's mean probability went from 0.26 to 0.41.
//!
//! ## What to do
//! Look at the columns first: a fault of the feed is the usual cause. If predictions changed by themselves, ask whoever makes
//! them what they changed: the model, its calibration, the threshold, the rows it was joined to. If neither, the world has
//! changed: compare with the answers as soon as there are some.
//!
//! ## References
//! Breck et al., "The ML test score" (IEEE Big Data 2017), monitoring 7. Rabanser et al., "Failing loudly" (NeurIPS 2019).

use ::report::number::{percent, significant};
use ::report::{Finding, Level, Rule};

use super::{Harm, harm, response, with_cost};
use crate::drift::causes::Response;
use crate::drift::cost::Cost;
use crate::drift::evidence::Measured;
use crate::drift::labels::Answered;
use crate::drift::words;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "prediction-drift", level: Level::Warn, text: include_str!("prediction_drift.rs") };

/// A loss that eats all of the gain: the predictions are no better than knowing nothing.
const ALL: f64 = 1.0;

/// Look at what is said of both tables, where it is what is at work that says it.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let at_work = measured.at_work || measured.predicted;
    let moved = measured.prediction.as_ref().filter(|said| said.moved && at_work);
    let costs = |cost: Option<Cost>| cost.filter(|cost| harm(Some(cost), measured) >= Harm::Some);
    let relation = measured.concept.as_ref().and_then(|concept| costs(concept.cost));
    let lost = measured.own_loss.as_ref().filter(|_| relation.is_none());
    let lost = lost.and_then(|lost| Some((lost, costs(lost.cost)?)));
    if moved.is_none() && lost.is_none() {
        return Vec::new();
    }
    // The relation, as far as a model of the columns can see, accounts for less than half of it.
    let relation = measured.concept.as_ref().and_then(|concept| concept.cost);
    let stands = |cost: &Cost| relation.is_some_and(|part| part.share_of_gain < cost.share_of_gain / 2.0);
    let alone = measured.by_themselves || lost.is_some_and(|(_, cost)| stands(&cost));
    let mut said: Vec<String> = moved.map(went).into_iter().collect();
    said.extend(lost.map(|(lost, cost)| {
        let (now, expected) = words::differing(lost.now, cost.loss_before);
        let part = words::part(cost.share_of_gain);
        let beside = if stands(&cost) { ", while columns and answers go together as before" } else { "" };
        format!("{} lose {now} where {expected} was to be expected ({part} their gain){beside}", lost.of)
    }));
    let faulty =
        measured.told().any(|column| column.changes.iter().any(|change| change.why.is_fault_of_the_feed()));
    let (asked, remedy) = if faulty {
        (Response::FixTheFeed, "Fix the faults of the feed named here, then look again.")
    } else if alone {
        (
            Response::AskAHuman,
            "The columns did not bring this. Ask whoever makes the predictions what changed there: the model, its calibration, the threshold, or the rows they are joined to.",
        )
    } else {
        (
            Response::AskAHuman,
            "Ask someone who knows the work whether more or fewer cases are to be expected; compare with the answers as soon as there are some.",
        )
    };
    let ruined = lost.is_some_and(|(_, cost)| cost.share_low >= ALL);
    let mut finding = Finding::new(&RULE, said.join("; "))
        .level(if ruined { Level::Stop } else { Level::Warn })
        .why("Whoever acts on the predictions has more or less to do than planned, or acts on the wrong cases; where answers come late this is the first sign that something is wrong.")
        .remedy(remedy)
        .evidence("kind", "prediction-drift")
        .evidence("response", response(asked))
        .evidence("by_themselves", alone)
        .evidence("rows", measured.rows);
    if let Some(said) = moved {
        let keys = if said.psi.is_some() { ["mean_reference", "mean"] } else { ["share_reference", "share"] };
        finding = finding
            .evidence("of", said.of.as_str())
            .evidence(keys[0], said.reference)
            .evidence(keys[1], said.now)
            .evidence("distance", said.psi)
            .evidence("distance_low", said.psi_low);
    }
    if let Some((lost, cost)) = lost {
        finding = with_cost(finding.evidence("labelled_rows", lost.rows), &cost);
    }
    vec![finding]
}

/// What went from what to what.
fn went(said: &Answered) -> String {
    match said.psi {
        Some(psi) => {
            let (was, is) = words::differing(said.reference, said.now);
            format!(
                "predictions have moved: {} of {} went from {was} to {is} (stability index {})",
                said.of,
                said.name,
                significant(psi, 2)
            )
        }
        None => format!(
            "predictions have moved: the share of `{}` in {} went from {} to {}",
            said.of,
            said.name,
            percent(said.reference),
            percent(said.now)
        ),
    }
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::drift::testing;
    let moved = testing::changed("said", |value| value.sqrt());
    [testing::predicted(&moved), testing::predicted(&testing::later())]
}
