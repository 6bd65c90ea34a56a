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
use crate::told::{Told, told};

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
    /// Whole lines of a JSON lines file, its path, and the wanted columns.
    Objects(json::Lines, Arc<(PathBuf, Vec<String>)>),
    /// Arrow arrays of the wanted columns.
    Arrays(RecordBatch),
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
            Raw::Arrays(batch) => Ok(Part::Arrays(batch)),
            Raw::Objects(lines, wanted) => {
                let (path, columns) = &*wanted;
                let positions = (0..columns.len()).collect();
                lines.records(path, columns).map(|records| Part::Texts(records, positions))
            }
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
                let layout = Arc::new(Layout { positions: self.positions(wanted), source: self.clone() });
                Ok(Box::new(chunks.map(move |bytes| Ok(Raw::Lines(bytes?, layout.clone())))))
            }
            Format::Json => {
                let chunks = json::Chunks::open(&self.path, self.compression)?;
                let wanted = Arc::new((self.path.clone(), wanted.to_vec()));
                Ok(Box::new(chunks.map(move |lines| Ok(Raw::Objects(lines?, wanted.clone())))))
            }
            Format::Parquet | Format::Arrow => {
                let batches = arrays::batches(&self.path, self.format, wanted, threads)?;
                let (wanted, source) = (wanted.to_vec(), self.clone());
                Ok(Box::new(batches.map(move |batch| {
                    let batch = batch?;
                    let positions: Option<Vec<usize>> =
                        wanted.iter().map(|name| batch.schema().index_of(name).ok()).collect();
                    let batch = batch.project(&positions.ok_or_else(|| source.changed())?);
                    batch.map(Raw::Arrays).map_err(|_| source.changed())
                })))
            }
        }
    }

    /// What the file tells of the columns of these names without a look at their values.
    pub(crate) fn told(&self, names: &[String]) -> Option<Told> {
        (self.format == Format::Parquet).then(|| told(&self.path, names)).flatten()
    }

    /// Some rows, of the start and where that is cheap from further down: enough to guess, not to rely on.
    pub(crate) fn glimpses(&self, wanted: &[String]) -> Result<Vec<Part>, Fault> {
        let mut parts = Vec::new();
        if let Some(first) = self.parts(wanted, 1)?.next() {
            parts.push(first?.split()?);
        }
        if self.format == Format::Csv && self.compression == Compression::None {
            let width = self.names.len();
            let glimpses = csv::glimpses(&self.path).into_iter();
            let records = glimpses.filter_map(|bytes| csv::split(bytes, self.dialect.delimiter, width));
            let positions = self.positions(wanted);
            parts.extend(records.map(|records| Part::Texts(records, positions.clone())));
        }
        Ok(parts)
    }

    fn positions(&self, wanted: &[String]) -> Arc<[usize]> {
        wanted.iter().filter_map(|name| self.names.iter().position(|own| own == name)).collect()
    }

    fn changed(&self) -> Fault {
        csv::changed(&self.path)
    }
}
