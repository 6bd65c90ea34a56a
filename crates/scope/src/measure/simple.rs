//! What one column, or two, do by a rule a person could follow.

use learn::{CrossValidated, Estimate, Learner, learners};

use super::signal::Tested;
use super::trial::Trial;

/// The best rule on one column or two.
#[derive(Debug, Clone)]
pub struct Simple {
    /// The columns.
    pub columns: Vec<String>,
    /// The rule in words, a line for each of its cases.
    pub words: Vec<String>,
    /// Its score on rows it was not made from.
    pub score: Estimate,
    /// How much better the best quick model is on the same rows.
    pub gain_of_model: Estimate,
}

/// Share of the way from knowing nothing to being right that a model must cover for two columns to be tried: with less,
/// no rule solves it.
const NEARLY: f64 = 0.85;
/// Share of that way by which two columns must be better than one.
const BETTER: f64 = 0.01;

impl Simple {
    /// The rule and how far the best model is ahead of it; `None` when no column tells anything. `nothing` is what knowing
    /// nothing scores.
    pub fn of(trial: &Trial, best: &Tested, nothing: Option<f64>) -> Option<Simple> {
        let one = on_one(trial, best)?;
        let length = nothing.zip(trial.metric.perfect()).map(|(nothing, perfect)| (perfect - nothing).abs());
        let (Some(nothing), Some(length)) = (nothing, length) else { return Some(one) };
        let solved = (best.score.score - nothing).abs() >= NEARLY * length;
        let left = |rule: &Simple| rule.gain_of_model.score.max(0.0);
        if !solved || left(&one) <= BETTER * length {
            return Some(one);
        }
        let two = on_two(trial, best).filter(|two| left(two) + BETTER * length < left(&one));
        Some(two.unwrap_or(one))
    }
}

fn on_one(trial: &Trial, best: &Tested) -> Option<Simple> {
    let whole = learners::OneRule.fit(&trial.features, &trial.target, 0).ok()?;
    let column = whole.importance().into_iter().next()?.0;
    let rule = candidate(trial, trial.tested(&learners::OneRule)?, best)?;
    // A number may follow another in a straight line, which steps only come near to.
    let line = (trial.target.task == frame::Task::Regression)
        .then(|| candidate(trial, trial.tested_from(&learners::Linear, &[&column])?, best))
        .flatten();
    let (score, gain_of_model, straight) = match line {
        Some((score, gain)) if gain.score < rule.1.score => (score, gain, true),
        _ => (rule.0, rule.1, false),
    };
    let words = if straight { vec![format!("a straight line through {column}")] } else { whole.describe() };
    Some(Simple { columns: vec![column], words, score, gain_of_model })
}

/// A few questions on the two columns that a small tree of all columns asks most about.
fn on_two(trial: &Trial, best: &Tested) -> Option<Simple> {
    let mut asked = learners::Tree.fit(&trial.features, &trial.target, 0).ok()?.importance();
    asked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let columns: Vec<String> = asked.into_iter().take(2).map(|(column, _)| column).collect();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    if names.len() < 2 {
        return None;
    }
    let (score, gain_of_model) = candidate(trial, trial.tested_from(&learners::Tree, &names)?, best)?;
    let whole = learners::Tree.fit(&trial.features.only(&names), &trial.target, 0).ok()?;
    Some(Simple { columns, words: whole.describe(), score, gain_of_model })
}

fn candidate(trial: &Trial, tested: CrossValidated, best: &Tested) -> Option<(Estimate, Estimate)> {
    Some((trial.score(&tested)?, trial.gain(&best.validated, &tested)?))
}
