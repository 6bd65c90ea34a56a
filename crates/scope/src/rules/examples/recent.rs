//! Examples of the rules that hold a recent table against the one learned from.

use frame::{Column, Frame, Kind};

use super::{Example, fires, members, quiet};

/// A later table of the same club.
fn later() -> Frame {
    members(701)
}

fn changed(name: &str, value: impl Fn(f64) -> f64) -> Frame {
    let table = later();
    let columns = table.columns().iter().map(|column| match column.as_numbers() {
        Some(values) if column.name == name => {
            Column::numbers(name, Kind::Number, values.iter().map(|&old| value(old)).collect())
        }
        _ => column.clone(),
    });
    Frame::new(columns.collect())
}

fn texts(name: &str, value: impl Fn(usize, &str) -> String) -> Frame {
    let table = later();
    let columns = table.columns().iter().map(|column| {
        if column.name != name {
            return column.clone();
        }
        let texts: Vec<String> = (0..column.len()).map(|row| value(row, &column.show(row))).collect();
        Column::text(name, texts.iter().map(|text| Some(text.as_str())))
    });
    Frame::new(columns.collect())
}

fn same() -> Example {
    quiet("a later table of the same kind", members(900)).against(later())
}

pub fn schema_change() -> Vec<Example> {
    let table = later();
    let renamed = table.columns().iter().map(|column| {
        let name = if column.name == "visits" { "visits_month".into() } else { column.name.clone() };
        Column { name, ..column.clone() }
    });
    vec![fires("a column renamed", members(900)).against(Frame::new(renamed.collect())), same()]
}

pub fn unit_change() -> Vec<Example> {
    vec![
        fires("visits a thousandfold", members(900)).against(changed("visits", |visits| visits * 1_000.0)),
        same(),
    ]
}

pub fn new_categories() -> Vec<Example> {
    let opened = texts("town", |row, town| if row % 12 == 0 { "Skien".into() } else { town.into() });
    vec![fires("a town opened", members(900)).against(opened), same()]
}

pub fn shifted_sample() -> Vec<Example> {
    vec![
        fires("members stay longer", members(900)).against(changed("months", |months| months * 1.3 + 6.0)),
        same(),
    ]
}

pub fn label_shift() -> Vec<Example> {
    let leaving = texts("y", |row, answer| if row % 4 == 0 { "left".into() } else { answer.into() });
    vec![fires("more leave", members(900)).against(leaving), same()]
}
