//! Faults that are planted are found, and `today` stays where it is the truth.

use experiment::{Input, Status, Today};
use frame::{Column, Frame, Kind, Target, Task};
use learn::{Metric, Worth};

use crate::{World, fired, input, judged, sigmoid};

/// The world's columns and as many of noise.
fn with_noise(world: &mut World, count: usize) -> Frame {
    let rows = world.features.rows();
    let mut columns = world.features.columns().to_vec();
    for number in 0..count {
        let values = (0..rows).map(|_| world.random.f64()).collect();
        columns.push(Column::numbers(format!("extra{number}"), Kind::Number, values));
    }
    Frame::new(columns)
}

#[test]
fn a_leak_is_too_good() {
    let mut world = World::new(800, 51, |a, b, _| sigmoid(a - b));
    let target = world.answers();
    let leak: Vec<f64> = target.values.iter().map(|yes| yes * 3.0 + world.random.f64()).collect();
    let mut columns = world.features.columns().to_vec();
    columns.push(Column::numbers("refund", Kind::Number, leak));
    let evidence = judged(&input(&Frame::new(columns), &target));
    assert_eq!(fired(&evidence)[0], "too-good", "{:?}", evidence.findings);
    assert!(evidence.findings[0].message.contains("refund"), "{}", evidence.findings[0].message);
    assert!(evidence.findings[0].stops());
}

#[test]
fn what_is_learned_by_heart_is_told() {
    let mut world = World::new(1_500, 52, |a, b, _| if (a > 0.0) == (b > 0.0) { 0.72 } else { 0.28 });
    let target = world.answers();
    let features = with_noise(&mut world, 40);
    let evidence = judged(&input(&features, &target));
    assert!(fired(&evidence).contains(&"overfit"), "{:?} {:?}", evidence.choice, evidence.candidates);
}

/// An interaction that 500 rows show and cannot prove. Whenever a more complex candidate than the chosen one looks better, it is
/// said, and only then; and that is often the case here.
#[test]
fn a_tempting_gain_within_noise_is_told() {
    let mut told = 0;
    for seed in 60..84 {
        let mut world = World::new(500, seed, |a, b, _| sigmoid(1.2 * a - b + 0.7 * a * b));
        let target = world.answers();
        let evidence = judged(&input(&world.features, &target));
        let fired = fired(&evidence);
        assert!(!fired.contains(&"overfit") && !fired.contains(&"too-good"), "{fired:?}");
        let chosen = evidence.chosen().unwrap();
        let is_tempting = evidence.candidates.iter().any(|other| {
            other.status == Status::Dropped && other.rung > chosen.rung && other.score > chosen.score
        });
        assert_eq!(fired.contains(&"gain-within-noise"), is_tempting, "seed {seed}");
        told += usize::from(is_tempting);
    }
    assert!(told >= 8, "in {told} of 24");
}

/// A rule of two columns and some noise around it is the truth: nothing that is learned may take its place.
#[test]
fn a_rule_that_is_the_truth_stays_at_any_size() {
    let worth = Worth {
        true_positive: 60.0,
        false_positive: -20.0,
        cases_per_month: 1_000.0,
        currency: "EUR".into(),
        ..Worth::default()
    };
    for (seed, rows) in [(1, 300), (2, 1_000), (3, 4_000)] {
        for metric in [Metric::Money(worth.clone()), Metric::Accuracy, Metric::F1] {
            let mut world =
                World::new(rows, 70 + seed, |a, b, _| if a > 0.2 && b > -0.5 { 0.9 } else { 0.05 });
            let target = world.answers();
            let column = |name: &str| world.features.column(name).unwrap().as_numbers().unwrap();
            let acts = column("a").iter().zip(column("b")).map(|(a, b)| *a > 0.2 && *b > -0.5).collect();
            let evidence = judged(&Input {
                worth: Some(&worth),
                today: Some(Today { rule: "a > 0.2 AND b > -0.5".into(), acts, cost_per_month: 0.0 }),
                metric: metric.clone(),
                ..input(&world.features, &target)
            });
            let name = evidence.choice.name.as_deref();
            assert_eq!(name, Some("today"), "{rows} rows, {}: {:?}", metric.name(), evidence.candidates);
        }
    }
}

/// Twenty rows of each group have the same answer and nearly the same columns: 6,000 rows say what 300 say.
#[test]
fn rows_of_one_group_make_the_interval_wider() {
    let mut widths = Vec::new();
    for each in [1, 20] {
        let mut world = World::new(6_000 / each, 90, |a, b, _| sigmoid(1.5 * a - b));
        let target = world.answers();
        let rows: Vec<usize> = (0..6_000).map(|row| row / each).collect();
        let (features, target) = (world.features.take(&rows), target.take(&rows));
        let group = Column::numbers("group", Kind::Integer, rows.iter().map(|&row| row as f64).collect());
        let evidence =
            judged(&Input { group: Some(&group), metric: Metric::LogLoss, ..input(&features, &target) });
        let holdout = evidence.holdout.unwrap();
        widths.push((holdout.high.unwrap() - holdout.low.unwrap()) / holdout.score.unwrap());
    }
    assert!(widths[1] > 2.5 * widths[0], "{widths:?}");
}

/// Answers dealt out anew: nothing is chosen. The script in `benches` does this with real tables, a hundred times each.
#[test]
fn shuffled_answers_choose_nothing() {
    let mut chosen = Vec::new();
    for seed in 0..12 {
        let mut world = World::new(400, 80 + seed, |a, b, _| sigmoid(2.0 * a - b));
        let mut target = world.answers();
        world.random.shuffle(&mut target.values);
        let number = Target {
            name: "price".into(),
            task: Task::Regression,
            classes: Vec::new(),
            values: (0..400).map(|_| world.random.f64()).collect(),
            weights: None,
        };
        for (target, metric) in [(&target, Metric::Auc), (&target, Metric::LogLoss), (&number, Metric::R2)] {
            let evidence = judged(&Input { metric, seed, ..input(&world.features, target) });
            chosen.extend(evidence.choice.name);
        }
    }
    assert_eq!(chosen, [""; 0]);
}
