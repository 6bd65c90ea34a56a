//! Values that are not there: more gaps than before, and values that stand for one.

use std::collections::BTreeMap;

use frame::{Column, Text, Values};

use super::{Cause, Strays};
use crate::drift::moved::Care;

/// Texts that stand for "not known".
const MARKERS: [&str; 22] = [
    "",
    "?",
    "-",
    "--",
    "na",
    "n/a",
    "n.a.",
    "nan",
    "null",
    "none",
    "nil",
    "unknown",
    "unk",
    "missing",
    "not known",
    "not available",
    "undefined",
    "no data",
    "tbd",
    "(null)",
    "<na>",
    "unspecified",
];
/// Numbers that often do, besides those outside of what the reference holds.
const CODES: [f64; 13] =
    [0.0, -1.0, -9.0, -99.0, -999.0, -9_999.0, 9.0, 99.0, 999.0, 9_999.0, 99_999.0, 999_999.0, 9_999_999.0];
/// A gap that grew by this share of the rows and these odds, at the careful end, is worth a word.
const GREW: f64 = 0.003;
const ODDS: f64 = 1.2;
/// A value that stands for a gap takes this share of the rows, and a tenth of it at most before.
const SHARE: f64 = 0.01;

fn is_marker(text: &str) -> bool {
    MARKERS.contains(&text.trim().to_lowercase().as_str())
}

/// The column with all that stands for "not known" missing.
pub fn plain(column: &Column) -> Column {
    blanked(column, &|text| is_marker(text), &|_| false)
}

/// The column without some of its values.
fn blanked(column: &Column, text_is: &dyn Fn(&str) -> bool, number_is: &dyn Fn(f64) -> bool) -> Column {
    let values = match &column.values {
        Values::Text(text) => {
            let gone: Vec<bool> = text.levels.iter().map(|level| text_is(level)).collect();
            let code =
                |&code: &u32| if gone.get(code as usize) == Some(&true) { Text::MISSING } else { code };
            Values::Text(Text {
                codes: text.codes.iter().map(code).collect::<Vec<_>>().into(),
                levels: text.levels.clone(),
            })
        }
        Values::Numbers(numbers) => {
            let kept = numbers.iter().map(|&value| if number_is(value) { f64::NAN } else { value });
            Values::Numbers(kept.collect::<Vec<_>>().into())
        }
    };
    Column { values, ..column.clone() }
}

/// Whether the share of missing values changed, beyond chance and beyond what is worth a word.
pub fn missing(was: &Column, is: &Column, care: Care) -> Option<Cause> {
    let (n, m) = (was.len() as f64 * care.weight.0, is.len() as f64 * care.weight.1);
    let share = |column: &Column| column.missing() as f64 / column.len().max(1) as f64;
    let (p, q) = (share(was), share(is));
    changed((p, n), (q, m), care.z).then_some(Cause::Missing(p, q))
}

/// Whether a share changed, surely and by enough.
fn changed((p, n): (f64, f64), (q, m): (f64, f64), z: f64) -> bool {
    widened((p, n), (q, m), z, GREW, ODDS)
}

/// Whether two shares of so many rows are at least `apart` from each other and at least `odds` in their odds, at the careful
/// end of `z` standard errors. The odds ratio's interval is Woolf's (1955) with half a row added to each cell.
pub fn widened((p, n): (f64, f64), (q, m): (f64, f64), z: f64, apart: f64, odds: f64) -> bool {
    if n < 1.0 || m < 1.0 {
        return false;
    }
    let pooled = (p * n + q * m) / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let cells = [p * n, (1.0 - p) * n, q * m, (1.0 - q) * m].map(|count| count + 0.5);
    let ratio = (cells[2] * cells[1] / (cells[3] * cells[0])).ln().abs();
    let ratio_error = cells.iter().map(|count| 1.0 / count).sum::<f64>().sqrt();
    (q - p).abs() - z * error >= apart && (ratio - z * ratio_error).exp() >= odds
}

/// A value that stands for "not known" and was not there before, and the column without it.
pub fn sentinel(was: &Column, is: &Column, strays: Strays<'_>, care: Care) -> Option<(Cause, Column)> {
    match (&was.values, &is.values) {
        (Values::Text(_), Values::Text(text)) => {
            let now = shares(is, text.levels.iter().map(|level| level.trim().to_owned()).collect());
            let before = was
                .as_text()
                .map(|text| shares(was, text.levels.iter().map(|level| level.trim().to_owned()).collect()));
            let before = before.unwrap_or_default();
            let new = now.iter().filter(|(level, _)| is_marker(level)).find_map(|(level, &share)| {
                let earlier = before.get(level).copied().unwrap_or(0.0);
                is_new(earlier, share, (was.len(), is.len()), care).then(|| (level.clone(), earlier, share))
            });
            let (value, earlier, share) = new?;
            Some((
                Cause::Sentinel(
                    if value.is_empty() { "empty text".to_owned() } else { value },
                    earlier,
                    share,
                ),
                plain(is),
            ))
        }
        (Values::Numbers(before), Values::Numbers(now)) => {
            let rows = (was.len(), is.len());
            among_numbers(before, now, rows, care)
                .map(|(value, earlier, share)| {
                    let cause = Cause::Sentinel(frame::show_number(value), earlier, share);
                    (cause, blanked(is, &|_| false, &|number| number == value))
                })
                .or_else(|| {
                    let share = |of: &[(String, u64)], text: &str, rows: u64| {
                        let count = of.iter().find(|(stray, _)| stray == text).map_or(0, |(_, count)| *count);
                        count as f64 / rows.max(1) as f64
                    };
                    let (text, _) = strays.texts.1.first()?;
                    let earlier = share(strays.texts.0, text, strays.rows.0);
                    let now = share(strays.texts.1, text, strays.rows.1);
                    is_new(earlier, now, rows, care)
                        .then(|| (Cause::Sentinel(text.clone(), earlier, now), is.clone()))
                })
        }
        _ => None,
    }
}

