//! The times of an experiment: which rows belong together in time, and when it is to end.

use std::collections::HashMap;

use ::report::Fault;
use frame::{Column, Kind, show_number, show_time};
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

use super::labels::BLANK;

/// The times met so far, numbered in order of first appearance. Instants count by the day they fall on; whole numbers
/// as large as only seconds (or milli-, micro- or nanoseconds) since 1970 are, are instants.
#[derive(Debug)]
pub struct Clock {
    kind: Kind,
    /// How many of the column's numbers make a second, where they are instants.
    in_second: Option<f64>,
    /// The start of each.
    pub values: Vec<f64>,
    numbers: HashMap<u64, u32>,
}

/// More different times than this, and they are no days or weeks of an experiment.
const MOST: usize = 5_000;
/// Seconds.
const DAY: f64 = 86_400.0;
/// Numbered days are never as many; as seconds since 1970 it is from 2001 to 2033.
const EPOCH: std::ops::Range<f64> = 1e9..2e9;

impl Default for Clock {
    fn default() -> Self {
        Clock { kind: Kind::Number, in_second: None, values: Vec::new(), numbers: HashMap::new() }
    }
}

impl Clock {
    /// The number of each row's time, [`BLANK`] where there is none.
    pub fn of_rows(&mut self, column: &Column) -> Result<Vec<u32>, Fault> {
        let Some(values) = column.as_numbers() else {
            let text = column.as_text();
            let example = text.and_then(|text| (0..column.len()).find_map(|row| text.get(row)));
            let seen = example.map_or(String::new(), |text| format!(" such as \"{text}\""));
            let message =
                format!("the time column `{}` holds text{seen}, expected dates or numbers", column.name);
            return Err(Fault::new(message).hint("write dates like 2026-01-31, or number the days"));
        };
        self.kind = column.kind;
        if self.values.is_empty() {
            self.in_second = in_second(column.kind, values);
        }
        let mut last = (f64::NAN.to_bits(), BLANK);
        let mut number = |&value: &f64| -> Result<u32, Fault> {
            if value.to_bits() == last.0 {
                return Ok(last.1);
            }
            last = (value.to_bits(), if value.is_nan() { BLANK } else { self.number(value, &column.name)? });
            Ok(last.1)
        };
        values.iter().map(&mut number).collect()
    }

    fn number(&mut self, value: f64, column: &str) -> Result<u32, Fault> {
        let start = match self.in_second {
            Some(in_second) => (value / in_second / DAY).floor() * DAY,
            None => value + 0.0,
        };
        if let Some(&number) = self.numbers.get(&start.to_bits()) {
            return Ok(number);
        }
        if self.values.len() == MOST {
            let most = ::report::number::count(MOST);
            let message = format!("column `{column}` has more than {most} different times");
            return Err(
                Fault::new(message).hint("give the day or the week of each row, not a number of its own")
            );
        }
        let number = self.values.len() as u32;
        self.values.push(start);
        self.numbers.insert(start.to_bits(), number);
        Ok(number)
    }

    /// The times in order, each with its number.
    pub fn in_order(&self) -> Vec<(f64, u32)> {
        let mut order: Vec<(f64, u32)> = self.values.iter().copied().zip(0..).collect();
        order.sort_by(|left, right| left.0.total_cmp(&right.0));
        order
    }

    /// Whether times are days.
    pub fn is_dated(&self) -> bool {
        self.kind == Kind::Date || self.in_second.is_some()
    }

    /// How long one time is, in the column's numbers: a day, or the smallest step between two.
    pub fn step(&self) -> f64 {
        if self.is_dated() {
            return DAY;
        }
        let order = self.in_order();
        let steps = order.windows(2).map(|pair| pair[1].0 - pair[0].0).filter(|step| *step > 0.0);
        steps.reduce(f64::min).unwrap_or(1.0)
    }

    /// A time as a person writes it.
    pub fn show(&self, value: f64) -> String {
        if self.is_dated() { show_time(Kind::Date, value) } else { show_number(value) }
    }

    /// A time as JSON: a date as text, a number as number.
    pub fn json(&self, value: f64) -> serde_json::Value {
        let shown = self.show(value);
        let number = (!self.is_dated()).then(|| serde_json::from_str(&shown).ok()).flatten();
        number.unwrap_or_else(|| shown.into())
    }

    /// The time a person means by this text.
    pub fn read(&self, text: &str) -> Result<f64, Fault> {
        let text = text.trim();
        if !self.is_dated() {
            return text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(|| {
                Fault::new(format!("the planned end is `{text}`, but the times are numbers"))
                    .hint(format!("write it as they are written, such as {}", self.example()))
            });
        }
        let day = |date: Date| TimeZone::UTC.to_timestamp(date.to_datetime(Time::midnight())).ok();
        let date = text.parse::<Date>().ok().or_else(|| only_reading(text));
        let instant = date.and_then(day).or_else(|| text.parse::<Timestamp>().ok());
        instant.map(|at| (at.as_second() as f64 / DAY).floor() * DAY).ok_or_else(|| {
            Fault::new(format!("the planned end `{text}` is no date"))
                .hint(format!("write it like {}", self.example()))
        })
    }

    fn example(&self) -> String {
        self.in_order().last().map_or("28".to_owned(), |&(value, _)| self.show(value))
    }
}

/// How many of these numbers make a second, if they are instants.
fn in_second(kind: Kind, values: &[f64]) -> Option<f64> {
    if kind == Kind::Timestamp {
        return Some(1.0);
    }
    if kind != Kind::Integer {
        return None;
    }
    let mut known = values.iter().copied().filter(|value| !value.is_nan()).peekable();
    known.peek()?;
    let known: Vec<f64> = known.collect();
    [1.0, 1e3, 1e6, 1e9]
        .into_iter()
        .find(|in_second| known.iter().all(|value| EPOCH.contains(&(value / in_second))))
}

/// The date of a text that is one in exactly one of the ways people write the day of a month.
fn only_reading(text: &str) -> Option<Date> {
    const WAYS: [&str; 5] = ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y"];
    let mut found = WAYS.iter().filter_map(|way| Date::strptime(way, text).ok());
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_since_1970_count_by_their_day() {
        for in_second in [1.0, 1e3, 1e6] {
            let mut clock = Clock::default();
            let at = [1_774_000_000.0, 1_774_000_010.0, f64::NAN, 1_774_100_000.0];
            let values = at.iter().map(|at| at * in_second).collect();
            let numbers = clock.of_rows(&Column::numbers("ts", Kind::Integer, values)).unwrap();
            assert_eq!(numbers, [0, 0, BLANK, 1]);
            assert!(clock.is_dated());
            assert_eq!(clock.show(clock.values[0]), "2026-03-20");
        }
        let mut clock = Clock::default();
        let days = Column::numbers("day", Kind::Integer, vec![1.0, 2.0, 400.0]);
        clock.of_rows(&days).unwrap();
        assert!(!clock.is_dated());
    }

    #[test]
    fn a_planned_end_is_read_when_it_can_mean_but_one_day() {
        let mut clock = Clock::default();
        clock
            .of_rows(&Column::numbers("day", Kind::Date, vec![1_774_000_000.0 - 1_774_000_000.0 % DAY]))
            .unwrap();
        let day = clock.read("2026-03-30").unwrap();
        for text in ["30/03/2026", "30.03.2026", "03/30/2026", "2026/03/30"] {
            assert_eq!(clock.read(text).unwrap(), day, "{text}");
        }
        assert!(clock.read("01/03/2026").is_err());
    }
}
