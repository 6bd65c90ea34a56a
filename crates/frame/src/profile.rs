//! What is known of a table of any size after one pass: counts, ranges and frequent values of each column.
//!
//! Profiles of parts merge into the profile of the whole, so they are the same on any number of threads.

use std::collections::HashMap;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::{Cell, Column, Distinct, Frame, Kind, Values, show_number, show_time};

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

/// Count, range, mean and spread of numbers; those of parts merge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// How many numbers.
    pub count: u64,
    /// The smallest; infinite when there is none.
    pub min: f64,
    /// The largest; infinite when there is none.
    pub max: f64,
    /// Their mean; 0 when there is none.
    pub mean: f64,
    squares: f64,
}

impl Profile {
    /// The profile of one frame.
    pub fn of(frame: &Frame) -> Profile {
        let mut distinct_rows = Distinct::default();
        for row in row_hashes(frame) {
            distinct_rows.add(row);
        }
        Profile {
            rows: frame.rows() as u64,
            distinct_rows,
            columns: frame.columns().iter().map(ColumnProfile::of).collect(),
        }
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

impl ColumnProfile {
    fn of(column: &Column) -> ColumnProfile {
        let mut profile = ColumnProfile {
            name: column.name.clone(),
            kind: column.kind,
            missing: 0,
            empty_text: 0,
            distinct: Distinct::default(),
            moments: Moments::default(),
            strays: Vec::new(),
            frequent: Frequent::default(),
        };
        match &column.values {
            Values::Numbers(values) => {
                let mut counts: HashMap<u64, u64> = HashMap::new();
                for &value in values {
                    if value.is_nan() {
                        profile.missing += 1;
                    } else {
                        profile.moments.add(value);
                        *counts.entry(bits(value)).or_default() += 1;
                    }
                }
                for (bits, count) in counts {
                    profile.count(Value::Number(bits), hash_number(bits), count);
                }
            }
            Values::Text(text) => {
                for (level, count) in text.levels.iter().zip(text.counts()).filter(|(_, count)| *count > 0) {
                    if level.trim().is_empty() {
                        profile.empty_text += count as u64;
                    }
                    profile.count(Value::Text(level.to_string()), hash_text(level), count as u64);
                }
                profile.missing = (column.len() - text.counts().iter().sum::<usize>()) as u64;
            }
        }
        profile
    }

    fn count(&mut self, value: Value, hash: u64, count: u64) {
        self.distinct.add(hash);
        self.frequent.add(hash, value, count);
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
    /// order of the text. Counts are exact while the column has at most 4,096 different values; beyond
    /// that only values seen among a fixed pseudo-random 4,096 of them are listed, with exact counts.
    pub fn top(&self, most: usize) -> Vec<(String, u64)> {
        let mut top: Vec<(String, u64)> =
            self.frequent.counts.values().map(|(value, count)| (value.show(self.kind), *count)).collect();
        top.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        top.truncate(most);
        top
    }
}

impl Default for Moments {
    fn default() -> Self {
        Moments { count: 0, min: f64::INFINITY, max: f64::NEG_INFINITY, mean: 0.0, squares: 0.0 }
    }
}

impl Moments {
    /// The moments of these numbers; NaN is left out.
    pub fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().filter(|value| !value.is_nan()).for_each(|&value| moments.add(value));
        moments
    }

    /// Add a number. Welford, "Note on a method for calculating corrected sums of squares" (1962).
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        let delta = value - self.mean;
        self.mean += delta / self.count as f64;
        self.squares += delta * (value - self.mean);
    }

    /// Add all that `other` has seen. Chan, Golub & LeVeque, "Updating formulae" (1979), equation 2.1.
    pub fn merge(&mut self, other: &Moments) {
        let count = self.count + other.count;
        if count == 0 {
            return;
        }
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let delta = other.mean - self.mean;
        self.squares += other.squares + delta * delta * mine * theirs / count as f64;
        self.mean += delta * theirs / count as f64;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.count = count;
    }

    /// The variance, with n - 1 below; `None` for fewer than two numbers.
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }
}

/// Counts of values, in bounded memory: those of the 4,096 values with the smallest hashes. A value is
/// kept or left out for its hash alone, so a kept value's count is exact and parts merge exactly.
#[derive(Debug, Clone, Default)]
struct Frequent {
    counts: std::collections::BTreeMap<u64, (Value, u64)>,
}

impl Frequent {
    const KEPT: usize = 4_096;

    fn add(&mut self, hash: u64, value: Value, count: u64) {
        if let Some((_, known)) = self.counts.get_mut(&hash) {
            *known += count;
            return;
        }
        let full = self.counts.len() == Frequent::KEPT;
        if full && self.counts.last_key_value().is_some_and(|(&last, _)| hash > last) {
            return;
        }
        self.counts.insert(hash, (value, count));
        if full {
            self.counts.pop_last();
        }
    }

    fn merge(&mut self, other: &Frequent) {
        for (&hash, (value, count)) in &other.counts {
            self.add(hash, value.clone(), *count);
        }
    }
}

/// A value as it is counted; a number by its bits.
#[derive(Debug, Clone)]
enum Value {
    Number(u64),
    Text(String),
}

impl Value {
    fn show(&self, kind: Kind) -> String {
        match (self, kind) {
            (Value::Text(text), _) => text.clone(),
            (Value::Number(bits), Kind::Date | Kind::Timestamp) => show_time(kind, f64::from_bits(*bits)),
            (Value::Number(bits), Kind::Boolean) => (f64::from_bits(*bits) != 0.0).to_string(),
            (Value::Number(bits), _) => show_number(f64::from_bits(*bits)),
        }
    }
}

/// The bits of a number, with both zeros alike.
fn bits(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

fn hash_number(bits: u64) -> u64 {
    xxh3_64(&bits.to_le_bytes())
}

fn hash_text(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// A hash of each row's values, columns in order.
pub(crate) fn row_hashes(frame: &Frame) -> Vec<u64> {
    let mut hashes = vec![0_u64; frame.rows()];
    for column in frame.columns() {
        let levels: Vec<u64> = column
            .as_text()
            .map(|text| text.levels.iter().map(|level| hash_text(level)).collect())
            .unwrap_or_default();
        for (row, hash) in hashes.iter_mut().enumerate() {
            let value = match (&column.values, column.cell(row)) {
                (_, Cell::Missing) => 1,
                (Values::Text(text), _) => levels[text.codes[row] as usize],
                (_, Cell::Number(value)) => hash_number(bits(value)),
                (_, Cell::Text(text)) => hash_text(text),
            };
            *hash = xxh3_64_with_seed(&value.to_le_bytes(), *hash);
        }
    }
    hashes
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
