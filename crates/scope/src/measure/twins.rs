//! Columns that say the same: one is the other in another unit, another order or other words.

use std::collections::{BTreeMap, HashMap};

use frame::{Column, Frame, Values};
use rayon::prelude::*;

use super::alone::ranks;
use super::telling::some_rows;

/// Rows compared at most.
pub const ROWS: usize = 2_000;
/// Agreement of ranks from which two columns are one: rounding alone may part them.
const SAME: f64 = 0.998;

/// Groups of columns that say the same, in the order of their first column.
pub fn twins(features: &Frame, seed: u64) -> Vec<Vec<String>> {
    let rows = some_rows(features.rows(), ROWS, seed);
    let features = features.take(&rows);
    let columns = features.columns();
    let mut leader: Vec<usize> = (0..columns.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (leader[a].min(leader[b]), leader[a].max(leader[b]));
        leader.iter_mut().filter(|leader| **leader == b).for_each(|leader| *leader = a);
    };
    let mut by_partition: HashMap<Vec<u32>, usize> = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        let Some(partition) = partition(column) else { continue };
        match by_partition.get(&partition) {
            Some(&first) => join(first, at),
            None => _ = by_partition.insert(partition, at),
        }
    }
    let scaled: Vec<(usize, Vec<f32>)> =
        columns.iter().enumerate().filter_map(|(at, column)| Some((at, scaled(column)?))).collect();
    let same: Vec<(usize, usize)> = scaled
        .par_iter()
        .enumerate()
        .flat_map_iter(|(place, (a, ranks_a))| {
            let others = scaled[place + 1..].iter();
            let same = others.filter(move |(b, ranks_b)| {
                together(ranks_a, ranks_b).abs() > SAME && same_gaps(&columns[*a], &columns[*b])
            });
            same.map(move |(b, _)| (*a, *b))
        })
        .collect();
    same.into_iter().for_each(|(a, b)| join(a, b));
    let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    leader
        .iter()
        .zip(columns)
        .for_each(|(&first, column)| groups.entry(first).or_default().push(column.name.clone()));
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Which rows are alike, whatever the values are called: each row's value by its first appearance. `None` for columns
/// of one value, and of so many that nearly all rows differ.
fn partition(column: &Column) -> Option<Vec<u32>> {
    let mut known: HashMap<u64, u32> = HashMap::new();
    let codes: Vec<u32> = (0..column.len())
        .map(|row| {
            let value = match &column.values {
                Values::Numbers(values) if values[row].is_nan() => u64::MAX,
                Values::Numbers(values) => (values[row] + 0.0).to_bits(),
                Values::Text(text) => u64::from(text.codes[row]),
            };
            let next = known.len() as u32;
            *known.entry(value).or_insert(next)
        })
        .collect();
    (known.len() > 1 && known.len() * 3 <= column.len()).then_some(codes)
}

/// Ranks of a column of numbers, less their mean and of length 1; `None` when it hardly varies.
fn scaled(column: &Column) -> Option<Vec<f32>> {
    let values = column.as_numbers()?;
    let present: Vec<usize> = (0..values.len()).filter(|&row| !values[row].is_nan()).collect();
    let known: Vec<f64> = present.iter().map(|&row| values[row]).collect();
    if known.len() * 2 < values.len() || known.len() < 20 {
        return None;
    }
    let ranks = ranks(&known);
    let mean = ranks.iter().sum::<f64>() / ranks.len() as f64;
    let length = ranks.iter().map(|rank| (rank - mean).powi(2)).sum::<f64>().sqrt();
    if length < 0.05 * (ranks.len() as f64).sqrt() {
        return None;
    }
    let mut scaled = vec![0.0_f32; values.len()];
    present.iter().zip(&ranks).for_each(|(&row, rank)| scaled[row] = ((rank - mean) / length) as f32);
    Some(scaled)
}

/// The sum of products, several sums side by side: one alone would wait for each addition.
fn together(a: &[f32], b: &[f32]) -> f64 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    for (a, b) in a.chunks(LANES).zip(b.chunks(LANES)) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().map(|&sum| f64::from(sum)).sum()
}

/// Whether two columns lack their values in the same rows, a few apart.
fn same_gaps(a: &Column, b: &Column) -> bool {
    let apart = (0..a.len()).filter(|&row| a.is_missing(row) != b.is_missing(row)).count();
    apart * 100 <= a.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use frame::Kind;

    #[test]
    fn the_same_in_other_units_and_words() {
        let mut random = fastrand::Rng::with_seed(3);
        let length: Vec<f64> = (0..900).map(|_| (random.f64() * 900.0).round() / 10.0).collect();
        let near: Vec<f64> = length.iter().map(|value| value + 12.0 * random.f64()).collect();
        let land: Vec<usize> = (0..900).map(|_| random.usize(0..5)).collect();
        let frame = Frame::new(vec![
            Column::numbers("cm", Kind::Number, length.clone()),
            Column::numbers("near", Kind::Number, near),
            Column::text("code", land.iter().map(|&at| Some(["at", "de", "it", "fr", "ch"][at]))),
            Column::numbers(
                "inch",
                Kind::Number,
                length.iter().map(|cm| (cm / 0.254).round() / 10.0).collect(),
            ),
            Column::text("land", land.iter().map(|&at| Some(["A", "D", "I", "F", "C"][at]))),
        ]);
        assert_eq!(
            twins(&frame, 0),
            [vec!["cm".to_owned(), "inch".into()], vec!["code".into(), "land".into()]]
        );
    }
}
