//! What is measured besides the score: thresholds that flatter nobody, what the choice rests on, how steady it is.

use experiment::{Input, Thresholds};
use frame::{Column, Frame, Kind, Target, Task};
use learn::{Metric, Worth};

use super::{World, input, judged, sigmoid};

fn worth() -> Worth {
    Worth {
        true_positive: 60.0,
        false_positive: -40.0,
        cases_per_month: 1_000.0,
        currency: "EUR".into(),
        ..Worth::default()
    }
}

#[test]
fn money_announced_is_not_what_the_best_threshold_of_the_same_rows_earns() {
    // Where nothing can be known and acting does not pay, a threshold chosen on the rows it is counted on earns all the
    // same; one chosen on other rows earns nothing on average.
    let worth = worth();
    let mut announced = 0.0;
    for seed in 0..12 {
        let mut world = World::new(400, 50 + seed, |_, _, _| 0.36);
        let target = world.answers();
        let evidence =
            judged(&Input { worth: Some(&worth), seed, all: true, ..input(&world.features, &target) });
        let linear = evidence.candidates.iter().find(|candidate| candidate.name == "linear").unwrap();
        let (low, high) = (linear.money_low.unwrap(), linear.money_high.unwrap());
        assert!(low <= linear.money.unwrap() && linear.money.unwrap() <= high);
        announced += linear.money.unwrap() / 12.0;
    }
    assert!(announced < 300.0, "{announced} a month where there is nothing to earn");
}

#[test]
fn the_threshold_is_chosen_by_the_measure_where_there_is_no_worth() {
    let mut world = World::new(2_000, 7, |a, _, _| sigmoid(2.0 * a - 2.5));
    let target = world.answers();
    let by = |metric: Metric| judged(&Input { metric, ..input(&world.features, &target) });
    let f1 = by(Metric::F1);
    let threshold = f1.choice.threshold.unwrap();
    assert!((0.1..0.45).contains(&threshold), "few say yes, so F1 is best below one half: {threshold}");
    let Thresholds { measure, points } = f1.thresholds.unwrap();
    assert!(measure == "f1" && points.len() > 20);
    assert!(
        points.windows(2).all(|pair| pair[0].threshold < pair[1].threshold && pair[0].acted >= pair[1].acted)
    );
    // The sealed rows, which chose nothing, tell about the same.
    let (announced, sealed) =
        (f1.candidates.iter().find(|c| Some(&c.name) == f1.choice.name.as_ref()), f1.holdout);
    let (announced, sealed) = (announced.unwrap().score.unwrap(), sealed.unwrap().score.unwrap());
    assert!((announced - sealed).abs() < 0.12, "{announced} {sealed}");
    assert_eq!(by(Metric::LogLoss).choice.threshold, Some(0.5));
}

#[test]
fn what_the_choice_rests_on_is_told_with_twins_together_and_noise_at_nothing() {
    let mut world = World::new(2_500, 11, |a, b, plan| {
        sigmoid(1.5 * a - 0.8 * b + if plan == "trial" { 1.0 } else { 0.0 })
    });
    let target = world.answers();
    let mut random = fastrand::Rng::with_seed(1);
    let twin = world.features.column("a").unwrap().as_numbers().unwrap().iter();
    let twin = twin.map(|a| (a + 0.1 * random.f64()).exp()).collect();
    let mut columns = world.features.columns().to_vec();
    columns.push(Column::numbers("twin", Kind::Number, twin));
    let features = Frame::new(columns);
    let evidence = judged(&input(&features, &target));
    let first = &evidence.permutation[0];
    assert_eq!(first.columns, ["a", "twin"], "{:?}", evidence.permutation);
    assert!(first.low > 0.05 && first.low < first.loss && first.loss < first.high);
    let noise = evidence.permutation.iter().find(|one| one.columns == ["noise"]);
    assert!(noise.is_none_or(|noise| noise.low <= 0.0), "{noise:?}");
    let effect = |name: &str| evidence.effects.iter().find(|effect| effect.column == name).unwrap();
    let b = effect("b");
    assert!(b.is_number && b.points.windows(2).all(|pair| pair[0].at < pair[1].at));
    assert!(b.points[0].mean > b.points.last().unwrap().mean + 0.1, "more b, fewer say yes: {b:?}");
    let plan = effect("plan");
    let mean = |value: &str| plan.points.iter().find(|point| point.value == value).unwrap().mean;
    assert!(
        mean("trial") > mean("basic") + 0.1
            && plan.points.iter().map(|point| point.rows).sum::<usize>() == 2_000
    );
}

