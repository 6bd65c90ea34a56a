//! Examples of the rules about columns with nothing in them, and with what does not belong there.

use frame::Kind;

use super::{Example, fires, members, quiet, with, with_text};

pub fn constant_column() -> Vec<Example> {
    vec![
        fires("one country", with_text(members(200), |_, _, _| "AT".into())),
        quiet(
            "two countries",
            with_text(members(200), |row, _, _| if row % 50 == 7 { "DE".into() } else { "AT".into() }),
        ),
    ]
}

pub fn empty_column() -> Vec<Example> {
    vec![
        fires("never filled", with(members(200), Kind::Number, |_, _, _| f64::NAN)),
        quiet(
            "half filled",
            with(
                members(200),
                Kind::Number,
                |row, _, _| if row % 2 == 0 { f64::NAN } else { row as f64 % 17.0 },
            ),
        ),
    ]
}

pub fn hidden_missing() -> Vec<Example> {
    let gain = |_: usize, _: bool, random: &mut fastrand::Rng| {
        if random.f64() < 0.8 { 0.0 } else { (random.f64() * 9.0).exp().round() }
    };
    let mut blanks = fires(
        "a blank among numbers",
        with(members(300), Kind::Number, |row, _, random| if row == 9 { f64::NAN } else { random.f64() }),
    );
    blanks.profile.columns.last_mut().unwrap().strays = vec![(" ".into(), 1)];
    vec![
        blanks,
        fires(
            "the word unknown",
            with_text(members(300), |row, _, _| ["red", "blue", "Unknown"][row % 3].into()),
        ),
        fires(
            "-1 in a length",
            with(
                members(600),
                Kind::Number,
                |row, _, random| if row % 20 == 0 { -1.0 } else { 0.1 + random.f64() },
            ),
        ),
        quiet("an honest zero", with(members(900), Kind::Integer, gain)),
        quiet(
            "the answer none",
            with_text(members(300), |row, _, _| ["fog", "none", "other"][row % 3].into()),
        ),
    ]
}

pub fn mixed_types() -> Vec<Example> {
    let prices = || {
        with(members(300), Kind::Number, |row, _, random| if row % 30 == 0 { f64::NAN } else { random.f64() })
    };
    let mut mixed = fires("prices with a currency", prices());
    mixed.profile.columns.last_mut().unwrap().strays = vec![("€ 2.90".into(), 6), ("€ 3.10".into(), 4)];
    let mut blank = quiet("blanks only", prices());
    blank.profile.columns.last_mut().unwrap().strays = vec![("?".into(), 10)];
    vec![mixed, blank, quiet("missing only", prices())]
}
