//! What separates the values of a CSV file, found from its first bytes.

use std::io::Read;
use std::path::Path;

use report::Fault;

use crate::bytes::{not_text, unreadable};
use crate::place::Compression;

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The byte between values.
    pub(crate) delimiter: u8,
    /// How many bytes stand before the first column's name: a byte order mark.
    pub(crate) skip: usize,
}

/// What may separate values, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many bytes are looked at.
const HEAD: u64 = 64 << 10;

/// The dialect of a file; a fault when it is empty or no text.
pub(crate) fn sniff(path: &Path, compression: Compression) -> Result<Dialect, Fault> {
    let mut head = Vec::new();
    let mut bytes = crate::bytes::open(path, compression)?;
    bytes.by_ref().take(HEAD).read_to_end(&mut head).map_err(|error| unreadable(path, &error))?;
    if let Some(fault) = not_text(path, &head) {
        return Err(fault);
    }
    let skip = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    if head[skip..].trim_ascii().is_empty() {
        return Err(Fault::new(format!("{} is empty", path.display()))
            .hint("a table needs a line of column names and at least one row"));
    }
    let whole = (head.len() as u64) < HEAD;
    let mut best = (0.0, 0, b',');
    for delimiter in DELIMITERS {
        let widths = widths(&head[skip..], delimiter, whole);
        let Some(&first) = widths.first() else { continue };
        if first < 2 {
            continue;
        }
        let alike = widths.iter().filter(|&&width| width == first).count() as f64 / widths.len() as f64;
        if (alike, first) > (best.0, best.1) {
            best = (alike, first, delimiter);
        }
    }
    Ok(Dialect { delimiter: best.2, skip })
}

/// How many values each line has; the last line counts only when it is whole.
fn widths(head: &[u8], delimiter: u8, whole: bool) -> Vec<usize> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let (mut widths, mut width, mut rest) = (Vec::new(), 0, head);
    let mut scratch = [0; 1024];
    loop {
        let (result, read, _) = reader.read_field(rest, &mut scratch);
        rest = &rest[read..];
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                width += 1;
                if record_end {
                    widths.push(width);
                    width = 0;
                }
            }
            csv_core::ReadFieldResult::InputEmpty if !whole => break,
            csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => {}
            csv_core::ReadFieldResult::End => break,
        }
    }
    if widths.is_empty() && width > 0 {
        // A header longer than what is looked at.
        widths.push(width);
    }
    widths
}
