//! The shapes a number is written in, and their values.

use super::EXACT;

/// How a text that is a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `12`, `-3`, `+4`.
    Integer,
    /// `00123`: digits behind a leading zero, so a code and not a quantity.
    Code,
    /// A whole number beyond 2^53, such as an account number.
    Beyond,
    /// `1.5`, `.5`, `5.`, `1e5`.
    Point,
    /// `3,14`, `0,123` or `1.234,56`: only a decimal comma makes sense of it.
    Comma,
    /// `1,234`: a decimal comma or thousands.
    Either,
    /// `1,234,567` or `1,234.5`: only thousands make sense of it.
    Thousands,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `1234.5`.
    Point,
    /// `1234,5` or `1.234,5`.
    Comma,
    /// `1,234.5`.
    Thousands,
}

/// The shape of a trimmed text that is a number; `None` when it is none, or not a finite one.
pub(crate) fn shape(text: &[u8]) -> Option<Shape> {
    let digits = match text {
        [b'+' | b'-', rest @ ..] => rest,
        _ => text,
    };
    let whole = leading_digits(digits);
    let rest = &digits[whole..];
    match rest.first() {
        None if whole == 0 => None,
        None if whole > 1 && digits[0] == b'0' => Some(Shape::Code),
        None if whole < 16 || value(digits).is_some_and(|value| value <= EXACT) => Some(Shape::Integer),
        None => (whole <= 300).then_some(Shape::Beyond),
        Some(b'.') if is_grouped_with_comma(whole, rest) => Some(Shape::Comma),
        Some(b'.') => {
            let fraction = leading_digits(&rest[1..]);
            let exponent = &rest[1 + fraction..];
            if whole + fraction == 0 {
                return None;
            }
            let plain = exponent.is_empty() && whole <= 300;
            (plain || is_exponent(exponent) && is_finite(text)).then_some(Shape::Point)
        }
        Some(b'e' | b'E') => (whole > 0 && is_exponent(rest) && is_finite(text)).then_some(Shape::Point),
        Some(b',') => comma_shape(digits, whole),
        _ => None,
    }
}

/// The shape and value of the plainest numbers, up to 15 digits with a point or without, such as nearly all are.
///
/// The digits and the power of ten are exact in an `f64`, so their quotient is rounded once, as it should be:
/// Clinger, "How to read floating point numbers accurately" (PLDI 1990).
#[inline]
pub(crate) fn decimal(text: &[u8]) -> Option<(Shape, f64)> {
    const TENS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1.0, digits),
        digits => (1.0, digits),
    };
    if digits.len() > 16 {
        return None;
    }
    let (mut whole, mut point) = (0_u64, None);
    for (at, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => whole = whole * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let (before, after) = point.map_or((digits.len(), 0), |point| (point, digits.len() - point - 1));
    let is_plain = before > 0 && (before == 1 || digits[0] != b'0') && before + after < 16;
    match point {
        _ if !is_plain => None,
        None => Some((Shape::Integer, sign * whole as f64)),
        Some(_) if after > 0 => Some((Shape::Point, sign * (whole as f64 / TENS[after]))),
        Some(_) => None,
    }
}

/// The value of a trimmed text, when its shape is one the mark allows.
pub(crate) fn parse(text: &str, mark: Mark) -> Option<f64> {
    let shape = shape(text.as_bytes())?;
    match (shape, mark) {
        (Shape::Integer | Shape::Beyond | Shape::Code, _) => text.parse().ok(),
        (Shape::Point, Mark::Point | Mark::Thousands) => text.parse().ok(),
        (Shape::Comma | Shape::Either, Mark::Comma) => text.replace('.', "").replace(',', ".").parse().ok(),
        (Shape::Either | Shape::Thousands, Mark::Thousands) => text.replace(',', "").parse().ok(),
        _ => None,
    }
}

fn leading_digits(text: &[u8]) -> usize {
    text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len())
}

fn value(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |sum, &digit| sum.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
}

