//! A column is no longer what the model learned from.
//!
//! ## What it sees
//! Each column against the same column of a fixed reference, in bins of the reference: the population stability index with
//! what chance brings taken off, and the least it may be for all columns together. Missing values that became more or
//! fewer, and values that now stand for "not known", are named as such; so are other units, new categories and columns that
//! are gone or swapped (`unit-change`, `new-categories`, `schema-change`). Dates, counters, ids and free text move by
//! their nature and are left out. With windows, a move must also be further than any within the reference.
//!
//! ## Why it sinks projects
//! A model is right about rows like those it learned from. What a move costs is measured: the reference's rows are weighed
//! (or spoiled) as the data is, and the model's loss is taken anew. A move that costs next to nothing is a note, however far
//! it is and however sure; one whose cost nobody can tell is a warning.
//!
//! ## Example
//! `tenure`: its median went from 29 to 8 months. It costs 22 % of the gain of the package over knowing nothing.
//!
//! ## What to do
//! More missing values or a new code: fix the feed. A changed world: retrain on newer rows once they have answers, and
//! until then watch the estimated quality. Do not retrain on a feed that is broken.
//!
//! ## References
//! Yurdakul, "Statistical properties of population stability index" (2018). Shimodaira, "Improving predictive inference under
//! covariate shift" (2000). Breck et al., "Data validation for machine learning" (MLSys 2019). Rabanser et al., "Failing
//! loudly" (NeurIPS 2019).

use ::report::number::{percent, significant};
use ::report::{Finding, Level, Rule};

use super::{finding, harm, level_of_change, level_of_fault, response, why};
use crate::drift::causes::{Cause, Response};
use crate::drift::evidence::{Changed, Compared, Measured};
use crate::drift::windows::FAR;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "feature-drift", level: Level::Warn, text: include_str!("feature_drift.rs") };

/// A model that tells the tables apart this well has seen something.
const APART: f64 = 0.56;
/// And this well something that may matter, where the cost is not known.
const FAR_APART: f64 = 0.62;

/// Look at each column, then at all of them together.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let mut findings: Vec<Finding> = measured
        .features()
        .flat_map(|column| column.changes.iter().filter_map(move |change| of(column, change, measured)))
        .collect();
    if measured.features().all(|column| column.changes.is_empty()) {
        findings.extend(together(measured));
    }
    findings
}

fn of(column: &Compared, change: &Changed, measured: &Measured) -> Option<Finding> {
    let name = &column.name;
    match &change.why {
        Cause::Missing(was, is) => {
            let more = is > was;
            let message = format!("missing values of {name} went from {} to {}", percent(*was), percent(*is));
            let reason = if more {
                "Gaps that grow come from the feed far more often than from the world: a source that stopped, a join that misses."
            } else {
                "Fewer gaps are good news, but the rows filled now may be unlike those filled before."
            };
            let remedy = if more {
                format!(
                    "Fix the feed: find out why {name} is not filled. Only if that is how it is from now on, learn again from rows with such gaps."
                )
            } else {
                format!("Ask whoever fills {name} what has changed; nothing else needs to be done.")
            };
            let level = if more { level_of_fault(column, change, measured) } else { Level::Note };
            Some(
                finding(&RULE, message, column, change, measured)
                    .level(level)
                    .why(why(reason, change, measured))
                    .remedy(remedy),
            )
        }
        Cause::Sentinel(value, _, share) => {
            let message = format!(
                "{name} is `{value}` in {} of the rows, a value the reference all but lacks: it seems to stand for \"not known\"",
                percent(*share)
            );
            Some(
                finding(&RULE, message, column, change, measured)
                    .level(level_of_fault(column, change, measured))
                    .why(why("A model reads it as a value like any other. This is a fault of the feed, not a change of the world.", change, measured))
                    .remedy(format!("Fix the feed: leave {name} empty where it is not known, as it was before.")),
            )
        }
        Cause::Distribution => {
            let far = column.low.is_some_and(|low| low >= FAR);
            let costly = harm(change.cost.as_ref(), measured) >= super::Harm::Some;
            (far || costly).then_some(())?;
            let moved =
                column.from_to.clone().unwrap_or_else(|| "its values are spread in another way".to_owned());
            let distance = column
                .distance
                .map_or(String::new(), |distance| format!(" (stability index {})", significant(distance, 2)));
            let level = level_of_change(column, change, measured);
            let remedy = match level {
                Level::Note => "Nothing needs to be done; it is told so that nobody is surprised.".to_owned(),
                _ => format!(
                    "Ask someone who knows {name} whether the world changed or the way it is measured. If the world: retrain on newer rows once they have answers."
                ),
            };
            let asked = if level == Level::Note { Response::Nothing } else { Response::Retrain };
            Some(
                finding(&RULE, format!("{name} has moved: {moved}{distance}"), column, change, measured)
                    .level(level)
                    .why(why("The model meets rows unlike those it learned from.", change, measured))
                    .remedy(remedy)
                    .evidence("response", response(asked)),
            )
        }
        _ => None,
    }
}

/// No column moved alone, yet the tables can be told apart: columns moved together.
fn together(measured: &Measured) -> Option<Finding> {
    let domain =
        measured.domain.as_ref().filter(|domain| domain.auc - 1.7 * (domain.auc - domain.low) >= APART)?;
    let cost = measured
        .concept
        .as_ref()
        .and_then(|concept| Some((concept.expected? - concept.reference, concept.reference)));
    let harmless = cost.is_some_and(|(rise, reference)| rise < 0.05 * reference);
    let level = if harmless || domain.low < FAR_APART { Level::Note } else { Level::Warn };
    let asked = if level == Level::Note { Response::Nothing } else { Response::AskAHuman };
    Some(
        Finding::new(&RULE, format!("no column moved alone, but together they tell the tables apart (AUC {} of a model that tries to)", ::report::number::score(domain.auc)))
            .level(level)
            .why("How columns go together has changed; a model may have learned the old ways.")
            .remedy("Ask someone who knows the data which columns go together in another way than before.")
            .evidence("kind", "feature-drift")
            .evidence("cause", "joint-distribution")
            .evidence("response", response(asked))
            .evidence("auc", domain.auc)
            .evidence("auc_low", domain.low)
            .evidence("rows", measured.rows),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::drift::testing;
    let older = testing::changed("weight", |value| value + 25.0);
    [testing::compared(&older), testing::compared(&testing::later())]
}
