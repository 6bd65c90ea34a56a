//! Small experiments the tests share.

use frame::{Column, Frame, Kind};

use crate::ab::{Measured, Question, measure_each};

/// A table with so many rows an arm, whose `value` is normal around 10 plus the arm's effect.
///
/// `before` is a covariate, `leaning` one that is a little higher in the first arm, `tailed` is `value` with
/// one huge value, `day` goes from 1 to 8, `fading` gains 3 in the first arm up to day 4, `kind` is mostly `b` in the
/// first arm and mostly `a` in the others, `reversed` gains 1 in the first arm but is 10 lower for `b`, `seldom` and `always`
/// are how often someone acted, `row` counts up, `user` is a name a row, and each two rows share a `pair`, one of which
/// lies across the first two arms.
pub fn table(arms: &[(&str, usize, f64)]) -> Frame {
    let mut random = fastrand::Rng::with_seed(5);
    let mut normal = || (0..12).map(|_| random.f64()).sum::<f64>() - 6.0;
    let names: Vec<&str> = arms.iter().flat_map(|&(arm, rows, _)| std::iter::repeat_n(arm, rows)).collect();
    let rows = names.len();
    let before: Vec<f64> = (0..rows).map(|_| normal()).collect();
    let effects = arms.iter().flat_map(|&(_, rows, effect)| std::iter::repeat_n(effect, rows));
    let value: Vec<f64> =
        effects.zip(&before).map(|(effect, before)| 10.0 + effect + 0.5 * before + normal()).collect();
    let first = arms.first().map_or(0, |&(_, rows, _)| rows);
    let leaning =
        before.iter().enumerate().map(|(row, before)| before + if row < first { 0.3 } else { 0.0 }).collect();
    let mut tailed = value.clone();
    tailed[0] = 1e4;
    let users: Vec<String> = (0..rows).map(|row| format!("u{row}")).collect();
    // Shifted by one, since the first arm has an even count.
    let pairs: Vec<String> = (0..rows).map(|row| format!("p{}", row.div_ceil(2))).collect();
    let is_first = |row: usize| row < first;
    let one = |on: bool| f64::from(u8::from(on));
    let day: Vec<f64> = (0..rows).map(|row| (row % 8) as f64 + 1.0).collect();
    let fading = (0..rows).map(|row| value[row] + 3.0 * one(is_first(row) && day[row] <= 4.0)).collect();
    let of_kind_b = |row: usize| (row % 10 < 8) == is_first(row);
    let reversed =
        (0..rows).map(|row| value[row] + one(is_first(row)) - 10.0 * one(of_kind_b(row))).collect();
    let kinds = (0..rows).map(|row| Some(if of_kind_b(row) { "b" } else { "a" }));
    Frame::new(vec![
        Column::numbers("day", Kind::Integer, day),
        Column::numbers("fading", Kind::Number, fading),
        Column::numbers("reversed", Kind::Number, reversed),
        Column::text("kind", kinds),
        Column::numbers("seldom", Kind::Integer, (0..rows).map(|row| one(row % 9 == 0)).collect()),
        Column::numbers("always", Kind::Integer, vec![1.0; rows]),
        Column::text("arm", names.iter().map(|&name| Some(name))),
        Column::numbers("value", Kind::Number, value),
        Column::numbers("tailed", Kind::Number, tailed),
        Column::numbers("leaning", Kind::Number, leaning),
        Column::numbers("before", Kind::Number, before),
        Column::numbers("row", Kind::Integer, (0..rows).map(|row| row as f64).collect()),
        Column::text("user", users.iter().map(|user| Some(user.as_str()))),
        Column::text("pair", pairs.iter().map(|pair| Some(pair.as_str()))),
    ])
}

/// Compare `value` between the arms.
pub fn question(control: &str) -> Question {
    Question::new("arm", control, &["value"])
}

/// An arm that gains 1, at a price that gain does not pay and at one that it does.
pub fn priced() -> [Measured; 2] {
    let table = table(&[("new", 200, 1.0), ("old", 200, 0.0)]);
    [3.0, 0.1].map(|cost| {
        let mut question = question("old");
        (question.value_per_unit, question.cost) = (Some(1.0), Some(cost));
        measured(&question, &table)
    })
}

/// What is measured on a table that comes in one piece.
pub fn measured(question: &Question, table: &Frame) -> Measured {
    let caps = vec![f64::INFINITY; question.metrics.len()];
    let measured = measure_each(question, std::iter::once(Ok(table.clone())), caps);
    measured.expect("examples are sound questions").pop().expect("one group and one look")
}
