//! Spellings of one and the same category: `Linz`, `LINZ`, `linz.` and the slip `Liinz`.

use std::collections::{BTreeMap, HashMap};

use frame::{Column, Text};

/// A category and its other spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The most frequent spelling, and its rows.
    pub usual: (String, usize),
    /// The others with their rows.
    pub others: Vec<(String, usize)>,
}

/// Categories compared at most: texts of more are not categories.
const LEVELS: usize = 3_000;

/// The categories of a column that are spelled in more than one way, the most rows first.
pub fn spellings(column: &Column) -> Vec<Spelling> {
    let Some(text) = column.as_text() else { return Vec::new() };
    // Words for "not known" are a few of them.
    if text.counts().iter().filter(|&&rows| rows > 0).count() > 2 * LEVELS {
        return Vec::new();
    }
    let levels = levels(text);
    if levels.len() < 2 || levels.len() > LEVELS || levels.len() * 2 > column.len() {
        return Vec::new();
    }
    let mut groups = by_key(&levels);
    add_shortened(&mut groups);
    add_abbreviations(&mut groups);
    join_slips(&mut groups);
    let mut found: Vec<Spelling> = groups.into_iter().filter(|group| group.len() > 1).map(spelling).collect();
    found.sort_by(|a, b| rows(&b.others).cmp(&rows(&a.others)).then_with(|| a.usual.0.cmp(&b.usual.0)));
    found
}

type Level = (String, usize);

fn rows(levels: &[Level]) -> usize {
    levels.iter().map(|(_, rows)| rows).sum()
}

fn spelling(mut group: Vec<Level>) -> Spelling {
    group.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let others = group.split_off(1);
    Spelling { usual: group.remove(0), others }
}

fn levels(text: &Text) -> Vec<Level> {
    let used = text.levels.iter().zip(text.counts()).filter(|(_, rows)| *rows > 0);
    used.filter(|(level, _)| !super::sentinel::is_word(level))
        .map(|(level, rows)| (level.to_string(), rows))
        .collect()
}

/// Categories that differ in nothing but case, blanks, marks or accents.
fn by_key(levels: &[Level]) -> Vec<Vec<Level>> {
    let mut groups: BTreeMap<String, Vec<Level>> = BTreeMap::new();
    for level in levels {
        groups.entry(key(&level.0, false)).or_default().push(level.clone());
    }
    // `Muenchen` is `München`: an umlaut is written in two ways, and one of them is an umlaut.
    let spelled_out: Vec<(String, String)> = levels
        .iter()
        .map(|(level, _)| (key(level, false), key(level, true)))
        .filter(|(plain, out)| plain != out && groups.contains_key(out))
        .collect();
    for (plain, out) in spelled_out {
        if let Some(group) = groups.remove(&plain) {
            groups.entry(out).or_default().extend(group);
        }
    }
    groups.into_values().collect()
}

/// What is left of a text when case, blanks, marks and accents are left out. Signs that tell `A+` from `A-`, and
/// marks beside digits, stay.
fn key(text: &str, spelled_out: bool) -> String {
    let lower = text.trim().to_lowercase();
    let digits = lower.contains(|c: char| c.is_ascii_digit());
    let last = lower.chars().count().saturating_sub(1);
    let mut key = String::new();
    for (at, character) in lower.chars().enumerate() {
        let plain = match character {
            'ä' | 'æ' if spelled_out => "ae",
            'ö' | 'ø' | 'œ' if spelled_out => "oe",
            'ü' if spelled_out => "ue",
            'å' if spelled_out => "aa",
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'æ' | 'ą' => "a",
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => "e",
            'ì' | 'í' | 'î' | 'ï' | 'ı' => "i",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'œ' | 'ő' => "o",
            'ù' | 'ú' | 'û' | 'ü' | 'ű' | 'ů' => "u",
            'ç' | 'ć' | 'č' => "c",
            'ñ' | 'ń' | 'ň' => "n",
            'š' | 'ś' | 'ş' => "s",
            'ž' | 'ź' | 'ż' => "z",
            'ß' => "ss",
            'ł' => "l",
            'ř' => "r",
            'ğ' => "g",
            'ý' => "y",
            _ if character.is_alphanumeric() => {
                key.push(character);
                continue;
            }
            '+' | '<' | '>' | '=' | '%' | '#' | '*' | '!' | '?' | '&' => {
                key.push(character);
                continue;
            }
            '-' if at == 0 || at == last => "-",
            '-' | '.' | ',' | '/' | ':' if digits && at != last => {
                key.push(character);
                continue;
            }
            _ => "",
        };
        key.push_str(plain);
    }
    key
}

