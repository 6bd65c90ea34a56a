//! `boosting`: many small trees, each mending what those before it got wrong.
//!
//! Gradient boosting after Friedman, "Greedy function approximation: a gradient boosting machine", Annals of
//! Statistics 29 (2001), in the second-order form of Chen and Guestrin, "XGBoost" (KDD 2016), by the
//! crate `hessboost`: histograms, categories and missing values natively, the same model on any
//! number of threads. Several classes by softmax. How deep the trees are and when to stop is
//! chosen on rows held back; the model is then fitted on all rows.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use frame::{Column, Task};
use hessboost::objective::Multiclass;
use hessboost::prelude::*;
use report::Fault;
use serde::{Deserialize, Serialize};

use super::constant;
use crate::Learner;
use crate::encoding::{Grid, refused};
use crate::learner::{Examples, Labels};
use crate::model::{Fitted, Form};
use crate::words::{Words, percent};

/// Many small trees.
pub struct Boosting;

/// The trees, and the cells they read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ensemble {
    grid: Grid,
    trees: BoostedModel,
    labels: Labels,
    rows: u64,
}

const ETA: f64 = 0.1;
const MOST_ROUNDS: usize = 200;
/// Stop when this many rounds in a row did not help the rows held back.
const PATIENCE: NonZeroUsize = NonZeroUsize::new(15).expect("15 is not 0");

impl Learner for Boosting {
    fn name(&self) -> &'static str {
        "boosting"
    }

    fn form(&self, examples: &Examples, seed: u64) -> Result<Form, Fault> {
        let grid = Grid::fit(examples, 255);
        if grid.axes.is_empty() {
            return Ok(constant::form(examples));
        }
        let labels = Labels::of(examples);
        let data = grid
            .matrix(&examples.columns, examples.rows())?
            .with_labels(&labels.scaled(&examples.answers))
            .map_err(refused)?;
        let (depth, rounds) = chosen(examples, &data, seed)?;
        let params = params(examples, depth, seed)?;
        let trees = Trainer::new(&params, &data, rounds).on_round(|_| examples.stop.flow()).train();
        let trees = trees.map_err(refused)?.model;
        let rows = examples.rows() as u64;
        Ok(Form::Boosting(Box::new(Ensemble::of(grid, trees, labels, rows))))
    }
}

/// How deep the trees are to be and how many rounds, by the loss on inner parts held back: one fifth of
/// many rows, all five fifths in turn of few.
fn chosen(examples: &Examples, data: &DMatrix, seed: u64) -> Result<(usize, usize), Fault> {
    const PARTS: usize = 5;
    if examples.rows() < 40 {
        return Ok((2, 20));
    }
    let parts = examples.parts(PARTS, seed);
    let turns = if examples.rows() > 10_000 || data.n_cols() > 200 { 1 } else { PARTS };
    let mut best = (f64::INFINITY, 2, 20);
    for depth in [3, 6] {
        let params = params(examples, depth, seed)?;
        // Mean loss of the turns after each round.
        let mut losses = vec![0.0; MOST_ROUNDS];
        for turn in 0..turns {
            examples.stop.check()?;
            let pick = |held: bool| -> Vec<usize> {
                (0..examples.rows()).filter(|&row| (parts[row] == turn) == held).collect()
            };
            let fitted = data.select_rows(&pick(false)).map_err(refused)?;
            let held = data.select_rows(&pick(true)).map_err(refused)?;
            let result = Trainer::new(&params, &fitted, MOST_ROUNDS)
                .eval(&held, "held")
                .early_stopping_rounds(PATIENCE)
                .on_round(|_| examples.stop.flow())
                .train()
                .map_err(refused)?;
            let mut seen: Vec<f64> =
                result.history.rounds().filter_map(|round| round.values().last().copied()).collect();
            let last = seen.last().copied().unwrap_or(f64::INFINITY);
            seen.resize(MOST_ROUNDS, last);
            losses.iter_mut().zip(seen).for_each(|(sum, loss)| *sum += loss / turns as f64);
        }
        for (round, loss) in losses.into_iter().enumerate() {
            if loss < best.0 {
                best = (loss, depth, round + 1);
            }
        }
    }
    Ok((best.1, best.2))
}

pub(super) fn params(examples: &Examples, depth: usize, seed: u64) -> Result<TrainingParams, Fault> {
    let loss = RegLoss::default();
    let objective = match examples.task {
        Task::Regression => Objective::SquaredError(loss),
        Task::Binary => Objective::BinaryLogistic(loss),
        Task::Multiclass => Objective::Softprob(Multiclass::new(examples.classes.len()).map_err(refused)?),
    };
    TrainingParams::builder()
        .objective(objective)
        .tree_method(TreeMethod::Hist)
        .eta(ETA)
        .max_depth(depth)
        .min_child_weight(2.0)
        .seed(seed)
        .build()
        .map_err(refused)
}

impl Ensemble {
    pub(super) fn of(grid: Grid, trees: BoostedModel, labels: Labels, rows: u64) -> Self {
        Ensemble { grid, trees, labels, rows }
    }
}

impl Fitted for Ensemble {
    fn predict(&self, columns: &[&Column], rows: usize) -> Result<Vec<f64>, Fault> {
        let cells = self.grid.cells(columns, rows);
        let said = self.trees.predict_rows(&cells, Iterations::Best).map_err(refused)?;
        Ok(self.labels.unscaled(said.as_slice(), said.width()))
    }

    fn is_sound(&self, inputs: usize, width: usize) -> bool {
        self.grid.is_sound(inputs)
            && self.trees.n_features() == self.grid.axes.len()
            && self.trees.prediction_width() == width
            && !self.grid.axes.is_empty()
    }

    fn describe(&self, words: &Words) -> Vec<String> {
        const SHOWN: usize = 6;
        let depth = self.trees.trees().iter().map(|tree| tree.depth()).max().unwrap_or(0);
        let (count, rows) = (self.trees.num_trees(), self.rows);
        let mut lines = vec![format!(
            "{count} trees of at most {depth} questions in a row, each mending the errors of those before, from {rows} rows"
        )];
        let importance = self.importance();
        let total: f64 = importance.values().sum();
        let mut by_weight: Vec<(usize, f64)> = importance.into_iter().collect();
        by_weight.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (input, weight) in by_weight.iter().take(SHOWN) {
            lines.push(format!("{} does {} of the work", words.name(*input), percent(weight / total)));
        }
        lines
    }

    fn importance(&self) -> BTreeMap<usize, f64> {
        let gains = self.trees.feature_importance(ImportanceType::TotalGain);
        gains.into_iter().map(|(place, gain)| (self.grid.axes[place].input, gain)).collect()
    }
}
