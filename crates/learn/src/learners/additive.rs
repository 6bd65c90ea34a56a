//! `additive`: a sum of curves, one a column, and a few of two columns: as accurate as most black boxes, and
//! every curve can be looked at.
//!
//! An explainable boosting machine: Lou, Caruana and Gehrke, "Intelligible models for classification and
//! regression" (KDD 2012), pairs by FAST (Lou et al., KDD 2013); boosted by the crate `hessboost`, then
//! written down as the tables the trees add up to. Several classes one against the rest.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use frame::{Column, Task};
use hessboost::config::{BoosterKind, Ebm, EbmEarlyStopping, GrowPolicy};
use hessboost::ebm::{TermShape, shape_functions};
use hessboost::prelude::*;
use report::Fault;
use serde::{Deserialize, Serialize};

use super::{constant, one_versus_rest};
use crate::Learner;
use crate::encoding::{Grid, refused, weighed};
use crate::learner::{Examples, Labels};
use crate::model::{Fitted, Form};
use crate::words::{Words, short};

/// A sum of curves.
pub struct Additive;

/// The curves as tables over cells.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Curves {
    grid: Grid,
    intercept: f64,
    curves: Vec<Curve>,
    labels: Labels,
}

/// What one or two columns add.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Curve {
    axes: Vec<Folded>,
    /// One value a step, the first axis slowest; in log-odds, or in standard deviations of the answer.
    values: Vec<f32>,
    /// Training rows on each step.
    rows: Vec<u32>,
    /// Mean absolute value over the training rows: how much it matters.
    weight: f64,
}

/// An axis of a curve: neighbouring cells on which the curve is flat are one step.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Folded {
    /// Which axis of the grid.
    place: usize,
    /// The step of each cell, and at the end of missing.
    steps: Vec<u16>,
}

/// How long and how gently to boost. Averaging over bags smooths the curves; on many rows they are
/// smooth enough with fewer bags and longer steps, and that is four times as fast.
struct Effort {
    rounds: usize,
    bags: usize,
    eta: f64,
    /// Stop a bag after this many rounds without gain on its rows held back.
    patience: usize,
}

const FEW_ROWS: Effort = Effort { rounds: 200, bags: 4, eta: 0.1, patience: 10 };
const MANY_ROWS: Effort = Effort { rounds: 60, bags: 2, eta: 0.3, patience: 4 };
const VERY_MANY_ROWS: Effort = Effort { bags: 1, ..MANY_ROWS };
const MANY: usize = 15_000;
const VERY_MANY: usize = 150_000;

/// How many curves of two columns.
const PAIRS: usize = 5;

/// How many columns get a curve.
const MOST: usize = 60;

/// Below this many rows there are none to hold back: a few rounds on all of them.
const TOO_FEW: usize = 100;

impl Learner for Additive {
    fn name(&self) -> &'static str {
        "additive"
    }

    fn reads(&self) -> &'static str {
        "Numbers are cut into steps, each category is a step; missing is a step of its own."
    }

    fn form(&self, examples: &Examples, seed: u64) -> Result<Form, Fault> {
        one_versus_rest::form(examples, |examples| curves(examples, seed))
    }
}

fn curves(examples: &Examples, seed: u64) -> Result<Form, Fault> {
    let labels = Labels::of(examples);
    let answers = labels.scaled(&examples.answers);
    let grid = screened(examples, Grid::fit(examples, 255), &answers, seed)?;
    if grid.axes.is_empty() {
        return Ok(constant::form(examples));
    }
    let data = grid.matrix(&examples.columns, examples.rows())?.with_labels(&answers).map_err(refused)?;
    let data = weighed(data, examples)?;
    let effort = match examples.rows() {
        VERY_MANY.. => VERY_MANY_ROWS,
        MANY.. => MANY_ROWS,
        _ => FEW_ROWS,
    };
    let rounds = if examples.rows() < TOO_FEW { 30 } else { effort.rounds };
    let params = params(examples, &grid, &effort, seed)?;
    let model = Trainer::new(&params, &data, rounds).on_round(|_| examples.stop.flow()).train();
    let model = model.map_err(refused)?.model;
    examples.stop.check()?;
    let shapes = shape_functions(&model).map_err(refused)?;
    let mut curves = Vec::new();
    for term in &shapes.terms {
        curves.push(Curve::of(term, &grid)?);
    }
    let mut form = Curves { grid, intercept: shapes.intercept, curves, labels };
    form.weigh(&examples.columns, examples.rows());
    form.curves.retain(|curve| curve.weight > 0.0);
    Ok(Form::Additive(form))
}

