//! A step towards the least of a quadratic and the sum of the weights' sizes: what draws weights to exactly 0.
//!
//! Coordinate descent on the second-order model of the loss (Friedman, Hastie & Tibshirani, "Regularization paths for
//! generalized linear models via coordinate descent", Journal of Statistical Software 33, 2010), as the inner step of
//! a proximal Newton method (Lee, Sun & Saunders, SIAM Journal on Optimization 24, 2014).

/// Sweeps over all weights at most.
const SWEEPS: usize = 1_000;

/// The step `s` that minimises `gradient·s + s·H s / 2 + l1 * sum |weights + s|`, the first weight (the intercept) left
/// out of the sum. `matrix` is H, line by line, and symmetric.
pub(crate) fn step(matrix: &[f64], gradient: &[f64], weights: &[f64], l1: f64) -> Vec<f64> {
    let size = weights.len();
    let mut step = vec![0.0; size];
    // The slope of the quadratic at the step taken so far.
    let mut slope = gradient.to_vec();
    for _ in 0..SWEEPS {
        let (mut moved, mut most) = (0.0_f64, 0.0_f64);
        for place in 0..size {
            let line = &matrix[place * size..][..size];
            let curvature = line[place];
            let here = weights[place] + step[place];
            let drawn = if place == 0 { 0.0 } else { l1 / curvature };
            let wanted = here - slope[place] / curvature;
            let there = wanted.signum() * (wanted.abs() - drawn).max(0.0);
            let change = there - here;
            if change != 0.0 {
                step[place] += change;
                slope.iter_mut().zip(line).for_each(|(slope, second)| *slope += change * second);
                moved = moved.max(curvature * change * change);
            }
            most = most.max(curvature * step[place] * step[place]);
        }
        if moved <= 1e-14 * most {
            break;
        }
    }
    step
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn weights_that_gain_less_than_they_cost_are_exactly_0() {
        // Independent places: soft thresholding. From 0 the gradient is -2, -3, -0.5; l1 is 1.
        let matrix = [4.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 2.0];
        assert_eq!(step(&matrix, &[-2.0, -3.0, -0.5], &[0.0; 3], 1.0), [0.5, 1.0, 0.0]);
        // Places that overlap, no cost: Newton's step, H s = -gradient.
        let matrix = [2.0, 1.0, 1.0, 3.0];
        let found = step(&matrix, &[-3.0, -4.0], &[0.0; 2], 0.0);
        assert!((found[0] - 1.0).abs() < 1e-5 && (found[1] - 1.0).abs() < 1e-5, "{found:?}");
    }
}
