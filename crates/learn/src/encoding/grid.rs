//! Rows as cells: in which interval or category each value lies. What trees and tables read.

use frame::{Column, Values};
use hessboost::data::{DMatrix, FeatureType};
use report::Fault;
use serde::{Deserialize, Serialize};

use super::{Cuts, Levels};
use crate::learner::Examples;

/// The columns that tell rows apart, each cut into cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Grid {
    pub(crate) axes: Vec<Axis>,
}

/// One column's cells, numbered from 0; missing is none of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Axis {
    /// Which of the model's inputs.
    pub(crate) input: usize,
    pub(crate) scale: Scale,
    /// Where no training row was missing: the cell of the middle row, which stands in for missing.
    usual: Option<usize>,
}

/// What the cells of an axis are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scale {
    /// Intervals, ascending.
    Cuts(Cuts),
    /// Categories, without order.
    Levels(Levels),
}

impl Axis {
    /// The cells of a column; `None` when it tells no two of its rows apart.
    pub(crate) fn fit(input: usize, column: &Column, most: usize) -> Option<Axis> {
        let (scale, cells) = match &column.values {
            Values::Numbers(values) => {
                let cuts = Cuts::fit(values, most);
                let cells = cuts.intervals();
                (Scale::Cuts(cuts), cells)
            }
            Values::Text(text) => {
                let levels = Levels::fit(text, most.min(200));
                let cells = levels.count();
                (Scale::Levels(levels), cells)
            }
        };
        let missing = (0..column.len()).filter(|&row| column.is_missing(row)).count();
        let some_missing = missing > 0 && missing < column.len();
        if cells < 2 && !some_missing {
            return None;
        }
        let mut axis = Axis { input, scale, usual: None };
        if !some_missing {
            let mut placed: Vec<usize> = axis.place(column).into_iter().flatten().collect();
            placed.sort_unstable();
            axis.usual = match axis.scale {
                Scale::Cuts(_) => placed.get(placed.len() / 2).copied(),
                // Categories are in order of their rows.
                Scale::Levels(_) => Some(0),
            };
        }
        Some(axis)
    }

    pub(crate) fn is_sound(&self, inputs: usize) -> bool {
        self.input < inputs && self.usual.is_none_or(|cell| cell < self.cells())
    }

    /// How many cells, missing not counted.
    pub(crate) fn cells(&self) -> usize {
        match &self.scale {
            Scale::Cuts(cuts) => cuts.intervals(),
            Scale::Levels(levels) => levels.count(),
        }
    }

    /// The cell of each row of the column; `None` is missing.
    pub(crate) fn place(&self, column: &Column) -> Vec<Option<usize>> {
        match (&self.scale, &column.values) {
            (Scale::Cuts(cuts), Values::Numbers(values)) => {
                values.iter().map(|&value| cuts.interval(value)).collect()
            }
            (Scale::Levels(levels), Values::Text(text)) => {
                let codes = levels.codes(text);
                text.codes.iter().map(|&code| codes.get(code as usize).copied().flatten()).collect()
            }
            _ => vec![None; column.len()],
        }
    }
}

impl Grid {
    /// Cut each column into at most `most` cells.
    pub(crate) fn fit(examples: &Examples, most: usize) -> Grid {
        let columns = examples.columns.iter().enumerate();
        Grid { axes: columns.filter_map(|(input, column)| Axis::fit(input, column, most)).collect() }
    }

    /// Only the axes at these places.
    pub(crate) fn only(&self, places: &[usize]) -> Grid {
        Grid { axes: places.iter().map(|&place| self.axes[place].clone()).collect() }
    }

    /// Whether every axis is of one of `inputs` columns.
    pub(crate) fn is_sound(&self, inputs: usize) -> bool {
        self.axes.iter().all(|axis| axis.is_sound(inputs))
    }

    /// The cells of the rows, row-major, one a kept column; NaN is missing.
    ///
    /// Where training rows were never missing a tree has not learned which way missing goes: there the
    /// usual cell stands in.
    pub(crate) fn cells(&self, columns: &[&Column], rows: usize) -> Vec<f32> {
        let width = self.axes.len();
        let mut cells = vec![f32::NAN; rows * width];
        for (place, axis) in self.axes.iter().enumerate() {
            for (row, cell) in axis.place(columns[axis.input]).into_iter().enumerate() {
                if let Some(cell) = cell.or(axis.usual) {
                    cells[row * width + place] = cell as f32;
                }
            }
        }
        cells
    }

    /// The cells of the rows as the boosting library reads them.
    pub(crate) fn matrix(&self, columns: &[&Column], rows: usize) -> Result<DMatrix, Fault> {
        let types: Vec<FeatureType> = self
            .axes
            .iter()
            .map(|axis| match axis.scale {
                Scale::Cuts(_) => FeatureType::Numerical,
                Scale::Levels(_) => FeatureType::Categorical,
            })
            .collect();
        DMatrix::from_dense_vec(self.cells(columns, rows), rows, self.axes.len())
            .and_then(|matrix| matrix.with_feature_types(&types))
            .map_err(refused)
    }
}

/// The rows' weights, where they count differently.
pub(crate) fn weighed(data: DMatrix, examples: &Examples) -> Result<DMatrix, Fault> {
    let Some(weights) = &examples.weights else { return Ok(data) };
    let weights: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
    data.with_weights(&weights).map_err(refused)
}

/// What the boosting library would not do.
pub(crate) fn refused(error: hessboost::prelude::HessboostError) -> Fault {
    Fault::new(format!("the boosting library could not work on these rows: {error}"))
}
