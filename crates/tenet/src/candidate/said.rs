//! What a command wrote as its answer: read, and held to what a prediction can be.

use std::fs;
use std::io::Read;

use frame::{Cell, Column, Frame, Target, Task};
use learn::Predictions;
use report::{Fault, number, suggest};
use table::Table;

use super::room::Room;

/// In probabilities of several classes, two digits are off by half of the last one each; together by no more than this.
const ROUNDING: f64 = 0.05;

/// What the command wrote: CSV or Parquet, whatever its name.
///
/// # Errors
/// When there is nothing, or nothing that can be read as rows.
pub fn read(room: &Room, reading: table::Options) -> Result<Frame, Fault> {
    let output = room.file("output");
    let nothing = |how: &str| Fault::new(format!("it wrote {how} to TENET_OUTPUT{}", room.last_words()));
    let mut magic = [0; 4];
    let mut file = fs::File::open(&output).map_err(|_| nothing("nothing"))?;
    if file.metadata().is_ok_and(|file| file.len() == 0) {
        return Err(nothing("an empty file"));
    }
    let is_parquet = file.read_exact(&mut magic).is_ok_and(|()| &magic == b"PAR1");
    let named = room.file(if is_parquet { "output.parquet" } else { "output.csv" });
    let unreadable = |why: String| {
        Fault::new(format!("what it wrote to TENET_OUTPUT cannot be read: {}", room.told(&why)))
            .hint("write CSV with a head, or Parquet")
    };
    fs::rename(&output, &named).map_err(|error| unreadable(error.to_string()))?;
    let table = Table::open(&named.display().to_string(), reading);
    table.and_then(|table| table.read(None)).map_err(|fault| unreadable(fault.message))
}

/// The predictions in what was written, and whether they are decisions rather than probabilities.
///
/// # Errors
/// When the columns asked for are not there, or hold what cannot be.
pub fn predictions(said: &Frame, answers: &Target) -> Result<(Predictions, bool), Fault> {
    let (probability, prediction) = (said.column("probability"), said.column("prediction"));
    match answers.task {
        Task::Regression | Task::Forecast => {
            let column = prediction.ok_or_else(|| missing(said, "prediction"))?;
            Ok((Predictions { width: 1, values: finite(column, f64::NEG_INFINITY, f64::INFINITY)? }, false))
        }
        Task::Binary => match (probability, prediction) {
            (Some(column), _) => Ok((Predictions { width: 1, values: finite(column, 0.0, 1.0)? }, false)),
            (None, Some(column)) => Ok((Predictions { width: 1, values: classes(column, answers)? }, true)),
            (None, None) => Err(missing(said, "probability or prediction")),
        },
        Task::Multiclass => {
            let each: Option<Vec<&Column>> =
                answers.classes.iter().map(|class| said.column(&format!("probability_{class}"))).collect();
            let width = answers.classes.len();
            match (each, prediction) {
                (Some(columns), _) => {
                    let columns: Vec<Vec<f64>> = columns
                        .into_iter()
                        .map(|column| finite(column, 0.0, 1.0))
                        .collect::<Result<_, _>>()?;
                    let rows = (0..said.rows()).map(|row| columns.iter().map(|column| column[row]).collect());
                    let rows: Vec<Vec<f64>> = rows.collect();
                    Ok((Predictions { width, values: sum_to_one(&rows)? }, false))
                }
                (None, Some(column)) => {
                    let chosen = classes(column, answers)?;
                    let one =
                        |class: f64| (0..width).map(move |other| f64::from(u8::from(other as f64 == class)));
                    Ok((Predictions { width, values: chosen.into_iter().flat_map(one).collect() }, true))
                }
                (None, None) => Err(missing(said, "prediction, or probability_CLASS for each class")),
            }
        }
    }
}

fn missing(said: &Frame, column: &str) -> Fault {
    let names: Vec<&str> = said.names().collect();
    Fault::new(format!("its output has no column {column}"))
        .hint(format!("it has {}", suggest::one_of(names.iter().copied())))
}

