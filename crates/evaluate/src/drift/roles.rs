//! What a column is: something a model reads, or something that moves by its nature and must not be called drift.

use frame::{Column, Kind};
use serde::Serialize;

use super::Input;
use super::moved::distinct;

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Compared.
    Feature,
    /// What came true.
    Label,
    /// What was predicted.
    Prediction,
    /// Names rows or things, or is free text: new rows have new ones.
    Identifier,
    /// Dates, clocks and counters, which always go on.
    Time,
    /// Named as one that is not to be looked at.
    Ignored,
}

/// The role of a column by the question, its kind and its values.
pub fn role(column: &Column, input: &Input<'_>) -> Role {
    let named = |name: &Option<String>| name.as_deref() == Some(column.name.as_str());
    if input.answers.as_ref().is_some_and(|answers| answers.column == column.name) {
        Role::Label
    } else if named(&input.prediction) {
        Role::Prediction
    } else if input.ignored.contains(&column.name) {
        Role::Ignored
    } else if named(&input.group) {
        Role::Identifier
    } else if named(&input.time) || is_time(column) {
        Role::Time
    } else if is_identifier(column) {
        Role::Identifier
    } else {
        Role::Feature
    }
}

/// The words of a name: `OrderDate_2` is `order`, `date`, `2`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            words.push(String::new());
        } else {
            if letter.is_uppercase() && before.is_lowercase() {
                words.push(String::new());
            }
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Dates, seconds since 1970, years and months, and numbers that count up from row to row.
fn is_time(column: &Column) -> bool {
    const CALENDAR: [&str; 10] =
        ["year", "month", "week", "weekday", "day", "hour", "quarter", "date", "period", "dow"];
    if matches!(column.kind, Kind::Date | Kind::Timestamp) {
        return true;
    }
    let Some(numbers) = column.as_numbers().filter(|_| column.kind == Kind::Integer) else { return false };
    let known: Vec<f64> = numbers.iter().copied().filter(|value| !value.is_nan()).collect();
    let all = |from: f64, to: f64| !known.is_empty() && known.iter().all(|value| (from..=to).contains(value));
    let names = words(&column.name);
    let named = |wanted: &[&str]| names.iter().any(|word| wanted.contains(&word.as_str()));
    let epoch = all(1e9, 2.2e9) || all(1e12, 2.2e12);
    let dated = all(1_900.0, 2_200.0) || all(190_001.0, 220_012.0) || all(19_000_101.0, 22_001_231.0);
    // `day` alone may as well be a number of days.
    let part = names.len() == 1
        && (all(0.0, 53.0) && named(&["month", "week", "weekday", "hour", "quarter", "dow", "day"]));
    let rises = known.len() >= 50
        && known.windows(2).all(|pair| pair[0] <= pair[1])
        && known.first() < known.last()
        && distinct(column) * 10 >= known.len() * 9;
    rises
        || part
        || epoch && named(&["time", "timestamp", "ts", "at", "epoch", "created", "updated", "date"])
        || dated && named(&CALENDAR)
}

/// Texts most of which occur once, and whole numbers that are all different and named like an id or lie close together.
fn is_identifier(column: &Column) -> bool {
    const IDS: [&str; 12] =
        ["id", "ids", "uuid", "guid", "key", "no", "nr", "number", "code", "ref", "reference", "hash"];
    let known = column.len() - column.missing();
    if known < 30 {
        return false;
    }
    match column.as_text() {
        Some(text) => {
            let counts = text.counts();
            let once = counts.iter().filter(|&&count| count == 1).count();
            let different = counts.iter().filter(|&&count| count > 0).count();
            once * 10 >= known * 3 || different * 2 >= known
        }
        None if column.kind == Kind::Integer => {
            let numbers = column.as_numbers().unwrap_or_default();
            let different = distinct(column);
            let (low, high) = numbers
                .iter()
                .filter(|value| !value.is_nan())
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| {
                    (low.min(value), high.max(value))
                });
            let names = words(&column.name);
            let named = names.last().is_some_and(|last| IDS.contains(&last.as_str()) || last.ends_with("id"));
            // Numbers given out one after the other leave few gaps.
            let dense = high - low < 3.0 * known as f64 && known >= 200;
            different * 100 >= known * 98 && (named || dense)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integers(name: &str, of: impl Fn(usize) -> usize) -> Column {
        Column::numbers(name, Kind::Integer, (0..500).map(|row| of(row) as f64).collect())
    }

    #[test]
    fn what_moves_by_nature_is_told_from_features() {
        assert!(is_identifier(&integers("customer_id", |row| row * 7_919 % 100_003)));
        assert!(is_identifier(&integers("x", |row| row * 7 % 503 + 9_000)));
        assert!(!is_identifier(&integers("income", |row| row * 7_919 % 100_003)));
        assert!(!is_identifier(&integers("age", |row| row % 60)));
        let names: Vec<String> = (0..500).map(|row| format!("name {row}")).collect();
        assert!(is_identifier(&Column::text("who", names.iter().map(|name| Some(name.as_str())))));
        assert!(!is_identifier(&Column::text("city", (0..500).map(|row| Some(names[row % 90].as_str())))));
        assert!(is_time(&integers("orderYear", |row| 2_019 + row % 4)));
        assert!(is_time(&integers("counter", |row| row * 3)));
        assert!(is_time(&integers("month", |row| row % 12 + 1)));
        assert!(!is_time(&integers("months", |row| row % 12 + 1)));
        assert!(!is_time(&integers("hours_per_week", |row| 20 + row % 30)));
        assert!(is_time(&integers("created_at", |row| 1_700_000_000 + row * 7_919 % 10_007)));
    }
}
