//! A complex candidate was chosen for a gain that hardly shows, and nothing says what it is worth.
//!
//! ## What it sees
//! The choice is more complex than `linear`; the best simpler candidate reaches at least 99 % of its gain over the
//! constant answer; and the plan does not say what a case is worth, so that the gain cannot be held against what
//! the complexity costs.
//!
//! ## Why it sinks projects
//! A gain can be beyond noise and still not be worth a line of code. Complexity is paid for every day: harder to explain, to
//! run, to mend.
//!
//! ## Example
//! `boosting` reaches an AUC of 0.928, `additive` 0.926: certain on 30,000 rows, and 0.5 % of the way from 0.5.
//!
//! ## What to do
//! Write `smallest_gain` and `[worth]` into the plan: the choice then pays for its complexity or is not made. Or
//! take the simpler one.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 1 (the simplest that works).

use report::{Finding, Level, Rule, number};

use crate::{Candidate, Evidence};

/// Hardly a gain.
pub const RULE: Rule =
    Rule { name: "complex-without-gain", level: Level::Warn, text: include_str!("complex_without_gain.rs") };

/// The share of the gain over the constant answer that the simpler one must miss.
const SHARE: f64 = 0.01;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let named = |name: &str| evidence.candidates.iter().find(|candidate| candidate.name == name);
    let chosen = evidence.chosen()?;
    if evidence.currency.is_some() || evidence.smallest_gain > 0.0 || chosen.rung <= named("linear")?.rung {
        return None;
    }
    let (score, constant) = (chosen.score?, named("constant")?.score?);
    let gain = |candidate: &Candidate| Some((candidate.score? - constant).abs());
    let simpler = evidence
        .candidates
        .iter()
        .filter(|candidate| candidate.rung < chosen.rung && !candidate.is_baseline())
        .max_by(|a, b| gain(a).unwrap_or(0.0).total_cmp(&gain(b).unwrap_or(0.0)))?;
    let missed = 1.0 - gain(simpler)? / (score - constant).abs();
    (missed < SHARE).then(|| {
        Finding::new(
            &RULE,
            format!(
                "{} was chosen for {} {}, and {}, which is simpler, reaches {}: {} of the way from saying the same of all",
                chosen.name,
                evidence.metric,
                number::score(score),
                simpler.name,
                number::score(simpler.score.unwrap_or(f64::NAN)),
                number::percent(missed.max(0.0)),
            ),
        )
        .why("The gain is real, but nothing says that it pays for the complexity, every day.")
        .remedy("Write smallest_gain and [worth] into the plan, so that the choice must pay for itself.")
        .evidence("missed", missed)
        .evidence("simpler", simpler.name.clone())
        .evidence("rows", evidence.split.rows - evidence.split.holdout_rows)
    })
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use super::tests::evidence;
    let with =
        |linear| evidence(&[("constant", 0.5, 0.0), ("linear", linear, 0.001), ("boosting", 0.928, 0.001)]);
    [with(0.927), with(0.9)]
}
