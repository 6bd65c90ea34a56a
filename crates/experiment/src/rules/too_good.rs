//! The chosen candidate is all but perfect, which real problems hardly ever allow.
//!
//! ## What it sees
//! The deciding measure of the choice is within 1 % of perfect: an AUC, F1 or R² of 0.99 or more, or an
//! error that is 1 % or less of the one made by always giving the same answer.
//!
//! ## Why it sinks projects
//! A result this good nearly always comes from a column that already knows the answer: a copy of the
//! target, or a value filled in afterwards. In production that column is empty, and so is the result.
//!
//! ## Example
//! AUC 0.998 for "who will leave next month", from a column `retention_offer` that is written when a
//! customer calls to leave.
//!
//! ## What to do
//! Run `tenet scope` on the same table, look at the columns the model leans on most, and ask when each is
//! written. List those not known when predicting under `unavailable` in `[data]`. If the problem really is
//! this easy, say so under `[[allow]]`, and use a rule instead of a model.
//!
//! ## References
//! Kaufman, Rosset & Perlich, "Leakage in data mining" (KDD 2011).

use report::{Finding, Level, Rule, number};

use crate::Evidence;

/// Too good to be true.
pub const RULE: Rule = Rule { name: "too-good", level: Level::Stop, text: include_str!("too_good.rs") };

/// How near to perfect is too near, as a share of the whole range.
const SHARE: f64 = 0.01;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    // A series is forecast from its own past: no column can give it away.
    let chosen = evidence.chosen().filter(|_| evidence.forecast.is_none())?;
    let score = chosen.score?;
    let too_good = if evidence.higher_is_better {
        ["auc", "f1", "r2"].contains(&evidence.metric.as_str()) && score >= 1.0 - SHARE
    } else {
        let constant = evidence.candidates.iter().find(|candidate| candidate.name == "constant")?.score?;
        score <= constant * SHARE
    };
    let leaned_on: Vec<&str> =
        evidence.importance.iter().take(3).map(|(column, _)| column.as_str()).collect();
    let first = leaned_on.first().map_or(String::new(), |column| format!("; it leans most on {column}"));
    too_good.then(|| {
        Finding::new(
            &RULE,
            format!("{} reaches {} {}, all but perfect{first}", chosen.name, evidence.metric, number::score(score)),
        )
        .columns(leaned_on)
        .why(format!(
            "Real problems hardly ever allow this: a column most likely knows {} already, and will not when it matters.",
            evidence.target
        ))
        .remedy("Run `tenet scope`, ask when these columns are written, and list those not known yet under `unavailable` in [data].")
        .evidence("score", score)
        .evidence("rows", evidence.split.rows)
    })
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use super::tests::evidence;
    [
        evidence(&[("constant", 0.5, 0.0), ("linear", 0.998, 0.001)]),
        evidence(&[("constant", 0.5, 0.0), ("linear", 0.93, 0.01)]),
    ]
}
