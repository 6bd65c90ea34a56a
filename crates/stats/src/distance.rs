//! How far two distributions are apart, and how much of that the sizes of the samples explain.
//!
//! A distance between two samples of one population is never 0: with few rows it is large. So each comes with what is to
//! be expected when nothing has changed, and with the interval in which the distance of the populations lies.

/// A distance of two samples, and what it says of their populations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distance {
    /// Between the samples.
    pub value: f64,
    /// What it is on average when the populations are the same.
    pub noise: f64,
    /// The least that the distance of the populations may be.
    pub low: f64,
    /// The most that it may be.
    pub high: f64,
}

impl Distance {
    /// The distance of the populations: what is left above the noise.
    pub fn estimate(&self) -> f64 {
        (self.value - self.noise).max(0.0)
    }
}

/// Added to each count, so that an empty bin is rare and not impossible: the prior of Jeffreys (1946).
const HALF: f64 = 0.5;

/// Shares of the rows in each bin, none of them 0.
pub fn bin_shares(counts: &[f64]) -> Vec<f64> {
    let whole = counts.iter().sum::<f64>() + HALF * counts.len() as f64;
    counts.iter().map(|count| (count + HALF) / whole).collect()
}

/// The population stability index of shares over the same bins: `sum (q - p) ln(q / p)`, the divergence of Jeffreys (1946)
/// as Lewis, *An Introduction to Credit Scoring* (1994) uses it. By custom below 0.1 is little and above 0.25 is much.
/// Infinite when a bin is empty on one side only.
pub fn stability_index(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).filter(|(p, q)| p != q).map(|(p, q)| (q - p) * (q / p).ln()).sum()
}

/// The population stability index of two samples by their rows in each bin, with its noise and its interval at `z` standard
/// errors; `None` with fewer than two bins or an empty sample.
///
/// With `s = 1/n + 1/m` and `k` bins, the index over `s` is chi-square with `k - 1` degrees of freedom when nothing has
/// changed: Yurdakul, *Statistical Properties of Population Stability Index* (2018), theorem 4.1; and otherwise noncentral by
/// the index of the populations over `s`, of mean `k - 1 + c` and variance `2 (k - 1) + 4 c`. The ends are the `c` from which
/// what was seen is `z` deviations away.
pub fn stability(reference: &[f64], other: &[f64], z: f64) -> Option<Distance> {
    let (n, m) = (reference.iter().sum::<f64>(), other.iter().sum::<f64>());
    if reference.len() < 2 || reference.len() != other.len() || n <= 0.0 || m <= 0.0 {
        return None;
    }
    let value = stability_index(&bin_shares(reference), &bin_shares(other));
    let (scale, freedom) = (1.0 / n + 1.0 / m, reference.len() as f64 - 1.0);
    let above = value / scale - freedom;
    let middle = above + 2.0 * z * z;
    let reach = z * (4.0 * z * z + 4.0 * above + 2.0 * freedom).max(0.0).sqrt();
    let least = if above * above <= 2.0 * freedom * z * z { 0.0 } else { (middle - reach).max(0.0) };
    Some(Distance {
        value,
        noise: freedom * scale,
        low: if above > 0.0 { least * scale } else { 0.0 },
        high: (middle + reach).max(0.0) * scale,
    })
}

/// The distance of Jensen and Shannon between shares over the same bins, from 0 (the same) to 1 (nothing in common): Endres
/// & Schindelin, "A new metric for probability distributions" (IEEE Transactions on Information Theory 49, 2003), with
/// logarithms to base 2.
pub fn jensen_shannon(p: &[f64], q: &[f64]) -> f64 {
    let towards = |a: f64, middle: f64| if a > 0.0 { a * (a / middle).log2() } else { 0.0 };
    let sum: f64 =
        p.iter().zip(q).map(|(&p, &q)| 0.5 * (towards(p, (p + q) / 2.0) + towards(q, (p + q) / 2.0))).sum();
    sum.max(0.0).sqrt()
}

/// The largest difference between the shares of two samples below a value (Kolmogorov-Smirnov), both in ascending order.
pub fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> f64 {
    steps(a, b).map(|(_, _, below_a, below_b)| (below_a - below_b).abs()).fold(0.0, f64::max)
}

