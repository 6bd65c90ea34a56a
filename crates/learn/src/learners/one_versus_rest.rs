//! Several classes by a learner that knows only yes or no: one model a class ("is it this one?"), their
//! probabilities brought to a sum of 1 (Rifkin and Klautau, "In defense of one-vs-all
//! classification", JMLR 5, 2004).

use std::collections::BTreeMap;

use frame::{Column, Task};
use report::Fault;
use serde::{Deserialize, Serialize};

use super::constant;
use crate::learner::Examples;
use crate::model::{Fitted, Form};
use crate::words::Words;

/// One yes-or-no model a class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Panel(Vec<Form>);

/// Fit `single` once, or once a class.
pub(crate) fn form(
    examples: &Examples,
    single: impl Fn(&Examples) -> Result<Form, Fault>,
) -> Result<Form, Fault> {
    if examples.task != Task::Multiclass {
        return single(examples);
    }
    let forms = (0..examples.classes.len()).map(|class| {
        let versus = examples.versus_rest(class);
        // A class that no row (or every row) is of cannot be told from the rest.
        let one_answer = versus.answers.iter().all(|&answer| answer == versus.answers[0]);
        if one_answer { Ok(constant::form(&versus)) } else { single(&versus) }
    });
    Ok(Form::OneVersusRest(Panel(forms.collect::<Result<_, _>>()?)))
}

impl Fitted for Panel {
    fn predict(&self, columns: &[&Column], rows: usize) -> Result<Vec<f64>, Fault> {
        let width = self.0.len();
        let mut values = vec![0.0; rows * width];
        for (class, form) in self.0.iter().enumerate() {
            for (row, share) in form.fitted().predict(columns, rows)?.into_iter().enumerate() {
                values[row * width + class] = share;
            }
        }
        for row in values.chunks_mut(width) {
            let sum: f64 = row.iter().sum();
            let even = 1.0 / width as f64;
            row.iter_mut().for_each(|share| *share = if sum > 0.0 { *share / sum } else { even });
        }
        Ok(values)
    }

    fn is_sound(&self, inputs: usize, width: usize) -> bool {
        self.0.len() == width && self.0.iter().all(|form| form.fitted().is_sound(inputs, 1))
    }

    fn describe(&self, words: &Words) -> Vec<String> {
        const SHOWN: usize = 3;
        let mut lines = Vec::new();
        for (class, form) in words.classes.iter().zip(&self.0) {
            let classes = [format!("not {class}"), class.clone()];
            let about = Words { task: Task::Binary, classes: &classes, inputs: words.inputs };
            lines.extend(
                form.fitted().describe(&about).into_iter().take(SHOWN).map(|line| format!("{class}: {line}")),
            );
        }
        lines
    }

    fn importance(&self) -> BTreeMap<usize, f64> {
        let mut total = BTreeMap::new();
        for form in &self.0 {
            let one = form.fitted().importance();
            let sum: f64 = one.values().sum();
            for (input, weight) in one.into_iter().filter(|_| sum > 0.0) {
                *total.entry(input).or_insert(0.0) += weight / sum;
            }
        }
        total
    }
}
