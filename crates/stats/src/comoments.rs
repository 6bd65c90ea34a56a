//! Sums of squares and products of any number of quantities, which add: what is computed on parts merges into
//! the whole.

/// Count, means and comoments of quantities observed together, once a unit; how many is set by the first unit.
///
/// Updates and merges are the stable ones of Welford (1962) and Chan, Golub & LeVeque (1983), so a large
/// common offset costs no digits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comoments {
    count: u64,
    mean: Vec<f64>,
    /// Sums over units of products of deviations from the means: the lower triangle, row by row.
    products: Vec<f64>,
}

/// One quantity of many units.
#[derive(Debug, Clone, Copy)]
pub enum Quantity<'a> {
    /// The same for all of them.
    Constant(f64),
    /// One value a unit.
    Each(&'a [f64]),
}

impl Comoments {
    /// How many units.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many quantities; 0 while there is no unit.
    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// The mean of a quantity; 0 while there is no unit.
    pub fn mean(&self, quantity: usize) -> f64 {
        self.mean.get(quantity).copied().unwrap_or_default()
    }

    /// Add one unit.
    pub fn add(&mut self, values: &[f64]) {
        if self.count == 0 {
            *self = Comoments::empty(values.len());
        }
        self.count += 1;
        let share = 1.0 / self.count as f64;
        let mut at = 0;
        for (i, &value) in values.iter().enumerate() {
            let before = value - self.mean[i];
            // Means before this one are already moved, those from this one on are not.
            for (&other, &mean) in values.iter().zip(&self.mean).take(i) {
                self.products[at] += before * (other - mean);
                at += 1;
            }
            self.mean[i] += before * share;
            self.products[at] += before * (value - self.mean[i]);
            at += 1;
        }
    }

    /// Add many units at once: two passes over values that are at hand, then a merge.
    pub fn add_all(&mut self, units: usize, quantities: &[Quantity]) {
        if units == 0 {
            return;
        }
        let mut part = Comoments::empty(quantities.len());
        part.count = units as u64;
        for (mean, quantity) in part.mean.iter_mut().zip(quantities) {
            *mean = match quantity {
                Quantity::Constant(value) => *value,
                Quantity::Each(values) => mean_of(values),
            };
        }
        let mut at = 0;
        for (i, one) in quantities.iter().enumerate() {
            for (j, other) in quantities.iter().enumerate().take(i + 1) {
                if let (Quantity::Each(one), Quantity::Each(other)) = (one, other) {
                    part.products[at] = products(one, part.mean[i], other, part.mean[j]);
                }
                at += 1;
            }
        }
        self.merge(&part);
    }

    /// Add all units of `other`, of the same quantities.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            self.clone_from(other);
            return;
        }
        let (mine, theirs) = (self.count as f64, other.count as f64);
        let share = theirs / (mine + theirs);
        let gap: Vec<f64> = other.mean.iter().zip(&self.mean).map(|(theirs, mine)| theirs - mine).collect();
        let mut at = 0;
        for i in 0..gap.len() {
            for j in 0..=i {
                self.products[at] += other.products[at] + gap[i] * gap[j] * mine * share;
                at += 1;
            }
            self.mean[i] += gap[i] * share;
        }
        self.count += other.count;
    }

    /// The covariance of two quantities between units, with `count - 1` below; `None` with fewer than two units.
    pub fn covariance(&self, one: usize, other: usize) -> Option<f64> {
        let (i, j) = (one.max(other), one.min(other));
        let product = self.products.get(i * (i + 1) / 2 + j)?;
        (self.count > 1).then(|| product / (self.count - 1) as f64)
    }

    /// The variance of a quantity between units.
    pub fn variance(&self, quantity: usize) -> Option<f64> {
        self.covariance(quantity, quantity)
    }

    /// The variance between units of a weighted sum of the quantities. What rounding left over of a sum that
    /// does not vary is returned as 0. `None` where the squares are too large to be held.
    pub fn variance_of(&self, weights: &[f64]) -> Option<f64> {
        let (sum, size) = self.weighted(weights, weights)?;
        (sum.is_finite() && size.is_finite()).then_some(if sum > 1e-14 * size { sum } else { 0.0 })
    }

    /// The covariance between units of two weighted sums of the quantities.
    pub fn covariance_of(&self, left: &[f64], right: &[f64]) -> Option<f64> {
        Some(self.weighted(left, right)?.0)
    }

    fn empty(width: usize) -> Self {
        Comoments { count: 0, mean: vec![0.0; width], products: vec![0.0; width * (width + 1) / 2] }
    }

    /// The sum of all weighted covariances, and the sum of their sizes.
    fn weighted(&self, left: &[f64], right: &[f64]) -> Option<(f64, f64)> {
        let (mut sum, mut size) = (0.0, 0.0);
        for (i, left) in left.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
            for (j, right) in right.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
                let term = left * right * self.covariance(i, j)?;
                sum += term;
                size += term.abs();
            }
        }
        Some((sum, size))
    }
}

