//! A CSV file cut into stretches of whole records, without looking at values.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use report::Fault;

use super::Rows;
use super::sniff::Dialect;
use super::split::quote;
use crate::bytes::{Bytes, unreadable};
use crate::place::Compression;
use crate::records::{MOST_BYTES, MOST_VALUE_BYTES};
use crate::stretches::Stretches;

/// Reads the records of a CSV file below its first line, a stretch at a time.
pub(crate) struct Chunks {
    path: PathBuf,
    compression: Compression,
    dialect: Dialect,
    stretches: Stretches,
}

impl Chunks {
    /// Open a file whose records start at this byte (of the unpacked file).
    pub(crate) fn open(
        path: &Path,
        compression: Compression,
        dialect: Dialect,
        start: u64,
    ) -> Result<Chunks, Fault> {
        let failed = |error: io::Error| unreadable(path, &error);
        let bytes: Bytes = if compression == Compression::None {
            let mut file = std::fs::File::open(path).map_err(failed)?;
            file.seek(SeekFrom::Start(start)).map_err(failed)?;
            Box::new(file)
        } else {
            let mut bytes = crate::bytes::open(path, compression)?;
            io::copy(&mut bytes.by_ref().take(start), &mut io::sink()).map_err(failed)?;
            bytes
        };
        Ok(Chunks { path: path.to_owned(), compression, dialect, stretches: Stretches::new(path, bytes) })
    }

    /// The same in stretches of about so many bytes.
    #[cfg(test)]
    pub(crate) fn of_bytes(self, aim: usize) -> Chunks {
        Chunks { stretches: self.stretches.of_bytes(aim), ..self }
    }
}

impl Iterator for Chunks {
    type Item = Result<Vec<u8>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let Chunks { path, compression, dialect, stretches } = self;
        let end = |chunk: &[u8]| last_record_end(chunk, dialect.delimiter);
        stretches.next(end, |chunk| check(chunk, path, *compression, *dialect)).transpose()
    }
}

/// A fault when the record that `chunk` starts with holds a value that is too long, or is too long itself.
fn check(chunk: &[u8], path: &Path, compression: Compression, dialect: Dialect) -> Result<(), Fault> {
    if chunk.len() > MOST_VALUE_BYTES
        && longest_value(chunk, dialect.delimiter) > MOST_VALUE_BYTES
        && let Some(fault) = Rows::first_fault(path, compression, dialect)
    {
        return Err(fault);
    }
    if chunk.len() >= MOST_BYTES / 4 {
        let most = MOST_BYTES >> 22;
        return Err(Fault::new(format!("{}: a row is longer than {most} MB", path.display()))
            .hint("rows must end with a line break; check what separates them"));
    }
    Ok(())
}

/// Where the last record that is surely whole ends; `bytes` start with a record.
fn last_record_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let (mut last, mut from) = (None, 0);
    while let Some(mark) = quote(bytes, from) {
        // Before a quoted value, as behind it, a line break ends a record.
        last = line_end(&bytes[from..mark]).map(|end| from + end).or(last);
        let opens = mark == 0 || matches!(bytes[mark - 1], b'\n' | b'\r') || bytes[mark - 1] == delimiter;
        from = match opens {
            // A quote inside a value that does not start with one means nothing.
            false => mark + 1,
            true => match closed(bytes, mark) {
                Some(end) => end,
                None => return last,
            },
        };
    }
    line_end(&bytes[from..]).map(|end| from + end).or(last)
}

fn line_end(bytes: &[u8]) -> Option<usize> {
    Some(bytes.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'))? + 1)
}

/// Behind the quote that closes the one at `open`; the last byte may be the first half of a quote in quotes.
fn closed(bytes: &[u8], open: usize) -> Option<usize> {
    let mut close = quote(bytes, open + 1)?;
    while *bytes.get(close + 1)? == b'"' {
        close = quote(bytes, close + 2)?;
    }
    Some(close + 1)
}

/// How long the longest value is at most, of records of which the last may be cut off.
fn longest_value(bytes: &[u8], delimiter: u8) -> usize {
    let (mut longest, mut length, mut in_quotes) = (0, 0, false);
    for &byte in bytes {
        let ends = !in_quotes && (byte == delimiter || matches!(byte, b'\n' | b'\r'));
        length = if ends { 0 } else { length + 1 };
        longest = longest.max(length);
        // A quote written twice closes and opens again.
        in_quotes ^= byte == b'"';
    }
    longest
}
