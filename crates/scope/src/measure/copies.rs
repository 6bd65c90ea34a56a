//! Rows that are there twice, told apart from rows that merely happen to be alike.
//!
//! In a table of few short columns many rows are alike by chance. If they are, then dropping a column
//! makes many more rows alike: about one in `p` of those pairs agrees on the dropped column as well,
//! `p` being the chance that two values of it agree. Copies agree on every column, whatever is dropped.

use std::collections::HashMap;

use frame::{Column, Frame, Profile, Values};
use rayon::prelude::*;

/// Copies in a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Copies {
    /// Rows that repeat an earlier row exactly, in the whole table.
    pub exact: u64,
    /// How many of them chance explains.
    pub by_chance: f64,
    /// Rows of the sample that repeat an earlier row in all but the columns that name rows.
    pub renamed: Option<Renamed>,
    /// Rows that repeat another but for a hair's breadth.
    pub near: Option<Near>,
    /// Rows alike in everything but the answer.
    pub conflicts: Conflicts,
    /// Rows in which all but `exact` were looked for.
    pub rows_sampled: usize,
}

/// Rows that differ only in the columns that name them.
#[derive(Debug, Clone, PartialEq)]
pub struct Renamed {
    /// How many repeat an earlier row.
    pub rows: usize,
    /// How many of them chance explains.
    pub by_chance: f64,
    /// The columns that were left out.
    pub names: Vec<String>,
}

/// Rows that repeat another but for a hair's breadth.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// How many.
    pub rows: usize,
    /// The column they differ in; `None` when they differ in several.
    pub column: Option<String>,
}

/// Rows whose features are alike and whose answers differ.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Conflicts {
    /// Rows whose answer is not the most frequent one of the rows like them.
    pub rows: usize,
    /// Pairs of rows in conflict.
    pub pairs: f64,
    /// Pairs in conflict that chance explains.
    pub by_chance: f64,
}

/// Rows in which chance is estimated.
const ROWS: usize = 20_000;
/// Columns dropped in turn at most.
const COLUMNS: usize = 400;

impl Copies {
    /// Copies among all rows of `profile`; the rest is looked for in `sample`, target included. `names` are the
    /// columns that name rows.
    pub fn of(profile: &Profile, sample: &Frame, target: &str, names: &[&str], seed: u64) -> Copies {
        let distinct = profile.distinct_rows.count().min(profile.rows);
        let exact = if profile.distinct_rows.is_estimate() && distinct as f64 > 0.985 * profile.rows as f64 {
            0
        } else {
            profile.rows - distinct
        };
        let kept = super::telling::some_rows(sample.rows(), ROWS, seed);
        let sample = if kept.len() == sample.rows() { sample.clone() } else { sample.take(&kept) };
        let all = Hashed::of(&sample);
        // Pairs grow with the square of the rows.
        let scale = (profile.rows as f64 / sample.rows().max(1) as f64).powi(2);
        let by_chance = if pairs(&all.whole) == 0.0 { 0.0 } else { all.pairs_by_chance() * scale };
        let named = sample.without(names);
        let own = if names.is_empty() { all } else { Hashed::of(&named) };
        let renamed = (!names.is_empty() && named.columns().len() > 1).then(|| {
            let rows = repeats(&own.whole);
            let by_chance = if rows == 0 { 0.0 } else { own.pairs_by_chance() };
            Renamed { rows, by_chance, names: names.iter().map(|&name| name.to_owned()).collect() }
        });
        let near = one_hair(&named, &own, target).into_iter().chain(super::near::many_hairs(&named, target));
        Copies {
            exact,
            by_chance,
            renamed,
            near: near.max_by_key(|near| near.rows).filter(|near| near.rows > 0),
            conflicts: conflicts(&named, target),
            rows_sampled: sample.rows(),
        }
    }
}

/// How many rows of a table are different.
pub(super) fn different_rows(frame: &Frame) -> usize {
    Hashed::of(frame).whole.into_iter().collect::<std::collections::HashSet<u64>>().len()
}

/// Hashes of each column's cells, and their sums over the columns of each row.
struct Hashed {
    columns: Vec<Vec<u64>>,
    whole: Vec<u64>,
}

impl Hashed {
    fn of(frame: &Frame) -> Hashed {
        let columns: Vec<Vec<u64>> = frame.columns().par_iter().map(hashes).collect();
        let mut whole = vec![0_u64; frame.rows()];
        columns.iter().for_each(|column| {
            whole.iter_mut().zip(column).for_each(|(sum, hash)| *sum = sum.wrapping_add(*hash));
        });
        Hashed { columns, whole }
    }

    fn without(&self, column: usize) -> Vec<u64> {
        self.whole.iter().zip(&self.columns[column]).map(|(sum, hash)| sum.wrapping_sub(*hash)).collect()
    }

    /// Pairs of rows that chance makes alike.
    fn pairs_by_chance(&self) -> f64 {
        let chance = |column: usize| pairs(&self.without(column)) * agreement(&self.columns[column]);
        let chances = (0..self.columns.len().min(COLUMNS)).into_par_iter().map(chance);
        chances.reduce(|| f64::INFINITY, f64::min)
    }
}

/// For each column of numbers, the rows that differ in it alone and there by a hair.
fn one_hair(frame: &Frame, hashed: &Hashed, target: &str) -> Vec<Near> {
    let columns = frame.columns().par_iter().enumerate().take(COLUMNS);
    let of = |(at, column): (usize, &Column)| Near {
        rows: close_rows(column, &hashed.without(at), &hashed.columns[at]),
        column: Some(column.name.clone()),
    };
    columns.filter(|(_, column)| column.name != target).map(of).collect()
}

