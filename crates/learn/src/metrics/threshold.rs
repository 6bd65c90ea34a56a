//! From which probability to act: the threshold at which decisions are best, by money or by the measure.
//!
//! It is chosen on some rows and judged on others: on the rows it was chosen on, its score is optimistic.

use frame::{Target, Task};

use super::confusion::Confusion;
use super::ranked::Ranked;
use super::{Metric, best_threshold, money_per_month};
use crate::Predictions;

/// The threshold that acts on nobody: above every probability. Acting on everybody is a threshold of 0.
pub const ACT_ON_NOBODY: f64 = 2.0;

/// The threshold at which `value` of the cells is highest, and that value; of equally good ones the one that acts
/// on fewest. `None` unless the task is binary.
///
/// Exact: one walk over all different scores, with acting on nobody and on everybody among the choices. The
/// threshold lies midway between neighbouring scores, and a row is acted on from the threshold on.
pub(super) fn best_by(
    target: &Target,
    predictions: &Predictions,
    value: &dyn Fn(&Confusion) -> f64,
) -> Option<(f64, f64)> {
    let scores = &predictions.values;
    let mut cells = Confusion::at(target, predictions, f64::INFINITY)?;
    let ranked = Ranked::new(scores);
    let highest = ranked.groups().next().map_or(0.0, |rows| scores[rows[0]]);
    let mut best = (ACT_ON_NOBODY.max(highest + 1.0), value(&cells));
    let mut groups = ranked.groups().peekable();
    while let Some(rows) = groups.next() {
        for &row in rows {
            let weight = target.weight(row);
            if target.values[row] == 1.0 {
                cells.true_positives += weight;
                cells.false_negatives -= weight;
            } else {
                cells.false_positives += weight;
                cells.true_negatives -= weight;
            }
        }
        let here = value(&cells);
        if here > best.1 {
            let last = scores[rows[0]];
            let threshold = groups.peek().map_or(last.min(0.0), |next| midway(scores[next[0]], last));
            best = (threshold, here);
        }
    }
    Some(best)
}

/// A number above `low`, up to `high`: halfway if there is one between.
fn midway(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) / 2.0;
    if middle > low { middle } else { high }
}

impl Metric {
    /// The threshold at which decisions are best by this measure on these rows; `None` unless the task is binary.
    ///
    /// - money, accuracy, f1: where the decisions score highest;
    /// - recall@precision and precision@recall: where the level is held and the other is highest, or else where the
    ///   level is missed least;
    /// - auc: where the decisions themselves have the largest area, which is half of recall and specificity
    ///   together (Youden, 1950, "Index for rating diagnostic tests", Cancer 3);
    /// - log-loss and Brier: one half, where a probability becomes the likelier of the two.
    pub fn best_threshold(&self, target: &Target, predictions: &Predictions) -> Option<f64> {
        if let Metric::Money(worth) = self {
            return best_threshold(target, predictions, worth).map(|(threshold, _)| threshold);
        }
        if matches!(self, Metric::LogLoss | Metric::Brier) {
            return (target.task == Task::Binary).then_some(0.5);
        }
        best_by(target, predictions, &|cells| self.worth_of(cells)).map(|(threshold, _)| threshold)
    }

    /// What decisions at a threshold score: the measure itself where it scores decisions, the share asked for where
    /// it holds a level, half of recall and specificity together for auc, the share of right answers otherwise.
    /// `None` where that cannot be computed, or the task is not binary.
    pub fn value_of_decisions(
        &self,
        target: &Target,
        predictions: &Predictions,
        threshold: f64,
    ) -> Option<f64> {
        let cells = Confusion::at(target, predictions, threshold)?;
        match self {
            Metric::Money(worth) => money_per_month(target, predictions, threshold, worth),
            Metric::F1 => Some(cells.f1()),
            Metric::Auc => Some((cells.recall()? + cells.specificity()?) / 2.0),
            Metric::RecallAtPrecision(_) => cells.recall(),
            Metric::PrecisionAtRecall(_) => cells.precision(),
            _ => cells.accuracy(),
        }
    }

