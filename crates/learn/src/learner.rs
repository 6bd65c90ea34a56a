//! What every learner is: a name and a way to fit, and what all of them are given to fit on.

use frame::{Column, Frame, Target, Task};
use report::Fault;
use serde::{Deserialize, Serialize};

use crate::learners::constant;
use crate::model::{Form, Input};
use crate::{Model, Stop};

/// A way to learn a model from examples.
pub trait Learner: Sync {
    /// The built-in name, as users write it.
    fn name(&self) -> &'static str;

    /// How it reads numbers, categories and what is missing, in a sentence or two.
    fn reads(&self) -> &'static str {
        ""
    }

    /// Whether its seed matters: whether it draws rows or parts of them by chance.
    fn draws(&self) -> bool {
        true
    }

    /// Fit the part of the model that is this learner's own. Called with at least one row, one
    /// column and two different answers.
    #[doc(hidden)]
    fn form(&self, examples: &Examples, seed: u64) -> Result<Form, Fault>;

    /// Fit on rows with answers. Columns of `features` never include the target. Same seed, same
    /// model, for any thread count and any order of the columns.
    ///
    /// Where nothing can be learned (no column, one answer only) the model is the constant one.
    ///
    /// # Errors
    /// When there is no row, an answer is not a number, or rows and answers differ in number.
    fn fit(&self, features: &Frame, target: &Target, seed: u64) -> Result<Model, Fault> {
        self.fit_until(&Stop::never(), features, target, seed)
    }

    /// As [`fit`](Self::fit), given up soon after it is time to `stop`.
    ///
    /// # Errors
    /// As [`fit`](Self::fit), and when it was stopped.
    fn fit_until(&self, stop: &Stop, features: &Frame, target: &Target, seed: u64) -> Result<Model, Fault> {
        let examples = Examples { stop: stop.clone(), ..Examples::new(features, target)? };
        let first = examples.answers[0];
        let one_answer = examples.answers.iter().all(|&answer| answer == first);
        let form = if one_answer || examples.columns.is_empty() {
            constant::form(&examples)
        } else {
            self.form(&examples, seed)?
        };
        // What a learner cut short is no model.
        stop.check()?;
        let inputs = examples.columns.iter().map(|column| Input::of(column)).collect();
        Ok(Model::new(self.name(), &examples, inputs, form))
    }
}

/// The rows a model is fitted on: columns in order of their names, so that their order in the table
/// cannot matter, and the answers.
#[derive(Debug, Clone)]
pub struct Examples<'a> {
    pub(crate) columns: Vec<&'a Column>,
    pub(crate) answers: Vec<f64>,
    /// How much each row counts, 1 on average; none where all count the same.
    pub(crate) weights: Option<Vec<f64>>,
    pub(crate) task: Task,
    /// The class names of a classification.
    pub(crate) classes: Vec<String>,
    /// When to cut the work short: what comes of it is then thrown away.
    pub(crate) stop: Stop,
}

impl<'a> Examples<'a> {
    fn new(features: &'a Frame, target: &Target) -> Result<Self, Fault> {
        if target.is_empty() {
            return Err(Fault::new("there is no row with an answer to learn from")
                .hint("check the target column: rows without a value in it are left out"));
        }
        if !features.columns().is_empty() && features.rows() != target.len() {
            let (rows, answers) = (features.rows(), target.len());
            return Err(Fault::new(format!("there are {rows} rows but {answers} answers")));
        }
        if let Some(row) = target.values.iter().position(|answer| !answer.is_finite()) {
            return Err(Fault::new(format!("the answer of row {} is not a number", row + 1)));
        }
        let weights = target.weights.as_deref().map(weights).transpose()?.flatten();
        let mut columns: Vec<&Column> = features.columns().iter().collect();
        columns.sort_by(|a, b| a.name.cmp(&b.name));
        let classes = target.classes.len();
        let is_class = |answer: &f64| answer.fract() == 0.0 && (0.0..classes as f64).contains(answer);
        if target.task != Task::Regression
            && let Some(row) = target.values.iter().position(|answer| !is_class(answer))
        {
            return Err(Fault::new(format!(
                "the answer of row {} is none of the {classes} classes",
                row + 1
            )));
        }
        Ok(Examples {
            columns,
            answers: target.values.clone(),
            weights,
            task: target.task,
            classes: target.classes.clone(),
            stop: Stop::never(),
        })
    }

    pub(crate) fn rows(&self) -> usize {
        self.answers.len()
    }

    /// How much a row counts, 1 on average.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// How many numbers a prediction of one row has.
    pub(crate) fn width(&self) -> usize {
        if self.task == Task::Multiclass { self.classes.len() } else { 1 }
    }