/// Numbers in this range, one a row.
fn finite(column: &Column, low: f64, high: f64) -> Result<Vec<f64>, Fault> {
    let value = |row: usize| match column.cell(row) {
        Cell::Number(value) => Some(value),
        Cell::Text(text) => text.trim().parse().ok(),
        Cell::Missing => None,
    };
    let value = |row| value(row).filter(|value: &f64| value.is_finite() && (low..=high).contains(value));
    let values: Vec<Option<f64>> = (0..column.len()).map(value).collect();
    let Some(row) = values.iter().position(Option::is_none) else {
        return Ok(values.into_iter().flatten().collect());
    };
    let shown = match column.cell(row) {
        Cell::Missing => "missing".to_owned(),
        Cell::Number(infinite) if infinite.is_infinite() => "infinite".to_owned(),
        Cell::Number(_) => column.show(row),
        Cell::Text(text) => format!("`{text}`"),
    };
    let range =
        if low.is_finite() { format!("a number from {low} to {high}") } else { "a number".to_owned() };
    Err(Fault::new(format!(
        "its {} of row {} is {shown}, and {} of {} rows are such; each must be {range}",
        column.name,
        number::count(row as u64 + 1),
        number::count(values.iter().filter(|value| value.is_none()).count() as u64),
        number::count(values.len() as u64),
    )))
}

/// The rows one after the other, each with a sum of exactly 1: it may be off by no more than rounding makes it.
fn sum_to_one(rows: &[Vec<f64>]) -> Result<Vec<f64>, Fault> {
    let off = |row: &Vec<f64>| {
        let allowed = f64::min(0.005 * row.len() as f64, ROUNDING) + 1e-9;
        (row.iter().sum::<f64>() - 1.0).abs() > allowed
    };
    let Some(first) = rows.iter().position(off) else {
        let shared = |row: &Vec<f64>| {
            let sum: f64 = row.iter().sum();
            row.iter().map(|value| value / sum).collect::<Vec<f64>>()
        };
        return Ok(rows.iter().flat_map(shared).collect());
    };
    Err(Fault::new(format!(
        "its probabilities of row {} sum to {}, and those of {} of {} rows do not sum to 1; give each class its share, \
         such as each probability divided by their sum",
        number::count(first as u64 + 1),
        number::score(rows[first].iter().sum()),
        number::count(rows.iter().filter(|row| off(row)).count() as u64),
        number::count(rows.len() as u64),
    )))
}

/// The number of the class each row names; 0 or 1 where classes are named by number or truth.
fn classes(column: &Column, answers: &Target) -> Result<Vec<f64>, Fault> {
    let number = |row: usize| {
        let shown = column.show(row);
        let shown = shown.as_str();
        let same = |class: &&String| {
            class.as_str() == shown || class.parse::<f64>().is_ok_and(|class| shown.parse() == Ok(class))
        };
        let named = answers.classes.iter().position(|class| same(&class));
        let truth = || match (answers.task, shown) {
            (Task::Binary, "true" | "1") => Some(1),
            (Task::Binary, "false" | "0") => Some(0),
            _ => None,
        };
        named.or_else(truth).map(|class| class as f64).ok_or_else(|| {
            let known = suggest::one_of(answers.classes.iter().map(String::as_str));
            let shown = if shown.is_empty() { "missing".to_owned() } else { format!("`{shown}`") };
            let row = number::count(row as u64 + 1);
            Fault::new(format!("its prediction of row {row} is {shown}; each must be {known}"))
        })
    };
    (0..column.len()).map(number).collect()
}

#[cfg(test)]
mod tests {
    use frame::Kind;

    use super::*;

    #[test]
    fn a_number_out_of_range_is_told_by_its_row() {
        let told = |values: &[f64]| {
            let column = Column::numbers("probability", Kind::Number, values.to_vec());
            finite(&column, 0.0, 1.0).map_err(|fault| fault.message)
        };
        assert_eq!(told(&[0.0, 0.25, 1.0]), Ok(vec![0.0, 0.25, 1.0]));
        for (values, said) in [
            (&[0.5, f64::NAN, f64::NAN][..], "row 2 is missing, and 2 of 3 rows"),
            (&[f64::INFINITY, 0.5], "row 1 is infinite, and 1 of 2 rows"),
            (&[0.5, 0.5, -0.25], "row 3 is -0.25, and 1 of 3 rows"),
        ] {
            assert!(told(values).is_err_and(|message| message.contains(said)), "{said}");
        }
    }

    #[test]
    fn shares_may_be_rounded_and_nothing_else() {
        // Ten classes to two digits: off by at most half of the last digit each.
        let rounded = sum_to_one(&[vec![0.1045; 10]]);
        assert!(rounded.is_ok_and(|values| values.iter().all(|value| (value - 0.1).abs() < 1e-12)));
        assert!(sum_to_one(&[vec![0.335; 3]]).is_ok());
        for wrong in [vec![0.35; 3], vec![0.3; 3], vec![0.106; 10], vec![0.0; 3]] {
            let told = sum_to_one(&[vec![0.5, 0.5], wrong.clone()]);
            assert!(told.is_err_and(|fault| fault.message.contains("of row 2 sum to")), "{wrong:?}");
        }
    }
}
