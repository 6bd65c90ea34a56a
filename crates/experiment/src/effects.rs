//! How the choice answers when one column changes and all else stays: partial dependence.
//!
//! Friedman, "Greedy function approximation", Annals of Statistics 29 (2001), section 8.2: some rows are predicted
//! with the column set to one value after the other, and averaged. What single rows do lies between the tenths told
//! beside the mean (individual conditional expectation: Goldstein et al., JCGS 24, 2015). Where few rows have such a
//! value the curve is the model's guess: those points are marked thin.

use frame::{Column, Frame, Kind, Task, Values};
use learn::Model;
use report::Fault;
use serde::Serialize;

use crate::part::Part;

/// How the answer moves with one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// The column.
    pub column: String,
    /// The class whose probability is told, where there are more than two: the one that moves most.
    pub class: Option<String>,
    /// Whether the points lie along an axis, or are categories.
    pub is_number: bool,
    /// Whether the axis is one of times: `at` is in seconds since 1970.
    pub is_time: bool,
    /// The points, ascending, or categories by their rows.
    pub points: Vec<EffectPoint>,
}

/// The answer at one value of the column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EffectPoint {
    /// The value as a number; none for text and for missing.
    pub at: Option<f64>,
    /// The value as people write it.
    pub value: String,
    /// The mean prediction of all rows looked at, had they this value.
    pub mean: f64,
    /// A tenth of the rows would get less.
    pub low_tenth: f64,
    /// A tenth of the rows would get more.
    pub high_tenth: f64,
    /// How many rows have this value, or one nearer to it than to its neighbours.
    pub rows: usize,
    /// Whether these are too few for more than a guess.
    pub thin: bool,
}

/// So many rows are predicted at each value.
const ROWS: usize = 500;

/// Text is told for its most frequent values.
const VALUES: usize = 10;

/// A value with fewer rows, or with a smaller share of them, is thin.
const THIN: (usize, f64) = (20, 0.005);

/// The quantiles at which numbers are told.
const QUANTILES: [f64; 17] =
    [0.0, 0.02, 0.05, 0.1, 0.175, 0.25, 0.325, 0.4, 0.5, 0.575, 0.65, 0.75, 0.825, 0.9, 0.95, 0.98, 1.0];

/// The effects of these columns on what the model says.
pub(crate) fn effects(open: &Part, model: &Model, columns: &[&str]) -> Result<Vec<Effect>, Fault> {
    let step = open.features.rows().div_ceil(ROWS).max(1);
    let rows: Vec<usize> = (0..open.features.rows()).step_by(step).collect();
    let sample = open.features.take(&rows);
    let column = |name: &&str| open.features.column(name);
    let effect = |column| effect(open, model, &sample, column).transpose();
    columns.iter().filter_map(column).filter_map(effect).collect()
}

