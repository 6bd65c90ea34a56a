//! Nothing beats the baseline, so there is no model worth having.
//!
//! ## What it sees
//! - The choice fell on today's rule or on giving everyone the same answer: no candidate that learns from the columns is
//!   surely better. Where the best of them looks much better, and only the rows are too few to be sure, it says so.
//! - Or a candidate was chosen, and on the sealed rows, which nothing had seen, its whole interval is worse than what giving
//!   every row the same answer scores there or, where money decides, than what today's rule brings there.
//!
//! ## Why it sinks projects
//! A model that does not beat what is there costs money to build, run and explain, and brings nothing. One that was good
//! on older rows and is worse than guessing on newer ones does harm.
//!
//! ## Example
//! AUC 0.51 (0.48 to 0.54) for the best of five candidates, where guessing gives 0.50.
//!
//! ## What to do
//! Stop here, or change the question: another target, columns that say more, a later moment of
//! prediction. More algorithms will not help; more rows do where there are too few. Where the sealed rows turn the result
//! round, find out what changed: a column may mean something else by now.
//!
//! ## References
//! Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 5.

use report::{Finding, Level, Rule, number};

use crate::{Candidate, Evidence, Refused};

/// No candidate beats the baseline.
pub const RULE: Rule =
    Rule { name: "below-baseline", level: Level::Stop, text: include_str!("below_baseline.rs") };

/// A gain that is this share of its interval's half-width or more would be sure on at most four times the rows.
const PROMISING: f64 = 0.5;

/// From so many rows on, a gain that does not show is no matter of more rows.
const MANY_ROWS: usize = 1_000;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    if let Some((than, theirs)) = evidence.sealed_worse_than() {
        return on_sealed_rows(evidence, than, theirs);
    }
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
        Some((best, score)) => format!("the best, {}, reaches {}", best.name, evidence.in_words(score)),
        None => "none of them could be measured".to_owned(),
    };
    let (score, rows) = (chosen.score?, evidence.split.rows);
    let standing = format!("{} ({})", chosen.name, evidence.told(score));
    let (message, why, remedy) = if evidence.forecast.is_some() {
        (
            format!("no forecast surely beats {standing}: {tried}"),
            format!(
                "The past of {} does not say what comes next: a model would add nothing.",
                evidence.target
            ),
            "Plan by the constant and its range, or look for what moves it: another column, another step.",
        )
    } else if best.is_some_and(|best| better(best.1, score) && few_rows_hide(best.0, rows)) {
        (
            format!(
                "{} rows are too few to tell whether anything beats {standing}: {tried}, which chance alone may give",
                number::count(rows as u64)
            ),
            format!(
                "Whether {} can be predicted is not known: a model built now would be a guess.",
                evidence.target
            ),
            "Collect more rows before building anything; more algorithms will not help.",
        )
    } else {
        (
            format!("no candidate surely beats {standing}: {tried}"),
            format!("A model for {} would cost money and most likely change nothing.", evidence.target),
            "Stop here, or change the question: another target, columns that say more, another moment.",
        )
    };
    let mut finding = Finding::new(&RULE, message);
    if evidence.forecast.is_some() {
        // Always saying the same is a forecast one can plan by; a model of rows that says the same is none.
        finding = finding.level(Level::Warn);
    }
    Some(
        finding
            .why(why)
            .remedy(remedy)
            .evidence("baseline", score)
            .evidence("best", best.map(|(_, score)| score))
            .evidence("rows", rows),
    )
}

/// Whether its gain is one that more rows might well make sure.
fn few_rows_hide(candidate: &Candidate, rows: usize) -> bool {
    let promising = match (candidate.refused, candidate.gain) {
        (Some(Refused::NotTold), _) => true,
        (Some(Refused::WithinNoise), Some(gain)) => gain.score >= PROMISING * (gain.score - gain.low),
        _ => false,
    };
    promising && rows < MANY_ROWS
}

/// A choice that the sealed rows turn round.
fn on_sealed_rows(evidence: &Evidence, than: &str, theirs: f64) -> Option<Finding> {
    let (chosen, sealed) = (evidence.chosen()?, evidence.holdout.as_ref()?);
    let (score, low, high) = (sealed.score?, sealed.low?, sealed.high?);
    let by_time = evidence.split.kind.is_by_time();
    let apart = if by_time { "the sealed rows, which are the latest," } else { "the sealed rows" };
    let message = format!(
        "{} is worse than {than} on rows nothing had seen: {} ({} to {}) against {}; on the open rows it reached {}",
        chosen.name,
        evidence.told(score),
        evidence.in_words(low),
        evidence.in_words(high),
        evidence.in_words(theirs),
        evidence.in_words(chosen.score?)
    );
    Some(
        Finding::new(&RULE, message)
            .why(format!("What it learned of {} does not hold there: used, it would do harm.", evidence.target))
            .remedy(format!(
                "Find out what is different in {apart} and how new cases will be; until then keep to what is done today."
            ))
            .evidence("sealed", score)
            .evidence("baseline", theirs)
            .evidence("rows", evidence.split.holdout_rows),
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

#[cfg(test)]
mod tests {
    use learn::Estimate;

    use super::super::tests::evidence;
    use super::*;
    use crate::Status;

    /// AUC of the choice on the sealed rows, with the half-width of its interval.
    fn sealed(score: f64, half: f64) -> Option<Finding> {
        let mut evidence = evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.03)]);
        let holdout = evidence.holdout.as_mut()?;
        (holdout.score, holdout.low, holdout.high) = (Some(score), Some(score - half), Some(score + half));
        holdout.constant = Some(0.5);
        judge(&evidence)
    }

    #[test]
    fn a_choice_that_is_surely_worse_than_guessing_on_sealed_rows_stops() {
        let finding = sealed(0.05, 0.02).expect("it fires");
        assert!(
            finding.stops() && finding.message.contains("0.050 (0.030 to 0.070) against 0.500"),
            "{finding:?}"
        );
        assert_eq!(sealed(0.48, 0.04), None, "worse, but not surely");
        assert_eq!(sealed(0.75, 0.04), None);
    }

    #[test]
    fn money_that_today_earns_more_of_on_sealed_rows_stops() {
        let with = |today: f64| {
            let mut evidence = evidence(&[("today", 900.0, 50.0), ("linear", 1_200.0, 50.0)]);
            (evidence.metric, evidence.currency) = ("money".to_owned(), Some("EUR".to_owned()));
            evidence.holdout.as_mut()?.money_today = Some(today);
            judge(&evidence)
        };
        assert!(with(1_300.0).is_some_and(|finding| finding.message.contains("today's rule")));
        assert_eq!(with(1_200.0), None);
    }

    #[test]
    fn few_rows_are_told_from_nothing_to_find() {
        let said = |rows: usize, score: f64, low: f64| {
            let mut evidence = evidence(&[("constant", 0.5, 0.0), ("linear", score, 0.2)]);
            evidence.split.rows = rows;
            for candidate in &mut evidence.candidates {
                candidate.status = Status::Dropped;
            }
            let gain = score - 0.5;
            evidence.candidates[1].gain = Some(Estimate { score: gain, low, high: 2.0 * gain - low });
            evidence.candidates[1].refused = Some(Refused::WithinNoise);
            judge(&evidence).map(|finding| finding.message).unwrap_or_default()
        };
        assert!(said(24, 1.0, -0.1).contains("24 rows are too few to tell"));
        assert!(said(800, 0.51, -0.03).contains("no candidate surely beats constant"));
        assert!(said(20_000, 0.51, -0.005).contains("no candidate surely beats constant"));
    }
}
