//! What the other columns say: the yardstick that tells a leak from a target that is simply easy.

use frame::{Frame, SplitBy, Target, Task, folds};
use learn::{Predictions, cross_validate, learner};

use super::alone::{auc, ranks};

/// Out-of-fold predictions of a linear model on the other columns.
#[derive(Debug, Clone)]
pub struct Others {
    /// As `Alone::skill`: 0 for chance, 1 for certainty.
    pub skill: f64,
    /// Area under the ROC curve of a binary target.
    pub auc: Option<f64>,
    /// Probability of each class, row after row of the frame; empty for a number.
    pub rates: Vec<f64>,
}

impl Others {
    /// What is expected of a target by those who know nothing but its shares.
    pub fn nothing(target: &Target) -> Others {
        let classes = target.classes.len();
        let mut shares = vec![0.0; classes];
        if classes > 0 {
            target.values.iter().for_each(|&class| shares[class as usize] += 1.0 / target.len() as f64);
        }
        let auc = (target.task == Task::Binary).then_some(0.5);
        Others { skill: 0.0, auc, rates: shares.repeat(target.len()) }
    }

    /// Learn from these columns; nothing is known when they cannot be learned from.
    pub fn of(features: &Frame, target: &Target, seed: u64) -> Others {
        Others::learned(features, target, seed).unwrap_or_else(|| Others::nothing(target))
    }

    fn learned(features: &Frame, target: &Target, seed: u64) -> Option<Others> {
        if features.columns().is_empty() || target.len() < 20 {
            return None;
        }
        let folds = folds(SplitBy::Target(target), 4, seed);
        let ranked = ranked(target);
        let tested = cross_validate(learner("linear").ok()?, features, &ranked, &folds, seed).ok()?;
        let width = tested.predictions.width;
        let mut predictions = Predictions { width, values: vec![0.0; target.len() * width] };
        for (at, &row) in tested.rows.iter().enumerate() {
            predictions.values[row * width..(row + 1) * width].copy_from_slice(tested.predictions.row(at));
        }
        Some(match target.task {
            Task::Regression | Task::Forecast => {
                Others { skill: explained(&ranked.values, &predictions.values), auc: None, rates: Vec::new() }
            }
            Task::Binary => {
                let rates = predictions.values.iter().flat_map(|&rate| [1.0 - rate, rate]).collect();
                let auc = auc(&predictions.values, &target.values);
                Others {
                    skill: best_informedness(&predictions.values, &target.values),
                    auc: Some(auc),
                    rates,
                }
            }
            Task::Multiclass => {
                Others { skill: informedness(&predictions, target), auc: None, rates: predictions.values }
            }
        })
    }
}

/// A numeric target by its ranks: a leak is as plain on a skewed scale as on any other.
fn ranked(target: &Target) -> Target {
    match target.task {
        Task::Regression | Task::Forecast => Target { values: ranks(&target.values), ..target.clone() },
        _ => target.clone(),
    }
}

/// Share of the variance explained.
fn explained(values: &[f64], predicted: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let all: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let left: f64 = values.iter().zip(predicted).map(|(value, predicted)| (value - predicted).powi(2)).sum();
    1.0 - left / all.max(1e-12)
}

/// Sensitivity + specificity - 1 at the best threshold.
fn best_informedness(scores: &[f64], positive: &[f64]) -> f64 {
    let all: f64 = positive.iter().sum();
    let none = positive.len() as f64 - all;
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let (mut hits, mut alarms, mut best) = (0.0, 0.0, 0.0_f64);
    for (at, &row) in order.iter().enumerate() {
        hits += positive[row];
        alarms += 1.0 - positive[row];
        let ends = order.get(at + 1).is_none_or(|&next| scores[next] != scores[row]);
        if ends {
            best = best.max(hits / all.max(1.0) - alarms / none.max(1.0));
        }
    }
    best
}

fn informedness(predictions: &Predictions, target: &Target) -> f64 {
    let classes = target.classes.len();
    let mut sizes = vec![0.0; classes];
    target.values.iter().for_each(|&class| sizes[class as usize] += 1.0);
    let mut hits = vec![0.0; classes];
    for (row, &class) in target.values.iter().enumerate() {
        let rates = predictions.row(row);
        let lift = |class: usize| rates[class] / f64::max(sizes[class], 1.0);
        let best = (0..classes).max_by(|&a, &b| lift(a).total_cmp(&lift(b))).unwrap_or(0);
        hits[class as usize] += f64::from(u8::from(best == class as usize));
    }
    let present: Vec<usize> = (0..classes).filter(|&class| sizes[class] > 0.0).collect();
    let recall =
        present.iter().map(|&class| hits[class] / sizes[class]).sum::<f64>() / present.len().max(1) as f64;
    let chance = 1.0 / present.len().max(2) as f64;
    (recall - chance) / (1.0 - chance)
}
