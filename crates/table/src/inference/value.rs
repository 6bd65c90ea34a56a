//! One text, classified: a marker for missing, a boolean, a number, a moment, or just text.

use super::number::{Shape, shape};
use super::time::Moment;

/// What one text is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Class {
    /// A marker people write for "no value", such as `?` or `NA`.
    Marker,
    /// `unknown`: a marker among numbers, a level among texts.
    Unknown,
    /// `true` or `false`, in any case.
    Boolean,
    /// A number.
    Number(Shape),
    /// A date, perhaps with a time.
    Moment(Moment),
    /// Anything else.
    Text,
}

/// Markers for missing, in lower case; any case is read, and so is text of blanks only.
const MARKERS: [&str; 11] = ["?", "na", "n/a", "null", "none", "nan", "-", "--", "#n/a", "missing", "."];

/// Whether a text that stands among numbers or times says that there is none.
pub(crate) fn marks_missing(text: &str) -> bool {
    text.is_empty() || matches!(classify(text), Class::Marker | Class::Unknown)
}

/// A text without blanks around it.
#[inline]
pub(crate) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        // Hardly any text has some.
        [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// Classify a text that is not empty.
pub(crate) fn classify(text: &str) -> Class {
    let text = trimmed(text);
    let bytes = text.as_bytes();
    match bytes.first() {
        None => Class::Marker,
        Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b',') => {
            if let Some(shape) = shape(bytes) {
                Class::Number(shape)
            } else if let Some(moment) = Moment::parse(bytes) {
                Class::Moment(moment)
            } else if is_marker(text) {
                Class::Marker
            } else {
                Class::Text
            }
        }
        Some(_) if bytes.len() > 7 => Class::Text,
        Some(b't' | b'T' | b'f' | b'F') if boolean(text).is_some() => Class::Boolean,
        Some(b'?' | b'n' | b'N' | b'#' | b'm' | b'M') if is_marker(text) => Class::Marker,
        Some(b'u' | b'U') if text.eq_ignore_ascii_case("unknown") => Class::Unknown,
        Some(_) => Class::Text,
    }
}

/// The boolean a trimmed text is.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn is_marker(text: &str) -> bool {
    MARKERS.iter().any(|marker| text.eq_ignore_ascii_case(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_classified() {
        for marker in
            [" ", "?", "NA", "N/A", "n/a", "NULL", "null", "None", "NaN", "nan", "-", "--", "#N/A", "missing"]
        {
            assert_eq!(classify(marker), Class::Marker, "{marker}");
        }
        assert_eq!(classify("Unknown"), Class::Unknown);
        assert_eq!(classify("TRUE"), Class::Boolean);
        assert_eq!(classify(" 12 "), Class::Number(Shape::Integer));
        assert!(matches!(classify("2024-01-31"), Class::Moment(_)));
        for text in ["Yes", "No", "t", "nought", "inf", "Infinity", "12 kg", "5 %", "-x"] {
            assert_eq!(classify(text), Class::Text, "{text}");
        }
    }
}
