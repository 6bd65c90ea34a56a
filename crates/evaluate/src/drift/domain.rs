//! How well a model can tell which of the two tables a row is from. It sees what no single column shows; and by how sure it is,
//! rows of the reference can be weighed so that they stand for the data.

use frame::{Column, Frame, Kind, SplitBy, Target, Task, folds};
use learn::{Metric, Predictions, cross_validate, learners};
use serde::Serialize;

use super::Input;
use super::causes::plain;
use super::judge::some;
use super::roles::{Role, role};

/// What a model that tells the tables apart finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Domain {
    /// How well it tells them apart on rows it has not seen: 0.5 is not at all.
    pub auc: f64,
    /// The lower end of its interval (95 %).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Rows looked at, of both tables.
    pub rows: usize,
    /// Rows of the reference and how often each counts so that they stand for the data.
    #[serde(skip)]
    pub weights: Vec<(usize, f64)>,
    /// The rows that are left for estimates once some weigh more: Kong's effective size.
    pub effective_rows: f64,
}

/// Rows of each table.
const ROWS: usize = 8_000;
const FEWEST: usize = 100;
/// No row counts more often than this; the rest is not known well enough.
const HEAVIEST: f64 = 30.0;

/// Learn which table a row is from; `None` when the tables have too few rows or no feature in common. Odds are densities'
/// ratios: Bickel, Brückner & Scheffer, "Discriminative learning under covariate shift" (JMLR 10, 2009), equation 8.
pub fn domain(input: &Input<'_>, data: &Frame) -> Option<Domain> {
    let reference = input.reference.sample;
    let take = |frame: &Frame| some(&(0..frame.rows()).collect::<Vec<_>>(), ROWS, input.seed);
    let (before, now) = (take(reference), take(data));
    if before.len() < FEWEST || now.len() < FEWEST {
        return None;
    }
    let both = |column: &Column| {
        let other = data.column(&column.name)?;
        let comparable = (column.kind == Kind::Text) == (other.kind == Kind::Text);
        (comparable && role(column, input) == Role::Feature)
            .then(|| (plain(&column.take(&before)), Column { kind: column.kind, ..plain(&other.take(&now)) }))
    };
    let (first, second): (Vec<Column>, Vec<Column>) = reference.columns().iter().filter_map(both).unzip();
    if first.is_empty() {
        return None;
    }
    let mut rows = Frame::new(first);
    rows.append(&Frame::new(second));
    let values = (0..rows.rows()).map(|row| f64::from(u8::from(row >= before.len()))).collect();
    let classes = vec!["reference".to_owned(), "data".to_owned()];
    let target = Target { name: "table".to_owned(), task: Task::Binary, classes, values, weights: None };
    let folds = folds(SplitBy::Target(&target), 5, input.seed);
    let tested = cross_validate(&learners::Sketch, &rows, &target, &folds, input.seed).ok()?;
    let auc = Metric::Auc.estimate(&target.take(&tested.rows), &tested.predictions, input.seed)?;
    let ratio = before.len() as f64 / now.len() as f64;
    let weights = weights(&tested.rows, &tested.predictions, &before, ratio);
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), (_, w)| (sum + w, squares + w * w));
    Some(Domain {
        auc: auc.score,
        low: auc.low,
        high: auc.high,
        rows: rows.rows(),
        effective_rows: if squares > 0.0 { sum * sum / squares } else { 0.0 },
        weights,
    })
}

fn weights(rows: &[usize], said: &Predictions, before: &[usize], ratio: f64) -> Vec<(usize, f64)> {
    rows.iter()
        .enumerate()
        .filter(|(_, row)| **row < before.len())
        .map(|(at, &row)| {
            let p = said.row(at)[0].clamp(1e-3, 1.0 - 1e-3);
            (before[row], (p / (1.0 - p) * ratio).min(HEAVIEST))
        })
        .collect()
}