fn effect(open: &Part, model: &Model, sample: &Frame, column: &Column) -> Result<Option<Effect>, Fault> {
    let points = points(column);
    if points.len() < 2 || sample.rows() == 0 {
        return Ok(None);
    }
    // Every row once for each value, value by value.
    let rows: Vec<usize> = (0..points.len()).flat_map(|_| 0..sample.rows()).collect();
    let set = repeated(column, &points, sample.rows());
    let changed = |own: &Column| if own.name == column.name { set.clone() } else { own.take(&rows) };
    let said = model.predict(&Frame::new(sample.columns().iter().map(changed).collect()))?;
    let at = |point: usize, class: usize| -> Vec<f64> {
        let mut values: Vec<f64> =
            (0..sample.rows()).map(|row| said.row(point * sample.rows() + row)[class]).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let swing = |class: usize| {
        let means = (0..points.len()).map(|point| mean(&at(point, class)));
        let (low, high) =
            means.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        high - low
    };
    let class = (0..said.width).max_by(|&a, &b| swing(a).total_cmp(&swing(b)).then(b.cmp(&a))).unwrap_or(0);
    let thin = THIN.0.max((column.len() as f64 * THIN.1) as usize);
    let told = points.into_iter().enumerate().map(|(place, point)| {
        let values = at(place, class);
        let tenth = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        EffectPoint {
            at: point.at,
            value: point.shown,
            mean: mean(&values),
            low_tenth: tenth(0.1),
            high_tenth: tenth(0.9),
            rows: point.rows,
            thin: point.rows < thin,
        }
    });
    Ok(Some(Effect {
        column: column.name.clone(),
        class: (open.target.task == Task::Multiclass).then(|| open.target.classes[class].clone()),
        is_time: matches!(column.kind, Kind::Date | Kind::Timestamp),
        is_number: matches!(column.values, Values::Numbers(_)) && column.kind != Kind::Boolean,
        points: told.collect(),
    }))
}

/// A value the column is set to.
struct Point {
    at: Option<f64>,
    /// A row that has it, for a category.
    row: usize,
    shown: String,
    rows: usize,
}

/// The values a column is told at: numbers at quantiles, categories by their rows, and missing where a hundredth is.
fn points(column: &Column) -> Vec<Point> {
    let missing: Vec<usize> = (0..column.len()).filter(|&row| column.is_missing(row)).collect();
    let mut points = match &column.values {
        Values::Numbers(values) => numbers(column, values),
        Values::Text(_) => categories(column),
    };
    if missing.len() * 100 >= column.len() && !missing.is_empty() {
        points.push(Point { at: None, row: missing[0], shown: "missing".to_owned(), rows: missing.len() });
    }
    points
}

fn numbers(column: &Column, values: &[f64]) -> Vec<Point> {
    let mut order: Vec<usize> = (0..values.len()).filter(|&row| values[row].is_finite()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    if order.is_empty() {
        return Vec::new();
    }
    let mut different: Vec<usize> = order.clone();
    different.dedup_by(|a, b| values[*a] == values[*b]);
    let mut chosen = if different.len() <= QUANTILES.len() {
        different
    } else {
        QUANTILES.iter().map(|share| order[((order.len() - 1) as f64 * share).round() as usize]).collect()
    };
    chosen.dedup_by(|a, b| values[*a] == values[*b]);
    // A value belongs to the nearest of those told.
    let mut rows = vec![0; chosen.len()];
    for &row in &order {
        let next = chosen.partition_point(|&other| values[other] < values[row]).min(chosen.len() - 1);
        let before = next.saturating_sub(1);
        let nearer =
            (values[row] - values[chosen[before]]).abs() < (values[chosen[next]] - values[row]).abs();
        rows[if nearer { before } else { next }] += 1;
    }
    let point =
        |(row, rows): (usize, usize)| Point { at: Some(values[row]), row, shown: column.show(row), rows };
    chosen.into_iter().zip(rows).map(point).collect()
}

fn categories(column: &Column) -> Vec<Point> {
    let Some(text) = column.as_text() else { return Vec::new() };
    let mut first = vec![None; text.levels.len()];
    let mut counts = vec![0; text.levels.len()];
    for (row, &code) in text.codes.iter().enumerate().filter(|(row, _)| !column.is_missing(*row)) {
        first[code as usize].get_or_insert(row);
        counts[code as usize] += 1;
    }
    let mut points: Vec<Point> = first
        .iter()
        .zip(counts)
        .filter_map(|(row, rows)| Some(Point { at: None, row: (*row)?, shown: column.show((*row)?), rows }))
        .collect();
    points.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.shown.cmp(&b.shown)));
    points.truncate(VALUES);
    points
}

/// The column set to each point, `rows` times each.
fn repeated(column: &Column, points: &[Point], rows: usize) -> Column {
    let places: Vec<usize> = points.iter().flat_map(|point| std::iter::repeat_n(point.row, rows)).collect();
    column.take(&places)
}
