//! How often the interval that is announced holds the truth: whole experiments on made-up tables, the choice then scored on a
//! large fresh sample. `benches/announced.sh` runs it.
//!
//! Arguments: how many tables, and how many rows each has.
#![allow(clippy::print_stdout, reason = "its table is what it is for")]

use std::collections::HashMap;
use std::sync::Mutex;

use experiment::{Input, Kept, Output, Outside, Predicted, run};
use frame::{Column, Frame, Kind, Target, Task};
use learn::{Metric, Predictions, Stop, Tested, Worth, money_per_month};
use rayon::prelude::*;
use report::Fault;

/// Rows of the fresh sample.
const FRESH: usize = 50_000;

/// A table with eight columns, and its answers of both kinds.
struct World {
    features: Frame,
    class: Target,
    number: Target,
    hidden: Vec<f64>,
}

fn normal(random: &mut fastrand::Rng) -> f64 {
    (-2.0 * random.f64().max(1e-300).ln()).sqrt() * (std::f64::consts::TAU * random.f64()).cos()
}

fn world(rows: usize, seed: u64, first: usize) -> World {
    let mut random = fastrand::Rng::with_seed(seed);
    let columns: Vec<Vec<f64>> = (0..8).map(|_| (0..rows).map(|_| normal(&mut random)).collect()).collect();
    let x = |column: usize, row: usize| columns[column][row];
    let signal: Vec<f64> =
        (0..rows).map(|row| 0.9 * x(0, row) - 0.6 * x(1, row) + 0.5 * x(2, row) * x(3, row)).collect();
    let yes = signal.iter().map(|s| f64::from(u8::from(random.f64() < 1.0 / (1.0 + (0.8 - s).exp()))));
    let yes = yes.collect();
    let number = signal.iter().map(|s| 10.0 + s + normal(&mut random)).collect();
    let mut all: Vec<Column> = columns
        .into_iter()
        .enumerate()
        .map(|(place, values)| Column::numbers(format!("x{place}"), Kind::Number, values))
        .collect();
    if first > 0 {
        // Nothing but its number is known of a row: only who knows what is hidden can tell.
        all =
            vec![Column::numbers("row", Kind::Integer, (0..rows).map(|row| (row + first) as f64).collect())];
    }
    let classes = vec!["no".to_owned(), "yes".to_owned()];
    World {
        features: Frame::new(all),
        class: Target { name: "y".into(), task: Task::Binary, classes, values: yes, weights: None },
        number: Target {
            name: "y".into(),
            task: Task::Regression,
            classes: Vec::new(),
            values: number,
            weights: None,
        },
        hidden: signal,
    }
}

/// One of twelve that are equally good: it sees what is hidden, through noise of its own.
struct Equal<'a> {
    name: String,
    seed: u64,
    hidden: &'a [f64],
    first: usize,
}

impl Equal<'_> {
    fn says(&self, task: Task, row: usize) -> f64 {
        let mut random = fastrand::Rng::with_seed(self.seed.wrapping_mul(1_000_003).wrapping_add(row as u64));
        let seen = self.hidden[row] + 0.8 * normal(&mut random);
        if task == Task::Regression { 10.0 + 0.6 * seen } else { 1.0 / (1.0 + (0.8 - 0.6 * seen).exp()) }
    }
}

impl Outside for Equal<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn identity(&self) -> String {
        self.name.clone()
    }

    fn predict(
        &self,
        _: &Stop,
        _: &Frame,
        answers: &Target,
        test: &Frame,
        _: u64,
    ) -> Result<Predicted, Fault> {
        let rows = test.column("row").and_then(Column::as_numbers).unwrap_or_default();
        let values = rows.iter().map(|row| self.says(answers.task, *row as usize - self.first)).collect();
        let predictions = Predictions { width: 1, values };
        Ok(Predicted { predictions, decided: false, seconds: 0.0, peak_memory_bytes: None })
    }
}

fn worth() -> Worth {
    Worth {
        true_positive: 60.0,
        false_positive: -20.0,
        over_per_unit: -1.0,
        under_per_unit: -3.0,
        cases_per_month: 1_000.0,
        currency: "EUR".into(),
        ..Worth::default()
    }
}

/// Whether the holdout's and the candidate's interval hold the truth, and how often the choice fell on nothing.
#[derive(Default)]
struct Held {
    chosen: usize,
    holdout: usize,
    folds: usize,
    /// The whole interval is better than the truth.
    above: usize,
    width: f64,
}

