//! A forecaster of a team's own that is chosen and then fails on the sealed stretch: the next best is chosen.

use experiment::{ForecastInput, Outside, Predicted, Status, forecast::run};
use frame::{Frame, Target};
use learn::{Predictions, Stop};
use report::Fault;

use crate::{DAY, daily, input};

/// What looks like noise to whoever does not know it.
fn hidden(day: f64) -> f64 {
    30.0 * (day * day * 0.618_033_988_75).fract()
}

/// Knows what is hidden, as long as its past is short enough.
struct Knowing {
    longest: usize,
}

impl Outside for Knowing {
    fn name(&self) -> &str {
        "knowing"
    }

    fn identity(&self) -> String {
        "knowing".to_owned()
    }

    fn predict(&self, _: &Stop, _: &Frame, past: &Target, asked: &Frame, _: u64) -> Result<Predicted, Fault> {
        if past.len() > self.longest {
            return Err(Fault::new("too long a past"));
        }
        let times = asked.column("day").unwrap().as_numbers().unwrap();
        let values = times.iter().map(|time| 50.0 + hidden(time / DAY - 19_000.0)).collect();
        let predictions = Predictions { width: 1, values };
        Ok(Predicted { predictions, decided: false, seconds: 0.1, peak_memory_bytes: None })
    }
}

#[test]
fn the_next_best_is_chosen_by_the_same_rules() {
    let series = daily(300, 2, |day, noise| 50.0 + hidden(day as f64) + noise);
    let judged = |longest| {
        let knowing = Knowing { longest };
        let asked = ForecastInput { outside: vec![&knowing], ..input(&series) };
        run(&asked, &mut |_, _, _| {}).expect("the experiment runs")
    };
    let whole = judged(usize::MAX).evidence;
    assert_eq!(whole.choice.name.as_deref(), Some("knowing"), "{:?}", whole.candidates);
    let told = |notes: &[String]| notes.iter().any(|note| note.contains("knowing was chosen first"));
    assert!(!told(&whole.notes), "{:?}", whole.notes);

    // Had it failed at the first origin, the others would have been judged alike.
    let without = judged(0).evidence;
    let failed = judged(whole.split.rows - whole.split.holdout_rows - 1);
    assert!(failed.model.is_some(), "what was chosen instead is fitted");
    let failed = failed.evidence;
    let last = failed.candidates.last().unwrap();
    assert_eq!((last.status, last.score), (Status::Failed, None), "{last:?}");
    assert!(last.why.contains("last fit") && last.why.contains("too long a past"), "{}", last.why);
    assert!(told(&failed.notes), "{:?}", failed.notes);
    assert_eq!((&failed.choice, &failed.holdout), (&without.choice, &without.holdout));
}
