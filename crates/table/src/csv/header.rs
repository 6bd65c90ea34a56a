//! Whether a first line that should name the columns is a row of data instead.

use frame::Kind;

use crate::inference::Reading;

/// Whether a first line is data: in a third of the columns or more it holds a number where all values are
/// numbers. Numbers in rising order are taken for names (`2019, 2020, 2021`).
pub(crate) fn looks_like_data(names: &[String], kinds: &[Kind]) -> bool {
    let numbers: Vec<f64> = names
        .iter()
        .zip(kinds)
        .filter(|(_, kind)| matches!(kind, Kind::Integer | Kind::Number))
        .filter_map(|(name, _)| Reading::plain(Kind::Number).value(name))
        .collect();
    let rising = numbers.windows(2).all(|pair| pair[0] < pair[1]);
    let alone = names.len() == 1 || numbers.len() == 1 && numbers[0].fract() != 0.0;
    !numbers.is_empty() && numbers.len() * 3 >= names.len() && (!rising || alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(names: &[&str], kinds: &[Kind]) -> bool {
        looks_like_data(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(), kinds)
    }

    #[test]
    fn data_in_the_first_line_is_noticed() {
        assert!(looks(
            &["5.1", "3.5", "1.4", "setosa"],
            &[Kind::Number, Kind::Number, Kind::Number, Kind::Text]
        ));
        assert!(!looks(&["39", "State-gov", "77516"], &[Kind::Integer, Kind::Text, Kind::Integer]));
        assert!(looks(
            &["39", "x", "77516", "13"],
            &[Kind::Integer, Kind::Text, Kind::Integer, Kind::Integer]
        ));
        assert!(!looks(&["id", "2019", "2020"], &[Kind::Text, Kind::Integer, Kind::Integer]));
        assert!(!looks(&["a", "b"], &[Kind::Integer, Kind::Integer]));
        assert!(looks(&["7"], &[Kind::Integer]));
    }
}