/// Whether a text is an exponent, such as `e5` or `E-3`.
fn is_exponent(text: &[u8]) -> bool {
    let digits = match text {
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => rest,
        _ => return false,
    };
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

fn is_finite(text: &[u8]) -> bool {
    str::from_utf8(text).ok().and_then(|text| text.parse::<f64>().ok()).is_some_and(f64::is_finite)
}

/// The shape of digits whose first other byte is a comma, at position `whole`.
fn comma_shape(digits: &[u8], whole: usize) -> Option<Shape> {
    let after = &digits[whole + 1..];
    let fraction = leading_digits(after);
    let groups_fit = (1..=3).contains(&whole) && digits[0] != b'0' && fraction == 3;
    if fraction == after.len() {
        let any = whole + fraction > 0 && fraction > 0 && whole + fraction <= 300;
        return any.then_some(if groups_fit { Shape::Either } else { Shape::Comma });
    }
    if !groups_fit {
        return None;
    }
    let mut rest = &after[3..];
    while rest.len() >= 4 && rest[0] == b',' && leading_digits(&rest[1..]).min(4) == 3 {
        rest = &rest[4..];
    }
    let ends = match rest {
        [] => true,
        [b'.', fraction @ ..] => fraction.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    (ends && digits.len() <= 300).then_some(Shape::Thousands)
}

/// Whether digits go on as in `1.234.567,89`; `rest` starts at the first point.
fn is_grouped_with_comma(whole: usize, rest: &[u8]) -> bool {
    if !(1..=3).contains(&whole) {
        return false;
    }
    let mut rest = rest;
    while rest.len() >= 4 && rest[0] == b'.' && leading_digits(&rest[1..]).min(4) == 3 {
        rest = &rest[4..];
    }
    matches!(rest, [b',', fraction @ ..] if !fraction.is_empty() && fraction.len() < 300 && fraction.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_by_their_shape() {
        for (text, expected) in [
            ("12", Some(Shape::Integer)),
            ("-3", Some(Shape::Integer)),
            ("0", Some(Shape::Integer)),
            ("00123", Some(Shape::Code)),
            ("9007199254740992", Some(Shape::Integer)),
            ("9007199254740993", Some(Shape::Beyond)),
            ("123456789012345678901234567890", Some(Shape::Beyond)),
            ("1.5", Some(Shape::Point)),
            (".5", Some(Shape::Point)),
            ("5.", Some(Shape::Point)),
            ("1e5", Some(Shape::Point)),
            ("-2.5E-3", Some(Shape::Point)),
            ("1e999", None),
            ("3,14", Some(Shape::Comma)),
            ("0,123", Some(Shape::Comma)),
            ("1.234,56", Some(Shape::Comma)),
            ("1,234", Some(Shape::Either)),
            ("1,234,567", Some(Shape::Thousands)),
            ("1,234.5", Some(Shape::Thousands)),
            ("1,23,4", None),
            ("", None),
            ("-", None),
            (".", None),
            ("e5", None),
            ("1e", None),
            ("inf", None),
            ("nan", None),
            ("1.2.3", None),
            ("12a", None),
        ] {
            assert_eq!(shape(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn plain_numbers_are_read_as_others_are() {
        for text in
            ["0", "-0", "7", "-12", "0.5", "0.1", "3.30", "123456789012345", "1.23456789012345", "-99.99"]
        {
            let (shape, value) = decimal(text.as_bytes()).unwrap();
            assert_eq!(Some(shape), super::shape(text.as_bytes()), "{text}");
            assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        for text in
            ["", "-", ".", "5.", ".5", "007", "1e5", "1,5", "1.2.3", "+1", "1234567890123456", "12a", "--1"]
        {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_mark_decides_the_value() {
        assert_eq!(parse("3,25", Mark::Comma), Some(3.25));
        assert_eq!(parse("1.234,5", Mark::Comma), Some(1234.5));
        assert_eq!(parse("1,234", Mark::Comma), Some(1.234));
        assert_eq!(parse("1,234", Mark::Thousands), Some(1234.0));
        assert_eq!(parse("1,234.5", Mark::Thousands), Some(1234.5));
        assert_eq!(parse("1,234", Mark::Point), None);
        assert_eq!(parse("+3", Mark::Point), Some(3.0));
    }
}
