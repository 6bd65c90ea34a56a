//! What in a column belongs to a person: addresses, numbers and names, told by their form and check digits.

use std::collections::BTreeSet;

use frame::{Column, Kind, Values};

use super::checksum::{dni, iban, luhn, national};
use super::given_names::is_given_name;

/// A column that tells who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    /// The column.
    pub column: String,
    /// What its values are, such as `e-mail addresses`.
    pub what: &'static str,
    /// Different values that are so, of those looked at.
    pub seen: usize,
    /// Different values looked at.
    pub of: usize,
    /// Rows looked at.
    pub rows: usize,
}

/// Different values looked at.
const VALUES: usize = 2_000;

/// A kind of personal data: what it is, whether a text is one, and of a hundred values how many must be.
type Kindred = (&'static str, fn(&str) -> bool, usize);

const TEXTS: [Kindred; 9] = [
    ("e-mail addresses", is_email, 60),
    ("IBANs", iban, 60),
    ("IP addresses", is_ip, 80),
    ("payment card numbers", is_card, 80),
    ("national identity numbers", is_national, 85),
    ("phone numbers", is_phone, 80),
    ("postal addresses", is_street, 60),
    ("names of persons", is_name, 50),
    ("hardware addresses", is_mac, 80),
];

/// What in a column belongs to persons, if anything does.
pub fn personal(column: &Column) -> Option<Personal> {
    let found = |what: &'static str, seen: usize, of: usize| {
        Some(Personal { column: column.name.clone(), what, seen, of, rows: column.len() })
    };
    match &column.values {
        Values::Text(text) => {
            let used = text.levels.iter().zip(text.counts()).filter(|(_, rows)| *rows > 0);
            let levels: Vec<&str> =
                used.map(|(level, _)| level.trim()).filter(|level| !level.is_empty()).take(VALUES).collect();
            if levels.len() < 10 {
                return None;
            }
            for (what, is, least) in TEXTS {
                let seen = levels.iter().filter(|level| is(level)).count();
                let counted = matches!(what, "postal addresses" | "names of persons") && !varied(&levels);
                if seen * 100 >= least * levels.len() && !counted {
                    return found(what, seen, levels.len());
                }
            }
            // In remarks and other prose a few are enough.
            let within = levels.iter().filter(|level| level.split_whitespace().any(is_email)).count();
            (within >= 5 && within * 50 >= levels.len())
                .then(|| found("e-mail addresses", within, levels.len()))
                .flatten()
        }
        Values::Numbers(values) if column.kind == Kind::Integer => {
            let mut numbers: Vec<f64> =
                values.iter().copied().filter(|value| *value >= 1e8).take(VALUES).collect();
            numbers.sort_by(f64::total_cmp);
            numbers.dedup();
            let digits: Vec<Vec<u32>> =
                numbers.iter().map(|&number| digits(&frame::show_number(number))).collect();
            let present = values.iter().take(VALUES).filter(|value| !value.is_nan()).count();
            if numbers.len() < 10 || numbers.len() * 2 < present {
                return None;
            }
            let seen = |is: fn(&[u32]) -> bool| digits.iter().filter(|digits| is(digits)).count();
            let phone = phone_is_said(&column.name);
            [
                ("payment card numbers", seen(is_card_number)),
                ("national identity numbers", seen(|digits| national(digits).is_some())),
                ("phone numbers", if phone { seen(|digits| (9..=13).contains(&digits.len())) } else { 0 }),
            ]
            .into_iter()
            .find(|(_, seen)| seen * 100 >= 85 * digits.len())
            .and_then(|(what, seen)| found(what, seen, digits.len()))
        }
        Values::Numbers(_) => None,
    }
}

/// Whether values differ by more than a count behind the same word, as `street 1` and `street 2` do.
fn varied(levels: &[&str]) -> bool {
    let letters = |level: &&str| level.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let words: BTreeSet<String> = levels.iter().map(letters).collect();
    words.len() > 4
}

/// Whether the name says that numbers are for telephones; the values alone cannot.
fn phone_is_said(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["phone", "mobile", "telefon", "handy", "msisdn"].iter().any(|word| lower.contains(word))
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "tel" | "cell" | "fax"))
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn is_email(text: &str) -> bool {
    let text = text.trim_matches(|c: char| matches!(c, '<' | '>' | ',' | ';' | '.' | '(' | ')' | '"'));
    let Some((user, host)) = text.split_once('@') else { return false };
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    plain(user)
        && plain(host)
        && host.rsplit_once('.').is_some_and(|(name, top)| {
            !name.is_empty() && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

fn is_ip(text: &str) -> bool {
    text.parse::<std::net::IpAddr>().is_ok()
}

fn is_mac(text: &str) -> bool {
    let parts: Vec<&str> = text.split([':', '-']).collect();
    parts.len() == 6
        && parts.iter().all(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_hexdigit()))
}

fn is_card_number(digits: &[u32]) -> bool {
    (13..=19).contains(&digits.len()) && matches!(digits[0], 2..=6) && luhn(digits)
}

fn is_card(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-')) && is_card_number(&digits(text))
}

/// A phone number: with a country's code or a leading zero, or in groups, and of no other form.
fn is_phone(text: &str) -> bool {
    let count = digits(text).len();
    let plain =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '/' | '(' | ')' | '.'));
    if !plain || !(7..=15).contains(&count) || is_ip(text) {
        return false;
    }
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_date = groups.len() == 3 && count == 8;
    let american = groups.len() == 3 && groups[0].len() == 3 && groups[1].len() == 3 && groups[2].len() == 4;
    // Behind the leading zeros stands the code of a country or an area; more zeros fill up a number.
    let dialled = (text.starts_with('+') || text.starts_with("00") && !text.starts_with("000")) && count >= 8
        || text.starts_with('0')
            && !text.starts_with("00")
            && count >= 9
            && (groups.len() > 1 || count <= 12)
        || text.starts_with('(') && groups.len() > 1;
    !is_date && (dialled || american)
}

