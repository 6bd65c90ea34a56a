//! The contract: what a model expects of its inputs, made from the rows it was trained on.

use std::collections::{HashMap, HashSet};

use frame::{Column, Frame, Kind, Target, Task, Values as Cells};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use report::Fault;
use serde::{Deserialize, Serialize};

use crate::learner::mean_answer;
use crate::model::absent;

/// What a model expects, and what to answer where it cannot be asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// The kind of answer.
    pub task: Task,
    /// The column predicted.
    pub target: String,
    /// The classes, `[negative, positive]` for a binary task; none for a regression.
    pub classes: Vec<String>,
    /// How many rows the model was trained on.
    pub rows: u64,
    /// What is said where the model cannot be asked: the base rate, the mean, the share of each class.
    pub fallback: Vec<f64>,
    /// The columns, in the order of the training table.
    pub features: Vec<Feature>,
}

/// One column the model expects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// What its values mean.
    pub kind: Kind,
    /// Share of the training rows without a value.
    pub missing: f64,
    /// What was seen in training.
    pub values: Values,
}

/// What was seen of a column in training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Values {
    /// Lowest and highest number (times in seconds since 1970).
    Range {
        /// The lowest.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// The most frequent categories (up to 1,000), and whether there were more.
    Categories {
        /// Most frequent first, then by text.
        top: Vec<String>,
        /// Whether there were more.
        more: bool,
    },
    /// No value at all.
    Nothing,
}

/// How many categories a contract lists.
const LISTED: usize = 1_000;

impl Contract {
    /// The contract of a model trained on these rows.
    ///
    /// # Errors
    /// When there is no row, or an answer is none of the classes.
    pub fn of(features: &Frame, target: &Target) -> Result<Contract, Fault> {
        Ok(Contract {
            task: target.task,
            target: target.name.clone(),
            classes: target.classes.clone(),
            rows: target.len() as u64,
            fallback: mean_answer(target)?,
            features: features.columns().iter().map(Feature::of).collect(),
        })
    }

    /// What is expected of the column of this name.
    pub fn feature(&self, name: &str) -> Option<&Feature> {
        self.features.iter().find(|feature| feature.name == name)
    }

    /// The columns of text. Whoever reads rows for the model keeps these as they stand: taken for numbers or booleans,
    /// `1.0` and `True` would be categories that the model never saw.
    pub fn texts(&self) -> Vec<&str> {
        let texts = self.features.iter().filter(|feature| feature.kind == Kind::Text);
        texts.map(|feature| feature.name.as_str()).collect()
    }

    /// Rows with the columns of text as the model knows them: a number, boolean or time is the category that means the
    /// same.
    pub fn in_its_words(&self, rows: &Frame) -> Frame {
        let of = |column: &Column| match self.feature(&column.name) {
            Some(feature) if feature.kind == Kind::Text => feature.in_words(column),
            _ => column.clone(),
        };
        Frame::new(rows.columns().iter().map(of).collect())
    }
}

impl Feature {
    fn of(column: &Column) -> Feature {
        let missing = column.missing() as f64 / column.len().max(1) as f64;
        let values = match &column.values {
            Cells::Numbers(numbers) => {
                let known = numbers.iter().copied().filter(|number| number.is_finite());
                let range = known.fold(None, |range: Option<(f64, f64)>, number| {
                    let (low, high) = range.unwrap_or((number, number));
                    Some((low.min(number), high.max(number)))
                });
                range.map_or(Values::Nothing, |(low, high)| Values::Range { low, high })
            }
            Cells::Text(text) => {
                let counts = text.counts();
                let mut seen: Vec<usize> = (0..counts.len()).filter(|&code| counts[code] > 0).collect();
                seen.sort_by(|&a, &b| {
                    counts[b].cmp(&counts[a]).then_with(|| text.levels[a].cmp(&text.levels[b]))
                });
                let more = seen.len() > LISTED;
                let top = seen.iter().take(LISTED).map(|&code| text.levels[code].to_string()).collect();
                if seen.is_empty() { Values::Nothing } else { Values::Categories { top, more } }
            }
        };
        Feature { name: column.name.clone(), kind: column.kind, missing, values }
    }

