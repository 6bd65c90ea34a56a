//! A part of a file looked at: what its values are, and the values.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringViewArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::error::ArrowError;
use frame::{Kind, MISSING, hash_number, hash_text};
use report::Fault;

use crate::arrays;
use crate::gather::push_numbers;
use crate::inference::{Census, Class, Reading};
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
            looked.add_text(text, values);
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

impl Looked {
    /// Add a text that stays one.
    #[inline]
    fn add_text(&mut self, text: Option<&str>, values: bool) {
        if let Some(text) = text {
            let is_blank = text.is_empty() || {
                let (class, _) = Reading::Text.read(text);
                self.census.add_class(&class);
                class == Class::Marker && text.trim().is_empty()
            };
            self.empty_text += u64::from(is_blank);
        }
        if values {
            self.hashes.push(text.map_or(MISSING, hash_text));
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

/// Look at an array. A number that is not finite is a stray, NaN is missing.
fn array(array: &ArrayRef, reading: Reading, values: bool) -> Result<Looked, ArrowError> {
    let plain = match array.data_type() {
        DataType::Utf8View => array.clone(),
        _ => arrays::plain(array)?,
    };
    let is_text = arrays::kind(plain.data_type()) == Ok(Kind::Text);
    let mut census = Census::default();
    if !is_text {
        arrays::count(&mut census, &plain)?;
    }
    if is_text || reading == Reading::Text {
        let strings = if is_text { plain } else { cast(&plain, &DataType::Utf8)? };
        let strings = cast(&strings, &DataType::Utf8View)?;
        let strings = strings.as_string_view();
        let mut looked = texts(strings.iter(), reading, values);
        looked.texts = (reading == Reading::Text).then(|| Texts::Array(strings.clone()));
        if !is_text {
            looked.census = census;
        }
        return Ok(looked);
    }
    let mut looked = Looked { census, ..Looked::default() };
    let is_float = *plain.data_type() == DataType::Float64;
    if !values && !is_float {
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
