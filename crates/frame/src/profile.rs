//! What is known of a table of any size after one pass: counts, ranges and frequent values of each column.
//!
//! A [`Profiler`] is given the rows a stretch at a time. Profiles of parts merge into the profile of the whole.

use crate::frequent::{Frequent, Value};
use crate::hash::{MISSING, hash_number, hash_row, hash_text};
use crate::moments::{Moments, Stream};
use crate::{Column, Distinct, Frame, Kind, Values};

/// What is known of a table.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// How many rows.
    pub rows: u64,
    /// How many different rows.
    pub distinct_rows: Distinct,
    /// One entry a column, in order.
    pub columns: Vec<ColumnProfile>,
}

/// What is known of a column.
#[derive(Debug, Clone)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// What its values mean.
    pub kind: Kind,
    /// How many rows have no value.
    pub missing: u64,
    /// How many values are empty text or only spaces.
    pub empty_text: u64,
    /// How many different values it has, missing apart.
    pub distinct: Distinct,
    /// Of numbers and times (in seconds since 1970): count, range, mean and spread.
    pub moments: Moments,
    /// Texts that stood in a column of numbers and could not be read as one, with their counts, most
    /// frequent first. They are missing in the frame.
    pub strays: Vec<(String, u64)>,
    frequent: Frequent,
}

/// The values of one column in a stretch of rows, with their hashes.
pub enum Stretch<'a> {
    /// Numbers; NaN is missing.
    Numbers(&'a [f64], &'a [u64]),
    /// Texts, of which the text of a row is asked for only when its hash is new.
    Texts(&'a [u64], &'a dyn Fn(usize) -> &'a str),
}

/// Takes a table's rows, in order, and profiles them.
#[derive(Debug)]
pub struct Profiler {
    profile: Profile,
    streams: Vec<Stream>,
}

impl Profiler {
    /// Profile a table of these columns, as yet without rows.
    pub fn new<'a>(columns: impl IntoIterator<Item = (&'a str, Kind)>) -> Profiler {
        let columns: Vec<ColumnProfile> =
            columns.into_iter().map(|(name, kind)| ColumnProfile::new(name, kind)).collect();
        let streams = vec![Stream::default(); columns.len()];
        Profiler { profile: Profile { columns, ..Profile::default() }, streams }
    }

    /// How many rows were seen.
    pub fn rows(&self) -> u64 {
        self.profile.rows
    }

    /// Count rows by their hashes, [`hash_row`] over the hashes of their values.
    pub fn add_rows(&mut self, hashes: &[u64]) {
        self.profile.rows += hashes.len() as u64;
        hashes.iter().for_each(|&hash| self.profile.distinct_rows.add(hash));
    }

    /// Take the next values of the column at this position; so many of the texts are empty or only spaces.
    pub fn add_values(&mut self, column: usize, values: &Stretch<'_>, empty_text: u64) {
        let profile = &mut self.profile.columns[column];
        profile.empty_text += empty_text;
        match values {
            Stretch::Numbers(numbers, hashes) => {
                for (&number, &hash) in numbers.iter().zip(*hashes) {
                    if hash == MISSING {
                        profile.missing += 1;
                    } else {
                        self.streams[column].add(number);
                        profile.count(hash, 1, || Value::Number(number + 0.0));
                    }
                }
            }
            Stretch::Texts(hashes, text) => {
                for (row, &hash) in hashes.iter().enumerate() {
                    if hash == MISSING {
                        profile.missing += 1;
                    } else {
                        profile.count(hash, 1, || Value::text(text(row)));
                    }
                }
            }
        }
    }

    /// What is known of all rows that were seen.
    pub fn finish(mut self) -> Profile {
        for (column, stream) in self.profile.columns.iter_mut().zip(&self.streams) {
            column.moments = stream.moments();
        }
        self.profile
    }
}

impl Profile {
    /// The profile of one frame.
    pub fn of(frame: &Frame) -> Profile {
        let mut profiler =
            Profiler::new(frame.columns().iter().map(|column| (column.name.as_str(), column.kind)));
        let mut rows = vec![0_u64; frame.rows()];
        for (at, column) in frame.columns().iter().enumerate() {
            let hashes = hashes(column);
            rows.iter_mut().zip(&hashes).for_each(|(row, &hash)| *row = hash_row(*row, hash));
            match &column.values {
                Values::Numbers(numbers) => profiler.add_values(at, &Stretch::Numbers(numbers, &hashes), 0),
                Values::Text(text) => {
                    let used = text.levels.iter().zip(text.counts());
                    let blank =
                        used.filter(|(level, _)| level.trim().is_empty()).map(|(_, count)| count as u64);
                    let value = |row: usize| text.get(row).unwrap_or_default();
                    profiler.add_values(at, &Stretch::Texts(&hashes, &value), blank.sum());
                }
            }
        }
        profiler.add_rows(&rows);
        profiler.finish()
    }

