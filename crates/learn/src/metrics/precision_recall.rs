//! The precision-recall curve, walked from the highest score down: the best recall at a precision held, and
//! the best precision at a recall held. As `sklearn.metrics.precision_recall_curve`, its end (precision 1,
//! recall 0) included.

use frame::Target;

use super::bootstrap::{self, Resampled};
use super::estimate::Estimate;
use super::ranked::Ranked;
use super::weigh::effective_rows;
use crate::Predictions;

/// What is held, at which level above 0; the other of the two is the score.
#[derive(Clone, Copy)]
pub(super) enum Level {
    Precision(f64),
    Recall(f64),
}

/// A point of the curve: how many rows score at least so much, and how many of them are positive, of how
/// many.
#[derive(Clone, Copy)]
struct Point {
    true_positives: f64,
    acted: f64,
    positives: f64,
}

/// The best score where the level is held, and 0 where it never is; `None` without a positive row.
pub(super) fn best<'a>(target: &'a Target, predictions: &Predictions, level: Level) -> Resampled<'a> {
    let ranked = Ranked::new(&predictions.values);
    Box::new(move |counts| best_point(target, &ranked, counts, level).map(|point| level.share(point).0))
}

/// The score with its bootstrap interval, at least as wide as Wilson's for the share it is at the best point:
/// near 0 and 1 all resamples may agree though other rows would not.
pub(super) fn estimate(
    target: &Target,
    predictions: &Predictions,
    level: Level,
    seed: u64,
) -> Option<Estimate> {
    let ranked = Ranked::new(&predictions.values);
    let point = best_point(target, &ranked, &vec![1; target.len()], level)?;
    let (score, trials) = level.share(point);
    // Rows of unequal weight say less than as many of equal weight.
    let trials = trials * effective_rows(target, 0..target.len()) / target.total_weight();
    let at_point = Estimate::of_share(score * trials, trials);
    let resampled = bootstrap::estimate(target.len(), &best(target, predictions, level), seed);
    let (low, high) =
        resampled.map_or((at_point.low, at_point.high), |resampled| (resampled.low, resampled.high));
    Some(Estimate { score, low: low.min(at_point.low), high: high.max(at_point.high) })
}

impl Level {
    /// The score at a point, 0 where the level is not held, and the number of rows it is a share of.
    fn share(self, point: Point) -> (f64, f64) {
        let (precision, recall) =
            (point.true_positives / point.acted, point.true_positives / point.positives);
        match self {
            Level::Precision(level) if precision >= level => (recall, point.positives),
            Level::Precision(_) => (0.0, point.positives),
            Level::Recall(level) if recall >= level => (precision, point.acted),
            Level::Recall(_) => (0.0, point.acted),
        }
    }
}

/// The point of the best score, the first of equals; `None` without a positive row.
fn best_point(target: &Target, ranked: &Ranked, counts: &[u32], level: Level) -> Option<Point> {
    let count = |row: usize| f64::from(counts[row]) * target.weight(row);
    let positives = (0..counts.len()).map(|row| target.values[row] * count(row)).sum();
    let mut point = Point { true_positives: 0.0, acted: 0.0, positives };
    let mut best: Option<(f64, Point)> = None;
    for rows in ranked.groups() {
        for &row in rows {
            point.acted += count(row);
            point.true_positives += target.values[row] * count(row);
        }
        // A resample may lack the rows of the highest scores.
        let score = if point.acted > 0.0 { level.share(point).0 } else { 0.0 };
        if best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, point));
        }
    }
    best.filter(|_| positives > 0.0).map(|(_, point)| point)
}
