//! The rules of drift: one file each, one line each in [`CHECKS`].
//!
//! Alarms follow what a change costs, not how surely it is seen: a column that moved far and costs nothing is a note.
//! Three rules are those of scoping, which looks for the same faults in a recent table: their pages stand there.

mod concept_drift;
mod feature_drift;
mod feedback_loop;
mod label_drift;
mod new_categories;
mod prediction_drift;
mod schema_change;
mod stale_model;
mod unit_change;

use ::report::{Finding, Level, Rule};

use super::causes::Response;
use super::cost::Cost;
use super::evidence::{Changed, Compared, Measured};
use super::roles::Role;
use super::words;
use crate::check::{Check, checks};

/// All rules of drift, most harmful first; findings of one level keep this order.
static CHECKS: [Check<Measured>; 9] = checks![
    schema_change,
    unit_change,
    concept_drift,
    feedback_loop,
    stale_model,
    label_drift,
    prediction_drift,
    new_categories,
    feature_drift,
];

/// The rules whose pages stand here, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule).filter(|rule| !rule.text.is_empty())
}

/// What the rules find, in their order; of one rule the costliest first.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    if measured.same {
        return Vec::new();
    }
    let harm =
        |finding: &Finding| finding.evidence.get("harm").and_then(serde_json::Value::as_f64).unwrap_or(0.0);
    let of_one = |check: &Check<Measured>| {
        let mut findings = (check.judge)(measured);
        findings.sort_by(|a, b| harm(b).total_cmp(&harm(a)));
        findings
    };
    CHECKS.iter().flat_map(of_one).collect()
}

/// What a change does to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    /// It is known to cost next to nothing.
    None,
    /// Nobody can tell.
    Unknown,
    /// It costs.
    Some,
    /// It takes most of what the model is for.
    Ruin,
}

/// A share of what the model gains that may be lost; and the share from which on little is left of it.
const LITTLE: f64 = 0.05;
const RUIN: f64 = 0.5;
/// A share of rows without their like in the reference, whose cost is not known.
const UNKNOWN: f64 = 0.05;

/// How much harm a change does, by its cost; by money where the plan says which loss matters.
fn harm(cost: Option<&Cost>, measured: &Measured) -> Harm {
    let Some(cost) = cost else { return Harm::Unknown };
    let money = cost.money_per_month.zip(measured.smallest_gain.filter(|gain| *gain > 0.0));
    let matters = money.is_none_or(|(lost, least)| lost >= least);
    if cost.share_low >= RUIN {
        Harm::Ruin
    } else if cost.share_low >= LITTLE && matters {
        Harm::Some
    } else if cost.unknown >= UNKNOWN || (cost.share_of_gain >= LITTLE && matters) {
        Harm::Unknown
    } else {
        Harm::None
    }
}

/// Whether the package at work does not read the column at all.
fn is_unused(column: &Compared, measured: &Measured) -> bool {
    measured.at_work && column.importance == Some(0.0)
}

/// The level of a fault of the feed: it is named wherever the column is used, whatever it costs today.
fn level_of_fault(column: &Compared, change: &Changed, measured: &Measured) -> Level {
    match harm(change.cost.as_ref(), measured) {
        _ if is_unused(column, measured) => Level::Note,
        Harm::Ruin => Level::Stop,
        _ => Level::Warn,
    }
}

/// The level of a change of the world: by what it costs alone.
fn level_of_change(column: &Compared, change: &Changed, measured: &Measured) -> Level {
    match harm(change.cost.as_ref(), measured) {
        _ if is_unused(column, measured) => Level::Note,
        Harm::Ruin => Level::Stop,
        Harm::Some | Harm::Unknown => Level::Warn,
        Harm::None => Level::Note,
    }
}

/// A finding about one change of one column, with all that is known of it.
fn finding(
    rule: &Rule,
    message: String,
    column: &Compared,
    change: &Changed,
    measured: &Measured,
) -> Finding {
    let since = column.since.as_ref().map_or(String::new(), |since| format!(", since {since}"));
    let harm = change.cost.map_or(0.0, |cost| cost.share_of_gain.clamp(0.0, 1.0));
    let mut finding = Finding::new(rule, format!("{message}{since}"))
        .columns([&column.name])
        .evidence("cause", change.cause)
        .evidence("kind", if column.role == Role::Label { "label-drift" } else { "feature-drift" })
        .evidence("response", serde_json::json!(change.response))
        .evidence("distance", column.distance)
        .evidence("distance_low", column.low)
        .evidence("distance_high", column.high)
        .evidence("harm", harm)
        .evidence("rows", measured.rows);
    if let serde_json::Value::Object(details) = &change.details {
        finding.evidence.extend(details.clone());
    }
    if let Some(importance) = column.importance {
        finding = finding.evidence("importance", importance);
    }
    if let Some(cost) = change.cost {
        finding = with_cost(finding, &cost);
    }
    match &column.since {
        Some(since) => finding.evidence("since", since.as_str()),
        None => finding,
    }
}

fn with_cost(finding: Finding, cost: &Cost) -> Finding {
    finding
        .evidence("loss_before", cost.loss_before)
        .evidence("loss_after", cost.loss_after)
        .evidence("share_of_gain", cost.share_of_gain)
        .evidence("share_low", cost.share_low)
        .evidence("share_high", cost.share_high)
        .evidence("money_per_month", cost.money_per_month)
}

/// Why it matters, then what it costs.
fn why(reason: &str, change: &Changed, measured: &Measured) -> String {
    format!("{reason} {}", words::cost(change.cost.as_ref(), measured)).trim_end().to_owned()
}

fn response(response: Response) -> serde_json::Value {
    serde_json::json!(response)
}

#[test]
fn the_laws_hold() {
    crate::check::hold(&CHECKS, |measured| measured.rows);
    for check in &CHECKS {
        let [fires, _] = (check.examples)();
        let mut findings = (check.judge)(&fires).into_iter();
        assert!(findings.all(|finding| finding.evidence.contains_key("response")), "{}", check.rule.name);
    }
}
