//! A fitted model: plain data, the same when written and read back.

use std::collections::BTreeMap;

use frame::{Column, Frame, Kind, Task, Values};
use report::Fault;
use serde::{Deserialize, Serialize};

use crate::learner::Examples;
use crate::learners::{LEARNERS, additive, boosting, constant, linear, one_rule, one_versus_rest, tree};
use crate::{Predictions, words::Words};

/// A fitted model: made by [`fit`](crate::Learner::fit) or read from a [`Package`](crate::Package).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Model {
    learner: String,
    task: Task,
    classes: Vec<String>,
    /// The columns it was fitted on, in order of name.
    inputs: Vec<Input>,
    form: Form,
}

/// A column the model was fitted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// What each learner leaves behind.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The same for every row.
    Constant(constant::Constants),
    /// One column decides.
    OneRule(one_rule::Rule),
    /// A weighted sum.
    Linear(linear::Weights),
    /// A few questions.
    Tree(tree::Branches),
    /// A sum of curves.
    Additive(additive::Curves),
    /// Many trees.
    Boosting(Box<boosting::Ensemble>),
    /// One yes-or-no model a class.
    OneVersusRest(one_versus_rest::Panel),
}

/// What every form can do. `columns` are the model's inputs, in order.
pub(crate) trait Fitted {
    /// Row-major predictions.
    fn predict(&self, columns: &[&Column], rows: usize) -> Result<Vec<f64>, Fault>;
    /// Whether a form that was read fits `inputs` columns and `width` numbers a row, and cannot lead astray.
    fn is_sound(&self, inputs: usize, width: usize) -> bool;
    /// The model in words, a few lines.
    fn describe(&self, words: &Words) -> Vec<String>;
    /// How much each input matters, on any scale; inputs that are not used may be left out.
    fn importance(&self) -> BTreeMap<usize, f64>;
}

impl Form {
    pub(crate) fn fitted(&self) -> &dyn Fitted {
        match self {
            Form::Constant(form) => form,
            Form::OneRule(form) => form,
            Form::Linear(form) => form,
            Form::Tree(form) => form,
            Form::Additive(form) => form,
            Form::Boosting(form) => &**form,
            Form::OneVersusRest(form) => form,
        }
    }
}

impl Input {
    pub(crate) fn of(column: &Column) -> Input {
        Input { name: column.name.clone(), kind: column.kind }
    }
}

impl Model {
    pub(crate) fn new(learner: &str, examples: &Examples, inputs: Vec<Input>, form: Form) -> Model {
        let (task, classes) = (examples.task, examples.classes.clone());
        Model { learner: learner.to_owned(), task, classes, inputs, form }
    }

    /// The name of the learner that made it.
    pub fn learner(&self) -> &'static str {
        LEARNERS.iter().map(|learner| learner.name()).find(|name| *name == self.learner).unwrap_or("unknown")
    }

    /// The names of the columns it was fitted on, in order of name.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(|input| input.name.as_str())
    }

    /// Predict rows of a frame that has at least the columns it was fitted on, by name, in any order.
    /// Missing values and categories never seen are handled.
    ///
    /// # Errors
    /// When a column is absent, or text where it was numbers (or the other way round).
    pub fn predict(&self, features: &Frame) -> Result<Predictions, Fault> {
        let columns =
            self.inputs.iter().map(|input| input.column(features)).collect::<Result<Vec<_>, _>>()?;
        let width = if self.task == Task::Multiclass { self.classes.len() } else { 1 };
        if features.rows() == 0 {
            return Ok(Predictions { width, values: Vec::new() });
        }
        let values = self.form.fitted().predict(&columns, features.rows())?;
        Ok(Predictions { width, values })
    }

    /// The model in words: a few lines for a reader who knows the columns, not the method.
    pub fn describe(&self) -> Vec<String> {
        let words = Words { task: self.task, classes: &self.classes, inputs: &self.inputs };
        self.form.fitted().describe(&words)
    }

    /// The columns it uses, most important first, with their share of the importance; the shares sum to
    /// 1. Empty when it uses none.
    pub fn importance(&self) -> Vec<(String, f64)> {
        let by_input = self.form.fitted().importance();
        let total: f64 = by_input.values().sum();
        let mut shares: Vec<(String, f64)> = by_input
            .into_iter()
            .filter(|&(_, weight)| weight > 0.0)
            .map(|(input, weight)| (self.inputs[input].name.clone(), weight / total))
            .collect();
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shares
    }

    /// Whether a model that was read is one that could have been made, for this task; else what is wrong.
    pub(crate) fn sound(&self, task: Task, classes: &[String]) -> Result<(), String> {
        if self.learner() != self.learner {
            return Err(format!("no learner is named `{}`", self.learner));
        }
        if self.task != task || self.classes != classes {
            return Err("the model is of another task or other classes than the contract".to_owned());
        }
        let width = if task == Task::Multiclass { classes.len() } else { 1 };
        match self.form.fitted().is_sound(self.inputs.len(), width) {
            true => Ok(()),
            false => Err("the model's parts do not fit together".to_owned()),
        }
    }

    /// How many bytes it takes in a package.
    pub fn size_bytes(&self) -> usize {
        serde_json::to_vec(self).map_or(0, |bytes| bytes.len())
    }
}

impl Input {
    /// The column of this name in a frame, if it is of the nature the model knows.
    fn column<'f>(&self, features: &'f Frame) -> Result<&'f Column, Fault> {
        let name = &self.name;
        let column = features.column(name).ok_or_else(|| absent(name, features))?;
        let text = self.kind == Kind::Text;
        match (&column.values, text) {
            (Values::Numbers(_), false) | (Values::Text(_), true) => Ok(column),
            (Values::Text(_), false) => {
                Err(Fault::new(format!("column `{name}` is text, the model was fitted on numbers"))
                    .hint(format!("give `{name}` as numbers; what is not known is left empty")))
            }
            (Values::Numbers(_), true) => {
                Err(Fault::new(format!("column `{name}` is numbers, the model was fitted on text"))
                    .hint(format!("give `{name}` as text")))
            }
        }
    }
}

/// A column that is not there, with the nearest names that are.
pub(crate) fn absent(name: &str, features: &Frame) -> Fault {
    let fault = Fault::new(format!("column `{name}` is missing: the model was fitted on it"));
    let mut near: Vec<(usize, &str)> = features
        .names()
        .map(|other| (strsim::damerau_levenshtein(&name.to_lowercase(), &other.to_lowercase()), other))
        .filter(|(distance, _)| *distance <= 1 + name.chars().count() / 4)
        .collect();
    near.sort_unstable();
    match near.first() {
        Some((_, other)) => fault.hint(format!("did you mean the column `{other}`? Rename it to `{name}`")),
        None => fault.hint(format!("add a column `{name}`; its values may be empty")),
    }
}