/// Whether a value came up that was all but absent.
fn is_new(before: f64, now: f64, rows: (usize, usize), care: Care) -> bool {
    let (n, m) = (rows.0 as f64 * care.weight.0, rows.1 as f64 * care.weight.1);
    now >= SHARE && before <= now / 10.0 && before < 0.002 && changed((before, n), (now, m), care.z)
}

/// The share of the rows of each text.
fn shares(column: &Column, names: Vec<String>) -> BTreeMap<String, f64> {
    let mut shares = BTreeMap::new();
    let counts = column.as_text().map(Text::counts).unwrap_or_default();
    for (name, count) in names.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
        *shares.entry(name).or_insert(0.0) += count as f64 / column.len() as f64;
    }
    shares
}

/// One number that came up in many rows of a column of many different ones.
fn among_numbers(before: &[f64], now: &[f64], rows: (usize, usize), care: Care) -> Option<(f64, f64, f64)> {
    let mut sorted: Vec<f64> = now.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let runs: Vec<&[f64]> = sorted.chunk_by(|a, b| a == b).collect();
    if runs.len() < 15 {
        return None;
    }
    let (low, high) = before
        .iter()
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
    let of = |run: &&[f64]| {
        let value = run[0];
        let share = run.len() as f64 / rows.1.max(1) as f64;
        let stands_out = CODES.contains(&value) || value < low || value > high;
        let earlier = || before.iter().filter(|&&other| other == value).count() as f64 / rows.0.max(1) as f64;
        (run.len() >= 10 && share >= SHARE && stands_out).then(|| (value, earlier(), share))
    };
    let mut often: Vec<&&[f64]> = runs.iter().collect();
    often.sort_by_key(|run| std::cmp::Reverse(run.len()));
    often.into_iter().filter_map(of).find(|&(_, earlier, share)| is_new(earlier, share, rows, care))
}

#[cfg(test)]
mod tests {
    use frame::Kind;

    use super::*;

    const CARE: Care = Care { z: 3.5, weight: (1.0, 1.0) };
    const NONE: Strays<'static> = Strays { texts: (&[], &[]), rows: (1_000, 1_000) };

    fn numbers(values: impl Iterator<Item = f64>) -> Column {
        Column::numbers("x", Kind::Number, values.collect())
    }

    #[test]
    fn a_doubled_gap_and_a_new_code_are_seen() {
        let was =
            numbers((0..4_000).map(|row| if row % 20 == 0 { f64::NAN } else { 5.0 + f64::from(row % 97) }));
        let twice =
            numbers((0..4_000).map(|row| if row % 10 == 0 { f64::NAN } else { 5.0 + f64::from(row % 97) }));
        assert_eq!(missing(&was, &twice, CARE), Some(Cause::Missing(0.05, 0.1)));
        assert_eq!(missing(&was, &was, CARE), None);
        let coded =
            numbers((0..4_000).map(|row| if row % 20 == 0 { -999.0 } else { 5.0 + f64::from(row % 97) }));
        let (cause, rest) = sentinel(&was, &coded, NONE, CARE).unwrap();
        assert_eq!((cause, rest.missing()), (Cause::Sentinel("-999".to_owned(), 0.0, 0.05), 200));
        assert_eq!(sentinel(&was, &twice, NONE, CARE), None);
    }

    #[test]
    fn markers_in_text_are_gaps() {
        let text = |every: usize| {
            Column::text("x", (0..2_000).map(move |row| Some(if row % every == 0 { "?" } else { "a" })))
        };
        let (was, is) = (text(20), text(10));
        assert_eq!(sentinel(&was, &is, NONE, CARE), None, "it was there before");
        assert_eq!(missing(&plain(&was), &plain(&is), CARE), Some(Cause::Missing(0.05, 0.1)));
        let (cause, _) = sentinel(&text(2_001), &is, NONE, CARE).unwrap();
        assert!(matches!(cause, Cause::Sentinel(value, ..) if value == "?"));
    }
}
