//! How figures of a comparison are put into words.

use ::report::number;

use crate::ab::{Comparison, Kind};

/// A value of the metric, with as many digits as its uncertainty leaves meaning.
pub fn level(comparison: &Comparison, value: f64) -> String {
    match comparison.kind {
        Kind::Proportion => format!("{} %", number::fixed(100.0 * value, decimals(comparison, 100.0))),
        _ => number::fixed(value, decimals(comparison, 1.0)),
    }
}

/// A size of a difference: shares differ by percentage points.
pub fn gap(comparison: &Comparison, value: f64) -> String {
    match comparison.kind {
        Kind::Proportion => {
            format!("{} percentage points", number::fixed(100.0 * value, decimals(comparison, 100.0)))
        }
        _ => number::fixed(value, decimals(comparison, 1.0)),
    }
}

/// A difference with its direction: `1.55 more`, `0.31 percentage points less`.
pub fn more_or_less(comparison: &Comparison, value: f64) -> String {
    format!("{} {}", gap(comparison, value.abs()), if value < 0.0 { "less" } else { "more" })
}

/// Whether a difference is 0 in as many digits as it is shown with.
pub fn is_nothing(comparison: &Comparison, value: f64) -> bool {
    !gap(comparison, value.abs()).contains(|letter: char| ('1'..='9').contains(&letter))
}

/// Which quantile is compared: `the median`, `the 90 % quantile`.
pub fn quantile(comparison: &Comparison) -> String {
    match comparison.quantile {
        Some(share) if share != 0.5 => format!("the {} % quantile", number::significant(100.0 * share, 6)),
        _ => "the median".to_owned(),
    }
}

/// What an interval leaves possible: `between 0.49 and 1.05 more`, `between 0.2 less and 1.1 more`.
pub fn range(comparison: &Comparison, (low, high): (f64, f64)) -> String {
    let (near, far) = if high <= 0.0 { (high.abs(), low.abs()) } else { (low.abs(), high) };
    let (scale, unit) = match comparison.kind {
        Kind::Proportion => (100.0, " percentage points"),
        _ => (1.0, ""),
    };
    let bare = |value: f64| number::fixed(scale * value, decimals(comparison, scale));
    let (first, second) = match (low, high) {
        (_, high) if high <= 0.0 => ("", "less"),
        (low, _) if low < 0.0 => (" less", "more"),
        _ => ("", "more"),
    };
    format!("between {}{first} and {}{unit} {second}", bare(near), bare(far))
}

/// How sure an interval at this alpha is: `95 %`.
pub fn sureness(alpha: f64) -> String {
    format!("{} %", number::significant(100.0 * (1.0 - alpha), 4))
}

/// A chance as a person grasps it: `1 in 194,000`.
pub fn chance(p: f64) -> String {
    match p {
        p if p >= 0.1 => number::percent(p),
        p if p >= 1e-9 => {
            let odds = 1.0 / p;
            let digits = 10f64.powf((odds.log10().floor() - 1.0).max(0.0));
            format!("1 in {}", number::count(((odds / digits).round() * digits) as u64))
        }
        _ => "less than 1 in a billion".to_owned(),
    }
}

/// A count of which only two digits mean something.
pub fn rounded(count: f64) -> String {
    number::count(two_digits(count) as u64)
}

/// A figure of which only two digits mean something.
pub fn two_digits(value: f64) -> f64 {
    let digit = 10f64.powf(value.abs().log10().floor() - 1.0).max(1.0);
    (value / digit).round() * digit
}

/// Two digits of half the interval's width; without an interval, of the difference.
fn decimals(comparison: &Comparison, scale: f64) -> usize {
    let half = comparison.low.zip(comparison.high).map(|(low, high)| 0.5 * (high - low));
    let size = half.or(comparison.difference).unwrap_or(0.0).abs() * scale;
    if size > 0.0 { (1.0 - size.log10().floor()).clamp(0.0, 12.0) as usize } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ab::testing::{measured, question, table};

    #[test]
    fn a_range_says_which_way() {
        let mut one =
            measured(&question("old"), &table(&[("new", 50, 0.0), ("old", 50, 0.0)])).comparisons.remove(0);
        (one.low, one.high) = (Some(0.1), Some(0.9));
        assert_eq!(range(&one, (0.485, 1.05)), "between 0.49 and 1.05 more");
        assert_eq!(range(&one, (-0.2, 1.1)), "between 0.20 less and 1.10 more");
        assert_eq!(range(&one, (-3.0, -1.0)), "between 1.00 and 3.00 less");
        one.kind = Kind::Proportion;
        (one.low, one.high) = (Some(-0.083), Some(-0.07));
        assert_eq!(range(&one, (-0.083, -0.07)), "between 7.00 and 8.30 percentage points less");
        assert_eq!(
            (level(&one, 0.1062), gap(&one, 0.0766)),
            ("10.62 %".into(), "7.66 percentage points".into())
        );
    }

    #[test]
    fn chances_are_odds() {
        assert_eq!(
            [0.25, 0.0042, 5.15e-6, 0.0].map(chance),
            ["25.0 %", "1 in 240", "1 in 190,000", "less than 1 in a billion"]
        );
        assert_eq!([0.05, 0.01, 0.001].map(sureness), ["95 %", "99 %", "99.9 %"]);
    }
}
