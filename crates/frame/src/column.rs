//! One column: its name, what its values mean, and the values.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// What a column's values mean. All but text are held as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 0 or 1.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Real numbers.
    Number,
    /// Days: seconds since 1970-01-01, at midnight UTC.
    Date,
    /// Instants: seconds since 1970-01-01 UTC.
    Timestamp,
    /// Text; categories are text.
    Text,
}

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name in the table.
    pub name: String,
    /// What its values mean.
    pub kind: Kind,
    /// The values.
    pub values: Values,
}

/// The values of a column. A copy shares them until one of the two is changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers; NaN is missing.
    Numbers(Arc<Vec<f64>>),
    /// Text, each different value held once.
    Text(Text),
}

/// Text values by code. Empty text is a value; only [`Text::MISSING`] is missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// For each row the position of its value in `levels`, or [`Text::MISSING`].
    pub codes: Arc<Vec<u32>>,
    /// The different values, in order of first appearance. Some may be unused after [`Column::take`].
    pub levels: Arc<Vec<Arc<str>>>,
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Missing,
    /// A number, a boolean as 0 or 1, or a time in seconds since 1970.
    Number(f64),
    /// Text, perhaps empty.
    Text(&'a str),
}

impl Text {
    /// The code of a missing value.
    pub const MISSING: u32 = u32::MAX;

    /// The value of a row, if it has one.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.levels.get(self.codes[row] as usize).map(|level| &**level)
    }

    /// How often each level occurs, by code.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.levels.len()];
        for &code in self.codes.iter().filter(|&&code| code != Text::MISSING) {
            counts[code as usize] += 1;
        }
        counts
    }
}

impl<'a> FromIterator<Option<&'a str>> for Text {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(values: I) -> Self {
        let (mut codes, mut levels) = (Vec::new(), Vec::new());
        let mut known: HashMap<&str, u32> = HashMap::new();
        for value in values {
            codes.push(value.map_or(Text::MISSING, |value| {
                *known.entry(value).or_insert_with(|| {
                    levels.push(value.into());
                    (levels.len() - 1) as u32
                })
            }));
        }
        Text { codes: codes.into(), levels: levels.into() }
    }
}

impl Column {
    /// A column of numbers, booleans or times; NaN is missing.
    pub fn numbers(name: impl Into<String>, kind: Kind, values: Vec<f64>) -> Self {
        debug_assert!(kind != Kind::Text);
        Column { name: name.into(), kind, values: Values::Numbers(values.into()) }
    }

    /// A column of text; `None` is missing.
    pub fn text<'a>(name: impl Into<String>, values: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        Column { name: name.into(), kind: Kind::Text, values: Values::Text(values.into_iter().collect()) }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Numbers(values) => values.len(),
            Values::Text(text) => text.codes.len(),
        }
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the value of a row is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        match &self.values {
            Values::Numbers(values) => values[row].is_nan(),
            Values::Text(text) => text.codes[row] == Text::MISSING,
        }
    }

    /// How many values are missing.
    pub fn missing(&self) -> usize {
        (0..self.len()).filter(|&row| self.is_missing(row)).count()
    }

    /// The value of a row.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match &self.values {
            Values::Numbers(values) if values[row].is_nan() => Cell::Missing,
            Values::Numbers(values) => Cell::Number(values[row]),
            Values::Text(text) => text.get(row).map_or(Cell::Missing, Cell::Text),
        }
    }

    /// The numbers, unless it is text.
    pub fn as_numbers(&self) -> Option<&[f64]> {
        match &self.values {
            Values::Numbers(values) => Some(values.as_slice()),
            Values::Text(_) => None,
        }
    }

    /// The text, unless it is numbers.
    pub fn as_text(&self) -> Option<&Text> {
        match &self.values {
            Values::Numbers(_) => None,
            Values::Text(text) => Some(text),
        }
    }

    /// The value of a row as a person writes it; empty when missing.
    pub fn show(&self, row: usize) -> String {
        match self.cell(row) {
            Cell::Missing => String::new(),
            Cell::Text(text) => text.to_owned(),
            Cell::Number(value) => match self.kind {
                Kind::Boolean => (value != 0.0).to_string(),
                Kind::Date | Kind::Timestamp => show_time(self.kind, value),
                _ => show_number(value),
            },
        }
    }

    /// The rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Column {
        let values = match &self.values {
            Values::Numbers(values) => {
                Values::Numbers(Arc::new(rows.iter().map(|&row| values[row]).collect()))
            }
            Values::Text(text) => Values::Text(Text {
                codes: Arc::new(rows.iter().map(|&row| text.codes[row]).collect()),
                levels: text.levels.clone(),
            }),
        };
        Column { name: self.name.clone(), kind: self.kind, values }
    }

    /// Put the values of `other`, of the same kind, below these.
    pub(crate) fn append(&mut self, other: &Column) {
        match (&mut self.values, &other.values) {
            (Values::Numbers(mine), Values::Numbers(theirs)) => {
                Arc::make_mut(mine).extend_from_slice(theirs);
            }
            (Values::Text(mine), Values::Text(theirs)) => mine.append(theirs),
            _ => unreachable!("a column is numbers or text in all frames of one table"),
        }
    }
}

impl Text {
    fn append(&mut self, other: &Text) {
        let mut known: HashMap<Arc<str>, u32> =
            self.levels.iter().enumerate().map(|(code, level)| (level.clone(), code as u32)).collect();
        let levels = Arc::make_mut(&mut self.levels);
        let recode: Vec<u32> = other
            .levels
            .iter()
            .map(|level| {
                *known.entry(level.clone()).or_insert_with(|| {
                    levels.push(level.clone());
                    (levels.len() - 1) as u32
                })
            })
            .collect();
        Arc::make_mut(&mut self.codes).extend(other.codes.iter().map(|&code| match code {
            Text::MISSING => Text::MISSING,
            code => recode[code as usize],
        }));
    }
}

/// A number as a person writes it: whole numbers without a point.
pub fn show_number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value}") }
}

/// Seconds since 1970 as an ISO 8601 date or time (UTC).
pub fn show_time(kind: Kind, seconds: f64) -> String {
    let whole = seconds.floor();
    let nanos = ((seconds - whole) * 1e9).round().min(999_999_999.0) as i32;
    match Timestamp::new(whole as i64, nanos) {
        Ok(instant) if kind == Kind::Date => TimeZone::UTC.to_datetime(instant).date().to_string(),
        Ok(instant) => instant.to_string(),
        Err(_) => show_number(seconds),
    }
}