fn main() {
    // A whole experiment waits inside of another's, on the same stack.
    let pool = rayon::ThreadPoolBuilder::new().stack_size(learn::STACK_BYTES).build_global();
    pool.expect("nothing has used the pool before");
    let mut arguments = std::env::args().skip(1).filter_map(|word| word.parse::<usize>().ok());
    let tables = arguments.next().unwrap_or(200);
    let sizes: Vec<usize> = arguments.collect();
    let metrics = [
        ("auc", Task::Binary),
        ("log_loss", Task::Binary),
        ("accuracy", Task::Binary),
        ("f1", Task::Binary),
        ("money", Task::Binary),
        ("rmse", Task::Regression),
        ("r2", Task::Regression),
        ("mae", Task::Regression),
        ("money", Task::Regression),
    ];
    for rows in if sizes.is_empty() { vec![300, 1_000, 5_000] } else { sizes } {
        for equal in [false, true] {
            let who = if equal { "12 equal candidates" } else { "built-in candidates" };
            println!(
                "{rows} rows, {who}, {tables} tables: measure, chosen, holdout holds %, folds hold %, width"
            );
            // One table after the other with all measures: its fits are the same for all of them.
            let of_table = |seed: u64| {
                let memory = Memory::default();
                metrics.map(|(name, task)| one(rows, seed, name, task, equal, &memory))
            };
            let found: Vec<_> = (1..=tables as u64).into_par_iter().map(of_table).collect();
            for (place, (name, _)) in metrics.iter().enumerate() {
                let mut held = Held::default();
                for [inside, folds, above, width] in found.iter().filter_map(|table| table[place]) {
                    held.chosen += 1;
                    held.holdout += inside as usize;
                    held.folds += folds as usize;
                    held.above += above as usize;
                    held.width += width;
                }
                let share = |count: usize| 100.0 * count as f64 / held.chosen.max(1) as f64;
                println!(
                    "  {name:9} {:4} {:5.1} {:5.1} (too good {:4.1}) {:.4}",
                    held.chosen,
                    share(held.holdout),
                    share(held.folds),
                    share(held.above),
                    held.width / held.chosen.max(1) as f64
                );
            }
        }
    }
}

/// The fits of one table, for its measures.
#[derive(Default)]
struct Memory(Mutex<HashMap<String, Tested>>);

impl Kept for Memory {
    fn load(&self, key: &str) -> Option<Tested> {
        self.0.lock().ok()?.get(key).cloned()
    }

    fn save(&self, key: &str, fit: &Tested) {
        if let Ok(mut fits) = self.0.lock() {
            fits.insert(key.to_owned(), fit.clone());
        }
    }
}

/// One experiment: whether its intervals hold the truth of what it chose.
fn one(rows: usize, seed: u64, name: &str, task: Task, equal: bool, memory: &Memory) -> Option<[f64; 4]> {
    let first = usize::from(equal);
    let table = world(rows, seed, first);
    let fresh = world(FRESH, 1_000_000 + seed % 4, first);
    let of = |world: &'_ World| if task == Task::Binary { world.class.clone() } else { world.number.clone() };
    let (target, truth) = (of(&table), of(&fresh));
    let worth = worth();
    let metric = Metric::parse(name, task, Some(&worth)).ok()?;
    let equals: Vec<Equal> = (0..if equal { 12 } else { 0 })
        .map(|number| Equal {
            name: format!("equal-{number}"),
            seed: seed * 100 + number,
            hidden: &table.hidden,
            first,
        })
        .collect();
    let input = Input {
        features: &table.features,
        target: &target,
        time: None,
        group: None,
        metric: metric.clone(),
        at_least: None,
        smallest_gain: 0.0,
        worth: (name == "money").then_some(&worth),
        complexity: None,
        today: None,
        outside: equals.iter().map(|equal| equal as &dyn Outside).collect(),
        logged: Vec::new(),
        stop: Stop::never(),
        all: true,
        kept: Some(memory),
        opened_before: 0,
        notes: Vec::new(),
        seed,
    };
    let Output { evidence, model, .. } = run(&input, &mut |_, _, _| {}).ok()?;
    let chosen = evidence.chosen()?;
    let predictions = match model {
        Some((_, model)) => model.predict(&fresh.features).ok()?,
        None => {
            let known = equals.iter().find(|equal| equal.name == chosen.name)?;
            let known = Equal { name: String::new(), hidden: &fresh.hidden, ..*known };
            let values = (0..FRESH).map(|row| known.says(task, row)).collect();
            Predictions { width: 1, values }
        }
    };
    let threshold = evidence.choice.threshold.unwrap_or(0.5);
    let score = match &metric {
        Metric::Money(worth) => money_per_month(&truth, &predictions, threshold, worth)?,
        metric if metric.scores_decisions(&truth) => metric.score(&truth, &predictions.decided(threshold))?,
        metric => metric.score(&truth, &predictions)?,
    };
    let holdout = evidence.holdout.as_ref()?;
    let (low, high) = (holdout.low?, holdout.high?);
    let inside = |low: f64, high: f64| f64::from(u8::from(low <= score && score <= high));
    let too_good = if metric.higher_is_better() { low > score } else { high < score };
    Some([inside(low, high), inside(chosen.low?, chosen.high?), f64::from(u8::from(too_good)), high - low])
}
