//! Nothing beats the baseline, so there is no model worth having.
//!
//! ## What it sees
//! The choice fell on today's rule or on giving everyone the same answer: no candidate that learns from
//! the columns is better beyond noise.
//!
//! ## Why it sinks projects
//! A model that does not beat what is there costs money to build, run and explain, and brings nothing.
//!
//! ## Example
//! AUC 0.51 (0.48 to 0.54) for the best of five candidates, where guessing gives 0.50.
//!
//! ## What to do
//! Stop here, or change the question: another target, columns that say more, a later moment of
//! prediction. More algorithms will not help.
//!
//! ## References
//! Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 5.

use report::{Finding, Level, Rule, number};

use crate::Evidence;

/// No candidate beats the baseline.
pub const RULE: Rule =
    Rule { name: "below-baseline", level: Level::Stop, text: include_str!("below_baseline.rs") };

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let constant = || evidence.candidates.iter().find(|candidate| candidate.name == "constant");
    let chosen = evidence.chosen().or_else(constant)?;
    let learners = || evidence.candidates.iter().filter(|candidate| !candidate.is_baseline());
    if !chosen.is_baseline() || learners().count() == 0 {
        return None;
    }
    // Where the time was over before one of them was measured, nothing is known of them: budget-spent says so.
    if evidence.ended.is_some() && learners().all(|candidate| candidate.score.is_none()) {
        return None;
    }
    let better = |a: f64, b: f64| if evidence.higher_is_better { a > b } else { a < b };
    let best = learners()
        .filter_map(|candidate| Some((candidate, candidate.score?)))
        .reduce(|best, next| if better(next.1, best.1) { next } else { best });
    let tried = match best {
        Some((best, score)) => format!("the best, {}, reaches {}", best.name, number::score(score)),
        None => "none of them could be measured".to_owned(),
    };
    let chosen_score = number::score(chosen.score?);
    if evidence.forecast.is_some() {
        return Some(
            Finding::new(
                &RULE,
                format!("no forecast beats {} ({} {chosen_score}): {tried}", chosen.name, evidence.metric),
            )
            // Always saying the same is a forecast one can plan by; a model of rows that says the same is none.
            .level(Level::Warn)
            .why(format!("The past of {} does not say what comes next: a model would add nothing.", evidence.target))
            .remedy("Plan by the constant and its range, or look for what moves it: another column, another step.")
            .evidence("baseline", chosen.score)
            .evidence("best", best.map(|(_, score)| score))
            .evidence("rows", evidence.split.rows),
        );
    }
    Some(
        Finding::new(
            &RULE,
            format!("no candidate beats {} ({} {chosen_score}): {tried}", chosen.name, evidence.metric),
        )
        .why(format!("A model for {} would cost money and change nothing.", evidence.target))
        .remedy("Stop here, or change the question: another target, columns that say more, another moment.")
        .evidence("baseline", chosen.score)
        .evidence("best", best.map(|(_, score)| score))
        .evidence("rows", evidence.split.rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    use super::tests::evidence;
    use crate::Status;
    let mut fires = evidence(&[("constant", 0.5, 0.0), ("linear", 0.51, 0.03)]);
    fires.candidates[0].status = Status::Dropped;
    fires.candidates[1].status = Status::Dropped;
    [fires, evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.03)])]
}
