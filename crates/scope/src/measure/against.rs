//! The recent table against the one learned from: what has come, gone or moved, and how far beyond chance.

use std::collections::BTreeSet;

use frame::units::{Change, changes};
use frame::{Column, Frame, Kind, Task};
use rayon::prelude::*;

use super::impossible::{Wrong, impossible};
use super::novelty::Novelty;
use super::shift::{Shift, apart, counts, median, shift, sorted};

/// What changed from the table to the recent one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Against {
    /// Rows looked at, of the table and of the recent one.
    pub rows: (usize, usize),
    /// Columns that came, went, or mean something else.
    pub schema: Vec<Schema>,
    /// Columns in another unit.
    pub units: Vec<Unit>,
    /// Columns with categories never seen before.
    pub categories: Vec<Unseen>,
    /// Columns whose values moved.
    pub shifts: Vec<Shift>,
    /// How far the answers moved; `None` when the recent table has none.
    pub labels: Option<Shift>,
}

/// A change of the columns.
#[derive(Debug, Clone, PartialEq)]
pub enum Schema {
    /// A column is gone; the new column that holds the like of it, if one does.
    Gone(String, Option<String>),
    /// A column is new.
    New(String),
    /// A column holds values of another kind.
    Kind(String, Kind, Kind),
    /// A column is no longer filled.
    Empty(String),
}

/// A column whose recent values fit the earlier ones once their unit is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The column.
    pub column: String,
    /// The change.
    pub change: Change,
    /// Medians, then and now.
    pub medians: (f64, f64),
    /// Share of the recent rows in the other unit.
    pub share: f64,
}

/// A column with categories that were never seen before.
#[derive(Debug, Clone, PartialEq)]
pub struct Unseen {
    /// The column.
    pub column: String,
    /// The new categories with their recent rows, most frequent first.
    pub categories: Vec<(String, usize)>,
    /// Share of recent rows with one of them.
    pub share: f64,
    /// Share that was to be expected.
    pub expected: f64,
}

