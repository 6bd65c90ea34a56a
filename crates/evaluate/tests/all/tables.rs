//! Tables for tests: from CSV, and in pieces.

use std::path::PathBuf;

use evaluate::ab::{Evidence, Question};
use frame::{Column, Frame, Kind};
use report::Fault;
use serde_json::Value;

/// A file of the sample of experiments; `None`, with a note, where the sample is not at hand.
pub fn sample(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/ab").join(name);
    let found = path.is_file().then_some(path);
    if found.is_none() {
        println!("skipped: the sample of experiments is not here ({name})");
    }
    found
}

/// A CSV table. A column is numbers or days when all its values are, blank being missing.
pub fn csv(text: &str) -> Frame {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |(at, name): (usize, &String)| {
        let cells = || records.iter().map(|record| Some(&record[at]).filter(|cell| !cell.is_empty()));
        let numbers: Option<Vec<f64>> =
            cells().map(|cell| cell.map_or(Some(f64::NAN), |cell| cell.parse().ok())).collect();
        let day = |text: &str| {
            let date: jiff::civil::Date = text.parse().ok()?;
            Some(date.since(jiff::civil::date(1970, 1, 1)).ok()?.get_days() as f64 * 86_400.0)
        };
        let days: Option<Vec<f64>> = cells().map(|cell| cell.map_or(Some(f64::NAN), day)).collect();
        match (numbers, days) {
            (Some(values), _) => Column::numbers(name, Kind::Number, values),
            (_, Some(days)) => Column::numbers(name, Kind::Date, days),
            _ => Column::text(name, cells()),
        }
    };
    Frame::new(names.iter().enumerate().map(column).collect())
}

/// The answer on a table that comes in pieces of so many rows.
pub fn run_in_pieces(question: &Question, table: &Frame, rows: usize) -> Result<Evidence, Fault> {
    let all: Vec<usize> = (0..table.rows()).collect();
    let pieces: Vec<Result<Frame, Fault>> = all.chunks(rows).map(|part| Ok(table.take(part))).collect();
    evaluate::ab::run(question, pieces.into_iter())
}

/// The answer on a table in one piece.
pub fn run(question: &Question, table: &Frame) -> Result<Evidence, Fault> {
    evaluate::ab::run(question, std::iter::once(Ok(table.clone())))
}

/// The same but for rounding.
#[track_caller]
pub fn same<T: serde::Serialize>(what: &str, one: &T, other: &T) {
    close(what, &serde_json::to_value(one).unwrap(), &serde_json::to_value(other).unwrap());
}

#[track_caller]
fn close(what: &str, one: &Value, other: &Value) {
    match (one, other) {
        (Value::Number(left), Value::Number(right)) => {
            let (left, right) = (left.as_f64().unwrap(), right.as_f64().unwrap());
            assert!((left - right).abs() <= 1e-10 * left.abs().max(1e-3), "{what}: {left} and {right}");
        }
        (Value::Array(left), Value::Array(right)) => {
            assert_eq!(left.len(), right.len(), "{what}");
            left.iter().zip(right).for_each(|(left, right)| close(what, left, right));
        }
        (Value::Object(left), Value::Object(right)) => {
            assert_eq!(left.len(), right.len(), "{what}");
            left.iter().for_each(|(name, value)| close(&format!("{what}: {name}"), value, &right[name]));
        }
        _ => assert_eq!(one, other, "{what}"),
    }
}
