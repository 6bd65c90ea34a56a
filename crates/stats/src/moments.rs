//! Sums of squares and products that add: what is computed on parts merges into the whole.

use std::array;

/// Count, means and comoments of `D` quantities observed together, once a unit.
///
/// Updates and merges are the stable ones of Welford (1962) and Chan, Golub & LeVeque (1983), so a large
/// common offset costs no digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments<const D: usize> {
    /// How many units.
    pub count: u64,
    /// The mean of each quantity; 0 while there is no unit.
    pub mean: [f64; D],
    /// Sums over units of products of deviations from the means; only `comoment[i][j]` with `j <= i` is kept.
    comoment: [[f64; D]; D],
}

impl<const D: usize> Default for Moments<D> {
    fn default() -> Self {
        Moments { count: 0, mean: [0.0; D], comoment: [[0.0; D]; D] }
    }
}

impl<const D: usize> Moments<D> {
    /// Add one unit.
    pub fn add(&mut self, values: [f64; D]) {
        self.count += 1;
        let share = 1.0 / self.count as f64;
        let before: [f64; D] = array::from_fn(|i| values[i] - self.mean[i]);
        self.mean = array::from_fn(|i| self.mean[i] + before[i] * share);
        for (i, row) in self.comoment.iter_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate().take(i + 1) {
                *cell += before[i] * (values[j] - self.mean[j]);
            }
        }
    }

    /// Add all units of `other`.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let total = mine + theirs;
        let gap: [f64; D] = array::from_fn(|i| other.mean[i] - self.mean[i]);
        self.mean = array::from_fn(|i| self.mean[i] + gap[i] * theirs / total);
        for (i, row) in self.comoment.iter_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate().take(i + 1) {
                *cell += other.comoment[i][j] + gap[i] * gap[j] * mine * theirs / total;
            }
        }
        self.count += other.count;
    }

    /// The covariance of quantities `i` and `j` between units, with `count - 1` below; `None` with fewer than two units.
    pub fn covariance(&self, i: usize, j: usize) -> Option<f64> {
        let (i, j) = (i.max(j), i.min(j));
        (self.count > 1).then(|| self.comoment[i][j] / (self.count - 1) as f64)
    }

    /// The variance of quantity `i` between units.
    pub fn variance(&self, i: usize) -> Option<f64> {
        self.covariance(i, i)
    }

    /// The variance between units of the sum of `weights[i]` times quantity `i`. What rounding left over
    /// of a sum that does not vary is returned as 0.
    pub fn variance_of(&self, weights: [f64; D]) -> Option<f64> {
        let (sum, size) = self.products(weights, weights)?;
        Some(if sum > 1e-14 * size { sum } else { 0.0 })
    }

    /// The covariance between units of two weighted sums of the quantities.
    pub fn covariance_of(&self, left: [f64; D], right: [f64; D]) -> Option<f64> {
        Some(self.products(left, right)?.0)
    }

    /// The sum of all weighted covariances, and the sum of their sizes.
    fn products(&self, left: [f64; D], right: [f64; D]) -> Option<(f64, f64)> {
        let mut sum = 0.0;
        let mut size = 0.0;
        for (i, left) in left.iter().enumerate() {
            for (j, right) in right.iter().enumerate() {
                let term = left * right * self.covariance(i, j)?;
                sum += term;
                size += term.abs();
            }
        }
        Some((sum, size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    fn of(values: &[[f64; 2]]) -> Moments<2> {
        let mut moments = Moments::default();
        values.iter().for_each(|&pair| moments.add(pair));
        moments
    }

    /// `numpy.cov(x, y)`.
    #[test]
    fn agrees_with_numpy() {
        let moments = of(&[[1.0, 2.0], [2.0, 1.5], [4.0, 7.0], [8.5, 3.0], [0.5, 0.25]]);
        assert_close(moments.mean[0], 3.2, 1e-15);
        assert_close(moments.variance(0).unwrap(), 10.575, 1e-14);
        assert_close(moments.variance(1).unwrap(), 6.625, 1e-14);
        assert_close(moments.covariance(0, 1).unwrap(), 3.656_25, 1e-14);
        assert_close(moments.variance_of([1.0, -2.0]).unwrap(), 10.575 + 4.0 * 6.625 - 4.0 * 3.656_25, 1e-14);
    }

    #[test]
    fn parts_merge_into_the_whole() {
        let mut random = fastrand::Rng::with_seed(1);
        let values: Vec<[f64; 2]> = (0..1000).map(|_| [random.f64() * 9.0, random.f64()]).collect();
        let whole = of(&values);
        let mut parts = Moments::default();
        for part in values.chunks(137) {
            parts.merge(&of(part));
        }
        assert_eq!(parts.count, whole.count);
        assert_close(parts.covariance(0, 1).unwrap(), whole.covariance(1, 0).unwrap(), 1e-12);
        assert_close(parts.variance(0).unwrap(), whole.variance(0).unwrap(), 1e-12);
    }

    #[test]
    fn a_large_offset_costs_no_digits() {
        let near: Vec<[f64; 2]> = (0..500).map(|i| [f64::from(i % 7), 0.0]).collect();
        let far: Vec<[f64; 2]> = near.iter().map(|[x, y]| [x + 1e9, *y]).collect();
        assert_close(of(&far).variance(0).unwrap(), of(&near).variance(0).unwrap(), 1e-7);
        assert_eq!(of(&[[0.1, 0.3]; 77]).variance(0), Some(0.0));
        assert_eq!(of(&[[1.0, 1.0]]).variance(0), None);
    }
}
