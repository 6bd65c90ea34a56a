//! Whether the table says anything about the target at all: quick models against knowing nothing and against today.

use frame::Frame;
use learn::{CrossValidated, Estimate, Learner, Metric, learners};
use rayon::prelude::*;
use serde::Serialize;

use super::curve::quarter;
use super::telling::some_rows;
use super::trial::Trial;

/// The score of a quick model and of knowing nothing, on rows neither has seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signal {
    /// The measure.
    pub metric: String,
    /// What a constant scores.
    pub baseline: Option<f64>,
    /// What the quick model scores.
    pub score: Option<f64>,
    /// The lower end of the score's interval of 95 %.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The learner that was quick and best.
    pub learner: &'static str,
    /// Rows it was judged on.
    pub rows: usize,
    /// What today's rule scores on the same rows; `None` without one.
    pub today: Option<Estimate>,
    /// How much better the quick model is than today's rule.
    pub over_today: Option<Estimate>,
    /// Whether the rows tested are later than those learned from.
    pub by_time: bool,
    /// Of rows tested later than those learned from, where nothing was seen: whether a test among rows of one time does
    /// see something, so that what is learned does not last.
    pub fades: bool,
    /// Whether the score is better than the baseline beyond noise; `None` when that cannot be said.
    #[serde(skip)]
    pub clears_baseline: Option<bool>,
    /// Half the width of the interval.
    #[serde(skip)]
    pub margin: f64,
}

/// Columns learned from at most.
pub const COLUMNS: usize = 300;
/// Learners tried, a straight line and one that bends, each with the slowest rise to be reckoned with: the exponent by
/// which what is still missing shrinks with the rows. A form that is right loses no more than independent noise averages
/// out; one that must find the form loses as a smooth function of eight columns does (Stone, "Optimal global rates of
/// convergence for nonparametric regression", Annals of Statistics 10, 1982, theorem 1: 2p / (2p + d) with p = 2, d = 8).
const LEARNERS: [(&dyn Learner, f64); 2] = [(&learners::Linear, 0.5), (&learners::Sketch, 1.0 / 3.0)];

/// A quick model's predictions of rows it has not seen, and their score.
#[derive(Clone)]
pub struct Tested {
    /// Which learner.
    pub learner: &'static dyn Learner,
    /// The predictions.
    pub validated: CrossValidated,
    /// Their score.
    pub score: Estimate,
    /// The slowest its score is to be expected to rise with the rows: an exponent.
    pub slowest: f64,
    /// Predictions of the same rows by the same learner from a quarter of the rows, once they were asked for; `None` when
    /// these are too few.
    pub from_quarter: Option<CrossValidated>,
}

impl Tested {
    /// A learner tried on the rows of a trial; `None` when it cannot learn from them.
    fn scored(trial: &Trial, learner: &'static dyn Learner, slowest: f64) -> Option<Tested> {
        let validated = trial.tested(learner)?;
        let score = trial.score(&validated)?;
        Some(Tested { learner, validated, score, slowest, from_quarter: None })
    }

    /// The same predictions by the measure of another trial on the same rows.
    pub fn measured_by(&self, trial: &Trial) -> Option<Tested> {
        Some(Tested { score: trial.score(&self.validated)?, ..self.clone() })
    }

    /// Learn from a quarter of the rows, too: both the curve and the ceiling ask what the rest brought.
    pub fn learn_from_quarter(&mut self, trial: &Trial) {
        self.from_quarter = quarter(trial, self.learner);
    }

    /// Each quick learner that could learn, best first.
    pub fn all(trial: &Trial) -> Vec<Tested> {
        let mut all: Vec<Tested> = LEARNERS
            .par_iter()
            .filter_map(|&(learner, slowest)| Tested::scored(trial, learner, slowest))
            .collect();
        let sign = if trial.metric.higher_is_better() { 1.0 } else { -1.0 };
        all.sort_by(|a, b| (sign * b.score.score).total_cmp(&(sign * a.score.score)));
        all
    }
}

/// The better of two learners was taken, so each must stand above nothing at 99 % and not at 95 % (Bonferroni).
const CHOSEN: f64 = 2.576 / 1.960;

/// Whether an estimate stands above a level although it was chosen.
fn stands_above(estimate: Estimate, level: f64) -> bool {
    estimate.score - CHOSEN * (estimate.score - estimate.low) > level
}

impl Signal {
    /// The signal that the best model of a trial found, beside today's rule on the same rows.
    pub fn of(trial: &Trial, best: &Tested, today: Option<&CrossValidated>) -> Signal {
        let found = best.score;
        // A ranking has no constant to be compared with, but is known to score 0.5 by chance.
        let (baseline, clears) = match trial.metric {
            Metric::Auc => (Some(0.5), Some(stands_above(found, 0.5))),
            Metric::R2 if !trial.by_time => (Some(0.0), Some(stands_above(found, 0.0))),
            _ => {
                let constant = trial.tested(&learners::Constant);
                let gain = constant.as_ref().and_then(|constant| trial.gain(&best.validated, constant));
                let score = constant.and_then(|constant| trial.score(&constant));
                (score.map(|score| score.score), gain.map(|gain| stands_above(gain, 0.0)))
            }
        };
        Signal {
            metric: trial.metric.name(),
            baseline,
            score: Some(found.score),
            low: Some(found.low),
            high: Some(found.high),
            learner: best.learner.name(),
            rows: best.validated.rows.len(),
            today: today.and_then(|today| trial.score(today)),
            over_today: today.and_then(|today| trial.gain(&best.validated, today)),
            by_time: trial.by_time,
            fades: false,
            clears_baseline: clears,
            margin: (found.high - found.low) / 2.0,
        }
    }

    /// Whether the score is on the better side of knowing nothing, by however little.
    pub fn is_ahead(&self, metric: &Metric) -> bool {
        self.score.zip(self.baseline).is_some_and(|(score, nothing)| match metric.higher_is_better() {
            true => score > nothing,
            false => score < nothing,
        })
    }
}

/// Drop text that differs in most rows, which a quick model can only learn by heart, and keep the columns in bounds.
pub fn narrowed(features: &Frame, seed: u64) -> Frame {
    let rows = features.rows();
    let known = |column: &&frame::Column| {
        column
            .as_text()
            .is_none_or(|text| 2 * text.counts().iter().filter(|&&count| count > 0).count() < rows)
    };
    let names: Vec<&str> =
        features.columns().iter().filter(known).map(|column| column.name.as_str()).collect();
    let kept: Vec<&str> = some_rows(names.len(), COLUMNS, seed).into_iter().map(|at| names[at]).collect();
    features.only(&kept)
}
