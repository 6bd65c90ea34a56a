//! Differences of ratios against scipy and statsmodels, and their coverage by simulation.

use super::*;
use crate::testing::{assert_close, misses, normal};

fn means(values: &[f64]) -> UnitSums {
    let mut sums = UnitSums::default();
    values.iter().for_each(|&value| sums.add(value, 1.0));
    sums
}

/// `scipy.stats.ttest_ind(a, b, equal_var=False)` and its `.confidence_interval(0.95)`.
#[test]
fn plain_means_agree_with_scipy() {
    let a = means(&[3.1, 4.2, 5.9, 2.2, 8.8, 6.1, 4.4]);
    let b = means(&[1.2, 2.1, 3.3, 1.9, 2.8]);
    let difference = ratio_difference(&a, &b).unwrap();
    let (low, high) = difference.interval(0.05).unwrap();
    assert_close(difference.p_value().unwrap(), 0.017_462_844_021_661_608, 1e-12);
    assert_close(difference.freedom, 8.085_100_504_283_14, 1e-13);
    assert_close(low, 0.611_989_910_902_574_2, 1e-12);
    assert_close(high, 4.782_295_803_383_14, 1e-12);
    assert!(a.is_plain_mean());
}

#[test]
fn means_miss_the_truth_as_often_as_promised() {
    let mut random = fastrand::Rng::with_seed(7);
    let missed = misses(4000, 0.05, || {
        let variant: Vec<f64> = (0..12).map(|_| 1.0 + 3.0 * normal(&mut random)).collect();
        let control: Vec<f64> = (0..40).map(|_| normal(&mut random)).collect();
        Some((ratio_difference(&means(&variant), &means(&control))?.interval(0.05)?, 1.0))
    });
    assert!((0.038..0.062).contains(&missed), "missed {missed}");
}

/// Users with their own level and 1 to 9 rows each: rows of a user resemble each other.
fn users(random: &mut fastrand::Rng, count: usize, effect: f64) -> (UnitSums, UnitSums) {
    let (mut by_user, mut by_row) = (UnitSums::default(), UnitSums::default());
    for _ in 0..count {
        let level = normal(random) + effect;
        let rows: Vec<f64> = (0..random.u32(1..10)).map(|_| level + normal(random)).collect();
        by_user.add(rows.iter().sum(), rows.len() as f64);
        rows.iter().for_each(|&row| by_row.add(row, 1.0));
    }
    (by_user, by_row)
}

#[test]
fn several_rows_a_unit_miss_as_promised_and_row_by_row_far_more() {
    let mut random = fastrand::Rng::with_seed(11);
    let mut row_misses = 0;
    let missed = misses(3000, 0.05, || {
        let (variant, variant_rows) = users(&mut random, 60, 0.4);
        let (control, control_rows) = users(&mut random, 80, 0.0);
        let (low, high) = ratio_difference(&variant_rows, &control_rows)?.interval(0.05)?;
        row_misses += i32::from(!(low..=high).contains(&0.4));
        Some((ratio_difference(&variant, &control)?.interval(0.05)?, 0.4))
    });
    assert!((0.035..0.065).contains(&missed), "missed {missed}");
    assert!(row_misses > 600, "taken row by row only {row_misses} of 3000 missed");
}

#[test]
fn ratios_miss_the_truth_as_often_as_promised() {
    let mut random = fastrand::Rng::with_seed(13);
    let mut arm = |rate: f64| {
        let mut sums = UnitSums::default();
        for _ in 0..120 {
            let views = random.u32(1..20);
            let own = (rate + 0.1 * (random.f64() - 0.5)).clamp(0.0, 1.0);
            let clicks = (0..views).filter(|_| random.f64() < own).count();
            sums.add(clicks as f64, f64::from(views));
        }
        sums
    };
    let missed =
        misses(3000, 0.05, || Some((ratio_difference(&arm(0.3), &arm(0.25))?.interval(0.05)?, 0.05)));
    assert!((0.035..0.065).contains(&missed), "missed {missed}");
}

#[test]
fn a_covariate_narrows_the_interval_and_keeps_its_promise() {
    let mut random = fastrand::Rng::with_seed(17);
    let mut arm = |effect: f64| {
        let mut sums = UnitSums::default();
        for unit in 0..100 {
            let before = normal(&mut random);
            let value = effect + before + 0.6 * normal(&mut random);
            let known = f64::from(unit % 10 != 0);
            sums.add_with_covariate(value, 1.0, known * before, known);
        }
        sums
    };
    let mut reduction = 0.0;
    let missed = misses(3000, 0.05, || {
        let adjusted = adjusted_difference(&arm(0.5), &arm(0.0))?;
        reduction += adjusted.variance_reduction / 3000.0;
        Some((adjusted.difference.interval(0.05)?, 0.5))
    });
    assert!((0.035..0.065).contains(&missed), "missed {missed}");
    // Known for nine in ten, and explaining 1 / 1.36 of the variance there.
    assert!((0.6..0.72).contains(&reduction), "reduced by {reduction}");
}

/// The slope and adjusted values by hand: `theta = cov(y, x) / var(x)` over both arms, then
/// `scipy.stats.ttest_ind(y - theta * x of each arm, equal_var=False)`.
#[test]
fn adjustment_agrees_with_scipy() {
    let arm = |pairs: &[(f64, f64)]| {
        let mut sums = UnitSums::default();
        pairs.iter().for_each(|&(y, x)| sums.add_with_covariate(y, 1.0, x, 1.0));
        sums
    };
    let variant = arm(&[(3.1, 1.0), (4.2, 2.5), (5.9, 2.0), (2.2, 0.5), (8.8, 5.0), (6.1, 3.5), (4.4, 1.5)]);
    let control = arm(&[(1.2, 0.2), (2.1, 1.1), (3.3, 2.2), (1.9, 1.6), (2.8, 0.9)]);
    let adjusted = adjusted_difference(&variant, &control).unwrap();
    let (low, high) = adjusted.difference.interval(0.05).unwrap();
    for (seen, expected) in
        [adjusted.difference.value, adjusted.difference.p_value().unwrap(), low, high].into_iter().zip(CUPED)
    {
        assert_close(seen, expected, 1e-12);
    }
}

const CUPED: [f64; 4] = [1.1065120900960586, 0.03503447564932391, 0.09653235362620838, 2.116491826565909];

#[test]
fn nothing_is_claimed_of_what_does_not_vary() {
    assert_eq!(ratio_difference(&means(&[1.0, 1.0]), &means(&[2.0, 2.0])), None);
    assert_eq!(ratio_difference(&means(&[1.0]), &means(&[2.0, 3.0])), None);
    assert_eq!(ratio_difference(&means(&[]), &means(&[2.0, 3.0])), None);
    assert_eq!(adjusted_difference(&means(&[1.0, 4.0]), &means(&[2.0, 3.0])), None);
    let mut empty = UnitSums::default();
    empty.add(0.0, 0.0);
    assert_eq!(empty.ratio(), None);
}
