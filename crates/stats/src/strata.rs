//! A difference within strata, put together in the proportions of all units: post-stratification.

use crate::ratio::over;
use crate::{Difference, UnitSums};

/// One stratum: the units of the variant and of the control in it.
pub type Stratum = (UnitSums, UnitSums);

/// The difference of two ratios with each arm brought to the strata's shares of all units: Miratrix, Sekhon & Yu,
/// "Adjusting treatment effect estimates by post-stratification in randomized experiments" (Journal of the Royal Statistical Society B 75,
/// 2013), equation 4, with the variance given the split, their equation 9; ratios by the delta method on the weighted means.
/// Degrees of freedom are Satterthwaite's (1946) over all cells.
///
/// `None` when a stratum with units has fewer than two in an arm: put small strata together first.
pub fn stratified_difference(strata: &[Stratum]) -> Option<Difference> {
    let of = |(variant, control): &Stratum| (variant.units() + control.units()) as f64;
    let filled: Vec<&Stratum> = strata.iter().filter(|stratum| of(stratum) > 0.0).collect();
    let whole: f64 = filled.iter().map(|stratum| of(stratum)).sum();
    let weights: Vec<f64> = filled.iter().map(|stratum| of(stratum) / whole).collect();
    let variant: Vec<&UnitSums> = filled.iter().map(|(variant, _)| variant).collect();
    let control: Vec<&UnitSums> = filled.iter().map(|(_, control)| control).collect();
    let (new, old) = (weighted(&variant, &weights)?, weighted(&control, &weights)?);
    let error = (new.variance + old.variance).sqrt();
    let freedom = (new.variance + old.variance).powi(2) / (new.spread + old.spread);
    let known = error > 0.0 && freedom.is_finite();
    known.then_some(Difference { value: new.ratio - old.ratio, error, freedom })
}

/// One arm over its strata.
struct Weighted {
    ratio: f64,
    variance: f64,
    /// Sum over strata of the squared variance over its degrees of freedom.
    spread: f64,
}

fn weighted(cells: &[&UnitSums], weights: &[f64]) -> Option<Weighted> {
    let mean = |of: fn(&UnitSums) -> f64| -> f64 {
        cells.iter().zip(weights).map(|(cell, weight)| weight * of(cell)).sum()
    };
    let (above, below) = (mean(UnitSums::numerator), mean(UnitSums::denominator));
    let ratio = over(above, below)?;
    let (mut variance, mut spread) = (0.0, 0.0);
    for (cell, weight) in cells.iter().zip(weights) {
        if cell.units() < 2 {
            return None;
        }
        let part = weight * weight * cell.variance_around(ratio)? / (below * below);
        variance += part;
        spread += part * part / (cell.units() - 1) as f64;
    }
    Some(Weighted { ratio, variance, spread })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratio_difference;
    use crate::testing::{assert_close, misses, normal};

    fn of(values: &[f64]) -> UnitSums {
        let mut sums = UnitSums::default();
        values.iter().for_each(|&value| sums.add(value, 1.0));
        sums
    }

    #[test]
    fn one_stratum_is_welch() {
        let (new, old) = (of(&[1.0, 4.0, 2.5, 9.0]), of(&[2.0, 2.0, 3.0]));
        let (seen, expected) =
            (stratified_difference(&[(new.clone(), old.clone())]), ratio_difference(&new, &old));
        assert_close(seen.unwrap().value, expected.unwrap().value, 1e-14);
        assert_close(seen.unwrap().error, expected.unwrap().error, 1e-14);
        assert_close(seen.unwrap().freedom, expected.unwrap().freedom, 1e-14);
    }

    /// By hand: shares 0.6 and 0.4; 0.6·(2 - 1) + 0.4·(12 - 10) = 1.4; variance 0.36·(1/3 + 1/3) + 0.16·(2/2 + 2/2).
    #[test]
    fn strata_have_their_share_of_all_units() {
        let strata = [
            (of(&[1.0, 2.0, 3.0]), of(&[0.0, 1.0, 2.0])),
            (of(&[11.0, 13.0]), of(&[9.0, 11.0])),
            (of(&[]), of(&[])),
        ];
        let seen = stratified_difference(&strata).unwrap();
        assert_close(seen.value, 1.4, 1e-14);
        assert_close(seen.error, (0.36 * 2.0 / 3.0 + 0.16 * 2.0f64).sqrt(), 1e-14);
        assert_eq!(stratified_difference(&[(of(&[1.0]), of(&[2.0, 3.0]))]), None);
        assert_eq!(stratified_difference(&[]), None);
    }

    /// Strata that foretell the metric: the interval holds, and is far narrower.
    #[test]
    fn the_interval_holds_and_is_narrower() {
        let mut random = fastrand::Rng::with_seed(12);
        let mut narrower = 0.0;
        let missed = misses(2_500, 0.05, || {
            let mut strata = vec![Stratum::default(); 3];
            for _ in 0..240 {
                let at = random.usize(0..3);
                let treated = random.bool();
                let value = 3.0 * at as f64 + normal(&mut random) + f64::from(u8::from(treated));
                let cell = if treated { &mut strata[at].0 } else { &mut strata[at].1 };
                cell.add(value, 1.0);
            }
            let seen = stratified_difference(&strata)?;
            let mut all = Stratum::default();
            strata.iter().for_each(|(new, old)| {
                all.0.merge(new);
                all.1.merge(old);
            });
            narrower = (seen.error / ratio_difference(&all.0, &all.1)?.error).powi(2);
            Some((seen.interval(0.05)?, 1.0))
        });
        assert!((0.04..0.062).contains(&missed), "{missed}");
        assert!(narrower < 0.3, "{narrower}");
    }
}
