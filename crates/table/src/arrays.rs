//! Parquet and Arrow files: their batches, and what each Arrow type means here.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, TimeUnit, UInt64Type};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::ipc::reader::{FileReader, StreamReader};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use frame::Kind;
use report::Fault;

use crate::bytes::unreadable;
use crate::csv::changed;
use crate::inference::{Census, EXACT};
use crate::pipeline::ahead;
use crate::place::Format;
use crate::records::ROWS;

/// Batches of a file, each of at most [`ROWS`] rows.
pub(crate) type Batches = Box<dyn Iterator<Item = Result<RecordBatch, Fault>> + Send>;

/// A file's schema.
pub(crate) fn schema_of(path: &Path, format: Format) -> Result<SchemaRef, Fault> {
    Ok(open(path, format, Some(&[]))?.0)
}

/// The batches of a file with only the columns of these names. Several threads each decode some of the columns.
pub(crate) fn batches(
    path: &Path,
    format: Format,
    columns: &[String],
    threads: usize,
) -> Result<Batches, Fault> {
    let groups = if format == Format::Parquet { threads.min(columns.len()) } else { 1 };
    if groups < 2 {
        return Ok(open(path, format, Some(columns))?.1);
    }
    let group = |at: usize| columns.iter().skip(at).step_by(groups).cloned().collect::<Vec<_>>();
    let readers: Result<Vec<Batches>, Fault> =
        (0..groups).map(|at| Ok(ahead(open(path, format, Some(&group(at)))?.1))).collect();
    let (mut readers, path) = (readers?, path.to_owned());
    Ok(Box::new(std::iter::from_fn(move || {
        let parts: Vec<_> = readers.iter_mut().map(Iterator::next).collect();
        if parts.iter().all(Option::is_none) {
            return None;
        }
        Some(
            parts
                .into_iter()
                .map(|part| part.unwrap_or_else(|| Err(changed(&path))))
                .collect::<Result<Vec<_>, _>>()
                .and_then(|parts| beside(&parts).map_err(|_| changed(&path))),
        )
    })))
}

/// Batches of the same rows, side by side.
fn beside(parts: &[RecordBatch]) -> Result<RecordBatch, ArrowError> {
    let schemas = parts.iter().map(|part| part.schema());
    let fields: Vec<_> =
        schemas.flat_map(|schema| schema.fields().iter().cloned().collect::<Vec<_>>()).collect();
    let columns = parts.iter().flat_map(|part| part.columns().iter().cloned()).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// A file's schema, and its batches with only the columns of these names (all when `None`).
fn open(path: &Path, format: Format, columns: Option<&[String]>) -> Result<(SchemaRef, Batches), Fault> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    if file.metadata().is_ok_and(|metadata| metadata.len() == 0) {
        return Err(Fault::new(format!("{} is empty", path.display())).hint("write or fetch the file again"));
    }
    let wanted = |name: &str| columns.is_none_or(|columns| columns.iter().any(|column| column == name));
    let path = path.to_owned();
    if format == Format::Parquet {
        let damaged = |error: &dyn std::fmt::Display| damaged(&path, "Parquet", error);
        let metadata =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|error| damaged(&error))?;
        let schema = metadata.schema().clone();
        let options = ArrowReaderOptions::new().with_schema(with_views(&schema));
        let metadata = ArrowReaderMetadata::try_new(metadata.metadata().clone(), options)
            .map_err(|error| damaged(&error))?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
        let roots = (0..schema.fields().len()).filter(|&at| wanted(schema.field(at).name()));
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
        let reader =
            builder.with_projection(mask).with_batch_size(ROWS).build().map_err(|error| damaged(&error))?;
        let batches = reader.map(move |batch| batch.map_err(|error| self::damaged(&path, "Parquet", &error)));
        return Ok((schema, Box::new(batches)));
    }
    let mut head = [0; 6];
    let is_file = (&file).read(&mut head).is_ok_and(|read| read == 6) && &head == b"ARROW1";
    let file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
    let mut failed = |error: ArrowError| damaged(&path, "Arrow", &error);
    let (schema, batches): (SchemaRef, Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>) =
        if is_file {
            let reader = FileReader::try_new(BufReader::new(file), None).map_err(&mut failed)?;
            (reader.schema(), Box::new(reader))
        } else {
            let reader = StreamReader::try_new(BufReader::new(file), None).map_err(&mut failed)?;
            (reader.schema(), Box::new(reader))
        };
    let kept: Vec<usize> = (0..schema.fields().len()).filter(|&at| wanted(schema.field(at).name())).collect();
    let batches = batches.flat_map(move |batch| {
        let batch =
            batch.and_then(|batch| batch.project(&kept)).map_err(|error| damaged(&path, "Arrow", &error));
        match batch {
            Ok(batch) => {
                let starts = (0..batch.num_rows()).step_by(ROWS);
                starts.map(|start| Ok(batch.slice(start, ROWS.min(batch.num_rows() - start)))).collect()
            }
            Err(fault) => vec![Err(fault)],
        }
    });
    Ok((schema, Box::new(batches)))
}

