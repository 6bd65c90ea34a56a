//! Batches gathered into a frame: numbers side by side, each different text held once.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{
    Date32Type, Float64Type, Int64Type, TimestampMicrosecondType, UInt64Type,
};
use datafusion::common::HashMap;
use frame::{Column, Frame, Kind, Text, Values};

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
                    let Some(texts) = array.as_string_opt::<i32>() else { continue };
                    let known = &mut column.known;
                    self.text_bytes += match rows {
                        Some(rows) => push_texts(text, known, rows.iter().map(|&row| value(texts, row))),
                        None => push_texts(text, known, texts.iter()),
                    };
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
            self.text_bytes += push_texts(text, &mut column.known, values);
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
        each(array, rows, numbers, |row| values.value(row));
    } else if let Some(values) = array.as_primitive_opt::<Int64Type>() {
        each(array, rows, numbers, |row| values.value(row) as f64);
    } else if let Some(values) = array.as_primitive_opt::<UInt64Type>() {
        each(array, rows, numbers, |row| values.value(row) as f64);
    } else if let Some(values) = array.as_primitive_opt::<Date32Type>() {
        each(array, rows, numbers, |row| f64::from(values.value(row)) * 86_400.0);
    } else if let Some(values) = array.as_primitive_opt::<TimestampMicrosecondType>() {
        each(array, rows, numbers, |row| seconds(values.value(row)));
    } else if let Some(values) = array.as_boolean_opt() {
        each(array, rows, numbers, |row| f64::from(u8::from(values.value(row))));
    } else {
        each(array, rows, numbers, |_| f64::NAN);
    }
}

fn each(array: &ArrayRef, rows: Option<&[usize]>, numbers: &mut Vec<f64>, value: impl Fn(usize) -> f64) {
    let number = |row: usize| if array.is_null(row) { f64::NAN } else { value(row) };
    match rows {
        None if array.null_count() == 0 => numbers.extend((0..array.len()).map(value)),
        Some(rows) => numbers.extend(rows.iter().map(|&row| number(row))),
        None => numbers.extend((0..array.len()).map(number)),
    }
}

fn value(texts: &StringArray, row: usize) -> Option<&str> {
    texts.is_valid(row).then(|| texts.value(row))
}

/// Add texts; returns the bytes that different ones take.
fn push_texts<'a>(
    text: &mut Text,
    known: &mut HashMap<Arc<str>, u32>,
    values: impl Iterator<Item = Option<&'a str>>,
) -> usize {
    let mut bytes = 0;
    let (codes, levels) = (Arc::make_mut(&mut text.codes), Arc::make_mut(&mut text.levels));
    codes.extend(values.map(|value| {
        let Some(value) = value else { return Text::MISSING };
        known.get(value).copied().unwrap_or_else(|| {
            let level: Arc<str> = value.into();
            let code = levels.len() as u32;
            bytes += value.len() + LEVEL_BYTES;
            levels.push(level.clone());
            known.insert(level, code);
            code
        })
    }));
    bytes
}

/// Seconds of microseconds, rounded once: far from 1970 the microseconds alone do not fit an `f64`.
fn seconds(micros: i64) -> f64 {
    micros.div_euclid(1_000_000) as f64 + micros.rem_euclid(1_000_000) as f64 / 1e6
}
