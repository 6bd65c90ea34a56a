//! Tables to test on: the real ones of ../shared/data, read by a tiny CSV reader.

use std::path::Path;

use frame::{Column, Frame, Kind, Target, Task};

/// A table and its answers; `None`, with a note, when the file is not there.
pub fn read(file: &str, target: &str, positive: Option<&str>, task: Task) -> Option<(Frame, Target)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(file);
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut columns = Vec::new();
    let mut answers = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let cells: Vec<&str> = records.iter().map(|record| record.get(place).unwrap()).collect();
        if name == target {
            answers = cells;
        } else {
            columns.push(column(name, &cells));
        }
    }
    let mut classes: Vec<String> = answers.iter().map(|&answer| answer.to_owned()).collect();
    classes.sort();
    classes.dedup();
    if let Some(positive) = positive {
        classes.sort_by_key(|class| class == positive);
    }
    let values = answers.iter().map(|answer| match task {
        Task::Regression => answer.parse().unwrap(),
        _ => classes.iter().position(|class| class == answer).unwrap() as f64,
    });
    let values = values.collect();
    let classes = if task == Task::Regression { Vec::new() } else { classes };
    Some((Frame::new(columns), Target { name: target.to_owned(), task, classes, values, weights: None }))
}

/// Numbers where nearly all cells are numbers (the rest missing), else text.
fn column(name: &str, cells: &[&str]) -> Column {
    let numbers: Vec<f64> = cells.iter().map(|cell| cell.trim().parse().unwrap_or(f64::NAN)).collect();
    let unread = numbers.iter().filter(|number| number.is_nan()).count();
    if unread * 20 < cells.len() {
        Column::numbers(name, Kind::Number, numbers)
    } else {
        Column::text(name, cells.iter().map(|&cell| Some(cell)))
    }
}
