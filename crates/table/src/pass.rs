//! One pass over all rows: every value is looked at, so nothing later can be silently wrong.
//!
//! The columns are read as they are thought to be. Whether that is right is known at the end, when all values
//! are counted by what they look like; what was found of the values holds only then.

use std::iter::empty;

use frame::{Frame, MISSING, Profile, Profiler, Stretch, hash_row};
use report::Fault;

use crate::gather::Gather;
use crate::inference::{Census, Reading};
use crate::look::{Looked, look};
use crate::pipeline::in_order;
use crate::sample::Keeper;
use crate::source::{Part, Source};
use crate::strays::Strays;
use crate::table::Sampling;
use crate::told::Told;

/// What is to be found out.
pub(crate) struct Pass<'a> {
    /// The columns' names, in the table's order.
    pub(crate) names: &'a [String],
    /// How each is thought to be read.
    pub(crate) readings: &'a [Reading],
    pub(crate) threads: usize,
    /// Whether the values are to be profiled, and so many rows sampled, too.
    pub(crate) wanted: Option<Sampling>,
}

/// What a pass has found.
pub(crate) struct Found {
    /// For each file what the values of each column are, and how many rows it has.
    pub(crate) files: Vec<(Vec<Census>, u64)>,
    /// The texts that could not be read as their column is.
    pub(crate) strays: Vec<Strays>,
    /// The profile and the sample, when they were wanted.
    pub(crate) known: Option<(Profile, Frame)>,
}

impl Pass<'_> {
    /// Look at all rows of these files. `on_progress` is told how many rows have been seen.
    pub(crate) fn over(&self, sources: &[Source], on_progress: &mut dyn FnMut(u64)) -> Result<Found, Fault> {
        let columns = || self.names.iter().map(String::as_str).zip(self.readings.iter().map(|r| r.kind()));
        let mut known = self.wanted.map(|sampling| {
            let rows = sampling.rows_of(self.names.len());
            (Profiler::new(columns()), Keeper::new(rows, sampling.seed, Gather::new(columns())))
        });
        let mut strays = vec![Strays::default(); self.names.len()];
        let (mut files, mut seen) = (Vec::with_capacity(sources.len()), 0);
        for source in sources {
            // To profile values, each must be looked at; to know what they are, those that the file tells need not.
            let told = if self.wanted.is_none() { source.told(self.names) } else { None };
            let told = told.unwrap_or_else(|| Told::nothing(self.names.len()));
            let mut censuses: Vec<Census> =
                told.columns.iter().map(|told| told.unwrap_or_default()).collect();
            let unseen: Vec<usize> = (0..self.names.len()).filter(|&at| told.columns[at].is_none()).collect();
            let mut rows = if unseen.is_empty() { told.rows } else { 0 };
            let names: Vec<String> = unseen.iter().map(|&at| self.names[at].clone()).collect();
            let readings: Vec<Reading> = unseen.iter().map(|&at| self.readings[at]).collect();
            in_order(
                self.threads,
                if unseen.is_empty() { Box::new(empty()) } else { source.parts(&names, self.threads)? },
                |raw| {
                    let part = raw?.split()?;
                    let columns = look(&part, &names, &readings, self.wanted.is_some())?;
                    let hashes = self.wanted.map(|_| row_hashes(&columns, part.rows())).unwrap_or_default();
                    Ok((part, columns, hashes))
                },
                |(part, columns, hashes)| {
                    rows += part.rows() as u64;
                    for (&at, column) in unseen.iter().zip(&columns) {
                        censuses[at].merge(&column.census);
                        strays[at].merge(&column.strays);
                    }
                    if let Some((profiler, keeper)) = &mut known {
                        for (at, column) in columns.iter().enumerate() {
                            profiled(profiler, &part, at, column);
                        }
                        profiler.add_rows(&hashes);
                        keeper.push(&part, &columns);
                    }
                    on_progress(seen + rows);
                },
            )?;
            seen += rows;
            files.push((censuses, rows));
        }
        let known = known.map(|(profiler, keeper)| (profiler.finish(), keeper.finish()));
        Ok(Found { files, strays, known })
    }
}

/// A hash of each row's values.
fn row_hashes(columns: &[Looked], rows: usize) -> Vec<u64> {
    let mut hashes = vec![MISSING; rows];
    for column in columns {
        hashes.iter_mut().zip(&column.hashes).for_each(|(row, &hash)| *row = hash_row(*row, hash));
    }
    hashes
}

/// Profile the values of a column.
fn profiled(profiler: &mut Profiler, part: &Part, at: usize, column: &Looked) {
    let text =
        |row: usize| column.texts.as_ref().and_then(|texts| texts.text(part, at, row)).unwrap_or_default();
    let values = match &column.texts {
        None => Stretch::Numbers(&column.numbers, &column.hashes),
        Some(_) => Stretch::Texts(&column.hashes, &text),
    };
    profiler.add_values(at, &values, column.empty_text);
}