/// `Elec.` beside `Electrical` and `NY` beside `New York`: the beginning of one other category, with a point behind it, or
/// the first letters of its words, in fewer rows than the category itself.
fn add_shortened(groups: &mut Vec<Vec<Level>>) {
    let usual = |group: &Vec<Level>| group.iter().max_by_key(|level| level.1).map(|level| level.0.clone());
    let names: Vec<String> = groups.iter().map(|group| usual(group).unwrap_or_default()).collect();
    let keys: Vec<String> = names.iter().map(|name| key(name, false)).collect();
    let initials = |name: &str| -> String {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.filter_map(|word| word.chars().next()).collect::<String>().to_lowercase()
    };
    let lettered = |text: &str| text.chars().count() >= 2 && text.chars().all(char::is_alphabetic);
    let is_short_for = |short: usize, whole: usize| {
        let dotted = groups[short].iter().all(|(level, _)| level.trim().ends_with('.'));
        let longer = keys[whole].chars().count() >= keys[short].chars().count() + 2;
        let begins = dotted && longer && keys[whole].starts_with(&keys[short]);
        lettered(&keys[short])
            && (begins || initials(&names[whole]) == keys[short] && keys[whole] != keys[short])
    };
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for short in (0..groups.len()).filter(|&short| groups.len() <= 400 && keys[short].chars().count() <= 6) {
        let mut wholes = (0..groups.len()).filter(|&whole| whole != short && is_short_for(short, whole));
        if let (Some(whole), None) = (wholes.next(), wholes.next())
            && rows(&groups[short]) < rows(&groups[whole])
        {
            joined.push((short, whole));
        }
    }
    for (short, whole) in joined {
        let levels = std::mem::take(&mut groups[short]);
        groups[whole].extend(levels);
    }
    groups.retain(|group| !group.is_empty());
}

/// `m` and `f` beside `male` and `female`: each single letter begins one whole word, and there are two at least.
fn add_abbreviations(groups: &mut Vec<Vec<Level>>) {
    let keys: Vec<String> = groups.iter().map(|group| key(&group[0].0, false)).collect();
    let is_letter = |key: &String| key.chars().count() == 1 && key.chars().all(char::is_alphabetic);
    let letters: Vec<usize> = (0..keys.len()).filter(|&at| is_letter(&keys[at])).collect();
    let words: Vec<usize> = (0..keys.len()).filter(|&at| !is_letter(&keys[at])).collect();
    if letters.len() < 2 || words.len() != letters.len() {
        return;
    }
    let of: Vec<(usize, Vec<usize>)> = letters
        .iter()
        .map(|&at| (at, words.iter().copied().filter(|&word| keys[word].starts_with(&keys[at])).collect()))
        .collect();
    if !of.iter().all(|(_, words)| words.len() == 1) {
        return;
    }
    for (letter, words) in &of {
        let short = std::mem::take(&mut groups[*letter]);
        groups[words[0]].extend(short);
    }
    groups.retain(|group| !group.is_empty());
}

