//! Tests: scores are scikit-learn's (1.9.1), intervals those of the formulas written out with scipy (1.17.1).

use frame::{Target, Task};

use super::list::METRICS;
use super::*;

fn binary(values: &[f64]) -> Target {
    let classes = vec!["no".to_owned(), "yes".to_owned()];
    Target { name: "churned".into(), task: Task::Binary, classes, values: values.to_vec(), weights: None }
}

fn multiclass(values: &[f64], classes: usize) -> Target {
    let classes = (0..classes).map(|class| class.to_string()).collect();
    Target { name: "kind".into(), task: Task::Multiclass, classes, values: values.to_vec(), weights: None }
}

fn numbers(values: &[f64]) -> Target {
    Target {
        name: "quality".into(),
        task: Task::Regression,
        classes: Vec::new(),
        values: values.to_vec(),
        weights: None,
    }
}

fn one(values: &[f64]) -> Predictions {
    Predictions { width: 1, values: values.to_vec() }
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

#[track_caller]
fn scores(target: &Target, predictions: &Predictions, expected: &[(&str, f64)]) {
    for (name, expected) in expected {
        let metric = Metric::parse(name, target.task, None).unwrap();
        let found = metric.score(target, predictions);
        assert!(
            found.is_some_and(|found| (found - expected).abs() < 1e-12),
            "{name}: {found:?} is not {expected}"
        );
    }
}

// Twelve rows with ties, between the classes too.
const Y: [f64; 12] = [0., 1., 0., 1., 1., 0., 0., 1., 0., 1., 0., 0.];
const A: [f64; 12] = [0.1, 0.9, 0.4, 0.4, 0.8, 0.4, 0.2, 0.6, 0.7, 0.3, 0.1, 0.5];
const B: [f64; 12] = [0.3, 0.7, 0.5, 0.2, 0.8, 0.6, 0.1, 0.5, 0.4, 0.5, 0.2, 0.5];

// roc_auc_score, log_loss, brier_score_loss, accuracy_score and f1_score of (p >= 0.5);
// max(recall[precision >= level]) and max(precision[recall >= level]) of precision_recall_curve.
#[test]
fn binary_scores_with_ties() {
    scores(
        &binary(&Y),
        &one(&A),
        &[
            ("auc", 0.7714285714285715),
            ("log_loss", 0.5260190868321535),
            ("brier", 0.18166666666666664),
            ("accuracy", 0.6666666666666666),
            ("f1", 0.6),
            ("recall@precision=0.5", 1.0),
            ("recall@precision=0.6", 0.6),
            ("recall@precision=0.75", 0.6),
            ("recall@precision=0.8", 0.4),
            ("recall@precision=1", 0.4),
            ("precision@recall=0.5", 0.75),
            ("precision@recall=0.6", 0.75),
            ("precision@recall=0.75", 0.5555555555555556),
            ("precision@recall=1", 0.5555555555555556),
        ],
    );
    scores(
        &binary(&Y),
        &one(&B),
        &[
            ("auc", 0.7285714285714286),
            ("log_loss", 0.5895117080398115),
            ("brier", 0.2025),
            ("f1", 0.6666666666666666),
            ("recall@precision=0.5", 0.8),
            ("recall@precision=0.6", 0.4),
            ("precision@recall=0.5", 0.5714285714285714),
            ("precision@recall=1", 0.45454545454545453),
        ],
    );
}

#[test]
fn binary_scores_with_one_positive_row() {
    scores(
        &binary(&[0., 0., 0., 1., 0., 0., 0., 0.]),
        &one(&[0.0, 0.1, 0.2, 0.35, 0.4, 0.1, 0.35, 0.0]),
        &[
            ("auc", 0.7857142857142857),
            ("log_loss", 0.3031619058733732),
            ("brier", 0.09562500000000002),
            ("accuracy", 0.875),
            ("f1", 0.0),
            ("recall@precision=0.5", 0.0),
            ("precision@recall=0.5", 0.3333333333333333),
        ],
    );
}

#[test]
fn binary_scores_with_probabilities_of_zero_and_one() {
    scores(
        &binary(&[0., 1., 1., 0., 1.]),
        &one(&[0., 1., 0., 1., 0.5]),
        &[
            ("auc", 0.5),
            ("log_loss", 14.556090791758852),
            ("brier", 0.45),
            ("accuracy", 0.6),
            ("f1", 0.6666666666666666),
            ("recall@precision=0.6", 1.0),
            ("recall@precision=0.75", 0.0),
            ("precision@recall=0.6", 0.6666666666666666),
            ("precision@recall=1", 0.6),
        ],
    );
}

// log_loss and brier_score_loss with labels given, f1_score(average="macro").
#[test]
fn multiclass_scores() {
    let rows = [
        [0.7, 0.1, 0.1, 0.1],
        [0.2, 0.5, 0.3, 0.0],
        [0.1, 0.2, 0.6, 0.1],
        [0.3, 0.4, 0.2, 0.1],
        [0.25, 0.25, 0.25, 0.25],
        [0.9, 0.1, 0.0, 0.0],
        [0.1, 0.1, 0.8, 0.0],
        [0.0, 0.0, 1.0, 0.0],
    ];
    scores(
        &multiclass(&[0., 1., 2., 2., 1., 0., 3., 2.], 4),
        &Predictions { width: 4, values: rows.concat() },
        &[
            ("log_loss", 5.0881742408242046),
            ("brier", 0.5062500000000001),
            ("accuracy", 0.625),
            ("f1", 0.4916666666666667),
        ],
    );
    // A class that neither occurs nor is predicted does not count in the mean.
    let rows = [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.4, 0.1], [0.4, 0.5, 0.1]];
    scores(
        &multiclass(&[0., 1., 1., 0.], 3),
        &Predictions { width: 3, values: rows.concat() },
        &[("f1", 0.5), ("log_loss", 0.6750205078632583)],
    );
}

