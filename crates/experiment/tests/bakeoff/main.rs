//! Whole experiments on tables whose truth is known: the right candidate must be chosen, for the right reason.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod announced;
mod last_fit;
mod measured;
mod own;
mod planted;
mod resumed;
mod stops;

use std::time::Instant;

use experiment::{Complexity, Ended, Evidence, Holdout, Input, SplitKind, Status, Today, run};
use frame::{Column, Frame, Kind, Target, Task};
use learn::{Metric, Stop, Worth};
use report::Fault;

use crate::own::Own;

/// A table of `rows` with three numbers and a category, and each row's chance of yes.
struct World {
    features: Frame,
    chance: Vec<f64>,
    random: fastrand::Rng,
}

impl World {
    fn new(rows: usize, seed: u64, chance: fn(f64, f64, &str) -> f64) -> World {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut numbers = || (0..rows).map(|_| random.f64() * 4.0 - 2.0).collect::<Vec<f64>>();
        let (a, b, noise) = (numbers(), numbers(), numbers());
        let plans: Vec<&str> = (0..rows).map(|_| ["basic", "full", "trial"][random.usize(0..3)]).collect();
        let chance = (0..rows).map(|row| chance(a[row], b[row], plans[row])).collect();
        let features = Frame::new(vec![
            Column::numbers("a", Kind::Number, a),
            Column::numbers("b", Kind::Number, b),
            Column::numbers("noise", Kind::Number, noise),
            Column::text("plan", plans.into_iter().map(Some)),
        ]);
        World { features, chance, random }
    }

    fn answers(&mut self) -> Target {
        let values =
            self.chance.iter().map(|&chance| f64::from(u8::from(self.random.f64() < chance))).collect();
        Target {
            name: "yes".into(),
            task: Task::Binary,
            classes: vec!["no".into(), "yes".into()],
            values,
            weights: None,
        }
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + f64::exp(-x))
}

fn input<'a>(features: &'a Frame, target: &'a Target) -> Input<'a> {
    Input {
        features,
        target,
        time: None,
        group: None,
        metric: Metric::Auc,
        at_least: None,
        smallest_gain: 0.0,
        worth: None,
        complexity: None,
        today: None,
        outside: Vec::new(),
        logged: Vec::new(),
        stop: Stop::never(),
        all: false,
        kept: None,
        opened_before: 0,
        notes: Vec::new(),
        seed: 0,
    }
}

fn judged(input: &Input) -> Evidence {
    run(input, &mut |_, _, _| {}).expect("the experiment runs").evidence
}

fn sealed(evidence: &Evidence) -> &Holdout {
    evidence.holdout.as_ref().expect("a choice was made, so the sealed rows were opened")
}

