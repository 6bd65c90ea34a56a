//! The distributions every interval and test rests on: normal, Student's t, chi-square.

use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor, Normal};

pub use crate::student::{student_quantile, student_tail};

/// The point below which a standard normal value falls with probability `p`, for `p` strictly between 0 and 1.
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// How dense standard normal values lie at `z`.
pub fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// The probability that a standard normal value exceeds `z`.
pub fn normal_tail(z: f64) -> f64 {
    // Not statrs: its error function keeps only ten digits.
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// The probability that a chi-square value with `freedom` degrees of freedom exceeds `x`.
pub fn chi_square_tail(x: f64, freedom: f64) -> Option<f64> {
    ChiSquared::new(freedom).ok().map(|distribution| distribution.sf(x))
}

/// The probability that an F value with these degrees of freedom, above and below, exceeds `x`.
pub fn fisher_tail(x: f64, above: f64, below: f64) -> Option<f64> {
    FisherSnedecor::new(above, below).ok().map(|distribution| distribution.sf(x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    /// `mpmath.erfc(z / sqrt(2)) / 2` with 40 digits, and `scipy.stats.norm.ppf`.
    #[test]
    fn normal_agrees_with_mpmath_and_scipy() {
        for (z, tail) in [
            (0.1, 0.460_172_162_722_971),
            (1.0, 0.158_655_253_931_457_05),
            (3.0, 0.001_349_898_031_630_094_5),
            (8.0, 6.220_960_574_271_784e-16),
            (22.0, 1.439_892_435_145_078e-107),
            (37.0, 5.725_571_222_524_577e-300),
        ] {
            assert_close(normal_tail(z), tail, 1e-13);
            assert_close(normal_tail(-z), 1.0 - tail, 1e-13);
        }
        for (p, z) in [
            (0.6, 0.253_347_103_135_799_7),
            (0.975, 1.959_963_984_540_054),
            (0.995, 2.575_829_303_548_900_4),
            (1e-16, -8.222_082_216_130_435),
            (1e-300, -37.047_096_299_361_2),
            (0.999_999_9, 5.199_337_582_290_661),
        ] {
            assert_close(normal_quantile(p), z, 1e-12);
        }
        assert!(normal_quantile(0.5).abs() < 1e-15);
    }

    /// `scipy.stats.f.sf`.
    #[test]
    fn fisher_agrees_with_scipy() {
        for (x, above, below, tail) in [
            (2.5, 3.0, 20.0, 0.088_843_751_937_689_17),
            (0.3, 5.0, 400.0, 0.912_746_575_288_351_4),
            (12.0, 2.0, 9.0, 0.002_889_206_365_496_520_7),
        ] {
            assert_close(fisher_tail(x, above, below).unwrap(), tail, 1e-9);
        }
    }

    /// `mpmath.gammainc(freedom / 2, x / 2, inf, regularized=True)` with 40 digits.
    #[test]
    fn chi_square_agrees_with_mpmath() {
        for (x, freedom, tail) in [
            (0.2, 2.0, 0.904_837_418_035_959_6),
            (20.8, 1.0, 5.098_296_373_437_311_5e-6),
            (1e-5, 1.0, 0.997_476_871_683_194_4),
            (150.0, 1.0, 1.733_643_245_717_826_4e-34),
            (200.0, 9.0, 3.312_992_393_909_553e-38),
            (1.0, 30.0, 0.999_999_999_999_999_99),
            (1400.0, 2.0, 9.859_676_543_759_77e-305),
            (5000.0, 4999.0, 0.493_350_889_587_423),
            (90.0, 3.0, 2.190_570_119_285_311e-19),
            (12.5, 40.0, 0.999_990_725_181_582_3),
        ] {
            assert_close(chi_square_tail(x, freedom).unwrap(), tail, 1e-11);
        }
        assert_eq!(chi_square_tail(1.0, 0.0), None);
    }
}
