//! Changes that are made up for tests: groups and series with known effects.

use frame::{Column, Frame, Kind};

use super::{Measured, Question};

/// A question with its table.
pub struct Made {
    /// The question.
    pub question: Question,
    /// The table.
    pub table: Frame,
}

/// What is measured of it.
pub fn measured(made: &Made) -> Measured {
    super::measured(&made.question, std::iter::once(Ok(made.table.clone())))
        .expect("a question that fits its table")
}

/// A standard normal draw (Box & Muller 1958).
pub fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

/// A question about `value` by `day`, changed on day 0.
pub fn question() -> Question {
    Question {
        metric: "value".to_owned(),
        time: "day".to_owned(),
        since: "0".to_owned(),
        treated: None,
        unit: None,
        season: None,
        every: 1,
        alpha: 0.05,
    }
}

/// Day, whether reached, unit, value.
pub type Row = (i32, bool, usize, f64);

/// A table of rows.
pub fn table(rows: &[Row]) -> Frame {
    let column = |name: &str, kind, of: &dyn Fn(&Row) -> f64| {
        Column::numbers(name, kind, rows.iter().map(of).collect())
    };
    Frame::new(vec![
        column("day", Kind::Integer, &|row| f64::from(row.0)),
        column("reached", Kind::Boolean, &|row| f64::from(u8::from(row.1))),
        column("shop", Kind::Integer, &|row| row.2 as f64),
        column("value", Kind::Number, &|row| row.3),
    ])
}

/// So many shops in each of two groups over 24 days before and 16 after, an effect, and a drift a day of those reached.
pub fn groups(shops: usize, effect: f64, drift: f64) -> Made {
    let mut random = fastrand::Rng::with_seed(3);
    let mut rows = Vec::new();
    for shop in 0..2 * shops {
        let reached = shop < shops;
        let level = 20.0 + 4.0 * normal(&mut random);
        for day in -24..16 {
            let moved =
                if reached { drift * f64::from(day) + if day >= 0 { effect } else { 0.0 } } else { 0.0 };
            rows.push((day, reached, shop, level + moved + 2.0 * normal(&mut random)));
        }
    }
    let question =
        Question { treated: Some(("reached".to_owned(), None)), unit: Some("shop".to_owned()), ..question() };
    Made { question, table: table(&rows) }
}

/// One series of so many days before and half as many after, an effect, and so many times the rows a day since.
pub fn course(before: i32, effect: f64, rows_since: f64) -> Made {
    let mut random = fastrand::Rng::with_seed(4);
    let mut rows = Vec::new();
    for day in -before..before / 2 {
        let count = 40.0 * if day >= 0 { rows_since } else { 1.0 } + 2.0 * normal(&mut random);
        for _ in 0..count.round() as usize {
            let value = 10.0 + if day >= 0 { effect } else { 0.0 } + normal(&mut random);
            rows.push((day, true, 0, value));
        }
    }
    Made { question: question(), table: table(&rows) }
}

/// A series that goes up and down in jumps all the time.
pub fn swinging(before: i32) -> Made {
    let mut random = fastrand::Rng::with_seed(5);
    let rows: Vec<Row> = (-before..before / 2)
        .map(|day| {
            let level = if day.rem_euclid(60) < 30 { 4.0 } else { 0.0 };
            (day, true, 0, 10.0 + level + 0.4 * normal(&mut random))
        })
        .collect();
    Made { question: question(), table: table(&rows) }
}
