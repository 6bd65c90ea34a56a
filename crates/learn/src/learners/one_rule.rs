//! `one-rule`: the single column that tells most: up to four intervals of a number, or the categories of a
//! text, each with its own answer.
//!
//! After Holte, "Very simple classification rules perform well on most commonly used datasets",
//! Machine Learning 11 (1993). Chosen honestly: every column, cut once or twice, is tried on rows it was
//! not made from (three inner parts), so that a column of many categories has no head start; and the
//! answers of small cells are drawn towards the overall one.

use std::collections::BTreeMap;

use frame::{Column, Values};
use rayon::prelude::*;
use report::Fault;
use serde::{Deserialize, Serialize};

use super::constant;
use crate::Learner;
use crate::encoding::{Axis, Scale};
use crate::learner::Examples;
use crate::model::{Fitted, Form};
use crate::words::Words;

/// The best single column.
pub struct OneRule;

/// One column's groups of cells, each with its answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    axis: Axis,
    /// For each cell its group, and at the end the group of missing values.
    groups: Vec<usize>,
    /// For each group the answer.
    answers: Vec<Vec<f64>>,
    /// For each group its rows.
    rows: Vec<u64>,
}

/// How many rows of the overall answer are added to each group's own.
const DRAWN: f64 = 5.0;

/// Numbers are first cut this finely; the one to three cuts of the rule are chosen among these.
const FINE: usize = 64;

/// Inner parts on which a rule is tried.
const PARTS: usize = 3;

impl Learner for OneRule {
    fn name(&self) -> &'static str {
        "one-rule"
    }

    fn reads(&self) -> &'static str {
        "A number is cut into up to four intervals; a category has its own answer, rare ones share one; \
         missing is an interval of its own."
    }

    fn form(&self, examples: &Examples, seed: u64) -> Result<Form, Fault> {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut parts: Vec<usize> = (0..examples.rows()).map(|row| row % PARTS).collect();
        random.shuffle(&mut parts);
        let everywhere = squared_error(examples, &parts, |_, mean| mean);
        // In order of name, then depth: of two equally good rules the first is taken.
        let tried: Vec<(f64, usize, usize)> = (0..examples.columns.len())
            .into_par_iter()
            .flat_map_iter(|input| {
                [1, 2].map(|depth| (tried_error(examples, input, depth, &parts), input, depth))
            })
            .collect();
        let best = tried.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        let best = best.filter(|(error, ..)| *error < everywhere);
        let rule = best.and_then(|(_, input, depth)| Rule::fit(examples, input, depth, |_| true));
        Ok(rule.map_or_else(|| constant::form(examples), Form::OneRule))
    }
}

/// The squared error of a rule on rows it was not made from, summed over the parts.
fn tried_error(examples: &Examples, input: usize, depth: usize, parts: &[usize]) -> f64 {
    let text = matches!(examples.columns[input].values, Values::Text(_));
    if text && depth > 1 {
        return f64::INFINITY;
    }
    let mut predicted = vec![Vec::new(); examples.rows()];
    for part in 0..PARTS {
        let Some(rule) = Rule::fit(examples, input, depth, |row| parts[row] != part) else {
            return f64::INFINITY;
        };
        for (row, group) in rule.group_of_rows(examples.columns[input]).into_iter().enumerate() {
            if parts[row] == part {
                predicted[row].clone_from(&rule.answers[group]);
            }
        }
    }
    squared_error(examples, parts, |row, _| predicted[row].clone())
}

/// The squared error of answers given row by row; `answer` is also told the mean of the other parts.
fn squared_error(examples: &Examples, parts: &[usize], answer: impl Fn(usize, Vec<f64>) -> Vec<f64>) -> f64 {
    let means: Vec<Vec<f64>> = (0..PARTS)
        .map(|part| examples.mean_over((0..examples.rows()).filter(|&row| parts[row] != part)))
        .collect();
    let row_error = |row: usize| -> f64 {
        let said = answer(row, means[parts[row]].clone());
        let squares =
            said.iter().enumerate().map(|(output, value)| (value - examples.output(row, output)).powi(2));
        examples.weight(row) * squares.sum::<f64>()
    };
    (0..examples.rows()).map(row_error).sum()
}

/// Sums over cells: how many rows, how much they count, and answers by output.
#[derive(Clone)]
struct Sums {
    seen: u64,
    rows: f64,
    answers: Vec<f64>,
}

impl Sums {
    fn none(width: usize) -> Sums {
        Sums { seen: 0, rows: 0.0, answers: vec![0.0; width] }
    }

    fn of(cells: &[Sums], width: usize) -> Sums {
        let mut total = Sums::none(width);
        for cell in cells {
            total.seen += cell.seen;
            total.rows += cell.rows;
            total.answers.iter_mut().zip(&cell.answers).for_each(|(sum, answer)| *sum += answer);
        }
        total
    }

