//! Whether counts fit planned shares: the chi-square test of goodness of fit.

use crate::chi_square_tail;

/// How often counts at least this far from the planned shares are seen by chance (Pearson 1900).
/// Shares are weights: they need not sum to 1. `None` with fewer than two counts, no unit at all, lengths
/// that differ, or a share that is not a positive number.
pub fn fit_p_value(counts: &[u64], shares: &[f64]) -> Option<f64> {
    let whole: f64 = shares.iter().sum();
    let units: u64 = counts.iter().sum();
    let usable = counts.len() > 1
        && counts.len() == shares.len()
        && units > 0
        && whole.is_finite()
        && shares.iter().all(|&share| share > 0.0);
    if !usable {
        return None;
    }
    let distance = counts.iter().zip(shares).map(|(&count, share)| {
        let expected = units as f64 * share / whole;
        (count as f64 - expected).powi(2) / expected
    });
    chi_square_tail(distance.sum(), (counts.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    /// `scipy.stats.chisquare(counts, expected)`.
    #[test]
    fn agrees_with_scipy() {
        let fits: [(&[u64], &[f64], f64); 4] = [
            (&[5509, 5998], &[1.0, 1.0], 5.150_522_333_850_682e-6),
            (&[21_307, 21_306, 21_387], &[1.0, 1.0, 1.0], 0.903_692_957_560_419_6),
            (&[110, 890], &[0.1, 0.9], 0.291_840_545_143_785_43),
            (&[5, 6, 7, 30], &[1.0, 1.0, 1.0, 3.0], 0.354_662_559_782_489_34),
        ];
        for (counts, shares, p) in fits {
            assert_close(fit_p_value(counts, shares).unwrap(), p, 1e-11);
        }
    }

    #[test]
    fn equal_counts_fit_and_one_count_has_no_answer() {
        assert_eq!(fit_p_value(&[200, 200], &[1.0, 1.0]), Some(1.0));
        assert_eq!(fit_p_value(&[200], &[1.0]), None);
        assert_eq!(fit_p_value(&[0, 0], &[1.0, 1.0]), None);
        assert_eq!(fit_p_value(&[3, 4], &[1.0, 0.0]), None);
    }
}