    /// The column of a frame as the model expects it.
    pub(crate) fn read(&self, rows: &Frame) -> Result<Column, Fault> {
        let column = rows.column(&self.name).ok_or_else(|| absent(&self.name, rows))?;
        match (&column.values, self.kind) {
            (Cells::Text(_), Kind::Text)
            | (
                Cells::Numbers(_),
                Kind::Boolean | Kind::Integer | Kind::Number | Kind::Date | Kind::Timestamp,
            ) => Ok(column.clone()),
            (Cells::Numbers(_), Kind::Text) => Ok(self.in_words(column)),
            (Cells::Text(text), kind) => {
                let by_level: Vec<Option<f64>> =
                    text.levels.iter().map(|level| number(kind, level)).collect();
                let read = |&code: &u32| by_level.get(code as usize).copied().flatten().unwrap_or(f64::NAN);
                let numbers: Vec<f64> = text.codes.iter().map(read).collect();
                let unreadable =
                    (0..column.len()).find(|&row| text.get(row).is_some_and(|text| !text.trim().is_empty()));
                if let Some(row) = unreadable
                    && numbers.iter().all(|number| number.is_nan())
                {
                    let (name, example) = (&self.name, text.get(row).unwrap_or_default());
                    let expected = expected(kind);
                    return Err(Fault::new(format!(
                        "column `{name}` holds text such as `{example}`, the model expects {expected}"
                    ))
                    .hint(format!("give `{name}` as it was in training; what is not known is left empty")));
                }
                Ok(Column::numbers(&self.name, kind, numbers))
            }
        }
    }
}

impl Feature {
    /// A column as text. A number, boolean or time is written as usual if that is a category, else as the only category
    /// that means the same (`True` for true, `1.0` or `1e0` for 1), else as usual.
    fn in_words(&self, column: &Column) -> Column {
        let Cells::Numbers(numbers) = &column.values else { return column.clone() };
        let levels = match &self.values {
            Values::Categories { top, .. } => top.as_slice(),
            _ => &[],
        };
        let known: HashSet<&str> = levels.iter().map(String::as_str).collect();
        let mut meant: HashMap<u64, Option<&str>> = HashMap::new();
        for level in levels {
            if let Some(number) = number(column.kind, level) {
                // A second one that means the same makes it doubtful which is meant.
                meant.entry(bits(number)).and_modify(|only| *only = None).or_insert(Some(level));
            }
        }
        let word = |row: usize| {
            let shown = column.show(row);
            match meant.get(&bits(numbers[row])).copied().flatten() {
                Some(level) if !known.contains(shown.as_str()) => level.to_owned(),
                _ => shown,
            }
        };
        let words: Vec<Option<String>> =
            (0..column.len()).map(|row| (!column.is_missing(row)).then(|| word(row))).collect();
        Column::text(&self.name, words.iter().map(Option::as_deref))
    }
}

/// What tells numbers apart; both zeros are the same.
fn bits(number: f64) -> u64 {
    (number + 0.0).to_bits()
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "true or false",
        Kind::Integer | Kind::Number => "numbers",
        Kind::Date => "dates such as 2026-01-31",
        Kind::Timestamp => "times such as 2026-01-31T12:00:00Z",
        Kind::Text => "text",
    }
}

/// A value written as text; `None` when it cannot be read.
fn number(kind: Kind, text: &str) -> Option<f64> {
    let text = text.trim();
    let seconds = |at: Timestamp| at.as_second() as f64 + f64::from(at.subsec_nanosecond()) / 1e9;
    match kind {
        Kind::Boolean => match text.to_lowercase().as_str() {
            "true" | "1" | "yes" => Some(1.0),
            "false" | "0" | "no" => Some(0.0),
            _ => None,
        },
        Kind::Integer | Kind::Number => text.parse().ok().filter(|number: &f64| number.is_finite()),
        Kind::Date | Kind::Timestamp => {
            let instant = text.parse::<Timestamp>().ok();
            let instant = instant.or_else(|| TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok());
            let date = || {
                TimeZone::UTC
                    .to_timestamp(text.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()))
                    .ok()
            };
            instant.or_else(date).map(seconds)
        }
        Kind::Text => None,
    }
}
