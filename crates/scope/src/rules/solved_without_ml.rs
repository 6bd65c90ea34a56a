//! It is done already without a model: by today's rule, or by a rule on one column or two.
//!
//! ## What it sees
//! The best rule on one column, a few questions on two, and today's rule of the plan, all on rows they were not made from,
//! beside the best quick model on the same rows. It fires when such a rule surely reaches the level asked for; when it
//! covers nine tenths of the way from knowing nothing to being right, and a model adds next to nothing (unless it is a
//! code that gives the answer away, which is a leak and no rule); or when
//! nothing a model may still gain over today's rule is worth having.
//!
//! ## Why it sinks projects
//! A model has to be built, served, watched and explained for years. A rule of one line does the same work, and
//! everybody understands it.
//!
//! ## Example
//! `length_m` of 6.0 or more decides the high toll in 1,188 of 1,200 crossings; no model does better.
//!
//! ## What to do
//! Make sure that the column is known when the decision is made (else it is a leak). Then use the rule, and spend the
//! project's money on a question that needs a model.
//!
//! ## References
//! Holte, "Very simple classification rules perform well on most commonly used datasets" (Machine Learning, 1993).
//! Zinkevich, "Rules of Machine Learning" (Google, 2017), rule 1.

use frame::Kind;
use learn::{Estimate, Metric};
use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use super::giveaway::giveaways;
use crate::Study;
use crate::measure::feasibility::Feasibility;

