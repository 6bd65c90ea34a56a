//! Rows alike in every column: whatever a model says of one it says of all of them, so where their answers differ no
//! model can be right about all.
//!
//! The score of the best possible answer to each set of twins is therefore one that no model of these columns beats on
//! these rows, however good it is ("pure error": Draper & Smith, *Applied Regression Analysis*, 1998, section 2.1). It
//! says little where few rows have a twin.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use frame::{Frame, Target, Task};
use learn::{Metric, Predictions};

/// Rows with a twin, and the score their answers allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Twins {
    /// Rows that are alike in every column with another one.
    pub rows: usize,
    /// Of those, rows whose twins do not all have the same answer.
    pub divided: usize,
    /// The score that no model of these columns beats on these rows.
    pub limit: f64,
}

impl Twins {
    /// Twins among rows; `None` when no twins disagree, or the best answer to them is not known for this measure.
    pub fn of(features: &Frame, target: &Target, metric: &Metric) -> Option<Twins> {
        // The best single answer is a mean for these; of shares of an error or of money it is not.
        let unknown = matches!(metric, Metric::Mape)
            || matches!(metric, Metric::Money(_)) && target.task == Task::Regression;
        let mut sets: HashMap<u64, Vec<usize>> = HashMap::new();
        let columns: Vec<Vec<u64>> = features.columns().iter().map(cells).collect();
        for row in 0..target.len() {
            let mut hasher = DefaultHasher::new();
            columns.iter().for_each(|column| column[row].hash(&mut hasher));
            sets.entry(hasher.finish()).or_default().push(row);
        }
        let width = target.width();
        let mut predictions = Predictions { width, values: vec![0.0; target.len() * width] };
        let (mut rows, mut divided) = (0, 0);
        for set in sets.values() {
            let best = best_answer(target, set, metric);
            set.iter()
                .for_each(|&row| predictions.values[row * width..(row + 1) * width].copy_from_slice(&best));
            if set.len() > 1 {
                rows += set.len();
                let differ = set.iter().any(|&row| target.values[row] != target.values[set[0]]);
                divided += if differ { set.len() } else { 0 };
            }
        }
        if unknown || divided == 0 || features.columns().is_empty() {
            return None;
        }
        Some(Twins { rows, divided, limit: metric.score(target, &predictions)? })
    }
}

/// One number for each value of a column, the same for the same value.
fn cells(column: &frame::Column) -> Vec<u64> {
    match &column.values {
        frame::Values::Numbers(values) => {
            // All missing values are one; so are the two zeros.
            values
                .iter()
                .map(|value| if value.is_nan() { u64::MAX } else { (value + 0.0).to_bits() })
                .collect()
        }
        frame::Values::Text(text) => text.codes.iter().map(|&code| u64::from(code)).collect(),
    }
}

/// The answer to these rows that scores best on them: shares of classes, a mean, or for absolute errors a median.
fn best_answer(target: &Target, rows: &[usize], metric: &Metric) -> Vec<f64> {
    if target.task == Task::Multiclass {
        let mut shares = vec![0.0; target.width()];
        rows.iter().for_each(|&row| shares[target.values[row] as usize] += 1.0 / rows.len() as f64);
        return shares;
    }
    let mut answers: Vec<f64> = rows.iter().map(|&row| target.values[row]).collect();
    if matches!(metric, Metric::Mae) {
        answers.sort_by(f64::total_cmp);
        return vec![answers[answers.len() / 2]];
    }
    vec![answers.iter().sum::<f64>() / answers.len() as f64]
}

#[cfg(test)]
mod tests {
    use super::*;
    use frame::{Column, Kind};

    fn table(x: &[f64], y: &[f64], task: Task) -> (Frame, Target) {
        let classes = if task == Task::Binary { vec!["no".into(), "yes".into()] } else { Vec::new() };
        let features = Frame::new(vec![Column::numbers("x", Kind::Number, x.to_vec())]);
        (features, Target { name: "y".into(), task, classes, values: y.to_vec(), weights: None })
    }

    #[test]
    fn twins_that_disagree_limit_every_model() {
        let (features, target) =
            table(&[1.0, 1.0, 1.0, 2.0, 2.0, 3.0], &[1.0, 1.0, 0.0, 0.0, 0.0, 1.0], Task::Binary);
        let twins = Twins::of(&features, &target, &Metric::Accuracy).unwrap();
        assert_eq!((twins.rows, twins.divided), (5, 3));
        assert!((twins.limit - 5.0 / 6.0).abs() < 1e-12);
        // One of the three alike in x is wrong whatever is said: the ranking can have it above or below both zeros.
        assert!(Twins::of(&features, &target, &Metric::Auc).unwrap().limit < 1.0);
        let (features, target) = table(&[1.0, 1.0, 2.0], &[4.0, 6.0, 9.0], Task::Regression);
        let rmse = Twins::of(&features, &target, &Metric::Rmse).unwrap().limit;
        assert!((rmse - (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert_eq!(Twins::of(&features, &target, &Metric::Mape), None);
    }

    #[test]
    fn without_disagreement_nothing_is_limited() {
        let (features, target) = table(&[1.0, 1.0, 2.0], &[0.0, 0.0, 1.0], Task::Binary);
        assert_eq!(Twins::of(&features, &target, &Metric::Auc), None);
    }
}
