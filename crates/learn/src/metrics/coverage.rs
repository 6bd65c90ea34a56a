//! Tests by simulation: a 95 % interval covers the truth in about 95 of 100 samples.

use fastrand::Rng;
use frame::{Target, Task};
use rayon::prelude::*;

use super::*;
use crate::CrossValidated;

/// Rows of a task with the predictions of two models.
pub(super) struct Sample {
    pub target: Target,
    pub a: Predictions,
    pub b: Predictions,
}

/// Two standard normal values (Box & Muller 1958).
pub(super) fn normal(random: &mut Rng) -> [f64; 2] {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    let angle = std::f64::consts::TAU * random.f64();
    [radius * angle.cos(), radius * angle.sin()]
}

fn share(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

pub(super) fn sample(task: Task, rows: usize, draw: impl Fn(&mut Rng) -> [f64; 3], seed: u64) -> Sample {
    let mut random = Rng::with_seed(seed);
    let drawn: Vec<[f64; 3]> = (0..rows).map(|_| draw(&mut random)).collect();
    let part = |index: usize| drawn.iter().map(|row| row[index]).collect();
    let classes = if task == Task::Binary { vec!["no".to_owned(), "yes".to_owned()] } else { Vec::new() };
    Sample {
        target: Target { name: "y".into(), task, classes, values: part(0), weights: None },
        a: Predictions { width: 1, values: part(1) },
        b: Predictions { width: 1, values: part(2) },
    }
}

/// A binary row whose logit is `intercept + slope * x`, and two models that see it through noise of equal
/// size.
fn binary(intercept: f64, slope: f64) -> impl Fn(&mut Rng) -> [f64; 3] + Sync {
    move |random| {
        let ([x, _], noise) = (normal(random), normal(random));
        let logit = intercept + slope * x;
        let seen = noise.map(|noise| share(logit + 0.5 * noise));
        [f64::from(random.f64() < share(logit)), seen[0], seen[1]]
    }
}

/// A number, and two models that miss it by errors of equal size that are partly the same.
fn number(random: &mut Rng) -> [f64; 3] {
    let ([x, unseen], noise) = (normal(random), normal(random));
    let actual = 10.0 + 2.0 * x + unseen;
    [actual, 10.0 + 2.0 * x + 0.5 * noise[0], 10.0 + 2.0 * x + 0.5 * noise[1]]
}

/// Of this many samples the share whose interval holds `truth`, and the intervals' mean width.
pub(super) fn covered(
    samples: u64,
    truth: f64,
    interval: impl Fn(u64) -> Option<Estimate> + Sync,
) -> (f64, f64) {
    let found: Vec<Option<Estimate>> = (1..=samples).into_par_iter().map(&interval).collect();
    let held =
        found.iter().flatten().filter(|estimate| estimate.low <= truth && truth <= estimate.high).count();
    let width: f64 = found.iter().flatten().map(Estimate::width).sum();
    (held as f64 / samples as f64, width / samples as f64)
}

/// Hold the intervals of a metric, single and paired, to a coverage between `low` and `high`, over `samples` of
/// `rows` each.
#[track_caller]
fn hold(
    name: &str,
    (task, draw): (Task, impl Fn(&mut Rng) -> [f64; 3] + Sync),
    (rows, samples): (usize, u64),
    (low, high): (f64, f64),
) {
    let metric = Metric::parse(name, task, None).unwrap();
    let all = sample(task, 400_000, &draw, 0);
    let truth = metric.score(&all.target, &all.a).unwrap();
    let single = |seed| {
        let Sample { target, a, .. } = sample(task, rows, &draw, seed);
        metric.estimate(&target, &a, seed)
    };
    let paired = |seed| {
        let Sample { target, a, b } = sample(task, rows, &draw, seed);
        metric.paired(&target, &a, &b, seed)
    };
    let (share, width) = covered(samples, truth, single);
    assert!(low <= share && share <= high, "{name} of {rows} rows covers {share}");
    // The two models are equally good.
    let (share, width_paired) = covered(samples, 0.0, paired);
    assert!(low <= share && share <= high, "{name} paired, of {rows} rows, covers {share}");
    // As if on different rows, the difference would be 1.41 times as uncertain as each.
    assert!(width_paired < 1.3 * width, "{name} paired is {width_paired} wide, single {width}");
}

#[test]
fn theory_covers_for_classes() {
    for name in ["auc", "log_loss", "brier", "accuracy"] {
        for size in [(200, 1_000), (2_000, 1_000)] {
            hold(name, (Task::Binary, binary(-1.0, 1.5)), size, (0.93, 0.97));
        }
    }
}

#[test]
fn theory_covers_for_numbers() {
    for name in ["rmse", "mae", "mape", "r2"] {
        for size in [(200, 1_000), (2_000, 1_000)] {
            hold(name, (Task::Regression, number), size, (0.93, 0.97));
        }
    }
}

#[test]
fn f1_is_covered() {
    for size in [(200, 1_000), (2_000, 1_000)] {
        hold("f1", (Task::Binary, binary(-1.0, 1.5)), size, (0.93, 0.975));
    }
}

/// 200 samples of 200 rows tell 95 from 88.
#[test]
fn the_bootstrap_covers() {
    for name in ["recall@precision=0.6", "precision@recall=0.6"] {
        hold(name, (Task::Binary, binary(-1.0, 1.5)), (200, 200), (0.88, 0.99));
    }
}

/// Few positives, and areas near 1: what a plain normal interval gets wrong.
#[test]
fn auc_covers_at_its_edges() {
    for (label, intercept, slope, rows) in
        [("5 % positive", -4.0, 1.5, 200), ("near 1", -3.0, 9.0, 200), ("nearer", -6.0, 20.0, 500)]
    {
        let draw = binary(intercept, slope);
        let all = sample(Task::Binary, 400_000, &draw, 0);
        let truth = Metric::Auc.score(&all.target, &all.a).unwrap();
        let (share, _) = covered(2_000, truth, |seed| {
            let Sample { target, a, .. } = sample(Task::Binary, rows, &draw, seed);
            Metric::Auc.estimate(&target, &a, seed)
        });
        assert!((0.92..=0.98).contains(&share), "{label}: an area of {truth} is covered in {share}");
    }
}

/// Losses of which few are large: Student's interval alone covers 91 % here.
#[test]
fn skewed_losses_are_covered() {
    let draw = binary(-4.0, 1.5);
    let all = sample(Task::Binary, 400_000, &draw, 0);
    let truth = Metric::LogLoss.score(&all.target, &all.a).unwrap();
    let (share, _) = covered(2_000, truth, |seed| {
        let Sample { target, a, .. } = sample(Task::Binary, 200, &draw, seed);
        Metric::LogLoss.estimate(&target, &a, seed)
    });
    assert!((0.94..=0.99).contains(&share), "covers {share}");
}

/// What decisions earn at a threshold that was not chosen on these rows. Student's interval alone covers 91.5 %
/// of the rarest.
#[test]
fn money_is_covered() {
    let worth =
        Worth { true_positive: 60.0, false_positive: -8.0, cases_per_month: 1_000.0, ..Worth::default() };
    for (intercept, threshold) in [(-1.0, 0.12), (-4.0, 0.12)] {
        let draw = binary(intercept, 1.5);
        let all = sample(Task::Binary, 400_000, &draw, 0);
        let truth = money_per_month(&all.target, &all.a, threshold, &worth).unwrap();
        for rows in [200, 2_000] {
            let (share, _) = covered(1_000, truth, |seed| {
                let Sample { target, a, .. } = sample(Task::Binary, rows, &draw, seed);
                money_estimate(&target, &a, threshold, &worth)
            });
            assert!((0.93..=0.985).contains(&share), "{truth} of {rows} rows is covered in {share}");
        }
    }
}

/// A truly better model is told apart more often with its rival on the same rows than as if on others.
#[test]
fn pairing_has_more_power() {
    let draw = |random: &mut Rng| {
        let ([x, _], noise) = (normal(random), normal(random));
        let logit = -1.0 + 1.5 * x;
        [f64::from(random.f64() < share(logit)), share(logit + 0.3 * noise[0]), share(logit + 0.7 * noise[1])]
    };
    for metric in [Metric::Auc, Metric::LogLoss, Metric::Brier] {
        let told = |paired: bool| {
            let gain = |seed| {
                let Sample { target, a, b } = sample(Task::Binary, 1_000, draw, seed);
                if paired {
                    return metric.paired(&target, &a, &b, seed);
                }
                let estimate = |predictions| metric.estimate(&target, predictions, seed);
                let (a, b) = (estimate(&a)?, estimate(&b)?);
                Some(if metric.higher_is_better() {
                    Estimate::difference(a, b)
                } else {
                    Estimate::difference(b, a)
                })
            };
            let gains: Vec<Option<Estimate>> = (1..=300).into_par_iter().map(gain).collect();
            gains.iter().flatten().filter(|gain| gain.low > 0.0).count()
        };
        let (paired, unpaired) = (told(true), told(false));
        assert!(paired >= 3 * unpaired && paired > 120, "{}: {paired} paired, {unpaired} not", metric.name());
    }
}

/// One cross-validation, in five folds, of the overall mean (`a`) and of the mean by a group that does not
/// matter (`b`), each refitted on the training rows of every fold.
fn cross_validations(rows: usize, seed: u64) -> (Target, CrossValidated, CrossValidated) {
    let mut random = Rng::with_seed(seed);
    let values: Vec<f64> = (0..rows).map(|_| normal(&mut random)[0]).collect();
    let group: Vec<usize> = (0..rows).map(|_| random.usize(0..2)).collect();
    let validated = |groups: usize| {
        let (mut order, mut folds, mut predicted) = (Vec::new(), Vec::new(), Vec::new());
        for fold in 0..5 {
            let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
            for row in (0..rows).filter(|row| row % 5 != fold) {
                sums[group[row] % groups] += values[row];
                counts[group[row] % groups] += 1.0;
            }
            for row in (0..rows).filter(|row| row % 5 == fold) {
                order.push(row);
                folds.push(fold);
                predicted.push(sums[group[row] % groups] / f64::max(counts[group[row] % groups], 1.0));
            }
        }
        CrossValidated {
            rows: order,
            predictions: Predictions { width: 1, values: predicted },
            folds,
            train_rows: vec![rows - rows / 5; 5],
            decided: false,
            fit_seconds: 0.0,
            predict_rows_per_second: 1.0,
            reproducible: None,
            peak_memory_bytes: None,
            size_bytes: 0,
            inputs: None,
        }
    };
    let (a, b) = (validated(1), validated(2));
    (Target { name: "y".into(), task: Task::Regression, classes: Vec::new(), values, weights: None }, a, b)
}

/// Where models vary with their training rows as much as scores vary with the test rows, an interval that
/// takes the models as given is too sure; the one over folds is not.
#[test]
fn training_rows_count_in_the_interval_over_folds() {
    let over_folds = |seed| {
        let (target, a, b) = cross_validations(200, seed);
        paired_over_folds(&Metric::Rmse, &target, &a, &b, seed)
    };
    let over_rows = |seed| {
        let (target, a, b) = cross_validations(200, seed);
        Metric::Rmse.paired(&target.take(&a.rows), &a.predictions, &b.predictions, seed)
    };
    let single = |seed| {
        let (target, a, _) = cross_validations(200, seed);
        cross_validated_score(&Metric::Rmse, &target, &a)
    };
    // The mean over samples is the expected score: each is unbiased for training sets of this size.
    let truth = |interval: &(dyn Fn(u64) -> Option<Estimate> + Sync)| {
        let scores: Vec<f64> =
            (5_001..=9_000).into_par_iter().filter_map(interval).map(|e| e.score).collect();
        scores.iter().sum::<f64>() / scores.len() as f64
    };
    let (of_folds, _) = covered(1_000, truth(&over_folds), over_folds);
    let (of_rows, _) = covered(1_000, truth(&over_rows), over_rows);
    let (of_score, _) = covered(1_000, truth(&single), single);
    assert!(of_rows + 0.03 < of_folds, "taking the models as given covers {of_rows}, over folds {of_folds}");
    assert!(of_folds >= 0.95, "a gain over folds is covered in {of_folds}");
    assert!(of_score >= 0.95, "a score over folds is covered in {of_score}");
}
