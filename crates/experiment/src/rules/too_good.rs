//! The chosen candidate is all but perfect, which real problems hardly ever allow.
//!
//! ## What it sees
//! How near the deciding measure of the choice is to that of always being right:
//!
//! - AUC, F1, accuracy, R², or recall or precision at a level asked for: 0.99 or more (at a level asked for the AUC
//!   too, since an easy level proves nothing);
//! - log-loss and Brier score: right in 99 of 100 rows, and no more than the score of one that is so and knows it (0.056
//!   and 0.01);
//! - errors in the target's own unit, as RMSE and MAE: a tenth or less of the error made by always giving the same
//!   answer, and an R² of 0.99 or more;
//! - money: 97.5 % or more of the way from always giving the same answer to always being right.
//!
//! Wherever always giving the same answer is nearly right already, as where almost all rows say no, it has to go 95 % of
//! the way from there to perfect as well.
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
//! written. List those not known when predicting under `unavailable` in `[data]`. Of a candidate of your own, look
//! whether its command can see the answers. If the problem really is this easy, say so under `[[allow]]`, and use a rule
//! instead of a model.
//!
//! ## References
//! Kaufman, Rosset & Perlich, "Leakage in data mining" (KDD 2011).

use report::{Finding, Level, Rule, number};

use crate::{Candidate, Evidence};

/// Too good to be true.
pub const RULE: Rule = Rule { name: "too-good", level: Level::Stop, text: include_str!("too_good.rs") };

/// How near to perfect is too near, of a measure that ends at 1.
const NEAR: f64 = 0.99;

/// The log-loss and the Brier score of one that is right in 99 of 100 rows and says so: the entropy and the variance of
/// such a row.
const LOG_LOSS: f64 = 0.056;
const BRIER: f64 = 0.01;

/// The share of the way from the constant answer to perfect that may be left: of any measure, of money, and of errors in
/// the target's unit, of which a tenth is an R² of 0.99.
const LEFT: f64 = 0.05;
const LEFT_OF_MONEY: f64 = 0.025;
const LEFT_OF_ERRORS: f64 = 0.1;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    // A series is forecast from its own past: no column can give it away. A baseline has learned from none.
    let chosen = evidence.chosen().filter(|chosen| evidence.forecast.is_none() && !chosen.is_baseline())?;
    let (score, perfect) = (chosen.score?, evidence.perfect?);
    let constant = evidence.candidates.iter().find(|candidate| candidate.name == "constant")?.score?;
    let (way, left) = ((perfect - constant).abs(), (perfect - score).abs() / (perfect - constant).abs());
    let up = if evidence.higher_is_better { 1.0 } else { -1.0 };
    if way <= 0.0 || (score - constant) * up <= 0.0 || !is_near(evidence, chosen, score, left) {
        return None;
    }
    let leaned_on: Vec<&str> =
        evidence.importance.iter().take(3).map(|(column, _)| column.as_str()).collect();
    let first = leaned_on.first().map_or(String::new(), |column| format!("; it leans most on {column}"));
    let reaches = match evidence.deciding_money() {
        Some(currency) => format!(
            "{} brings {} a month where always being right brings {}",
            chosen.name,
            number::money(score, currency),
            number::money(perfect, currency)
        ),
        None => format!("{} reaches {} {}", chosen.name, evidence.metric, number::score(score)),
    };
    let (who, remedy) = match evidence.importance.is_empty() {
        true => (
            "a column, or the command itself,",
            "Look whether its command can read the answers, run `tenet scope`, and list the columns not known yet under \
             `unavailable` in [data].",
        ),
        false => (
            "a column",
            "Run `tenet scope`, ask when these columns are written, and list those not known yet under `unavailable` in \
             [data].",
        ),
    };
    Some(
        Finding::new(&RULE, format!("{reaches}, all but perfect{first}"))
        .columns(leaned_on)
        .why(format!(
            "Real problems hardly ever allow this: {who} most likely knows {} already, and will not when it matters.",
            evidence.target
        ))
        .remedy(remedy)
        .evidence("score", score)
        .evidence("perfect", perfect)
        .evidence("constant", constant)
        .evidence("rows", evidence.split.rows),
    )
}

