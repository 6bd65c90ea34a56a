//! Small tables the tests share: customers who leave, and the same a while later.

use frame::{Column, Frame, Kind, Task};

use super::{Answers, Input, Measured, Side, measure};

/// A standard normal draw (Box & Muller 1958).
pub fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

/// Rows of customers. `celsius`, `weight` and `noise` are numbers, `plan` is a category; `left` follows `weight` and `plan`,
/// and `said` is the probability of it.
pub fn customers(rows: usize, seed: u64) -> Frame {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut draw = |mean: f64, spread: f64| -> Vec<f64> {
        (0..rows).map(|_| mean + spread * normal(&mut random)).collect()
    };
    let (celsius, weight, noise) = (draw(18.0, 6.0), draw(70.0, 10.0), draw(0.0, 1.0));
    let mut random = fastrand::Rng::with_seed(seed + 1);
    let plans: Vec<&str> = (0..rows).map(|_| ["basic", "plus", "pro"][random.usize(0..3)]).collect();
    let said: Vec<f64> = weight
        .iter()
        .zip(&plans)
        .map(|(weight, plan)| (weight - 70.0) / 5.0 + if *plan == "pro" { 1.5 } else { -0.5 })
        .map(|logit| 1.0 / (1.0 + (-logit).exp()))
        .collect();
    let left: Vec<&str> = said.iter().map(|&said| if random.f64() < said { "yes" } else { "no" }).collect();
    Frame::new(vec![
        Column::numbers("celsius", Kind::Number, celsius),
        Column::numbers("weight", Kind::Number, weight),
        Column::numbers("noise", Kind::Number, noise),
        Column::text("plan", plans.into_iter().map(Some)),
        Column::numbers("said", Kind::Number, said),
        Column::text("left", left.into_iter().map(Some)),
    ])
}

/// The same customers' successors.
pub fn later() -> Frame {
    customers(2_500, 77)
}

/// The successors with a column of numbers changed.
pub fn changed(name: &str, change: impl Fn(f64) -> f64) -> Frame {
    let later = later();
    let column = later.column(name).expect("it is there");
    let numbers = column.as_numbers().expect("it is numbers").iter().map(|&value| change(value)).collect();
    super::causes::with(&later, Column::numbers(name, Kind::Number, numbers))
}

/// The successors with a column of text changed; nothing stands for a missing value.
pub fn renamed<'a>(name: &str, change: impl Fn(usize, &'a str) -> &'a str) -> Frame {
    let later = later();
    let text = later.column(name).and_then(Column::as_text).expect("it is text");
    const KNOWN: [&str; 5] = ["basic", "plus", "pro", "yes", "no"];
    let old = |row: usize| KNOWN.into_iter().find(|known| text.get(row) == Some(known)).unwrap_or_default();
    let new: Vec<&str> = (0..later.rows()).map(|row| change(row, old(row))).collect();
    let column =
        Column::text(name, new.into_iter().map(|value| Some(value).filter(|value| !value.is_empty())));
    super::causes::with(&later, column)
}

/// Hold a table against customers, with their answers.
pub fn compared(data: &Frame) -> Measured {
    of(&customers(3_000, 1), data, None)
}

/// The same with the predictions of a model at work.
pub fn predicted(data: &Frame) -> Measured {
    of(&customers(3_000, 1), data, Some("said"))
}

/// Hold a table against another.
pub fn of(reference: &Frame, data: &Frame, prediction: Option<&str>) -> Measured {
    let classes = vec!["no".to_owned(), "yes".to_owned()];
    let answers = Answers { column: "left".to_owned(), task: Task::Binary, classes };
    asked(reference, data, prediction, answers)
}

/// The same with other answers.
pub fn asked(reference: &Frame, data: &Frame, prediction: Option<&str>, answers: Answers) -> Measured {
    let side = |name: &str, sample| Side { name: name.to_owned(), rows: 0, sample, strays: Vec::new() };
    let input = Input {
        data: Side { rows: data.rows() as u64, ..side("data", data) },
        reference: Side { rows: reference.rows() as u64, ..side("reference", reference) },
        answers: Some(answers),
        prediction: prediction.map(str::to_owned),
        time: None,
        group: None,
        ignored: if prediction.is_some() { Vec::new() } else { vec!["said".to_owned()] },
        package: None,
        made_from_reference: false,
        window: None,
        worth: None,
        smallest_gain: None,
        same: false,
        seed: 0,
    };
    measure(&input).expect("tables that can be compared")
}
