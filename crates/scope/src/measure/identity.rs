//! Whether a column names its rows rather than describes them.
//!
//! An identifier does not repeat although chance would make it: a thousand measurements spread like these
//! would have shown some value twice. Texts must also be shaped like codes, not like prose.

use std::collections::BTreeSet;

use frame::{Column, Kind, Target, Task, Values};

use super::alone::{auc, ranks};

/// A column that names its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// Different values, of the rows that have one.
    pub distinct: usize,
    /// Rows that have a value.
    pub rows: usize,
    /// Pairs of equal values expected by chance, for numbers.
    pub repeats_expected: Option<f64>,
    /// How far its order tells the target: 0.5 for not at all, 1 for fully; `None` where there is no order.
    pub order: Option<f64>,
}

impl Identity {
    /// The identity of a column's rows, if it is one.
    pub fn of(column: &Column, target: &Target) -> Option<Identity> {
        let found = match &column.values {
            Values::Numbers(values) if column.kind == Kind::Integer => {
                of_numbers(values, hinted(&column.name))
            }
            Values::Text(text) => of_texts(&(0..column.len()).map(|row| text.get(row)).collect::<Vec<_>>()),
            Values::Numbers(_) => None,
        }?;
        Some(Identity { order: order(column, target), ..found })
    }
}

/// Whether the name itself says so: a word such as `id`, `no`, `key`.
fn hinted(name: &str) -> bool {
    const WORDS: [&str; 17] = [
        "id", "no", "nr", "num", "number", "key", "uuid", "guid", "code", "ref", "serial", "pk", "idx",
        "index", "rowid", "row", "account",
    ];
    let spaced: String = name
        .chars()
        .flat_map(|c| {
            if c.is_uppercase() { vec![' ', c] } else { vec![if c.is_alphanumeric() { c } else { ' ' }] }
        })
        .collect();
    let lower = name.to_lowercase();
    spaced.to_lowercase().split(' ').any(|word| WORDS.contains(&word))
        || (lower.ends_with("id") && name.ends_with("ID"))
}

fn of_numbers(values: &[f64], hinted: bool) -> Option<Identity> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let rows = sorted.len();
    if rows < 20 {
        return None;
    }
    let steady = sorted.windows(2).all(|pair| pair[1] > pair[0]);
    sorted.sort_unstable_by(f64::total_cmp);
    let mut different = sorted.clone();
    different.dedup();
    let distinct = different.len();
    if distinct * 100 < rows * 97 {
        return None;
    }
    let expected = repeats_expected(&sorted);
    let repeats = (rows - distinct) as f64;
    // Round numbers (mileages to the hundred) are measured, not given out.
    let round = different.iter().filter(|value| **value % 10.0 == 0.0).count() * 10 > distinct * 9;
    let digits: BTreeSet<usize> =
        different.iter().map(|value| frame::show_number(value.abs()).len()).collect();
    let width = if digits.len() == 1 { digits.first().copied().unwrap_or(0) } else { 0 };
    let one_width = width >= 8 || (width >= 5 && is_even(&different));
    let given_out = if expected >= 8.0 {
        repeats < 0.1 * expected
    } else {
        repeats == 0.0 && (one_width || hinted || (steady && rows > 50))
    };
    let dense = (different[distinct - 1] - different[0] + 1.0) < 1.5 * distinct as f64;
    let numbered = distinct == rows && dense && rows >= 30;
    (!round && (given_out || numbered)).then_some(Identity {
        distinct,
        rows,
        repeats_expected: Some(expected),
        order: None,
    })
}

/// Whether sorted values are spread evenly over their range, as far as their number can tell (Kolmogorov-Smirnov,
/// critical value of 5 %).
fn is_even(sorted: &[f64]) -> bool {
    let count = sorted.len() as f64;
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    let apart = sorted
        .iter()
        .enumerate()
        .map(|(at, value)| ((at as f64 + 0.5) / count - (value - low) / (high - low)).abs());
    apart.fold(0.0, f64::max) < 1.36 / count.sqrt()
}

