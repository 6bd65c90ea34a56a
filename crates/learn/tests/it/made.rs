//! Made tables: every kind of column, every trouble, a known signal.

use frame::{Column, Frame, Kind, Target, Task};

/// The tasks, each with a table of `rows` rows and a signal in `amount`, `plan` and `since`.
pub fn tasks(rows: usize) -> Vec<(Frame, Target)> {
    [Task::Binary, Task::Multiclass, Task::Regression].map(|task| made(rows, task, 7)).into()
}

pub fn made(rows: usize, task: Task, seed: u64) -> (Frame, Target) {
    let mut random = fastrand::Rng::with_seed(seed);
    let amount: Vec<f64> = (0..rows).map(|_| random.f64() * 10.0).collect();
    let plan: Vec<Option<&str>> =
        (0..rows).map(|_| [Some("month"), Some("year"), Some(""), None][random.usize(0..4)]).collect();
    // Days in 2020 to 2022, far from 0.
    let since: Vec<f64> = (0..rows).map(|_| 86_400.0 * f64::from(random.u32(18_262..19_300))).collect();
    let score = |row: usize, noise: f64| {
        let plan = match plan[row] {
            Some("month") => 2.0,
            None => 1.0,
            _ => 0.0,
        };
        amount[row] / 3.0 + plan - (since[row] / 86_400.0 - 18_262.0) / 500.0 + noise
    };
    let noisy: Vec<f64> = (0..rows).map(|row| score(row, random.f64() * 2.0)).collect();
    let values = noisy.iter().map(|score| match task {
        Task::Binary => f64::from(*score > 3.0),
        Task::Multiclass => f64::from(u8::from(*score > 2.0) + u8::from(*score > 4.0)),
        Task::Regression | Task::Forecast => score * 100.0 + 5_000.0,
    });
    let names: Vec<String> = (0..rows).map(|row| format!("person {row}")).collect();
    let values = values.collect();
    let skewed = (0..rows).map(|_| (random.f64() * 12.0).exp()).collect();
    let holes = amount.iter().map(|&value| if random.u8(0..5) == 0 { f64::NAN } else { value }).collect();
    let columns = vec![
        Column::numbers("amount", Kind::Number, holes),
        Column::text("plan", plan.iter().copied()),
        Column::numbers("since", Kind::Date, since.clone()),
        Column::numbers("skewed", Kind::Number, skewed),
        Column::numbers("is_new", Kind::Boolean, (0..rows).map(|_| f64::from(random.bool())).collect()),
        Column::text("name", names.iter().map(|name| Some(name.as_str()))),
        Column::numbers("same", Kind::Integer, vec![3.0; rows]),
        Column::text("same_text", vec![Some("x"); rows]),
        Column::numbers("empty", Kind::Number, vec![f64::NAN; rows]),
        Column::text("empty_text", vec![None; rows]),
    ];
    let classes: &[&str] = match task {
        Task::Binary => &["stay", "leave"],
        Task::Multiclass => &["low", "middle", "high"],
        Task::Regression | Task::Forecast => &[],
    };
    let classes = classes.iter().map(|&class| class.to_owned()).collect();
    (Frame::new(columns), Target { name: "answer".to_owned(), task, classes, values, weights: None })
}

/// Rows of trouble for a model fitted on [`made`]: nothing known, never seen, far outside, infinite.
pub fn trouble() -> Frame {
    let numbers = |kind, name: &str| {
        Column::numbers(name, kind, vec![f64::NAN, -1e300, 1e300, f64::INFINITY, f64::NEG_INFINITY, 0.0])
    };
    let texts = |name: &str| {
        Column::text(name, [None, Some("never seen"), Some(""), Some("\u{1f409}"), Some("month"), None])
    };
    Frame::new(vec![
        texts("empty_text"),
        texts("plan"),
        texts("name"),
        texts("same_text"),
        numbers(Kind::Number, "amount"),
        numbers(Kind::Date, "since"),
        numbers(Kind::Number, "skewed"),
        numbers(Kind::Boolean, "is_new"),
        numbers(Kind::Integer, "same"),
        numbers(Kind::Number, "empty"),
    ])
}
