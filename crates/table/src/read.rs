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
use crate::pipeline::{ahead, in_order};
use crate::source::Parts;
use crate::strays::Strays;
use crate::table::Table;

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
        let chosen = self.chosen(&self.positions(None)?);
        let (mut profile, mut strays) = (Profile::default(), vec![Strays::default(); chosen.readings.len()]);
        let mut failed = Ok(());
        in_order(
            self.threads,
            self.parts(&chosen),
            |part| {
                typed(&part, &chosen.schema, &chosen.readings)
                    .map(|(batch, strays)| (Profile::of(&chosen.frame(&batch)), strays))
            },
            |result| match result {
                Ok((part, more)) => {
                    profile.merge(&part);
                    strays.iter_mut().zip(&more).for_each(|(strays, more)| strays.merge(more));
                    on_progress(profile.rows);
                }
                Err(error) => failed = Err(unreadable(&error)),
            },
        )?;
        failed?;
        for (column, strays) in profile.columns.iter_mut().zip(strays) {
            column.strays = strays.listed();
        }
        Ok(profile)
    }

    /// The texts of these columns that cannot be read as their kind.
    pub(crate) fn strays(&self, columns: &[usize]) -> Result<Vec<Strays>, Fault> {
        let chosen = self.chosen(columns);
        let (mut strays, mut failed) = (vec![Strays::default(); columns.len()], Ok(()));
        let work = |part| typed(&part, &chosen.schema, &chosen.readings).map(|(_, strays)| strays);
        in_order(self.threads, self.parts(&chosen), work, |result| match result {
            Ok(more) => strays.iter_mut().zip(&more).for_each(|(strays, more)| strays.merge(more)),
            Err(error) => failed = Err(unreadable(&error)),
        })?;
        failed.map(|()| strays)
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
        let parts = self.parts(chosen);
        let parts = if self.threads > 1 { ahead(parts) } else { parts };
        parts.map(move |part| {
            let (batch, _) = typed(&part?, &schema, &readings).map_err(|error| unreadable(&error))?;
            Ok(batch)
        })
    }

    fn parts(&self, chosen: &Chosen) -> Parts {
        let names: Vec<String> = chosen.columns.iter().map(|(name, _)| name.clone()).collect();
        let sources = self.sources.clone();
        Box::new(sources.into_iter().flat_map(move |source| -> Parts {
            source.parts(&names).unwrap_or_else(|fault| Box::new(std::iter::once(Err(fault))))
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
