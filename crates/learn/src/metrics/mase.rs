//! The scale of MASE: the mean absolute error of saying the value a season ago, over the training stretch.
//!
//! Hyndman & Koehler (2006), "Another look at measures of forecast accuracy", International Journal of Forecasting 22,
//! section 3, the scaled error `q_t = e_t / (1/(n-1) sum over i = 2..n of |Y_i - Y_(i-1)|)`; for a season of m periods
//! `|Y_i - Y_(i-m)|` over i = m+1..n, as in Hyndman & Athanasopoulos, "Forecasting: principles and practice" (3rd ed.,
//! 2021), section 5.8. MASE is the mean of `|q_t|`: below 1 is better than what the naive forecast did in training.

/// The mean of `|Y_i - Y_(i-m)|` over the pairs where both are known, in the unit of the values. `None` where there
/// is no such pair, or all are equal: nothing can be measured in units of no error.
pub fn scale(values: &[f64], season: usize) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for (value, before) in values.get(season.max(1)..)?.iter().zip(values) {
        let change = (value - before).abs();
        if change.is_finite() {
            sum += change;
            count += 1.0;
        }
    }
    Some(sum / count).filter(|scale| *scale > 0.0 && scale.is_finite())
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn it_is_the_in_sample_error_of_the_naive_forecast() {
        // np.abs(np.diff(y)).mean(); np.abs(y[4:] - y[:-4]).mean(), y = [3, 5, 4, 8, 6, 9]
        assert_eq!(scale(&[3., 5., 4., 8., 6., 9.], 1), Some(12.0 / 5.0));
        assert_eq!(scale(&[3., 5., 4., 8., 6., 9.], 4), Some(3.5));
        assert_eq!(scale(&[3., 5., f64::NAN, 8., 6., 9.], 1), Some(7.0 / 3.0));
        assert_eq!(scale(&[3., 3., 3.], 1), None);
        assert_eq!(scale(&[3., 5.], 4), None);
    }
}
