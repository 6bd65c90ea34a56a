//! Rows of texts, as a CSV or JSON lines file gives them, before their meaning is known.

/// A stretch of a file: rows of equally many texts, missing kept apart from empty.
#[derive(Debug, Default, Clone)]
pub(crate) struct Records {
    /// The texts, with whatever stands between them in the file.
    texts: String,
    /// Where each text is, row by row.
    spans: Vec<Span>,
    width: usize,
}

/// Where a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    /// With [`PRESENT`] set where an empty text is a value.
    end: u32,
}

/// Marks an end: the text is a value even if it is empty (it stood in quotes).
const PRESENT: u32 = 1 << 31;

impl Span {
    /// From a byte up to another; empty text is a value only if it `is_present`. Both lie below [`MOST_BYTES`].
    #[inline]
    pub(crate) fn new(start: usize, end: usize, is_present: bool) -> Span {
        Span { start: start as u32, end: end as u32 | if is_present { PRESENT } else { 0 } }
    }

    /// The byte behind the text.
    pub(crate) fn end(self) -> usize {
        (self.end & !PRESENT) as usize
    }

    #[inline]
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end()
    }

    /// How many bytes the text has.
    pub(crate) fn len(self) -> usize {
        self.range().len()
    }
}

/// The most bytes a stretch may hold; below [`PRESENT`].
pub(crate) const MOST_BYTES: usize = 1 << 30;

/// The most bytes one value may have. A longer one is nearly always a quote that is never closed.
pub(crate) const MOST_VALUE_BYTES: usize = 16 << 20;

/// How many rows a batch has at most.
pub(crate) const ROWS: usize = 8_192;

/// How many bytes a stretch aims at, so that a few of them fit into a processor's cache.
pub(crate) const BYTES: usize = 256 << 10;

impl Records {
    /// Rows of `width` texts that are where `spans` says.
    pub(crate) fn new(texts: String, spans: Vec<Span>, width: usize) -> Records {
        debug_assert!(width > 0 && spans.len().is_multiple_of(width) && texts.len() < MOST_BYTES);
        Records { texts, spans, width }
    }

    /// How many rows.
    pub(crate) fn rows(&self) -> usize {
        self.spans.len() / self.width.max(1)
    }

    /// A text; `None` when it is missing.
    #[inline]
    pub(crate) fn text(&self, row: usize, column: usize) -> Option<&str> {
        let span = self.spans[row * self.width + column];
        if span.start == span.end {
            return None;
        }
        self.texts.get(span.range())
    }

    /// The texts of a column, row by row.
    pub(crate) fn column(&self, column: usize) -> impl ExactSizeIterator<Item = Option<&str>> {
        (0..self.rows()).map(move |row| self.text(row, column))
    }
}
