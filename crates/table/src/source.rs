//! One file of a table: what is known of it, and its parts read anew as often as needed.

use std::path::PathBuf;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use report::Fault;

use crate::arrays;
use crate::csv::{self, Dialect};
use crate::json;
use crate::place::{Compression, Format};
use crate::records::Records;

/// A file of a table.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
    pub(crate) compression: Compression,
    /// How it is written; told apart only for CSV.
    pub(crate) dialect: Dialect,
    /// The columns it has, in its order.
    pub(crate) names: Vec<String>,
}

/// A stretch of rows.
pub(crate) enum Part {
    /// Texts; the wanted columns stand at these positions.
    Texts(Records, Arc<[usize]>),
    /// Arrow arrays of the wanted columns.
    Arrays(RecordBatch),
}

/// The parts of a file, in order.
pub(crate) type Parts = Box<dyn Iterator<Item = Result<Part, Fault>> + Send>;

impl Part {
    /// How many rows.
    pub(crate) fn rows(&self) -> usize {
        match self {
            Part::Texts(records, _) => records.rows(),
            Part::Arrays(batch) => batch.num_rows(),
        }
    }
}

impl Source {
    /// The rows of the columns of these names, which the file has, in the order given.
    pub(crate) fn parts(&self, wanted: &[String]) -> Result<Parts, Fault> {
        match self.format {
            Format::Csv => {
                let rows = csv::Rows::open(&self.path, self.compression, self.dialect)?;
                if rows.names().len() != self.names.len() {
                    return Err(self.changed());
                }
                let positions =
                    wanted.iter().filter_map(|name| self.names.iter().position(|own| own == name));
                let positions: Arc<[usize]> = positions.collect();
                Ok(Box::new(rows.map(move |records| Ok(Part::Texts(records?, positions.clone())))))
            }
            Format::Json => {
                let rows = json::Rows::open(&self.path, self.compression, wanted.to_vec())?;
                let positions: Arc<[usize]> = (0..wanted.len()).collect();
                Ok(Box::new(rows.map(move |records| Ok(Part::Texts(records?, positions.clone())))))
            }
            Format::Parquet | Format::Arrow => {
                let (_, batches) = arrays::open(&self.path, self.format, Some(wanted))?;
                let (wanted, source) = (wanted.to_vec(), self.clone());
                Ok(Box::new(batches.map(move |batch| {
                    let batch = batch?;
                    let positions: Option<Vec<usize>> =
                        wanted.iter().map(|name| batch.schema().index_of(name).ok()).collect();
                    let batch = batch.project(&positions.ok_or_else(|| source.changed())?);
                    batch.map(Part::Arrays).map_err(|_| source.changed())
                })))
            }
        }
    }

    fn changed(&self) -> Fault {
        Fault::new(format!("{} changed while it was read", self.path.display()))
            .hint("run it again on a file at rest")
    }
}
