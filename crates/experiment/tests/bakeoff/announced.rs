//! The interval that is announced holds the truth, also of the one chosen among twelve that are equally good. The example
//! `announced` does the same with all measures, sizes and more tables.

use experiment::{Input, Outside, Predicted};
use frame::{Column, Frame, Kind, Target, Task};
use learn::{Metric, Predictions, Stop};
use report::Fault;

use crate::{input, judged, sigmoid};

/// One of twelve equals: sees what is hidden of a row through noise of its own.
struct Equal {
    name: String,
    says: Vec<f64>,
}

impl Outside for Equal {
    fn name(&self) -> &str {
        &self.name
    }

    fn identity(&self) -> String {
        self.name.clone()
    }

    fn predict(&self, _: &Stop, _: &Frame, _: &Target, test: &Frame, _: u64) -> Result<Predicted, Fault> {
        let rows = test.column("row").unwrap().as_numbers().unwrap();
        let values = rows.iter().map(|&row| self.says[row as usize]).collect();
        let predictions = Predictions { width: 1, values };
        Ok(Predicted { predictions, decided: false, seconds: 0.0, peak_memory_bytes: None })
    }
}

/// Rows of which nothing is known but their number, their answers, and what the equals say of them.
fn table(rows: usize, seed: u64) -> (Frame, Target, Vec<Equal>) {
    let mut random = fastrand::Rng::with_seed(seed);
    let hidden: Vec<f64> = (0..rows).map(|_| random.f64() * 6.0 - 3.0).collect();
    let values = hidden.iter().map(|x| f64::from(u8::from(random.f64() < sigmoid(*x)))).collect();
    let classes = vec!["no".into(), "yes".into()];
    let target = Target { name: "yes".into(), task: Task::Binary, classes, values, weights: None };
    let equals = (0..12).map(|number| Equal {
        name: format!("equal-{number}"),
        says: hidden.iter().map(|x| sigmoid(0.6 * (x + random.f64() * 4.0 - 2.0))).collect(),
    });
    let equals = equals.collect();
    let number = Column::numbers("row", Kind::Integer, (0..rows).map(|row| row as f64).collect());
    (Frame::new(vec![number]), target, equals)
}

#[test]
fn the_best_of_twelve_equals_is_not_said_to_be_better() {
    let (_, target, equals) = table(200_000, 0);
    let truth = |metric: &Metric| {
        let predictions = Predictions { width: 1, values: equals[0].says.clone() };
        metric.score(&target, &predictions).unwrap()
    };
    for metric in [Metric::Auc, Metric::LogLoss] {
        let truth = truth(&metric);
        let (mut held, mut flattered, mut first) = (0, 0, 0);
        const TABLES: u64 = 40;
        for seed in 1..=TABLES {
            let (features, target, equals) = table(400, seed);
            let outside = equals.iter().map(|equal| equal as &dyn Outside).collect();
            let metric = metric.clone();
            let evidence = judged(&Input { outside, metric, ..input(&features, &target) });
            let (holdout, chosen) = (evidence.holdout.clone().unwrap(), evidence.chosen().unwrap());
            held += usize::from(holdout.low.unwrap() <= truth && truth <= holdout.high.unwrap());
            let (low, high) = (chosen.low.unwrap(), chosen.high.unwrap());
            flattered += usize::from(if evidence.higher_is_better { low > truth } else { high < truth });
            first += usize::from(chosen.name == "equal-0");
        }
        // Of 40 with a chance of 95 % each, fewer than 34 are held once in 150 times.
        assert!(held >= 34 && flattered <= 3, "{}: {held} held, {flattered} flattered", metric.name());
        assert!(first >= 36, "{}: equals are no reason to climb: {first}", metric.name());
    }
}
