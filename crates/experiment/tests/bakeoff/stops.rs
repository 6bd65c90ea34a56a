//! When the climb ends: where going on cannot pay, and where it can it does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use experiment::{Decision, Input, Status, run};
use learn::{Metric, Stop, Worth};

use crate::{World, input, judged, sigmoid};

fn status_of(evidence: &experiment::Evidence, name: &str) -> Status {
    evidence.candidates.iter().find(|candidate| candidate.name == name).unwrap().status
}

#[test]
fn where_nothing_is_left_to_gain_the_climb_ends_and_says_so() {
    let mut world = World::new(2_500, 41, |a, b, _| sigmoid(40.0 * (a - b)));
    let target = world.answers();
    let base = || Input { smallest_gain: 0.05, ..input(&world.features, &target) };
    let evidence = judged(&base());
    assert_eq!(evidence.choice.name.as_deref(), Some("linear"), "{:?}", evidence.candidates);
    for name in ["tree", "additive", "boosting"] {
        assert_eq!(status_of(&evidence, name), Status::Spared);
    }
    let look = &evidence.stopping[0];
    assert_eq!((look.after.as_str(), look.next.as_str(), look.decision), ("linear", "tree", Decision::Stop));
    assert!(look.why.contains("even a perfect one"), "{}", look.why);
    assert!(evidence.ended.is_none());
    assert!(!evidence.findings.iter().any(|finding| finding.rule == "budget-spent"));

    let all = judged(&Input { all: true, ..base() });
    assert!(all.candidates.iter().all(|candidate| candidate.score.is_some()) && all.stopping.is_empty());
    assert_eq!(all.choice.name, evidence.choice.name);
}

#[test]
fn where_finding_out_costs_little_the_climb_goes_on() {
    for (seed, chance) in [
        (42, (|a, b, _| sigmoid(1.5 * a - b)) as fn(f64, f64, &str) -> f64),
        (43, |a, b, _| if (a > 0.0) == (b > 0.0) { 0.9 } else { 0.1 }),
        (44, |_, _, _| 0.3),
    ] {
        let mut world = World::new(2_500, seed, chance);
        let target = world.answers();
        let evidence = judged(&input(&world.features, &target));
        assert!(
            evidence.candidates.iter().all(|candidate| candidate.score.is_some()),
            "{:?}",
            evidence.stopping
        );
        assert_eq!(evidence.stopping.len(), 3);
        assert!(
            evidence
                .stopping
                .iter()
                .all(|look| look.decision == Decision::GoOn && look.cost_seconds.is_none())
        );
    }
}

/// Money: what is left to gain is less than what the complexity costs.
#[test]
fn complexity_that_cannot_pay_is_not_tried() {
    let mut world = World::new(2_500, 45, |a, b, _| sigmoid(3.0 * (a - b)));
    let target = world.answers();
    let worth = Worth {
        true_positive: 10.0,
        false_positive: -10.0,
        cases_per_month: 10.0,
        currency: "EUR".into(),
        ..Worth::default()
    };
    let complexity = experiment::Complexity { day_rate: 600.0, days: Default::default() };
    let evidence = judged(&Input {
        metric: Metric::Money(worth.clone()),
        worth: Some(&worth),
        complexity: Some(&complexity),
        ..input(&world.features, &target)
    });
    assert_eq!(status_of(&evidence, "boosting"), Status::Spared, "{:?}", evidence.stopping);
}

/// Stopped between the choice and what it rests on: the choice stands, and what is missing is said.
#[test]
fn what_a_late_stop_leaves_out_is_said() {
    let mut world = World::new(600, 46, |a, b, _| sigmoid(a - b));
    let target = world.answers();
    let asked = Arc::new(AtomicBool::new(false));
    let input = Input { stop: Stop::when(asked.clone()), ..input(&world.features, &target) };
    let stop = |done: usize, of: usize| asked.store(done == of, Ordering::Relaxed);
    let evidence = run(&input, &mut |_, done, of| stop(done, of)).unwrap().evidence;
    assert!(evidence.choice.name.is_some() && evidence.ended.is_none());
    assert!(evidence.permutation.is_empty() && evidence.effects.is_empty());
    assert!(evidence.notes.iter().any(|note| note.contains("stopped by hand")), "{:?}", evidence.notes);
}
