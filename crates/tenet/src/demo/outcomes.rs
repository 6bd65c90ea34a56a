//! The A/B test: half of the customers called as today, half as the model says, and what came of it.

use frame::{Column, Frame, Kind};

/// One row a customer in the test: the arm, whether the customer stayed, and the margin of the month in EUR.
///
/// With the model 2.4 customers more in a hundred stay, and each who stays brings about 38 EUR.
pub fn outcomes(rows: usize, chance: &mut fastrand::Rng) -> Frame {
    let (mut customer, mut arm) = (Vec::new(), Vec::new());
    let (mut stayed, mut margin) = (Vec::new(), Vec::new());
    for row in 0..rows {
        let model = chance.bool();
        let stays = chance.f64() < if model { 0.804 } else { 0.780 };
        let called = chance.f64() < if model { 0.31 } else { 0.55 };
        let fee = 18.0 + 50.0 * chance.f64();
        customer.push(format!("C{:06}", 100_000 + (row * 7_919) % 900_000));
        arm.push(if model { "model" } else { "today" });
        stayed.push(f64::from(u8::from(stays)));
        let earned = if stays { fee * 0.88 } else { 0.0 } - if called { 8.0 } else { 0.0 };
        margin.push((earned * 100.0).round() / 100.0);
    }
    Frame::new(vec![
        Column::text("customer", customer.iter().map(|name| Some(name.as_str()))),
        Column::text("arm", arm.into_iter().map(Some)),
        Column::numbers("stayed", Kind::Integer, stayed),
        Column::numbers("margin", Kind::Number, margin),
    ])
}
