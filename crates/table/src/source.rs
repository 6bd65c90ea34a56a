//! One file of a table: what is known of it, and its parts read anew as often as needed.
//!
//! Parts come as raw as they can be cut, so that several threads can make sense of them.

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
    /// The byte at which its rows start; told only for CSV.
    pub(crate) start: u64,
    /// The columns it has, in its order.
    pub(crate) names: Vec<String>,
}

/// A stretch of rows as it lies in the file.
pub(crate) enum Raw {
    /// Whole lines of a CSV file.
    Lines(Vec<u8>, Arc<Layout>),
    /// Rows that are split already.
    Part(Part),
}

/// What must be known to split the lines of a CSV file.
pub(crate) struct Layout {
    source: Source,
    /// Where the wanted columns stand.
    positions: Arc<[usize]>,
}

/// A stretch of rows.
pub(crate) enum Part {
    /// Texts; the wanted columns stand at these positions.
    Texts(Records, Arc<[usize]>),
    /// Arrow arrays of the wanted columns.
    Arrays(RecordBatch),
}

/// The parts of a file, in order.
pub(crate) type Raws = Box<dyn Iterator<Item = Result<Raw, Fault>> + Send>;

impl Raw {
    /// Its rows, split and checked.
    pub(crate) fn split(self) -> Result<Part, Fault> {
        match self {
            Raw::Part(part) => Ok(part),
            Raw::Lines(bytes, layout) => {
                let source = &layout.source;
                match csv::split(bytes, source.dialect.delimiter, source.names.len()) {
                    Some(records) => Ok(Part::Texts(records, layout.positions.clone())),
                    None => {
                        let Source { path, compression, dialect, .. } = source;
                        let fault = csv::Rows::first_fault(path, *compression, *dialect);
                        Err(fault.unwrap_or_else(|| source.changed()))
                    }
                }
            }
        }
    }
}

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
    /// The rows of the columns of these names, which the file has, in the order given. Results do not depend on
    /// the count of threads.
    pub(crate) fn parts(&self, wanted: &[String], threads: usize) -> Result<Raws, Fault> {
        match self.format {
            Format::Csv => {
                let chunks = csv::Chunks::open(&self.path, self.compression, self.dialect, self.start)?;
                let positions =
                    wanted.iter().filter_map(|name| self.names.iter().position(|own| own == name));
                let layout = Arc::new(Layout { positions: positions.collect(), source: self.clone() });
                Ok(Box::new(chunks.map(move |bytes| Ok(Raw::Lines(bytes?, layout.clone())))))
            }
            Format::Json => {
                let rows = json::Rows::open(&self.path, self.compression, wanted.to_vec())?;
                let positions: Arc<[usize]> = (0..wanted.len()).collect();
                Ok(Box::new(rows.map(move |records| Ok(Raw::Part(Part::Texts(records?, positions.clone()))))))
            }
            Format::Parquet | Format::Arrow => {
                let batches = arrays::batches(&self.path, self.format, wanted, threads)?;
                let (wanted, source) = (wanted.to_vec(), self.clone());
                Ok(Box::new(batches.map(move |batch| {
                    let batch = batch?;
                    let positions: Option<Vec<usize>> =
                        wanted.iter().map(|name| batch.schema().index_of(name).ok()).collect();
                    let batch = batch.project(&positions.ok_or_else(|| source.changed())?);
                    batch.map(|batch| Raw::Part(Part::Arrays(batch))).map_err(|_| source.changed())
                })))
            }
        }
    }

    fn changed(&self) -> Fault {
        csv::changed(&self.path)
    }
}
