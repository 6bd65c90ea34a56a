//! Quantities of a plan: a range of amounts and a length of time.

use std::fmt;

use report::number;
use serde::Serialize;
use stats::Uncertain;

/// A range that holds the true amount nine times in ten; a sure amount has `low == high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// The low end.
    pub low: f64,
    /// The high end, not below `low`.
    pub high: f64,
}

impl Range {
    /// What the amount is on average, by the distribution that [`Uncertain`] takes for its range. Steps that decide by
    /// the expected worth, such as an experiment, count with it.
    pub fn expected(&self) -> f64 {
        Uncertain::new(self.low, self.high).map_or(self.low, |amount| amount.mean())
    }

    /// As money: one amount, or both ends.
    pub fn money(&self, currency: &str) -> String {
        let (low, high) = (number::money(self.low, ""), number::money(self.high, currency));
        if self.low == self.high { high } else { format!("{low} to {high}") }
    }
}

/// The ends, as they are written; one number when it is sure.
impl fmt::Display for Range {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        // `+ 0.0` makes the two zeros one.
        let (low, high) = (self.low + 0.0, self.high + 0.0);
        if low == high { write!(to, "{low}") } else { write!(to, "{low} to {high}") }
    }
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
