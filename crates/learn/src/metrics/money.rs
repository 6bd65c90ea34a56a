//! Money: what decisions or errors are worth, and the threshold that earns most.

use frame::{Target, Task};
use serde::{Deserialize, Serialize};

use super::confusion::Confusion;
use super::estimate::Estimate;
use super::fits;
use super::threshold::best_by;
use super::weigh::linearised;
use crate::Predictions;

/// What one case is worth, in `currency`; what is not written is worth nothing. Costs are negative.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug, Default)]
#[serde(default)]
pub struct Worth {
    /// Acted on, rightly.
    pub true_positive: f64,
    /// Acted on, wrongly.
    pub false_positive: f64,
    /// Not acted on, wrongly.
    pub false_negative: f64,
    /// Not acted on, rightly.
    pub true_negative: f64,
    /// Regression: each unit predicted too high; usually negative.
    pub over_per_unit: f64,
    /// Regression: each unit predicted too low; usually negative.
    pub under_per_unit: f64,
    /// How many cases a month are decided.
    pub cases_per_month: f64,
    /// The currency's name, such as EUR.
    pub currency: String,
}

/// The threshold that earns most and the money per month it earns on these rows, scaled to the cases per
/// month. `None` unless the task is binary.
///
/// Acting on nobody and on everybody are among the choices. Of thresholds that earn the same, the one that acts on
/// fewest.
///
/// The money is optimistic, since the threshold was chosen on the rows it is counted on. Choose the threshold
/// on out-of-fold predictions, never on the holdout, and let [`money_per_month`] tell what it earns on other
/// rows.
pub fn best_threshold(target: &Target, predictions: &Predictions, worth: &Worth) -> Option<(f64, f64)> {
    let (threshold, earned) = best_by(target, predictions, &|cells| worth.of(cells))?;
    Some((threshold, earned / target.total_weight() * worth.cases_per_month))
}

/// Money per month of a binary task's decisions at a threshold, or of a regression's errors (whatever the
/// threshold), scaled from these rows to the cases per month. `None` for more classes than two.
pub fn money_per_month(
    target: &Target,
    predictions: &Predictions,
    threshold: f64,
    worth: &Worth,
) -> Option<f64> {
    if target.task == Task::Binary {
        // From counts, so that it is the same number that `best_threshold` gives.
        let cells = Confusion::at(target, predictions, threshold)?;
        return Some(worth.of(&cells) / target.total_weight() * worth.cases_per_month);
    }
    let rows = rows(target, predictions, threshold, worth)?;
    Some(rows.iter().sum::<f64>() / rows.len() as f64 * worth.cases_per_month)
}

/// [`money_per_month`] with its 95 % interval for this threshold: Student's over what each row earns, with
/// Hall's correction for skew, since few rows may earn most of it.
pub fn money_estimate(
    target: &Target,
    predictions: &Predictions,
    threshold: f64,
    worth: &Worth,
) -> Option<Estimate> {
    let score = money_per_month(target, predictions, threshold, worth)?;
    let estimate = Estimate::of_skewed_mean(&rows(target, predictions, threshold, worth)?)?;
    Some(Estimate { score, ..estimate.times(worth.cases_per_month) })
}

/// How much more money per month the predictions `a` earn than `b` on the same rows, each at its own
/// threshold: Student's interval over the rows' differences.
pub fn money_paired(
    target: &Target,
    (a, threshold_a): (&Predictions, f64),
    (b, threshold_b): (&Predictions, f64),
    worth: &Worth,
) -> Option<Estimate> {
    let (a, b) = (rows(target, a, threshold_a, worth)?, rows(target, b, threshold_b, worth)?);
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    Some(Estimate::of_mean(&differences)?.times(worth.cases_per_month))
}

impl Worth {
    fn of(&self, cells: &Confusion) -> f64 {
        cells.true_positives * self.true_positive
            + cells.false_positives * self.false_positive
            + cells.false_negatives * self.false_negative
            + cells.true_negatives * self.true_negative
    }
}

/// What each row earns; where rows count differently, values with the same (weighted) mean.
fn rows(target: &Target, predictions: &Predictions, threshold: f64, worth: &Worth) -> Option<Vec<f64>> {
    if target.task == Task::Multiclass || !fits(target, predictions) {
        return None;
    }
    let earned = |(&actual, &predicted): (&f64, &f64)| match target.task {
        Task::Regression | Task::Forecast if predicted > actual => (predicted - actual) * worth.over_per_unit,
        Task::Regression | Task::Forecast => (actual - predicted) * worth.under_per_unit,
        _ => match (predicted >= threshold, actual == 1.0) {
            (true, true) => worth.true_positive,
            (true, false) => worth.false_positive,
            (false, true) => worth.false_negative,
            (false, false) => worth.true_negative,
        },
    };
    let earned = target.values.iter().zip(&predictions.values).map(earned).collect();
    Some(linearised(target, earned))
}

