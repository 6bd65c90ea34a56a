//! The boundaries of daily looks, one rule a line, for `benches/sequential.py`.
#![allow(clippy::print_stdout, reason = "an example for a script")]

use stats::{ConfidenceSequence, GroupSequential, Spending};

fn main() {
    let days = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(28u32);
    let daily = |sequence: Option<ConfidenceSequence>| -> Option<Vec<f64>> {
        let share = |day: u32| f64::from(day) / f64::from(days);
        sequence.and_then(|sequence| (1..=days).map(|day| sequence.boundary(share(day))).collect())
    };
    let rules = [
        ("always valid, expected size right", daily(ConfidenceSequence::expecting(0.05, 1.0))),
        ("always valid, expected four times less", daily(ConfidenceSequence::expecting(0.05, 0.25))),
        ("always valid, expected four times more", daily(ConfidenceSequence::expecting(0.05, 4.0))),
        ("always valid, planned end", daily(ConfidenceSequence::ending(0.05, 1.0))),
        ("28 looks, O'Brien-Fleming", GroupSequential::even(Spending::OBrienFleming, 0.05, days)),
        ("28 looks, Pocock", GroupSequential::even(Spending::Pocock, 0.05, days)),
    ];
    for (name, boundary) in rules {
        let values: Vec<String> = boundary.unwrap_or_default().iter().map(f64::to_string).collect();
        println!("{name}\t{}", values.join(","));
    }
}
