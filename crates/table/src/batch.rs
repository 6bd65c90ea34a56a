//! Parts of files as Arrow batches of typed columns: what SQL sees and frames are made of.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, Float64Builder, PrimitiveBuilder, RecordBatch,
    RecordBatchOptions, StringBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Float64Type, Int64Type, SchemaRef, TimestampMicrosecondType,
};
use datafusion::arrow::error::ArrowError;
use frame::{Column, Frame, Kind, Values};

use crate::arrays;
use crate::inference::Reading;
use crate::source::Part;
use crate::strays::Strays;

/// The rows of a part with each column read as it is to be, and the texts that could not be.
pub(crate) fn typed(
    part: &Part,
    schema: &SchemaRef,
    readings: &[Reading],
) -> Result<(RecordBatch, Vec<Strays>), ArrowError> {
    let mut strays = vec![Strays::default(); readings.len()];
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(readings.len());
    for (at, (&reading, strays)) in readings.iter().zip(&mut strays).enumerate() {
        columns.push(match part {
            Part::Texts(records, positions) => {
                let column = positions[at];
                read((0..records.rows()).map(|row| records.text(row, column)), reading, strays)
            }
            Part::Arrays(batch) => converted(batch.column(at), reading, strays)?,
        });
    }
    let options = RecordBatchOptions::new().with_row_count(Some(part.rows()));
    Ok((RecordBatch::try_new_with_options(schema.clone(), columns, &options)?, strays))
}

/// Texts read as values; empty text is missing except in a column of text.
fn read<'a>(texts: impl Iterator<Item = Option<&'a str>>, reading: Reading, strays: &mut Strays) -> ArrayRef {
    let mut value = |text: Option<&str>| {
        let text = text.filter(|text| !text.is_empty())?;
        let value = reading.value(text);
        if value.is_none() {
            strays.add(text);
        }
        value
    };
    match reading.kind() {
        Kind::Text => {
            let mut builder = StringBuilder::new();
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

/// An array of a file as the column is to be; a number that is not finite is a stray, NaN is missing.
fn converted(array: &ArrayRef, reading: Reading, strays: &mut Strays) -> Result<ArrayRef, ArrowError> {
    let array = arrays::plain(array)?;
    if let Some(texts) = array.as_string_opt::<i32>() {
        return Ok(read(texts.iter(), reading, strays));
    }
    let array = cast(&array, &arrays::data_type(reading.kind()))?;
    let Some(numbers) = array.as_primitive_opt::<Float64Type>() else { return Ok(array) };
    if numbers.iter().flatten().all(f64::is_finite) {
        return Ok(array);
    }
    let mut builder = Float64Builder::with_capacity(numbers.len());
    for number in numbers.iter() {
        if let Some(number) = number.filter(|number| number.is_infinite()) {
            strays.add(&number.to_string());
        }
        builder.append_option(number.filter(|number| number.is_finite()));
    }
    Ok(Arc::new(builder.finish()))
}

/// A frame as one batch.
pub(crate) fn of_frame(frame: &Frame) -> Result<RecordBatch, ArrowError> {
    let schema = arrays::schema(frame.columns().iter().map(|column| (column.name.as_str(), column.kind)));
    let columns = frame.columns().iter().map(of_column).collect();
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
        Err(_) => Ok((Kind::Text, cast(array, &DataType::Utf8)?)),
    }
}
