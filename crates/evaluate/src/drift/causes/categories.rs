//! Categories never seen before, and known ones in another spelling.

use std::collections::BTreeMap;

use frame::{Column, Kind};
use stats::Proportion;

use super::Cause;

/// Whole numbers of so many values are codes.
const CODES: usize = 12;
/// New categories take at least this share of the rows.
const SHARE: f64 = 0.01;
/// Standard errors to be sure of many small categories together.
const SURE: f64 = 3.3;

/// Categories that are new, if there are more than chance brings; with known ones written in another way apart. Names are
/// taken as they stand, since a model tells `Rome` from `Rome ` and `rome`.
pub fn unseen(was: &Column, is: &Column) -> Vec<Cause> {
    let as_it_stands = |name: &str| name.to_owned();
    let (before, now) = (counted(was, as_it_stands), counted(is, as_it_stands));
    let codes = |column: &Column, counts: &BTreeMap<String, usize>| match column.kind {
        Kind::Text => true,
        Kind::Integer => counts.len() <= CODES,
        _ => false,
    };
    let known: usize = now.values().sum();
    if !codes(was, &before) || !codes(is, &now) || known == 0 {
        return Vec::new();
    }
    let mut new: Vec<(String, usize)> =
        now.into_iter().filter(|(name, _)| !before.contains_key(name)).collect();
    new.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if was.kind == Kind::Integer {
        // Beyond the last code a count goes on; a new code comes in numbers.
        new.retain(|(_, count)| count * 50 >= known);
    }
    let spelled = spellings(&before);
    let (respelled, new): (Vec<_>, Vec<_>) = new
        .into_iter()
        .map(|(name, rows)| (keys(&name).iter().find_map(|key| spelled.get(key).cloned()), name, rows))
        .partition(|(old, ..)| was.kind == Kind::Text && old.is_some());
    let share = |rows: usize| rows as f64 / known as f64;
    // The chance that the next row's category is new: the share of rows whose category occurs once, and how far that strays
    // (Good, "The population frequencies of species", Biometrika 40, 1953, equations 9 and 65).
    let whole = before.values().sum::<usize>().max(1);
    let seen = |times: usize| before.values().filter(|&&count| count == times).count() as f64;
    let expected = seen(1) / whole as f64;
    let most = (seen(1) + SURE * (seen(1) + 2.0 * seen(2)).sqrt()) / whole as f64;
    // That all rows of a category fell to one of the two tables.
    let chance = |rows: usize| (known as f64 / (known + whole) as f64).powf(rows as f64);
    let more_than_chance = |each: &[usize]| {
        let rows: usize = each.iter().sum();
        let low = |z: f64| {
            Proportion { successes: rows as u64, units: known as u64 }.wilson(z).map_or(0.0, |ends| ends.0)
        };
        let one_is_sure = each.iter().any(|&rows| chance(rows) < 1e-4) && low(2.58) > 1.5 * expected + 0.002;
        let all_are = chance(rows) < 1e-4 && low(SURE) > 1.5 * most + 0.002;
        rows >= 5 && share(rows) >= SHARE && (one_is_sure || all_are)
    };
    let mut found = Vec::new();
    let rows: Vec<usize> = respelled.iter().map(|(.., rows)| *rows).collect();
    if more_than_chance(&rows) {
        let pairs = respelled.into_iter().filter_map(|(old, name, _)| Some((name, old?))).collect();
        found.push(Cause::Spelling(pairs, share(rows.iter().sum())));
    }
    let rows: Vec<usize> = new.iter().map(|(.., rows)| *rows).collect();
    if more_than_chance(&rows) {
        let names = new.into_iter().map(|(_, name, rows)| (name, rows)).collect();
        found.push(Cause::Categories(names, share(rows.iter().sum()), expected));
    }
    found
}

/// Rows by category as a person writes it, those without a value left out.
pub fn counts(column: &Column) -> BTreeMap<String, usize> {
    counted(column, |name| name.trim().to_owned())
}

