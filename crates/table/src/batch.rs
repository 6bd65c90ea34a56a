//! Parts of files as Arrow batches of typed columns: what SQL sees and frames are made of.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, PrimitiveBuilder, RecordBatch, RecordBatchOptions,
    StringBuilder, StringViewBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Field, Float64Type, Int64Type, Schema, SchemaRef,
    TimestampMicrosecondType,
};
use datafusion::arrow::error::ArrowError;
use frame::{Column, Frame, Kind, Values};

use crate::arrays;
use crate::inference::Reading;
use crate::source::Part;

/// Rows of a part with each column read as it is to be; what cannot be read is missing.
pub(crate) fn typed(
    part: &Part,
    rows: Range<usize>,
    schema: &SchemaRef,
    readings: &[Reading],
) -> Result<RecordBatch, ArrowError> {
    let column = |(at, &reading): (usize, &Reading)| match part {
        Part::Texts(records, positions) => {
            Ok(read(rows.clone().map(|row| records.text(row, positions[at])), reading))
        }
        Part::Arrays(batch) => converted(&batch.column(at).slice(rows.start, rows.len()), reading),
    };
    let columns = readings.iter().enumerate().map(column).collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}

/// Texts read as values; empty text is missing except in a column of text.
fn read<'a>(texts: impl Iterator<Item = Option<&'a str>>, reading: Reading) -> ArrayRef {
    let value = |text: Option<&str>| reading.value(text.filter(|text| !text.is_empty())?);
    match reading.kind() {
        Kind::Text => {
            let mut builder = StringViewBuilder::new();
            texts.for_each(|text| builder.append_option(text));
            Arc::new(builder.finish())
        }
        Kind::Boolean => {
            let mut builder = BooleanBuilder::new();
            texts.for_each(|text| builder.append_option(value(text).map(|value| value != 0.0)));
            Arc::new(builder.finish())
        }
        Kind::Integer => primitive::<Int64Type>(texts.map(|text| value(text).map(|value| value as i64))),
        Kind::Number => primitive::<Float64Type>(texts.map(value)),
        Kind::Date => primitive::<Date32Type>(texts.map(|text| value(text).map(days))),
        Kind::Timestamp => primitive::<TimestampMicrosecondType>(texts.map(|text| value(text).map(micros))),
    }
}

fn primitive<T: ArrowPrimitiveType>(values: impl Iterator<Item = Option<T::Native>>) -> ArrayRef {
    let mut builder = PrimitiveBuilder::<T>::with_capacity(values.size_hint().0);
    values.for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}

fn days(seconds: f64) -> i32 {
    (seconds / 86_400.0).floor() as i32
}

fn micros(seconds: f64) -> i64 {
    // Whole seconds apart: far from 1970 a product with a million would round a second time.
    let whole = seconds.floor();
    whole as i64 * 1_000_000 + ((seconds - whole) * 1e6).round() as i64
}

/// An array of a file as the column is to be; a number that is not finite is missing.
fn converted(array: &ArrayRef, reading: Reading) -> Result<ArrayRef, ArrowError> {
    let array = arrays::plain(array)?;
    if let Some(texts) = array.as_string_view_opt() {
        return Ok(if reading == Reading::Text { array } else { read(texts.iter(), reading) });
    }
    let array = cast(&array, &arrays::data_type(reading.kind()))?;
    let Some(numbers) = array.as_primitive_opt::<Float64Type>() else { return Ok(array) };
    // What lies under a missing value is any number: to copy one too often does no harm.
    if numbers.values().iter().all(|number| number.is_finite()) {
        return Ok(array);
    }
    Ok(primitive::<Float64Type>(numbers.iter().map(|number| number.filter(|number| number.is_finite()))))
}

/// A frame as one batch.
pub(crate) fn of_frame(frame: &Frame) -> Result<RecordBatch, ArrowError> {
    let columns: Vec<ArrayRef> = frame.columns().iter().map(of_column).collect();
    let named = frame.names().zip(&columns);
    let fields = named.map(|(name, array)| Field::new(name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = RecordBatchOptions::new().with_row_count(Some(frame.rows()));
    RecordBatch::try_new_with_options(schema, columns, &options)
}

fn of_column(column: &Column) -> ArrayRef {
    match &column.values {
        Values::Text(text) => {
            let mut builder = StringBuilder::new();
            (0..text.codes.len()).for_each(|row| builder.append_option(text.get(row)));
            Arc::new(builder.finish())
        }
        Values::Numbers(numbers) => {
            let values = numbers.iter().map(|&number| Some(number).filter(|number| !number.is_nan()));
            match column.kind {
                Kind::Boolean => {
                    let mut builder = BooleanBuilder::with_capacity(numbers.len());
                    values.for_each(|value| builder.append_option(value.map(|value| value != 0.0)));
                    Arc::new(builder.finish())
                }
                Kind::Integer => primitive::<Int64Type>(values.map(|value| value.map(|value| value as i64))),
                Kind::Date => primitive::<Date32Type>(values.map(|value| value.map(days))),
                Kind::Timestamp => {
                    primitive::<TimestampMicrosecondType>(values.map(|value| value.map(micros)))
                }
                Kind::Number | Kind::Text => primitive::<Float64Type>(values),
            }
        }
    }
}

/// The array of a query's result as a kind of column; what has no kind is shown as text.
pub(crate) fn shown(array: &ArrayRef) -> Result<(Kind, ArrayRef), ArrowError> {
    match arrays::kind(array.data_type()) {
        Ok(kind) => Ok((kind, cast(&arrays::plain(array)?, &arrays::data_type(kind))?)),
        Err(_) => Ok((Kind::Text, cast(&cast(array, &DataType::Utf8)?, &DataType::Utf8View)?)),
    }
}
