//! Columns of text that were meant as numbers: most values are numbers, the others are numbers in disguise.

use frame::Column;

/// A column of text that is mostly numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixture {
    /// The column.
    pub column: String,
    /// Rows that hold a plain number.
    pub numbers: usize,
    /// Rows that hold a number with something around it, such as `€ 2.90` or `about 3`.
    pub disguised: usize,
    /// The most frequent disguises with their rows.
    pub examples: Vec<(String, usize)>,
    /// Rows looked at.
    pub rows: usize,
}

impl Mixture {
    /// The mixture in a column of text, if it is one.
    pub fn of(column: &Column) -> Option<Mixture> {
        let text = column.as_text()?;
        let used = text.levels.iter().zip(text.counts()).filter(|(_, rows)| *rows > 0);
        let (mut plain, mut disguised, mut other) = ((0, 0), 0, 0);
        let mut examples = Vec::new();
        for (level, rows) in used {
            let level = level.trim();
            if is_code(level) {
                other += rows;
            } else if is_number(level) {
                plain = (plain.0 + rows, plain.1 + 1);
            } else if super::sentinel::is_word(level) {
            } else if is_disguised(level) {
                disguised += rows;
                examples.push((level.to_owned(), rows));
            } else {
                other += rows;
            }
        }
        examples.sort_by(|a: &(String, usize), b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let all = plain.0 + disguised + other;
        let mixed = disguised >= 3 && plain.0 * 2 >= all && plain.1 >= 20 && other * 50 <= all;
        mixed.then(|| Mixture {
            column: column.name.clone(),
            numbers: plain.0,
            disguised,
            examples,
            rows: column.len(),
        })
    }
}

/// Digits behind a leading zero: a postcode is no number in disguise.
fn is_code(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit())
}

/// A plain number.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok()
}

/// A number with a unit, a currency, a word or another decimal mark: one run of digits and marks, and around it signs or
/// words apart from it or a unit behind it.
fn is_disguised(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{a0}');
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else { return false };
    let end = start + text[start..].find(|c: char| !is_part(c)).unwrap_or(text.len() - start);
    let (before, after) = (&text[..start], &text[end..]);
    let no_digit = |part: &str| !part.contains(|c: char| c.is_ascii_digit());
    // A letter stuck to the front makes a code of it: `A12`.
    let stuck = before.chars().next_back().is_some_and(char::is_alphabetic);
    no_digit(before)
        && no_digit(after)
        && !stuck
        && (text.len() <= 40)
        && !(before == "-" && after.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_disguise_are_told_from_codes() {
        assert!(
            ["€2.90", "€ 2.90", "3 kg", "12,5", "about 3", "~7", "1'200.50", "5%"]
                .iter()
                .all(|text| is_disguised(text))
        );
        assert!(!["A12", "12-34", "red", "2024-01-31", ""].iter().any(|text| is_disguised(text)));
        let values: Vec<String> = (0..100)
            .map(|row| if row % 5 == 0 { format!("€{row}.5") } else { format!("{row}.25") })
            .collect();
        let of = |values: &[String]| {
            Mixture::of(&Column::text("x", values.iter().map(|value| Some(value.as_str()))))
        };
        assert_eq!(of(&values).map(|found| (found.numbers, found.disguised)), Some((80, 20)));
        let sizes: Vec<String> = (0..100).map(|row| ["36", "38", "S", "M"][row % 4].to_owned()).collect();
        assert_eq!(of(&sizes), None);
        let places: Vec<String> = (0..100).map(|row| format!("{:05}", row * 900 + 1_000)).collect();
        assert_eq!(of(&places), None, "postcodes, some behind a zero");
    }
}