const T: [f64; 5] = [3.0, -0.5, 2.0, 7.0, 4.2];
const Q: [f64; 5] = [2.5, 0.1, 2.0, 8.0, 3.9];
const R: [f64; 5] = [3.2, -1.0, 2.5, 6.0, 4.0];

// root_mean_squared_error, mean_absolute_error, mean_absolute_percentage_error, r2_score.
#[test]
fn regression_scores() {
    scores(
        &numbers(&T),
        &one(&Q),
        &[
            ("rmse", 0.58309518948453),
            ("mae", 0.4800000000000001),
            ("mape", 0.3161904761904762),
            ("r2", 0.9444299163179917),
        ],
    );
}

#[test]
fn no_score_where_none_is_defined() {
    let none = |metric: Metric, target: &Target, predictions: &Predictions| {
        assert_eq!(metric.score(target, predictions), None);
        assert_eq!(metric.estimate(target, predictions, 0), None);
        assert_eq!(metric.paired(target, predictions, predictions, 0), None);
    };
    none(Metric::Auc, &binary(&[1., 1.]), &one(&[0.2, 0.3]));
    none(Metric::RecallAtPrecision(0.5), &binary(&[0., 0.]), &one(&[0.2, 0.3]));
    none(Metric::Mape, &numbers(&[0., 1.]), &one(&[1., 1.]));
    none(Metric::R2, &numbers(&[0.1, 0.1, 0.1]), &one(&[0.1, 0.2, 0.1]));
    none(Metric::Rmse, &numbers(&[]), &one(&[]));
    none(Metric::Rmse, &binary(&[0., 1.]), &one(&[0., 1.]));
    none(Metric::LogLoss, &binary(&[0., 1.]), &one(&[0.5, f64::NAN]));
    none(Metric::LogLoss, &binary(&[0., 1.]), &one(&[0.5]));
    assert_eq!(Metric::Rmse.estimate(&numbers(&[1.0]), &one(&[2.0]), 0), None, "one row has no spread");
}

#[test]
fn intervals_are_those_of_the_formulas() {
    let auc = Metric::Auc.estimate(&binary(&Y), &one(&A), 0).unwrap();
    close(auc.low, 0.33415485798190836);
    close(auc.high, 0.9578009891918939);
    let gain = Metric::Auc.paired(&binary(&Y), &one(&A), &one(&B), 0).unwrap();
    close(gain.score, 0.042857142857142705);
    close(gain.low, -0.2644321155442317);
    close(gain.high, 0.3501464012585171);
    // Newcombe's method 5: five positives perfectly above twenty negatives, and one positive among eight.
    let target = binary(&[[1.0; 5].as_slice(), &[0.0; 20]].concat());
    let perfect = Metric::Auc.estimate(&target, &one(&target.values), 0).unwrap();
    close(perfect.low, 0.7606992022713188);
    close(perfect.high, 1.0);
    let target = binary(&[0., 0., 0., 1., 0., 0., 0., 0.]);
    let single = Metric::Auc.estimate(&target, &one(&[0.0, 0.1, 0.2, 0.35, 0.4, 0.1, 0.35, 0.0]), 0).unwrap();
    close(single.low, 0.2449617884267142);
    close(single.high, 0.9740424648120269);
    let rmse = Metric::Rmse.estimate(&numbers(&T), &one(&Q), 0).unwrap();
    close(rmse.low, 0.28377693164561996);
    close(rmse.high, 1.1981241675577463);
    // Positive is a gain of the first, whose error is smaller.
    let gain = Metric::Rmse.paired(&numbers(&T), &one(&R), &one(&Q), 0).unwrap();
    close(gain.score, 0.020956416582322168);
    close(gain.low, -0.16639730994118213);
    close(gain.high, 0.20831014310582646);
}

