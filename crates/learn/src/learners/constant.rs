//! `constant`: the same answer for every row: the base rate, the mean, the share of each class.
//! What every other model has to beat.

use std::collections::BTreeMap;

use frame::{Column, Task};
use report::Fault;
use serde::{Deserialize, Serialize};

use crate::Learner;
use crate::learner::Examples;
use crate::model::{Fitted, Form};
use crate::words::{Words, percent, short};

/// The same answer for every row.
pub struct Constant;

/// The answer: one number, or a share a class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Constants(Vec<f64>);

impl Learner for Constant {
    fn name(&self) -> &'static str {
        "constant"
    }

    fn reads(&self) -> &'static str {
        "It reads no column."
    }

    fn draws(&self) -> bool {
        false
    }

    fn form(&self, examples: &Examples, _seed: u64) -> Result<Form, Fault> {
        Ok(form(examples))
    }
}

/// The constant model of these examples: also what a learner falls back to that cannot learn from them.
pub(crate) fn form(examples: &Examples) -> Form {
    Form::Constant(Constants(examples.mean()))
}

impl Fitted for Constants {
    fn predict(&self, _: &[&Column], rows: usize) -> Result<Vec<f64>, Fault> {
        Ok(self.0.repeat(rows))
    }

    fn is_sound(&self, _: usize, width: usize) -> bool {
        self.0.len() == width
    }

    fn describe(&self, words: &Words) -> Vec<String> {
        match words.task {
            Task::Regression | Task::Forecast => vec![format!("always {}", short(self.0[0]))],
            Task::Binary => vec![format!("always {} ({})", percent(self.0[0]), words.subject())],
            Task::Multiclass => {
                let shares = words.classes.iter().zip(&self.0);
                let said: Vec<String> =
                    shares.map(|(class, &share)| format!("{class} {}", percent(share))).collect();
                vec![format!("always the same shares: {}", said.join(", "))]
            }
        }
    }

    fn importance(&self) -> BTreeMap<usize, f64> {
        BTreeMap::new()
    }
}
