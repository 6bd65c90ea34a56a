//! Whole records of a CSV file split into texts, eight bytes at a time.
//!
//! It splits exactly as [`Rows`](super::Rows) does, which is slower but can say what is wrong and where: the
//! tests hold the two against each other.

use crate::records::{MOST_BYTES, MOST_VALUE_BYTES, Records, Span};

/// The texts of whole records; `None` when anything is wrong with them: another count of values than `width`, a
/// quote that is not closed, bytes that are no text, or a value that is too long.
pub(crate) fn split(bytes: Vec<u8>, delimiter: u8, width: usize) -> Option<Records> {
    if bytes.len() >= MOST_BYTES / 2 || bytes.contains(&0) {
        return None;
    }
    let text = String::from_utf8(bytes).ok()?;
    let bytes = text.as_bytes();
    let mut splitter = Splitter::new(bytes, delimiter, width);
    let splits = if bytes.contains(&b'"') || bytes.contains(&b'\r') {
        splitter.run([delimiter, b'\n', b'\r', b'"'])
    } else {
        splitter.run([delimiter, b'\n'])
    };
    splits?;
    let Splitter { spans, unquoted, .. } = splitter;
    if bytes.len() > MOST_VALUE_BYTES && spans.iter().any(|span| span.len() > MOST_VALUE_BYTES) {
        return None;
    }
    let mut text = text;
    text.push_str(&unquoted);
    Some(Records::new(text, spans, width))
}

struct Splitter<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    width: usize,
    spans: Vec<Span>,
    /// How many spans there will be after the record at hand.
    due: usize,
    /// Where the value at hand starts.
    start: usize,
    /// The value at hand, when it was in quotes.
    quoted: Option<Span>,
    /// Values whose quotes had to be taken out; they come behind `bytes`.
    unquoted: String,
}

impl<'a> Splitter<'a> {
    fn new(bytes: &'a [u8], delimiter: u8, width: usize) -> Splitter<'a> {
        let spans = Vec::with_capacity(bytes.len() / 6);
        let (quoted, unquoted) = (None, String::new());
        Splitter { bytes, delimiter, width, spans, due: width, start: 0, quoted, unquoted }
    }

    /// Split all records, in which only these bytes mean anything.
    fn run<const N: usize>(&mut self, marks: [u8; N]) -> Option<()> {
        let bytes = self.bytes;
        let marks = marks.map(|mark| u64::from(mark) * ONES);
        let mut at = 0;
        'words: while at < bytes.len() {
            let mut found = equal(word(bytes, at), marks);
            while found != 0 {
                let mark = at + found.trailing_zeros() as usize / 8;
                found &= found - 1;
                match bytes[mark] {
                    byte if byte == self.delimiter => self.value(mark),
                    b'"' if mark == self.start && self.quoted.is_none() => {
                        at = self.in_quotes(mark)?;
                        continue 'words;
                    }
                    b'"' => {}
                    _ => self.record(mark)?,
                }
            }
            at += 8;
        }
        // The last line of a file may lack its end.
        if self.start < bytes.len() || self.quoted.is_some() || self.spans.len() + self.width > self.due {
            self.record_end(bytes.len())?;
        }
        Some(())
    }

    /// The value at hand ends before `end`.
    #[inline]
    fn value(&mut self, end: usize) {
        let span = self.quoted.take().unwrap_or(Span::new(self.start, end, false));
        self.spans.push(span);
        self.start = end + 1;
    }

    /// A line ends before `end`; empty ones are passed over.
    #[inline]
    fn record(&mut self, end: usize) -> Option<()> {
        let is_empty =
            end == self.start && self.spans.len() + self.width == self.due && self.quoted.is_none();
        if is_empty {
            self.start = end + 1;
            return Some(());
        }
        self.record_end(end)
    }

    #[inline]
    fn record_end(&mut self, end: usize) -> Option<()> {
        self.value(end);
        let is_whole = self.spans.len() == self.due;
        self.due += self.width;
        is_whole.then_some(())
    }

    /// A value whose first byte is the quote at `open`; gives where the value ends.
    fn in_quotes(&mut self, open: usize) -> Option<usize> {
        let bytes = self.bytes;
        let mut close = quote(bytes, open + 1)?;
        let mut is_plain = true;
        while bytes.get(close + 1) == Some(&b'"') {
            is_plain = false;
            close = quote(bytes, close + 2)?;
        }
        let ends = |&byte: &u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let end = bytes[close + 1..].iter().position(ends).map_or(bytes.len(), |at| close + 1 + at);
        self.quoted = Some(if is_plain && end == close + 1 {
            Span::new(open + 1, close, true)
        } else {
            // Quotes in quotes are written twice; what stands behind the closing one belongs to the value.
            let start = bytes.len() + self.unquoted.len();
            self.unquoted.push_str(&str::from_utf8(&bytes[open + 1..close]).ok()?.replace("\"\"", "\""));
            self.unquoted.push_str(str::from_utf8(&bytes[close + 1..end]).ok()?);
            Span::new(start, bytes.len() + self.unquoted.len(), true)
        });
        Some(end)
    }
}

const ONES: u64 = u64::MAX / 255;

/// Eight bytes from `at` on, zeros behind the end.
#[inline]
fn word(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes[at..].iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

/// The highest bit of each byte of `word` that is the byte of one of `marks`; no other bit.
///
/// Exactly those: Warren, "Hacker's Delight" (2nd ed. 2012), section 6-1.
#[inline]
fn equal<const N: usize>(word: u64, marks: [u64; N]) -> u64 {
    let low = 0x7f * ONES;
    marks.iter().fold(0, |found, mark| {
        let apart = word ^ mark;
        found | !(((apart & low) + low) | apart | low)
    })
}

/// Where the next quote is, from `at` on.
pub(super) fn quote(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at;
    while at < bytes.len() {
        let found = equal(word(bytes, at), [u64::from(b'"') * ONES]);
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    None
}
