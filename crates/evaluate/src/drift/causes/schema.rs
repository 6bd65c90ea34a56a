//! Columns that are gone, new, emptied, constant, of another kind, or each in the other's place.

use frame::{Column, Frame, Kind, Values};

use super::{Cause, categories::counts, plain};
use crate::drift::moved::{Care, moved};

/// A distance below which two columns are spread alike, once its noise is taken off.
const ALIKE: f64 = 0.1;

/// Columns of features that are gone or new.
pub fn schema(
    reference: &Frame,
    data: &Frame,
    care: Care,
    is_feature: impl Fn(&Column) -> bool,
) -> Vec<(String, Cause)> {
    let mut new: Vec<&Column> = data
        .columns()
        .iter()
        .filter(|column| reference.column(&column.name).is_none() && is_feature(column))
        .collect();
    let mut found = Vec::new();
    for gone in
        reference.columns().iter().filter(|column| data.column(&column.name).is_none() && is_feature(column))
    {
        let like =
            new.iter().position(|column| alike(gone, column, care)).map(|at| new.remove(at).name.clone());
        found.push((gone.name.clone(), Cause::Gone(like)));
    }
    found.extend(new.into_iter().map(|column| (column.name.clone(), Cause::New)));
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

/// A fault of the column as a whole.
pub fn fault(was: &Column, is: &Column) -> Option<Cause> {
    let known = |column: &Column| column.len() - column.missing();
    if known(is) == 0 && is.len() >= 5 {
        return (known(was) * 2 > was.len()).then_some(Cause::Emptied);
    }
    if known(was) == 0 {
        return None;
    }
    if family(was.kind) != family(is.kind) {
        return Some(Cause::Kind(was.kind, is.kind));
    }
    let value = only_value(is)?;
    let before = (0..was.len()).filter(|&row| !was.is_missing(row) && was.show(row).trim() == value).count();
    // As often as it was, it would not come up in every row by chance.
    let chance = (before as f64 / known(was) as f64).powf(known(is) as f64);
    (known(is) >= 20 && chance < 1e-4).then_some(Cause::Constant(value))
}

/// The value that all rows share that have one.
fn only_value(column: &Column) -> Option<String> {
    let mut known = (0..column.len()).filter(|&row| !column.is_missing(row));
    let first = known.next()?;
    let shown = column.show(first).trim().to_owned();
    match &column.values {
        Values::Numbers(numbers) => known.all(|row| numbers[row] == numbers[first]),
        Values::Text(_) => known.all(|row| column.show(row).trim() == shown),
    }
    .then_some(shown)
}

/// Whether two columns hold the like: of one kind, the same categories, spread in one way.
fn alike(was: &Column, is: &Column, care: Care) -> bool {
    let (was, is) = (plain(was), plain(is));
    if family(was.kind) != family(is.kind) {
        return false;
    }
    if was.kind == Kind::Text {
        let (before, now) = (counts(&was), counts(&is));
        let known: usize =
            now.iter().filter(|(name, _)| before.contains_key(*name)).map(|(_, rows)| rows).sum();
        if known * 20 < now.values().sum::<usize>() * 19 {
            return false;
        }
    }
    moved(&was, &is, care).is_some_and(|distance| {
        distance.stability.estimate() < ALIKE && distance.kolmogorov_smirnov.is_none_or(|apart| apart < 0.1)
    })
}

/// Of columns that moved far, the pairs of which each holds what the other held.
pub fn swapped(reference: &Frame, data: &Frame, far: &[&str], care: Care) -> Vec<(String, String)> {
    let fits = |old: &str, new: &str| {
        reference.column(old).zip(data.column(new)).is_some_and(|(was, is)| alike(was, is, care))
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (at, a) in far.iter().enumerate() {
        let taken = |name: &str| pairs.iter().any(|(a, b)| a == name || b == name);
        let other = far[at + 1..].iter().find(|b| !taken(b) && fits(a, b) && fits(b, a));
        if let Some(b) = other.filter(|_| !taken(a)) {
            pairs.push(((*a).to_owned(), (*b).to_owned()));
        }
    }
    pairs
}

/// The data as it would be without those faults of the feed that can be undone: other units, places and spellings.
pub fn restored(data: &Frame, found: &[(String, Cause)]) -> Frame {
    let restore = |column: &Column| {
        let causes = || found.iter().filter(|(name, _)| *name == column.name).map(|(_, cause)| cause);
        let from =
            |name: &str| data.column(name).map(|other| Column { name: column.name.clone(), ..other.clone() });
        causes()
            .find_map(|cause| match cause {
                Cause::Unit(change) => change.undone(column),
                Cause::Swapped(with) => from(with),
                Cause::Spelling(pairs, _) => Some(respelled(column, pairs)),
                _ => None,
            })
            .unwrap_or_else(|| column.clone())
    };
    let mut columns: Vec<Column> = data.columns().iter().map(restore).collect();
    for (name, cause) in found {
        if let Cause::Gone(Some(like)) = cause
            && let Some(column) = data.column(like)
        {
            columns.push(Column { name: name.clone(), ..column.clone() });
        }
    }
    Frame::new(columns)
}

fn respelled(column: &Column, pairs: &[(String, String)]) -> Column {
    let Some(text) = column.as_text() else { return column.clone() };
    let old = |name: &str| {
        let known = |other: &str| pairs.iter().find(|(new, _)| new == other).map(|(_, old)| old.clone());
        // Answers are compared without regard to case and blanks.
        known(name).or_else(|| known(&name.trim().to_lowercase()))
    };
    let levels: Vec<String> =
        text.levels.iter().map(|level| old(level).unwrap_or_else(|| level.to_string())).collect();
    let value = |&code: &u32| levels.get(code as usize).map(String::as_str);
    Column::text(&column.name, text.codes.iter().map(value))
}
