//! One pass over all rows: every value is looked at, so nothing later can be silently wrong.
//!
//! The columns are read as they are thought to be. Whether that is right is known at the end, when all values
//! are counted by what they look like; what was found of the values holds only then.

use frame::{MISSING, Profile, Profiler, Stretch, hash_row};
use report::Fault;

use crate::inference::{Census, Reading};
use crate::look::{Looked, look};
use crate::pipeline::in_order;
use crate::source::Source;
use crate::strays::Strays;

/// What is to be found out.
pub(crate) struct Pass<'a> {
    /// The columns' names, in the table's order.
    pub(crate) names: &'a [String],
    /// How each is thought to be read.
    pub(crate) readings: &'a [Reading],
    pub(crate) threads: usize,
    /// Whether the values are to be profiled, too.
    pub(crate) profiled: bool,
}

/// What a pass has found.
pub(crate) struct Found {
    /// For each file what the values of each column are, and how many rows it has.
    pub(crate) files: Vec<(Vec<Census>, u64)>,
    /// The texts that could not be read as their column is.
    pub(crate) strays: Vec<Strays>,
    pub(crate) profile: Option<Profile>,
}

impl Pass<'_> {
    /// Look at all rows of these files. `on_progress` is told how many rows have been seen.
    pub(crate) fn over(&self, sources: &[Source], on_progress: &mut dyn FnMut(u64)) -> Result<Found, Fault> {
        let columns = || self.names.iter().map(String::as_str).zip(self.readings.iter().map(|r| r.kind()));
        let mut profiler = self.profiled.then(|| Profiler::new(columns()));
        let mut strays = vec![Strays::default(); self.names.len()];
        let (mut files, mut seen) = (Vec::with_capacity(sources.len()), 0);
        for source in sources {
            let (mut censuses, mut rows) = (vec![Census::default(); self.names.len()], 0);
            in_order(
                self.threads,
                source.parts(self.names, self.threads)?,
                |raw| {
                    let part = raw?.split()?;
                    let columns = look(&part, self.names, self.readings, self.profiled)?;
                    let hashes = if self.profiled { row_hashes(&columns, part.rows()) } else { Vec::new() };
                    Ok((part, columns, hashes))
                },
                |(part, columns, hashes)| {
                    rows += part.rows() as u64;
                    for (at, column) in columns.iter().enumerate() {
                        censuses[at].merge(&column.census);
                        strays[at].merge(&column.strays);
                    }
                    if let Some(profiler) = &mut profiler {
                        for (at, column) in columns.iter().enumerate() {
                            column.stretch(&part, at, |values| {
                                profiler.add_values(at, values, column.empty_text);
                            });
                        }
                        profiler.add_rows(&hashes);
                    }
                    on_progress(seen + rows);
                },
            )?;
            seen += rows;
            files.push((censuses, rows));
        }
        Ok(Found { files, strays, profile: profiler.map(Profiler::finish) })
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

impl Looked {
    /// Its values as a profile takes them.
    fn stretch(&self, part: &crate::source::Part, column: usize, take: impl FnOnce(&Stretch<'_>)) {
        match &self.texts {
            None => take(&Stretch::Numbers(&self.numbers, &self.hashes)),
            Some(texts) => {
                take(&Stretch::Texts(&self.hashes, &|row| texts.text(part, column, row).unwrap_or_default()));
            }
        }
    }
}