/// How far values must be moved on average to make one sample the other, in their unit: the distance of Wasserstein of
/// order 1, `integral |F - G|` (Vallender, Theory of Probability & Its Applications 18, 1974). Both in ascending order.
pub fn wasserstein(a: &[f64], b: &[f64]) -> f64 {
    steps(a, b).map(|(from, to, below_a, below_b)| (to - from) * (below_a - below_b).abs()).sum()
}

/// The stretches between neighbouring values of two samples: from, to, and the share of each sample up to `from`.
fn steps<'s>(a: &'s [f64], b: &'s [f64]) -> impl Iterator<Item = (f64, f64, f64, f64)> + 's {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        let next = |i: usize, j: usize| match (a.get(i), b.get(j)) {
            (Some(&a), Some(&b)) => Some(a.min(b)),
            (Some(&a), None) => Some(a),
            (None, b) => b.copied(),
        };
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let from = next(i, j)?;
        i += a[i..].iter().take_while(|&&value| value <= from).count();
        j += b[j..].iter().take_while(|&&value| value <= from).count();
        let to = next(i, j).unwrap_or(from);
        Some((from, to, i as f64 / a.len() as f64, j as f64 / b.len() as f64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_close, normal};

    /// `scipy.spatial.distance.jensenshannon(p, q, base=2)`, and the sum by hand.
    #[test]
    fn distances_of_shares_agree_with_scipy() {
        let (p, q) = ([0.1, 0.4, 0.5], [0.3, 0.3, 0.4]);
        assert_close(jensen_shannon(&p, &q), 0.216_634_024_495_196_67, 1e-9);
        assert_close(stability_index(&p, &q), 0.270_805_020_110_221, 1e-9);
        assert_eq!(jensen_shannon(&[1.0, 0.0], &[0.0, 1.0]), 1.0);
        assert_eq!((stability_index(&p, &p), jensen_shannon(&p, &p)), (0.0, 0.0));
    }

    /// `scipy.stats.wasserstein_distance` and `scipy.stats.ks_2samp`.
    #[test]
    fn distances_of_values_agree_with_scipy() {
        let (a, b) = ([1.0, 2.0, 2.0, 5.0], [0.5, 2.0, 7.0]);
        assert_close(wasserstein(&a, &b), 1.166_666_666_666_666_7, 1e-12);
        assert_close(kolmogorov_smirnov(&a, &b), 1.0 / 3.0, 1e-12);
        assert_eq!((wasserstein(&a, &a), kolmogorov_smirnov(&a, &a)), (0.0, 0.0));
        assert_eq!(kolmogorov_smirnov(&[1.0, 2.0], &[3.0, 4.0]), 1.0);
        assert_eq!((wasserstein(&a, &[]), kolmogorov_smirnov(&[], &b)), (0.0, 0.0));
    }

    /// Ten equal bins: without a change the index strays around its noise and its low end stays at 0; with one, the interval
    /// holds the index of the populations.
    #[test]
    fn the_interval_knows_the_noise() {
        let mut random = fastrand::Rng::with_seed(9);
        let mut draw = |rows: usize, mean: f64| {
            let mut counts = [0.0; 10];
            for _ in 0..rows {
                let share = 1.0 - crate::normal_tail(normal(&mut random) + mean);
                counts[((share * 10.0) as usize).min(9)] += 1.0;
            }
            counts
        };
        let (mut above, mut values, mut held) = (0, 0.0, 0);
        let shifted: [f64; 10] = draw(2_000_000, 0.4);
        let truth = stability_index(&[0.1; 10], &bin_shares(&shifted));
        for _ in 0..1_000 {
            let same = stability(&draw(400, 0.0), &draw(700, 0.0), 1.96).unwrap();
            values += same.value / same.noise / 1_000.0;
            above += usize::from(same.low > 0.0);
            let moved = stability(&draw(400, 0.0), &draw(700, 0.4), 1.96).unwrap();
            held += usize::from(moved.low <= truth && truth <= moved.high);
        }
        assert!((values - 1.0).abs() < 0.06, "noise is off by {values}");
        assert!(above < 60, "{above} of 1,000 are above the noise where nothing has changed");
        assert!((925..=985).contains(&held), "{held} of 1,000 intervals hold {truth}");
        assert_eq!(stability(&[1.0], &[1.0], 2.0), None);
        assert_eq!(stability(&[1.0, 2.0], &[0.0, 0.0], 2.0), None);
    }
}