/// Compare two samples. `named` are columns that name rows or tell the time: they differ by nature.
pub fn against(before: &Frame, recent: &Frame, target: (&str, Task), named: &[&str]) -> Against {
    let schema = schema(before, recent, target.0);
    let renamed: Vec<&str> = schema
        .iter()
        .filter_map(|change| match change {
            Schema::Kind(name, ..) | Schema::Empty(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let pairs: Vec<(&Column, &Column)> = before
        .columns()
        .iter()
        .filter(|column| {
            column.name != target.0 && !named.contains(&&*column.name) && !renamed.contains(&&*column.name)
        })
        .filter(|column| !matches!(column.kind, Kind::Date | Kind::Timestamp))
        .filter_map(|column| Some((column, recent.column(&column.name)?)))
        .collect();
    let many = pairs.len().max(1);
    let mut found = Against { rows: (before.rows(), recent.rows()), schema, ..Against::default() };
    let moved: Vec<(Option<Unit>, Option<Unseen>, Option<Shift>)> = pairs
        .par_iter()
        .map(|(was, is)| {
            let shift = shift(was, is, false, many);
            let unit = shift
                .as_ref()
                .and_then(|shift| unit(was, is, shift.distance_low))
                .or_else(|| partly(was, is));
            (unit, unseen(was, is), shift)
        })
        .collect();
    for (unit, unseen, shift) in moved {
        match unit {
            Some(unit) => found.units.push(unit),
            None => found.shifts.extend(shift),
        }
        found.categories.extend(unseen);
    }
    if let (Some(was), Some(is)) = (before.column(target.0), recent.column(target.0))
        && is.missing() * 2 < is.len()
    {
        found.labels = shift(was, is, target.1 != Task::Regression, 1);
    }
    found
}

fn schema(before: &Frame, recent: &Frame, target: &str) -> Vec<Schema> {
    let mut found = Vec::new();
    let new: Vec<&Column> =
        recent.columns().iter().filter(|column| before.column(&column.name).is_none()).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for column in before.columns().iter().filter(|column| column.name != target) {
        let empty = |column: &Column| column.missing() == column.len();
        match recent.column(&column.name) {
            None => {
                let like = new
                    .iter()
                    .filter(|other| !taken.contains(other.name.as_str()))
                    .find(|other| is_like(column, other));
                taken.extend(like.map(|like| like.name.as_str()));
                found.push(Schema::Gone(column.name.clone(), like.map(|like| like.name.clone())));
            }
            Some(is) if empty(is) && column.missing() * 2 < column.len() => {
                found.push(Schema::Empty(column.name.clone()));
            }
            Some(is) if !empty(is) && !empty(column) && family(is.kind) != family(column.kind) => {
                found.push(Schema::Kind(column.name.clone(), column.kind, is.kind));
            }
            Some(_) => {}
        }
    }
    let left = new.iter().filter(|column| !taken.contains(column.name.as_str()));
    found.extend(left.map(|column| Schema::New(column.name.clone())));
    found
}

/// Kinds that widen into each other.
fn family(kind: Kind) -> Kind {
    match kind {
        Kind::Integer | Kind::Boolean => Kind::Number,
        Kind::Date => Kind::Timestamp,
        other => other,
    }
}

/// Whether a new column may be an old one under another name: of one kind, and spread alike.
fn is_like(was: &Column, is: &Column) -> bool {
    family(was.kind) == family(is.kind) && shift(was, is, false, 1).is_none_or(|shift| shift.distance < 0.15)
}

/// The change of unit after which the recent numbers are spread like the earlier ones.
fn unit(was: &Column, is: &Column, moved: f64) -> Option<Unit> {
    let (a, b) = (sorted(was)?, sorted(is)?);
    if moved < 0.1 || a.len() < 30 || b.len() < 30 {
        return None;
    }
    let noise = 1.63 * (1.0 / a.len() as f64 + 1.0 / b.len() as f64).sqrt();
    let found = changes().map(|change| {
        let back = change.back();
        let turned: Vec<f64> = b.iter().map(|&value| back.of(value)).collect();
        (apart(&a, &turned), (median(&turned) / median(&a)).ln().abs(), change)
    });
    let (left, off, change) = found.min_by(|a, b| a.0.total_cmp(&b.0))?;
    // A factor of two could be a change in the world; one of a thousand could not.
    let plain = change.factor.ln().abs() > 1.7 || change.shift != 0.0;
    // Other cases of the same kind are moved, not stretched as well.
    let moved_only = change.shift != 0.0 && {
        let by = median(&b) - median(&a);
        apart(&a, &b.iter().map(|value| value - by).collect::<Vec<_>>()) <= left.max(noise)
    };
    let fits = if moved_only {
        false
    } else if plain {
        left < noise + 0.15 && left < 0.5 * moved
    } else {
        left < noise && off < 0.02 && left < 0.25 * moved
    };
    fits.then(|| Unit { column: was.name.clone(), change, medians: (median(&a), median(&b)), share: 1.0 })
}

/// Some recent rows in another unit, where the earlier ones were all in one.
fn partly(was: &Column, is: &Column) -> Option<Unit> {
    let found = impossible(is, &[])?;
    let Wrong::Unit(change) = found.fault else { return None };
    if matches!(impossible(was, &[]), Some(before) if matches!(before.fault, Wrong::Unit(_))) {
        return None;
    }
    let (a, b) = (sorted(was)?, sorted(is)?);
    Some(Unit {
        column: was.name.clone(),
        change,
        medians: (median(&a), median(&b)),
        share: found.rows as f64 / found.known as f64,
    })
}

/// Categories of the recent rows that were never seen before, if there are more than chance brings.
fn unseen(was: &Column, is: &Column) -> Option<Unseen> {
    let codes = |column: &Column| match column.kind {
        Kind::Text => true,
        // Whole numbers of few values are codes.
        Kind::Integer => counts(column).len() <= 12,
        _ => false,
    };
    if !codes(was) || !codes(is) {
        return None;
    }
    let (before, recent) = (counts(was), counts(is));
    let expected = match Novelty::of(was) {
        Some(novelty) => novelty.unseen,
        None => before.values().filter(|&&count| count == 1).count() as f64 / was.len().max(1) as f64,
    };
    let all: usize = recent.values().sum();
    let mut new: Vec<(String, usize)> =
        recent.into_iter().filter(|(name, _)| !name.is_empty() && !before.contains_key(name)).collect();
    new.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if was.kind == Kind::Integer {
        // Beyond the last code a count goes on; a new code comes in numbers.
        new.retain(|(_, count)| count * 50 >= all);
    }
    let rows: usize = new.iter().map(|(_, count)| count).sum();
    let low = super::alone::share_low(rows as f64, all.max(1) as f64);
    (rows >= 5 && rows * 100 >= all && low > 1.5 * expected + 0.002).then(|| Unseen {
        column: was.name.clone(),
        categories: new,
        share: rows as f64 / all as f64,
        expected,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_moves_nothing_at_any_size() {
        for (rows, seed) in [(200, 1), (200, 2), (2_000, 3), (20_000, 4)] {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut column = |name: &str| {
                Column::numbers(name, Kind::Number, (0..rows).map(|_| random.f64().powi(3)).collect())
            };
            let (was, is) =
                (Frame::new(vec![column("a"), column("b")]), Frame::new(vec![column("a"), column("b")]));
            let found = against(&was, &is, ("y", Task::Binary), &[]);
            assert!(found.shifts.iter().all(|shift| shift.distance_low < 0.01), "{found:?}");
            assert!(found.units.is_empty() && found.schema.is_empty());
        }
    }
}