/// So many sums side by side, for the processor to add at once.
const LANES: usize = 8;

fn mean_of(values: &[f64]) -> f64 {
    // From the first value, so that a large common offset costs no digits.
    let shift = values[0];
    let mut sums = [0.0; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest: f64 = chunks.remainder().iter().map(|value| value - shift).sum();
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value - shift;
        }
    }
    shift + (sums.iter().sum::<f64>() + rest) / values.len() as f64
}

fn products(one: &[f64], one_mean: f64, other: &[f64], other_mean: f64) -> f64 {
    let mut sums = [0.0; LANES];
    let (ones, others) = (one.chunks_exact(LANES), other.chunks_exact(LANES));
    let product = |(one, other): (&f64, &f64)| (one - one_mean) * (other - other_mean);
    let rest: f64 = ones.remainder().iter().zip(others.remainder()).map(product).sum();
    for (ones, others) in ones.zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(ones).zip(others) {
            *sum += (one - one_mean) * (other - other_mean);
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    fn of(units: &[[f64; 2]]) -> Comoments {
        let mut moments = Comoments::default();
        units.iter().for_each(|unit| moments.add(unit));
        moments
    }

    /// `numpy.cov(x, y)`.
    #[test]
    fn agrees_with_numpy() {
        let moments = of(&[[1.0, 2.0], [2.0, 1.5], [4.0, 7.0], [8.5, 3.0], [0.5, 0.25]]);
        assert_close(moments.mean(0), 3.2, 1e-15);
        assert_close(moments.variance(0).unwrap(), 10.575, 1e-14);
        assert_close(moments.variance(1).unwrap(), 6.625, 1e-14);
        assert_close(moments.covariance(0, 1).unwrap(), 3.656_25, 1e-14);
        let twice = moments.variance_of(&[1.0, -2.0]).unwrap();
        assert_close(twice, 10.575 + 4.0 * 6.625 - 4.0 * 3.656_25, 1e-14);
    }

    #[test]
    fn one_by_one_all_at_once_and_in_parts_are_the_same() {
        let mut random = fastrand::Rng::with_seed(1);
        let units: Vec<[f64; 2]> = (0..1003).map(|_| [random.f64() * 9.0, random.f64()]).collect();
        let whole = of(&units);
        let (mut parts, mut blocks) = (Comoments::default(), Comoments::default());
        for part in units.chunks(137) {
            parts.merge(&of(part));
            let [x, y] = [0, 1].map(|at| part.iter().map(|unit| unit[at]).collect::<Vec<f64>>());
            blocks.add_all(part.len(), &[Quantity::Each(&x), Quantity::Each(&y)]);
        }
        for other in [parts, blocks] {
            assert_eq!((other.count(), other.width()), (whole.count(), 2));
            assert_close(other.mean(1), whole.mean(1), 1e-13);
            assert_close(other.covariance(0, 1).unwrap(), whole.covariance(1, 0).unwrap(), 1e-12);
            assert_close(other.variance(0).unwrap(), whole.variance(0).unwrap(), 1e-12);
        }
    }

    #[test]
    fn a_large_offset_costs_no_digits() {
        let near: Vec<f64> = (0..500).map(|i| f64::from(i % 7)).collect();
        let far: Vec<f64> = near.iter().map(|x| x + 1e9).collect();
        let all = |values: &[f64]| {
            let mut moments = Comoments::default();
            for part in values.chunks(93) {
                moments.add_all(part.len(), &[Quantity::Each(part), Quantity::Constant(1.0)]);
            }
            moments
        };
        assert_close(all(&far).variance(0).unwrap(), all(&near).variance(0).unwrap(), 1e-7);
        assert_eq!(all(&far).variance(1), Some(0.0));
        assert_eq!(of(&[[0.1, 0.3]; 77]).variance(0), Some(0.0));
        assert_eq!(of(&[[1.0, 1.0]]).variance(0), None);
        assert_eq!(Comoments::default().variance(0), None);
    }
}
