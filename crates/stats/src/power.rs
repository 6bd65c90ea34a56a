//! How often a difference that is there will be seen by one reading.

use crate::quadrature::gauss_legendre;
use crate::{normal_quantile, normal_tail, student_quantile};

/// How often Student's two-sided test sees a gain of so many standard errors: the noncentral t distribution (Cohen 1988,
/// *Statistical Power Analysis*, section 12.2), as the mean over the error's estimate, whose square is chi-square over its degrees
/// of freedom. `None` unless `0 < alpha < 1` and the degrees of freedom are positive.
pub fn student_power(gain: f64, freedom: f64, alpha: f64) -> Option<f64> {
    let reach = student_quantile(1.0 - 0.5 * alpha, freedom)?;
    let gain = Some(gain.abs()).filter(|gain| gain.is_finite())?;
    if freedom > MANY {
        return Some(normal_tail(reach - gain) + normal_tail(reach + gain));
    }
    // The density of s = √(χ²/ν) is s^(ν-1)·exp(-νs²/2) but for a factor, highest at √((ν-1)/ν).
    let mode = ((freedom - 1.0).max(0.0) / freedom).sqrt();
    let height = |s: f64| (freedom - 1.0) * s.max(1e-300).ln() - 0.5 * freedom * s * s;
    let highest = height(mode.max(1e-3));
    let width = 11.0 / (2.0 * freedom).sqrt();
    let (low, high) = ((mode - width).max(0.0), mode + width);
    let (mut whole, mut seen) = (0.0, 0.0);
    for (at, weight) in gauss_legendre(200) {
        let s = low + 0.5 * (high - low) * (at + 1.0);
        let density = weight * (height(s) - highest).exp();
        whole += density;
        seen += density * (normal_tail(reach * s - gain) + normal_tail(reach * s + gain));
    }
    Some(seen / whole)
}

/// From here on the error is as good as known.
const MANY: f64 = 1e7;

/// How often the two-sided z test with pooled variance sees that two shares differ, with so many units in each arm: Fleiss,
/// Levin & Paik, *Statistical Methods for Rates and Proportions* (2003), equation 4.14 solved for the power, and the far side with
/// it. `None` unless both shares lie between 0 and 1, not both at an end, and `0 < alpha < 1`.
pub fn proportion_power(variant: (f64, f64), control: (f64, f64), alpha: f64) -> Option<f64> {
    let ((p, n), (q, m)) = (variant, control);
    let usable = (0.0..=1.0).contains(&p) && (0.0..=1.0).contains(&q) && n > 0.0 && m > 0.0;
    if !(usable && alpha > 0.0 && alpha < 1.0) {
        return None;
    }
    let pooled = (p * n + q * m) / (n + m);
    let same = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let apart = (p * (1.0 - p) / n + q * (1.0 - q) / m).sqrt();
    let reach = -normal_quantile(0.5 * alpha) * same;
    let gain = (p - q).abs();
    let power = normal_tail((reach - gain) / apart) + normal_tail((reach + gain) / apart);
    Some(power).filter(|power| power.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    /// `statsmodels.stats.power.TTestIndPower().power(d, n, alpha, ratio)`, with the gain `d / √(1/n + 1/m)`.
    #[test]
    fn student_agrees_with_statsmodels() {
        for (gain, freedom, alpha, power) in [
            (1.131_370_849_898_476, 126.0, 0.05, 0.202_264_464_888_529_67),
            (1.290_994_448_735_805_6, 28.0, 0.01, 0.087_049_574_246_222_41),
            (std::f64::consts::SQRT_2, 4998.0, 0.1, 0.409_833_717_906_005_2),
            (2.449_489_742_783_178, 4.0, 0.05, 0.462_640_811_891_306_35),
            (3.872_983_346_207_417, 599_998.0, 0.05, 0.972_126_819_012_826_9),
            (1.0, 2.0, 0.05, 0.095_201_755_497_883_96),
        ] {
            assert_close(student_power(gain, freedom, alpha).unwrap(), power, 1e-9);
            assert_close(student_power(0.0, freedom, alpha).unwrap(), alpha, 1e-9);
        }
        assert_eq!(student_power(1.0, 0.0, 0.05), None);
    }

    /// `statsmodels.stats.proportion.power_proportions_2indep(diff, prop2, nobs1, ratio, alpha)`.
    #[test]
    fn proportions_agree_with_statsmodels() {
        for (variant, control, alpha, power) in [
            ((0.12, 2000.0), (0.1, 2000.0), 0.05, 0.524_515_256_115_833_8),
            ((0.0011, 1e6), (0.001, 1e6), 0.05, 0.588_390_124_477_923_9),
        ] {
            assert_close(proportion_power(variant, control, alpha).unwrap(), power, 1e-9);
        }
        assert_eq!(proportion_power((1.2, 10.0), (0.5, 10.0), 0.05), None);
        assert_eq!(proportion_power((0.0, 10.0), (0.0, 10.0), 0.05), None);
    }
}
