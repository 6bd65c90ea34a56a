//! `tree`: a few questions in a row, at most four, that sort the rows into at most eight groups.
//!
//! CART (Breiman, Friedman, Olshen and Stone, 1984): each question lowers the squared error (for classes
//! the Gini impurity) most. The questions are found by one round of the crate `hessboost` at full step on
//! the answers, or on one 0/1 column a class; what the groups answer is then counted on the rows.

use std::collections::BTreeMap;

use frame::{Column, Task};
use hessboost::config::{GrowPolicy, MultiStrategy};
use hessboost::prelude::*;
use hessboost::tree::RegTree;
use report::Fault;
use serde::{Deserialize, Serialize};

use super::constant;
use crate::Learner;
use crate::encoding::{Grid, refused, weighed};
use crate::learner::{Examples, Labels};
use crate::model::{Fitted, Form};
use crate::words::Words;

/// A few questions.
pub struct Tree;

/// The questions and the answers; node 0 is asked first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Branches {
    grid: Grid,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Node {
    rows: u64,
    answer: Vec<f64>,
    /// What is asked here; none in a group.
    question: Option<Question>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Question {
    /// Which axis of the grid.
    axis: usize,
    /// The cells that are sent to `yes`, and the node each answer leads to.
    cells: Vec<usize>,
    missing_is_yes: bool,
    yes: usize,
    no: usize,
    /// By how much it lowers the squared error.
    gain: f64,
}

const GROUPS: usize = 8;
const DEPTH: usize = 4;
/// How many rows of the overall answer are added to each group's own.
const DRAWN: f64 = 2.0;

impl Learner for Tree {
    fn name(&self) -> &'static str {
        "tree"
    }

    fn reads(&self) -> &'static str {
        "Numbers are cut, categories sorted into two sets; missing goes to the side that fits best."
    }

    fn draws(&self) -> bool {
        false
    }

    fn form(&self, examples: &Examples, seed: u64) -> Result<Form, Fault> {
        let grid = Grid::fit(examples, 128);
        if grid.axes.is_empty() {
            return Ok(constant::form(examples));
        }
        let labels = Labels::of(examples);
        let data = grid.matrix(&examples.columns, examples.rows())?;
        let data = match examples.task {
            Task::Multiclass => {
                let width = examples.width();
                let outputs = (0..examples.rows()).flat_map(|row| (0..width).map(move |class| (row, class)));
                let matrix: Vec<f32> =
                    outputs.map(|(row, class)| examples.output(row, class) as f32).collect();
                data.with_label_matrix(&matrix, width)
            }
            _ => data.with_labels(&labels.scaled(&examples.answers)),
        };
        let model = train(&params(examples, &labels, seed)?, &weighed(data.map_err(refused)?, examples)?, 1)
            .map_err(refused)?;
        let mut branches = Branches { grid, nodes: Vec::new() };
        if let Some(tree) = model.trees().first() {
            branches.grow(tree, 0, examples);
        }
        branches.count(examples);
        Ok(Form::Tree(branches))
    }
}

fn params(examples: &Examples, labels: &Labels, seed: u64) -> Result<TrainingParams, Fault> {
    let rows = examples.rows() as f64;
    // The best cut of pure noise lowers the squared error by some 15 times the variance; ask for more.
    let needed = labels.squares(examples) * (15.0 / rows).max(0.001);
    TrainingParams::builder()
        .objective(Objective::SquaredError(RegLoss::default()))
        .multi_strategy(MultiStrategy::MultiOutputTree)
        .tree_method(TreeMethod::Hist)
        .grow_policy(GrowPolicy::LossGuide)
        .eta(1.0)
        .lambda(0.0)
        .gamma(needed)
        .max_depth(DEPTH)
        .max_leaves(GROUPS)
        .min_child_weight((rows / 100.0).clamp(3.0, 500.0))
        .seed(seed)
        .build()
        .map_err(refused)
}

impl Branches {
    /// Copy the library's tree below `from`; answers are counted afterwards. Returns the node's place.
    fn grow(&mut self, tree: &RegTree, from: usize, examples: &Examples) -> usize {
        let here = self.nodes.len();
        self.nodes.push(Node { rows: 0, answer: examples.mean(), question: None });
        let node = tree.node(from);
        if node.is_leaf() {
            return here;
        }
        let axis = node.split_feature as usize;
        let all = self.grid.axes[axis].cells();
        // Intervals below the cut, or the categories of the set, go left.
        let left: Vec<usize> = if node.is_categorical {
            tree.split_categories(from).iter().map(|&code| code as usize).collect()
        } else {
            (0..all).filter(|&cell| (cell as f32) < node.split_cond).collect()
        };
        let yes = self.grow(tree, node.left as usize, examples);
        let no = self.grow(tree, node.right as usize, examples);
        let gain = f64::from(node.split_gain);
        let question = Question { axis, cells: left, missing_is_yes: node.default_left, yes, no, gain };
        self.nodes[here].question = Some(question);
        here
    }

