//! A table: its files, checked, and its columns, known.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use frame::{Column, Frame, Kind, Profile};
use report::{Fault, suggest};
use tempfile::TempDir;

use crate::inference::{Reading, marks_missing};
use crate::seen::Seen;
use crate::source::Source;
use crate::{digest, elsewhere, memory, place};

/// What a table may use of the machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// How many bytes of memory; half the machine's when `None`.
    pub memory_bytes: Option<usize>,
    /// How many threads; as many as there are cores when `None`. Results do not depend on it.
    pub threads: Option<usize>,
}

/// Which rows to look at one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sampling {
    /// How many at most.
    pub rows: usize,
    /// How many values at most: of a table of many columns fewer rows are kept, so that memory and time stay bounded.
    pub values: usize,
    /// Where the randomness comes from: same seed, same rows.
    pub seed: u64,
}

/// A table, and what one pass over it tells.
#[derive(Debug, Clone)]
pub struct Scan {
    /// The table.
    pub table: Table,
    /// What is known of all its rows.
    pub profile: Profile,
    /// The rows that [`Table::sample`] gives of so many. Of a text longer than 2,048 bytes they hold the start, with a hash
    /// of the whole, so that different texts stay different.
    pub sample: Frame,
}

impl Sampling {
    /// How many rows of a table of so many columns.
    pub(crate) fn rows_of(&self, columns: usize) -> usize {
        self.rows.min((self.values / columns.max(1)).max(1))
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What its values mean.
    pub kind: Kind,
    /// Texts that stand in a column of numbers, booleans or times and cannot be read as one, with their
    /// counts, most frequent first: at most 1,000 different ones (of each its first 100 bytes), the rest
    /// counted together as `(other texts)`. They are missing in frames.
    pub strays: Vec<(String, u64)>,
}

impl Field {
    /// The strays that do not say that a value is missing, such as `error`.
    pub fn unread(&self) -> impl Iterator<Item = &(String, u64)> {
        self.strays.iter().filter(|(text, _)| !marks_missing(text))
    }
}

/// A table in one file or several.
#[derive(Debug, Clone)]
pub struct Table {
    name: String,
    files: Vec<PathBuf>,
    /// Where files that were fetched lie for as long as they are needed.
    pub(crate) fetched: Option<Arc<TempDir>>,
    pub(crate) sources: Vec<Source>,
    pub(crate) fields: Vec<Field>,
    pub(crate) readings: Vec<Reading>,
    rows: u64,
    digest: String,
    skipped: Vec<(String, String)>,
    pub(crate) memory: usize,
    pub(crate) threads: usize,
}

impl Table {
    /// Open a file, a glob, a folder, a bucket's objects or a database's table: see and check every value, save
    /// numbers and times in Parquet whose own statistics tell that all is well with them.
    pub fn open(spec: &str, options: Options) -> Result<Table, Fault> {
        Table::open_keeping(spec, options, &[])
    }

    /// As [`open`](Self::open); columns of these names that the table writes as text (in CSV all, in JSON what stands in
    /// quotes) are kept as the text that stands there, also where all of it looks like numbers, booleans or times. For
    /// rows of a table that is known: `1.0` and `True` are then what they are beside `A` and `unknown`.
    pub fn open_keeping(spec: &str, options: Options, kept: &[&str]) -> Result<Table, Fault> {
        Ok(Table::seen(spec, options, kept, None, &mut |_| {})?.0)
    }

    /// Open a file, a glob or a folder, profile and sample it, for little more than opening alone.
    /// `on_progress` is told how many rows have been seen.
    pub fn scan(
        spec: &str,
        options: Options,
        sampling: Sampling,
        on_progress: &mut dyn FnMut(u64),
    ) -> Result<Scan, Fault> {
        Table::scan_keeping(spec, options, &[], sampling, on_progress)
    }

