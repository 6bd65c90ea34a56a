//! The interval of a mean by the means of parts: exact for few differences of any spread, when they are as likely above
//! the centre as below it. Student's would ask a handful of gains, one of them large, to be larger still.
//!
//! Hartigan (1969), "Using subsample values as typical values", JASA 64: of `n` such values the means of all non-empty
//! subsets part the line into `2^n` stretches, each as likely to hold the centre. Many values are taken by subsets
//! drawn by chance, which keeps that.

/// With fewer values no subset is extreme enough for 95 %.
pub(super) const FEWEST: usize = 6;
/// With more values Student's interval is as good.
pub(super) const MOST: usize = 60;

/// Subsets are all taken up to so many values.
const ALL: usize = 13;
/// Subsets drawn where they are too many, one less than a round number of stretches.
const DRAWN: usize = 3_999;

/// The ends of the 95 % interval of the centre of these values; `None` of too few or too many.
pub(super) fn interval(values: &[f64]) -> Option<(f64, f64)> {
    let count = values.len();
    if !(FEWEST..=MOST).contains(&count) {
        return None;
    }
    let mut means: Vec<f64> = if count <= ALL {
        (1_u64..1 << count).map(|subset| mean(values, subset)).collect()
    } else {
        let mut random = fastrand::Rng::with_seed(0);
        let all = u64::MAX >> (64 - count);
        (0..DRAWN).map(|_| mean(values, (random.u64(..) & all).max(1))).collect()
    };
    means.sort_by(f64::total_cmp);
    let beyond = ((means.len() + 1) as f64 * 0.025).floor() as usize;
    Some((means[beyond - 1], means[means.len() - beyond]))
}

/// The mean of the values whose bit is set.
fn mean(values: &[f64], subset: u64) -> f64 {
    let picked = values.iter().enumerate().filter(|(bit, _)| subset >> bit & 1 == 1);
    picked.map(|(_, value)| value).sum::<f64>() / f64::from(subset.count_ones())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_values_reach_from_the_least_to_the_largest() {
        assert_eq!(interval(&[1.0, 9.0, 2.0, 4.0, 3.0, 30.0]), Some((1.0, 30.0)));
        assert_eq!(interval(&[1.0; 5]), None);
        // floor(0.025 * 2^7) = 3: the third smallest mean of a subset, here {1, 2}.
        assert_eq!(interval(&[0.0, 3.0, 9.0, 10.0, 12.0, 14.0, 50.0]).map(|ends| ends.0), Some(3.0));
    }

    #[test]
    fn the_centre_is_inside_95_times_of_100() {
        let mut random = fastrand::Rng::with_seed(4);
        for count in [6, 9, 20, 50] {
            let held = (0..1_000).filter(|_| {
                // Two steep slopes: far from normal, but as likely above as below.
                let values: Vec<f64> = (0..count)
                    .map(|_| (1.0 - random.f64()).ln() * if random.bool() { 1.0 } else { -1.0 })
                    .collect();
                interval(&values).is_some_and(|(low, high)| low <= 0.0 && 0.0 <= high)
            });
            let held = held.count();
            assert!((930..=985).contains(&held), "{held} of 1000 with {count}");
        }
    }
}
