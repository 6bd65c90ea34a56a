//! Small systems of linear equations.

/// The coefficients of a least-squares fit from its normal equations, `square` being covariances. A quantity
/// that does not vary, or all but follows from those before it, has coefficient 0. `None` when all have.
pub(crate) fn solve(mut square: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    /// A quantity of which the others leave less than this share unexplained says nothing of its own.
    const NOTHING: f64 = 1e-10;
    let size = right.len();
    let whole: Vec<f64> = (0..size).map(|i| square[i][i]).collect();
    let mut kept = vec![false; size];
    // Elimination without exchange is stable for a matrix of covariances.
    for i in 0..size {
        if !(square[i][i] > NOTHING * whole[i] && whole[i] > 0.0 && right[i].is_finite()) {
            continue;
        }
        kept[i] = true;
        let (above, below) = square.split_at_mut(i + 1);
        for (row, j) in below.iter_mut().zip(i + 1..) {
            let share = row[i] / above[i][i];
            row.iter_mut().zip(&above[i]).skip(i).for_each(|(own, other)| *own -= share * other);
            right[j] -= share * right[i];
        }
    }
    let mut slopes = vec![0.0; size];
    for i in (0..size).rev().filter(|&i| kept[i]) {
        let known: f64 = (i + 1..size).map(|j| square[i][j] * slopes[j]).sum();
        slopes[i] = (right[i] - known) / square[i][i];
    }
    let usable = kept.contains(&true) && slopes.iter().all(|slope| slope.is_finite());
    usable.then_some(slopes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_others_is_left_out() {
        let slopes = solve(vec![vec![2.0, 1.0], vec![1.0, 3.0]], vec![5.0, 10.0]).unwrap();
        assert!((slopes[0] - 1.0).abs() < 1e-14 && (slopes[1] - 3.0).abs() < 1e-14);
        assert_eq!(solve(vec![vec![2.0, 4.0], vec![4.0, 8.0]], vec![2.0, 4.0]), Some(vec![1.0, 0.0]));
        assert_eq!(solve(vec![vec![0.0, 0.0], vec![0.0, 4.0]], vec![0.0, 2.0]), Some(vec![0.0, 0.5]));
        assert_eq!(solve(vec![vec![0.0]], vec![0.0]), None);
        assert_eq!(solve(Vec::new(), Vec::new()), None);
    }
}
