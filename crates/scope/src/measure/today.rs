//! Today's rule, judged on the same rows as the models.

use frame::{Target, Task};
use learn::{CrossValidated, Metric, Predictions};

use super::trial::Trial;

/// The rule by which it is decided today, already applied to every row of the study.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// The rule as the plan writes it.
    pub rule: String,
    /// For each row whether it acts; a rule that cannot tell does not act.
    pub acts: Vec<bool>,
}

impl Today {
    /// What the rule says of the rows that `like` was tested on. A rule says yes or no; a measure of probabilities takes
    /// the share of positives on each side instead. `None` unless the answer is one of two.
    pub fn tested(&self, trial: &Trial, like: &CrossValidated) -> Option<CrossValidated> {
        if trial.target.task != Task::Binary {
            return None;
        }
        let acts: Vec<bool> = trial.rows.iter().map(|&row| self.acts[row]).collect();
        let [rests, act] = match trial.metric {
            Metric::LogLoss | Metric::Brier => shares(&trial.target, &acts),
            _ => [0.0, 1.0],
        };
        let said = |&row: &usize| if acts[row] { act } else { rests };
        Some(CrossValidated {
            predictions: Predictions { width: 1, values: like.rows.iter().map(said).collect() },
            decided: true,
            ..like.clone()
        })
    }
}

/// The share of positives where the rule rests and where it acts, each with one positive and one negative added.
fn shares(target: &Target, acts: &[bool]) -> [f64; 2] {
    let mut counts = [[1.0_f64; 2]; 2];
    for (&act, &answer) in acts.iter().zip(&target.values) {
        counts[usize::from(act)][usize::from(answer > 0.5)] += 1.0;
    }
    counts.map(|[negative, positive]| positive / (negative + positive))
}