    /// What the cells are worth by this measure: the higher, the better the threshold.
    fn worth_of(&self, cells: &Confusion) -> f64 {
        let held = |level: f64, holds: Option<f64>, counts: Option<f64>| match holds {
            Some(share) if share >= level => 1.0 + counts.unwrap_or(0.0),
            Some(share) => share,
            None => -1.0,
        };
        match *self {
            Metric::F1 => cells.f1(),
            Metric::Auc => cells.recall().unwrap_or(0.0) + cells.specificity().unwrap_or(0.0),
            Metric::RecallAtPrecision(level) => held(level, cells.precision(), cells.recall()),
            Metric::PrecisionAtRecall(level) => held(level, cells.recall(), cells.precision()),
            _ => cells.accuracy().unwrap_or(0.0),
        }
    }

    /// Whether the score of a binary task is that of decisions at one threshold, other than money.
    pub fn scores_decisions(&self, target: &Target) -> bool {
        matches!(self, Metric::Accuracy | Metric::F1) && target.task == Task::Binary
    }
}

impl Predictions {
    /// Decisions at a threshold: 1 from it on, 0 below.
    pub fn decided(&self, threshold: f64) -> Predictions {
        let values = self.values.iter().map(|&value| f64::from(u8::from(value >= threshold))).collect();
        Predictions { width: self.width, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(y: &[f64], scores: &[f64], weights: Option<Vec<f64>>) -> (Target, Predictions) {
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        let target = Target { name: "y".into(), task: Task::Binary, classes, values: y.to_vec(), weights };
        (target, Predictions { width: 1, values: scores.to_vec() })
    }

    #[test]
    fn no_other_threshold_decides_better() {
        let mut random = fastrand::Rng::with_seed(8);
        for _ in 0..300 {
            let count = random.usize(2..40);
            let y: Vec<f64> = (0..count).map(|_| f64::from(random.bool())).collect();
            let scores: Vec<f64> = (0..count).map(|_| f64::from(random.u8(0..=8)) / 8.0).collect();
            let (target, predictions) = rows(&y, &scores, None);
            for metric in [Metric::F1, Metric::Accuracy, Metric::Auc] {
                let at = |threshold: f64| metric.score(&target, &predictions.decided(threshold));
                let best = at(metric.best_threshold(&target, &predictions).unwrap());
                for step in -1..=18 {
                    assert!(at(f64::from(step) / 16.0) <= best, "{}", metric.name());
                }
            }
        }
    }

    #[test]
    fn a_level_asked_for_is_held_where_it_can_be() {
        let (target, predictions) = rows(&[1., 1., 0., 1., 0., 0.], &[0.9, 0.8, 0.7, 0.6, 0.3, 0.1], None);
        let at = |metric: Metric| metric.best_threshold(&target, &predictions).unwrap();
        // Precision 1 is held down to 0.8, precision 0.75 down to 0.6.
        assert!((at(Metric::RecallAtPrecision(1.0)) - 0.75).abs() < 1e-12);
        assert!((at(Metric::RecallAtPrecision(0.75)) - 0.45).abs() < 1e-12);
        assert!((at(Metric::PrecisionAtRecall(0.9)) - 0.45).abs() < 1e-12);
        assert_eq!(at(Metric::LogLoss), 0.5);
    }

    #[test]
    fn a_row_that_counts_double_is_two_rows() {
        let mut random = fastrand::Rng::with_seed(9);
        for _ in 0..100 {
            let count = random.usize(4..30);
            let y: Vec<f64> = (0..count).map(|row| f64::from(u8::from(row % 3 == 0))).collect();
            let scores: Vec<f64> = (0..count).map(|_| f64::from(random.u8(1..=8)) / 9.0).collect();
            let times: Vec<usize> = (0..count).map(|_| random.usize(1..4)).collect();
            let twice: Vec<usize> = (0..count).flat_map(|row| vec![row; times[row]]).collect();
            let (plain, predicted) = rows(&y, &scores, None);
            let (repeated, of_repeated) = (plain.take(&twice), predicted.take(&twice));
            let weights = times.iter().map(|&times| times as f64).collect();
            let (weighted, _) = rows(&y, &scores, Some(weights));
            let all = "auc log_loss brier accuracy f1 recall@precision=0.6 precision@recall=0.6";
            for metric in all.split(' ').map(|name| Metric::parse(name, Task::Binary, None).unwrap()) {
                let (a, b) = (metric.score(&weighted, &predicted), metric.score(&repeated, &of_repeated));
                assert!((a.unwrap() - b.unwrap()).abs() < 1e-12, "{}: {a:?} {b:?}", metric.name());
                let threshold = metric.best_threshold(&weighted, &predicted);
                assert_eq!(threshold, metric.best_threshold(&repeated, &of_repeated), "{}", metric.name());
            }
        }
    }
}
