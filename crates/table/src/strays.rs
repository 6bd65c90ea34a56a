//! Texts that stood in a column of numbers or times and could not be read as one, counted.

use std::collections::BTreeMap;

/// Counts of stray texts. At most [`Strays::KEPT`] different texts are held; further ones are counted together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Strays {
    counts: BTreeMap<String, u64>,
    others: u64,
}

impl Strays {
    const KEPT: usize = 1_000;
    const SHOWN: usize = 100;

    /// Count a text; of a long one only the start is held.
    pub(crate) fn add(&mut self, text: &str) {
        let text = &text[..text.floor_char_boundary(Strays::SHOWN)];
        self.count(text, 1);
    }

    /// Count all that `other` has counted too.
    pub(crate) fn merge(&mut self, other: &Strays) {
        other.counts.iter().for_each(|(text, &count)| self.count(text, count));
        self.others += other.others;
    }

    /// The texts with their counts, most frequent first, ties in order of the text.
    pub(crate) fn listed(&self) -> Vec<(String, u64)> {
        let mut listed: Vec<_> = self.counts.iter().map(|(text, &count)| (text.clone(), count)).collect();
        listed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        if self.others > 0 {
            listed.push(("(other texts)".to_owned(), self.others));
        }
        listed
    }

    fn count(&mut self, text: &str, count: u64) {
        if let Some(known) = self.counts.get_mut(text) {
            *known += count;
        } else if self.counts.len() < Strays::KEPT {
            self.counts.insert(text.to_owned(), count);
        } else {
            self.others += count;
        }
    }
}
