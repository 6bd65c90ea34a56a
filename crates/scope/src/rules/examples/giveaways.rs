//! Examples of the rules about columns that know too much: leaks, what was filled in afterwards, names of rows.

use frame::Kind;

use super::{Example, fires, members, quiet, with, with_text};

pub fn target_leak() -> Vec<Example> {
    let honest = |_: usize, left: bool, random: &mut fastrand::Rng| {
        f64::from(u8::from(left)) * 1.8 + (0..4).map(|_| random.f64() - 0.5).sum::<f64>() * 1.7
    };
    vec![
        quiet("an honest table", members(800)),
        quiet("a strong honest reading (AUC 0.9)", with(members(1_200), Kind::Number, honest)),
        fires(
            "a recode",
            with_text(members(500), |_, left, random| {
                if left { ["X", "Q"][random.usize(0..2)] } else { "K" }.into()
            }),
        ),
        fires(
            "a copy with 8 % noise",
            with(members(1_000), Kind::Integer, |_, left, random| {
                f64::from(u8::from(left ^ (random.f64() < 0.08)))
            }),
        ),
        fires(
            "a letter inside a code",
            with_text(members(900), |_, left, random| {
                format!(
                    "{:03}{}{:03}",
                    random.u16(0..999),
                    if left { ["A", "B"][random.usize(0..2)] } else { "C" },
                    random.u16(0..999)
                )
            }),
        ),
        fires(
            "one code in a quarter of those who left",
            with_text(members(900), |_, left, random| {
                if left && random.f64() < 0.25 { "95".into() } else { format!("{}0", random.u8(1..6)) }
            }),
        ),
    ]
}

pub fn post_outcome_column() -> Vec<Example> {
    let refund = |_: usize, left: bool, random: &mut fastrand::Rng| {
        if left && random.f64() < 0.7 { (random.f64() * 2_000.0).round() / 100.0 + 5.0 } else { 0.0 }
    };
    let visit = |_: usize, left: bool, random: &mut fastrand::Rng| {
        if left && random.f64() < 0.9 { random.f64() * 1e6 } else { f64::NAN }
    };
    let commute = |row: usize, _: bool, random: &mut fastrand::Rng| {
        if row.is_multiple_of(3) { f64::NAN } else { (random.f64() * 40.0).round() }
    };
    vec![
        fires("a refund for those who left", with(members(800), Kind::Number, refund)),
        fires("a date for those who left", with(members(800), Kind::Timestamp, visit)),
        quiet("missing for another reason", with(members(800), Kind::Number, commute)),
    ]
}

pub fn identifier_column() -> Vec<Example> {
    vec![
        fires("numbered rows", with(members(300), Kind::Integer, |row, _, _| 1_000.0 + row as f64)),
        fires(
            "codes",
            with_text(members(300), |row, _, random| format!("{:04}-{}", row * 17 + 3, random.uppercase())),
        ),
        quiet(
            "a measurement",
            with(members(600), Kind::Integer, |_, _, random| (random.f64() * 9.0).exp().round()),
        ),
        quiet("prose", with_text(members(300), |row, _, _| format!("a remark about member {row}"))),
    ]
}
