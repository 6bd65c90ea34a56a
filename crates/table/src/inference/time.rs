//! Dates and timestamps as people write them, as seconds since 1970-01-01 UTC.
//!
//! Read are `2024-01-31`, `2024/01/31`, `2024-01` (its first day), `31.01.2024`, `31/01/2024`,
//! `01/31/2024` (`-` for `/` too), each but the month alone with a time behind `T` or a space:
//! `14:05`, `14:05:09.5`, `2:05 PM`, then `Z`, `UTC`, an offset such as `+02:00`, or nothing (UTC).

/// What stands first in a date such as `03/04/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The day.
    Day,
    /// The month.
    Month,
}

/// A text that is a date, perhaps with a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Moment {
    year: i64,
    /// Month and day where the text says which is which; else the first and the second number.
    parts: (u32, u32),
    /// Whether only the column's order tells which of `parts` is the month.
    pub(crate) open: bool,
    /// Seconds since midnight UTC, when there is a time.
    pub(crate) time: Option<f64>,
}

impl Moment {
    /// Read a trimmed text; `None` when it is no date.
    pub(crate) fn parse(text: &[u8]) -> Option<Moment> {
        let (first, width) = number(text, 4)?;
        let separator = *text.get(width)?;
        let rest = &text[width + 1..];
        let (second, second_width) = number(rest, 2)?;
        let year_first = width == 4 && matches!(separator, b'-' | b'/');
        if year_first && second_width == rest.len() {
            let is_month = separator == b'-' && second_width == 2 && (1..=12).contains(&second);
            return is_month.then_some(Moment {
                year: first.into(),
                parts: (second, 1),
                open: false,
                time: None,
            });
        }
        if rest.get(second_width) != Some(&separator) {
            return None;
        }
        let rest = &rest[second_width + 1..];
        let (third, third_width) = number(rest, 4)?;
        let (year, parts, open) = match separator {
            b'-' | b'/' if width == 4 && third_width <= 2 => (first, (second, third), false),
            b'.' if width <= 2 && third_width == 4 => (third, (second, first), false),
            b'-' | b'/' if width <= 2 && third_width == 4 => (third, (first, second), true),
            _ => return None,
        };
        let time = match &rest[third_width..] {
            [] => None,
            [b'T' | b't' | b' ', time @ ..] => Some(time_of_day(time)?),
            _ => return None,
        };
        let moment = Moment { year: year.into(), parts, open, time };
        (moment.month_and_day(Order::Day).is_some() || moment.month_and_day(Order::Month).is_some())
            .then_some(moment)
    }

    /// Whether it is a date with the first number the day, and with the first number the month.
    pub(crate) fn fits(&self) -> (bool, bool) {
        (self.month_and_day(Order::Day).is_some(), self.month_and_day(Order::Month).is_some())
    }

    /// The two numbers whose order is open.
    pub(crate) fn parts(&self) -> (u32, u32) {
        self.parts
    }

    /// Seconds since 1970-01-01 UTC, if there is such a day in this order.
    pub(crate) fn seconds(&self, order: Order) -> Option<f64> {
        let (month, day) = self.month_and_day(order)?;
        Some(days_from_civil(self.year, month, day) as f64 * 86_400.0 + self.time.unwrap_or(0.0))
    }

