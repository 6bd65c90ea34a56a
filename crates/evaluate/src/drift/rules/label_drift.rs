//! The answers come in other shares than before.
//!
//! ## What it sees
//! With answers in both tables: the share of each class (of numbers, their spread), and whether the difference is beyond
//! chance and changes the odds by a tenth or more. Answers in another unit are turned back first. Nothing is said of answers
//! that are brought in another way, or that the predictions shape: known ones are then not like all others.
//!
//! ## Why it sinks projects
//! A model learned how often each answer comes. When that changes, its probabilities are off and its threshold is in the
//! wrong place, even where it still ranks the rows well.
//!
//! ## Example
//! `churned` = `yes` went from 26.5 % to 35.1 %.
//!
//! ## What to do
//! First make sure that the answers are counted as before and are all in. Then correct the probabilities for the new share,
//! or retrain on newer rows, and set the threshold anew.
//!
//! ## References
//! Saerens, Latinne & Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities" (Neural
//! Computation, 2002). Lipton, Wang & Smola, "Detecting and correcting for label shift" (ICML 2018).

use ::report::number::percent;
use ::report::{Finding, Level, Rule};

use super::response;
use crate::drift::causes::Response;
use crate::drift::evidence::Measured;
use crate::drift::{withheld, words};

/// The rule and its page.
pub const RULE: Rule = Rule { name: "label-drift", level: Level::Warn, text: include_str!("label_drift.rs") };

/// Look at the answers of both tables.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let moved = measured.label.as_ref().filter(|label| label.moved);
    let Some(label) = moved.filter(|_| withheld::share(measured).is_none()) else { return Vec::new() };
    let numbers = label.psi.is_some();
    let of = if numbers { "the mean".to_owned() } else { format!("`{}`", label.of) };
    let (was, is) = if numbers {
        words::differing(label.reference, label.now)
    } else {
        (percent(label.reference), percent(label.now))
    };
    let message = format!("the answers have moved: {of} of {} went from {was} to {is}", label.name);
    let (reason, then) = if numbers {
        ("The model learned from answers of the old size.", "retrain on newer rows")
    } else {
        (
            "Probabilities and the threshold were made for the old share of answers.",
            "retrain on newer rows and set the threshold anew",
        )
    };
    vec![
        Finding::new(&RULE, message)
            .columns([&label.name])
            .why(reason)
            .remedy(format!(
                "Ask whether {} is still counted as before and whether all answers are in. If so, {then}.",
                label.name
            ))
            .evidence("kind", "label-drift")
            .evidence("cause", "label-rate")
            .evidence("response", response(Response::Retrain))
            .evidence("class", label.of.as_str())
            .evidence("share_reference", label.reference)
            .evidence("share", label.now)
            .evidence("distance", label.psi)
            .evidence("labelled_rows", label.rows.1)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::drift::testing;
    let later = testing::later();
    let left = later.column("left").expect("it is there");
    // Most of those who stayed are left out.
    let kept: Vec<usize> = (0..later.rows()).filter(|&row| left.show(row) == "yes" || row % 3 == 0).collect();
    [testing::compared(&later.take(&kept)), testing::compared(&later)]
}
