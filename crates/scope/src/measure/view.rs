//! The ways a column can be read: as it stands, by whether it is filled in, by a piece or a word of its text.
//!
//! A leak seldom says what it is. Each way of reading puts the rows into few groups, and the same
//! measurements are then made on the groups, whatever they came from.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use frame::{Column, Values};

/// Rows put into groups by one way of reading a column.
pub struct View {
    /// How the column is read.
    pub reading: Reading,
    /// The group of each row.
    pub groups: Vec<u32>,
    /// What each group is called.
    pub names: Vec<String>,
    /// Whether the groups are ranges of numbers in ascending order (the last may hold missing values), so
    /// that neighbours may be joined.
    pub ordered: bool,
}

/// A way to read a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Its values, or fine ranges of its numbers.
    Values,
    /// Whether it holds something: neither missing nor its most common number or blank.
    Filled {
        /// What counts as not filled in: `missing`, or the most common number.
        empty: String,
        /// Whether the filled-in values differ among themselves.
        varied: bool,
    },
    /// A piece of each text or number: which one.
    Piece(String),
}

/// Ranges a column of many numbers is cut into at most.
const RANGES: usize = 512;
/// Values counted one by one at most; the rest are one group.
const LEVELS: usize = 400;
/// Character positions looked at, from the start and from the end.
const POSITIONS: usize = 10;

/// The views of a column: its values, its filling, and the pieces of text that differs in nearly every row.
pub fn views(column: &Column) -> Vec<View> {
    let mut views = vec![of_values(column)];
    views.extend(filled(column));
    views.extend(pieces(column));
    views.extend(words(column));
    views.retain(|view| view.names.len() > 1);
    views
}

/// The values as they stand.
pub fn of_values(column: &Column) -> View {
    match &column.values {
        Values::Numbers(values) => of_numbers(values),
        Values::Text(text) => {
            let missing = text.levels.len();
            let codes = text.codes.iter().map(|&code| (code as usize).min(missing));
            let name = |code: usize| {
                text.levels.get(code).map_or_else(|| "missing".to_owned(), |level| level.to_string())
            };
            most_common(Reading::Values, codes.collect(), missing + 1, name)
        }
    }
}

/// Groups of the most common codes; the rest are one group.
fn most_common(
    reading: Reading,
    codes: Vec<usize>,
    different: usize,
    name: impl Fn(usize) -> String,
) -> View {
    let mut counts = vec![0_usize; different];
    codes.iter().for_each(|&code| counts[code] += 1);
    let mut kept: Vec<usize> = (0..different).filter(|&code| counts[code] > 0).collect();
    kept.sort_by_key(|&code| (std::cmp::Reverse(counts[code]), code));
    let mut names: Vec<String> = kept.iter().take(LEVELS).map(|&code| name(code)).collect();
    let mut group = vec![0_u32; different];
    kept.iter().enumerate().for_each(|(at, &code)| group[code] = at.min(LEVELS) as u32);
    if kept.len() > LEVELS {
        names.push("any other".to_owned());
    }
    View { reading, groups: codes.into_iter().map(|code| group[code]).collect(), names, ordered: false }
}

fn of_numbers(values: &[f64]) -> View {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut starts = sorted.clone();
    starts.dedup();
    if starts.len() > RANGES {
        starts = (0..RANGES).map(|range| sorted[range * sorted.len() / RANGES]).collect();
        starts.dedup();
    }
    let missing = starts.len() as u32;
    let group = |value: f64| starts.partition_point(|&start| start <= value).saturating_sub(1) as u32;
    let groups: Vec<u32> =
        values.iter().map(|&value| if value.is_nan() { missing } else { group(value) }).collect();
    let mut names: Vec<String> = starts.iter().map(|&start| frame::show_number(start)).collect();
    if sorted.len() < values.len() {
        names.push("missing".to_owned());
    }
    View { reading: Reading::Values, groups, names, ordered: true }
}

