//! Quantities of a plan: a range of amounts and a length of time.

use serde::Serialize;

/// A range that holds the true amount nine times in ten; a sure amount has `low == high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// The low end.
    pub low: f64,
    /// The high end, not below `low`.
    pub high: f64,
}

/// A length of time, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
pub struct Duration {
    /// How many seconds.
    pub seconds: f64,
}

impl Duration {
    /// Read `90s`, `15m`, `2h` or `3d`; `None` for anything else, and for nothing or less.
    pub fn parse(text: &str) -> Option<Duration> {
        let text = text.trim();
        let unit = match text.chars().last()? {
            's' => 1.0,
            'm' => 60.0,
            'h' => 3_600.0,
            'd' => 86_400.0,
            _ => return None,
        };
        let digits = text[..text.len() - 1].trim_end();
        if !digits.starts_with(|first: char| first.is_ascii_digit()) {
            return None; // "inf", "nan", "+3", "-3"
        }
        let seconds = digits.parse::<f64>().ok()? * unit;
        (seconds > 0.0 && seconds.is_finite()).then_some(Duration { seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_units_are_read_and_nothing_else() {
        let seconds = |text| Duration::parse(text).map(|duration| duration.seconds);
        assert_eq!(seconds("90s"), Some(90.0));
        assert_eq!(seconds("15m"), Some(900.0));
        assert_eq!(seconds("1.5h"), Some(5_400.0));
        assert_eq!(seconds(" 3 d "), Some(259_200.0));
        for none in ["", "h", "2", "2w", "-2h", "+2h", "infs", "nans", "0s", "1e400d", "two h", "é"] {
            assert_eq!(seconds(none), None, "{none}");
        }
    }
}