/// Rare categories a slip of the key away from a frequent one.
fn join_slips(groups: &mut Vec<Vec<Level>>) {
    let mut order: Vec<(String, usize)> = groups
        .iter()
        .map(|group| {
            (key(group.iter().max_by_key(|level| level.1).map_or("", |level| &level.0), false), rows(group))
        })
        .collect();
    if order.len() > 400 {
        return;
    }
    let words: HashMap<usize, Vec<String>> = groups
        .iter()
        .enumerate()
        .map(|(at, group)| {
            let usual = group.iter().max_by_key(|level| level.1).map_or("", |level| &level.0).to_lowercase();
            (at, usual.split_whitespace().map(str::to_owned).collect())
        })
        .collect();
    for rare in 0..groups.len() {
        let frequent = (0..groups.len())
            .filter(|&other| order[other].1 >= 20 && order[rare].1 * 4 <= order[other].1)
            .find(|&other| is_slip(&words[&rare], &words[&other]));
        if let Some(frequent) = frequent {
            let slips = std::mem::take(&mut groups[rare]);
            order[rare].1 = 0;
            groups[frequent].extend(slips);
        }
    }
    groups.retain(|group| !group.is_empty());
}

/// Whether two texts of as many words differ in one word, long enough and without digits, by one slip (two in a long
/// word).
fn is_slip(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut different = a.iter().zip(b).filter(|(a, b)| a != b);
    let Some((a, b)) = different.next().filter(|_| different.next().is_none()) else { return false };
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // The first letter is seldom mistaken (Kukich, "Techniques for automatically correcting words in text", ACM Computing
    // Surveys 24, 1992, section 1): `mother` is no slip of `other`.
    let begins_alike = a[0] == b[0] || a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0];
    let short = a.len().min(b.len());
    let digits = a.iter().chain(&b).any(char::is_ascii_digit);
    begins_alike && short >= 5 && !digits && slips(&a, &b) <= if short >= 9 { 2 } else { 1 }
}

/// Letters left out, added, changed or swapped with the next (Damerau 1964, without touching a letter twice).
fn slips(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(levels: &[(&str, usize)]) -> Vec<String> {
        let values: Vec<&str> = levels.iter().flat_map(|(level, rows)| vec![*level; *rows]).collect();
        let column = Column::text("x", values.iter().map(|value| Some(*value)));
        let shown = |spelling: &Spelling| {
            let others: Vec<&str> = spelling.others.iter().map(|(level, _)| level.as_str()).collect();
            format!("{}: {}", spelling.usual.0, others.join(", "))
        };
        spellings(&column).iter().map(shown).collect()
    }

    #[test]
    fn spellings_are_found() {
        assert_eq!(
            found(&[("Villach", 180), ("VILLACH", 18), ("Vilach", 22), ("Graz", 9)]),
            ["Villach: Vilach, VILLACH"]
        );
        assert_eq!(found(&[("Linz", 90), ("linz.", 9), ("Graz", 80), ("graz ", 14)]).len(), 2);
        assert_eq!(
            found(&[("München", 90), ("Muenchen", 9), ("Munchen", 2)]),
            ["München: Muenchen, Munchen"]
        );
        assert_eq!(found(&[("male", 90), ("female", 80), ("m", 9), ("f", 8)]).len(), 2);
        assert_eq!(found(&[("New York", 90), ("new-york", 8), ("NewYork", 2)]).len(), 1);
        assert_eq!(found(&[("New York", 90), ("NY", 8), ("Ohio", 20)]), ["New York: NY"]);
        assert_eq!(
            found(&[("planned", 90), ("pla.", 8), ("emergency", 80), ("eme.", 5), ("p", 3), ("e", 2)]),
            ["planned: pla., p", "emergency: eme., e"]
        );
    }

    #[test]
    fn honest_categories_are_left_alone() {
        for honest in [
            &[("Linz", 90), ("Lienz", 60)][..],
            &[("A+", 40), ("A-", 30), ("A", 9)],
            &[("<30", 40), ("30+", 30), ("30", 9)],
            &[("Class A", 90), ("Class B", 9), ("Class C", 2)],
            &[("petrol", 60), ("patrol", 40)],
            &[("1.5", 40), ("15", 30)],
            &[("north east", 90), ("north west", 9)],
            &[("full", 90), ("day", 30), ("family", 9), ("f", 20)],
            &[("male", 90), ("female", 80)],
            &[("Paris", 90), ("Par", 20)],
            &[("other", 70), ("mother", 7)],
            &[("North East", 90), ("NE", 95)],
        ] {
            assert_eq!(found(honest), Vec::<String>::new(), "{honest:?}");
        }
    }
}