/// Rows by category under the name it is given here, those without a value left out.
pub fn counted(column: &Column, named: impl Fn(&str) -> String) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    match column.as_text() {
        Some(text) => {
            let used = text.levels.iter().zip(text.counts()).filter(|(_, count)| *count > 0);
            used.for_each(|(level, count)| *counts.entry(named(level)).or_default() += count);
        }
        None => (0..column.len())
            .filter(|&row| !column.is_missing(row))
            .for_each(|row| *counts.entry(named(&column.show(row))).or_default() += 1),
    }
    counts
}

/// Each known category by its keys, left out where two share one.
fn spellings(known: &BTreeMap<String, usize>) -> BTreeMap<String, String> {
    let mut by_key: BTreeMap<String, Option<String>> = BTreeMap::new();
    for name in known.keys() {
        for key in keys(name) {
            by_key
                .entry(key)
                .and_modify(|other| *other = other.take().filter(|other| other == name))
                .or_insert_with(|| Some(name.clone()));
        }
    }
    by_key.into_iter().filter_map(|(key, name)| Some((key, name?))).collect()
}

/// What two spellings of one category share: all but case and the blanks around it; their letters and digits with accents
/// taken off; and with all but plain letters left out, as when an encoding is read as another.
fn keys(name: &str) -> Vec<String> {
    let fold = |letter: char| match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        other => other,
    };
    // Signs such as < and + tell categories apart.
    let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, '<' | '>' | '+' | '=' | '%');
    let lower = name.to_lowercase();
    let folded: String = lower.chars().map(fold).filter(kept).collect();
    let ascii: String = lower.chars().filter(|letter| letter.is_ascii()).filter(kept).collect();
    // Of one letter little is left to be sure of, unless nothing else differs.
    let long = [folded, ascii].into_iter().filter(|key| key.chars().count() >= 2);
    std::iter::once(format!("={}", lower.trim())).chain(long).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[(&str, usize)]) -> Column {
        let rows: Vec<&str> =
            values.iter().flat_map(|&(name, rows)| std::iter::repeat_n(name, rows)).collect();
        Column::text("city", rows.into_iter().map(Some))
    }

    #[test]
    fn new_ones_and_new_spellings() {
        let was = column(&[("Zürich", 500), ("New York", 500)]);
        let found = unseen(&was, &column(&[("Zürich", 450), ("New York", 480), ("Oslo", 70)]));
        assert!(
            matches!(&found[..], [Cause::Categories(new, share, _)] if new[0].0 == "Oslo" && *share == 0.07)
        );
        let found = unseen(&was, &column(&[("ZÃ¼rich", 450), ("new-york", 480)]));
        assert!(
            matches!(&found[..], [Cause::Spelling(pairs, share)] if pairs.len() == 2 && *share == 1.0),
            "{found:?}"
        );
        assert_eq!(unseen(&was, &column(&[("Zürich", 900), ("Oslo", 3)])), []);
    }

    #[test]
    fn blanks_and_case_are_another_spelling() {
        let was = column(&[("A", 500), ("Rome", 500)]);
        for (a, rome) in [("A ", "Rome "), ("a", "ROME"), ("\tA", " rome")] {
            let found = unseen(&was, &column(&[(a, 450), (rome, 450)]));
            let old: Vec<(String, String)> =
                [(a, "A"), (rome, "Rome")].map(|(new, old)| (new.to_owned(), old.to_owned())).into();
            assert!(
                matches!(&found[..], [Cause::Spelling(pairs, 1.0)] if old.iter().all(|pair| pairs.contains(pair))),
                "{found:?}"
            );
        }
        // Where names are typed by hand and many occur once, another way to write them is nothing new.
        let typed = |once: &str| {
            let name =
                |row: usize| if row.is_multiple_of(10) { format!("{once} {row}") } else { "Rome".to_owned() };
            let names: Vec<String> = (0..800).map(name).collect();
            Column::text("city", names.iter().map(|name| Some(name.as_str())))
        };
        assert_eq!(unseen(&typed("Town"), &typed("town")), []);
    }
}
