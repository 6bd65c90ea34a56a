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
/// So many times a number is cut.
const DEPTHS: [usize; 2] = [1, 2];

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
        let means: Vec<Vec<f64>> = (0..PARTS)
            .map(|part| examples.mean_over((0..examples.rows()).filter(|&row| parts[row] != part)))
            .collect();
        let everywhere = squared_error(examples, 0..examples.rows(), |row| &means[parts[row]]);
        // In order of name, then depth: of two equally good rules the first is taken.
        let tried: Vec<(f64, usize, usize)> = (0..examples.columns.len())
            .into_par_iter()
            .flat_map_iter(|input| {
                let errors = tried_errors(examples, input, &parts);
                errors.into_iter().zip(DEPTHS).map(move |(error, depth)| (error, input, depth))
            })
            .collect();
        let best = tried.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        let best = best.filter(|(error, ..)| *error < everywhere);
        let rule = best.and_then(|(_, input, depth)| {
            let placed = Placed::of(examples, input)?;
            Some(placed.rule(examples, depth, |_| true))
        });
        Ok(rule.map_or_else(|| constant::form(examples), Form::OneRule))
    }
}

/// For each depth the squared error of a column's rule on rows it was not made from, summed over the parts.
fn tried_errors(examples: &Examples, input: usize, parts: &[usize]) -> [f64; DEPTHS.len()] {
    let Some(placed) = Placed::of(examples, input) else { return [f64::INFINITY; DEPTHS.len()] };
    let text = matches!(examples.columns[input].values, Values::Text(_));
    DEPTHS.map(|depth| {
        if text && depth > 1 {
            return f64::INFINITY;
        }
        let error = |part: usize| {
            let rule = placed.rule(examples, depth, |row| parts[row] != part);
            let held = (0..examples.rows()).filter(|&row| parts[row] == part);
            squared_error(examples, held, |row| &rule.answers[rule.groups[placed.cells[row]]])
        };
        (0..PARTS).map(error).sum()
    })
}

/// The squared error over rows of answers given row by row.
fn squared_error<'a>(
    examples: &Examples,
    rows: impl Iterator<Item = usize>,
    answer: impl Fn(usize) -> &'a Vec<f64>,
) -> f64 {
    let row_error = |row: usize| -> f64 {
        let said = answer(row).iter().enumerate();
        let squares = said.map(|(output, value)| (value - examples.output(row, output)).powi(2));
        examples.weight(row) * squares.sum::<f64>()
    };
    rows.map(row_error).sum()
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

    fn of<'a>(cells: impl IntoIterator<Item = &'a Sums>, width: usize) -> Sums {
        let mut total = Sums::none(width);
        cells.into_iter().for_each(|cell| total.add(cell));
        total
    }

    fn add(&mut self, other: &Sums) {
        self.seen += other.seen;
        self.rows += other.rows;
        self.answers.iter_mut().zip(&other.answers).for_each(|(sum, answer)| *sum += answer);
    }

    /// What the squared error falls by when the rows of `self`, and those of `whole` that are not among them, get their
    /// own means instead of none: `sum² / rows` of both.
    fn gain(&self, whole: &Sums) -> f64 {
        let (rows, others) = (self.rows, whole.rows - self.rows);
        let gain = |sum: f64, rows: f64| if rows > 0.0 { sum * sum / rows } else { 0.0 };
        let both = self.answers.iter().zip(&whole.answers);
        both.map(|(sum, whole)| gain(*sum, rows) + gain(whole - sum, others)).sum()
    }
}

/// A column cut finely, and the cell of each row; the last cell is that of missing values.
struct Placed {
    axis: Axis,
    cells: Vec<usize>,
}

impl Placed {
    fn of(examples: &Examples, input: usize) -> Option<Placed> {
        let column = examples.columns[input];
        let axis = Axis::fit(input, column, FINE)?;
        let missing = axis.cells();
        let cells = axis.place(column).into_iter().map(|cell| cell.unwrap_or(missing)).collect();
        Some(Placed { axis, cells })
    }

    /// The column's rule made from the rows for which `used` is true.
    fn rule(&self, examples: &Examples, depth: usize, used: impl Fn(usize) -> bool) -> Rule {
        let width = examples.width();
        let mut cells = vec![Sums::none(width); self.axis.cells() + 1];
        for (row, &cell) in self.cells.iter().enumerate().filter(|(row, _)| used(*row)) {
            let sums = &mut cells[cell];
            let weight = examples.weight(row);
            sums.seen += 1;
            sums.rows += weight;
            (0..width).for_each(|output| sums.answers[output] += weight * examples.output(row, output));
        }
        let groups = match self.axis.scale {
            Scale::Levels(_) => (0..cells.len()).collect(),
            Scale::Cuts(_) => intervals(&cells, width, depth),
        };
        let base = Sums::of(&cells, width);
        let count = groups.iter().max().map_or(0, |last| last + 1);
        let mut rule = Rule { axis: self.axis.clone(), groups, answers: Vec::new(), rows: Vec::new() };
        for group in 0..count {
            let own = cells.iter().zip(&rule.groups).filter(|(_, g)| **g == group).map(|(sums, _)| sums);
            let own = Sums::of(own, width);
            let drawn = |output: usize| {
                (own.answers[output] + DRAWN * base.answers[output] / base.rows.max(1.0)) / (own.rows + DRAWN)
            };
            rule.answers.push((0..width).map(drawn).collect());
            rule.rows.push(own.seen);
        }
        rule
    }
}

impl Rule {
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
            let whole = Sums::of(&cells[from..to], width);
            let mut low = Sums::none(width);
            let mut best: Option<(f64, usize)> = None;
            for cut in from + 1..to {
                low.add(&cells[cut - 1]);
                let gain = low.gain(&whole);
                let is_enough = low.rows >= enough && whole.rows - low.rows >= enough;
                // Of two equally good cuts the first.
                if is_enough && best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, cut));
                }
            }
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
