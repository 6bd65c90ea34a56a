//! A candidate that is chosen and then fails on all open rows: a row that says why, and the next best is chosen.

use experiment::{Evidence, Input, Status};
use frame::{Frame, Target};
use report::Fault;

use crate::own::Own;
use crate::{World, input, judged, sealed, sigmoid};

/// Half of the truth lies in digits that no built-in candidate looks at.
fn chance(a: f64, _: f64, _: &str) -> f64 {
    let even = (a * 1_000.0).floor() % 2.0 == 0.0;
    sigmoid(1.5 * a + if even { 2.5 } else { -2.5 })
}

#[test]
fn the_next_best_is_chosen_by_the_same_rules() {
    let mut world = World::new(1_500, 5, chance);
    let target = world.answers();
    // Knows the truth, as long as it learns from few enough rows; beyond them it fails, or gives one prediction too few.
    let run = |most_rows: usize, short: bool| -> Evidence {
        let says = |answers: &Target, test: &Frame| {
            let beyond = answers.len() > most_rows;
            if beyond && !short {
                return Err(Fault::new("it held more than 1 GB of memory and was ended"));
            }
            let a = test.column("a").unwrap().as_numbers().unwrap();
            let mut values: Vec<f64> = a.iter().map(|&a| chance(a, 0.0, "")).collect();
            values.truncate(a.len() - usize::from(beyond));
            Ok(values)
        };
        let knowing = Own { name: "knowing", says };
        judged(&Input { outside: vec![&knowing], ..input(&world.features, &target) })
    };
    let whole = run(usize::MAX, false);
    assert_eq!(whole.choice.name.as_deref(), Some("knowing"), "{:?}", whole.candidates);
    assert!(whole.notes.is_empty(), "{:?}", whole.notes);

    // Had it failed in the first fold, the others would have been judged alike.
    let without = run(0, false);
    let open = whole.split.rows - whole.split.holdout_rows;
    for (short, said) in [(false, "more than 1 GB"), (true, "predictions for 300 rows")] {
        let failed = run(open - 1, short);
        let last = failed.candidates.last().unwrap();
        assert_eq!((last.status, last.score), (Status::Failed, None), "{last:?}");
        assert!(last.why.contains("auc 0.9") && last.why.contains("last fit"), "{}", last.why);
        assert!(last.why.contains(said), "{}", last.why);
        assert!(failed.notes[0].contains("knowing was chosen first"), "{:?}", failed.notes);
        assert_eq!(failed.choice, without.choice);
        assert_eq!(sealed(&failed), sealed(&without));
    }
}