#[test]
fn the_fast_auc_is_the_definition() {
    let mut random = fastrand::Rng::with_seed(7);
    for rows in 2..60 {
        let y: Vec<f64> = (0..rows).map(|row| f64::from(row == 0 || (row > 1 && random.bool()))).collect();
        let p: Vec<f64> = (0..rows).map(|_| random.u8(0..6).into()).collect();
        let (mut won, mut pairs) = (0.0, 0.0);
        for (i, j) in (0..rows).flat_map(|i| (0..rows).map(move |j| (i, j))).filter(|&(i, j)| y[i] > y[j]) {
            won += if p[i] > p[j] {
                1.0
            } else if p[i] == p[j] {
                0.5
            } else {
                0.0
            };
            pairs += 1.0;
        }
        close(Metric::Auc.score(&binary(&y), &one(&p)).unwrap(), won / pairs);
    }
}

#[test]
fn auc_stays_sensible_at_its_edges() {
    let target = binary(&[[1.0; 3].as_slice(), &[0.0; 997]].concat());
    let near_one: Vec<f64> =
        (0..1000).map(|row| 1.0 - f64::from(row) / 1000.0 + f64::from(row == 10)).collect();
    let estimate = Metric::Auc.estimate(&target, &one(&near_one), 0).unwrap();
    assert!(
        estimate.score > 0.99 && estimate.low > 0.0 && estimate.low < estimate.score && estimate.high <= 1.0
    );
    let constant = Metric::Auc.estimate(&target, &one(&[0.003; 1000]), 0).unwrap();
    assert_eq!((constant.low, constant.score, constant.high), (0.5, 0.5, 0.5));
    // Perfect against constant: DeLong's variance is zero, yet three positives do not prove a difference of
    // exactly 0.5.
    let gain = Metric::Auc.paired(&target, &one(&target.values), &one(&[0.003; 1000]), 0).unwrap();
    assert!(gain.score == 0.5 && gain.low < 0.5 && gain.low > 0.0, "{gain:?}");
    let same = Metric::Auc.paired(&target, &one(&near_one), &one(&near_one), 0).unwrap();
    assert_eq!((same.low, same.score, same.high), (0.0, 0.0, 0.0));
}

#[test]
fn calibration_is_that_of_a_logistic_regression() {
    let calibration = Calibration::of(&binary(&Y), &one(&A)).unwrap();
    // LogisticRegression(C=inf).fit(logit(a), y)
    let line = calibration.line.unwrap();
    assert!(
        (line.slope - 1.0994755373676737).abs() < 1e-6 && (line.intercept + 0.17187149866418772).abs() < 1e-6
    );
    assert_eq!(calibration.bins.iter().map(|bin| bin.rows).sum::<usize>(), 12);
    let half = Calibration::of(&binary(&Y), &one(&[0.5; 12])).unwrap();
    assert_eq!((half.line, half.bins.len()), (None, 1));
    close(half.expected_error, 0.5 - 5.0 / 12.0);
    assert_eq!(Calibration::of(&binary(&Y), &one(&Y)).unwrap().line, None, "perfect: no finite slope");
    // Ten bins of a hundred, each off by its own known gap of 0.05.
    let y: Vec<f64> = (0..1000).map(|row| f64::from(row % 100 < (row / 100) * 10)).collect();
    let p: Vec<f64> = (0..1000).map(|row| f64::from(row / 100) / 10.0 + 0.05).collect();
    let calibration = Calibration::of(&binary(&y), &one(&p)).unwrap();
    assert!(calibration.bins.iter().all(|bin| bin.rows == 100));
    close(calibration.expected_error, 0.05);
}

#[test]
fn usual_metrics_are_the_metrics() {
    let table = usual_metrics(&binary(&Y), &one(&A));
    for (name, value) in &table {
        if let Ok(metric) = Metric::parse(name, Task::Binary, None) {
            assert_eq!(*value, metric.score(&binary(&Y), &one(&A)), "{name}");
        }
    }
    // precision_score and recall_score of (p >= 0.5), then of (p >= 0.95), where none is taken.
    assert_eq!(table[5..], [("precision".to_owned(), Some(0.6)), ("recall".to_owned(), Some(0.6))]);
    let table = usual_metrics_at(&binary(&Y), &one(&A), 0.95);
    assert_eq!(
        table[4..],
        [("f1".to_owned(), Some(0.0)), ("precision".to_owned(), None), ("recall".to_owned(), Some(0.0))]
    );
    assert_eq!(
        usual_metrics(&multiclass(&[0.0], 3), &Predictions { width: 3, values: vec![0.5, 0.2, 0.3] }).len(),
        4
    );
    assert_eq!(usual_metrics(&numbers(&T), &one(&Q)).len(), 4);
}

#[test]
fn every_metric_stands_on_its_own_line() {
    let worth = Worth::default();
    for entry in METRICS {
        let name =
            if entry.name.contains('@') { format!("{}=0.5", entry.name) } else { entry.name.to_owned() };
        let metric = Metric::parse(&name, entry.tasks[0], Some(&worth)).unwrap();
        assert_eq!(metric.name(), name);
        assert_eq!(metric.higher_is_better(), entry.higher_is_better);
        assert_eq!(
            METRICS
                .iter()
                .filter(|other| other.name == entry.name || other.aliases.contains(&entry.name))
                .count(),
            1
        );
    }
}
