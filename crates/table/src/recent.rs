//! What was found out about short texts met lately: in most columns of text the same few come again and again.

use datafusion::arrow::array::{Array, StringViewArray};

/// Findings, each in the one place its text can have.
pub(crate) struct Recent<T> {
    places: Vec<Option<(u128, T)>>,
}

/// How many texts are known at most.
const PLACES: usize = 256;

/// A view of a text so long holds all of it.
const WITHIN: u32 = 12;

impl<T: Copy> Recent<T> {
    /// Nothing is known yet.
    pub(crate) fn new() -> Recent<T> {
        Recent { places: vec![None; PLACES] }
    }

    /// What is known of the text in a row, or else what `find` finds out about it; `None` where a text is missing.
    #[inline]
    pub(crate) fn of(
        &mut self,
        texts: &StringViewArray,
        row: usize,
        find: impl FnOnce(&str) -> T,
    ) -> Option<T> {
        if texts.is_null(row) {
            return None;
        }
        let view = texts.views()[row];
        if view as u32 > WITHIN {
            return Some(find(texts.value(row)));
        }
        // Fibonacci hashing: Knuth, The Art of Computer Programming, vol. 3, section 6.4.
        let mixed = (view as u64 ^ (view >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = &mut self.places[(mixed >> 56) as usize];
        match place {
            Some((known, found)) if *known == view => Some(*found),
            _ => Some(place.insert((view, find(texts.value(row)))).1),
        }
    }
}
