//! What a comparison is made of: two tables, what their columns are, and the model that reads them.

use frame::{Frame, Task};
use learn::{Package, Worth};

/// One of the two tables.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// The rows looked at: all, or a seeded sample.
    pub sample: &'a Frame,
    /// Of columns of numbers: texts that stand in them, with their counts in the whole table.
    pub strays: Vec<(String, Vec<(String, u64)>)>,
}

/// The column that holds what came true, and how it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// The column.
    pub column: String,
    /// The kind of answer.
    pub task: Task,
    /// The classes, `[negative, positive]` for a yes or no; none for a number.
    pub classes: Vec<String>,
}

/// What a comparison is made of.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// The table that is judged.
    pub data: Side<'a>,
    /// The table it is held against, which stays the same for every window.
    pub reference: Side<'a>,
    /// The answers, where a table may hold them.
    pub answers: Option<Answers>,
    /// The column of predictions: probabilities, numbers, or the decisions themselves.
    pub prediction: Option<String>,
    /// The column that says when a row happened.
    pub time: Option<String>,
    /// The column whose rows belong together, such as a customer.
    pub group: Option<String>,
    /// Columns that are not looked at.
    pub ignored: Vec<String>,
    /// The model at work.
    pub package: Option<&'a Package>,
    /// Whether the package was made from the reference, so that its answers there are not honest.
    pub made_from_reference: bool,
    /// The length of a window in seconds; chosen by the data when there is a time and none is given.
    pub window: Option<f64>,
    /// What a right and a wrong answer are worth.
    pub worth: Option<&'a Worth>,
    /// The smallest gain in money a month worth having: a loss below it is none.
    pub smallest_gain: Option<f64>,
    /// Whether the two tables are the same, byte by byte.
    pub same: bool,
    /// Where all randomness comes from.
    pub seed: u64,
}
