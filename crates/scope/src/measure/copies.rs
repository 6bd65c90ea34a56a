//! Rows that are there twice, told apart from rows that merely happen to be alike.
//!
//! In a table of few short columns many rows are alike by chance. If they are, then dropping a column
//! makes many more rows alike: about one in `p` of those pairs agrees on the dropped column as well,
//! `p` being the chance that two values of it agree. Copies agree on every column, whatever is dropped.

use std::collections::HashMap;

use frame::{Column, Frame, Profile, Values};

/// Copies in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Copies {
    /// Rows that repeat an earlier row exactly, in the whole table.
    pub exact: u64,
    /// How many of them chance explains.
    pub by_chance: f64,
    /// Columns whose values a few rows repeat but for a hair's breadth in one: how many rows, and the column.
    pub near: Option<(usize, String)>,
    /// Rows in which near copies were looked for.
    pub rows_sampled: usize,
}

/// Rows in which chance is estimated.
const ROWS: usize = 20_000;
/// Columns dropped in turn at most.
const COLUMNS: usize = 400;

impl Copies {
    /// Copies among all rows of `profile`; chance and near copies are estimated on `sample`, target included.
    pub fn of(profile: &Profile, sample: &Frame, target: &str, seed: u64) -> Copies {
        let distinct = profile.distinct_rows.count().min(profile.rows);
        let exact = if profile.distinct_rows.is_estimate() && distinct as f64 > 0.985 * profile.rows as f64 {
            0
        } else {
            profile.rows - distinct
        };
        let kept = super::telling::some_rows(sample.rows(), ROWS, seed);
        let sample = if kept.len() == sample.rows() { sample.clone() } else { sample.take(&kept) };
        let hashes: Vec<Vec<u64>> = sample.columns().iter().map(hashes).collect();
        let mut whole = vec![0_u64; sample.rows()];
        hashes.iter().for_each(|column| {
            whole.iter_mut().zip(column).for_each(|(sum, hash)| *sum = sum.wrapping_add(*hash));
        });
        let pairs = pairs(&whole);
        let mut chance = f64::INFINITY;
        let mut near: Option<(usize, String)> = None;
        for (column, hashes) in sample.columns().iter().zip(&hashes).take(COLUMNS) {
            let without: Vec<u64> =
                whole.iter().zip(hashes).map(|(sum, hash)| sum.wrapping_sub(*hash)).collect();
            let agree = agreement(hashes);
            chance = chance.min(self::pairs(&without) * agree);
            if column.name != target {
                let close = close_rows(column, &without, hashes);
                if close > near.as_ref().map_or(0, |(rows, _)| *rows) {
                    near = Some((close, column.name.clone()));
                }
            }
        }
        // Pairs grow with the square of the rows.
        let scale = (profile.rows as f64 / sample.rows().max(1) as f64).powi(2);
        let by_chance = if pairs == 0.0 { 0.0 } else { chance * scale };
        Copies { exact, by_chance, near, rows_sampled: sample.rows() }
    }
}

/// One hash a row, different between columns.
fn hashes(column: &Column) -> Vec<u64> {
    let salt = mixed(column.name.bytes().fold(17, |hash, byte| mixed(hash ^ u64::from(byte))));
    match &column.values {
        Values::Numbers(values) => values.iter().map(|value| mixed(salt ^ (value + 0.0).to_bits())).collect(),
        Values::Text(text) => text.codes.iter().map(|&code| mixed(salt ^ u64::from(code))).collect(),
    }
}

/// A well-mixed hash (splitmix64; Steele et al., OOPSLA 2014).
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn counts(hashes: &[u64]) -> HashMap<u64, u32> {
    let mut counts = HashMap::with_capacity(hashes.len());
    hashes.iter().for_each(|&hash| *counts.entry(hash).or_default() += 1);
    counts
}

/// Pairs of rows that agree.
fn pairs(hashes: &[u64]) -> f64 {
    counts(hashes).values().map(|&count| u64::from(count) * u64::from(count - 1) / 2).sum::<u64>() as f64
}

/// The chance that two rows agree.
fn agreement(hashes: &[u64]) -> f64 {
    let rows = hashes.len() as f64;
    if rows < 2.0 { 1.0 } else { pairs(hashes) / (rows * (rows - 1.0) / 2.0) }
}

/// Rows that agree with another on all but this column of numbers, and there differ by less than a hundredth
/// of its spread: how many more than chance puts there.
fn close_rows(column: &Column, without: &[u64], own: &[u64]) -> usize {
    let Some(values) = column.as_numbers() else { return 0 };
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < 20 {
        return 0;
    }
    let quarter = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    let breadth = (quarter(0.9) - quarter(0.1)) / 50.0;
    let mut order: Vec<usize> = (0..without.len()).filter(|&row| !values[row].is_nan()).collect();
    order.sort_by(|&a, &b| without[a].cmp(&without[b]).then(values[a].total_cmp(&values[b])));
    let (mut close, mut far) = (0, 0);
    for pair in
        order.windows(2).filter(|pair| without[pair[0]] == without[pair[1]] && own[pair[0]] != own[pair[1]])
    {
        let apart = values[pair[1]] - values[pair[0]];
        if apart < breadth { close += 1 } else { far += 1 }
    }
    // By chance about one pair in twenty lies that close; where most are far, the close ones are chance.
    if close >= 3 * far { close } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frame::Kind;

    fn copies(frame: &Frame) -> Copies {
        Copies::of(&Profile::of(frame), frame, "y", 0)
    }

    fn table(rows: usize, levels: f64) -> Frame {
        let mut random = fastrand::Rng::with_seed(3);
        let mut column = |name: &str, levels: f64| {
            Column::numbers(name, Kind::Number, (0..rows).map(|_| (random.f64() * levels).floor()).collect())
        };
        Frame::new(vec![column("a", levels), column("b", levels), column("c", 4.0), column("y", 2.0)])
    }

    #[test]
    fn rows_alike_by_chance_are_explained() {
        let found = copies(&table(2_000, 12.0));
        assert!(found.exact > 500 && (found.exact as f64) < 3.0 * found.by_chance, "{found:?}");
        assert_eq!(found.near, None);
    }

    #[test]
    fn copies_are_not_chance() {
        let mut frame = table(2_000, 1e6);
        let twice = frame.take(&(0..80).collect::<Vec<_>>());
        frame.append(&twice);
        let found = copies(&frame);
        assert!(found.exact == 80 && found.by_chance < 2.0, "{found:?}");
    }
}