/// At most [`MOST`] columns, those that a few boosted trees gain most by: every curve is paid for in every round.
fn screened(examples: &Examples, grid: Grid, answers: &[f32], seed: u64) -> Result<Grid, Fault> {
    if grid.axes.len() <= MOST {
        return Ok(grid);
    }
    let data = grid.matrix(&examples.columns, examples.rows())?.with_labels(answers).map_err(refused)?;
    let data = weighed(data, examples)?;
    let params = TrainingParams::builder()
        .objective(objective(examples))
        .tree_method(TreeMethod::Hist)
        .max_depth(3)
        .seed(seed)
        .build()
        .map_err(refused)?;
    let trees = train(&params, &data, 50).map_err(refused)?;
    let mut gains: Vec<(usize, f64)> =
        trees.feature_importance(ImportanceType::TotalGain).into_iter().collect();
    gains.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut places: Vec<usize> = gains.into_iter().take(MOST).map(|(place, _)| place).collect();
    places.sort_unstable();
    Ok(grid.only(&places))
}

fn objective(examples: &Examples) -> Objective {
    match examples.task {
        Task::Regression => Objective::SquaredError(RegLoss::default()),
        _ => Objective::BinaryLogistic(RegLoss::default()),
    }
}

fn params(examples: &Examples, grid: &Grid, effort: &Effort, seed: u64) -> Result<TrainingParams, Fault> {
    let mut ebm = Ebm::builder();
    if examples.rows() >= TOO_FEW {
        let axes = grid.axes.len();
        let patience = NonZeroUsize::new(effort.patience).unwrap_or(NonZeroUsize::MIN);
        ebm = ebm
            .interactions(PAIRS.min(axes * (axes - 1) / 2))
            .outer_bags(effort.bags)
            .bag_fraction(0.85)
            .early_stopping(
                EbmEarlyStopping::new(patience, EbmEarlyStopping::DEFAULT_TOLERANCE).map_err(refused)?,
            );
    }
    TrainingParams::builder()
        .objective(objective(examples))
        .tree_method(TreeMethod::Hist)
        .booster(BoosterKind::Ebm(ebm.build().map_err(refused)?))
        .eta(effort.eta)
        .grow_policy(GrowPolicy::LossGuide)
        .max_leaves(3)
        .min_child_weight(3.0)
        .seed(seed)
        .build()
        .map_err(refused)
}

impl Curve {
    /// Write a term down over the cells of its axes, neighbouring equal cells joined.
    fn of(term: &TermShape, grid: &Grid) -> Result<Curve, Fault> {
        let places: Vec<usize> = term.features().iter().map(|&place| place as usize).collect();
        let cells = |place: usize| -> Vec<f32> {
            let known = (0..grid.axes[place].cells()).map(|cell| cell as f32);
            known.chain([f32::NAN]).collect()
        };
        let others = |axis: usize| if places.len() == 1 { vec![0.0] } else { cells(places[1 - axis]) };
        let value = |axis: usize, cell: f32, other: f32| {
            let both = if axis == 0 { [cell, other] } else { [other, cell] };
            term.value(&both[..places.len()]).map(|value| value as f32).map_err(refused)
        };
        let mut axes = Vec::new();
        let mut chosen: Vec<Vec<f32>> = Vec::new();
        for (axis, &place) in places.iter().enumerate() {
            let (mut steps, mut firsts) = (Vec::new(), Vec::new());
            let mut profile: Vec<f32> = Vec::new();
            for cell in cells(place) {
                let here = others(axis)
                    .into_iter()
                    .map(|other| value(axis, cell, other))
                    .collect::<Result<Vec<_>, _>>()?;
                if firsts.is_empty() || here != profile {
                    firsts.push(cell);
                    profile = here;
                }
                steps.push((firsts.len() - 1) as u16);
            }
            axes.push(Folded { place, steps });
            chosen.push(firsts);
        }
        let mut values = Vec::new();
        for &first in &chosen[0] {
            match chosen.get(1) {
                None => values.push(value(0, first, 0.0)?),
                Some(seconds) => {
                    for &second in seconds {
                        values.push(value(0, first, second)?);
                    }
                }
            }
        }
        Ok(Curve { axes, rows: vec![0; values.len()], values, weight: 0.0 })
    }

    /// The step on which a row stands whose axes are in these cells.
    fn step(&self, cell_of: impl Fn(usize) -> Option<usize>) -> usize {
        let step = |folded: &Folded| {
            let cell = cell_of(folded.place).unwrap_or(folded.steps.len() - 1);
            usize::from(folded.steps[cell])
        };
        self.axes.iter().fold(0, |place, folded| place * folded.count() + step(folded))
    }
}

impl Folded {
    fn count(&self) -> usize {
        self.steps.last().map_or(1, |&last| usize::from(last) + 1)
    }
}