    /// Its month and day, if the month has such a day.
    fn month_and_day(&self, order: Order) -> Option<(u32, u32)> {
        let (month, day) = match (self.open, order) {
            (true, Order::Day) => (self.parts.1, self.parts.0),
            _ => self.parts,
        };
        let last = match month {
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (self.year > 0 && (1..=last).contains(&day)).then_some((month, day))
    }
}

/// Days since 1970-01-01 of a day of the Gregorian calendar.
///
/// Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The number a text starts with and how many digits it has, at least one and at most `most`.
fn number(text: &[u8], most: usize) -> Option<(u32, usize)> {
    let width = text.iter().take(most + 1).take_while(|byte| byte.is_ascii_digit()).count();
    if width == 0 || width > most {
        return None;
    }
    Some((text[..width].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')), width))
}

/// Seconds since midnight UTC; may lie outside a day when there is an offset.
fn time_of_day(text: &[u8]) -> Option<f64> {
    let (hour, width) = number(text, 2)?;
    let (minute, minute_width) = number(text.get(width..)?.strip_prefix(b":")?, 2)?;
    let mut rest = &text[width + 1 + minute_width..];
    if minute_width != 2 || minute > 59 {
        return None;
    }
    let mut seconds = 0.0;
    if let Some(after) = rest.strip_prefix(b":") {
        let (second, second_width) = number(after, 2)?;
        // A leap second is written as second 60.
        if second_width != 2 || second > 60 {
            return None;
        }
        seconds = f64::from(second);
        rest = &after[2..];
        if let Some(fraction) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) {
            let width = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if width == 0 || width > 12 {
                return None;
            }
            let digits = str::from_utf8(&fraction[..width]).ok()?;
            // Whole microseconds: what a timestamp of the table holds.
            seconds += (format!("0.{digits}").parse::<f64>().ok()? * 1e6).round() / 1e6;
            rest = &fraction[width..];
        }
    }
    let mut hour = hour;
    let spoken = rest.trim_ascii_start();
    if spoken.len() >= 2 && spoken[1].eq_ignore_ascii_case(&b'm') && (1..=12).contains(&hour) {
        hour = match spoken[0].to_ascii_lowercase() {
            b'a' => hour % 12,
            b'p' => hour % 12 + 12,
            _ => return None,
        };
        rest = &spoken[2..];
    }
    if hour > 23 {
        return None;
    }
    Some(f64::from(hour * 3600 + minute * 60) + seconds - offset(rest.trim_ascii_start())?)
}

/// Seconds that a time zone lies ahead of UTC.
fn offset(text: &[u8]) -> Option<f64> {
    let sign = match text {
        [] | [b'Z' | b'z'] | b"UTC" | b"GMT" => return Some(0.0),
        [b'+', ..] => 1.0,
        [b'-', ..] => -1.0,
        _ => return None,
    };
    let digits: Vec<u8> = text[1..].iter().copied().filter(|&byte| byte != b':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits, 2)?.0, 0),
        4 => (number(&digits[..2], 2)?.0, number(&digits[2..], 2)?.0),
        _ => return None,
    };
    (hours <= 15 && minutes <= 59).then(|| sign * f64::from(hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str, order: Order) -> Option<f64> {
        Moment::parse(text.as_bytes())?.seconds(order)
    }

    #[test]
    fn moments_are_read_as_written() {
        // Expected: python3 datetime.datetime(…, tzinfo=timezone.utc).timestamp()
        for (text, expected) in [
            ("1970-01-01", Some(0.0)),
            ("2024-02-29", Some(1_709_164_800.0)),
            ("2023-02-29", None),
            ("2024/02/29", Some(1_709_164_800.0)),
            ("2024-02", Some(1_706_745_600.0)),
            ("29.02.2024", Some(1_709_164_800.0)),
            ("29/02/2024", Some(1_709_164_800.0)),
            ("29-2-2024", Some(1_709_164_800.0)),
            ("1949-01", Some(-662_688_000.0)),
            ("2024-02-29T12:30:15Z", Some(1_709_209_815.0)),
            ("2024-02-29 12:30:15.25", Some(1_709_209_815.25)),
            ("2024-02-29T12:30:15+02:00", Some(1_709_202_615.0)),
            ("2024-02-29T12:30-0530", Some(1_709_229_600.0)),
            ("29/02/2024 2:05 PM", Some(1_709_215_500.0)),
            ("2024-13-01", None),
            ("2024-00", None),
            ("2024-02-29T25:00", None),
            ("2024-02-29x", None),
            ("12:30", None),
            ("20240229", None),
            ("1.5", None),
            ("0000-00-00", None),
        ] {
            assert_eq!(seconds(text, Order::Day), expected, "{text}");
        }
        assert_eq!(seconds("02/29/2024", Order::Month), Some(1_709_164_800.0));
        assert_eq!(seconds("02/29/2024", Order::Day), None);
    }
}