    /// Add what is known of further rows of the same table.
    ///
    /// # Panics
    /// When the columns are not the same.
    pub fn merge(&mut self, other: &Profile) {
        if self.columns.is_empty() {
            *self = other.clone();
            return;
        }
        assert_eq!(self.columns.len(), other.columns.len(), "profiles of one table have the same columns");
        self.rows += other.rows;
        self.distinct_rows.merge(&other.distinct_rows);
        for (mine, theirs) in self.columns.iter_mut().zip(&other.columns) {
            mine.merge(theirs);
        }
    }

    /// What is known of the column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnProfile> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// The hash of each row's value.
fn hashes(column: &Column) -> Vec<u64> {
    match &column.values {
        Values::Numbers(numbers) => {
            let hash = |&number: &f64| if number.is_nan() { MISSING } else { hash_number(number) };
            numbers.iter().map(hash).collect()
        }
        Values::Text(text) => {
            let levels: Vec<u64> = text.levels.iter().map(|level| hash_text(level)).collect();
            text.codes.iter().map(|&code| levels.get(code as usize).copied().unwrap_or(MISSING)).collect()
        }
    }
}

impl ColumnProfile {
    fn new(name: &str, kind: Kind) -> ColumnProfile {
        ColumnProfile {
            name: name.to_owned(),
            kind,
            missing: 0,
            empty_text: 0,
            distinct: Distinct::default(),
            moments: Moments::default(),
            strays: Vec::new(),
            frequent: Frequent::default(),
        }
    }

    #[inline]
    fn count(&mut self, hash: u64, count: u64, value: impl FnOnce() -> Value) {
        // What is known to be frequent has been counted among the different ones before.
        if !self.frequent.count_known(hash, count) {
            self.distinct.add(hash);
            self.frequent.count_new(hash, count, value);
        }
    }

    fn merge(&mut self, other: &ColumnProfile) {
        self.missing += other.missing;
        self.empty_text += other.empty_text;
        self.distinct.merge(&other.distinct);
        self.moments.merge(&other.moments);
        self.frequent.merge(&other.frequent);
        for (text, count) in &other.strays {
            match self.strays.iter_mut().find(|(known, _)| known == text) {
                Some((_, known)) => *known += count,
                None => self.strays.push((text.clone(), *count)),
            }
        }
        self.strays.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    /// The most frequent values as a person writes them, with their counts: most frequent first, ties in
    /// order of the text; of a long text the first 256 bytes. Counts are exact while the column has at most
    /// 4,096 different values; beyond that only values seen among a fixed pseudo-random 4,096 of them are
    /// listed, with exact counts.
    pub fn top(&self, most: usize) -> Vec<(String, u64)> {
        self.frequent.top(self.kind, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(rows: std::ops::Range<usize>) -> Frame {
        let names = ["ash", "", "oak"];
        Frame::new(vec![
            Column::numbers("age", Kind::Integer, rows.clone().map(|row| (row % 10) as f64).collect()),
            Column::text("tree", rows.clone().map(|row| (row % 4 < 3).then(|| names[row % 4]))),
            Column::numbers(
                "gap",
                Kind::Number,
                rows.map(|row| if row % 2 == 0 { f64::NAN } else { 0.5 }).collect(),
            ),
        ])
    }

    #[test]
    fn counts_what_is_there() {
        let profile = Profile::of(&frame(0..100));
        let [age, tree, gap] = &profile.columns[..] else { unreachable!() };
        assert_eq!((profile.rows, profile.distinct_rows.count()), (100, 20));
        assert_eq!((age.missing, age.distinct.count(), age.moments.mean as f32), (0, 10, 4.5));
        assert_eq!((tree.missing, tree.empty_text, tree.distinct.count()), (25, 25, 3));
        assert_eq!(tree.top(2), [("".into(), 25), ("ash".into(), 25)]);
        assert_eq!((gap.missing, gap.top(9)), (50, vec![("0.5".into(), 50)]));
    }

    #[test]
    fn parts_merge_into_the_whole() {
        let whole = Profile::of(&frame(0..1_000));
        let mut merged = Profile::default();
        for start in (0..1_000).step_by(250) {
            merged.merge(&Profile::of(&frame(start..start + 250)));
        }
        assert_eq!((whole.rows, &whole.distinct_rows), (merged.rows, &merged.distinct_rows));
        for (whole, merged) in whole.columns.iter().zip(&merged.columns) {
            assert_eq!((whole.missing, &whole.distinct), (merged.missing, &merged.distinct));
            assert_eq!(whole.top(50), merged.top(50));
            let (whole, merged) = (whole.moments, merged.moments);
            assert_eq!((whole.count, whole.min, whole.max), (merged.count, merged.min, merged.max));
            let close = |a: Option<f64>, b: Option<f64>| (a.unwrap_or(-1.0) - b.unwrap_or(-1.0)).abs() < 1e-9;
            assert!(close(whole.variance(), merged.variance()) && (whole.mean - merged.mean).abs() < 1e-9);
        }
    }
}
