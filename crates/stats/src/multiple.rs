//! Many comparisons at once: p-values and levels that hold for all of them together.

/// P-values adjusted so that among all comparisons without a difference a wrong one is called in a share alpha of
/// experiments: Holm, "A simple sequentially rejective multiple test procedure" (Scandinavian Journal of Statistics 6, 1979).
/// Missing ones stay missing and count for nothing.
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = rising(p_values);
    let tests = order.len() as f64;
    let mut adjusted = vec![None; p_values.len()];
    let mut largest: f64 = 0.0;
    for (rank, (p, at)) in order.into_iter().enumerate() {
        largest = largest.max((tests - rank as f64) * p).min(1.0);
        adjusted[at] = Some(largest);
    }
    adjusted
}

/// P-values adjusted so that of the differences called, a share alpha at most are none: the false discovery rate of Benjamini
/// & Hochberg (Journal of the Royal Statistical Society B 57, 1995), theorem 1. Missing ones stay missing.
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = rising(p_values);
    let tests = order.len() as f64;
    let mut adjusted = vec![None; p_values.len()];
    let mut smallest: f64 = 1.0;
    for (rank, (p, at)) in order.into_iter().enumerate().rev() {
        smallest = smallest.min(p * tests / (rank + 1) as f64);
        adjusted[at] = Some(smallest);
    }
    adjusted
}

/// The level of each interval such that all hold the truth together in a share `1 - alpha` of experiments (Bonferroni).
pub fn simultaneous_alpha(alpha: f64, tests: usize) -> f64 {
    alpha / tests.max(1) as f64
}

/// The level of the intervals of those comparisons that were called, `called` of `tests`, such that a share alpha of them
/// at most miss the truth: Benjamini & Yekutieli, "False discovery rate–adjusted multiple confidence intervals for selected
/// parameters" (JASA 100, 2005), definition 1. The plain level when none is called.
pub fn selected_alpha(alpha: f64, called: usize, tests: usize) -> f64 {
    if called == 0 { alpha } else { alpha * called.min(tests) as f64 / tests.max(1) as f64 }
}

/// The p-values there are, smallest first, each with its place.
fn rising(p_values: &[Option<f64>]) -> Vec<(f64, usize)> {
    let mut order: Vec<(f64, usize)> =
        p_values.iter().enumerate().filter_map(|(at, p)| p.map(|p| (p, at))).collect();
    order.sort_by(|left, right| left.0.total_cmp(&right.0));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    /// `statsmodels.stats.multitest.multipletests(p, method="holm")` and `"fdr_bh"`.
    #[test]
    fn agrees_with_statsmodels() {
        let p = [0.01, 0.04, 0.03, 0.005, 0.9, 0.2].map(Some);
        let holm_expected = [0.05, 0.12, 0.12, 0.03, 0.9, 0.4];
        let false_discovery = [0.03, 0.06, 0.06, 0.03, 0.9, 0.24];
        for (seen, expected) in holm(&p).into_iter().zip(holm_expected) {
            assert_close(seen.unwrap(), expected, 1e-14);
        }
        for (seen, expected) in benjamini_hochberg(&p).into_iter().zip(false_discovery) {
            assert_close(seen.unwrap(), expected, 1e-14);
        }
    }

    #[test]
    fn what_is_missing_counts_for_nothing() {
        assert_eq!(holm(&[Some(0.02), None]), [Some(0.02), None]);
        assert_eq!(benjamini_hochberg(&[None, None]), [None, None]);
        assert_eq!(holm(&[Some(0.6), Some(0.7)]), [Some(1.0), Some(1.0)]);
    }

    #[test]
    fn levels_are_shared() {
        assert_close(simultaneous_alpha(0.05, 5), 0.01, 1e-15);
        assert_eq!(simultaneous_alpha(0.05, 0), 0.05);
        assert_close(selected_alpha(0.05, 2, 10), 0.01, 1e-15);
        assert_eq!(selected_alpha(0.05, 0, 10), 0.05);
    }

    /// Ten comparisons without a difference: Holm is wrong about any in at most one in twenty.
    #[test]
    fn holm_keeps_the_whole_family_right() {
        let mut random = fastrand::Rng::with_seed(2);
        let wrong = (0..8_000)
            .filter(|_| {
                let p: Vec<Option<f64>> = (0..10).map(|_| Some(random.f64())).collect();
                holm(&p).into_iter().flatten().any(|p| p < 0.05)
            })
            .count();
        assert!((320..480).contains(&wrong), "{wrong}");
    }
}
