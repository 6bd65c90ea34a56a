//! JSON lines: one object a line, as rows of texts.

use std::collections::HashMap;
use std::fmt::Write;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use report::Fault;
use serde_json::{Map, Value};

use crate::bytes::{Bytes, binary, not_text, not_utf8, unreadable};
use crate::place::Compression;
use crate::records::{BYTES, MOST_VALUE_BYTES, ROWS, Records, Span};

/// Reads the objects of a file in order.
struct Objects {
    path: PathBuf,
    input: BufReader<Bytes>,
    line: u64,
    buffer: Vec<u8>,
}

impl Objects {
    fn open(path: &Path, compression: Compression) -> Result<Objects, Fault> {
        let mut input = BufReader::with_capacity(256 << 10, crate::bytes::open(path, compression)?);
        let head = input.fill_buf().map_err(|error| unreadable(path, &error))?;
        let mark = head.starts_with(b"\xef\xbb\xbf");
        if let Some(fault) = not_text(path, head) {
            return Err(fault);
        }
        if head[if mark { 3 } else { 0 }..].trim_ascii_start().starts_with(b"[") {
            let shown = path.display();
            return Err(Fault::new(format!("{shown} is one JSON array, not one object a line"))
                .hint(format!("write one object a line: jq -c '.[]' {shown} > rows.jsonl")));
        }
        input.consume(if mark { 3 } else { 0 });
        Ok(Objects { path: path.to_owned(), input, line: 0, buffer: Vec::new() })
    }

    fn read(&mut self) -> Result<Option<Map<String, Value>>, Fault> {
        loop {
            self.buffer.clear();
            let most = MOST_VALUE_BYTES as u64;
            let read = (&mut self.input).take(most).read_until(b'\n', &mut self.buffer);
            if read.map_err(|error| unreadable(&self.path, &error))? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let (shown, line) = (self.path.display(), self.line);
            if self.buffer.len() as u64 == most && self.buffer.last() != Some(&b'\n') {
                let most = most >> 20;
                return Err(Fault::new(format!("{shown}, line {line} is longer than {most} MB"))
                    .hint("write one object a line"));
            }
            if self.buffer.contains(&0) {
                return Err(binary(&self.path));
            }
            let text = str::from_utf8(&self.buffer)
                .map_err(|error| not_utf8(&self.path, line, self.buffer[error.valid_up_to()]))?
                .trim();
            if text.is_empty() {
                continue;
            }
            return match serde_json::from_str(text) {
                Ok(Value::Object(object)) => Ok(Some(object)),
                Ok(_) => Err(Fault::new(format!("{shown}, line {line} is JSON but no object"))
                    .hint("each line must be one object, such as {\"age\": 39, \"city\": \"Oslo\"}")),
                Err(error) => {
                    Err(Fault::new(format!("{shown}, line {line} is not JSON: {}", reason(&error))).hint(
                        "each line must be one whole object, such as {\"age\": 39, \"city\": \"Oslo\"}",
                    ))
                }
            };
        }
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
}

/// Look at every line of a file.
pub(crate) fn survey(path: &Path, compression: Compression) -> Result<Seen, Fault> {
    let mut objects = Objects::open(path, compression)?;
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut columns: Vec<(String, bool)> = Vec::new();
    let mut rows = 0;
    while let Some(object) = objects.read()? {
        rows += 1;
        for (name, value) in &object {
            let place = match places.get(name) {
                Some(&place) => place,
                None => {
                    places.insert(name.clone(), columns.len());
                    columns.push((name.clone(), false));
                    columns.len() - 1
                }
            };
            columns[place].1 |= matches!(value, Value::Array(_) | Value::Object(_));
        }
    }
    let (nested, columns): (Vec<_>, Vec<_>) = columns.into_iter().partition(|column| column.1);
    let names = |columns: Vec<(String, bool)>| columns.into_iter().map(|column| column.0).collect();
    Ok(Seen { columns: names(columns), rows, nested: names(nested) })
}

/// The rows of a file, its columns in the order given.
pub(crate) struct Rows {
    objects: Objects,
    columns: Vec<String>,
}

impl Rows {
    /// Open a file whose columns are known.
    pub(crate) fn open(path: &Path, compression: Compression, columns: Vec<String>) -> Result<Rows, Fault> {
        Ok(Rows { objects: Objects::open(path, compression)?, columns })
    }

    fn read(&mut self) -> Result<Option<Records>, Fault> {
        let (mut texts, mut spans, mut rows) = (String::new(), Vec::new(), 0);
        while rows < ROWS && texts.len() < BYTES {
            let Some(object) = self.objects.read()? else { break };
            for name in &self.columns {
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
            rows += 1;
        }
        Ok((rows > 0).then(|| Records::new(texts, spans, self.columns.len())))
    }
}

impl Iterator for Rows {
    type Item = Result<Records, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
