//! Rows of one group are alike: they say less than as many independent ones, and an interval has to be wider for it.

use frame::Task;
use learn::{Estimate, Metric, Predictions, money_per_month};

use crate::part::Part;

/// Groups are dealt out into so many parts, each left out once.
const PARTS: usize = 40;

/// The interval, widened by how much more the score moves when whole groups are left out than when as many rows of any group
/// are: both by the delete-a-group jackknife, Kott, "The delete-a-group jackknife", Journal of Official Statistics 17 (2001).
/// Unchanged where no group was given, and never narrower.
pub(crate) fn wider(
    metric: &Metric,
    part: &Part,
    predictions: &Predictions,
    threshold: f64,
    estimate: Estimate,
) -> Estimate {
    let Some(groups) = part.groups() else { return estimate };
    let all = groups.iter().max().map_or(0, |last| last + 1);
    let parts = PARTS.min(all);
    if parts < 2 || all == groups.len() {
        return estimate;
    }
    // Dealt out by a hash, so that neither order nor size of the groups matters.
    let dealt = |number: usize| (frame::mix(number as u64 + 1) % parts as u64) as usize;
    let by_groups = jackknife(metric, part, predictions, threshold, parts, |row| dealt(groups[row]));
    let by_rows = jackknife(metric, part, predictions, threshold, parts, dealt);
    match (by_groups, by_rows) {
        (Some(by_groups), Some(by_rows)) if by_rows > 0.0 && by_groups > by_rows => {
            estimate.times_as_wide(by_groups / by_rows).within(metric.range())
        }
        _ => estimate,
    }
}

/// The standard error, up to a factor, by leaving out one part after the other.
fn jackknife(
    metric: &Metric,
    part: &Part,
    predictions: &Predictions,
    threshold: f64,
    parts: usize,
    of: impl Fn(usize) -> usize,
) -> Option<f64> {
    let rows = part.target.len();
    let left = |out: usize| {
        let places: Vec<usize> = (0..rows).filter(|&row| of(row) != out).collect();
        let (target, predictions) = (part.target.take(&places), predictions.take(&places));
        match metric {
            Metric::Money(worth) if target.task == Task::Binary => {
                money_per_month(&target, &predictions, threshold, worth)
            }
            metric => metric.score(&target, &predictions),
        }
    };
    let scores: Vec<f64> = (0..parts).filter_map(left).collect();
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
    (scores.len() * 2 > parts).then(|| squares.sqrt())
}
