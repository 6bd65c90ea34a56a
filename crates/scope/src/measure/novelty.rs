//! How often the next row will have a text that was never seen before.

use frame::Column;

/// A column of texts, and how many of them are new.
#[derive(Debug, Clone, PartialEq)]
pub struct Novelty {
    /// The column.
    pub column: String,
    /// Different texts.
    pub distinct: usize,
    /// Rows that have a text.
    pub rows: usize,
    /// The chance that the next row's text is new: the share of rows whose text occurs once (Good, "The population
    /// frequencies of species", Biometrika 1953, equation 9).
    pub unseen: f64,
    /// Words of a text in the middle.
    pub words: usize,
}

impl Novelty {
    /// The novelty of a column of text.
    pub fn of(column: &Column) -> Option<Novelty> {
        let text = column.as_text()?;
        let counts = text.counts();
        let rows: usize = counts.iter().sum();
        let once = counts.iter().filter(|&&count| count == 1).count();
        let used = text.levels.iter().zip(&counts).filter(|(_, count)| **count > 0);
        let mut words: Vec<usize> =
            used.take(2_000).map(|(level, _)| level.split_whitespace().count()).collect();
        words.sort_unstable();
        (rows > 0).then(|| Novelty {
            column: column.name.clone(),
            distinct: counts.iter().filter(|&&count| count > 0).count(),
            rows,
            unseen: once as f64 / rows as f64,
            words: words.get(words.len() / 2).copied().unwrap_or(0),
        })
    }
}
