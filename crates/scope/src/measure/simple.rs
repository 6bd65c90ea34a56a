//! What one column does alone, by a rule a person could follow.

use learn::{CrossValidated, Estimate, Learner, learners};

use super::signal::Tested;
use super::trial::Trial;

/// The best rule on one column.
#[derive(Debug, Clone)]
pub struct Simple {
    /// The column.
    pub column: String,
    /// The rule in words, a line for each of its cases.
    pub words: Vec<String>,
    /// Its score on rows it was not made from.
    pub score: Estimate,
    /// How much better the best quick model is on the same rows.
    pub gain_of_model: Estimate,
}

impl Simple {
    /// The rule and how far the best model is ahead of it; `None` when no column tells anything.
    pub fn of(trial: &Trial, best: &Tested) -> Option<Simple> {
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
        let words =
            if straight { vec![format!("a straight line through {column}")] } else { whole.describe() };
        Some(Simple { column, words, score, gain_of_model })
    }
}

fn candidate(trial: &Trial, tested: CrossValidated, best: &Tested) -> Option<(Estimate, Estimate)> {
    Some((trial.score(&tested)?, trial.gain(&best.validated, &tested)?))
}
