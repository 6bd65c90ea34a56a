use super::*;
use crate::testing::{assert_close, misses, normal};
use crate::{UnitSums, adjusted_difference};

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

fn sums(units: &[(f64, f64, [f64; 3])]) -> CovariateSums {
    let mut sums = CovariateSums::new(3);
    units.iter().for_each(|(above, below, covariates)| {
        sums.add(*above, *below, &covariates.map(|value| (value, 1.0)));
    });
    sums
}

#[test]
fn one_covariate_gives_what_cuped_gives() {
    let mut random = fastrand::Rng::with_seed(4);
    let arms = [arm(&mut random, 90, 1.0), arm(&mut random, 70, 0.5)];
    let [new, old] = arms.clone().map(|units| {
        let mut sums = CovariateSums::new(1);
        units.iter().for_each(|(above, below, covariates)| sums.add(*above, *below, &[(covariates[0], 1.0)]));
        sums
    });
    let [new_pair, old_pair] = arms.map(|units| {
        let mut sums = UnitSums::default();
        units.iter().for_each(|(above, below, covariates)| {
            sums.add_with_covariate(*above, *below, covariates[0], 1.0);
        });
        sums
    });
    let (seen, expected) =
        (covariate_difference(&new, &old).unwrap(), adjusted_difference(&new_pair, &old_pair).unwrap());
    assert_close(seen.difference.value, expected.difference.value, 1e-12);
    assert_close(seen.difference.error, expected.difference.error, 1e-12);
    assert_close(seen.difference.freedom, expected.difference.freedom, 1e-12);
    assert_close(seen.variance_reduction, expected.variance_reduction, 1e-11);
}

#[test]
fn parts_merge_and_useless_covariates_change_nothing() {
    let mut random = fastrand::Rng::with_seed(5);
    let (new, old) = (arm(&mut random, 300, 1.0), arm(&mut random, 200, 0.5));
    let mut parts = CovariateSums::new(3);
    new.chunks(41).for_each(|part| parts.merge(&sums(part)));
    let whole = covariate_difference(&sums(&new), &sums(&old)).unwrap();
    let merged = covariate_difference(&parts, &sums(&old)).unwrap();
    assert_close(merged.difference.value, whole.difference.value, 1e-12);
    assert_close(merged.difference.error, whole.difference.error, 1e-12);
    // A copy of a covariate, and one that does not vary.
    let with = |units: &[(f64, f64, [f64; 3])]| {
        let mut sums = CovariateSums::new(5);
        units.iter().for_each(|(above, below, c)| {
            sums.add(
                *above,
                *below,
                &[(7.0, 1.0), (c[0], 1.0), (c[1], 1.0), (c[0] * 3.0 - 1.0, 1.0), (c[2], 1.0)],
            );
        });
        sums
    };
    let same = covariate_difference(&with(&new), &with(&old)).unwrap();
    assert_close(same.difference.value, whole.difference.value, 1e-9);
    assert_close(same.difference.error, whole.difference.error, 1e-9);
    assert_eq!(covariate_difference(&CovariateSums::new(0), &CovariateSums::new(0)), None);
}

#[test]
fn two_covariates_take_more_noise_away_and_the_interval_holds() {
    let mut random = fastrand::Rng::with_seed(6);
    let mut reduction = 0.0;
    let missed = misses(2_500, 0.05, || {
        let (new, old) = (arm(&mut random, 150, 1.0), arm(&mut random, 150, 0.5));
        let adjusted = covariate_difference(&sums(&new), &sums(&old))?;
        reduction = adjusted.variance_reduction;
        Some((adjusted.difference.interval(0.05)?, 0.5))
    });
    assert!((0.04..0.062).contains(&missed), "{missed}");
    assert!(reduction > 0.7, "{reduction}");
}
