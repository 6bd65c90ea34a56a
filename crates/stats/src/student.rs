//! Student's t distribution, accurate in relative terms far into its tail and for any number of degrees of freedom.
//!
//! Our own because `statrs` loses digits when the degrees of freedom are many (1e-10 at 36,000, where an
//! A/B test lives) and does not return from `inverse_cdf` at 1e9.

use std::f64::consts::PI;

use crate::distribution::{normal_quantile, normal_tail};

/// The point below which a Student t value with `freedom` degrees of freedom falls with probability `p`.
/// `None` unless `freedom` is positive and `p` strictly between 0 and 1.
pub fn student_quantile(p: f64, freedom: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0 && freedom > 0.0) {
        return None;
    }
    if p < 0.5 {
        return student_quantile_above(p, freedom).map(|t| -t);
    }
    if p == 0.5 { Some(0.0) } else { student_quantile_above(1.0 - p, freedom) }
}

/// The positive point that is exceeded with probability `tail`, below one half: Newton's steps on the
/// logarithm of the tail, kept inside a bracket.
fn student_quantile_above(tail: f64, freedom: f64) -> Option<f64> {
    let mut low = 0.0;
    let mut high = -normal_quantile(tail);
    while student_tail(high, freedom)? > tail {
        low = high;
        high *= 2.0;
        if !high.is_finite() {
            return None;
        }
    }
    let mut t = 0.5 * (low + high);
    for _ in 0..200 {
        let above = student_tail(t, freedom)?;
        (low, high) = if above > tail { (t, high) } else { (low, t) };
        let step = (above / tail).ln() * above / density(t, freedom);
        let next = t + step;
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        if (next - t).abs() <= 1e-15 * t {
            return Some(next);
        }
        t = next;
    }
    Some(t)
}

/// The probability that a Student t value with `freedom` degrees of freedom exceeds `t`.
/// `None` unless `freedom` is positive and `t` a number.
///
/// Half the regularised incomplete beta function at `freedom / (freedom + t²)`: NIST DLMF 8.17.22, its
/// continued fraction by the modified Lentz method.
pub fn student_tail(t: f64, freedom: f64) -> Option<f64> {
    if t.is_nan() || freedom.is_nan() || freedom <= 0.0 {
        return None;
    }
    if t < 0.0 {
        return Some(1.0 - student_tail(-t, freedom)?);
    }
    if t == 0.0 || t.is_infinite() {
        return Some(if t == 0.0 { 0.5 } else { 0.0 });
    }
    if freedom > MANY {
        return Some(normal_tail(almost_normal(t, freedom)));
    }
    let a = 0.5 * freedom;
    let odds = t * t / freedom;
    let (x, y) = (1.0 / (1.0 + odds), 1.0 / (1.0 + 1.0 / odds));
    // x^a · y^½ / B(a, ½), without the difference of two large log-gammas.
    let front = (-a * odds.ln_1p()).exp() * y.sqrt() * half_step(a) / PI.sqrt();
    Some(if x < (a + 1.0) / (a + 2.5) {
        0.5 * front * fraction(a, 0.5, x) / a
    } else {
        0.5 * (1.0 - front * fraction(0.5, a, y) / 0.5)
    })
}

/// From here on the continued fraction would lose digits, and the expansion below has them all.
const MANY: f64 = 1e5;

/// The standard normal value that is exceeded as often as `t`: Hill (1970), algorithm 395, Communications
/// of the ACM 13. Its error falls steeply with `freedom`.
fn almost_normal(t: f64, freedom: f64) -> f64 {
    let a = freedom - 0.5;
    let b = 48.0 * a * a;
    let square = a * (t * t / freedom).ln_1p();
    let z = square.sqrt();
    let second = (((4.0 * square + 33.0) * square + 240.0) * square + 855.0) * z;
    z + (square + 3.0) * z / b - second / (10.0 * b * (b + 0.8 * square * square + 100.0))
}