fn fired(evidence: &Evidence) -> Vec<&str> {
    evidence.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_linear_truth_is_left_to_the_linear_model() {
    let mut world =
        World::new(1_500, 1, |a, b, plan| sigmoid(1.5 * a - b + if plan == "trial" { 1.0 } else { 0.0 }));
    let target = world.answers();
    let evidence = judged(&input(&world.features, &target));
    assert_eq!(evidence.choice.name.as_deref(), Some("linear"), "{:?}", evidence.candidates);
    let chosen = evidence.chosen().unwrap();
    let (low, high) = (sealed(&evidence).low.unwrap(), sealed(&evidence).high.unwrap());
    assert!(
        low < chosen.score.unwrap() && chosen.score.unwrap() < high,
        "the sealed rows tell another story"
    );
    assert!(evidence.candidates.iter().all(|c| c.status != Status::Failed), "{:?}", evidence.candidates);
}

#[test]
fn a_crossed_truth_needs_more_than_a_line() {
    let mut world = World::new(3_000, 2, |a, b, _| if (a > 0.0) == (b > 0.0) { 0.9 } else { 0.1 });
    let target = world.answers();
    let evidence = judged(&input(&world.features, &target));
    let linear = evidence.candidates.iter().find(|candidate| candidate.name == "linear").unwrap();
    assert!(
        ["tree", "additive", "boosting"].contains(&evidence.choice.name.as_deref().unwrap()),
        "{:?}",
        evidence.choice
    );
    assert!(evidence.chosen().unwrap().score.unwrap() > linear.score.unwrap() + 0.2);
}

#[test]
fn nothing_is_chosen_where_there_is_nothing() {
    for seed in 0..4 {
        let mut world = World::new(600, seed, |_, _, _| 0.3);
        let target = world.answers();
        let evidence = judged(&input(&world.features, &target));
        assert_eq!(evidence.choice.name, None);
        assert_eq!(fired(&evidence)[0], "below-baseline");
        assert!(evidence.holdout.is_none(), "nothing was chosen, so nothing was opened");
    }
}

#[test]
fn todays_rule_stays_where_it_is_the_truth() {
    let mut world = World::new(1_200, 3, |a, _, _| if a > 0.5 { 0.85 } else { 0.1 });
    let target = world.answers();
    let acts = world.features.column("a").unwrap().as_numbers().unwrap().iter().map(|&a| a > 0.5).collect();
    let worth = Worth {
        true_positive: 60.0,
        false_positive: -20.0,
        false_negative: 0.0,
        true_negative: 0.0,
        over_per_unit: 0.0,
        under_per_unit: 0.0,
        cases_per_month: 1_000.0,
        currency: "EUR".into(),
    };
    let evidence = judged(&Input {
        metric: Metric::Money(worth.clone()),
        worth: Some(&worth),
        today: Some(Today { rule: "a > 0.5".into(), acts, cost_per_month: 0.0 }),
        ..input(&world.features, &target)
    });
    assert_eq!(evidence.choice.name.as_deref(), Some("today"), "{:?}", evidence.candidates);
    // 38 % act, 85 % of them rightly: 0.375 * (0.85 * 60 - 0.15 * 20) = 18 a case, 18,000 a month.
    assert!(
        (evidence.candidates[0].money.unwrap() / 18_000.0 - 1.0).abs() < 0.1,
        "{:?}",
        evidence.candidates[0]
    );
    assert_eq!(fired(&evidence), ["below-baseline"]);
    let message = &evidence.findings[0].message;
    assert!(message.starts_with("no candidate surely beats today (") && message.contains("EUR a month"));
    let page = format!("{:?}", experiment::report(&evidence));
    assert!(
        page.contains("Today's rule says yes or no by itself") && !page.contains("Act from a probability")
    );
}

#[test]
fn a_gain_smaller_than_worth_having_is_left() {
    let mut world = World::new(2_000, 4, |a, b, _| sigmoid(2.0 * a - 2.0 * b));
    let target = world.answers();
    let evidence = judged(&Input { smallest_gain: 0.48, ..input(&world.features, &target) });
    assert_eq!(evidence.choice.name, None);
    let linear = evidence.candidates.iter().find(|candidate| candidate.name == "linear").unwrap();
    assert!(linear.why.contains("not surely the 0.480 worth having"), "{}", linear.why);
    // A rung that stands, with a more complex one that is surely better but not by as much as is asked.
    let asked = judged(&Input { smallest_gain: 0.15, ..input(&world.features, &target) });
    assert_eq!(asked.choice.name.as_deref(), Some("one-rule"), "{:?}", asked.candidates);
    assert!(
        asked.choice.others.contains("beyond noise, but not surely by what the plan"),
        "{:?}",
        asked.choice
    );
    assert!(!fired(&asked).contains(&"gain-within-noise"));
}

#[test]
fn groups_and_times_decide_the_split() {
    let mut world = World::new(400, 5, |a, _, _| sigmoid(a));
    let target = world.answers();
    let time =
        Column::numbers("day", Kind::Date, (0..400).map(|row| f64::from(row / 4) * 86_400.0).collect());
    let by_time = judged(&Input { time: Some(&time), ..input(&world.features, &target) });
    assert_eq!((by_time.split.kind, by_time.split.holdout_rows), (SplitKind::Time, 80));
    let by_group = judged(&Input { group: Some(&time), ..input(&world.features, &target) });
    assert_eq!((by_group.split.kind, by_group.split.folds), (SplitKind::Group, 5));

    let one = Column::numbers("day", Kind::Date, vec![0.0; 400]);
    let fault =
        run(&Input { time: Some(&one), ..input(&world.features, &target) }, &mut |_, _, _| {}).err().unwrap();
    assert!(fault.message.contains("by time") && fault.hint.is_some(), "{fault}");
}

#[test]
fn a_spent_budget_leaves_what_was_measured() {
    let mut world = World::new(200, 6, |a, _, _| sigmoid(a));
    let target = world.answers();
    let stop = Stop::never().by(Some(Instant::now()));
    let evidence = judged(&Input { stop, ..input(&world.features, &target) });
    assert_eq!((evidence.choice.name.as_deref(), evidence.ended), (None, Some(Ended::Budget)));
    assert!(evidence.candidates[0].score.is_some(), "the baseline costs next to nothing");
    assert!(evidence.candidates[1..].iter().all(|candidate| candidate.status == Status::Skipped));
    // Nothing is known of a model, which is another thing than a model that brings nothing.
    assert_eq!(fired(&evidence), ["budget-spent"]);
    assert!(evidence.findings[0].stops());
}

#[test]
fn too_few_rows_are_refused() {
    let mut world = World::new(19, 7, |a, _, _| sigmoid(a));
    let target = world.answers();
    let fault = run(&input(&world.features, &target), &mut |_, _, _| {}).err().unwrap();
    assert!(fault.message.contains("19 rows"), "{fault}");
}

#[test]
fn numbers_and_classes_are_learned_too() {
    let mut world = World::new(600, 8, |a, b, _| a + b);
    let noise: Vec<f64> = (0..600).map(|_| world.random.f64()).collect();
    let number = Target {
        name: "price".into(),
        task: Task::Regression,
        classes: Vec::new(),
        values: world.chance.iter().zip(&noise).map(|(sum, noise)| 10.0 * sum + noise).collect(),
        weights: None,
    };
    let evidence = judged(&Input { metric: Metric::Rmse, ..input(&world.features, &number) });
    assert!(sealed(&evidence).score.unwrap() < 1.0, "{:?}", evidence.choice);

    let class = Target {
        name: "kind".into(),
        task: Task::Multiclass,
        classes: vec!["low".into(), "middle".into(), "high".into()],
        values: world
            .chance
            .iter()
            .map(|sum| {
                if *sum < -1.0 {
                    0.0
                } else if *sum < 1.0 {
                    1.0
                } else {
                    2.0
                }
            })
            .collect(),
        weights: None,
    };
    let evidence = judged(&Input { metric: Metric::LogLoss, ..input(&world.features, &class) });
    assert!(sealed(&evidence).score.unwrap() < 0.4, "{:?}", evidence.choice);
}

#[test]
fn a_candidate_from_outside_is_held_to_the_same_rows() {
    let mut world = World::new(700, 9, |a, b, _| if (a > 0.0) == (b > 0.0) { 0.9 } else { 0.1 });
    let target = world.answers();
    // Knows the truth of the world: what a perfect script of a team's own would predict.
    let says = |answers: &Target, test: &Frame| {
        assert_eq!(answers.name, "yes");
        let [a, b] = ["a", "b"].map(|name| test.column(name).unwrap().as_numbers().unwrap());
        Ok(a.iter().zip(b).map(|(a, b)| if (*a > 0.0) == (*b > 0.0) { 0.9 } else { 0.1 }).collect())
    };
    let team = Own { name: "team", says };
    let evidence = judged(&Input { outside: vec![&team], ..input(&world.features, &target) });
    let last = evidence.candidates.last().unwrap();
    assert_eq!((last.name.as_str(), last.rung, last.peak_memory_bytes), ("team", 6, Some(1 << 20)));
    assert!((last.score.unwrap() - 0.9).abs() < 0.04, "{last:?}");
    assert!(last.size_bytes.is_none() && last.fit_seconds.unwrap() > 0.0);

    let says = |_: &Target, _: &Frame| Err(Fault::new("exit status 3; its last line: ModuleNotFoundError"));
    let team = Own { name: "team", says };
    let evidence = judged(&Input { outside: vec![&team], ..input(&world.features, &target) });
    let last = evidence.candidates.last().unwrap();
    assert_eq!((last.status, last.why.contains("ModuleNotFoundError")), (Status::Failed, true), "{last:?}");
    assert!(evidence.choice.name.is_some(), "its failure is not the end of the run");
}

#[test]
fn an_honest_experiment_raises_no_alarm() {
    let mut alarms = Vec::new();
    for seed in 20..30 {
        let mut world = World::new(900, seed, |a, b, _| sigmoid(1.5 * a - b));
        let target = world.answers();
        let evidence = judged(&input(&world.features, &target));
        alarms.extend(
            fired(&evidence).into_iter().filter(|rule| *rule != "gain-within-noise").map(str::to_owned),
        );
    }
    assert_eq!(alarms, [""; 0]);
}

#[test]
fn complexity_is_climbed_only_where_its_money_pays() {
    let mut world = World::new(3_000, 11, |a, b, _| sigmoid(2.0 * a - 2.0 * b));
    let target = world.answers();
    let worth = Worth {
        true_positive: 10.0,
        false_positive: -10.0,
        false_negative: 0.0,
        true_negative: 0.0,
        over_per_unit: 0.0,
        under_per_unit: 0.0,
        cases_per_month: 1_000.0,
        currency: "EUR".into(),
    };
    let choice = |day_rate| {
        let complexity = Complexity { day_rate, days: Default::default() };
        let evidence = judged(&Input {
            metric: Metric::Money(worth.clone()),
            worth: Some(&worth),
            complexity: Some(&complexity),
            ..input(&world.features, &target)
        });
        let linear = evidence.candidates.iter().find(|candidate| candidate.name == "linear").unwrap().clone();
        (evidence.choice.name, linear)
    };
    let (cheap, _) = choice(1.0);
    assert_ne!(cheap.as_deref(), Some("one-rule"));
    let (dear, linear) = choice(4_000.0);
    assert_eq!(dear.as_deref(), Some("one-rule"), "{linear:?}");
    assert!(linear.why.contains("its complexity costs more"), "{}", linear.why);
}