impl Curves {
    /// The cells of the rows: for each axis of the grid, one a row.
    fn cells(&self, columns: &[&Column]) -> Vec<Vec<Option<usize>>> {
        self.grid.axes.iter().map(|axis| axis.place(columns[axis.input])).collect()
    }

    /// Count the training rows on every step, and from them how much each curve matters.
    fn weigh(&mut self, columns: &[&Column], rows: usize) {
        let cells = self.cells(columns);
        for curve in &mut self.curves {
            (0..rows).for_each(|row| {
                let step = curve.step(|place| cells[place][row]);
                curve.rows[step] += 1;
            });
            // A step that no row stands on has no evidence: it adds nothing.
            let steps = curve.values.iter_mut().zip(&curve.rows);
            steps.filter(|(_, rows)| **rows == 0).for_each(|(value, _)| *value = 0.0);
            let steps = curve.values.iter().zip(&curve.rows);
            let total: f64 = steps.map(|(value, &rows)| f64::from(value.abs()) * f64::from(rows)).sum();
            curve.weight = total / rows as f64;
        }
    }

    /// The curves, most important first.
    fn by_weight(&self) -> Vec<&Curve> {
        let mut curves: Vec<&Curve> = self.curves.iter().collect();
        curves.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        curves
    }
}

impl Fitted for Curves {
    fn predict(&self, columns: &[&Column], rows: usize) -> Result<Vec<f64>, Fault> {
        let cells = self.cells(columns);
        let sum = |row: usize| {
            let curves = self
                .curves
                .iter()
                .map(|curve| f64::from(curve.values[curve.step(|place| cells[place][row])]));
            self.intercept + curves.sum::<f64>()
        };
        Ok((0..rows).map(|row| self.labels.of_sum(sum(row))).collect())
    }

    fn is_sound(&self, inputs: usize, width: usize) -> bool {
        let fits = |folded: &Folded| {
            let axis = self.grid.axes.get(folded.place);
            axis.is_some_and(|axis| folded.steps.len() == axis.cells() + 1)
                && folded.steps.iter().all(|&step| usize::from(step) < folded.count())
        };
        let steps = |curve: &Curve| {
            curve.axes.iter().try_fold(1, |steps: usize, folded| steps.checked_mul(folded.count()))
        };
        width == 1
            && self.grid.is_sound(inputs)
            && self.curves.iter().all(|curve| {
                curve.axes.iter().all(fits)
                    && steps(curve) == Some(curve.values.len())
                    && curve.rows.len() == curve.values.len()
            })
    }

    fn describe(&self, words: &Words) -> Vec<String> {
        const SHOWN: usize = 8;
        let mut lines: Vec<String> =
            self.by_weight().into_iter().take(SHOWN).map(|curve| self.line(curve, words)).collect();
        if self.curves.len() > SHOWN {
            lines.push(format!("and {} weaker curves", self.curves.len() - SHOWN));
        }
        lines
    }

    fn importance(&self) -> BTreeMap<usize, f64> {
        let mut weights = BTreeMap::new();
        for curve in &self.curves {
            for folded in &curve.axes {
                let share = curve.weight / curve.axes.len() as f64;
                *weights.entry(self.grid.axes[folded.place].input).or_insert(0.0) += share;
            }
        }
        weights
    }
}

impl Curves {
    /// A curve in words: where it is highest and lowest, among steps that a hundredth of the rows stand on.
    fn line(&self, curve: &Curve, words: &Words) -> String {
        let all: u32 = curve.rows.iter().sum();
        let mut steps: Vec<usize> =
            (0..curve.values.len()).filter(|&step| curve.rows[step] * 100 >= all).collect();
        steps.sort_by(|&a, &b| curve.values[b].total_cmp(&curve.values[a]));
        let (Some(&high), Some(&low)) = (steps.first(), steps.last()) else { return String::new() };
        let effect = |step: usize| self.effect(curve.values[step], words);
        let said = |step: usize| {
            let mut rest = step;
            let mut parts = Vec::new();
            for folded in curve.axes.iter().rev() {
                parts.push(self.step_in_words(folded, rest % folded.count(), words));
                rest /= folded.count();
            }
            parts.reverse();
            parts.join(" and ")
        };
        format!("{}: {}; {}: {}", said(high), effect(high), said(low), effect(low))
    }

    /// The cells of one step.
    fn step_in_words(&self, folded: &Folded, step: usize, words: &Words) -> String {
        let axis = &self.grid.axes[folded.place];
        let cells: Vec<usize> =
            (0..axis.cells()).filter(|&cell| usize::from(folded.steps[cell]) == step).collect();
        words.cells(axis, &cells)
    }

    fn effect(&self, value: f32, words: &Words) -> String {
        match words.task {
            Task::Regression => words.difference(self.labels.unit() * f64::from(value)),
            _ => format!("odds x{}", short(f64::from(value).exp())),
        }
    }
}