/// Whether a score is all but perfect, with this share of the way from the constant answer left.
fn is_near(evidence: &Evidence, chosen: &Candidate, score: f64, left: f64) -> bool {
    let beside = |name: &str| {
        let found = chosen.measures.iter().find(|(known, _)| known == name);
        found.and_then(|(_, value)| *value).is_some_and(|value| value >= NEAR)
    };
    let (measure, level) = evidence.metric.split_once('=').unwrap_or((&evidence.metric, ""));
    match measure {
        "log_loss" => score <= LOG_LOSS && left <= LEFT && beside("accuracy"),
        "brier" => score <= BRIER && left <= LEFT && beside("accuracy"),
        "money" if evidence.task == frame::Task::Binary => left <= LEFT_OF_MONEY,
        _ if evidence.higher_is_better && evidence.metric != "money" => {
            score >= NEAR && left <= LEFT && (level.is_empty() || beside("auc"))
        }
        _ => left <= LEFT_OF_ERRORS && beside("r2"),
    }
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use super::tests::evidence;
    [
        evidence(&[("constant", 0.5, 0.0), ("linear", 0.998, 0.001)]),
        evidence(&[("constant", 0.5, 0.0), ("linear", 0.93, 0.01)]),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::tests::evidence;
    use super::*;

    /// Whether it fires where constant and choice score so much and perfect is so much.
    fn fires(metric: &str, [constant, score, perfect]: [f64; 3], beside: (&str, f64)) -> bool {
        let mut evidence = evidence(&[("constant", constant, 0.0), ("linear", score, 0.001)]);
        evidence.metric = metric.to_owned();
        evidence.perfect = Some(perfect);
        evidence.higher_is_better = perfect > constant;
        evidence.currency = (metric == "money").then(|| "EUR".to_owned());
        if beside.0 == "r2" {
            evidence.task = frame::Task::Regression;
        }
        evidence.candidates[1].measures = vec![(beside.0.to_owned(), Some(beside.1))];
        judge(&evidence).is_some()
    }

    #[test]
    fn a_leak_shows_whatever_the_measure() {
        let auc = ("auc", 0.995);
        assert!(fires("money", [51_375.0, 69_350.0, 69_750.0], auc));
        assert!(fires("accuracy", [0.6125, 0.995, 1.0], auc));
        let right = ("accuracy", 0.995);
        assert!(fires("log_loss", [0.668, 0.0314, 0.0], right) && fires("brier", [0.237, 0.005, 0.0], right));
        assert!(fires("recall@precision=0.9", [0.0, 0.996, 1.0], auc));
        assert!(fires("precision@recall=0.9", [0.387, 0.991, 1.0], auc));
        for metric in ["rmse", "mae", "money"] {
            assert!(fires(
                metric,
                [-10.0, -0.8, 0.0].map(|score| if metric == "money" { score } else { -score }),
                ("r2", 0.993)
            ));
        }
    }

    #[test]
    fn what_is_nearly_right_from_the_start_is_no_leak() {
        let auc = ("auc", 0.9);
        assert!(!fires("accuracy", [0.99, 0.995, 1.0], auc), "rare answers");
        assert!(fires("accuracy", [0.99, 0.9998, 1.0], auc));
        assert!(!fires("money", [69_000.0, 69_700.0, 69_750.0], auc), "acting on all earns nearly all");
        assert!(!fires("money", [69_750.0, 69_750.0, 69_750.0], auc), "nothing to gain");
        let right = ("accuracy", 0.99);
        assert!(
            !fires("log_loss", [0.056, 0.03, 0.0], right) && !fires("brier", [0.0099, 0.008, 0.0], right)
        );
        assert!(!fires("log_loss", [1.086, 0.0526, 0.0], ("accuracy", 0.979)), "three kinds of wine");
        assert!(!fires("recall@precision=0.2", [0.0, 0.995, 1.0], auc), "a level that is easy to hold");
        assert!(!fires("mape", [5.0, 0.3, 0.0], ("r2", 0.8)), "small values make the constant's error huge");
    }
}
