//! Several covariates at once.

use super::*;
use crate::testing::{assert_close, misses, normal};

/// Units with rows, a metric that two covariates foretell and a third does not.
fn arm(random: &mut fastrand::Rng, units: usize, shift: f64) -> Vec<(f64, f64, [f64; 3])> {
    let unit = |_| {
        let rows = f64::from(random.u32(1..5));
        let (one, two, three) = (normal(random), normal(random), normal(random));
        let covariates = [one, 0.5 * one + two, three];
        ((shift + 2.0 * one + 1.5 * two + normal(random)) * rows, rows, covariates)
    };
    (0..units).map(unit).collect()
}

fn sums(units: &[(f64, f64, [f64; 3])]) -> UnitSums {
    let mut sums = UnitSums::default();
    units.iter().for_each(|(above, below, covariates)| {
        let [one, two, three] = *covariates;
        sums.add_unit(&[*above, *below, one, 1.0, two, 1.0, three, 1.0]);
    });
    sums
}

#[test]
fn parts_merge_and_useless_covariates_change_nothing() {
    let mut random = fastrand::Rng::with_seed(5);
    let (new, old) = (arm(&mut random, 300, 1.0), arm(&mut random, 200, 0.5));
    let mut parts = UnitSums::default();
    new.chunks(41).for_each(|part| parts.merge(&sums(part)));
    let whole = adjusted_difference(&sums(&new), &sums(&old)).unwrap();
    let merged = adjusted_difference(&parts, &sums(&old)).unwrap();
    assert_close(merged.difference.value, whole.difference.value, 1e-12);
    assert_close(merged.difference.error, whole.difference.error, 1e-12);
    // A copy of a covariate, and one that does not vary.
    let with = |units: &[(f64, f64, [f64; 3])]| {
        let mut sums = UnitSums::default();
        units.iter().for_each(|(above, below, c)| {
            let all = [7.0, c[0], c[1], c[0] * 3.0 - 1.0, c[2]].map(|value| [value, 1.0]);
            sums.add_unit(&[&[*above, *below], all.as_flattened()].concat());
        });
        sums
    };
    let same = adjusted_difference(&with(&new), &with(&old)).unwrap();
    assert_close(same.difference.value, whole.difference.value, 1e-9);
    assert_close(same.difference.error, whole.difference.error, 1e-9);
    assert_eq!(adjusted_difference(&UnitSums::default(), &UnitSums::default()), None);
}

#[test]
fn two_covariates_take_more_noise_away_and_the_interval_holds() {
    let mut random = fastrand::Rng::with_seed(6);
    let mut reduction = 0.0;
    let missed = misses(2_500, 0.05, || {
        let (new, old) = (arm(&mut random, 150, 1.0), arm(&mut random, 150, 0.5));
        let adjusted = adjusted_difference(&sums(&new), &sums(&old))?;
        reduction = adjusted.variance_reduction;
        Some((adjusted.difference.interval(0.05)?, 0.5))
    });
    assert!((0.04..0.062).contains(&missed), "{missed}");
    assert!(reduction > 0.7, "{reduction}");
}
