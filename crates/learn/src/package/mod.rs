//! The package: a model on disk with the contract of its inputs. Format version 1.
//!
//! A package is a folder of plain data; nothing in it is executed on load. All files are JSON (UTF-8):
//!
//! | file | holds |
//! | --- | --- |
//! | `package.json` | `format` (`"tenet-package"`), `version` (1), `threshold`, `provenance`, `contract` |
//! | `model.json` | the model: `learner`, `task`, `classes`, `inputs` (name and kind), `form` |
//! | `checksums.json` | for each other file its BLAKE3 digest, in hexadecimal, by file name |
//!
//! `contract` says what the model expects: the task, the target's name and classes, the answer to fall back
//! on, and for each column its name, kind, share of missing values, and the range of numbers or the
//! categories of text seen in training. `provenance` is free text by name: what the package was made from.
//!
//! Numbers are written so that reading gives the same bits: a package predicts the same before and after.
//! A reader refuses a version it does not know, a file that is not listed, is missing, or whose digest
//! differs. A later version may add fields; version 1 readers ignore fields they do not know.

mod check;
mod contract;
pub(crate) mod files;

use std::collections::BTreeMap;
use std::path::Path;

use frame::{Column, Frame, Task};
use report::Fault;
use serde::Serialize;

pub use contract::{Contract, Feature, Values};

use crate::Model;

/// A model, what it expects, and where it came from.
#[derive(Debug, Clone)]
pub struct Package {
    /// What the model expects of its inputs.
    pub contract: Contract,
    /// The model.
    pub model: Model,
    /// From which probability on a row is called positive (binary); 0.5 when not given.
    pub threshold: Option<f64>,
    /// What it was made from: plan digest, data digest, version of Tenet, by name.
    pub provenance: BTreeMap<String, String>,
}

/// A predicted answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The class, as written in the training data.
    Class(String),
    /// The number.
    Number(f64),
}

/// What is said of one row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The answer.
    pub prediction: Answer,
    /// Of the positive class (binary) or of the class predicted (several); none for a number.
    pub probability: Option<f64>,
    /// Why the model was not asked and the training data's overall answer was given instead.
    pub fallback: Option<String>,
}

impl Package {
    /// Write the package to a folder, all or nothing: a package that is there already is replaced whole.
    ///
    /// # Errors
    /// When the folder exists and is not a package, or cannot be written.
    pub fn save(&self, folder: &Path) -> Result<(), Fault> {
        files::save(self, folder)
    }

    /// Make sure, before the work that leads to a package, that it can be written to this folder.
    ///
    /// # Errors
    /// As [`save`](Package::save).
    pub fn check_place(folder: &Path) -> Result<(), Fault> {
        files::check_place(folder)
    }

    /// Read a package, after checking its version and every file's digest.
    ///
    /// # Errors
    /// A fault of its own for each way in which it is not the package that was written.
    pub fn open(folder: &Path) -> Result<Package, Fault> {
        files::open(folder)
    }

    /// Predict rows; one outcome a row, in order.
    ///
    /// The rows are held to the contract: values of another nature are read as what is expected (`"12"` as 12,
    /// the number 7 as the text `7`, or as the only category that means 7, such as `7.0`); text that cannot be read as a
    /// number is missing. A row in which every column the model uses is missing gets the fallback. Rows that come as text
    /// are to be read with the contract's [`texts`](Contract::texts) kept as they stand.
    ///
    /// # Errors
    /// When a column the model uses is absent, or holds text of which nothing can be read as numbers.
    pub fn predict(&self, rows: &Frame) -> Result<Vec<Outcome>, Fault> {
        let used = self.model.inputs().filter_map(|name| self.contract.feature(name));
        let columns = used.map(|feature| feature.read(rows)).collect::<Result<Vec<Column>, Fault>>()?;
        let mut without_value: Vec<bool> = vec![!columns.is_empty(); rows.rows()];
        for column in &columns {
            without_value.iter_mut().enumerate().for_each(|(row, none)| *none &= column.is_missing(row));
        }
        let held = if columns.is_empty() { rows.clone() } else { Frame::new(columns) };
        let predictions = self.model.predict(&held)?;
        let outcome = |row: usize| {
            if without_value[row] {
                let why = "none of the columns the model uses has a value".to_owned();
                Outcome { fallback: Some(why), ..self.outcome(&self.contract.fallback) }
            } else {
                self.outcome(predictions.row(row))
            }
        };
        Ok((0..rows.rows()).map(outcome).collect())
    }

    fn outcome(&self, said: &[f64]) -> Outcome {
        let class =
            |number: usize| Answer::Class(self.contract.classes.get(number).cloned().unwrap_or_default());
        let (prediction, probability) = match self.contract.task {
            Task::Regression | Task::Forecast => (Answer::Number(said[0]), None),
            Task::Binary => {
                let positive = said[0] >= self.threshold.unwrap_or(0.5);
                (class(usize::from(positive)), Some(said[0]))
            }
            Task::Multiclass => {
                let best = (0..said.len()).fold(0, |best, i| if said[i] > said[best] { i } else { best });
                (class(best), Some(said[best]))
            }
        };
        Outcome { prediction, probability, fallback: None }
    }
}
