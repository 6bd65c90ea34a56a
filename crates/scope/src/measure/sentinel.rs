//! Values that stand for "not known": words such as `?` or `unknown`, and numbers such as -1, 999 or 0.
//!
//! A number is judged by its company, not by its looks: it must be frequent, stand at the end, and stand
//! apart from all others by far more than they stand apart from each other. An honest zero (no capital
//! gain, no visits) begins a distribution that goes on beside it.

use std::collections::BTreeMap;

use frame::{Column, ColumnProfile, Frame, Kind, Values};
use rayon::prelude::*;

/// Values of one column that stand for "not known".
#[derive(Debug, Clone, PartialEq)]
pub struct Sentinel {
    /// The column.
    pub column: String,
    /// The values as written, with their counts, most frequent first.
    pub values: Vec<(String, usize)>,
    /// Rows looked at.
    pub rows: usize,
    /// What gives them away.
    pub seen: Seen,
}

/// What gives a sentinel away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It is a word, a mark or a blank.
    Word,
    /// It is a number that stands apart.
    Apart,
    /// It is a zero that occurs where other columns are not known either.
    Together,
}

/// Words for "not known" in lower case; `none`, `no` and `other` are answers, not gaps.
const WORDS: [&str; 55] = [
    "?",
    "??",
    "???",
    "-",
    "--",
    "---",
    ".",
    "..",
    "*",
    "#",
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "#n/a",
    "#na",
    "nan",
    "null",
    "nil",
    "<na>",
    "<null>",
    "(null)",
    "unknown",
    "unk",
    "not known",
    "not available",
    "not given",
    "not stated",
    "not recorded",
    "not specified",
    "unspecified",
    "missing",
    "(missing)",
    "undefined",
    "undisclosed",
    "blank",
    "(blank)",
    "empty",
    "tbd",
    "tba",
    "to be determined",
    "no data",
    "no answer",
    "no response",
    "refused",
    "don't know",
    "dont know",
    "k.a.",
    "k. a.",
    "n/k",
    "unbekannt",
    "keine angabe",
    "inconnu",
    "desconocido",
    "sconosciuto",
];

/// Whether a text says that the value is not known.
pub fn is_word(text: &str) -> bool {
    // Most texts are longer than any of the words.
    if text.trim().len() > 24 {
        return false;
    }
    let plain = text.trim().trim_matches(|c| c == '"' || c == '\'').to_lowercase().replace('_', " ");
    plain.is_empty() || WORDS.contains(&plain.as_str())
}

/// The sentinels of every column, in the order of the columns.
pub fn sentinels(profiles: &[ColumnProfile], sample: &Frame, target: &str) -> Vec<Sentinel> {
    let columns = || sample.columns().iter().filter(|column| column.name != target);
    let mut found: Vec<Sentinel> = Vec::new();
    let own: Vec<Option<Sentinel>> = sample
        .columns()
        .par_iter()
        .filter(|column| column.name != target)
        .map(|column| {
            let profile = profiles.iter().find(|profile| profile.name == column.name);
            match &column.values {
                Values::Text(_) => words(column),
                Values::Numbers(values) => strays(profile, column).or_else(|| apart(column, values)),
            }
        })
        .collect();
    found.extend(own.into_iter().flatten());
    let together: Vec<Sentinel> = columns().filter_map(|column| together(column, sample, &found)).collect();
    let place = |name: &str| sample.names().position(|other| other == name);
    let grown = extend(together, sample, target, &mut found);
    found.extend(grown);
    found.sort_by_key(|sentinel| place(&sentinel.column));
    found
}

fn words(column: &Column) -> Option<Sentinel> {
    let text = column.as_text()?;
    let counts = text.counts();
    let listed = text.levels.iter().zip(counts).filter(|(level, count)| *count > 0 && is_word(level));
    let values: Vec<(String, usize)> = listed.map(|(level, count)| (level.to_string(), count)).collect();
    // Among many thousand titles one may honestly be `Missing`.
    let rows: usize = values.iter().map(|(_, count)| count).sum();
    sentinel(column, values, Seen::Word).filter(|_| rows * 1_000 >= column.len())
}

/// Texts in a column of numbers that say "not known"; other texts are mixed types.
fn strays(profile: Option<&ColumnProfile>, column: &Column) -> Option<Sentinel> {
    let values = profile?
        .strays
        .iter()
        .filter(|(text, _)| is_word(text))
        .map(|(text, count)| (text.clone(), *count as usize));
    let rows = profile.map_or(column.len(), |_| column.len());
    sentinel(column, values.collect(), Seen::Word).map(|sentinel| Sentinel { rows, ..sentinel })
}

fn sentinel(column: &Column, mut values: Vec<(String, usize)>, seen: Seen) -> Option<Sentinel> {
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (!values.is_empty()).then(|| Sentinel { column: column.name.clone(), values, rows: column.len(), seen })
}

