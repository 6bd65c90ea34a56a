//! A part of a file looked at: what its values are, and the values.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array, StringViewArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::error::ArrowError;
use frame::{Kind, MISSING, hash_number, hash_text};
use report::Fault;

use crate::arrays;
use crate::gather::push_numbers;
use crate::inference::{Census, Class, Reading};
use crate::recent::Recent;
use crate::source::Part;
use crate::strays::Strays;

/// A column of a part.
#[derive(Default)]
pub(crate) struct Looked {
    pub(crate) census: Census,
    pub(crate) strays: Strays,
    /// How many texts are empty or only spaces.
    pub(crate) empty_text: u64,
    /// A hash of each row's value, where values are wanted.
    pub(crate) hashes: Vec<u64>,
    /// The values of a column that is not text.
    pub(crate) numbers: Vec<f64>,
    /// Where the values of a column of text are.
    pub(crate) texts: Option<Texts>,
}

/// Where the texts of a column of a part are.
pub(crate) enum Texts {
    /// In the part itself.
    There,
    /// In an array made of the part's.
    Array(StringViewArray),
}

impl Texts {
    /// The text of a row of the part's column.
    pub(crate) fn text<'a>(&'a self, part: &'a Part, column: usize, row: usize) -> Option<&'a str> {
        match (self, part) {
            (Texts::Array(texts), _) => texts.is_valid(row).then(|| texts.value(row)),
            (Texts::There, Part::Texts(records, positions)) => records.text(row, positions[column]),
            (Texts::There, Part::Arrays(_)) => None,
        }
    }
}

/// Look at the columns of a part, each read so; with hashes and numbers where `values` are wanted.
pub(crate) fn look(
    part: &Part,
    names: &[String],
    readings: &[Reading],
    values: bool,
) -> Result<Vec<Looked>, Fault> {
    let columns = readings.iter().enumerate().map(|(at, &reading)| match part {
        Part::Texts(records, positions) => {
            let mut looked = texts(records.column(positions[at]), reading, values);
            looked.texts = (reading == Reading::Text).then_some(Texts::There);
            Ok(looked)
        }
        Part::Arrays(batch) => array(batch.column(at), reading, values)
            .map_err(|error| Fault::new(format!("the column `{}` cannot be read: {error}", names[at]))),
    });
    columns.collect()
}

/// Look at texts.
fn texts<'a>(
    texts: impl ExactSizeIterator<Item = Option<&'a str>>,
    reading: Reading,
    values: bool,
) -> Looked {
    let mut looked = Looked::default();
    if values {
        looked.hashes.reserve_exact(texts.len());
    }
    if reading == Reading::Text {
        for text in texts {
            looked.add_text(text.map(|text| Known::of(text, values)), values);
        }
    } else {
        if values {
            looked.numbers.reserve_exact(texts.len());
        }
        for text in texts {
            let value = text.and_then(|text| looked.read(text, reading));
            if values {
                looked.numbers.push(value.unwrap_or(f64::NAN));
                looked.hashes.push(value.map_or(MISSING, hash_number));
            }
        }
    }
    looked
}

/// Look at texts that stay what they are.
fn kept(texts: &StringViewArray, values: bool) -> Looked {
    let mut looked = Looked { texts: Some(Texts::Array(texts.clone())), ..Looked::default() };
    if values {
        looked.hashes.reserve_exact(texts.len());
    }
    let mut recent = Recent::new();
    for row in 0..texts.len() {
        looked.add_text(recent.of(texts, row, |text| Known::of(text, values)), values);
    }
    looked
}

impl Looked {
    /// Add a text that stays one.
    #[inline]
    fn add_text(&mut self, text: Option<Known>, values: bool) {
        if let Some(text) = text {
            if let Some(class) = &text.class {
                self.census.add_class(class);
            }
            self.empty_text += u64::from(text.is_blank);
        }
        if values {
            self.hashes.push(text.map_or(MISSING, |text| text.hash));
        }
    }

    /// The value of a text; what has none is a stray, unless it is empty.
    #[inline]
    fn read(&mut self, text: &str, reading: Reading) -> Option<f64> {
        if text.is_empty() {
            return None;
        }
        let (class, value) = reading.read(text);
        self.census.add_class(&class);
        if value.is_none() {
            self.strays.add(text);
        }
        value
    }
}

/// What is known of a text that stays one.
#[derive(Clone, Copy)]
struct Known {
    /// What it is, unless it is empty.
    class: Option<Class>,
    /// Whether it is empty or only spaces.
    is_blank: bool,
    /// Its hash, where that is wanted.
    hash: u64,
}

impl Known {
    #[inline]
    fn of(text: &str, hash: bool) -> Known {
        let class = (!text.is_empty()).then(|| Reading::Text.read(text).0);
        let is_blank = class.is_none_or(|class| class == Class::Marker && text.trim().is_empty());
        Known { class, is_blank, hash: if hash { hash_text(text) } else { MISSING } }
    }
}

/// Look at an array. A number that is not finite is a stray, NaN is missing.
fn array(array: &ArrayRef, reading: Reading, values: bool) -> Result<Looked, ArrowError> {
    let plain = arrays::plain(array)?;
    let is_text = arrays::kind(plain.data_type()) == Ok(Kind::Text);
    let mut census = Census::default();
    if !is_text {
        arrays::count(&mut census, &plain)?;
    }
    if is_text || reading == Reading::Text {
        let strings =
            if is_text { plain } else { cast(&cast(&plain, &DataType::Utf8)?, &DataType::Utf8View)? };
        let strings = strings.as_string_view();
        let mut looked = match reading {
            Reading::Text => kept(strings, values),
            _ => texts(strings.iter(), reading, values),
        };
        if !is_text {
            looked.census = census;
        }
        return Ok(looked);
    }
    let mut looked = Looked { census, ..Looked::default() };
    let is_float = *plain.data_type() == DataType::Float64;
    let is_finite = |array: &Float64Array| array.values().iter().all(|number| !number.is_infinite());
    if !values && (!is_float || plain.as_primitive_opt().is_some_and(is_finite)) {
        return Ok(looked);
    }
    looked.numbers.reserve_exact(plain.len());
    push_numbers(&mut looked.numbers, &plain, None);
    if is_float {
        for number in looked.numbers.iter_mut().filter(|number| number.is_infinite()) {
            looked.strays.add(&number.to_string());
            *number = f64::NAN;
        }
    }
    if values {
        let hash = |&number: &f64| if number.is_nan() { MISSING } else { hash_number(number) };
        looked.hashes = looked.numbers.iter().map(hash).collect();
    }
    Ok(looked)
}