    /// As [`scan`](Self::scan), with columns kept as text as by [`open_keeping`](Self::open_keeping).
    pub fn scan_keeping(
        spec: &str,
        options: Options,
        kept: &[&str],
        sampling: Sampling,
        on_progress: &mut dyn FnMut(u64),
    ) -> Result<Scan, Fault> {
        let (table, (profile, sample)) = Table::seen(spec, options, kept, Some(sampling), on_progress)?;
        Ok(Scan { table, profile, sample })
    }

    fn seen(
        spec: &str,
        options: Options,
        kept: &[&str],
        wanted: Option<Sampling>,
        on_progress: &mut dyn FnMut(u64),
    ) -> Result<(Table, (Profile, Frame)), Fault> {
        let (files, fetched) = match elsewhere::fetch(spec)? {
            Some(fetched) => (fetched.files, Some(Arc::new(fetched.folder))),
            None => (place::files(spec)?, None),
        };
        let threads =
            options.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)).max(1);
        let (digest, seen) = thread::scope(|scope| {
            let digest = scope.spawn(|| digest::digest(&files));
            // Its fault says more than one the digest may have run into.
            Seen::of(&files, threads, kept, wanted, on_progress).map(|seen| (digest.join(), seen))
        })?;
        let digest =
            digest.map_err(|_| Fault::new(format!("the files of {spec} could not be digested")))??;
        let fields = seen.shapes.iter().zip(&seen.strays).map(|(shape, strays)| Field {
            name: shape.name.clone(),
            kind: shape.reading.kind(),
            strays: strays.listed(),
        });
        let table = Table {
            name: place::name(spec),
            files,
            fetched,
            fields: fields.collect(),
            readings: seen.shapes.iter().map(|shape| shape.reading).collect(),
            rows: seen.surveys.iter().map(|survey| survey.rows).sum(),
            sources: seen.surveys.into_iter().map(|survey| survey.source).collect(),
            digest,
            skipped: seen.skipped,
            memory: options.memory_bytes.unwrap_or_else(memory::half_of_machine),
            threads,
        };
        let known = table.named(seen.known.unwrap_or_default());
        Ok((table, known))
    }

    /// What was found with columns read as wide as can be, named for what they are, with their strays.
    pub(crate) fn named(&self, (mut profile, sample): (Profile, Frame)) -> (Profile, Frame) {
        for (column, field) in profile.columns.iter_mut().zip(&self.fields) {
            column.kind = field.kind;
            column.strays.clone_from(&field.strays);
        }
        let columns = sample.columns().iter().zip(&self.fields);
        let columns = columns.map(|(column, field)| Column { kind: field.kind, ..column.clone() });
        (profile, Frame::new(columns.collect()))
    }

    /// The name of the file or folder, without its ending.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The files, in the order their rows come.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// How many rows.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Field] {
        &self.fields
    }

    /// Columns that are passed over, as they hold lists or structures, each with the reason.
    pub fn skipped(&self) -> &[(String, String)] {
        &self.skipped
    }

    /// The digest of the bytes it was read from, in hex: BLAKE3 over the BLAKE3 digests of the files as they
    /// lie on disk, in order. Names and places do not count.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The positions of columns by name, in the order given; all of them when `None`.
    pub(crate) fn positions(&self, columns: Option<&[&str]>) -> Result<Vec<usize>, Fault> {
        let Some(names) = columns else { return Ok((0..self.fields.len()).collect()) };
        names
            .iter()
            .map(|name| {
                self.fields.iter().position(|field| field.name == *name).ok_or_else(|| {
                    let known: Vec<&str> = self.fields.iter().map(|field| field.name.as_str()).collect();
                    absent(&self.name, name, &known)
                })
            })
            .collect()
    }
}

/// The fault of a column that a table does not have.
fn absent(table: &str, name: &str, known: &[&str]) -> Fault {
    let hint = match suggest::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its columns are {}", suggest::one_of(known.iter().copied())),
    };
    Fault::new(format!("{table} has no column `{name}`")).hint(hint)
}
