//! Faults, one a case, in several strengths; a file for each family.

mod giveaways;
mod recent;
mod rows;
mod values;

use frame::{Column, Frame, Kind, Task};

use super::{Case, Table};

/// All of them.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    [giveaways::CASES, rows::CASES, values::CASES, recent::CASES].into_iter().flatten()
}

const LEAK: &[&str] = &["target-leak", "post-outcome-column"];
const FILLED: &[&str] = &["post-outcome-column", "target-leak"];
const NAMES: &[&str] = &["identifier-column"];
const TWICE: &[&str] = &["duplicate-rows"];

fn classes(table: &Table) -> Option<()> {
    (table.task != Task::Regression).then_some(())
}

fn quantity(table: &Table) -> Option<Vec<f64>> {
    let column = table.columns.iter().find(|column| column.name == table.target)?;
    (table.task == Task::Regression).then(|| column.as_numbers().unwrap().to_vec())
}

fn named(name: &str) -> Option<Vec<String>> {
    Some(vec![name.to_owned()])
}

/// A measured column: numbers with decimals or many values.
fn measured(table: &Table) -> Option<String> {
    table.first(|column| {
        column.as_numbers().is_some_and(|values| {
            let mut different: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            different.sort_by(f64::total_cmp);
            different.dedup();
            matches!(column.kind, Kind::Number | Kind::Integer)
                && different.len() > 40
                && different[0] > 0.0
                && !(1_900.0..2_100.0).contains(&different[0])
        })
    })
}

fn text(table: &Table) -> Option<String> {
    table.first(|column| column.kind == Kind::Text)
}

/// Rows appended below, as they are in the table.
fn again(table: &mut Table, rows: &[usize], change: impl Fn(Frame) -> Frame) {
    let mut frame = table.frame();
    frame.append(&change(frame.take(rows)));
    table.columns = frame.columns().to_vec();
    table.answer.extend(rows.iter().map(|&row| table.answer[row]).collect::<Vec<_>>());
}

fn later(random: &mut fastrand::Rng, table: &Table) -> Vec<Column> {
    // Other rows of the same kind: every third row is kept apart.
    let rows: Vec<usize> = (0..table.rows()).filter(|_| random.f64() < 0.4).collect();
    table.frame().take(&rows).columns().to_vec()
}

fn apart(table: &mut Table, random: &mut fastrand::Rng) -> Table {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    (0..table.rows()).for_each(|row| if random.f64() < 0.4 { new.push(row) } else { old.push(row) });
    let frame = table.frame();
    let recent = frame.take(&new).columns().to_vec();
    table.columns = frame.take(&old).columns().to_vec();
    let answers = table.answer.clone();
    table.answer = old.iter().map(|&row| answers[row]).collect();
    Table {
        columns: recent,
        target: table.target,
        time: table.time,
        recent: None,
        answer: new.iter().map(|&row| answers[row]).collect(),
        task: table.task,
    }
}

const fn case(
    what: &'static str,
    rules: &'static [&'static str],
    make: fn(&mut fastrand::Rng, &mut Table) -> Option<Vec<String>>,
) -> Case {
    Case { what, rules, make }
}
