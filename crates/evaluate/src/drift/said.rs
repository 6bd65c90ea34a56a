//! What is said of rows, and what came true: as models give it, and as columns hold it.

use frame::{Cell, Column, Frame, Task};

/// What is said of a row: the probability of yes, the number, or the number of the likeliest class; and how sure it is of
/// that class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// The probability, the number or the class; NaN where nothing is said.
    pub value: f64,
    /// The probability of what is said.
    pub sure: f64,
}

/// What a probability of yes says.
pub fn binary(value: f64) -> Said {
    Said { value, sure: value.max(1.0 - value) }
}

/// What numbers of a prediction say.
pub fn of_row(task: Task, said: &[f64]) -> Said {
    match task {
        Task::Binary => binary(said[0]),
        Task::Regression | Task::Forecast => Said { value: said[0], sure: 1.0 },
        Task::Multiclass => {
            let best = (0..said.len()).fold(0, |best, at| if said[at] > said[best] { at } else { best });
            Said { value: best as f64, sure: said[best] }
        }
    }
}

/// Predictions that stand in a column: probabilities, numbers, or classes by name.
pub fn in_column(column: &Column, task: Task, classes: &[String]) -> Vec<Said> {
    let said = |row: usize| match (task, column.cell(row)) {
        (_, Cell::Missing) => Said { value: f64::NAN, sure: f64::NAN },
        (Task::Binary, Cell::Number(value)) => {
            binary(if (0.0..=1.0).contains(&value) { value } else { f64::NAN })
        }
        (Task::Regression, Cell::Number(value)) => Said { value, sure: 1.0 },
        (Task::Binary, Cell::Text(_)) => binary(answer(column, row, task, classes)),
        _ => Said { value: answer(column, row, task, classes), sure: f64::NAN },
    };
    (0..column.len()).map(said).collect()
}

/// The answer in a row: 0 or 1, the number of the class, the number itself; NaN where there is none.
pub fn answer(column: &Column, row: usize, task: Task, classes: &[String]) -> f64 {
    match (task, column.cell(row)) {
        (_, Cell::Missing) => f64::NAN,
        (Task::Regression, Cell::Number(value)) => value,
        (Task::Regression, Cell::Text(_)) => f64::NAN,
        (task, cell) => {
            let shown = column.show(row);
            let shown = shown.trim();
            let number = |name: &str| name.parse::<f64>().ok();
            let is = |class: &String| {
                class.eq_ignore_ascii_case(shown)
                    || matches!(cell, Cell::Number(value) if number(class) == Some(value))
                    || number(class).is_some_and(|class| number(shown) == Some(class))
            };
            match (shown.is_empty(), classes.iter().position(is)) {
                (true, _) => f64::NAN,
                (_, Some(class)) => class as f64,
                // One value against all others.
                (_, None) if task == Task::Binary && classes[0].starts_with("not ") => 0.0,
                _ => f64::NAN,
            }
        }
    }
}

/// All answers of a table; NaN where there is none.
pub fn answers(frame: &Frame, column: &str, task: Task, classes: &[String]) -> Vec<f64> {
    match frame.column(column) {
        Some(column) => (0..column.len()).map(|row| answer(column, row, task, classes)).collect(),
        None => vec![f64::NAN; frame.rows()],
    }
}

/// Whether a column holds probabilities or numbers in both tables, not only decisions.
pub fn probabilities(reference: &Frame, data: &Frame, name: &str, task: Task, classes: &[String]) -> bool {
    let graded = |frame: &Frame| {
        frame.column(name).is_some_and(|column| {
            let said = in_column(column, task, classes);
            task == Task::Multiclass || said.iter().any(|said| said.value > 0.0 && said.value != 1.0)
        })
    };
    graded(reference) && graded(data)
}
