//! Fits that are kept: another run takes them, and says the same.

use std::collections::HashMap;
use std::sync::Mutex;

use experiment::{Bakeoff, Evidence, Input, Kept, Logged, Status, run};
use learn::{Predictions, Tested};

use crate::{World, fired, input, judged, sigmoid};

/// A place that lasts as long as the test.
#[derive(Default)]
struct Memory(Mutex<HashMap<String, Tested>>);

impl Kept for Memory {
    fn load(&self, key: &str) -> Option<Tested> {
        self.0.lock().unwrap().get(key).cloned()
    }

    fn save(&self, key: &str, fit: &Tested) {
        self.0.lock().unwrap().insert(key.to_owned(), fit.clone());
    }
}

fn without_times(mut evidence: Evidence) -> Evidence {
    evidence.seconds = 0.0;
    for candidate in &mut evidence.candidates {
        (candidate.fit_seconds, candidate.predict_rows_per_second) = (None, None);
    }
    evidence
}

#[test]
fn what_is_kept_is_taken_and_nothing_else_is() {
    let mut world = World::new(300, 31, |a, b, _| sigmoid(1.5 * a - b));
    let target = world.answers();
    let memory = Memory::default();
    let with = |seed| Input { kept: Some(&memory), seed, ..input(&world.features, &target) };
    let fresh = run(&with(0), &mut |_, _, _| {}).unwrap();
    let fits = memory.0.lock().unwrap().len();
    // Six learners, five folds, dealt out three times.
    assert_eq!((fits, fresh.reused.len()), (6 * 5 * 3, 0));
    let again = run(&with(0), &mut |_, _, _| {}).unwrap();
    assert_eq!(again.reused.len(), 6);
    assert!(again.reused.iter().all(|(_, made, taken)| (*made, *taken) == (0, 15)));
    let times = |evidence: &Evidence| evidence.candidates[3].fit_seconds;
    assert_eq!(times(&again.evidence), times(&fresh.evidence), "a fit that is taken took what it took");
    let without = judged(&input(&world.features, &target));
    assert_eq!(without_times(fresh.evidence.clone()), without_times(again.evidence));
    assert_eq!(without_times(fresh.evidence), without_times(without));

    assert!(run(&with(1), &mut |_, _, _| {}).unwrap().reused.is_empty(), "another seed is another fit");
    let mut other = target.clone();
    other.values[7] = 1.0 - other.values[7];
    let other = Input { kept: Some(&memory), ..input(&world.features, &other) };
    assert!(run(&other, &mut |_, _, _| {}).unwrap().reused.is_empty(), "one answer changed");
}

#[test]
fn a_candidate_measured_elsewhere_is_held_to_the_same_rows() {
    let mut world = World::new(2_600, 32, |a, b, _| if (a > 0.0) == (b > 0.0) { 0.9 } else { 0.1 });
    let target = world.answers();
    let base = input(&world.features, &target);
    let bakeoff = Bakeoff::new(&base).unwrap();
    let terms = bakeoff.terms().clone();
    let tested = terms.split.rows - terms.split.holdout_rows;
    let logged = |name: &str, rows: usize| Logged {
        name: name.into(),
        data: terms.data.clone(),
        split: terms.split.digest.clone(),
        predictions: Some(Predictions { width: 1, values: vec![0.5; rows] }),
        sealed: Some(Predictions { width: 1, values: vec![0.5; terms.split.holdout_rows] }),
        decided: false,
        fit_seconds: 1.0,
    };
    let evidence = judged(&Input { logged: vec![logged("fair", tested)], ..input(&world.features, &target) });
    let fair = evidence.candidates.last().unwrap();
    assert_eq!((fair.status, fair.score, &fair.unfair), (Status::Dropped, Some(0.5), &None));
    assert!(!fired(&evidence).contains(&"unfair-comparison"));

    for (unfair, said) in [
        (logged("fewer", tested - 3), "rows tested out of fold"),
        (
            Logged { data: "0123456789abcdef".into(), ..logged("rows", tested) },
            "other rows (0123456789ab there",
        ),
        (Logged { split: "0123456789abcdef".into(), ..logged("folds", tested) }, "other folds"),
        (Logged { predictions: None, ..logged("score", tested) }, "a score alone"),
    ] {
        let evidence = judged(&Input { logged: vec![unfair], ..input(&world.features, &target) });
        let last = evidence.candidates.last().unwrap();
        assert!(last.status == Status::Failed && last.why.contains(said), "{last:?}");
        let finding = evidence.findings.iter().find(|finding| finding.rule == "unfair-comparison").unwrap();
        assert!(finding.stops() && evidence.choice.name.is_some(), "{finding:?}");
    }
}
