//! Examples of the rules about rows: time, things that come back, contradictions.

use frame::{Column, Frame, Kind};

use super::{Example, beside, fires, members, quiet, with};

const DAY: f64 = 86_400.0;

pub fn future_column() -> Vec<Example> {
    let day = |row: usize| 19_000.0 + (row * 7 % 365) as f64;
    let asked = |rows: usize| {
        let days = Column::numbers("asked", Kind::Date, (0..rows).map(|row| day(row) * DAY).collect());
        beside(members(rows), days)
    };
    vec![
        fires(
            "stamped afterwards",
            with(asked(400), Kind::Date, |row, _, random| (day(row) + f64::from(random.u8(1..40))) * DAY),
        )
        .at("asked"),
        quiet(
            "stamped before",
            with(asked(400), Kind::Date, |row, _, random| (day(row) - f64::from(random.u8(0..40))) * DAY),
        )
        .at("asked"),
    ]
}

pub fn time_order() -> Vec<Example> {
    let table = |climb: f64| {
        let mut random = fastrand::Rng::with_seed(5);
        let rows = 900;
        let day = (0..rows).map(|row| (18_000 + row) as f64 * DAY).collect();
        let rain: Vec<f64> = (0..rows).map(|_| random.f64() * 9.0).collect();
        let season = |row: usize| 20.0 * (row as f64 / 365.25 * std::f64::consts::TAU).sin();
        let cups = (0..rows)
            .map(|row| {
                (90.0 + season(row) - 3.0 * rain[row] + climb * row as f64 + 20.0 * random.f64()).round()
            })
            .collect();
        Frame::new(vec![
            Column::numbers("day", Kind::Date, day),
            Column::numbers("rain", Kind::Number, rain),
            Column::numbers("y", Kind::Integer, cups),
        ])
    };
    vec![
        fires("sales that climb", table(0.1)).at("day"),
        fires("sales that climb, the time not given", table(0.1)),
        quiet("a season that comes back", table(0.0)).at("day"),
    ]
}

pub fn grouped_rows() -> Vec<Example> {
    let table = |own: bool| {
        let mut random = fastrand::Rng::with_seed(8);
        let (mut pupil, mut passed, mut hours) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..220 {
            let (number, able) = (f64::from(random.u32(1_000..9_999)), random.f64());
            let first = random.f64() < able;
            for _ in 0..random.usize(2..7) {
                pupil.push(number);
                let again = if own { first } else { random.f64() < 0.5 };
                passed.push(Some(if again { "yes" } else { "no" }));
                hours.push((random.f64() * 90.0).round() / 10.0 + able);
            }
        }
        Frame::new(vec![
            Column::numbers("pupil", Kind::Integer, pupil),
            Column::numbers("hours", Kind::Number, hours),
            Column::text("y", passed),
        ])
    };
    vec![
        fires("pupils with one answer each", table(true)),
        quiet("pupils whose answers differ", table(false)),
        quiet("a useful place", members(900)),
    ]
}

pub fn conflicting_labels() -> Vec<Example> {
    let number = |_: usize, _: bool, random: &mut fastrand::Rng| (random.f64() * 1e6).round() / 100.0;
    let mut twice = with(members(700), Kind::Number, number);
    let again = twice.take(&(0..40).collect::<Vec<_>>());
    let other =
        (0..40).map(|row| if again.column("y").unwrap().show(row) == "left" { "stayed" } else { "left" });
    let other = Column::text("y", other.map(Some));
    let columns =
        again.columns().iter().map(|column| if column.name == "y" { other.clone() } else { column.clone() });
    twice.append(&Frame::new(columns.collect()));
    vec![
        fires("rows again with the other answer", twice),
        quiet("coarse rows alike by chance", members(900).only(&["months", "town", "y"])),
    ]
}

pub fn mislabelled_rows() -> Vec<Example> {
    let table = |swapped: f64| {
        let mut random = fastrand::Rng::with_seed(2);
        let rust: Vec<bool> = (0..1_200).map(|_| random.bool()).collect();
        let mut reading = |name: &str, apart: f64| {
            let values = rust
                .iter()
                .map(|&rust| (0..6).map(|_| random.f64()).sum::<f64>() + if rust { apart } else { 0.0 });
            Column::numbers(name, Kind::Number, values.collect())
        };
        let readings = [reading("edge", 1.6), reading("spots", 1.3), reading("gloss", 0.9)];
        let said =
            rust.iter().map(|&rust| Some(if rust ^ (random.f64() < swapped) { "rust" } else { "none" }));
        let said = Column::text("y", said.collect::<Vec<_>>());
        Frame::new(readings.into_iter().chain([said]).collect())
    };
    vec![fires("one label in twelve swapped", table(0.08)), quiet("honest labels", table(0.0))]
}

pub fn duplicate_rows() -> Vec<Example> {
    let doubled = |mut table: Frame, rows: usize| {
        let again = table.take(&(0..rows).collect::<Vec<_>>());
        table.append(&again);
        table
    };
    let number = |_: usize, _: bool, random: &mut fastrand::Rng| (random.f64() * 1e6).round() / 100.0;
    let mut near = with(members(600), Kind::Number, number);
    let again = near.take(&(0..40).collect::<Vec<_>>());
    let moved = Column::numbers(
        "x",
        Kind::Number,
        again.column("x").unwrap().as_numbers().unwrap().iter().map(|value| value + 0.01).collect(),
    );
    near.append(&beside(again.without(&["x"]), moved));
    vec![
        fires("copies", doubled(with(members(600), Kind::Number, number), 40)),
        fires("copies a cent off", near),
        quiet("rows alike by chance", members(900).only(&["months", "town", "y"])),
        quiet("no copies", with(members(600), Kind::Number, number)),
    ]
}
