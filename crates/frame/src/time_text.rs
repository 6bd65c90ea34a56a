//! Text as a time: whether its alphabetical order is surely the order of time.

use crate::Column;

/// A value of a text column whose alphabetical order is not surely that of time; `None` where it is, or the column holds
/// no text.
///
/// Sure are periods that all rows write in one way, the year first and with leading zeros: `2022`, `2022-05`, `2022Q1`,
/// `2022-W05`, `2022-W05-3`, `FY2022 H1`. Days and instants written so are read as such and are no text.
pub fn not_in_time_order(column: &Column) -> Option<&str> {
    let text = column.as_text()?;
    let used = text.levels.iter().zip(text.counts()).filter(|(_, count)| *count > 0);
    let mut values = used.map(|(value, _)| &**value);
    let first = values.next()?;
    if !is_period(first) {
        return Some(first);
    }
    let way = shape(first);
    values.find(|value| shape(value) != way || !is_period(value))
}

/// How it is written: every digit as 0, all else as it stands.
fn shape(value: &str) -> String {
    value.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
}

/// Whether it is a year, or a year and the number of a part of it.
fn is_period(value: &str) -> bool {
    let groups: Vec<&str> =
        value.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let is_year = |group: &str| group.len() == 4 && matches!(group.as_bytes(), [b'1' | b'2', ..]);
    match groups[..] {
        [year] => is_year(year),
        [year, part] => is_year(year) && part.len() <= 3,
        // A day of a week, as ISO 8601 writes it.
        [year, week, day] => {
            is_year(year) && week.len() == 2 && day.len() == 1 && value.to_ascii_uppercase().contains('W')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(values: &[&str]) -> Option<String> {
        let column = Column::text("when", values.iter().map(|value| Some(*value)).chain([None]));
        not_in_time_order(&column).map(str::to_owned)
    }

    #[test]
    fn periods_with_the_year_first_are_in_order() {
        for same in [
            ["2022-W05", "2021-W52"],
            ["2022Q1", "2022Q4"],
            ["2022-05", "2023-11"],
            ["FY2022 H1", "FY2021 H2"],
            ["2022-001", "2022-365"],
            ["2022-W05-3", "2022-W06-1"],
        ] {
            assert_eq!(refused(&same), None, "{same:?}");
        }
        assert_eq!(not_in_time_order(&Column::numbers("day", crate::Kind::Date, vec![1.0])), None);
    }

    #[test]
    fn what_the_alphabet_puts_in_another_order_is_named() {
        let other =
            |values: &[&str], named: &str| assert_eq!(refused(values).as_deref(), Some(named), "{values:?}");
        other(&["01 Jan 2022", "02 Jan 2022"], "01 Jan 2022");
        other(&["Jan-2022", "Feb-2022"], "Feb-2022");
        other(&["Week 05/2022"], "Week 05/2022");
        other(&["2022-W05", "2022-W5"], "2022-W5");
        other(&["2022 Jan", "2022 Feb"], "2022 Feb");
        other(&["2022-31-12"], "2022-31-12");
        other(&["spring", "autumn"], "spring");
        other(&["9"], "9");
    }
}