#[cfg(test)]
mod tests {
    use super::super::threshold::ACT_ON_NOBODY;
    use super::*;

    fn worth() -> Worth {
        Worth {
            true_positive: 60.0,
            false_positive: -8.0,
            cases_per_month: 7_000.0,
            currency: "EUR".into(),
            ..Worth::default()
        }
    }

    fn binary(values: &[f64], scores: &[f64]) -> (Target, Predictions) {
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        let target = Target {
            name: "churned".into(),
            task: Task::Binary,
            classes,
            values: values.to_vec(),
            weights: None,
        };
        (target, Predictions { width: 1, values: scores.to_vec() })
    }

    #[test]
    fn the_best_threshold_is_the_best_of_all() {
        let mut random = fastrand::Rng::with_seed(3);
        for case in 0..500 {
            let rows = random.usize(1..30);
            let y: Vec<f64> = (0..rows).map(|_| f64::from(random.bool())).collect();
            let scores: Vec<f64> = (0..rows).map(|_| f64::from(random.u8(0..=8)) / 8.0).collect();
            let mut cell = || f64::from(random.i8(-50..50));
            let worth = Worth {
                true_positive: cell(),
                false_positive: cell(),
                false_negative: cell(),
                true_negative: cell(),
                cases_per_month: 100.0,
                ..Worth::default()
            };
            let (target, predictions) = binary(&y, &scores);
            let (threshold, money) = best_threshold(&target, &predictions, &worth).unwrap();
            assert_eq!(money_per_month(&target, &predictions, threshold, &worth), Some(money), "case {case}");
            let by_trying = (-1..=18).map(|step| f64::from(step) / 16.0);
            let most = by_trying.filter_map(|at| money_per_month(&target, &predictions, at, &worth));
            assert_eq!(most.fold(f64::NEG_INFINITY, f64::max), money, "case {case}");
        }
    }

    #[test]
    fn a_threshold_lies_midway_and_the_ends_are_choices() {
        let (target, predictions) = binary(&[1.0, 0.0, 1.0, 0.0], &[0.9, 0.2, 0.2, 0.1]);
        // Acting on the upper three earns 60 - 8 + 60 over four rows, and the threshold parts 0.2 from 0.1.
        let (threshold, money) = best_threshold(&target, &predictions, &worth()).unwrap();
        assert!((threshold - 0.15).abs() < 1e-12 && money == 112.0 / 4.0 * 7_000.0);
        let costly = Worth { true_positive: -1.0, ..worth() };
        assert_eq!(best_threshold(&target, &predictions, &costly), Some((ACT_ON_NOBODY, 0.0)));
        let free = Worth { false_positive: 1.0, ..worth() };
        assert_eq!(best_threshold(&target, &predictions, &free), Some((0.0, 122.0 / 4.0 * 7_000.0)));
        // Scores so near that nothing lies between them.
        let (target, predictions) = binary(&[1.0, 0.0], &[0.5_f64.next_up(), 0.5]);
        let (threshold, money) = best_threshold(&target, &predictions, &worth()).unwrap();
        assert_eq!((threshold, money), (0.5_f64.next_up(), 30.0 * 7_000.0));
    }

    #[test]
    fn a_regression_pays_for_over_and_under_apart() {
        let target = Target {
            name: "y".into(),
            task: Task::Regression,
            classes: Vec::new(),
            values: vec![10.0, 10.0, 10.0],
            weights: None,
        };
        let worth =
            Worth { over_per_unit: -1.0, under_per_unit: -5.0, cases_per_month: 300.0, ..Worth::default() };
        let predictions = Predictions { width: 1, values: vec![12.0, 9.0, 10.0] };
        assert_eq!(money_per_month(&target, &predictions, 0.5, &worth), Some(-700.0));
        let exact = Predictions { width: 1, values: vec![10.0; 3] };
        let gain = money_paired(&target, (&exact, 0.5), (&predictions, 0.5), &worth).unwrap();
        assert!((gain.score - 700.0).abs() < 1e-9 && gain.low < 700.0 && gain.high > 700.0);
        assert_eq!(best_threshold(&target, &predictions, &worth), None);
    }

    #[test]
    fn an_interval_is_that_of_the_mean_of_the_cells() {
        let (target, predictions) = binary(&[1.0, 0.0, 0.0, 1.0, 0.0], &[0.9, 0.8, 0.2, 0.1, 0.3]);
        let estimate = money_estimate(&target, &predictions, 0.5, &worth()).unwrap();
        // scipy.optimize.brentq of Hall's cubic at -t and t, * 7000, for x = [60, -8, 0, 0, 0]
        assert!((estimate.score - 72_800.0).abs() < 1e-6);
        assert!(
            (estimate.low - (-103284.581630)).abs() < 1e-3 && (estimate.high - (1029635.436507)).abs() < 1e-3,
            "{estimate:?}"
        );
    }
}
