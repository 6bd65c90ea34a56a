//! A table: its files, checked, and its columns, known.

use std::path::PathBuf;
use std::thread;

use frame::Kind;
use report::{Fault, suggest};

use crate::inference::Reading;
use crate::schema::{Shape, reconcile};
use crate::source::Source;
use crate::survey::Survey;
use crate::{digest, memory, place};

/// What a table may use of the machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// How many bytes of memory; half the machine's when `None`.
    pub memory_bytes: Option<usize>,
    /// How many threads; as many as there are cores when `None`. Results do not depend on it.
    pub threads: Option<usize>,
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

/// A table in one file or several.
#[derive(Debug, Clone)]
pub struct Table {
    name: String,
    files: Vec<PathBuf>,
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
    /// Open a file, a glob or a folder: see and check every value of all its files.
    pub fn open(spec: &str, options: Options) -> Result<Table, Fault> {
        let files = place::files(spec)?;
        let threads =
            options.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)).max(1);
        let (digest, surveys) = thread::scope(|scope| {
            let digest = scope.spawn(|| digest::digest(&files));
            let surveys: Result<Vec<Survey>, Fault> =
                files.iter().map(|file| Survey::of(file, threads)).collect();
            // The survey's fault says more than one the digest may have run into.
            surveys.map(|surveys| (digest.join(), surveys))
        })?;
        let digest =
            digest.map_err(|_| Fault::new(format!("the files of {spec} could not be digested")))??;
        let shapes = reconcile(&surveys)?;
        let mut skipped: Vec<(String, String)> = Vec::new();
        for (name, why) in surveys.iter().flat_map(|survey| &survey.skipped) {
            if !skipped.iter().any(|(known, _)| known == name) {
                skipped.push((name.clone(), why.clone()));
            }
        }
        let field = |shape: &Shape| Field {
            name: shape.name.clone(),
            kind: shape.reading.kind(),
            strays: Vec::new(),
        };
        let mut table = Table {
            name: place::name(spec),
            files,
            fields: shapes.iter().map(field).collect(),
            readings: shapes.iter().map(|shape| shape.reading).collect(),
            rows: surveys.iter().map(|survey| survey.rows).sum(),
            sources: surveys.into_iter().map(|survey| survey.source).collect(),
            digest,
            skipped,
            memory: options.memory_bytes.unwrap_or_else(memory::half_of_machine),
            threads,
        };
        let strayed: Vec<usize> = (0..shapes.len()).filter(|&at| shapes[at].strays > 0).collect();
        if !strayed.is_empty() {
            let strays = table.strays(&strayed)?;
            for (at, strays) in strayed.into_iter().zip(strays) {
                table.fields[at].strays = strays.listed();
            }
        }
        Ok(table)
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
