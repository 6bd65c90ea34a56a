//! Least squares with a penalty on all weights but the intercept: Hoerl & Kennard (1970), "Ridge regression",
//! Technometrics 12, on inputs brought to one spread.

/// Sums from which weights follow for any penalty.
pub(super) struct Sums {
    width: usize,
    count: f64,
    /// Sums of the inputs, then of the answer.
    sums: Vec<f64>,
    /// The upper triangle of their products, row by row.
    products: Vec<f64>,
}

impl Sums {
    pub fn new(inputs: usize) -> Sums {
        let width = inputs + 1;
        Sums { width, count: 0.0, sums: vec![0.0; width], products: vec![0.0; width * width] }
    }

    /// Add a row.
    pub fn add(&mut self, inputs: &[f64], answer: f64) {
        self.count += 1.0;
        for (i, &a) in inputs.iter().enumerate() {
            self.sums[i] += a;
            let row = &mut self.products[i * self.width..(i + 1) * self.width];
            for (product, &b) in row[i..].iter_mut().zip(inputs[i..].iter().chain([&answer])) {
                *product += a * b;
            }
        }
        self.sums[self.width - 1] += answer;
    }

    /// How many rows.
    pub fn rows(&self) -> f64 {
        self.count
    }

    /// The weights of the inputs and the intercept last, at this penalty: a share of each input's own weight, so
    /// 1 halves what an input alone would get.
    pub fn weights(&self, penalty: f64) -> Vec<f64> {
        let inputs = self.width - 1;
        let mean = |i: usize| self.sums[i] / self.count;
        let covariance = |i: usize, j: usize| {
            let (i, j) = if i <= j { (i, j) } else { (j, i) };
            self.products[i * self.width + j] / self.count - mean(i) * mean(j)
        };
        let spreads: Vec<f64> = (0..inputs).map(|i| covariance(i, i).max(0.0).sqrt()).collect();
        // What does not vary says nothing; inputs are of a size around 1, and below this it is rounding.
        let used: Vec<usize> = (0..inputs).filter(|&i| spreads[i] > 1e-7 * (1.0 + mean(i).abs())).collect();
        let size = used.len();
        let mut matrix = vec![0.0; size * size];
        let mut right = vec![0.0; size];
        for (a, &i) in used.iter().enumerate() {
            for (b, &j) in used.iter().enumerate() {
                matrix[a * size + b] = covariance(i, j) / (spreads[i] * spreads[j]);
            }
            matrix[a * size + a] += penalty + 1e-9;
            right[a] = covariance(i, inputs) / spreads[i];
        }
        let solved = solve(matrix, right).unwrap_or_else(|| vec![0.0; size]);
        let mut weights = vec![0.0; self.width];
        for (&i, weight) in used.iter().zip(solved) {
            weights[i] = weight / spreads[i];
        }
        let explained: f64 = (0..inputs).map(|i| weights[i] * mean(i)).sum();
        weights[inputs] = mean(inputs) - explained;
        weights
    }

    /// How far each input strays over the rows (standard deviation).
    pub fn spreads(&self) -> Vec<f64> {
        (0..self.width - 1)
            .map(|i| {
                let mean = self.sums[i] / self.count;
                (self.products[i * self.width + i] / self.count - mean * mean).max(0.0).sqrt()
            })
            .collect()
    }
}

/// Solve a symmetric positive system by Cholesky's method; `None` where it is not positive.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for i in 0..size {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| matrix[i * size + k] * matrix[j * size + k]).sum();
            let left = matrix[i * size + j] - sum;
            if i == j {
                if left <= 0.0 || left.is_nan() {
                    return None;
                }
                matrix[i * size + i] = left.sqrt();
            } else {
                matrix[i * size + j] = left / matrix[j * size + j];
            }
        }
    }
    for i in 0..size {
        let sum: f64 = (0..i).map(|k| matrix[i * size + k] * right[k]).sum();
        right[i] = (right[i] - sum) / matrix[i * size + i];
    }
    for i in (0..size).rev() {
        let sum: f64 = (i + 1..size).map(|k| matrix[k * size + i] * right[k]).sum();
        right[i] = (right[i] - sum) / matrix[i * size + i];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_scikit_learn() {
        // X = [[1,2],[2,1],[3,5],[4,3],[5,8],[6,4]], y = [1,3,4,6,9,8]; Z = (X - mean) / std:
        // Ridge(alpha = 6 * 0.3).fit(Z, y), its weights brought back: coef_ / std.
        let mut sums = Sums::new(2);
        let rows =
            [([1., 2.], 1.), ([2., 1.], 3.), ([3., 5.], 4.), ([4., 3.], 6.), ([5., 8.], 9.), ([6., 4.], 8.)];
        rows.iter().for_each(|(inputs, answer)| sums.add(inputs, *answer));
        let close = |found: Vec<f64>, expected: [f64; 3]| {
            let far = found.iter().zip(expected).any(|(found, expected)| (found - expected).abs() > 1e-6);
            assert!(!far, "{found:?}");
        };
        // np.linalg.lstsq([X, 1], y)
        close(sums.weights(0.0), [1.334_514_17, 0.285_931_17, -0.600_202_43]);
        close(sums.weights(0.3), [0.988_924_85, 0.344_962_74, 0.383_072_54]);
        let strong = sums.weights(1e6);
        assert!(strong[0].abs() < 1e-4 && (strong[2] - 31.0 / 6.0).abs() < 1e-3, "{strong:?}");
    }
}
