//! Examples of the rules about the values of a column.

use frame::Kind;

use super::{Example, fires, members, quiet, with, with_text};

pub fn redundant_columns() -> Vec<Example> {
    let visits =
        |table: &frame::Frame, row: usize| table.column("visits").unwrap().as_numbers().unwrap()[row];
    let table = members(600);
    let copy = table.clone();
    let near = table.clone();
    vec![
        fires(
            "visits a year",
            with(table, Kind::Number, move |row, _, _| (visits(&copy, row) * 12.0).round()),
        ),
        quiet(
            "a reading near it",
            with(members(600), Kind::Number, move |row, _, random| visits(&near, row) + random.f64()),
        ),
    ]
}

pub fn high_cardinality() -> Vec<Example> {
    let words = ["camper", "short", "roof", "rack", "shelves", "clean", "first", "hand"];
    vec![
        fires(
            "adverts",
            with_text(members(400), move |row, _, random| {
                let mut word = || words[random.usize(0..8)];
                format!("{} {} van {}", word(), word(), row / 2)
            }),
        ),
        quiet(
            "many streets that come back",
            with_text(members(900), |_, _, random| format!("way {}", random.u8(0..150))),
        ),
    ]
}

pub fn impossible_values() -> Vec<Example> {
    let feed = |_: usize, _: bool, random: &mut fastrand::Rng| {
        let kilograms = (random.f64() * 1.6).exp();
        if random.f64() < 0.08 { (kilograms * 1_000.0).round() } else { kilograms }
    };
    let year = |row: usize, _: bool, random: &mut fastrand::Rng| {
        if row % 300 == 7 { 3_015.0 } else { 1_990.0 + f64::from(random.u8(0..33)) }
    };
    let savings =
        |_: usize, _: bool, random: &mut fastrand::Rng| (random.f64() * random.f64() * 13.0).exp().round();
    vec![
        fires("grams among kilograms", with(members(700), Kind::Number, feed)),
        fires("years to come", with(members(700), Kind::Integer, year)),
        quiet("skewed savings", with(members(700), Kind::Integer, savings)),
    ]
}

pub fn inconsistent_categories() -> Vec<Example> {
    let town = |row: usize| ["Villach", "Graz", "Lienz", "Linz"][row % 4];
    vec![
        fires(
            "towns in capitals",
            with_text(members(500), move |row, _, _| {
                if row % 9 == 0 { town(row / 9).to_uppercase() } else { town(row).to_owned() }
            }),
        ),
        quiet("towns", with_text(members(500), move |row, _, _| town(row).to_owned())),
    ]
}

pub fn personal_data() -> Vec<Example> {
    vec![
        fires(
            "e-mail addresses",
            with_text(members(200), |row, _, _| {
                format!("{}.{row}@club.example", ["li", "jo", "max", "eva", "ann"][row % 5])
            }),
        ),
        fires(
            "phone numbers",
            with_text(members(200), |row, _, _| format!("+47 900 {:02} {:03}", row % 90 + 10, row)),
        ),
        quiet("codes", with_text(members(200), |row, _, _| format!("K-{row:04}-{}", row % 7))),
    ]
}
