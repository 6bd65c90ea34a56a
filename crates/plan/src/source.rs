//! Reading the file: from TOML to typed values that know where they stand, every mistake with its place.
//!
//! A table's keys are known by being asked for, so a key nobody asked for is a typo, and the keys asked
//! for are the suggestions. All mistakes are collected; the first in the file is the one told.

use std::cell::RefCell;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use report::{Fault, Span, suggest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{Duration, Range as Amounts};

/// A value and the bytes of the file it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

impl<T> Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// The file being read, and the mistakes found so far.
pub(crate) struct Source {
    file: PathBuf,
    text: Arc<str>,
    faults: RefCell<Vec<Fault>>,
}

impl Source {
    /// Read `text` as TOML and hand its root table to `read`; the first mistake in the file is the fault.
    pub(crate) fn read<T>(file: &Path, text: &Arc<str>, read: impl Fn(&Fields) -> T) -> Result<T, Fault> {
        let source = Source { file: file.to_owned(), text: text.clone(), faults: RefCell::default() };
        let root = DeTable::parse(text).map_err(|error| {
            let message =
                format!("{} is not TOML: {}", file.display(), error.message().trim().replace('\n', ", "));
            let at = error.span().unwrap_or(0..0);
            let hint = if message.contains("duplicate") {
                "each key stands once in its table, and each [table] once in the file"
            } else if message.contains("date") || message.contains("time") {
                "a date is written 2026-12-01"
            } else {
                "text stands in quotes on one line; a table starts with its name in brackets"
            };
            Fault::new(message).hint(hint).at(source.span(at))
        })?;
        let value = Fields::of(&source, "", root.get_ref(), root.span()).read(read);
        let faults = source.faults.into_inner();
        let first = faults.into_iter().min_by_key(|fault| fault.span.as_ref().map(|span| span.range.start));
        first.map_or(Ok(value), Err)
    }

    fn span(&self, at: Range<usize>) -> Span {
        Span { file: self.file.clone(), text: self.text.clone(), range: at }
    }

    fn fault(&self, at: Range<usize>, message: String, hint: String) {
        self.faults.borrow_mut().push(Fault::new(message).hint(hint).at(self.span(at)));
    }
}

/// One table of the file, whose keys are read by asking for them.
pub(crate) struct Fields<'a> {
    source: &'a Source,
    path: &'a str,
    table: &'a DeTable<'a>,
    /// Where the table (or its header) stands.
    pub(crate) at: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    fn of(source: &'a Source, path: &'a str, table: &'a DeTable<'a>, at: Range<usize>) -> Self {
        Fields { source, path, table, at, asked: RefCell::default() }
    }

    /// Let `read` ask for the keys it knows; what is left is unknown.
    fn read<T>(self, read: impl Fn(&Fields) -> T) -> T {
        let value = read(&self);
        let known = self.asked.borrow();
        for (key, value) in self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let what = match value.get_ref() {
                DeValue::Table(_) | DeValue::Array(_) if self.path.is_empty() => "table",
                _ => "key",
            };
            let place = if self.path.is_empty() { String::new() } else { format!(" in [{}]", self.path) };
            let message = format!("{} has an unknown {what} `{name}`{place}", self.source.file.display());
            let hint = match suggest::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            self.source.fault(key.span(), message, hint);
        }
        value
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Record that the value of `key` cannot be used.
    pub(crate) fn refuse(&self, key: &str, at: &Range<usize>, why: &str, hint: impl Into<String>) {
        let message = format!("{}: `{}` {why}", self.source.file.display(), self.name(key));
        self.source.fault(at.clone(), message, hint.into());
    }

    fn expect<T>(
        &self,
        key: &'static str,
        wanted: &str,
        example: &str,
        convert: impl Fn(&DeValue) -> Option<T>,
    ) -> Option<Located<T>> {
        let value = self.get(key)?;
        let converted = convert(value.get_ref());
        if converted.is_none() {
            let found = kind(value.get_ref());
            self.refuse(
                key,
                &value.span(),
                &format!("should be {wanted}, but is {found}"),
                format!("such as {example}"),
            );
        }
        Some(Located { value: converted?, at: value.span() })
    }

    /// Text.
    pub(crate) fn text(&self, key: &'static str) -> Option<Located<String>> {
        let example = format!("{key} = \"...\"");
        self.expect(key, "text in quotes", &example, |value| value.as_str().map(str::to_owned))
    }

    /// True or false; false when absent.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        let example = format!("{key} = true");
        self.expect(key, "true or false", &example, |value| value.as_bool()).is_some_and(|flag| flag.value)
    }

    /// A finite number.
    pub(crate) fn number(&self, key: &'static str) -> Option<Located<f64>> {
        let number = self.expect(key, "a number", &format!("{key} = 100"), number)?;
        if !number.is_finite() {
            self.refuse(key, &number.at, "should be a finite number", format!("such as {key} = 100"));
            return None;
        }
        Some(number)
    }

    /// A finite number, not negative.
    pub(crate) fn amount(&self, key: &'static str) -> Option<Located<f64>> {
        let number = self.number(key)?;
        if number.value < 0.0 {
            let why = format!("is {}, but cannot be negative", number.value);
            self.refuse(key, &number.at, &why, "write it as 0 or more");
            return None;
        }
        Some(number)
    }

    /// A range of amounts, `[low, high]` or one number; not negative, low first.
    pub(crate) fn range(&self, key: &'static str) -> Option<Located<Amounts>> {
        let range = self.signed_range(key)?;
        let Amounts { low, high } = range.value;
        if low >= 0.0 {
            return Some(range);
        }
        let (why, hint) = if low == high {
            (format!("is {low}, but cannot be negative"), "write it as 0 or more")
        } else {
            (format!("starts at {low}, but cannot be negative"), "write the low end as 0 or more")
        };
        self.refuse(key, &range.at, &why, hint);
        None
    }

    /// A range of money gained or lost, `[low, high]` or one number; low first.
    pub(crate) fn signed_range(&self, key: &'static str) -> Option<Located<Amounts>> {
        let example = format!("{key} = 40, or {key} = [20, 60] where you are not sure");
        let range =
            self.expect(key, "a number, or a range of two numbers, low and high", &example, |value| {
                if let Some(one) = number(value) {
                    return Some(Amounts { low: one, high: one });
                }
                let numbers: Option<Vec<f64>> =
                    value.as_array()?.iter().map(|item| number(item.get_ref())).collect();
                let [low, high] = numbers?.try_into().ok()?;
                Some(Amounts { low, high })
            })?;
        let Amounts { low, high } = range.value;
        let why = if !low.is_finite() || !high.is_finite() {
            "should be finite".to_owned()
        } else if low > high {
            format!("starts at {low}, above its end {high}")
        } else {
            return Some(range);
        };
        self.refuse(
            key,
            &range.at,
            &why,
            format!("write the low end first, such as {key} = [20, 60] or 100"),
        );
        None
    }

    /// Two amounts that need no order, `[build, upkeep]`; not negative.
    pub(crate) fn pair(&self, key: &'static str) -> Option<Located<[f64; 2]>> {
        let example = format!("{key} = [3, 4]");
        let pair = self.expect(key, "two numbers", &example, |value| {
            let numbers: Option<Vec<f64>> =
                value.as_array()?.iter().map(|item| number(item.get_ref())).collect();
            <[f64; 2]>::try_from(numbers?).ok()
        })?;
        if pair.value.iter().all(|amount| amount.is_finite() && *amount >= 0.0) {
            return Some(pair);
        }
        self.refuse(key, &pair.at, "should be two numbers of 0 or more", format!("such as {example}"));
        None
    }

    /// A list of texts; empty when absent.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<Located<String>> {
        let example = format!("{key} = [\"...\"]");
        let texts = self.expect(key, "a list of texts", &example, |value| {
            let items = value.as_array()?.iter();
            items
                .map(|item| Some(Located { value: item.get_ref().as_str()?.to_owned(), at: item.span() }))
                .collect()
        });
        texts.map_or(Vec::new(), |texts| texts.value)
    }

    /// A day, written 2026-12-01 (quotes or a time of day do no harm).
    pub(crate) fn date(&self, key: &'static str) -> Option<Located<Date>> {
        let example = format!("{key} = 2026-12-01");
        self.expect(key, "a date", &example, |value| match value {
            DeValue::Datetime(when) => {
                let day = when.date?;
                Date::new(
                    i16::try_from(day.year).ok()?,
                    i8::try_from(day.month).ok()?,
                    i8::try_from(day.day).ok()?,
                )
                .ok()
            }
            DeValue::String(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// A length of time, such as "90s", "15m", "2h" or "3d".
    pub(crate) fn duration(&self, key: &'static str) -> Option<Located<Duration>> {
        let example = format!("{key} = \"2h\"");
        self.expect(key, "a duration in quotes: a number and s, m, h or d", &example, |value| {
            value.as_str().and_then(Duration::parse)
        })
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<Located<T>> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let hint = match suggest::nearest(&text.value, known.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"? It is one of: {}", known.join(", ")),
                None => format!("it is one of: {}", known.join(", ")),
            };
            self.refuse(key, &text.at, &format!("is \"{}\", which is not known", text.value), hint);
        }
        Some(Located { value: found?.1, at: text.at })
    }

    /// The table of this name; an absent one is read as empty.
    pub(crate) fn table<T: Default>(&self, key: &'static str, read: impl Fn(&Fields) -> T) -> T {
        let Some(value) = self.get(key) else { return T::default() };
        match value.get_ref() {
            DeValue::Table(table) => Fields::of(self.source, key, table, value.span()).read(read),
            other => {
                let why = format!("should be a table, but is {}", kind(other));
                self.refuse(
                    key,
                    &value.span(),
                    &why,
                    format!("write it once, as [{key}] on a line of its own"),
                );
                T::default()
            }
        }
    }

    /// The tables of this name, each headed `[[key]]`.
    pub(crate) fn tables<T>(&self, key: &'static str, read: impl Fn(&Fields) -> T) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let hint = format!("head each with [[{key}]] on a line of its own");
        let DeValue::Array(items) = value.get_ref() else {
            let why = format!("should be a list of tables, but is {}", kind(value.get_ref()));
            self.refuse(key, &value.span(), &why, hint);
            return Vec::new();
        };
        let mut entries = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    entries.push(Fields::of(self.source, key, table, item.span()).read(&read));
                }
                other => {
                    let why = format!("should hold tables, but holds {}", kind(other));
                    self.refuse(key, &item.span(), &why, hint.clone());
                }
            }
        }
        entries
    }
}

fn number(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        DeValue::Integer(integer) => {
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|whole| whole as f64)
        }
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

fn kind(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => {
            let short: String = text.chars().take(30).collect();
            let dots = if short.len() < text.len() { "..." } else { "" };
            format!("the text \"{short}{dots}\"")
        }
        DeValue::Integer(integer) => format!("the number {integer}"),
        DeValue::Float(float) => format!("the number {float}"),
        DeValue::Boolean(flag) => format!("{flag}"),
        DeValue::Datetime(when) => format!("the date {when}"),
        DeValue::Array(items) if items.len() == 1 => "a list of one".to_owned(),
        DeValue::Array(items) => format!("a list of {}", items.len()),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
