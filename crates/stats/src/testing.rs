//! What the tests of this crate share: closeness, a normal draw, and counting how often an interval misses.

/// Both within `tolerance` of each other, relative to the expected one.
#[track_caller]
pub fn assert_close(seen: f64, expected: f64, tolerance: f64) {
    assert!((seen - expected).abs() <= tolerance * expected.abs(), "{seen:e} is not {expected:e}");
}

/// A standard normal draw (Box & Muller 1958).
pub fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

/// The share of `times` experiments, each an interval and the truth, whose interval does not hold the truth.
/// An experiment without an interval counts as a miss.
pub fn misses(times: u32, alpha: f64, mut experiment: impl FnMut() -> Option<((f64, f64), f64)>) -> f64 {
    assert!(f64::from(times) * alpha > 100.0, "too few experiments to tell");
    let missed = (0..times)
        .filter(|_| experiment().is_none_or(|((low, high), truth)| truth < low || truth > high))
        .count();
    missed as f64 / f64::from(times)
}
