//! The rows of a table: as batches, as frames, all at once, and as a profile.

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use frame::{Frame, Kind, Profile};
use report::Fault;

use crate::arrays;
use crate::batch::typed;
use crate::gather::Gather;
use crate::inference::Reading;
use crate::memory::size;
use crate::pass::Pass;
use crate::pipeline::ahead;
use crate::records::ROWS;
use crate::source::{Part, Raws};
use crate::table::{Sampling, Table};

/// Chosen columns of a table: how each is read.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) schema: SchemaRef,
    columns: Vec<(String, Kind)>,
    readings: Vec<Reading>,
}

impl Chosen {
    /// An empty frame of these columns.
    pub(crate) fn gather(&self) -> Gather {
        Gather::new(self.columns.iter().map(|(name, kind)| (name.as_str(), *kind)))
    }

    fn frame(&self, batch: &RecordBatch) -> Frame {
        let mut gather = self.gather();
        gather.push(batch, None);
        gather.finish()
    }
}

/// The rows of a table, a batch at a time, in order.
pub struct Frames {
    chosen: Chosen,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, Fault>> + Send>,
}

impl Iterator for Frames {
    type Item = Result<Frame, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.batches.next()?.map(|batch| self.chosen.frame(&batch)))
    }
}

type Parts = Box<dyn Iterator<Item = Result<Part, Fault>> + Send>;

impl Table {
    /// The rows as frames of at most 8,192 rows, in the order of the files; columns in the order given, all when
    /// `None`.
    pub fn frames(&self, columns: Option<&[&str]>) -> Result<Frames, Fault> {
        let chosen = self.chosen(&self.positions(columns)?);
        let batches = Box::new(self.batches(&chosen));
        Ok(Frames { chosen, batches })
    }

    /// All rows. A fault when they would not fit into the memory limit.
    pub fn read(&self, columns: Option<&[&str]>) -> Result<Frame, Fault> {
        let chosen = self.chosen(&self.positions(columns)?);
        let width = |kind: Kind| if kind == Kind::Text { 4 } else { 8 };
        let least: usize = chosen.columns.iter().map(|(_, kind)| width(*kind)).sum();
        self.fits(least.saturating_mul(self.rows() as usize))?;
        let mut gather = chosen.gather();
        for batch in self.batches(&chosen) {
            gather.push(&batch?, None);
            self.fits(gather.bytes())?;
        }
        Ok(gather.finish())
    }

    /// What is known of every column after one pass. `on_progress` is told how many rows have been seen.
    pub fn profile(&self, on_progress: &mut dyn FnMut(u64)) -> Result<Profile, Fault> {
        let names: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        let readings: Vec<Reading> = self.readings.iter().map(|reading| reading.widest()).collect();
        let wanted = Some(Sampling::default());
        let pass = Pass { names: &names, readings: &readings, threads: self.threads, wanted };
        let known = pass.over(&self.sources, on_progress)?.known;
        Ok(self.named(known.unwrap_or_default()).0)
    }

    /// How the columns at these positions are read.
    pub(crate) fn chosen(&self, columns: &[usize]) -> Chosen {
        let fields = columns.iter().map(|&at| &self.fields[at]);
        let columns_: Vec<(String, Kind)> = fields.map(|field| (field.name.clone(), field.kind)).collect();
        Chosen {
            schema: arrays::schema(columns_.iter().map(|(name, kind)| (name.as_str(), *kind))),
            columns: columns_,
            readings: columns.iter().map(|&at| self.readings[at]).collect(),
        }
    }

    /// The rows of chosen columns as typed batches, in order, read ahead by another thread.
    pub(crate) fn batches(
        &self,
        chosen: &Chosen,
    ) -> impl Iterator<Item = Result<RecordBatch, Fault>> + Send + use<> {
        let (schema, readings) = (chosen.schema.clone(), chosen.readings.clone());
        let raws = self.raws(chosen);
        let parts = Box::new(raws.map(|raw| raw?.split()));
        let parts: Parts = if self.threads > 1 { ahead(parts) } else { parts };
        parts.flat_map(move |part| match part {
            Ok(part) => {
                let starts = (0..part.rows()).step_by(ROWS);
                let batch = |start| typed(&part, start..part.rows().min(start + ROWS), &schema, &readings);
                starts.map(|start| batch(start).map_err(|error| unreadable(&error))).collect()
            }
            Err(fault) => vec![Err(fault)],
        })
    }

    fn raws(&self, chosen: &Chosen) -> Raws {
        let names: Vec<String> = chosen.columns.iter().map(|(name, _)| name.clone()).collect();
        let (sources, threads, fetched) = (self.sources.clone(), self.threads, self.fetched.clone());
        Box::new(sources.into_iter().flat_map(move |source| -> Raws {
            let _kept = &fetched;
            source.parts(&names, threads).unwrap_or_else(|fault| Box::new(std::iter::once(Err(fault))))
        }))
    }

    /// A fault when this many bytes are more than the memory limit.
    pub(crate) fn fits(&self, bytes: usize) -> Result<(), Fault> {
        if bytes <= self.memory {
            return Ok(());
        }
        let (rows, limit) = (self.rows(), size(self.memory));
        Err(Fault::new(format!(
            "the {rows} rows of {} do not fit into memory: they need {} or more, the limit is {limit}",
            self.name(),
            size(bytes)
        ))
        .hint("read fewer columns or a sample, or raise the limit (--memory)"))
    }
}

/// The fault of an array that cannot be converted.
pub(crate) fn unreadable(error: &ArrowError) -> Fault {
    Fault::new(format!("a column cannot be read: {error}"))
}