    /// The same rows with a yes-or-no answer: is it this class?
    pub(crate) fn versus_rest(&self, class: usize) -> Examples<'a> {
        let answers = self.answers.iter().map(|&answer| f64::from(answer == class as f64)).collect();
        let (columns, weights, stop) = (self.columns.clone(), self.weights.clone(), self.stop.clone());
        Examples { columns, answers, weights, task: Task::Binary, classes: Vec::new(), stop }
    }

    /// What row `row` adds to output `output`: its answer, or 1 when it is of that class.
    pub(crate) fn output(&self, row: usize, output: usize) -> f64 {
        match self.task {
            Task::Multiclass => f64::from(self.answers[row] == output as f64),
            _ => self.answers[row],
        }
    }

    /// The mean answer, or the share of each class, over these rows.
    pub(crate) fn mean_over(&self, rows: impl Iterator<Item = usize>) -> Vec<f64> {
        let mut sums = vec![0.0; self.width()];
        let mut count = 0.0;
        for row in rows {
            let weight = self.weight(row);
            count += weight;
            match self.task {
                Task::Multiclass => sums[self.answers[row] as usize] += weight,
                _ => sums[0] += weight * self.answers[row],
            }
        }
        sums.iter().map(|sum| if count > 0.0 { sum / count } else { 0.0 }).collect()
    }

    /// The mean answer, or the share of each class, over all rows.
    pub(crate) fn mean(&self) -> Vec<f64> {
        self.mean_over(0..self.rows())
    }
}

impl Examples<'_> {
    /// A part from 0 to `count - 1` for each row, by chance, each class (or each tenth of the answers)
    /// spread evenly over the parts.
    pub(crate) fn parts(&self, count: usize, seed: u64) -> Vec<usize> {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut order: Vec<usize> = (0..self.rows()).collect();
        random.shuffle(&mut order);
        order.sort_by(|&a, &b| self.answers[a].total_cmp(&self.answers[b]));
        let mut parts = vec![0; self.rows()];
        for chunk in order.chunks(count) {
            let mut numbers: Vec<usize> = (0..count).collect();
            random.shuffle(&mut numbers);
            chunk.iter().zip(numbers).for_each(|(&row, part)| parts[row] = part);
        }
        parts
    }
}

/// Weights that are 1 on average, or none when all are the same.
fn weights(given: &[f64]) -> Result<Option<Vec<f64>>, Fault> {
    if let Some(row) = given.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(Fault::new(format!("the weight of row {} is {}, which cannot be", row + 1, given[row]))
            .hint("a weight says how much a row counts: a number from 0 up, in every row"));
    }
    let mean = given.iter().sum::<f64>() / given.len() as f64;
    if mean <= 0.0 {
        return Err(Fault::new("all weights are 0").hint("at least one row has to count"));
    }
    let differ = given.iter().any(|weight| *weight != given[0]);
    Ok(differ.then(|| given.iter().map(|weight| weight / mean).collect()))
}

/// The mean answer, or the share of each class: what is said where a model cannot be asked.
pub(crate) fn mean_answer(target: &Target) -> Result<Vec<f64>, Fault> {
    Ok(Examples::new(&Frame::default(), target)?.mean())
}

/// How answers are handed to a library that works in single precision: numbers as standard deviations from
/// their mean, classes as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Labels {
    task: Task,
    mean: f64,
    unit: f64,
}

impl Labels {
    pub(crate) fn of(examples: &Examples) -> Labels {
        if examples.task != Task::Regression {
            return Labels { task: examples.task, mean: 0.0, unit: 1.0 };
        }
        let rows = examples.rows() as f64;
        let share = |row: usize| examples.weight(row) / rows;
        let answers = || examples.answers.iter().enumerate();
        let mean = answers().map(|(row, answer)| share(row) * answer).sum::<f64>();
        let variance = answers().map(|(row, answer)| share(row) * (answer - mean).powi(2)).sum::<f64>();
        let unit = if variance > 0.0 && variance.is_finite() { variance.sqrt() } else { 1.0 };
        Labels { task: examples.task, mean, unit }
    }

    pub(crate) fn scaled(&self, answers: &[f64]) -> Vec<f32> {
        self.scaled_wide(answers).into_iter().map(|answer| answer as f32).collect()
    }

    /// As [`scaled`](Self::scaled), in double precision.
    pub(crate) fn scaled_wide(&self, answers: &[f64]) -> Vec<f64> {
        answers.iter().map(|answer| (answer - self.mean) / self.unit).collect()
    }

    /// One standard deviation in the unit of the answers.
    pub(crate) fn unit(&self) -> f64 {
        self.unit
    }

    /// The prediction a sum on the model's scale (log-odds or standard deviations) stands for.
    pub(crate) fn of_sum(&self, sum: f64) -> f64 {
        match self.task {
            Task::Regression => self.mean + self.unit * sum,
            _ => 1.0 / (1.0 + (-sum).exp()),
        }
    }

    /// Predictions as the library says them, in the unit of the answers; shares sum to exactly 1.
    pub(crate) fn unscaled(&self, said: &[f32], width: usize) -> Vec<f64> {
        match self.task {
            Task::Regression | Task::Forecast => {
                said.iter().map(|&value| self.mean + self.unit * f64::from(value)).collect()
            }
            Task::Binary => said.iter().map(|&share| f64::from(share).clamp(0.0, 1.0)).collect(),
            Task::Multiclass => said
                .chunks(width)
                .flat_map(|row| {
                    let sum: f64 = row.iter().map(|&share| f64::from(share)).sum();
                    row.iter().map(move |&share| f64::from(share) / sum)
                })
                .collect(),
        }
    }

    /// The squared error around the mean on the library's scale, summed over rows and outputs.
    pub(crate) fn squares(&self, examples: &Examples) -> f64 {
        let rows = examples.rows() as f64;
        match self.task {
            Task::Regression => rows,
            _ => {
                let shares = examples.mean();
                shares.iter().map(|share| rows * share * (1.0 - share)).sum()
            }
        }
    }
}