/// The different numbers in ascending order, with their counts.
fn counted(values: &[f64]) -> Vec<(f64, usize)> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut counted: Vec<(f64, usize)> = Vec::new();
    for value in sorted {
        match counted.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => counted.push((value, 1)),
        }
    }
    counted
}

/// The value below which a share of the counted numbers lies.
fn quantile(counted: &[(f64, usize)], share: f64) -> f64 {
    let all: usize = counted.iter().map(|(_, count)| count).sum();
    let mut left = (all as f64 * share) as usize;
    for &(value, count) in counted {
        if left < count {
            return value;
        }
        left -= count;
    }
    counted.last().map_or(f64::NAN, |&(value, _)| value)
}

/// A frequent number at either end that stands apart from the rest.
fn apart(column: &Column, values: &[f64]) -> Option<Sentinel> {
    if column.kind == Kind::Boolean {
        return None;
    }
    let mut rest = counted(values);
    let mut found = Vec::new();
    // Two ends, and a second code beside the first (-9 and -8).
    for _ in 0..3 {
        let (Some(&low), Some(&high)) = (rest.first(), rest.last()) else { break };
        if rest.len() > 4 && stands_apart(low, &rest[1..], true) {
            found.push((column, low));
            rest.remove(0);
        } else if rest.len() > 4 && stands_apart(high, &rest[..rest.len() - 1], false) {
            found.push((column, high));
            rest.pop();
        } else {
            break;
        }
    }
    let show = |value: f64| match column.kind {
        Kind::Date | Kind::Timestamp => frame::show_time(column.kind, value),
        _ => frame::show_number(value),
    };
    sentinel(column, found.into_iter().map(|(_, (value, count))| (show(value), count)).collect(), Seen::Apart)
}

/// Whether `value` at the low or high end is a code and not the first of the `rest`.
fn stands_apart((value, count): (f64, usize), rest: &[(f64, usize)], low: bool) -> bool {
    let others: usize = rest.iter().map(|(_, count)| count).sum();
    let (near, far) =
        if low { (rest[0].0, rest[rest.len() - 1].0) } else { (rest[rest.len() - 1].0, rest[0].0) };
    let gap = (near - value).abs();
    let spread = quantile(rest, 0.75) - quantile(rest, 0.25);
    // The widest step between neighbours, the thin tails left out.
    let (from, to) = (quantile(rest, 0.02), quantile(rest, 0.98));
    let step = rest
        .windows(2)
        .filter(|pair| from <= pair[0].0 && pair[1].0 <= to)
        .map(|pair| pair[1].0 - pair[0].0)
        .fold(0.0, f64::max);
    if count < 3 || count * 500 < others || others < 20 {
        return false;
    }
    // Single extreme measurements do not repeat; a code does, more than its neighbours.
    let neighbours: Vec<usize> = if low {
        rest.iter().take(3).map(|pair| pair.1).collect()
    } else {
        rest.iter().rev().take(3).map(|pair| pair.1).collect()
    };
    let spike = neighbours.iter().all(|&neighbour| count > neighbour);
    let range = (far - near).abs();
    let negative = value < 0.0 && near >= 0.0;
    let nines = is_nines(value.abs());
    if negative && value.fract() == 0.0 && (value == -1.0 || value == -2.0 || nines || value <= -99.0) {
        // -1 among lengths and counts: a number that cannot be.
        return value < -2.0 || gap > step || count > neighbours[0] || gap >= 1.0;
    }
    if nines && value.abs() >= 9.0 {
        return spike && gap >= 3.0 * step && gap > 0.15 * range;
    }
    if value == 0.0 {
        let share = count as f64 / (count + others) as f64;
        return low && rest.len() >= 10 && share <= 0.2 && spike && gap >= 0.9 * spread && gap >= 2.0 * step;
    }
    // What is so frequent is an answer, and so is what stands beside a usual answer; a skewed tail goes far by nature.
    let usual = rest.iter().map(|pair| pair.1).max().unwrap_or(0);
    let skewed = !low
        && rest[0].0 >= 0.0
        && (value / near).ln() < (near / quantile(rest, 0.5).max(f64::MIN_POSITIVE)).ln();
    spike
        && count >= 8
        && count * 6 <= others
        && usual * 2 <= others
        && !skewed
        && gap >= range
        && gap >= 3.0 * step
        && rest.len() >= 8
}

/// 9, 99, 999, 8888, 99999.0 …: one digit repeated, eight or nine.
fn is_nines(value: f64) -> bool {
    let text = frame::show_number(value);
    text.len() < 10 && (text.chars().all(|c| c == '9') || (text.len() > 1 && text.chars().all(|c| c == '8')))
}

/// A zero at the low end with a gap above it, that falls together with what is not known in other columns.
fn together(column: &Column, sample: &Frame, known: &[Sentinel]) -> Option<Sentinel> {
    if known.iter().any(|sentinel| sentinel.column == column.name) {
        return None;
    }
    let zeros = zeros(column)?;
    let joint = known.iter().filter(|other| other.seen != Seen::Word).any(|other| {
        let gaps = sample.column(&other.column).map(|column| gaps(column, other)).unwrap_or_default();
        goes_with(&zeros, &gaps)
    });
    let count = zeros.iter().filter(|&&zero| zero).count();
    joint.then(|| sentinel(column, vec![("0".to_owned(), count)], Seen::Together)).flatten()
}

