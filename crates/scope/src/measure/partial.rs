//! Columns that give the target away in a part of the rows only: in one branch, since a day, in one stretch of the table, or
//! where they are filled in.
//!
//! An honest column says about as much in every part. A leak that reached only some of the rows is all but certain
//! there, and says little elsewhere.

use frame::{Column, Frame, Kind, SplitBy, Target, Task, folds};
use rayon::prelude::*;

use super::View;
use super::alone::{Alone, ranks};
use super::telling::some_rows;
use super::view::of_values;

/// A column that gives the target away in a part of the rows.
#[derive(Debug, Clone)]
pub struct Partial {
    /// The column.
    pub column: String,
    /// The part in words, such as "branch is `Mitte`".
    pub part: String,
    /// Rows of the part, and rows looked at.
    pub rows: (usize, usize),
    /// What it says there, as `Alone::skill`.
    pub inside: f64,
    /// The careful end of that.
    pub inside_low: f64,
    /// What it says in all other rows.
    pub outside: f64,
    /// Share of rows in the part whose answer it leaves open.
    pub open: f64,
}

/// Rows looked at, fewer of very many columns.
const ROWS: usize = 6_000;
const LEAST_ROWS: usize = 3_000;
/// Values looked at.
const CELLS: usize = 1_000_000;
/// Columns that could tell, and columns that could make parts, at most.
const COLUMNS: (usize, usize) = (30, 12);
/// Parts a column may have.
const PARTS: std::ops::RangeInclusive<usize> = 2..=8;
/// Fewest rows of a part.
const LEAST: usize = 60;

struct Part {
    column: String,
    words: String,
    rows: Vec<usize>,
}

/// The columns that give the target away in a part of the rows, the largest part first.
pub fn partials(features: &Frame, target: &Target, time: Option<&str>, seed: u64) -> Vec<Partial> {
    let most = (CELLS / features.columns().len().max(1)).clamp(LEAST_ROWS, ROWS);
    let rows = some_rows(target.len(), most, seed);
    let (features, target) = (features.take(&rows), target.take(&rows));
    let parts = parts(&features, time);
    let ranks = if target.task == Task::Regression { ranks(&target.values) } else { Vec::new() };
    let split = folds(SplitBy::Target(&target), 4, seed);
    let mut views: Vec<(&Column, View, f64)> = features
        .columns()
        .par_iter()
        .map(|column| (column, of_values(column)))
        .filter(|(_, view)| (2..600).contains(&view.names.len()))
        .map(|(column, view)| {
            let skill = Alone::of(&view, &target, &ranks, &split).skill;
            (column, view, skill)
        })
        .collect();
    views.sort_by(|a, b| b.2.total_cmp(&a.2));
    let gaps: Vec<Part> = views.iter().filter_map(|(column, ..)| filled(column)).collect();
    views.retain(|(column, _, skill)| *skill > 0.04 || gaps.iter().any(|gap| gap.column == column.name));
    views.truncate(COLUMNS.0);
    let mut found: Vec<Partial> = views
        .par_iter()
        .filter_map(|(column, view, skill)| {
            let own = gaps.iter().filter(|gap| gap.column == column.name);
            let others = parts.iter().filter(|part| part.column != column.name);
            own.chain(others)
                .filter_map(|part| partial(column, view, *skill, part, &target, &ranks, seed))
                .max_by(|a, b| (a.rows.0 as f64 * a.inside_low).total_cmp(&(b.rows.0 as f64 * b.inside_low)))
        })
        .collect();
    found.sort_by(|a, b| b.rows.0.cmp(&a.rows.0).then_with(|| a.column.cmp(&b.column)));
    found
}

/// Parts of the rows by columns of few values, by time, and by their place in the table.
fn parts(features: &Frame, time: Option<&str>) -> Vec<Part> {
    let few = |column: &&Column| matches!(column.kind, Kind::Text | Kind::Integer | Kind::Boolean);
    let views = features.columns().iter().filter(few).map(|column| (column, of_values(column)));
    let mut views: Vec<(&Column, View)> =
        views.filter(|(_, view)| PARTS.contains(&view.names.len())).collect();
    views.truncate(COLUMNS.1);
    let mut parts: Vec<Part> = Vec::new();
    for (column, view) in &views {
        for group in 0..view.names.len() {
            let rows = (0..features.rows()).filter(|&row| view.groups[row] as usize == group).collect();
            let words = format!("{} is `{}`", column.name, view.names[group]);
            parts.push(Part { column: column.name.clone(), words, rows });
        }
    }
    if let Some((name, clock)) = time.and_then(|name| Some((name, features.column(name)?.as_numbers()?))) {
        let mut order: Vec<usize> = (0..clock.len()).filter(|&row| !clock[row].is_nan()).collect();
        order.sort_by(|&a, &b| clock[a].total_cmp(&clock[b]).then(a.cmp(&b)));
        let halves = order.split_at(order.len() / 2);
        for (half, rows) in [("earlier", halves.0), ("later", halves.1)] {
            let words = format!("{name} is in its {half} half");
            parts.push(Part { column: name.to_owned(), words, rows: rows.to_vec() });
        }
    }
    // Tables are put together from exports, one below the other.
    let quarter = features.rows().div_ceil(4).max(1);
    for (at, place) in ["first", "second", "third", "last"].into_iter().enumerate() {
        let rows = (at * quarter..((at + 1) * quarter).min(features.rows())).collect();
        let words = format!("the row is in the {place} quarter of the table");
        parts.push(Part { column: String::new(), words, rows });
    }
    parts.retain(|part| part.rows.len() >= LEAST && part.rows.len() * 12 >= features.rows());
    parts
}