/// Rows alike in all columns but the target, of those that have an answer.
fn conflicts(frame: &Frame, target: &str) -> Conflicts {
    let none = Conflicts { rows: 0, pairs: 0.0, by_chance: 0.0 };
    let Some(answers) = frame.column(target) else { return none };
    let answered: Vec<usize> = (0..frame.rows()).filter(|&row| !answers.is_missing(row)).collect();
    if answered.len() < frame.rows() {
        return conflicts(&frame.take(&answered), target);
    }
    let features = frame.without(&[target]);
    if features.columns().is_empty() {
        return none;
    }
    let hashed = Hashed::of(&features);
    let mut alike: HashMap<u64, Vec<usize>> = HashMap::new();
    (0..frame.rows()).for_each(|row| alike.entry(hashed.whole[row]).or_default().push(row));
    let differ = differing(answers);
    let (mut rows, mut pairs) = (0, 0.0);
    for group in alike.into_values().filter(|group| group.len() > 1) {
        let others = |&row: &usize| group.iter().filter(|&&other| differ(row, other)).count();
        // A large group is judged by its first rows: it is chance anyway.
        let looked: Vec<usize> = group.iter().take(200).map(others).collect();
        let least = looked.iter().copied().min().unwrap_or(0);
        pairs += looked.iter().sum::<usize>() as f64 / 2.0 * group.len() as f64 / looked.len() as f64;
        rows += least;
    }
    if pairs == 0.0 {
        return none;
    }
    let shuffled: Vec<usize> = super::telling::some_rows(frame.rows(), 400, 1);
    let of_pairs =
        shuffled.iter().flat_map(|&a| shuffled.iter().map(move |&b| (a, b))).filter(|(a, b)| a < b);
    let (differing, all) = of_pairs.fold((0.0, 0.0), |(differing, all), (a, b)| {
        (differing + f64::from(u8::from(differ(a, b))), all + 1.0)
    });
    Conflicts { rows, pairs, by_chance: hashed.pairs_by_chance() * differing / f64::max(all, 1.0) }
}

/// Whether the answers of two rows differ; numbers of many values by more than a tenth of the rows.
fn differing(answers: &Column) -> impl Fn(usize, usize) -> bool {
    let ranks = match &answers.values {
        Values::Numbers(values) => {
            let mut different = values.to_vec();
            different.sort_by(f64::total_cmp);
            different.dedup();
            if different.len() > 10 { super::alone::ranks(values) } else { values.to_vec() }
        }
        Values::Text(text) => text.codes.iter().map(|&code| f64::from(code)).collect(),
    };
    move |a: usize, b: usize| (ranks[a] - ranks[b]).abs() > 0.1
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
pub fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// What is made of the number of rows of each hash, summed.
fn over_counts(hashes: &[u64], of: impl Fn(u64) -> u64) -> u64 {
    let mut sorted = hashes.to_vec();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|alike| of(alike.len() as u64)).sum()
}

/// Pairs of rows that agree.
fn pairs(hashes: &[u64]) -> f64 {
    over_counts(hashes, |count| count * (count - 1) / 2) as f64
}

/// Rows that repeat an earlier one.
fn repeats(hashes: &[u64]) -> usize {
    over_counts(hashes, |count| count - 1) as usize
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
    let mut order: Vec<(u64, usize)> =
        (0..without.len()).filter(|&row| !values[row].is_nan()).map(|row| (without[row], row)).collect();
    order.sort_unstable();
    // Mostly no two rows are alike in all other columns.
    if order.windows(2).all(|pair| pair[0].0 != pair[1].0) {
        return 0;
    }
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < 20 {
        return 0;
    }
    let quarter = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    let breadth = (quarter(0.9) - quarter(0.1)) / 50.0;
    let (mut close, mut far) = (0, 0);
    for alike in order.chunk_by_mut(|a, b| a.0 == b.0) {
        alike.sort_by(|a, b| values[a.1].total_cmp(&values[b.1]));
        for pair in alike.windows(2).filter(|pair| own[pair[0].1] != own[pair[1].1]) {
            let apart = values[pair[1].1] - values[pair[0].1];
            if apart < breadth { close += 1 } else { far += 1 }
        }
    }
    // By chance about one pair in twenty lies that close; where most are far, the close ones are chance.
    if close >= 3 * far { close } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frame::Kind;

    fn copies(frame: &Frame) -> Copies {
        Copies::of(&Profile::of(frame), frame, "y", &[], 0)
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

    #[test]
    fn conflicts_are_told_from_rows_alike_by_chance() {
        let coarse = copies(&table(2_000, 12.0)).conflicts;
        assert!(coarse.pairs < 2.0 * coarse.by_chance, "{coarse:?}");
        let mut frame = table(1_000, 1e6);
        let again = frame.take(&(0..50).collect::<Vec<_>>());
        let other = again.column("y").unwrap().as_numbers().unwrap().iter().map(|y| 1.0 - y).collect();
        let other = Column::numbers("y", Kind::Number, other);
        frame.append(&Frame::new(again.without(&["y"]).columns().iter().cloned().chain([other]).collect()));
        let found = copies(&frame).conflicts;
        assert!(found.rows == 50 && found.pairs > 20.0 * found.by_chance, "{found:?}");
    }
}