/// The density at `t`.
fn density(t: f64, freedom: f64) -> f64 {
    let power = (-0.5 * (freedom + 1.0) * (t * t / freedom).ln_1p()).exp();
    power * half_step(0.5 * freedom) / (PI * freedom).sqrt()
}

/// Γ(a + ½) / Γ(a): the recurrence up to 100, then the series in 1/a of Tricomi & Erdélyi (1951), whose
/// next term is below 1e-17 there.
fn half_step(mut a: f64) -> f64 {
    let mut factor = 1.0;
    while a < 100.0 {
        factor *= a / (a + 0.5);
        a += 1.0;
    }
    let r = 1.0 / a;
    let series = 869.0 / 4_194_304.0;
    let series = -399.0 / 262_144.0 + r * series;
    let series = -21.0 / 32_768.0 + r * series;
    let series = 5.0 / 1_024.0 + r * series;
    let series = 1.0 / 128.0 + r * series;
    let series = -1.0 / 8.0 + r * series;
    factor * a.sqrt() * (1.0 + r * series)
}

/// The continued fraction of the incomplete beta function.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..200_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;

    /// `mpmath.betainc(freedom / 2, 1/2, 0, freedom / (freedom + t²), regularized=True) / 2` with 40 digits.
    #[test]
    fn tail_agrees_with_mpmath() {
        for (t, freedom, tail) in [
            (0.5, 1.0, 0.352_416_382_349_566_73),
            (2.0, 2.5, 0.078_695_747_878_983),
            (12.0, 3.0, 0.000_622_507_900_394_668_4),
            (5.5, 7.3, 0.000_393_031_551_349_740_4),
            (8.5, 400.7, 1.892_574_958_624_855e-16),
            (14.5, 398.2, 7.417_932_768_490_229e-39),
            (9.3, 11_757.25, 8.256_657_560_258_102e-21),
            (14.25, 11_740.8, 5.385_322_476_321_261e-46),
            (5.3, 36_000.5, 5.824_170_642_235_606e-8),
            (40.0, 5.0, 9.205_981_085_886_477e-8),
            (1e-3, 10.0, 0.499_610_891_687_370_5),
            (37.0, 1e6, 9.149_865_430_901_13e-300),
            (3.0, 1e9, 0.001_349_898_064_868_957_8),
        ] {
            assert_close(student_tail(t, freedom).unwrap(), tail, 1e-12);
            assert_close(student_tail(-t, freedom).unwrap(), 1.0 - tail, 1e-12);
        }
    }

    /// `scipy.stats.t.ppf`.
    #[test]
    fn quantile_agrees_with_scipy() {
        for (p, freedom, t) in [
            (0.975, 1.0, 12.706_204_736_174_694),
            (0.975, 2.5, 3.574_654_842_003_681_7),
            (0.975, 7.3, 2.345_066_736_547_703),
            (0.995, 400.7, 2.588_154_413_965_237),
            (0.975, 11_757.25, 1.960_165_775_886_951_5),
            (0.9999, 36_000.5, 3.719_399_550_464_379_5),
            (0.975, 1e9, 1.959_963_986_912_325),
            (0.6, 3.0, 0.276_670_662_332_689_8),
            (1.0 - 1e-9, 30.0, 8.445_862_807_441_596),
            (0.025, 7.3, -2.345_066_736_547_703_4),
        ] {
            assert_close(student_quantile(p, freedom).unwrap(), t, 1e-12);
        }
        assert_eq!(student_quantile(0.5, 4.0), Some(0.0));
    }

    #[test]
    fn what_has_no_answer_has_none() {
        assert_eq!(student_quantile(1.0, 4.0), None);
        assert_eq!(student_quantile(0.5, 0.0), None);
        assert_eq!(student_tail(1.0, -1.0), None);
        assert_eq!(student_tail(f64::NAN, 3.0), None);
        assert_eq!(student_tail(f64::INFINITY, 3.0), Some(0.0));
        assert_eq!(student_tail(1e200, 3.0), Some(0.0));
        assert_eq!(student_tail(1e-200, 3.0), Some(0.5));
    }
}
