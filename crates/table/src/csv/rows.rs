//! The rows of a CSV file as texts, each line checked: UTF-8, no NUL bytes, as many values as there are columns.
//!
//! This reader is simple and says what is wrong in which line. It reads the first line, and reads a file anew
//! when [`split`](super::split) refused a part of it; tables are read by that one, which is many times faster.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use csv_core::ReadFieldResult;
use report::Fault;

use super::sniff::Dialect;
use crate::bytes::{Bytes, binary, not_utf8, unreadable};
use crate::place::Compression;
use crate::records::{MOST_VALUE_BYTES, Records, Span};

/// Reads a CSV file from its start, a stretch of rows at a time.
///
/// `csv_core` splits the bytes; driving it field by field shows whether a field began with a quote,
/// which tells an empty text (`""`) from a missing value.
pub(crate) struct Rows {
    path: PathBuf,
    bytes: Bytes,
    core: csv_core::Reader,
    input: Vec<u8>,
    at: usize,
    filled: usize,
    at_end: bool,
    width: usize,
    names: Vec<String>,
    /// How many bytes were split.
    split: u64,
}

/// One record as it was split.
struct Split {
    /// The line it starts on, counted from 1.
    line: u64,
    width: usize,
}

/// Where fields are put while records are split.
#[derive(Default)]
struct Output {
    texts: Vec<u8>,
    filled: usize,
    spans: Vec<Span>,
    /// The line each row starts on.
    lines: Vec<u64>,
}

const INPUT: usize = 256 << 10;
const ROWS: usize = 8_192;
const BYTES: usize = 1 << 20;

impl Rows {
    /// Open a file and read its column names.
    pub(crate) fn open(path: &Path, compression: Compression, dialect: Dialect) -> Result<Rows, Fault> {
        let mut bytes = crate::bytes::open(path, compression)?;
        io::copy(&mut bytes.by_ref().take(dialect.skip as u64), &mut io::sink())
            .map_err(|error| unreadable(path, &error))?;
        let mut rows = Rows {
            path: path.to_owned(),
            bytes,
            core: csv_core::ReaderBuilder::new().delimiter(dialect.delimiter).build(),
            input: vec![0; INPUT],
            at: 0,
            filled: 0,
            at_end: false,
            width: 0,
            names: Vec::new(),
            split: dialect.skip as u64,
        };
        let mut output = Output::default();
        if let Some(split) = rows.split(&mut output)? {
            let width = split.width;
            let header = rows.records(output, width)?;
            rows.names =
                (0..width).map(|column| header.text(0, column).unwrap_or_default().to_owned()).collect();
            rows.width = width;
        }
        Ok(rows)
    }

    /// The first line's texts.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Where the rows begin in the unpacked file, in bytes; of a reader that has read no row yet.
    pub(crate) fn start(&self) -> u64 {
        self.split
    }

    /// What is wrong with a file first, if anything is.
    pub(crate) fn first_fault(path: &Path, compression: Compression, dialect: Dialect) -> Option<Fault> {
        match Rows::open(path, compression, dialect) {
            Ok(mut rows) => rows.find_map(Result::err),
            Err(fault) => Some(fault),
        }
    }

    /// The next rows; `None` at the end of the file.
    fn read(&mut self) -> Result<Option<Records>, Fault> {
        let mut output = Output { texts: vec![0; BYTES + (64 << 10)], ..Output::default() };
        while output.lines.len() < ROWS && output.filled < BYTES {
            match self.split(&mut output)? {
                Some(split) if split.width == self.width => {}
                Some(split) => return Err(self.ragged(&split)),
                None => break,
            }
        }
        if output.lines.is_empty() { Ok(None) } else { self.records(output, self.width).map(Some) }
    }

