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

/// A code that is written once the answer is known, in nearly all rows: whatever is measured, it shows.
#[test]
fn a_leak_is_too_good_by_money_and_by_shares() {
    let worth = Worth {
        true_positive: 60.0,
        false_positive: -10.0,
        cases_per_month: 1_000.0,
        currency: "EUR".into(),
        ..Worth::default()
    };
    let metrics = || [Metric::Money(worth.clone()), Metric::Accuracy, Metric::RecallAtPrecision(0.9)];
    let mut world = World::new(1_500, 53, |a, b, _| sigmoid(a - b - 0.5));
    let target = world.answers();
    let leak = |yes: f64, random: &mut fastrand::Rng| if random.f64() < 0.995 { yes } else { 1.0 - yes };
    let leak = target.values.iter().map(|yes| leak(*yes, &mut world.random)).collect();
    let mut columns = world.features.columns().to_vec();
    columns.push(Column::numbers("refund", Kind::Number, leak));
    let features = Frame::new(columns);
    for metric in metrics() {
        let worth = matches!(metric, Metric::Money(_)).then_some(&worth);
        let (leaky, clean) = (
            judged(&Input { metric: metric.clone(), worth, ..input(&features, &target) }),
            judged(&Input { metric: metric.clone(), worth, ..input(&world.features, &target) }),
        );
        // No gain in a share is more than 1, however wide its interval.
        let (low, high) = metric.range_of_gains();
        let gains = leaky.candidates.iter().filter_map(|candidate| candidate.gain);
        assert!(gains.clone().count() > 0 && gains.clone().all(|gain| low <= gain.low && gain.high <= high));
        assert!(fired(&leaky).contains(&"too-good"), "{}: {:?}", metric.name(), leaky.candidates);
        assert!(!fired(&clean).contains(&"too-good"), "{}: {:?}", metric.name(), clean.candidates);
    }
}

/// What says yes turns round before the sealed rows: the choice is worse than guessing there, and that is no go.
#[test]
fn a_choice_that_the_sealed_rows_turn_round_is_below_the_baseline() {
    let judged_with = |turns: bool| {
        let rows = 2_000;
        let mut world = World::new(rows, 54, |a, _, _| sigmoid(3.0 * a));
        let mut target = world.answers();
        let late = if turns { rows * 3 / 4 } else { rows };
        target.values[late..].iter_mut().for_each(|yes| *yes = 1.0 - *yes);
        let time = Column::numbers("day", Kind::Date, (0..rows).map(|row| row as f64 * 86_400.0).collect());
        judged(&Input { time: Some(&time), ..input(&world.features, &target) })
    };
    let turned = judged_with(true);
    assert!(turned.holdout.as_ref().unwrap().high.unwrap() < 0.5, "{:?}", turned.holdout);
    let finding = turned.findings.iter().find(|finding| finding.rule == "below-baseline").unwrap();
    assert!(finding.stops() && finding.message.contains("on rows nothing had seen"), "{finding:?}");
    assert!(
        experiment::report(&turned).headline.starts_with("No-go"),
        "{:?}",
        experiment::report(&turned).headline
    );
    assert!(!fired(&judged_with(false)).contains(&"below-baseline"));
}

/// Each firm has an answer of its own, which its columns give away: known firms are told by heart, new ones not at all.
#[test]
fn with_a_time_and_a_group_no_group_stands_on_both_sides() {
    let (rows, firms) = (3_000, 150);
    let mut random = fastrand::Rng::with_seed(55);
    let of_firm: Vec<(f64, f64, f64)> =
        (0..firms).map(|_| (random.f64(), random.f64(), f64::from(random.bool()))).collect();
    let firm: Vec<usize> = (0..rows).map(|_| random.usize(0..firms)).collect();
    let column = |name: &str, of: fn(&(f64, f64, f64)) -> f64| {
        Column::numbers(name, Kind::Number, firm.iter().map(|&firm| of(&of_firm[firm])).collect())
    };
    let features = Frame::new(vec![column("a", |one| one.0), column("b", |one| one.1)]);
    let target = Target {
        name: "bad".into(),
        task: Task::Binary,
        classes: vec!["no".into(), "yes".into()],
        values: firm.iter().map(|&firm| of_firm[firm].2).collect(),
        weights: None,
    };
    let time = Column::numbers("at", Kind::Timestamp, (0..rows).map(|row| row as f64 * 3_600.0).collect());
    let group = Column::numbers("firm", Kind::Integer, firm.iter().map(|&firm| firm as f64).collect());
    let by_time = judged(&Input { time: Some(&time), ..input(&features, &target) });
    assert!(by_time.chosen().unwrap().score.unwrap() > 0.9, "{:?}", by_time.candidates);
    let by_both = judged(&Input { time: Some(&time), group: Some(&group), ..input(&features, &target) });
    assert_eq!(by_both.split.kind, experiment::SplitKind::TimeAndGroup);
    assert!(by_both.split.rows < rows && by_both.notes.iter().any(|note| note.contains("left out")));
    let best = by_both.candidates.iter().filter_map(|candidate| candidate.score).fold(0.0, f64::max);
    assert!(best < 0.7, "{:?}", by_both.candidates);
}

#[test]
fn what_cannot_be_reckoned_with_is_refused_before_the_first_fit() {
    let mut world = World::new(300, 56, |a, _, _| sigmoid(a));
    let target = world.answers();
    let text = (0..300).map(|row| format!("{:02} {} 2022", 1 + row % 28, ["Jan", "Feb", "Mar"][row / 100]));
    let text: Vec<String> = text.collect();
    let time = Column::text("when", text.iter().map(|time| Some(time.as_str())));
    let fault = |input: &Input| experiment::run(input, &mut |_, _, _| panic!("a fit")).err().unwrap();
    let said = fault(&Input { time: Some(&time), ..input(&world.features, &target) });
    assert!(said.message.contains("when cannot be the time") && said.hint.is_some(), "{said}");

    let a = world.features.column("a").unwrap().as_numbers().unwrap();
    let price = Target {
        name: "price".into(),
        task: Task::Regression,
        classes: Vec::new(),
        values: a.iter().map(|a| a * 1e160).collect(),
        weights: None,
    };
    let said = fault(&Input { metric: Metric::R2, ..input(&world.features, &price) });
    assert!(said.message.contains("price reaches"), "{said}");
}
