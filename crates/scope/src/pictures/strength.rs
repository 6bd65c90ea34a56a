//! How much each column tells of the target by itself.

use frame::{Frame, SplitBy, Target, Task, folds};
use rayon::prelude::*;
use serde::Serialize;

use crate::measure::alone::{Alone, ranks};
use crate::measure::telling::some_rows;
use crate::measure::values_of;

/// Rows looked at, columns looked at, and columns shown.
const ROWS: usize = 2_000;
const COLUMNS: usize = 300;
const SHOWN: usize = 12;

/// What a column tells alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strength {
    /// The column.
    pub column: String,
    /// From 0, nothing, to 1, all: how much better than chance it tells the classes apart, or the share of the
    /// variance it explains, on rows it was not learned from.
    pub skill: f64,
}

/// The columns that tell most, strongest first.
pub fn strengths(usable: &Frame, target: &Target, seed: u64) -> Vec<Strength> {
    let rows = some_rows(target.len(), ROWS, seed);
    let (usable, target) = (usable.take(&rows), target.take(&rows));
    let folds = folds(SplitBy::Target(&target), 5, seed);
    let ranks = if target.task == Task::Regression { ranks(&target.values) } else { Vec::new() };
    let mut strengths: Vec<Strength> = usable
        .columns()
        .par_iter()
        .take(COLUMNS)
        .map(|column| {
            let view = values_of(column);
            let skill =
                if view.names.len() < 2 { 0.0 } else { Alone::of(&view, &target, &ranks, &folds).skill };
            Strength { column: column.name.clone(), skill: skill.clamp(0.0, 1.0) }
        })
        .collect();
    strengths.sort_by(|a, b| b.skill.total_cmp(&a.skill));
    strengths.truncate(SHOWN);
    strengths
}
