//! `boosting`: many small trees, each mending what those before it got wrong.
//!
//! Gradient boosting after Friedman, "Greedy function approximation: a gradient boosting machine", Annals of
//! Statistics 29 (2001), in the second-order form of Chen and Guestrin, "XGBoost" (KDD 2016), by the
//! crate `hessboost`: histograms, categories and missing values natively, the same model on any
//! number of threads. Several classes by softmax. Rows are dealt into a few parts; trees are learned on all but one and
//! stopped where they help that one no more; the sums of trees so found are averaged (bagging by cross-validation:
//! Breiman, "Bagging predictors", Machine Learning 24, 1996), so that every row is learned from and no fit is thrown
//! away.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use frame::{Column, Task};
use hessboost::config::{GrowPolicy, TrainingParamsBuilder};
use hessboost::data::ViewCuts;
use hessboost::objective::Multiclass;
use hessboost::prelude::*;
use report::Fault;
use serde::{Deserialize, Serialize};

use super::constant;
use crate::Learner;
use crate::encoding::{Grid, refused, weighed};
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

/// Fewer rows than this are learned from in a few rounds, none held back.
const TOO_FEW: usize = 40;
const FEW_ROUNDS: usize = 20;

/// More rows than this are learned from in longer steps and fewer turns.
const MANY: usize = 10_000;

/// How trees grow, and how they are learned.
struct Effort {
    growth: Growth,
    /// How many parts the rows are dealt into.
    parts: usize,
    /// How many of the parts are held back, one after the other, and so how many sums of trees are averaged.
    turns: usize,
    eta: f64,
    /// The share of the columns each question chooses among.
    columns: f64,
    /// The least weight of the rows in a leaf: rows of a regression, uncertain rows of a classification.
    least: f64,
    /// Stop when this many rounds in a row did not help the part held back.
    patience: usize,
    most_rounds: usize,
}

/// Which question is asked next.
enum Growth {
    /// All of one level, down to this many questions in a row.
    Depth(usize),
    /// Where it gains most, up to this many leaves.
    Leaves(usize),
}

impl Effort {
    /// A number, or one of several classes, tells more of each row than a yes or no: there trees may be larger.
    fn of(examples: &Examples) -> Effort {
        let many = examples.rows() > MANY;
        let least = if examples.task == Task::Regression { 5.0 } else { 1.0 };
        let (parts, turns, patience, most_rounds) = match (examples.task, many) {
            (_, false) => (5, 5, 8, 500),
            (Task::Binary, true) => (16, 2, 4, 200),
            (_, true) => (10, 2, 4, 200),
        };
        let (growth, eta, columns) = match (examples.task, many) {
            (Task::Binary, false) => (Growth::Depth(4), 0.2, 0.5),
            (Task::Binary, true) => (Growth::Depth(5), 0.3, 1.0),
            (_, false) => (Growth::Leaves(31), 0.15, 0.7),
            (_, true) => (Growth::Leaves(31), 0.3, 0.7),
        };
        Effort { growth, parts, turns, eta, columns, least, patience, most_rounds }
    }
}

impl Learner for Boosting {
    fn name(&self) -> &'static str {
        "boosting"
    }

    fn reads(&self) -> &'static str {
        "Numbers are cut into up to 255 intervals, categories sorted into two sets at each question; \
         missing goes to the side that fits best."
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
        let data = weighed(data, examples)?;
        let trees = trees(examples, &data, seed)?;
        let rows = examples.rows() as u64;
        Ok(Form::Boosting(Box::new(Ensemble::of(grid, trees, labels, rows))))
    }
}

/// Trees learned on all but one part, stopped where they help that part no more, and averaged over the parts.
fn trees(examples: &Examples, data: &DMatrix, seed: u64) -> Result<BoostedModel, Fault> {
    let effort = Effort::of(examples);
    let params = params(examples, &effort, seed)?;
    if examples.rows() < TOO_FEW {
        return train(&params, data, FEW_ROUNDS).map_err(refused);
    }
    let parts = examples.parts(effort.parts, seed);
    let patience = NonZeroUsize::new(effort.patience).unwrap_or(NonZeroUsize::MIN);
    // One after the other: the folds above and the rounds below share the cores already, and tasks that wait inside of
    // tasks that wait pile up on a thread's stack.
    let learned: Vec<BoostedModel> = (0..effort.turns)
        .map(|turn| {
            let rows = |held: bool| -> Vec<usize> {
                (0..examples.rows()).filter(|&row| (parts[row] == turn) == held).collect()
            };
            let fitted = data.select_rows_with_cuts(&rows(false), ViewCuts::Source).map_err(refused)?;
            let held = data.select_rows(&rows(true)).map_err(refused)?;
            let result = Trainer::new(&params, &fitted, effort.most_rounds)
                .eval(&held, "held")
                .on_round(|_| examples.stop.flow())
                .early_stopping_rounds(patience)
                .train()
                .map_err(refused)?;
            examples.stop.check()?;
            let last = result.model.best_iteration().unwrap_or(0);
            result.model.slice(..=last, 1).map_err(refused)
        })
        .collect::<Result<_, Fault>>()?;
    BoostedModel::average(&learned).map_err(refused)
}

/// What every boosting of this task has in common.
pub(super) fn builder(examples: &Examples, seed: u64) -> Result<TrainingParamsBuilder, Fault> {
    let loss = RegLoss::default();
    let objective = match examples.task {
        Task::Regression | Task::Forecast => Objective::SquaredError(loss),
        Task::Binary => Objective::BinaryLogistic(loss),
        Task::Multiclass => Objective::Softprob(Multiclass::new(examples.classes.len()).map_err(refused)?),
    };
    Ok(TrainingParams::builder().objective(objective).tree_method(TreeMethod::Hist).seed(seed))
}

fn params(examples: &Examples, effort: &Effort, seed: u64) -> Result<TrainingParams, Fault> {
    let params = builder(examples, seed)?
        .eta(effort.eta)
        .min_child_weight(effort.least)
        .colsample_bynode(effort.columns);
    let params = match effort.growth {
        Growth::Depth(depth) => params.max_depth(depth),
        Growth::Leaves(leaves) => {
            params.grow_policy(GrowPolicy::LossGuide).max_leaves(leaves).unlimited_depth()
        }
    };
    params.build().map_err(refused)
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