    /// Split one record off the input; `None` at the end of the file.
    fn split(&mut self, output: &mut Output) -> Result<Option<Split>, Fault> {
        let mut split = Split { line: 0, width: 0 };
        let (mut started, mut quoted, mut start) = (false, false, output.filled);
        loop {
            if self.at == self.filled && !self.at_end {
                self.fill()?;
            }
            let input = &self.input[self.at..self.filled];
            if !started {
                // Empty lines before a record are passed over, by `csv_core` too.
                let blank = if split.width == 0 {
                    input.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count()
                } else {
                    0
                };
                if let Some(&first) = input.get(blank) {
                    started = true;
                    quoted = first == b'"';
                    if split.width == 0 {
                        let skipped = input[..blank].iter().filter(|&&byte| byte == b'\n').count();
                        split.line = self.core.line() + skipped as u64;
                    }
                }
            }
            if output.texts.len() - output.filled < 64 {
                let length = (output.texts.len() * 2).max(4096);
                output.texts.resize(length, 0);
            }
            // At the end of the file a line break shows whether a quote is still open: it would not end the row.
            let is_probe = input.is_empty() && quoted;
            let input = if is_probe { b"\n" } else { input };
            let (result, read, written) = self.core.read_field(input, &mut output.texts[output.filled..]);
            let read = if is_probe { 0 } else { read };
            self.at += read;
            self.split += read as u64;
            output.filled += written;
            if output.filled - start > MOST_VALUE_BYTES {
                return Err(self.too_long(split.line));
            }
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull if is_probe => {
                    return Err(self.unclosed(split.line));
                }
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    output.spans.push(Span::new(start, output.filled, quoted));
                    split.width += 1;
                    (started, quoted, start) = (false, false, output.filled);
                    if record_end {
                        output.lines.push(split.line);
                        return Ok(Some(split));
                    }
                }
                ReadFieldResult::End => return Ok(None),
            }
        }
    }

    fn fill(&mut self) -> Result<(), Fault> {
        self.at = 0;
        self.filled = loop {
            match self.bytes.read(&mut self.input) {
                Ok(read) => break read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&self.path, &error)),
            }
        };
        self.at_end = self.filled == 0;
        if self.input[..self.filled].contains(&0) { Err(binary(&self.path)) } else { Ok(()) }
    }

    /// What was split as texts; a fault when it is not UTF-8.
    fn records(&self, mut output: Output, width: usize) -> Result<Records, Fault> {
        output.texts.truncate(output.filled);
        let wrong = |at: usize, byte: u8| {
            let text = output.spans.partition_point(|span| span.end() <= at);
            let line = output.lines.get(text / width).copied().unwrap_or_default();
            not_utf8(&self.path, line, byte)
        };
        let texts = match String::from_utf8(output.texts) {
            Ok(texts) => texts,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                return Err(wrong(at, error.as_bytes()[at]));
            }
        };
        // Two broken halves in neighbouring values would pass as one whole character.
        if !texts.is_ascii() {
            let mut ends = output.spans.iter().map(|span| span.end());
            if let Some(end) = ends.find(|&end| !texts.is_char_boundary(end)) {
                return Err(wrong(end - 1, texts.as_bytes()[end - 1]));
            }
        }
        Ok(Records::new(texts, output.spans, width))
    }

    fn ragged(&self, split: &Split) -> Fault {
        let (shown, line, found, expected) = (self.path.display(), split.line, split.width, self.width);
        let hint = if found > expected {
            "a value that holds the separator must stand in quotes; or the first line lacks column names"
        } else {
            "the line may be cut off, or a value with a line break stands without quotes"
        };
        let noun = if found == 1 { "value" } else { "values" };
        Fault::new(format!(
            "{shown}, line {line}: {found} {noun} where the first line names {expected} columns"
        ))
        .hint(hint)
    }

    fn unclosed(&self, line: u64) -> Fault {
        Fault::new(format!(
            "{}: the quote that opens in the row at line {line} is never closed",
            self.path.display()
        ))
        .hint("close the quote; a quote inside a quoted value is written twice (\"\")")
    }

    fn too_long(&self, line: u64) -> Fault {
        let most = MOST_VALUE_BYTES >> 20;
        Fault::new(format!(
            "{}: a value in the row at line {line} is longer than {most} MB",
            self.path.display()
        ))
        .hint("a quote may be open there; a quote inside a quoted value is written twice (\"\")")
    }
}

/// The fault of a file that is not what it was a moment ago.
pub(crate) fn changed(path: &Path) -> Fault {
    Fault::new(format!("{} changed while it was read", path.display())).hint("run it again on a file at rest")
}

impl Iterator for Rows {
    type Item = Result<Records, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
