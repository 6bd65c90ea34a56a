//! Whether the table says anything about the target at all: a quick model against knowing nothing.

use frame::{Frame, SplitBy, Target, folds};
use learn::{Metric, cross_validate, learner};
use serde::Serialize;

use super::telling::some_rows;

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
    /// Whether the score is better than the baseline beyond noise; `None` when that cannot be said.
    #[serde(skip)]
    pub clears_baseline: Option<bool>,
    /// Half the width of the interval.
    #[serde(skip)]
    pub margin: f64,
}

/// Rows learned from and tested on at most.
const ROWS: usize = 5_000;
/// Columns learned from at most.
const COLUMNS: usize = 300;
/// Learners tried: a straight line and one that bends.
const LEARNERS: [&str; 2] = ["linear", "tree"];

/// What makes the split honest.
pub struct Honest<'a> {
    /// Rows of one group are never on both sides.
    pub group: Option<&'a frame::Column>,
}

impl Signal {
    /// The signal in these columns; `None` when it cannot be measured (too few rows or no column).
    pub fn of(
        features: &Frame,
        target: &Target,
        honest: &Honest<'_>,
        metric: &Metric,
        seed: u64,
    ) -> Option<Signal> {
        let rows = some_rows(target.len(), ROWS, seed);
        let (features, target) = (features.take(&rows), target.take(&rows));
        let group = honest.group.map(|group| group.take(&rows));
        let features = narrowed(&features, seed);
        let by = group.as_ref().map_or(SplitBy::Target(&target), SplitBy::Group);
        let folds = folds(by, 5, seed);
        let tested = |name: &str| {
            let learner = learner(name).ok()?;
            let tested = cross_validate(learner, &features, &target, &folds, seed).ok()?;
            let answers = target.take(&tested.rows);
            let estimate = metric.estimate(&answers, &tested.predictions, seed)?;
            Some((learner.name(), answers, tested.predictions, estimate))
        };
        let better = |a: f64, b: f64| if metric.higher_is_better() { a > b } else { a < b };
        let mut best = tested(LEARNERS[0]);
        for found in LEARNERS[1..].iter().filter_map(|name| tested(name)) {
            if best.as_ref().is_none_or(|known| better(found.3.score, known.3.score)) {
                best = Some(found);
            }
        }
        let (learner, answers, predictions, found) = best?;
        // A ranking has no constant to be compared with, but is known to score 0.5 by chance.
        let (baseline, clears) = match metric {
            Metric::Auc => (Some(0.5), Some(found.low > 0.5)),
            Metric::R2 => (Some(0.0), Some(found.low > 0.0)),
            _ => {
                let constant = tested("constant");
                let gain = constant
                    .as_ref()
                    .and_then(|constant| metric.paired(&answers, &predictions, &constant.2, seed));
                (constant.map(|constant| constant.3.score), gain.map(|gain| gain.low > 0.0))
            }
        };
        Some(Signal {
            metric: metric.name(),
            baseline,
            score: Some(found.score),
            low: Some(found.low),
            high: Some(found.high),
            learner,
            rows: target.len(),
            clears_baseline: clears,
            margin: (found.high - found.low) / 2.0,
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