/// Whether a row is filled in, when a good part of the rows is not.
fn filled(column: &Column) -> Option<View> {
    let rows = column.len();
    let blank: Vec<bool> = column
        .as_text()
        .map_or_else(Vec::new, |text| text.levels.iter().map(|level| level.trim().is_empty()).collect());
    let missing: Vec<bool> = match &column.values {
        Values::Numbers(values) => values.iter().map(|value| value.is_nan()).collect(),
        Values::Text(text) => {
            text.codes.iter().map(|&code| blank.get(code as usize).copied().unwrap_or(true)).collect()
        }
    };
    let absent = missing.iter().filter(|&&missing| missing).count();
    let (empty, is_empty) = if absent * 50 > rows {
        ("missing".to_owned(), missing)
    } else {
        let values = column.as_numbers()?;
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        values
            .iter()
            .filter(|value| !value.is_nan())
            .for_each(|value| *counts.entry((value + 0.0).to_bits()).or_default() += 1);
        let (&bits, &most) = counts.iter().max_by_key(|(_, count)| **count)?;
        let mode = f64::from_bits(bits);
        // A default stands out: a tenth of the rows, and at the edge of what else there is.
        let edge = values.iter().all(|&value| value.is_nan() || value >= mode)
            || values.iter().all(|&value| value.is_nan() || value <= mode);
        if most * 10 < rows || !(mode == 0.0 || edge) {
            return None;
        }
        (frame::show_number(mode), values.iter().map(|&value| value == mode).collect())
    };
    let mut others: Vec<String> =
        (0..rows).filter(|&row| !is_empty[row]).take(2_000).map(|row| column.show(row)).collect();
    others.sort_unstable();
    others.dedup();
    Some(View {
        groups: is_empty.iter().map(|&empty| u32::from(!empty)).collect(),
        names: vec![empty.clone(), "filled in".to_owned()],
        reading: Reading::Filled { empty, varied: others.len() > 2 },
        ordered: false,
    })
}

