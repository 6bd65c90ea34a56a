//! The bins two columns are compared by. They are the reference's own, so every comparison has the same ones.

use std::collections::HashMap;

use frame::{Column, Values};

/// Bins of equal count for numbers, one for each frequent text.
#[derive(Debug, Clone, PartialEq)]
pub enum Bins {
    /// The upper ends of all bins but the last.
    Numbers(Vec<f64>),
    /// The bin of each text the reference knows; rare ones share the last.
    Texts(HashMap<String, u8>, usize),
}

/// The place of a value that no bin holds: a missing one, or a text the reference does not know.
pub const NOWHERE: u8 = u8::MAX;
/// Bins of numbers, and of texts.
const MOST: usize = 10;
const MOST_TEXTS: usize = 30;
/// A bin of a text holds at least so many rows, and a bin of numbers about so many at least.
const FEW: usize = 5;
const SOME: usize = 25;

impl Bins {
    /// The bins of a reference; fewer when the smaller of the tables has few `rows`. `None` when all is the same or missing.
    pub fn of(reference: &Column, rows: usize) -> Option<Bins> {
        let most = (rows.min(reference.len()) / SOME).clamp(2, MOST);
        let bins = match &reference.values {
            Values::Numbers(numbers) => Bins::Numbers(edges(numbers, most)),
            Values::Text(text) => {
                let mut counts: HashMap<String, usize> = HashMap::new();
                for (level, count) in text.levels.iter().zip(text.counts()).filter(|(_, count)| *count > 0) {
                    *counts.entry(level.trim().to_owned()).or_default() += count;
                }
                let mut order: Vec<(String, usize)> = counts.into_iter().collect();
                order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                let own = order.iter().take_while(|(_, count)| *count >= FEW).count().min(MOST_TEXTS);
                let bins = own + usize::from(own < order.len());
                let place = |(at, (level, _)): (usize, (String, usize))| (level, at.min(own) as u8);
                Bins::Texts(order.into_iter().enumerate().map(place).collect(), bins)
            }
        };
        (bins.count() > 1).then_some(bins)
    }

    /// How many bins.
    pub fn count(&self) -> usize {
        match self {
            Bins::Numbers(edges) => edges.len() + 1,
            Bins::Texts(_, count) => *count,
        }
    }

    /// The bin of each row of a column of the same kind.
    pub fn places(&self, column: &Column) -> Vec<u8> {
        match (self, &column.values) {
            (Bins::Numbers(edges), Values::Numbers(numbers)) => {
                let place = |value: &f64| {
                    if value.is_nan() { NOWHERE } else { edges.partition_point(|edge| edge < value) as u8 }
                };
                numbers.iter().map(place).collect()
            }
            (Bins::Texts(bins, _), Values::Text(text)) => {
                let by_code: Vec<u8> = text
                    .levels
                    .iter()
                    .map(|level| bins.get(level.trim()).copied().unwrap_or(NOWHERE))
                    .collect();
                text.codes
                    .iter()
                    .map(|&code| by_code.get(code as usize).copied().unwrap_or(NOWHERE))
                    .collect()
            }
            _ => vec![NOWHERE; column.len()],
        }
    }

    /// Rows in each bin.
    pub fn counts(&self, places: impl Iterator<Item = u8>) -> Vec<f64> {
        let mut counts = vec![0.0; self.count()];
        places.filter(|&place| place != NOWHERE).for_each(|place| counts[usize::from(place)] += 1.0);
        counts
    }
}

/// Upper ends of bins that hold about as many rows each; a value that many rows share has a bin of its own.
fn edges(numbers: &[f64], most: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = numbers.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let (mut edges, mut at) = (Vec::new(), 0);
    while edges.len() + 1 < most && at < sorted.len() {
        let wanted = (sorted.len() - at).div_ceil(most - edges.len());
        let edge = sorted[at + wanted - 1];
        // What is alike stays together; a heavy value does not take its lighter neighbours along.
        let (from, to) =
            (sorted.partition_point(|&value| value < edge), sorted.partition_point(|&value| value <= edge));
        let heavy = to - from >= 2 * wanted && from > at + wanted / 4;
        at = if heavy { from } else { to };
        if at < sorted.len() {
            edges.push(if heavy { sorted[from - 1] } else { edge });
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use frame::Kind;

    use super::*;

    #[test]
    fn heavy_values_have_their_own_bin() {
        let mut values = vec![0.0; 900];
        values.extend((1..=100).map(f64::from));
        let column = Column::numbers("gain", Kind::Number, values);
        let bins = Bins::of(&column, 1_000).unwrap();
        let counts = bins.counts(bins.places(&column).into_iter());
        assert_eq!((counts[0], counts.len()), (900.0, 10));
        assert!(counts[1..].iter().all(|&count| (10.0..=13.0).contains(&count)), "{counts:?}");
        assert_eq!(Bins::of(&Column::numbers("one", Kind::Number, vec![1.0; 50]), 50), None);
    }

    #[test]
    fn texts_never_seen_are_nowhere() {
        let column = Column::text("kind", (0..100).map(|row| Some(["a", "b", "c"][row % 3])));
        let bins = Bins::of(&column, 100).unwrap();
        let later = Column::text("kind", [Some("b"), Some("new"), None, Some(" a")]);
        assert_eq!(bins.places(&later), [1, NOWHERE, NOWHERE, 0]);
    }
}
