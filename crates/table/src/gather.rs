//! Batches gathered into a frame: numbers side by side, each different text held once.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, PrimitiveArray, RecordBatch};
use datafusion::arrow::datatypes::{
    ArrowPrimitiveType, Date32Type, Float64Type, Int64Type, TimestampMicrosecondType, UInt64Type,
};
use datafusion::common::HashMap;
use frame::{Column, Frame, Kind, Text, Values};

use crate::recent::Recent;

/// A frame being made.
pub(crate) struct Gather {
    columns: Vec<Gathered>,
    text_bytes: usize,
}

struct Gathered {
    name: String,
    kind: Kind,
    values: Values,
    known: HashMap<Arc<str>, u32>,
}

/// What holding one different text costs beside its bytes: its pointers, its count and its entry.
const LEVEL_BYTES: usize = 64;

impl Gather {
    /// A frame of these columns, still without rows.
    pub(crate) fn new<'a>(columns: impl IntoIterator<Item = (&'a str, Kind)>) -> Gather {
        let columns = columns.into_iter().map(|(name, kind)| Gathered {
            name: name.to_owned(),
            kind,
            values: if kind == Kind::Text {
                Values::Text(Text::default())
            } else {
                Values::Numbers(Arc::default())
            },
            known: HashMap::new(),
        });
        Gather { columns: columns.collect(), text_bytes: 0 }
    }

    /// Add the rows of a batch whose columns are of the kinds given; only those at `rows`, when given.
    pub(crate) fn push(&mut self, batch: &RecordBatch, rows: Option<&[usize]>) {
        for (column, array) in self.columns.iter_mut().zip(batch.columns()) {
            match &mut column.values {
                Values::Numbers(numbers) => push_numbers(Arc::make_mut(numbers), array, rows),
                Values::Text(text) => {
                    let Some(texts) = array.as_string_view_opt() else { continue };
                    let codes = Arc::make_mut(&mut text.codes);
                    let mut levels = Levels::of(&mut text.levels, &mut column.known);
                    let mut recent = Recent::new();
                    let mut code =
                        |row| recent.of(texts, row, |text| levels.code(text)).unwrap_or(Text::MISSING);
                    match rows {
                        Some(rows) => codes.extend(rows.iter().map(|&row| code(row))),
                        None => codes.extend((0..texts.len()).map(code)),
                    }
                    self.text_bytes += levels.bytes;
                }
            }
        }
    }

    /// Add numbers to the column at this position, NaN where one is missing.
    pub(crate) fn push_numbers(&mut self, column: usize, values: impl Iterator<Item = f64>) {
        if let Values::Numbers(numbers) = &mut self.columns[column].values {
            Arc::make_mut(numbers).extend(values);
        }
    }

    /// Add texts to the column at this position.
    pub(crate) fn push_texts<'a>(&mut self, column: usize, values: impl Iterator<Item = Option<&'a str>>) {
        let column = &mut self.columns[column];
        if let Values::Text(text) = &mut column.values {
            let mut levels = Levels::of(&mut text.levels, &mut column.known);
            let code = |text: Option<&str>| text.map_or(Text::MISSING, |text| levels.code(text));
            Arc::make_mut(&mut text.codes).extend(values.map(code));
            self.text_bytes += levels.bytes;
        }
    }

    /// About how many bytes are held.
    pub(crate) fn bytes(&self) -> usize {
        let values = self.columns.iter().map(|column| match &column.values {
            Values::Numbers(numbers) => numbers.len() * 8,
            Values::Text(text) => text.codes.len() * 4,
        });
        values.sum::<usize>() + self.text_bytes
    }

    /// The frame.
    pub(crate) fn finish(self) -> Frame {
        let column =
            |column: Gathered| Column { name: column.name, kind: column.kind, values: column.values };
        Frame::new(self.columns.into_iter().map(column).collect())
    }
}

/// Add the numbers an array holds, NaN where it holds none.
pub(crate) fn push_numbers(numbers: &mut Vec<f64>, array: &ArrayRef, rows: Option<&[usize]>) {
    if let Some(values) = array.as_primitive_opt::<Float64Type>() {
        push(numbers, values, rows, |value| value);
    } else if let Some(values) = array.as_primitive_opt::<Int64Type>() {
        push(numbers, values, rows, |value| value as f64);
    } else if let Some(values) = array.as_primitive_opt::<UInt64Type>() {
        push(numbers, values, rows, |value| value as f64);
    } else if let Some(values) = array.as_primitive_opt::<Date32Type>() {
        push(numbers, values, rows, |days| f64::from(days) * 86_400.0);
    } else if let Some(values) = array.as_primitive_opt::<TimestampMicrosecondType>() {
        push(numbers, values, rows, seconds);
    } else if let Some(values) = array.as_boolean_opt() {
        each(array, rows, numbers, |row| f64::from(u8::from(values.value(row))));
    } else {
        each(array, rows, numbers, |_| f64::NAN);
    }
}

/// Add what numbers the values of an array stand for.
fn push<T: ArrowPrimitiveType>(
    numbers: &mut Vec<f64>,
    array: &PrimitiveArray<T>,
    rows: Option<&[usize]>,
    number: impl Fn(T::Native) -> f64,
) {
    match rows {
        None if array.null_count() == 0 => numbers.extend(array.values().iter().map(|&value| number(value))),
        _ => each(array, rows, numbers, |row| number(array.values()[row])),
    }
}

fn each(array: &dyn Array, rows: Option<&[usize]>, numbers: &mut Vec<f64>, value: impl Fn(usize) -> f64) {
    let number = |row: usize| if array.is_null(row) { f64::NAN } else { value(row) };
    match rows {
        Some(rows) => numbers.extend(rows.iter().map(|&row| number(row))),
        None => numbers.extend((0..array.len()).map(number)),
    }
}

/// The different texts of a column, numbered in the order they come.
struct Levels<'a> {
    levels: &'a mut Vec<Arc<str>>,
    known: &'a mut HashMap<Arc<str>, u32>,
    /// The bytes that new ones take.
    bytes: usize,
}

impl Levels<'_> {
    fn of<'a>(levels: &'a mut Arc<Vec<Arc<str>>>, known: &'a mut HashMap<Arc<str>, u32>) -> Levels<'a> {
        Levels { levels: Arc::make_mut(levels), known, bytes: 0 }
    }

    /// The number of a text.
    fn code(&mut self, text: &str) -> u32 {
        if let Some(&code) = self.known.get(text) {
            return code;
        }
        let level: Arc<str> = text.into();
        let code = self.levels.len() as u32;
        self.bytes += text.len() + LEVEL_BYTES;
        self.levels.push(level.clone());
        self.known.insert(level, code);
        code
    }
}

/// Seconds of microseconds, rounded once: far from 1970 the microseconds alone do not fit an `f64`.
fn seconds(micros: i64) -> f64 {
    micros.div_euclid(1_000_000) as f64 + micros.rem_euclid(1_000_000) as f64 / 1e6
}