/// A person's number by its form (United States, United Kingdom, Italy, Finland) or by its check digit.
fn is_national(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '/')).collect();
    // A letter and a digit for each place: the form of the number.
    let form: String = plain
        .chars()
        .map(|c| {
            if c.is_ascii_digit() {
                '9'
            } else if c.is_ascii_uppercase() {
                'A'
            } else {
                '?'
            }
        })
        .collect();
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    let shaped = match form.as_str() {
        "AA999999A" => matches!(plain.as_bytes()[8], b'A'..=b'D'),
        "AAAAAA99A99A999A" => true,
        "999999999" => parts == [3, 2, 4],
        "999999999A" | "99999999A" => dni(&plain),
        _ => false,
    };
    let digits = digits(&plain);
    shaped || digits.len() == plain.len() && national(&digits).is_some()
}

/// A street and a number, such as `12 High Street` or `Lindenweg 4a`.
fn is_street(text: &str) -> bool {
    const ENDS: [&str; 14] = [
        "straße", "strasse", "str.", "gasse", "weg", "platz", "allee", "street", "road", "avenue", "lane",
        "gata", "gate", "vej",
    ];
    const WORDS: [&str; 12] =
        ["st", "st.", "rd", "rd.", "ave", "ave.", "drive", "rue", "via", "calle", "ulica", "ul."];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let numbered = words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let street = |word: &&str| ENDS.iter().any(|end| word.ends_with(end)) || WORDS.contains(word);
    words.len() >= 2 && words.len() <= 9 && numbered && words.iter().any(street)
}

/// A given name and a family name, in either order, perhaps with a title; or a given name alone.
fn is_name(text: &str) -> bool {
    const TITLES: [&str; 10] = ["dr", "dr.", "prof.", "mag.", "mr", "mr.", "mrs", "mrs.", "ms", "ms."];
    let words: Vec<&str> = text
        .split([' ', ','])
        .filter(|word| !word.is_empty() && !TITLES.contains(&word.to_lowercase().as_str()))
        .collect();
    let lettered = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.'))
    };
    (1..=4).contains(&words.len())
        && words
            .iter()
            .all(|word| lettered(word) || matches!(*word, "van" | "von" | "de" | "da" | "bin" | "der"))
        && words.iter().any(|word| word.split('-').next().is_some_and(is_given_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(values: &[String]) -> Option<&'static str> {
        personal(&Column::text("x", values.iter().map(|value| Some(value.as_str())))).map(|found| found.what)
    }

    fn made(value: impl Fn(u32) -> String) -> Vec<String> {
        (0..60).map(value).collect()
    }

    #[test]
    fn persons_are_told_by_form() {
        assert_eq!(
            what(&made(|row| format!(
                "{}{row}@post.example",
                ["hedda", "li", "jo", "max", "eva"][row as usize % 5]
            ))),
            Some("e-mail addresses")
        );
        assert_eq!(what(&made(|row| format!("+43 660 {} {}", 100 + row, 2000 + row))), Some("phone numbers"));
        assert_eq!(what(&made(|row| format!("(0{}) 88-{}", row + 20, 10_000 + row))), Some("phone numbers"));
        assert_eq!(what(&made(|row| format!("10.0.{row}.7"))), Some("IP addresses"));
        assert_eq!(
            what(&made(|row| format!("{:03}-{:02}-{:04}", 100 + row, 10 + row, row))),
            Some("national identity numbers")
        );
        assert_eq!(
            what(&made(|row| format!(
                "{}weg {row}",
                ["Linden", "Ahorn", "Berg", "Wald", "Feld"][row as usize % 5]
            ))),
            Some("postal addresses")
        );
        let people = ["Anna Berg", "Hedda Steiner", "Marco Rossi", "Li Wei", "Mohamed Salah", "John O'Neil"];
        assert_eq!(
            what(&made(|row| format!("{}{}", people[row as usize % 6], (b'a' + (row / 6) as u8) as char))),
            Some("names of persons")
        );
        assert_eq!(
            what(&made(|row| format!("remark {row}, write to a{row}@b.example soon"))),
            Some("e-mail addresses")
        );
    }

    #[test]
    fn codes_dates_towns_and_models_are_not_persons() {
        for honest in [
            made(|row| format!("{:03}-{:05}", row, row * 37)),
            made(|row| format!("2024-01-{row:02}")),
            made(|row| format!("Bad {}stadt", (b'A' + (row % 26) as u8) as char)),
            made(|row| format!("Transit camper base short {row}")),
            made(|row| format!("{row:08}")),
            made(|row| format!("{}.{}.{}", row, row + 1, 2_000)),
            made(|row| format!("0{:04}", 1_000 + row)),
            made(|row| format!("street {row}")),
        ] {
            assert_eq!(what(&honest), None, "{honest:?}");
        }
    }
}
