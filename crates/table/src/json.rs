//! JSON lines: one object a line, as rows of texts.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use report::Fault;
use serde_json::{Map, Value};

use crate::bytes::{binary, not_text, not_utf8};
use crate::pipeline::in_order;
use crate::place::Compression;
use crate::records::{MOST_VALUE_BYTES, Records, Span};
use crate::stretches::Stretches;

/// Reads the lines of a file, a stretch at a time.
pub(crate) struct Chunks {
    path: PathBuf,
    stretches: Stretches,
    /// How many lines were read.
    lines: u64,
}

/// Whole lines of a file.
pub(crate) struct Lines {
    bytes: Vec<u8>,
    /// How many lines come before them.
    before: u64,
}

impl Chunks {
    /// Open a file; a fault when it is no text or no lines of objects.
    pub(crate) fn open(path: &Path, compression: Compression) -> Result<Chunks, Fault> {
        let mut stretches = Stretches::new(path, crate::bytes::open(path, compression)?);
        let head = stretches.head()?;
        if let Some(fault) = not_text(path, head) {
            return Err(fault);
        }
        let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        if head[mark..].trim_ascii_start().starts_with(b"[") {
            let shown = path.display();
            return Err(Fault::new(format!("{shown} is one JSON array, not one object a line"))
                .hint(format!("write one object a line: jq -c '.[]' {shown} > rows.jsonl")));
        }
        stretches.skip(mark);
        Ok(Chunks { path: path.to_owned(), stretches, lines: 0 })
    }
}

impl Iterator for Chunks {
    type Item = Result<Lines, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let Chunks { path, stretches, lines: before } = self;
        let end = |bytes: &[u8]| Some(bytes.iter().rposition(|&byte| byte == b'\n')? + 1);
        let check = |bytes: &[u8]| check(path, *before + 1, bytes);
        let lines = stretches.next(end, check).transpose()?;
        Some(lines.map(|bytes| {
            let lines = Lines { bytes, before: *before };
            *before += lines.bytes.iter().map(|&byte| u64::from(byte == b'\n')).sum::<u64>();
            lines
        }))
    }
}

/// A fault when a line is too long.
fn check(path: &Path, line: u64, bytes: &[u8]) -> Result<(), Fault> {
    if bytes.len() < MOST_VALUE_BYTES {
        return Ok(());
    }
    let most = MOST_VALUE_BYTES >> 20;
    Err(Fault::new(format!("{}, line {line} is longer than {most} MB", path.display()))
        .hint("write one object a line"))
}

impl Lines {
    /// Their objects, in order; a fault at the first line that is none. Empty lines are passed over.
    fn objects(&self, path: &Path) -> impl Iterator<Item = Result<Map<String, Value>, Fault>> {
        let lines = self.bytes.split(|&byte| byte == b'\n').zip(self.before + 1..);
        lines.filter_map(move |(bytes, line)| object(path, line, bytes).transpose())
    }

    /// Their values of the columns of these names.
    pub(crate) fn records(&self, path: &Path, columns: &[String]) -> Result<Records, Fault> {
        let (mut texts, mut spans) = (String::with_capacity(self.bytes.len()), Vec::new());
        for object in self.objects(path) {
            let object = object?;
            for name in columns {
                let (start, mut is_present) = (texts.len(), false);
                match object.get(name) {
                    None | Some(Value::Null) => {}
                    Some(Value::String(text)) => {
                        texts.push_str(text);
                        is_present = true;
                    }
                    // Writing to a String cannot fail.
                    Some(value) => drop(write!(texts, "{value}")),
                }
                spans.push(Span::new(start, texts.len(), is_present));
            }
        }
        Ok(Records::new(texts, spans, columns.len()))
    }
}

/// The object of a line; `None` when the line is empty.
fn object(path: &Path, line: u64, bytes: &[u8]) -> Result<Option<Map<String, Value>>, Fault> {
    check(path, line, bytes)?;
    if bytes.contains(&0) {
        return Err(binary(path));
    }
    let text =
        str::from_utf8(bytes).map_err(|error| not_utf8(path, line, bytes[error.valid_up_to()]))?.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let shown = path.display();
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(Some(object)),
        Ok(_) => Err(Fault::new(format!("{shown}, line {line} is JSON but no object"))
            .hint("each line must be one object, such as {\"age\": 39, \"city\": \"Oslo\"}")),
        Err(error) => Err(Fault::new(format!("{shown}, line {line} is not JSON: {}", reason(&error)))
            .hint("each line must be one whole object, such as {\"age\": 39, \"city\": \"Oslo\"}")),
    }
}

/// What serde_json says, without its own line number, which is always 1.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    format!("{reason} (column {})", error.column())
}

/// What one pass over a file tells.
pub(crate) struct Seen {
    /// Columns in order of first appearance.
    pub(crate) columns: Vec<String>,
    /// How many rows.
    pub(crate) rows: u64,
    /// Columns that hold objects or arrays.
    pub(crate) nested: Vec<String>,
    /// Columns that hold text: a value in quotes.
    pub(crate) texts: Vec<String>,
}

/// What the values of a column are, seen so far.
#[derive(Default, Clone, Copy)]
struct Holds {
    nested: bool,
    text: bool,
}

/// Look at every line of a file.
pub(crate) fn survey(path: &Path, compression: Compression, threads: usize) -> Result<Seen, Fault> {
    let (mut places, mut columns, mut rows) = (HashMap::new(), Vec::new(), 0);
    let work = |lines: Result<Lines, Fault>| named(&lines?, path);
    in_order(threads, Chunks::open(path, compression)?, work, |(part, more)| {
        rows += more;
        part.into_iter().for_each(|(name, holds)| name_it(&mut places, &mut columns, &name, holds));
    })?;
    let names = |wanted: fn(Holds) -> bool| {
        let columns = columns.iter().filter(|(_, holds)| wanted(*holds));
        columns.map(|(name, _)| name.clone()).collect()
    };
    Ok(Seen {
        columns: names(|holds| !holds.nested),
        rows,
        nested: names(|holds| holds.nested),
        texts: names(|holds| holds.text),
    })
}

/// The names in a stretch of lines, in order of first appearance, with what they hold; and how many rows there are.
fn named(lines: &Lines, path: &Path) -> Result<(Vec<(String, Holds)>, u64), Fault> {
    let (mut places, mut columns, mut rows) = (HashMap::new(), Vec::new(), 0);
    for object in lines.objects(path) {
        rows += 1;
        for (name, value) in &object? {
            let nested = matches!(value, Value::Array(_) | Value::Object(_));
            let holds = Holds { nested, text: value.is_string() };
            name_it(&mut places, &mut columns, name, holds);
        }
    }
    Ok((columns, rows))
}

fn name_it(
    places: &mut HashMap<String, usize>,
    columns: &mut Vec<(String, Holds)>,
    name: &str,
    holds: Holds,
) {
    match places.get(name) {
        Some(&place) => {
            let known = &mut columns[place].1;
            *known = Holds { nested: known.nested || holds.nested, text: known.text || holds.text };
        }
        None => {
            places.insert(name.to_owned(), columns.len());
            columns.push((name.to_owned(), holds));
        }
    }
}
