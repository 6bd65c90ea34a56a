//! Intervals by resampling rows, for metrics whose error has no simple form.
//!
//! Efron & Tibshirani (1993), "An Introduction to the Bootstrap": bias-corrected percentiles, section 14.3
//! with acceleration zero. Replicate `i` draws from its own generator, made from the
//! seed and `i`, so the result is the same on any number of threads.

use fastrand::Rng;
use rayon::prelude::*;
use stats::{normal_quantile, normal_tail};

use super::estimate::{Estimate, normal_reach};

/// How many times the rows are resampled: 1,000, and fewer of very many rows, where each takes long.
fn replicates(rows: usize) -> u64 {
    (50_000_000 / rows.max(1) as u64).clamp(200, 1_000)
}

/// The randomness of one replicate.
pub(super) fn generator(seed: u64, replicate: u64) -> Rng {
    Rng::with_seed(seed.wrapping_add(replicate.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// A score of the rows in which row `i` counts `counts[i]` times; `None` where it cannot be computed.
pub(super) type Resampled<'a> = Box<dyn Fn(&[u32]) -> Option<f64> + Sync + 'a>;

/// The score of the rows, each counted once.
pub(super) fn score(rows: usize, resampled: &Resampled) -> Option<f64> {
    resampled(&vec![1; rows])
}

/// The score with its bootstrap interval; replicates that have no score (say, without a positive row) are
/// left out, and there is no interval when fewer than half have one.
pub(super) fn estimate(rows: usize, resampled: &Resampled, seed: u64) -> Option<Estimate> {
    let score = score(rows, resampled)?;
    let drawn = |replicate: u64| {
        let mut random = generator(seed, replicate);
        let mut counts = vec![0_u32; rows];
        (0..rows).for_each(|_| counts[random.usize(..rows)] += 1);
        resampled(&counts)
    };
    let drawn: Vec<Option<f64>> = (0..replicates(rows)).into_par_iter().map(drawn).collect();
    let wanted = drawn.len() / 2;
    let mut scores: Vec<f64> = drawn.into_iter().flatten().collect();
    if scores.len() < wanted {
        return None;
    }
    scores.sort_unstable_by(f64::total_cmp);
    let below = scores.iter().map(|&other| {
        if other < score {
            1.0
        } else if other == score {
            0.5
        } else {
            0.0
        }
    });
    let share = below.sum::<f64>() / scores.len() as f64;
    // A statistic that resampling shifts by more than about 2 standard errors cannot be corrected.
    let bias = normal_quantile(share.clamp(0.025, 0.975));
    let percentile = |z: f64| quantile(&scores, 1.0 - normal_tail(2.0 * bias + z));
    Some(Estimate {
        score,
        low: percentile(-normal_reach()).min(score),
        high: percentile(normal_reach()).max(score),
    })
}

/// The value below which this share of the sorted values lies, between neighbours by proportion.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    below + (above - below) * at.fract()
}