/// Pieces of texts, or of whole numbers written as text, that are too many to be read as categories.
fn pieces(column: &Column) -> Vec<View> {
    let rows = column.len();
    let shown: Vec<String>;
    let texts: Vec<&str> = match &column.values {
        Values::Text(text) if text.counts().iter().filter(|&&count| count > 0).count() * 5 > rows => {
            (0..rows).map(|row| text.get(row).unwrap_or_default()).collect()
        }
        Values::Numbers(values) if is_code(values) => {
            shown = (0..rows).map(|row| column.show(row)).collect();
            shown.iter().map(String::as_str).collect()
        }
        _ => return Vec::new(),
    };
    let lengths: Vec<usize> = texts.iter().map(|text| text.chars().count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let mark = |c: char| !c.is_alphanumeric();
    let mut views: Vec<Option<View>> = Vec::new();
    for at in 0..POSITIONS.min(longest) {
        let name = format!("character {}", at + 1);
        views.push(by_piece(name, rows, |row| piece_of(texts[row], at, at + 1).into()));
    }
    if lengths.iter().any(|&length| length != longest) {
        for at in 1..=POSITIONS.min(longest) {
            let name = format!("character {at} from the end");
            let piece =
                |row: usize| lengths[row].checked_sub(at).map(|from| piece_of(texts[row], from, from + 1));
            views.push(by_piece(name, rows, |row| piece(row).unwrap_or_default().into()));
        }
        views.push(by_piece("length".to_owned(), rows, |row| lengths[row].to_string().into()));
    }
    for length in 2..=3 {
        let name = format!("first {length} characters");
        views.push(by_piece(name, rows, |row| piece_of(texts[row], 0, length).into()));
        let name = format!("last {length} characters");
        let last = |row: usize| piece_of(texts[row], lengths[row].saturating_sub(length), usize::MAX);
        views.push(by_piece(name, rows, |row| last(row).into()));
    }
    let letters = |row: usize| texts[row].chars().filter(|c| c.is_alphabetic()).collect();
    views.push(by_piece("letters".to_owned(), rows, letters));
    for at in 0..3 {
        let part = |row: usize| texts[row].split(mark).nth(at).unwrap_or_default();
        views.push(by_piece(format!("part {}", at + 1), rows, |row| part(row).into()));
    }
    let last = |row: usize| texts[row].rsplit(mark).next().unwrap_or_default();
    views.push(by_piece("last part".to_owned(), rows, |row| last(row).into()));
    views.into_iter().flatten().collect()
}

/// Rows by a piece of their text, unless all have the same or too many have one of their own.
fn by_piece<'t>(name: String, rows: usize, piece: impl Fn(usize) -> Cow<'t, str>) -> Option<View> {
    let most = LEVELS.min(rows / 5);
    let mut known: HashMap<Cow<'t, str>, usize> = HashMap::new();
    let mut codes: Vec<usize> = Vec::with_capacity(rows);
    for row in 0..rows {
        let next = known.len();
        codes.push(*known.entry(piece(row)).or_insert(next));
        if known.len() > most {
            return None;
        }
    }
    if known.len() < 2 {
        return None;
    }
    let mut sorted: Vec<(Cow<'t, str>, usize)> = known.into_iter().collect();
    sorted.sort_unstable();
    let mut place = vec![0; sorted.len()];
    sorted.iter().enumerate().for_each(|(at, (_, code))| place[*code] = at);
    codes.iter_mut().for_each(|code| *code = place[*code]);
    let name_of = |code: usize| sorted[code].0.to_string();
    Some(most_common(Reading::Piece(name), codes, sorted.len(), name_of))
}

/// The characters of a text from a position up to another, as far as it has them.
fn piece_of(text: &str, from: usize, to: usize) -> &str {
    if text.is_ascii() {
        return &text[from.min(text.len())..to.min(text.len())];
    }
    let mut places = text.char_indices().map(|(place, _)| place);
    let start = places.nth(from).unwrap_or(text.len());
    let end = (to - from).checked_sub(1).and_then(|more| places.nth(more)).unwrap_or(text.len());
    &text[start..end]
}

/// Words of prose looked at, the most frequent.
const WORDS: usize = 150;

/// For each frequent word of texts of several words: whether it is in the text.
fn words(column: &Column) -> Vec<View> {
    let Some(text) = column.as_text() else { return Vec::new() };
    let rows = column.len();
    let used = text.counts();
    let prose =
        text.levels.iter().zip(&used).filter(|(level, count)| **count > 0 && level.contains(' ')).count();
    let distinct = used.iter().filter(|&&count| count > 0).count();
    if distinct * 10 < rows || prose * 2 < distinct {
        return Vec::new();
    }
    let mut holding: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (code, level) in text.levels.iter().enumerate().filter(|(code, _)| used[*code] > 0) {
        let lower = level.to_lowercase();
        let mut own: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 1)
            .take(60)
            .collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|word| holding.entry(word.to_owned()).or_default().push(code as u32));
    }
    let in_rows = |codes: &[u32]| codes.iter().map(|&code| used[code as usize]).sum::<usize>();
    let mut frequent: Vec<(usize, String, Vec<u32>)> = holding
        .into_iter()
        .map(|(word, codes)| (in_rows(&codes), word, codes))
        .filter(|(count, ..)| *count >= 10.max(rows / 200) && count * 20 <= rows * 19)
        .collect();
    frequent.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    frequent.truncate(WORDS);
    let view = |(_, word, codes): (usize, String, Vec<u32>)| {
        let mut holds = vec![0_u32; text.levels.len()];
        codes.iter().for_each(|&code| holds[code as usize] = 1);
        View {
            groups: text.codes.iter().map(|&code| holds.get(code as usize).copied().unwrap_or(0)).collect(),
            names: vec!["not there".to_owned(), "there".to_owned()],
            reading: Reading::Piece(format!("word `{word}`")),
            ordered: false,
        }
    };
    frequent.into_iter().map(view).collect()
}

/// Whole positive numbers nearly all different and of nearly one width: digits may mean something.
fn is_code(values: &[f64]) -> bool {
    let mut present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let rows = present.len();
    let whole = |value: &f64| value.fract() == 0.0 && (1_000.0..1e15).contains(value);
    if rows < 20 || !present.iter().all(whole) {
        return false;
    }
    present.sort_unstable_by(f64::total_cmp);
    present.dedup();
    present.len() * 10 > rows * 9
}