/// The same columns, text as views of the bytes that were read: nothing is copied.
fn with_views(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => {
            Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View))
        }
        _ => field.clone(),
    });
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()))
}

fn damaged(path: &Path, what: &str, error: &dyn std::fmt::Display) -> Fault {
    Fault::new(format!("{} cannot be read as {what}: {error}", path.display()))
        .hint("the file is cut off or damaged, or its ending is wrong")
}

/// What an Arrow type means here, or why it is passed over.
pub(crate) fn kind(data_type: &DataType) -> Result<Kind, String> {
    Ok(match data_type {
        DataType::Null | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Kind::Text,
        // Times of day have no kind of their own; as text they stay readable.
        DataType::Time32(_) | DataType::Time64(_) => Kind::Text,
        DataType::Boolean => Kind::Boolean,
        data_type if data_type.is_integer() => Kind::Integer,
        DataType::Duration(_) => Kind::Integer,
        data_type if data_type.is_floating() || is_decimal(data_type) => Kind::Number,
        DataType::Date32 | DataType::Date64 => Kind::Date,
        DataType::Timestamp(_, _) => Kind::Timestamp,
        DataType::Dictionary(_, values) => kind(values)?,
        DataType::RunEndEncoded(_, values) => kind(values.data_type())?,
        data_type if data_type.is_nested() => {
            return Err(format!("it holds lists or structures ({data_type})"));
        }
        other => return Err(format!("it holds {other} values")),
    })
}

fn is_decimal(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Decimal32(..)
            | DataType::Decimal64(..)
            | DataType::Decimal128(..)
            | DataType::Decimal256(..)
    )
}

/// The Arrow type that holds a kind in every batch of a table.
pub(crate) fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Boolean => DataType::Boolean,
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Date => DataType::Date32,
        Kind::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
        Kind::Text => DataType::Utf8View,
    }
}

/// The schema of batches with these columns.
pub(crate) fn schema<'a>(columns: impl IntoIterator<Item = (&'a str, Kind)>) -> SchemaRef {
    let fields = columns.into_iter().map(|(name, kind)| Field::new(name, data_type(kind), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// An array as the type that holds its own kind; text and whole numbers keep every digit.
pub(crate) fn plain(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let own = match array.data_type() {
        DataType::Dictionary(_, values) => cast(array, values)?,
        DataType::RunEndEncoded(_, values) => cast(array, values.data_type())?,
        _ => array.clone(),
    };
    match own.data_type() {
        // An instant is the same in every zone: only the unit changes.
        DataType::Timestamp(_, zone) => {
            let micros = cast(&own, &DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))?;
            let instants = micros.as_primitive::<datafusion::arrow::datatypes::TimestampMicrosecondType>();
            Ok(Arc::new(instants.clone().with_timezone_opt(None::<Arc<str>>)))
        }
        DataType::UInt64 => Ok(own),
        other => match kind(other) {
            Ok(kind) => cast(&own, &data_type(kind)),
            Err(why) => Err(ArrowError::CastError(why)),
        },
    }
}

/// Count the values of a plain array that is not text.
pub(crate) fn count(census: &mut Census, array: &ArrayRef) -> Result<(), ArrowError> {
    let values = (array.len() - array.null_count()) as u64;
    match array.data_type() {
        DataType::UInt64 => {
            let beyond =
                array.as_primitive::<UInt64Type>().iter().flatten().filter(|&value| value > EXACT).count();
            census.add_declared(Kind::Integer, values, beyond as u64);
        }
        DataType::Int64 => {
            let numbers = array.as_primitive::<Int64Type>();
            let beyond = numbers.iter().flatten().filter(|value| value.unsigned_abs() > EXACT).count();
            census.add_declared(Kind::Integer, values, beyond as u64);
        }
        other => census.add_declared(kind(other).map_err(ArrowError::CastError)?, values, 0),
    }
    Ok(())
}