/// Pairs of equal values expected if whole numbers were drawn with the density seen around each value.
fn repeats_expected(sorted: &[f64]) -> f64 {
    let rows = sorted.len();
    let near = (rows / 20).clamp(3, 50);
    (0..rows)
        .map(|at| {
            let (from, to) = (at.saturating_sub(near), (at + near).min(rows - 1));
            (to - from) as f64 / (sorted[to] - sorted[from] + 1.0).max((to - from) as f64)
        })
        .sum::<f64>()
        / 2.0
}

fn of_texts(texts: &[Option<&str>]) -> Option<Identity> {
    let present: Vec<&str> =
        texts.iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    let rows = present.len();
    let different: BTreeSet<&str> = present.iter().copied().collect();
    let distinct = different.len();
    if rows < 20 || rows * 2 < texts.len() || distinct * 100 < rows * 95 {
        return None;
    }
    let code = |text: &&&str| {
        let plain =
            text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '#' | ':'));
        let digits = text.chars().filter(char::is_ascii_digit).count();
        plain && digits >= 2 && digits * 5 >= text.chars().count()
    };
    let coded = different.iter().filter(code).count() * 20 >= distinct * 19;
    // Letters only, all of one length, such as `QXKVPT`: given out too.
    let lengths: BTreeSet<usize> = different.iter().map(|text| text.chars().count()).collect();
    let letters = lengths.len() == 1
        && different.iter().all(|text| text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
    (coded || letters).then_some(Identity { distinct, rows, repeats_expected: None, order: None })
}

/// How far the order of the numbers, or of the digits within the texts, tells the target.
fn order(column: &Column, target: &Target) -> Option<f64> {
    let number = |row: usize| match &column.values {
        Values::Numbers(values) => values[row],
        Values::Text(_) => {
            let digits: String = column.show(row).chars().filter(char::is_ascii_digit).take(15).collect();
            digits.parse().unwrap_or(f64::NAN)
        }
    };
    let rows: Vec<usize> = (0..column.len()).filter(|&row| !number(row).is_nan()).collect();
    let numbers: Vec<f64> = rows.iter().map(|&row| number(row)).collect();
    let answers: Vec<f64> = rows.iter().map(|&row| target.values[row]).collect();
    match target.task {
        _ if rows.len() < 20 => None,
        Task::Binary => {
            let area = auc(&numbers, &answers);
            Some(area.max(1.0 - area))
        }
        Task::Regression | Task::Forecast => {
            Some(0.5 + correlation(&ranks(&numbers), &ranks(&answers)).abs() / 2.0)
        }
        Task::Multiclass => None,
    }
}

/// Pearson's correlation; 0 where one side does not vary.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        ab += a * b;
        aa += a * a;
        bb += b * b;
    }
    if aa > 0.0 && bb > 0.0 { ab / (aa * bb).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_identity(values: Vec<f64>) -> bool {
        of_numbers(&values, false).is_some()
    }

    #[test]
    fn numbers_given_out_are_told_from_measurements() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut tickets: Vec<u64> = (3_000..70_000).collect();
        random.shuffle(&mut tickets);
        assert!(is_identity(tickets[..1_300].iter().map(|&ticket| ticket as f64).collect()));
        assert!(is_identity((0..500).map(f64::from).collect()), "numbered rows");
        assert!(
            !is_identity((0..1_300).map(|_| random.u32(3_000..70_000).into()).collect()),
            "measured, with repeats"
        );
        let weights =
            (0..1_300).map(|_| (f64::from(random.u32(0..2_000)) / 300.0).exp().round() * 90.0 + 7.0);
        assert!(!is_identity(weights.collect()));
        let wide = (0..800).map(|_| (f64::from(random.u32(0..1_000_000)) / 80_000.0).exp().round());
        assert!(!is_identity(wide.collect()), "a skewed amount");
    }

    #[test]
    fn codes_are_told_from_prose() {
        let codes: Vec<String> = (0..200)
            .map(|row| format!("{:04}-{}", row * 37, "ABCDEF".chars().nth(row % 6).unwrap()))
            .collect();
        let prose: Vec<String> = (0..200).map(|row| format!("a nice van number {row}")).collect();
        let of =
            |texts: &[String]| of_texts(&texts.iter().map(|text| Some(text.as_str())).collect::<Vec<_>>());
        assert!(of(&codes).is_some() && of(&prose).is_none());
    }
}
