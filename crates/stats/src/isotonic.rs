//! Isotonic regression: the curve that never falls and lies nearest to the values.

/// A curve that never falls, straight between its points and level beyond them.
#[derive(Debug, Clone, PartialEq)]
pub struct Isotonic {
    points: Vec<(f64, f64)>,
}

impl Isotonic {
    /// The curve with the least squared distance from values at places: pool adjacent violators, Ayer et al., "An empirical
    /// distribution function for sampling with incomplete information" (Annals of Mathematical Statistics 26, 1955).
    /// Values at one place count as their mean. `None` without values; pairs that are not finite are left out.
    pub fn fit(pairs: &[(f64, f64)]) -> Option<Isotonic> {
        let mut sorted: Vec<(f64, f64)> =
            pairs.iter().copied().filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut pools: Vec<Pool> = Vec::new();
        for (x, y) in sorted {
            match pools.last_mut().filter(|pool| pool.last == x && pool.first == x) {
                Some(pool) => pool.add(&Pool { first: x, last: x, sum: y, rows: 1.0 }),
                None => {
                    settle(&mut pools);
                    pools.push(Pool { first: x, last: x, sum: y, rows: 1.0 });
                }
            }
        }
        settle(&mut pools);
        let ends = |pool: &Pool| {
            let level = pool.mean();
            let last = (pool.last > pool.first).then_some((pool.last, level));
            std::iter::once((pool.first, level)).chain(last)
        };
        (!pools.is_empty()).then(|| Isotonic { points: pools.iter().flat_map(ends).collect() })
    }

    /// The curve at a place.
    pub fn at(&self, x: f64) -> f64 {
        let after = self.points.partition_point(|point| point.0 < x);
        match (after.checked_sub(1).map(|at| self.points[at]), self.points.get(after)) {
            (Some((x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
            (Some((_, y)), None) | (None, Some(&(_, y))) => y,
            (None, None) => f64::NAN,
        }
    }
}

/// Neighbouring values on one level.
struct Pool {
    first: f64,
    last: f64,
    sum: f64,
    rows: f64,
}

impl Pool {
    fn mean(&self) -> f64 {
        self.sum / self.rows
    }

    fn add(&mut self, later: &Pool) {
        self.last = later.last;
        self.sum += later.sum;
        self.rows += later.rows;
    }
}

/// Pool the last ones as long as the curve would fall.
fn settle(pools: &mut Vec<Pool>) {
    while let [.., before, last] = &pools[..]
        && before.mean() >= last.mean()
    {
        let Some(last) = pools.pop() else { return };
        if let Some(before) = pools.last_mut() {
            before.add(&last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `sklearn.isotonic.IsotonicRegression(out_of_bounds="clip").fit(x, y).predict(...)`.
    #[test]
    fn agrees_with_scikit_learn() {
        let pairs = [(1.0, 0.0), (2.0, 1.0), (3.0, 0.0), (3.0, 1.0), (4.0, 0.0), (5.0, 1.0), (7.0, 1.0)];
        let curve = Isotonic::fit(&pairs).unwrap();
        let seen = [0.0, 1.0, 1.5, 2.0, 3.3, 4.0, 4.5, 5.0, 9.0].map(|x| curve.at(x));
        let expected = [0.0, 0.0, 0.25, 0.5, 0.5, 0.5, 0.75, 1.0, 1.0];
        assert!(
            seen.iter().zip(expected).all(|(seen, expected)| (seen - expected).abs() < 1e-12),
            "{seen:?}"
        );
    }

    #[test]
    fn never_falls_and_keeps_the_mean() {
        let mut random = fastrand::Rng::with_seed(2);
        let pairs: Vec<(f64, f64)> = (0..2_000)
            .map(|_| (random.f64(), random.f64()))
            .map(|(x, chance)| (x, f64::from(u8::from(chance < x * x))))
            .collect();
        let curve = Isotonic::fit(&pairs).unwrap();
        let fitted: Vec<f64> = (0..=100).map(|at| curve.at(f64::from(at) / 100.0)).collect();
        assert!(fitted.windows(2).all(|pair| pair[0] <= pair[1]));
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / 2_000.0;
        let (seen, said) = (
            mean(&mut pairs.iter().map(|pair| pair.1)),
            mean(&mut pairs.iter().map(|pair| curve.at(pair.0))),
        );
        assert!((seen - said).abs() < 1e-9);
        assert_eq!(Isotonic::fit(&[(f64::NAN, 1.0)]), None);
    }
}
