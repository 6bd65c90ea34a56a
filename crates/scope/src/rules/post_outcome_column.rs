//! A column is filled in by the outcome.
//!
//! ## What it sees
//! Whether a cell is filled in (or is anything but the usual zero) tells the target: only one answer fills it.
//!
//! ## Why it sinks projects
//! When a prediction is made nothing has happened yet and the column is empty for everybody. The model takes
//! empty for one of the answers and gives that answer to all.
//!
//! ## Example
//! `refund_eur` is 0 for all who stayed and an amount for most who left: it was paid because they left.
//!
//! ## What to do
//! Add the column to `unavailable = [...]` under `[data]` in tenet.toml. If it is filled in for a reason known
//! beforehand, allow it with that reason: `[[allow]] rule = "post-outcome-column" columns = [...] because = "..."`.
//!
//! ## References
//! Kaufman, Rosset & Perlich, "Leakage in data mining" (KDD 2011), on learn-predict separation.

use report::number::{count, percent, score};
use report::{Finding, Level, Rule};

use super::Check;
use super::giveaway::{Giveaway, giveaways};
use crate::Study;
use crate::measure::Reading;

pub const CHECK: Check = Check {
    rule: Rule {
        name: "post-outcome-column",
        level: Level::Stop,
        text: include_str!("post_outcome_column.rs"),
    },
    findings,
    #[cfg(test)]
    examples: super::examples::post_outcome_column,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    giveaways(study)
        .iter()
        .filter(|giveaway| giveaway.by_filling)
        .map(|giveaway| finding(study, giveaway))
        .collect()
}

fn finding(study: &Study<'_>, giveaway: &Giveaway<'_>) -> Finding {
    let (telling, target) = (giveaway.telling, &study.target.name);
    let column = &telling.column;
    let empty = match &telling.reading {
        Reading::Filled { empty, .. } => empty.as_str(),
        _ => "missing",
    };
    let message = match (&telling.pure, telling.alone.auc) {
        (Some(part), _) => {
            let state =
                if part.name == "filled in" { format!("is not {empty}") } else { format!("is {empty}") };
            format!(
                "where {column} {state}, {target} is `{}` in {} of {} rows; the other columns led to expect {}",
                study.target.classes[part.class],
                count((part.rows - part.strays) as u64),
                count(part.rows as u64),
                percent(1.0 - part.strays_expected),
            )
        }
        (None, Some(auc)) => format!("whether {column} is {empty} tells {target} (AUC {})", score(auc)),
        (None, None) => {
            format!("whether {column} is {empty} tells {target} ({} decided)", percent(telling.alone.skill))
        }
    };
    let finding = Finding::new(&CHECK.rule, message)
        .level(giveaway.level)
        .columns([column])
        .why(format!(
            "{column} is filled in once {target} is known. At the moment of prediction it is {empty} for everybody, \
             and a model trained on it would give everybody the same answer."
        ))
        .remedy(super::target_leak::remedy(column))
        .evidence("rows", telling.rows).evidence("harm", giveaway.promise())
        .evidence("skill", telling.alone.skill)
        .evidence("skill_of_others", telling.others.skill)
        .evidence("auc", telling.alone.auc);
    match &telling.pure {
        Some(part) => finding.evidence("rows_with_value", part.rows).evidence("rows_otherwise", part.strays),
        None => finding,
    }
}