    /// What the squared error falls by when these rows get their own mean: `sum² / rows`.
    fn gain(&self) -> f64 {
        if self.rows == 0.0 { 0.0 } else { self.answers.iter().map(|sum| sum * sum).sum::<f64>() / self.rows }
    }
}

impl Rule {
    /// Make the rule of one column from the rows for which `used` is true.
    fn fit(examples: &Examples, input: usize, depth: usize, used: impl Fn(usize) -> bool) -> Option<Rule> {
        let width = examples.width();
        let column = examples.columns[input];
        let axis = Axis::fit(input, column, FINE)?;
        let mut cells = vec![Sums::none(width); axis.cells() + 1];
        for (row, cell) in axis.place(column).into_iter().enumerate().filter(|(row, _)| used(*row)) {
            let sums = &mut cells[cell.unwrap_or(axis.cells())];
            let weight = examples.weight(row);
            sums.seen += 1;
            sums.rows += weight;
            (0..width).for_each(|output| sums.answers[output] += weight * examples.output(row, output));
        }
        let groups = match axis.scale {
            Scale::Levels(_) => (0..=axis.cells()).collect(),
            Scale::Cuts(_) => intervals(&cells, width, depth),
        };
        let base = Sums::of(&cells, width);
        let count = groups.iter().max().map_or(0, |last| last + 1);
        let mut rule = Rule { axis, groups, answers: Vec::new(), rows: Vec::new() };
        for group in 0..count {
            let own: Vec<Sums> = cells
                .iter()
                .zip(&rule.groups)
                .filter(|(_, g)| **g == group)
                .map(|(sums, _)| sums.clone())
                .collect();
            let own = Sums::of(&own, width);
            let drawn = |output: usize| {
                (own.answers[output] + DRAWN * base.answers[output] / base.rows.max(1.0)) / (own.rows + DRAWN)
            };
            rule.answers.push((0..width).map(drawn).collect());
            rule.rows.push(own.seen);
        }
        Some(rule)
    }

    fn group_of_rows(&self, column: &Column) -> Vec<usize> {
        let missing = self.groups.len() - 1;
        self.axis.place(column).into_iter().map(|cell| self.groups[cell.unwrap_or(missing)]).collect()
    }
}

/// Join fine cells (the last is missing) into intervals by the best cuts, twice as many at each depth.
fn intervals(cells: &[Sums], width: usize, depth: usize) -> Vec<usize> {
    let fine = cells.len() - 1;
    let total = Sums::of(&cells[..fine], width).rows;
    // An interval must hold enough rows for its answer to mean something.
    let enough = (total / 50.0).max(5.0);
    let mut bounds = vec![0, fine];
    for _ in 0..depth {
        let mut cuts = Vec::new();
        for pair in bounds.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let best = (from + 1..to)
                .filter_map(|cut| {
                    let (low, high) = (Sums::of(&cells[from..cut], width), Sums::of(&cells[cut..to], width));
                    (low.rows >= enough && high.rows >= enough).then(|| (low.gain() + high.gain(), cut))
                })
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            cuts.extend(best.map(|(_, cut)| cut));
        }
        bounds.extend(cuts);
        bounds.sort_unstable();
    }
    let group = |cell: usize| bounds[1..bounds.len() - 1].partition_point(|&bound| bound <= cell);
    let last = bounds.len() - 1;
    (0..fine).map(group).chain([last]).collect()
}

impl Fitted for Rule {
    fn predict(&self, columns: &[&Column], _: usize) -> Result<Vec<f64>, Fault> {
        let groups = self.group_of_rows(columns[self.axis.input]);
        Ok(groups.into_iter().flat_map(|group| self.answers[group].iter().copied()).collect())
    }

    fn is_sound(&self, inputs: usize, width: usize) -> bool {
        let groups = self.answers.len();
        self.axis.is_sound(inputs)
            && self.groups.len() == self.axis.cells() + 1
            && self.groups.iter().all(|&group| group < groups)
            && self.rows.len() == groups
            && self.answers.iter().all(|answer| answer.len() == width)
    }

    fn describe(&self, words: &Words) -> Vec<String> {
        const SHOWN: usize = 12;
        let missing = self.groups.len() - 1;
        let mut lines = Vec::new();
        let filled = (0..self.answers.len()).filter(|&group| self.rows[group] > 0);
        for group in filled.clone().take(SHOWN) {
            let cells: Vec<usize> = (0..missing).filter(|&cell| self.groups[cell] == group).collect();
            let condition = words.cells(&self.axis, &cells);
            let (outcome, rows) = (words.outcome(&self.answers[group]), self.rows[group]);
            lines.push(format!("{condition} -> {outcome} ({rows} rows)"));
        }
        if filled.clone().count() > SHOWN {
            lines.push(format!("and {} more categories", filled.count() - SHOWN));
        }
        lines
    }

    fn importance(&self) -> BTreeMap<usize, f64> {
        BTreeMap::from([(self.axis.input, 1.0)])
    }
}
