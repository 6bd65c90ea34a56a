//! Which values of a text column are categories of their own.

use std::collections::HashMap;

use frame::Text;
use serde::{Deserialize, Serialize};

/// The kept values, most frequent first; code `kept.len()` is the pool of all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Levels {
    kept: Vec<String>,
    /// Whether training rows fell into the pool.
    pooled: bool,
}

impl Levels {
    /// Keep what has at least 0.1 % of the rows (3 to 20 rows) and is among the `most` frequent.
    pub(crate) fn fit(text: &Text, most: usize) -> Levels {
        let enough = (text.codes.len() / 1_000).clamp(3, 20);
        let counts = text.counts();
        let mut seen: Vec<usize> = (0..counts.len()).filter(|&code| counts[code] > 0).collect();
        // By text where equally frequent: the order of first appearance must not matter.
        seen.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then_with(|| text.levels[a].cmp(&text.levels[b])));
        let kept: Vec<String> = seen
            .iter()
            .take(most)
            .take_while(|&&code| counts[code] >= enough)
            .map(|&code| text.levels[code].to_string())
            .collect();
        Levels { pooled: kept.len() < seen.len(), kept }
    }

    /// For each level of `text` its code here; `None` where it counts as missing.
    pub(crate) fn codes(&self, text: &Text) -> Vec<Option<usize>> {
        let known: HashMap<&str, usize> =
            self.kept.iter().enumerate().map(|(code, level)| (level.as_str(), code)).collect();
        let other = self.pooled.then_some(self.kept.len());
        text.levels.iter().map(|level| known.get(&**level).copied().or(other)).collect()
    }

    /// How many codes there are, the pool counted.
    pub(crate) fn count(&self) -> usize {
        self.kept.len() + usize::from(self.pooled)
    }

    /// The value a person reads for a code.
    pub(crate) fn name(&self, code: usize) -> &str {
        match self.kept.get(code) {
            Some(level) if level.is_empty() => "(empty)",
            Some(level) => level,
            None => "any other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &[&'static str]) -> Text {
        values.iter().map(|&value| Some(value)).collect()
    }

    #[test]
    fn rare_values_are_pooled_and_unseen_ones_fall_into_the_pool() {
        let levels = Levels::fit(&text(&["b", "b", "b", "a", "a", "a", "x", ""]), 10);
        assert_eq!((levels.count(), levels.name(0), levels.name(2)), (3, "a", "any other"));
        assert_eq!(levels.codes(&text(&["a", "b", "new"])), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn unseen_counts_as_missing_where_nothing_was_pooled() {
        let levels = Levels::fit(&text(&["", "", ""]), 10);
        assert_eq!((levels.count(), levels.name(0)), (1, "(empty)"));
        assert_eq!(levels.codes(&text(&["new", ""])), [None, Some(0)]);
    }

    #[test]
    fn a_near_unique_column_is_one_pool() {
        let names: Vec<String> = (0..500).map(|i| format!("name {}", i / 2)).collect();
        let text: Text = names.iter().map(|name| Some(name.as_str())).collect();
        assert_eq!(Levels::fit(&text, 200).count(), 1);
    }
}
