//! A small reader of CSV, with inference enough for these tests.

use std::path::{Path, PathBuf};

use frame::{Column, Frame, Kind, Profile};

/// A file of the shared data, if it is there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    path.exists().then_some(path)
}

/// A table and its profile.
pub fn read(path: &Path) -> (Profile, Frame) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut rows = text.lines().map(cells);
    let head = rows.next().unwrap();
    let rows: Vec<Vec<String>> = rows.filter(|row| row.len() == head.len()).collect();
    let mut strays = Vec::new();
    let columns = head.iter().enumerate().map(|(at, name)| {
        let values: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
        let (column, stray) = column(name, &values);
        strays.push(stray);
        column
    });
    let frame = Frame::new(columns.collect());
    let mut profile = Profile::of(&frame);
    profile.columns.iter_mut().zip(strays).for_each(|(column, strays)| column.strays = strays);
    (profile, frame)
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            character => cells.last_mut().unwrap().push(character),
        }
    }
    cells
}

fn column(name: &str, values: &[&str]) -> (Column, Vec<(String, u64)>) {
    let present: Vec<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
    let numbers = present.iter().filter(|value| value.trim().parse::<f64>().is_ok()).count();
    let date = |value: &str| {
        let mut parts = value.splitn(3, '-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        Some((year * 372 + month * 31 + day) as f64 * 86_400.0)
    };
    if !present.is_empty() && value_share(numbers, present.len()) {
        let kind = if present.iter().any(|value| value.contains('.')) { Kind::Number } else { Kind::Integer };
        let parsed = values.iter().map(|value| value.trim().parse().unwrap_or(f64::NAN)).collect();
        let mut strays: Vec<(String, u64)> = Vec::new();
        for value in present.iter().filter(|value| value.trim().parse::<f64>().is_err()) {
            match strays.iter_mut().find(|(known, _)| known == value) {
                Some((_, count)) => *count += 1,
                None => strays.push(((*value).to_owned(), 1)),
            }
        }
        (Column::numbers(name, kind, parsed), strays)
    } else if !present.is_empty() && present.iter().all(|value| date(value).is_some()) {
        (
            Column::numbers(
                name,
                Kind::Date,
                values.iter().map(|value| date(value).unwrap_or(f64::NAN)).collect(),
            ),
            Vec::new(),
        )
    } else {
        (Column::text(name, values.iter().map(|value| (!value.is_empty()).then_some(*value))), Vec::new())
    }
}

fn value_share(numbers: usize, of: usize) -> bool {
    numbers * 20 >= of * 17
}
