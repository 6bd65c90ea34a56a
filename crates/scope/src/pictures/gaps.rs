//! Where values are missing: the columns with gaps, block by block of the rows.

use frame::{Column, Frame};
use serde::Serialize;

use super::in_order;

/// Columns shown, those with most gaps, and blocks of rows.
const COLUMNS: usize = 16;
const BLOCKS: usize = 32;

/// A map of missing values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gaps {
    /// Whether the blocks follow the time or the order of the table.
    pub by_time: bool,
    /// The columns with gaps, in the order of the table.
    pub columns: Vec<GapsOfColumn>,
    /// Columns with gaps that are not shown.
    pub others: usize,
}

/// One column's gaps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapsOfColumn {
    /// Its name.
    pub name: String,
    /// The share that is missing in all rows.
    pub share: f64,
    /// The share that is missing in each block.
    pub blocks: Vec<f64>,
}

impl Gaps {
    /// The map; `None` when nothing is missing.
    pub fn of(features: &Frame, time: Option<&Column>) -> Option<Gaps> {
        let rows = features.rows();
        let mut with_gaps: Vec<(usize, usize)> =
            features.columns().iter().map(Column::missing).enumerate().collect();
        with_gaps.retain(|(_, missing)| *missing > 0);
        with_gaps.sort_by_key(|(at, missing)| (std::cmp::Reverse(*missing), *at));
        let others = with_gaps.len().saturating_sub(COLUMNS);
        with_gaps.truncate(COLUMNS);
        with_gaps.sort_unstable();
        let order = in_order(rows, time);
        let blocks = BLOCKS.min(rows);
        let cut = |block: usize| rows * block / blocks;
        let of_column = |(at, missing): (usize, usize)| {
            let column = &features.columns()[at];
            let share = |block: usize| {
                let rows = &order[cut(block)..cut(block + 1)];
                rows.iter().filter(|&&row| column.is_missing(row)).count() as f64 / rows.len().max(1) as f64
            };
            GapsOfColumn {
                name: column.name.clone(),
                share: missing as f64 / rows as f64,
                blocks: (0..blocks).map(share).collect(),
            }
        };
        let columns: Vec<GapsOfColumn> = with_gaps.into_iter().map(of_column).collect();
        (!columns.is_empty()).then_some(Gaps { by_time: time.is_some(), columns, others })
    }
}
