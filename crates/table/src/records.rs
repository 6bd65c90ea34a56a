//! Rows of texts, as a CSV or JSON lines file gives them, before their meaning is known.

/// A stretch of a file: rows of equally many texts, missing kept apart from empty.
#[derive(Debug, Default, Clone)]
pub(crate) struct Records {
    /// All texts, one behind the other.
    texts: String,
    /// Where each text ends; [`PRESENT`] is set where an empty text is a value.
    ends: Vec<u32>,
    width: usize,
    rows: usize,
}

/// Marks an end: the text is a value even if it is empty (it stood in quotes).
pub(crate) const PRESENT: u32 = 1 << 31;

/// The most bytes a stretch may hold; below [`PRESENT`].
pub(crate) const MOST_BYTES: usize = 1 << 30;

/// The most bytes one value may have. A longer one is nearly always a quote that is never closed.
pub(crate) const MOST_VALUE_BYTES: usize = 16 << 20;

/// How many rows a stretch has at most.
pub(crate) const ROWS: usize = 8_192;

/// How many bytes a stretch aims at, at most, so that wide tables stay small in memory.
pub(crate) const BYTES: usize = 1 << 20;

impl Records {
    /// Rows of `width` texts that end where `ends` says.
    pub(crate) fn new(texts: String, ends: Vec<u32>, width: usize) -> Records {
        debug_assert!(width > 0 && ends.len().is_multiple_of(width) && texts.len() < MOST_BYTES);
        Records { rows: ends.len() / width, texts, ends, width }
    }

    /// How many rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// A text; `None` when it is missing.
    pub(crate) fn text(&self, row: usize, column: usize) -> Option<&str> {
        let at = row * self.width + column;
        let start = if at == 0 { 0 } else { self.ends[at - 1] & !PRESENT };
        let end = self.ends[at];
        if end & PRESENT == 0 && start == end {
            return None;
        }
        self.texts.get(start as usize..(end & !PRESENT) as usize)
    }
}
