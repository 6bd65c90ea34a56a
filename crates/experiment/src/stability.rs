//! How far a candidate's score moves with the rows it happened to be tested on, and with its own draws.

use learn::{CrossValidated, Metric, money_per_month};
use rayon::prelude::*;
use serde::Serialize;

use crate::Bakeoff;
use crate::contender::Contender;

/// How far the deciding measure moves when nothing of the question changes. Standard deviations, in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Stability {
    /// Over the folds; none below two folds with a score.
    pub over_folds: Option<f64>,
    /// Over seeds, on the rows of one fold; 0 where nothing is drawn, none where it was not tried (a candidate that
    /// lives outside of this program, or very many rows).
    pub over_seeds: Option<f64>,
}

/// How many seeds more than the one that counts.
const MORE_SEEDS: u64 = 2;

/// On more rows than this a learner's draws move little and cost much.
const MOST_ROWS: usize = 50_000;

impl Stability {
    pub(crate) fn of(fold_scores: &[f64], seed_scores: Option<&[f64]>) -> Stability {
        let over_seeds = match seed_scores {
            Some([]) => Some(0.0),
            Some(scores) => deviation(scores),
            None => None,
        };
        Stability { over_folds: deviation(fold_scores), over_seeds }
    }
}

/// The deciding measure in the first fold by the experiment's seed and some more; empty for one that draws nothing,
/// none where it was not tried. Decisions are taken from the candidate's own `threshold` on, whatever the seed: what moves
/// is then the model.
pub(crate) fn scores_of_seeds(
    bakeoff: &Bakeoff,
    contender: Contender,
    measured: &CrossValidated,
    threshold: Option<f64>,
) -> Option<Vec<f64>> {
    let (input, open, folds) = (bakeoff.input, &bakeoff.open, &bakeoff.folds);
    let learner = match contender {
        Contender::Learner(learner) if learner.draws() => learner,
        Contender::Learner(_) | Contender::Today => return Some(Vec::new()),
        Contender::Outside(_) | Contender::Logged(_) => return None,
    };
    // With a budget, time is for the candidates.
    if open.target.len() > MOST_ROWS || input.stop.is_due() {
        return None;
    }
    let threshold = threshold.unwrap_or(0.5);
    let score = |tried: CrossValidated| {
        let (answers, said) = (open.target.take(&tried.rows), &tried.predictions);
        match &input.metric {
            Metric::Money(worth) => money_per_month(&answers, said, threshold, worth),
            metric if metric.scores_decisions(&answers) => metric.score(&answers, &said.decided(threshold)),
            metric => metric.score(&answers, said),
        }
    };
    let again = |more: u64| {
        let seed = input.seed.wrapping_add(more);
        learn::cross_validate(learner, &open.features, &open.target, &folds[..1], seed).ok().and_then(score)
    };
    let first = (0..measured.rows.len()).filter(|&at| measured.folds[at] == 0).collect::<Vec<_>>();
    let own = CrossValidated {
        rows: first.iter().map(|&at| measured.rows[at]).collect(),
        folds: vec![0; first.len()],
        predictions: measured.predictions.take(&first),
        ..CrossValidated::none(measured.predictions.width, &folds[..1])
    };
    let more: Vec<Option<f64>> = (1..=MORE_SEEDS).into_par_iter().map(again).collect();
    std::iter::once(score(own)).chain(more).collect()
}

/// The sample standard deviation; none below two values.
fn deviation(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt())
}
