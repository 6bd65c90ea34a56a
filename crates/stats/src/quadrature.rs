//! Integrals over a range as weighted sums.

/// The points and weights of Gauss & Legendre on -1 to 1, in rising order: exact for polynomials up to degree `2n - 1`.
/// Newton's steps on the Legendre polynomial from Tricomi's approximation of its roots (NIST DLMF 18.16.14 and 3.5.19).
pub fn gauss_legendre(n: usize) -> Vec<(f64, f64)> {
    let size = n as f64;
    let mut points = vec![(0.0, 0.0); n];
    for at in 0..n.div_ceil(2) {
        let mut x = (std::f64::consts::PI * (at as f64 + 0.75) / (size + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..100 {
            let (mut value, mut before) = (1.0, 0.0);
            for degree in 0..n {
                let degree = degree as f64;
                (value, before) =
                    (((2.0 * degree + 1.0) * x * value - degree * before) / (degree + 1.0), value);
            }
            slope = size * (x * value - before) / (x * x - 1.0);
            let step = value / slope;
            x -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        let weight = 2.0 / ((1.0 - x * x) * slope * slope);
        points[at] = (-x, weight);
        points[n - 1 - at] = (x, weight);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    /// `numpy.polynomial.legendre.leggauss(5)`, and integrals with closed forms.
    #[test]
    fn agrees_with_numpy_and_closed_forms() {
        let five = gauss_legendre(5);
        assert_close(five[4].0, 0.906_179_845_938_664, 1e-14);
        assert_close(five[3].1, 0.478_628_670_499_366_5, 1e-13);
        assert!(five[2].0.abs() < 1e-15);
        for n in [1, 2, 40, 601] {
            let points = gauss_legendre(n);
            assert_close(points.iter().map(|(_, weight)| weight).sum(), 2.0, 1e-12);
            assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
        let integral: f64 = gauss_legendre(40).iter().map(|(x, weight)| weight * (3.0 * x).exp()).sum();
        assert_close(integral, 2.0 * 3f64.sinh() / 3.0, 1e-13);
    }
}