pub const CHECK: Check = Check {
    rule: Rule { name: "solved-without-ml", level: Level::Warn, text: include_str!("solved_without_ml.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::solved_without_ml,
};

/// Of the way from knowing nothing to being right, so much is a solution.
const NEARLY_ALL: f64 = 0.9;
/// A column of no more different values than this holds codes.
const CODES: u64 = 40;
/// Of that way, less than this is not worth a model.
const NEXT_TO_NOTHING: f64 = 0.05;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(feasible) = &study.feasible else { return Vec::new() };
    // Too few rows tell nothing of either.
    if study.answered() < 50 {
        return Vec::new();
    }
    by_today(study, feasible).or_else(|| by_few_columns(study, feasible)).into_iter().collect()
}

fn by_few_columns(study: &Study<'_>, feasible: &Feasibility) -> Option<Finding> {
    let simple = feasible.simple.as_ref()?;
    let reached = reaches(study, feasible, simple.score);
    let way = way(feasible);
    let (covered, left) =
        (way.map(|way| way.covered(worse_end(feasible, simple.score))), simple.gain_of_model.score);
    let solved = covered
        .zip(way)
        .is_some_and(|(covered, way)| covered >= NEARLY_ALL && left <= NEXT_TO_NOTHING * way.length);
    if !reached && !solved || simple.columns.iter().any(|column| is_copied(study, column)) {
        return None;
    }
    let (target, column) = (&study.target.name, simple.columns.join(" and "));
    let (alone, are) = if simple.columns.len() == 1 { (" alone", "is") } else { ("", "are") };
    let rows = feasible.signal.rows;
    let metric = feasible.trial.metric.name();
    let shown = report::number::score;
    let asked = match study.goal.at_least.filter(|_| reached) {
        Some(level) => format!(", and {} is asked for", shown(level)),
        None => format!(", and the best quick model {}", shown(feasible.best.score.score)),
    };
    Some(
        Finding::new(
            &CHECK.rule,
            format!(
                "a rule on {column}{alone} reaches {metric} {} ({} to {}) on {} unseen rows{asked}",
                shown(simple.score.score),
                shown(simple.score.low),
                shown(simple.score.high),
                count(rows as u64),
            ),
        )
        .columns(&simple.columns)
        .why(format!(
            "The rule is short, and everybody can check it ({}). A model for {target} would have to be built, served and \
             watched for what little is left.",
            simple.words.first().map_or("", String::as_str)
        ))
        .remedy(format!(
            "Make sure that {column} {are} known when the decision is made; if so, use the rule and leave the model out. \
             If not, it gives the answer away: list it under `unavailable`."
        ))
        .evidence("rows", rows)
        .evidence("score", simple.score.score)
        .evidence("score_of_model", feasible.best.score.score)
        .evidence("rule", simple.words.clone()),
    )
}

/// Whether a column of few values gives the answer away: that is a copy of it and no rule.
fn is_copied(study: &Study<'_>, column: &str) -> bool {
    let few = study
        .profile
        .column(column)
        .is_some_and(|column| column.distinct.count() <= CODES || column.kind == Kind::Text);
    few && giveaways(study).iter().any(|giveaway| giveaway.telling.column == column)
}

fn by_today(study: &Study<'_>, feasible: &Feasibility) -> Option<Finding> {
    let asked = &feasible.asked;
    let (today, over) = (asked.today?, asked.over_today?);
    let rule = &study.goal.today.as_ref()?.rule;
    // What a better model, and more rows, may add to the quick model's gain.
    let still_possible =
        feasible.ceiling.as_ref().map_or(0.0, |ceiling| (ceiling.high - ceiling.score).abs());
    let smallest = study.goal.smallest_gain.filter(|smallest| *smallest > 0.0);
    let of_way = || Some(NEXT_TO_NOTHING * way(feasible)?.length);
    let worth_having = smallest.or_else(|| of_way().filter(|_| asked.metric == feasible.trial.metric))?;
    let nothing_to_gain = over.high.max(over.score + still_possible) < worth_having;
    if !nothing_to_gain {
        return None;
    }
    let rows = feasible.signal.rows;
    let shown = |value: f64| study.shown(value);
    let metric = asked.metric.name();
    Some(
        Finding::new(
            &CHECK.rule,
            format!(
                "today's rule reaches {metric} {} on {} rows, and the best quick model gains {} over it ({} to {})",
                shown(today),
                count(rows as u64),
                shown(over.score),
                shown(over.low),
                shown(over.high),
            ),
        )
        .why(format!(
            "`{rule}` already does what the project is for: a gain of {} or more would be worth having, and none is in sight.",
            shown(worth_having)
        ))
        .remedy(
            "Keep today's rule. If it is to become better, look for what is known to the experts and not yet in the table.",
        )
        .evidence("rows", rows)
        .evidence("today", today)
        .evidence("gain", over.score)
        .evidence("gain_at_best", over.high),
    )
}

/// Whether even the careful end reaches the level asked for.
fn reaches(study: &Study<'_>, feasible: &Feasibility, score: Estimate) -> bool {
    let careful = worse_end(feasible, score);
    let level = study.goal.at_least.filter(|_| feasible.asked.metric == feasible.trial.metric);
    level.is_some_and(|level| match feasible.trial.metric.higher_is_better() {
        true => careful >= level,
        false => careful <= level,
    })
}

fn worse_end(feasible: &Feasibility, score: Estimate) -> f64 {
    if feasible.trial.metric.higher_is_better() { score.low } else { score.high }
}

/// The way from knowing nothing to being right, in the unit of the measure; none for money, which has no best.
#[derive(Clone, Copy)]
struct WayToGo {
    nothing: f64,
    length: f64,
    sign: f64,
}

impl WayToGo {
    /// The share of the way that a score has covered.
    fn covered(self, score: f64) -> f64 {
        self.sign * (score - self.nothing) / self.length
    }
}

fn way(feasible: &Feasibility) -> Option<WayToGo> {
    let metric: &Metric = &feasible.trial.metric;
    let (nothing, perfect) = (feasible.signal.baseline?, metric.perfect()?);
    let sign = if metric.higher_is_better() { 1.0 } else { -1.0 };
    let length = sign * (perfect - nothing);
    (length > 0.0).then_some(WayToGo { nothing, length, sign })
}
