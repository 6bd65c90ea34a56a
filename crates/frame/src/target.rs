//! What is to be predicted: the task, the classes and each row's answer.

use serde::{Deserialize, Serialize};

/// The kind of answer wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// One of two classes.
    Binary,
    /// One of three classes or more.
    Multiclass,
    /// A number.
    Regression,
    /// The next numbers of a series.
    Forecast,
}

/// The answers of a frame's rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The column's name.
    pub name: String,
    /// The kind of answer.
    pub task: Task,
    /// The classes as written in the data: `[negative, positive]` for a binary task, in order of their
    /// number for a multiclass one, none for a number.
    pub classes: Vec<String>,
    /// One a row: 0 or 1, the number of the class, or the number itself. Never NaN: rows without an
    /// answer are left out of frame and target alike.
    pub values: Vec<f64>,
    /// How much each row counts, in learning and in scores: not negative, and not all 0. None: all the same.
    pub weights: Option<Vec<f64>>,
}

impl Target {
    /// The answers of the rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Target {
        let of = |values: &Vec<f64>| rows.iter().map(|&row| values[row]).collect();
        Target { values: of(&self.values), weights: self.weights.as_ref().map(of), ..self.shape() }
    }

    /// How much a row counts.
    pub fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// How much all rows count together: their number, where all count the same.
    pub fn total_weight(&self) -> f64 {
        self.weights.as_ref().map_or(self.len() as f64, |weights| weights.iter().sum())
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many numbers a prediction of one row has: one a class when there are three or more, else one.
    pub fn width(&self) -> usize {
        if self.task == Task::Multiclass { self.classes.len() } else { 1 }
    }

    fn shape(&self) -> Target {
        let (name, classes) = (self.name.clone(), self.classes.clone());
        Target { name, task: self.task, classes, values: Vec::new(), weights: None }
    }
}