    /// Count rows and answers of every node on the training rows, answers drawn a little to the overall one.
    fn count(&mut self, examples: &Examples) {
        let base = examples.mean();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let cells = self.cells(&examples.columns);
        for row in 0..examples.rows() {
            self.path(&cells, row, |node| members[node].push(row));
        }
        for (node, rows) in self.nodes.iter_mut().zip(&members) {
            let own = examples.mean_over(rows.iter().copied());
            let count: f64 = rows.iter().map(|&row| examples.weight(row)).sum();
            let drawn =
                own.iter().zip(&base).map(|(own, base)| (own * count + base * DRAWN) / (count + DRAWN));
            node.answer = drawn.collect();
            node.rows = rows.len() as u64;
        }
        // Where no row was missing, missing goes the way of most rows.
        let sizes: Vec<u64> = self.nodes.iter().map(|node| node.rows).collect();
        for (node, rows) in self.nodes.iter_mut().zip(&members) {
            if let Some(question) = &mut node.question
                && rows.iter().all(|&row| cells[question.axis][row].is_some())
            {
                question.missing_is_yes = sizes[question.yes] >= sizes[question.no];
            }
        }
    }

    fn cells(&self, columns: &[&Column]) -> Vec<Vec<Option<usize>>> {
        self.grid.axes.iter().map(|axis| axis.place(columns[axis.input])).collect()
    }

    /// Visit the nodes a row passes; returns the last.
    fn path(&self, cells: &[Vec<Option<usize>>], row: usize, mut visit: impl FnMut(usize)) -> usize {
        let mut at = 0;
        loop {
            visit(at);
            let Some(question) = &self.nodes[at].question else { return at };
            let yes = match cells[question.axis][row] {
                Some(cell) => question.cells.contains(&cell),
                None => question.missing_is_yes,
            };
            at = if yes { question.yes } else { question.no };
        }
    }

    /// The groups below a node, each as its conditions and answer. `left` are, in order of the questions
    /// asked on the way, the axes asked about and the cells that are left.
    fn groups(&self, at: usize, left: &[(usize, Vec<usize>)], words: &Words, lines: &mut Vec<String>) {
        let node = &self.nodes[at];
        let Some(question) = &node.question else {
            let conditions: Vec<String> =
                left.iter().map(|(axis, cells)| words.cells(&self.grid.axes[*axis], cells)).collect();
            let when = if conditions.is_empty() { "always".to_owned() } else { conditions.join(" and ") };
            lines.push(format!("{when} -> {} ({} rows)", words.outcome(&node.answer), node.rows));
            return;
        };
        // A second question about a column narrows the first.
        let known = left.iter().position(|(axis, _)| *axis == question.axis);
        let all = || (0..self.grid.axes[question.axis].cells()).collect();
        let before: Vec<usize> = known.map_or_else(all, |place| left[place].1.clone());
        for (yes, to) in [(true, question.yes), (false, question.no)] {
            let cells = before.iter().copied().filter(|cell| question.cells.contains(cell) == yes).collect();
            let mut narrowed = left.to_vec();
            match known {
                Some(place) => narrowed[place].1 = cells,
                None => narrowed.push((question.axis, cells)),
            }
            self.groups(to, &narrowed, words, lines);
        }
    }
}

impl Fitted for Branches {
    fn predict(&self, columns: &[&Column], rows: usize) -> Result<Vec<f64>, Fault> {
        let cells = self.cells(columns);
        let groups = (0..rows).map(|row| self.path(&cells, row, |_| {}));
        Ok(groups.flat_map(|group| self.nodes[group].answer.iter().copied()).collect())
    }

    fn is_sound(&self, inputs: usize, width: usize) -> bool {
        // Both answers lead further on, so every path ends.
        let leads_on = |here: usize, question: &Question| {
            question.axis < self.grid.axes.len()
                && [question.yes, question.no].iter().all(|&to| here < to && to < self.nodes.len())
        };
        let nodes = || self.nodes.iter().enumerate();
        self.grid.is_sound(inputs)
            && !self.nodes.is_empty()
            && nodes().all(|(_, node)| node.answer.len() == width)
            && nodes()
                .all(|(here, node)| node.question.as_ref().is_none_or(|question| leads_on(here, question)))
    }

    fn describe(&self, words: &Words) -> Vec<String> {
        let mut lines = Vec::new();
        self.groups(0, &[], words, &mut lines);
        lines
    }

    fn importance(&self) -> BTreeMap<usize, f64> {
        let mut gains = BTreeMap::new();
        for question in self.nodes.iter().filter_map(|node| node.question.as_ref()) {
            *gains.entry(self.grid.axes[question.axis].input).or_insert(0.0) += question.gain;
        }
        gains
    }
}