/// The rows in which a column with many gaps is filled in.
fn filled(column: &Column) -> Option<Part> {
    let rows: Vec<usize> = (0..column.len()).filter(|&row| !column.is_missing(row)).collect();
    let words = format!("{} is filled in", column.name);
    let some = rows.len() >= LEAST && rows.len() * 5 <= column.len() * 4;
    some.then(|| Part { column: column.name.clone(), words, rows })
}

fn partial(
    column: &Column,
    view: &View,
    overall: f64,
    part: &Part,
    target: &Target,
    ranks: &[f64],
    seed: u64,
) -> Option<Partial> {
    let inside = within(view, target, ranks, &part.rows, seed)?;
    let promising = inside.skill_low > 0.5 && inside.skill > overall.max(0.7) + 0.05;
    if !promising {
        return None;
    }
    let mut is_in = vec![false; target.len()];
    part.rows.iter().for_each(|&row| is_in[row] = true);
    let others: Vec<usize> = (0..target.len()).filter(|&row| !is_in[row]).collect();
    let outside = within(view, target, ranks, &others, seed).map_or(0.0, |alone| alone.skill.max(0.0));
    Some(Partial {
        column: column.name.clone(),
        part: part.words.clone(),
        rows: (part.rows.len(), target.len()),
        inside: inside.skill,
        inside_low: inside.skill_low,
        outside,
        open: inside.open,
    })
}

/// What a view says of these rows alone; `None` when they are few or of one answer.
fn within(view: &View, target: &Target, ranks: &[f64], rows: &[usize], seed: u64) -> Option<Alone> {
    let part = target.take(rows);
    let classes = target.classes.len();
    let mut sizes = vec![0; classes];
    if target.task != Task::Regression {
        part.values.iter().for_each(|&class| sizes[class as usize] += 1);
        if sizes.iter().filter(|&&size| size >= 10).count() < 2 {
            return None;
        }
    } else if rows.len() < LEAST {
        return None;
    }
    let view = View {
        reading: view.reading.clone(),
        groups: rows.iter().map(|&row| view.groups[row]).collect(),
        names: view.names.clone(),
        ordered: view.ordered,
    };
    let ranks: Vec<f64> = rows.iter().filter_map(|&row| ranks.get(row).copied()).collect();
    Some(Alone::of(&view, &part, &ranks, &folds(SplitBy::Target(&part), 4, seed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_in_one_branch_is_found_and_an_honest_column_is_not() {
        let mut random = fastrand::Rng::with_seed(3);
        let branch: Vec<usize> = (0..900).map(|_| random.usize(0..3)).collect();
        let values: Vec<f64> = (0..900).map(|_| f64::from(u8::from(random.f64() < 0.3))).collect();
        let tag = (0..900).map(|row| {
            let told = if branch[row] == 1 { values[row] > 0.5 } else { random.f64() < 0.3 };
            f64::from(u8::from(told))
        });
        let tag: Vec<f64> = tag.collect();
        let honest = values.iter().map(|value| 2.0 * value + random.f64() * 4.0).collect();
        let frame = Frame::new(vec![
            Column::numbers("tag", Kind::Integer, tag),
            Column::numbers("honest", Kind::Number, honest),
            Column::text("branch", branch.iter().map(|&at| Some(["n", "m", "s"][at]))),
        ]);
        let classes = vec!["0".into(), "1".into()];
        let target = Target { name: "y".into(), task: Task::Binary, classes, values, weights: None };
        let found = partials(&frame, &target, None, 0);
        let found: Vec<Partial> = found.into_iter().filter(|found| found.outside < 0.3).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].column == "tag" && found[0].part == "branch is `m`" && found[0].outside < 0.3,
            "{found:?}"
        );
    }
}