#[test]
fn each_candidate_is_measured() {
    let mut world = World::new(1_000, 13, |a, b, _| sigmoid(a + b));
    let target = world.answers();
    let evidence = judged(&Input { all: true, ..input(&world.features, &target) });
    for candidate in &evidence.candidates {
        let draws = !["constant", "tree"].contains(&candidate.name.as_str());
        assert_eq!(candidate.seed_scores.len(), if draws { 3 } else { 0 }, "{}", candidate.name);
        assert!(candidate.stability.over_seeds.is_some() && candidate.stability.over_folds.is_some());
        assert_eq!(candidate.inputs_used == Some(0), candidate.name == "constant", "{}", candidate.name);
        assert!(candidate.complexity_days >= 0.0 && candidate.fit_seconds.is_some());
        assert!(candidate.calibration_error.is_some_and(|error| error < 0.15), "{candidate:?}");
        // One column of the two that matter is not the whole story: what the other says is missed.
        match candidate.name.as_str() {
            "constant" | "one-rule" => assert!(candidate.weakest.is_some(), "{candidate:?}"),
            "linear" => assert_eq!(candidate.weakest, None),
            _ => {}
        }
    }
}

#[test]
fn an_experiment_on_weighted_rows_is_one_on_the_rows_that_count() {
    let mut world = World::new(1_600, 17, |a, _, _| sigmoid(3.0 * a));
    let mut target = world.answers();
    // Every second row says the opposite, and counts nothing.
    for (row, value) in target.values.iter_mut().enumerate() {
        if row % 2 == 1 {
            *value = 1.0 - *value;
        }
    }
    let plain = judged(&Input { all: true, ..input(&world.features, &target) });
    let weights = (0..1_600).map(|row| if row % 2 == 0 { 1.0 } else { 0.0 }).collect();
    let weighted = Target { weights: Some(weights), ..target.clone() };
    let evidence = judged(&input(&world.features, &weighted));
    assert!(evidence.chosen().unwrap().score.unwrap() > 0.85, "{:?}", evidence.choice);
    assert!(plain.candidates.iter().all(|candidate| candidate.score.is_none_or(|score| score < 0.6)));
    assert!(evidence.holdout.unwrap().score.unwrap() > 0.8);
}

#[test]
fn classes_and_numbers_have_their_effects_too() {
    let mut world = World::new(500, 19, |a, _, _| sigmoid(a));
    let a: Vec<f64> = world.features.column("a").unwrap().as_numbers().unwrap().to_vec();
    let noise: Vec<f64> = (0..500).map(|_| world.random.f64()).collect();
    let number = Target {
        name: "y".into(),
        task: Task::Regression,
        classes: Vec::new(),
        values: a.iter().zip(&noise).map(|(a, noise)| 10.0 * a + noise).collect(),
        weights: None,
    };
    let evidence = judged(&Input { metric: Metric::Rmse, ..input(&world.features, &number) });
    let effect = &evidence.effects[0];
    assert!(effect.column == "a" && effect.class.is_none() && effect.points[0].mean < -5.0, "{effect:?}");
    let class = Target {
        task: Task::Multiclass,
        classes: vec!["low".into(), "middle".into(), "high".into()],
        values: a.iter().map(|a| f64::from(u8::from(*a > -0.7) + u8::from(*a > 0.7))).collect(),
        ..number
    };
    let evidence = judged(&Input { metric: Metric::LogLoss, ..input(&world.features, &class) });
    let effect = &evidence.effects[0];
    assert!(effect.column == "a" && effect.class.is_some(), "{effect:?}");
}

/// Few say yes, and a probability of one half is never reached: by money it is acted on from far below.
#[test]
fn seeds_are_compared_at_the_threshold_that_earns() {
    let mut world = World::new(1_500, 21, |a, b, _| sigmoid(a - b - 3.0));
    let (target, worth) = (world.answers(), Worth { false_positive: -4.0, ..worth() });
    let metric = Metric::Money(worth.clone());
    let evidence =
        judged(&Input { metric, worth: Some(&worth), all: true, ..input(&world.features, &target) });
    let linear = evidence.candidates.iter().find(|candidate| candidate.name == "linear").unwrap();
    assert!(linear.score.unwrap() > 500.0, "{linear:?}");
    assert!(linear.seed_scores.iter().all(|money| *money > 100.0), "{:?}", linear.seed_scores);
}
