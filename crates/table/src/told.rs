//! What a Parquet file tells of its columns in its own statistics, so that the values need not be looked at to
//! know it.

use std::fs::File;
use std::path::Path;

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::compute::{cast, sum};
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use datafusion::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use frame::Kind;

use crate::arrays;
use crate::inference::{Census, EXACT};

/// What is told without a look at the values.
pub(crate) struct Told {
    /// How many rows there are.
    pub(crate) rows: u64,
    /// For each column asked for what its values are, where that is told.
    pub(crate) columns: Vec<Option<Census>>,
}

impl Told {
    /// Nothing is told of so many columns.
    pub(crate) fn nothing(columns: usize) -> Told {
        Told { rows: 0, columns: vec![None; columns] }
    }
}

/// What a Parquet file tells of the columns of these names. Of text it tells nothing; of numbers only what bounds show:
/// that all are finite, and whole ones below 2^53. `None` when the file cannot be read; to read it then tells why.
pub(crate) fn told(path: &Path, names: &[String]) -> Option<Told> {
    let file = File::open(path).ok()?;
    let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).ok()?;
    let rows = metadata.metadata().file_metadata().num_rows() as u64;
    let columns = names.iter().map(|name| column(&metadata, name, rows)).collect();
    Some(Told { rows, columns })
}

/// What a column's values are; `None` where the statistics do not tell.
fn column(metadata: &ArrowReaderMetadata, name: &str, rows: u64) -> Option<Census> {
    let groups = metadata.metadata().row_groups();
    let statistics = StatisticsConverter::try_new(name, metadata.schema(), metadata.parquet_schema()).ok()?;
    let data_type = statistics.arrow_field().data_type();
    let kind = arrays::kind(data_type).ok().filter(|kind| *kind != Kind::Text)?;
    if matches!(kind, Kind::Integer | Kind::Number) {
        for ends in [statistics.row_group_mins(groups), statistics.row_group_maxes(groups)] {
            let ends = cast(&ends.ok()?, &DataType::Float64).ok()?;
            let ends = ends.as_primitive::<Float64Type>();
            let is_plain = |end: Option<f64>| {
                end.is_some_and(|end| match kind {
                    // One more is rounded to the same number.
                    Kind::Integer => end.abs() < EXACT as f64,
                    _ => end.is_finite(),
                })
            };
            if *data_type == DataType::UInt64 || !ends.iter().all(is_plain) {
                return None;
            }
        }
    }
    let nulls = statistics.with_missing_null_counts_as_zero(false).row_group_null_counts(groups).ok()?;
    if nulls.null_count() > 0 {
        return None;
    }
    let mut census = Census::default();
    census.add_declared(kind, rows.checked_sub(sum(&nulls).unwrap_or_default())?, 0);
    Some(census)
}
