//! The model at work has grown old.
//!
//! ## What it sees
//! With a package or a column of predictions. Where the data has answers: what a quick model learned from the new rows loses
//! less on rows it has not seen than the model at work does. Where it has none: the quality to be expected by the model's
//! own confidence lies surely below what it was. Nothing is said beside a fault of the feed that may spoil the predictions,
//! answers that are brought in another way, predictions that shape the answers, and predictions that changed by themselves:
//! learning again mends none of them.
//!
//! ## Why it sinks projects
//! Nobody notices a model that is a little worse every month. The plan's gain melts while its costs stay.
//!
//! ## Example
//! A model learned from the last 4,000 rows would lose 0.131 on them, the package would lose 0.158: 31 % of its gain.
//!
//! ## What to do
//! Retrain on newer rows, compare both on the same later rows, and replace the package when the new one is better. Agree on
//! how often that is looked at.
//!
//! ## References
//! Vela et al., "Temporal quality degradation in AI models" (Scientific Reports, 2022). Garg et al., "Leveraging unlabeled data
//! to predict out-of-distribution performance" (ICLR 2022).

use ::report::number::score;
use ::report::{Finding, Level, Rule};

use super::{Harm, harm, response, with_cost};
use crate::drift::causes::Response;
use crate::drift::evidence::Measured;
use crate::drift::{withheld, words};

/// The rule and its page.
pub const RULE: Rule = Rule { name: "stale-model", level: Level::Warn, text: include_str!("stale_model.rs") };

/// A fall of an expected quality that is worth a word.
const FALL: f64 = 0.02;

/// Look at what a fresh model would gain, else at the quality to be expected.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    if !measured.at_work || withheld::relation(measured).is_some() {
        return Vec::new();
    }
    let common = |finding: Finding| {
        let age = measured.stale.as_ref().and_then(|stale| stale.days_since);
        finding
            .why("Nobody notices a model that is a little worse every month; the plan's gain melts while its costs stay.")
            .remedy("Retrain on newer rows, compare both on the same later rows, and replace the package when the new one is better.")
            .evidence("kind", "stale-model")
            .evidence("response", response(Response::Retrain))
            .evidence("days_since", age)
            .evidence("rows", measured.rows)
    };
    if let Some(stale) = &measured.stale
        && let Some(cost) = stale.cost
    {
        if harm(Some(&cost), measured) < Harm::Some {
            return Vec::new();
        }
        let (anew, old) = words::differing(cost.loss_before, cost.loss_after);
        let message = format!(
            "a model learned from the new rows would lose {anew} on them where {} would lose {old}: {} the gain",
            stale.of,
            words::part(cost.share_of_gain)
        );
        return vec![with_cost(common(Finding::new(&RULE, message)), &cost)];
    }
    let expected = measured.estimated_quality.as_ref().filter(|_| !measured.by_themselves);
    let Some(quality) = expected else { return Vec::new() };
    // An error rises where a quality falls. Three standard errors, where the interval shows two.
    let low = quality.score - 1.5 * (quality.score - quality.low);
    let high = quality.score + 1.5 * (quality.high - quality.score);
    let (worst, was) =
        if quality.metric == "mae" { (-low, -quality.reference) } else { (high, quality.reference) };
    let small = FALL * if quality.metric == "mae" { quality.reference.abs() } else { 1.0 };
    if worst > was - small {
        return Vec::new();
    }
    let message = format!(
        "the {} to be expected of {} is {} ({} to {}), it was {}",
        quality.metric.replace("auc", "AUC").replace("mae", "mean error"),
        measured.model_words,
        score(quality.score),
        score(quality.low),
        score(quality.high),
        score(quality.reference)
    );
    vec![
        common(Finding::new(&RULE, message))
            .evidence("estimated", quality.score)
            .evidence("estimated_low", quality.low)
            .evidence("estimated_high", quality.high)
            .evidence("reference", quality.reference),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::drift::testing;
    let turned = testing::renamed("left", |row, name| match (row % 3, name) {
        (0, _) => name,
        (_, "yes") => "no",
        _ => "yes",
    });
    [testing::predicted(&turned), testing::predicted(&testing::later())]
}
