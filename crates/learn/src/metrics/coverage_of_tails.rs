//! Tests by simulation: rmse and r2 where few rows make most of the error, held against Student's interval of the logarithm.

use fastrand::Rng;
use frame::Task;

use super::coverage::{Sample, covered, normal, sample};
use super::estimate::{mean_and_variance, reach};
use super::*;

/// `exp(size (x + e / 2))`, and its mean in each of five stretches of `x`, as a tree of few leaves says it.
fn log_normal(size: f64) -> impl Fn(&mut Rng) -> [f64; 3] + Sync {
    const ENDS: [f64; 4] = [-1.0, 0.0, 0.8, 1.4];
    let place = |x: f64| ENDS.iter().filter(|end| x > **end).count();
    let (mut sums, mut counts, mut random) = ([0.0; 5], [0.0; 5], Rng::with_seed(1));
    for _ in 0..400_000 {
        let [x, noise] = normal(&mut random);
        sums[place(x)] += (size * (x + 0.5 * noise)).exp();
        counts[place(x)] += 1.0;
    }
    move |random| {
        let [x, noise] = normal(random);
        let said = sums[place(x)] / counts[place(x)];
        [(size * (x + 0.5 * noise)).exp(), said, said]
    }
}

/// `x + e`, and `x`.
fn straight(random: &mut Rng) -> [f64; 3] {
    let [x, noise] = normal(random);
    [x + 0.7 * noise, x, x]
}

/// Student's interval of the logarithm of the mean error, or of the mean error over the mean distance.
fn by_student(metric: &Metric, Sample { target, a, .. }: &Sample) -> Option<Estimate> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let middle = mean(&target.values);
    let rows = target.values.iter().zip(&a.values);
    let errors: Vec<f64> = rows.clone().map(|(y, said)| (y - said).powi(2)).collect();
    let distances: Vec<f64> = match metric {
        Metric::R2 => target.values.iter().map(|y| (y - middle).powi(2)).collect(),
        _ => vec![1.0; errors.len()],
    };
    let (error, distance) = (mean(&errors), mean(&distances));
    let apart: Vec<f64> = errors.iter().zip(&distances).map(|(e, d)| e / error - d / distance).collect();
    let (count, (_, variance)) = (errors.len() as f64, mean_and_variance(&apart)?);
    let margin = reach(count - 1.0)? * (variance / count).sqrt();
    let ratio = error / distance;
    let brought = |ratio: f64| if *metric == Metric::R2 { 1.0 - ratio } else { ratio.sqrt() };
    let (low, high) = (brought(ratio * (-margin).exp()), brought(ratio * margin.exp()));
    Some(Estimate { score: brought(ratio), low: low.min(high), high: high.max(low) })
}

/// The share that holds the truth and the mean width, of the metric's interval and of Student's.
fn both(metric: &Metric, draw: &(impl Fn(&mut Rng) -> [f64; 3] + Sync), rows: usize) -> [(f64, f64); 2] {
    let all = sample(Task::Regression, 2_000_000, draw, 0);
    let truth = metric.score(&all.target, &all.a).unwrap();
    let drawn = |seed| sample(Task::Regression, rows, draw, seed);
    let own = |seed| {
        let Sample { target, a, .. } = drawn(seed);
        metric.estimate(&target, &a, seed)
    };
    let samples = (400_000 / rows as u64).clamp(400, 1_000);
    [covered(samples, truth, own), covered(samples, truth, |seed| by_student(metric, &drawn(seed)))]
}

#[test]
fn skewed_errors_are_covered_as_far_as_a_sample_can_tell() {
    let (mild, heavy) = (log_normal(0.5), log_normal(1.0));
    // Student's interval covers 81 to 91 and 52 to 80.
    for (metric, rows, of_mild, of_heavy) in [
        (Metric::Rmse, 60, 0.85, 0.73),
        (Metric::Rmse, 200, 0.84, 0.63),
        (Metric::Rmse, 1_000, 0.88, 0.80),
        (Metric::R2, 60, 0.90, 0.83),
        (Metric::R2, 200, 0.91, 0.78),
        (Metric::R2, 1_000, 0.90, 0.72),
        // By formula.
        (Metric::Rmse, 12_000, 0.90, 0.75),
        (Metric::R2, 12_000, 0.90, 0.70),
    ] {
        for (label, [(share, _), (by_student, _)], least) in
            [("mild", both(&metric, &mild, rows), of_mild), ("heavy", both(&metric, &heavy, rows), of_heavy)]
        {
            assert!(share >= least, "{} of {rows} {label} rows covers {share}", metric.name());
            assert!(
                share > by_student || rows > 10_000,
                "{} of {rows} {label} rows: Student {by_student}",
                metric.name()
            );
        }
    }
}

/// Where there is no skew to correct, nothing is given away.
#[test]
fn normal_errors_are_not_called_less_sure() {
    for metric in [Metric::Rmse, Metric::R2] {
        for (rows, widest) in [(10, 1.001), (60, 1.09), (200, 1.03), (1_000, 1.01)] {
            let [(share, width), (_, by_student)] = both(&metric, &straight, rows);
            assert!((0.89..=0.98).contains(&share), "{} of {rows} rows covers {share}", metric.name());
            assert!(width < widest * by_student, "{} of {rows}: {width} and {by_student}", metric.name());
        }
    }
}

#[test]
fn weights_count() {
    let draw = log_normal(0.5);
    let Sample { target, a, .. } = sample(Task::Regression, 60, &draw, 5);
    for metric in [Metric::Rmse, Metric::R2] {
        let of = |weights: Vec<f64>| {
            let target = Target { weights: Some(weights), ..target.clone() };
            metric.estimate(&target, &a, 3).unwrap()
        };
        let plain = metric.estimate(&target, &a, 3).unwrap();
        let same = of(vec![7.0; 60]);
        for (one, other) in [(plain.low, same.low), (plain.score, same.score), (plain.high, same.high)] {
            assert!((one - other).abs() < 1e-9 * other.abs(), "{plain:?} and {same:?}");
        }
        // Rows that count for little say little: taken for as many as there are, they would cover 86 %.
        let all = sample(Task::Regression, 400_000, straight, 0);
        let truth = metric.score(&all.target, &all.a).unwrap();
        let (share, _) = covered(1_000, truth, |seed| {
            let Sample { mut target, a, .. } = sample(Task::Regression, 200, straight, seed);
            target.weights = Some((0..200).map(|row| if row % 2 == 0 { 3.0 } else { 0.2 }).collect());
            metric.estimate(&target, &a, seed)
        });
        assert!((0.92..=0.98).contains(&share), "{} with weights covers {share}", metric.name());
    }
}
