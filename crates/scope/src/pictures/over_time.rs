//! The answers over time: the share of the positive one, or the mean, block by block of as many rows.

use frame::{Column, Target, Task};
use serde::Serialize;
use stats::{Moments, Proportion, student_quantile};

use super::in_order;

/// Blocks, at most; and rows of a block, at least.
const BLOCKS: usize = 24;
const LEAST: usize = 20;
/// Standard errors of a 95 % interval.
const REACH: f64 = 1.959_963_984_540_054;

/// The answers block by block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverTime {
    /// What is shown: `share of yes`, `mean`.
    pub of: String,
    /// Earliest first.
    pub blocks: Vec<Block>,
}

/// Rows that follow one another in time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Block {
    /// The time of the first row.
    pub from: String,
    /// Rows.
    pub rows: usize,
    /// The share or mean.
    pub value: f64,
    /// The lower end of its interval of 95 %.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl OverTime {
    /// The answers along a column of times; `None` of many classes and of too few rows.
    pub fn of(time: &Column, target: &Target) -> Option<OverTime> {
        let dated: Vec<usize> =
            in_order(time.len(), Some(time)).into_iter().filter(|&row| !time.is_missing(row)).collect();
        let blocks = BLOCKS.min(dated.len() / LEAST);
        if target.task == Task::Multiclass || blocks < 3 {
            return None;
        }
        let of = match target.task {
            Task::Binary => format!("share of {}", target.classes.get(1)?),
            _ => "mean".to_owned(),
        };
        let cut = |block: usize| dated.len() * block / blocks;
        let block = |block: usize| {
            let rows = &dated[cut(block)..cut(block + 1)];
            let answers = rows.iter().map(|&row| target.values[row]);
            let (value, low, high) = match target.task {
                Task::Binary => share(answers.filter(|answer| *answer > 0.5).count(), rows.len())?,
                _ => mean(answers)?,
            };
            Some(Block { from: day(time, rows[0]), rows: rows.len(), value, low, high })
        };
        Some(OverTime { of, blocks: (0..blocks).map(block).collect::<Option<_>>()? })
    }
}

/// A time without its clock, which says nothing at this scale.
fn day(time: &Column, row: usize) -> String {
    let shown = time.show(row);
    shown.split_once('T').map_or(shown.clone(), |(day, _)| day.to_owned())
}

fn share(positives: usize, rows: usize) -> Option<(f64, f64, f64)> {
    let share = Proportion { successes: positives as u64, units: rows as u64 };
    let (low, high) = share.wilson(REACH)?;
    Some((share.share()?, low, high))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<(f64, f64, f64)> {
    let mut moments = Moments::<1>::default();
    values.for_each(|value| moments.add([value]));
    let rows = moments.count as f64;
    let half = student_quantile(0.975, rows - 1.0)? * (moments.variance(0)? / rows).sqrt();
    Some((moments.mean[0], moments.mean[0] - half, moments.mean[0] + half))
}
