//! Slices: rows that share a value of one column, or of two.

use frame::{Column, Kind};
use report::number;

/// Numbers are cut into this many parts of equal count.
pub const PARTS: usize = 4;

/// Text of more different values than this is no segment by value.
const MOST_VALUES: usize = 30;

/// Rows that share a value of one column, or of two.
pub struct Slice {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: Vec<usize>,
}

/// A column cut into parts, and the part each row falls into.
pub struct Cut<'a> {
    pub column: &'a str,
    names: Vec<String>,
    part: Vec<Option<usize>>,
}

impl<'a> Cut<'a> {
    /// A column of these rows, cut by value or, of many numbers, by size; `None` of what no slice can be made of.
    pub fn of(column: &'a Column, rows: &[usize]) -> Option<Cut<'a>> {
        let name = column.name.as_str();
        // A stretch of time is no slice that comes again.
        if matches!(column.kind, Kind::Date | Kind::Timestamp) {
            return None;
        }
        let by_value = |shown: Vec<String>| {
            let mut names: Vec<String> = shown.clone();
            names.sort();
            names.dedup();
            let place = |value: &String| names.binary_search(value).ok();
            let part = shown.iter().map(place).collect();
            (2..=MOST_VALUES).contains(&names.len()).then(|| {
                let names = names.iter().map(|value| match value.as_str() {
                    "" => format!("{name} missing"),
                    value => format!("{name} = {value}"),
                });
                Cut { column: name, names: names.collect(), part }
            })
        };
        let Some(numbers) = column.as_numbers() else {
            return by_value(rows.iter().map(|&row| column.show(row)).collect());
        };
        let shown: Vec<f64> = rows.iter().map(|&row| numbers[row]).collect();
        Cut::of_numbers(name, &shown).or_else(|| by_value(rows.iter().map(|&row| column.show(row)).collect()))
    }

    /// Numbers in parts of about equal count; `None` of so few different ones that each is a part of its own.
    pub fn of_numbers(name: &'a str, numbers: &[f64]) -> Option<Cut<'a>> {
        let mut sorted: Vec<f64> = numbers.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let mut different = sorted.clone();
        different.dedup();
        if different.len() <= PARTS {
            return None;
        }
        let mut ends: Vec<f64> = (1..PARTS).map(|part| sorted[part * sorted.len() / PARTS]).collect();
        ends.dedup();
        let part = |value: f64| ends.partition_point(|end| *end <= value);
        let names = (0..=ends.len()).map(|of| {
            let inside = || sorted.iter().copied().filter(|&value| part(value) == of);
            let shown =
                |value: Option<f64>| value.map_or(String::new(), |value| number::significant(value, 4));
            format!("{name} from {} to {}", shown(inside().next()), shown(inside().next_back()))
        });
        let names = names.collect();
        let part = numbers.iter().map(|&value| value.is_finite().then(|| part(value))).collect();
        Some(Cut { column: name, names, part })
    }

    /// Its slices, or those of it and another together.
    pub fn slices(&self, other: Option<&Cut>) -> Vec<Slice> {
        let width = other.map_or(1, |other| other.names.len());
        let mut rows = vec![Vec::new(); self.names.len() * width];
        for (row, part) in self.part.iter().enumerate() {
            let beside = other.map_or(Some(0), |other| other.part[row]);
            if let (Some(part), Some(beside)) = (part, beside) {
                rows[part * width + beside].push(row);
            }
        }
        let slice = |(place, rows): (usize, Vec<usize>)| {
            let (own, beside) = (&self.names[place / width], other.map(|other| &other.names[place % width]));
            let columns = std::iter::once(self.column).chain(other.map(|other| other.column));
            Slice {
                name: beside.map_or(own.clone(), |beside| format!("{own} and {beside}")),
                columns: columns.map(str::to_owned).collect(),
                rows,
            }
        };
        rows.into_iter().enumerate().map(slice).filter(|slice| !slice.rows.is_empty()).collect()
    }
}