/// Zeros that fall together with zeros found that way, until there are no more.
fn extend(
    mut found: Vec<Sentinel>,
    sample: &Frame,
    target: &str,
    known: &mut Vec<Sentinel>,
) -> Vec<Sentinel> {
    let mut all = Vec::new();
    while !found.is_empty() {
        known.append(&mut found.clone());
        all.append(&mut found);
        let left = sample.columns().iter().filter(|column| column.name != target);
        found = left.filter_map(|column| together(column, sample, known)).collect();
    }
    known.retain(|sentinel| !all.iter().any(|other| other.column == sentinel.column));
    all
}

/// Which rows are zero, in a column where that may be a gap.
fn zeros(column: &Column) -> Option<Vec<bool>> {
    let values = column.as_numbers().filter(|_| matches!(column.kind, Kind::Integer | Kind::Number))?;
    // Most columns have no zero at their low end, which is seen without sorting them.
    if values.iter().copied().fold(f64::INFINITY, f64::min) != 0.0 {
        return None;
    }
    let counted = counted(values);
    let (&(low, count), rest) = counted.split_first()?;
    let others: usize = rest.iter().map(|(_, count)| count).sum();
    let gap = rest.first()?.0;
    let step = rest.windows(2).take(8).map(|pair| pair[1].0 - pair[0].0).fold(0.0, f64::max);
    let possible = low == 0.0 && rest.len() >= 10 && count >= 3 && count < 2 * others && gap > 2.0 * step;
    possible.then(|| values.iter().map(|&value| value == 0.0).collect())
}

fn gaps(column: &Column, sentinel: &Sentinel) -> Vec<bool> {
    (0..column.len()).map(|row| sentinel.values.iter().any(|(value, _)| *value == column.show(row))).collect()
}

/// Whether nearly all of the fewer gaps fall on the more, far beyond chance.
fn goes_with(a: &[bool], b: &[bool]) -> bool {
    let count = |gaps: &[bool]| gaps.iter().filter(|&&gap| gap).count() as f64;
    let both = a.iter().zip(b).filter(|(a, b)| **a && **b).count() as f64;
    let (few, many) = (count(a).min(count(b)), count(a).max(count(b)));
    few >= 5.0 && both >= 0.8 * few && both > 1.6 * few * many / a.len() as f64
}

/// Values and their counts in a sentence: `?` in 1,836 rows.
pub fn shown(values: &[(String, usize)]) -> String {
    let shown: Vec<String> = values
        .iter()
        .take(3)
        .map(|(value, count)| {
            let rows = if *count == 1 { "row" } else { "rows" };
            format!("`{value}` in {} {rows}", report::number::count(*count as u64))
        })
        .collect();
    shown.join(", ")
}

/// Counts by value, for evidence.
pub fn by_value(values: &[(String, usize)]) -> BTreeMap<String, usize> {
    values.iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(values: Vec<f64>, kind: Kind) -> bool {
        apart(&Column::numbers("x", kind, values.clone()), &values).is_some()
    }

    fn with(mut values: Vec<f64>, code: f64, times: usize) -> Vec<f64> {
        values.extend(vec![code; times]);
        values
    }

    #[test]
    fn codes_stand_apart_and_honest_values_do_not() {
        let mut random = fastrand::Rng::with_seed(2);
        let lengths: Vec<f64> = (0..900).map(|_| 0.1 + f64::from(random.u32(0..550)) / 1_000.0).collect();
        let weights: Vec<f64> =
            (0..900).map(|_| 18.0 + (0..8).map(|_| random.f64() * 6.0).sum::<f64>()).collect();
        let gains: Vec<f64> =
            (0..900).map(|_| if random.f64() < 0.9 { 0.0 } else { 114.0 + random.f64() * 9_000.0 }).collect();
        let savings: Vec<f64> = (0..900).map(|_| (random.f64() * 10.0).exp().round()).collect();
        let counts: Vec<f64> = (0..900).map(|_| (random.f64() * random.f64() * 14.0).floor()).collect();
        assert!(found(with(lengths.clone(), -1.0, 40), Kind::Number));
        assert!(found(with(lengths.clone(), 999.0, 12), Kind::Number));
        assert!(found(with(weights.clone(), 0.0, 20), Kind::Number));
        assert!(found(with(counts.clone(), 99.0, 20), Kind::Integer));
        for honest in [lengths, weights, gains, savings, counts] {
            assert!(!found(honest, Kind::Number));
        }
    }

    #[test]
    fn words_for_not_known() {
        assert!([" ", "?", "N/A", "unknown", " Unknown ", "not_known"].iter().all(|word| is_word(word)));
        assert!(!["none", "no", "other", "nobody", "0"].iter().any(|word| is_word(word)));
    }
}
