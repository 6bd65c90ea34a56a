//! `sketch`: boosting with few small trees and nothing to choose, for a quick look at what a model that bends would
//! find. Not among the learners a user picks from: the real one finds more.

use report::Fault;

use super::boosting::{Ensemble, builder};
use super::constant;
use crate::Learner;
use crate::encoding::{Grid, refused, weighed};
use crate::learner::{Examples, Labels};
use crate::model::Form;

/// Boosting, sketched.
pub struct Sketch;

/// How many trees, and how many questions in a row each asks.
const ROUNDS: usize = 60;
const DEPTH: usize = 3;
/// Numbers are cut no finer than this.
const CUTS: usize = 64;

impl Learner for Sketch {
    fn name(&self) -> &'static str {
        "sketch"
    }

    fn form(&self, examples: &Examples, seed: u64) -> Result<Form, Fault> {
        let grid = Grid::fit(examples, CUTS);
        if grid.axes.is_empty() {
            return Ok(constant::form(examples));
        }
        let labels = Labels::of(examples);
        let data = grid
            .matrix(&examples.columns, examples.rows())?
            .with_labels(&labels.scaled(&examples.answers))
            .map_err(refused)?;
        let data = weighed(data, examples)?;
        let params = builder(examples, seed)?.eta(0.1).max_depth(DEPTH).min_child_weight(2.0).build();
        let trees = hessboost::prelude::train(&params.map_err(refused)?, &data, ROUNDS);
        let rows = examples.rows() as u64;
        Ok(Form::Boosting(Box::new(Ensemble::of(grid, trees.map_err(refused)?, labels, rows))))
    }
}
