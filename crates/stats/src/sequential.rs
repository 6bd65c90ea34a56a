//! Intervals that may be read at any time, as often as one likes, and still miss the truth at most once in
//! `1 / alpha` experiments: confidence sequences.
//!
//! With information growing as the units do, the estimate's course is that of a Brownian motion `W(t) = z·√t` seen
//! at the times `t = units / expected` (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, "Time-uniform central limit
//! theory and asymptotic confidence sequences", Annals of Statistics 52, 2024, theorem 2.2). Two boundaries hold it:
//!
//! - **The mixture.** `M(t) = Σ w · cosh(d·W) · exp(-d²t/2)` over drifts `d` is a martingale with mean 1, so it ever
//!   reaches `1/alpha` with probability `alpha` at most (Ville 1939; Robbins 1970, "Statistical methods related to the law
//!   of the iterated logarithm", equation 8). Johari, Koomen, Pekelis & Walsh (2022) mix over a normal distribution of drifts (mSPRT),
//!   which spends most of the error elsewhere than where the reader hopes to stop. Here nine tenths of the weight lie
//!   on the drift whose boundary is lowest at `t = 1`, the straight line `√(ln(2/alpha)/2)·(1 + t)`, and a tenth on
//!   those twice, four times, … as large and as small, so that the interval stays useful at any size.
//! - **The line up to a planned end.** Where the end is known, no error need be kept for long after it. A line
//!   `a·(1 + t/2)` is crossed before the end with the probability Siegmund (1985), *Sequential Analysis*, equation
//!   3.15, gives in closed form; it has nine tenths of alpha, the mixture the rest, and holds after the end.
//!
//! At one gain that a single planned reading sees in 79 of 100 experiments, read daily for 28 days: the mixture sees
//! it in 60, the line in 69, mSPRT at its best tuning in 49 (`benches/sequential.py`).

use std::f64::consts::LN_2;

use crate::{Difference, normal_quantile, normal_tail, student_quantile, student_tail};

/// The weight of the drift that suits the expected size; the others share the rest.
const MAIN: f64 = 0.9;
/// So many doublings of the drift, up and down: a million times fewer units, or more.
const DOUBLINGS: i32 = 10;
/// How steeply the line to the planned end rises, in its own height at the start.
const SLOPE: f64 = 0.5;
/// The share of alpha the line has; the mixture has the rest.
const LINE: f64 = 0.9;
/// Up to which share of the planned units the line holds: a plan is seldom met to the unit.
const OVERRUN: f64 = 1.1;

/// How wide an always-valid interval is at each number of units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidenceSequence {
    /// How often it may ever miss the truth.
    alpha: f64,
    /// The number of units where it is to be narrowest.
    expected: f64,
    /// The height of the line at the start, in standard errors of the planned end, where the end is planned.
    line: Option<f64>,
}

impl ConfidenceSequence {
    /// Valid for ever, and narrowest around the expected number of units; four times more or fewer cost little.
    /// The expected number must not depend on the outcome: the traffic of the first day times the days, or a guess.
    /// `None` unless `0 < alpha < 1` and the number is positive.
    pub fn expecting(alpha: f64, expected: f64) -> Option<Self> {
        let usable = alpha > 0.0 && alpha < 1.0 && expected > 0.0 && expected.is_finite();
        usable.then_some(ConfidenceSequence { alpha, expected, line: None })
    }

    /// Valid for ever, and markedly narrower up to a planned number of units, wider after it.
    /// `None` as [`expecting`](Self::expecting).
    pub fn ending(alpha: f64, planned: f64) -> Option<Self> {
        let open = Self::expecting(alpha, planned)?;
        Some(ConfidenceSequence { line: Some(line(LINE * alpha)), ..open })
    }

    /// The boundary in standard errors after so many units.
    pub fn boundary(&self, units: f64) -> Option<f64> {
        if units.is_nan() || units <= 0.0 || units.is_infinite() {
            return None;
        }
        let t = units / self.expected;
        let Some(height) = self.line else { return Some(mixture_boundary(t, self.alpha)) };
        let kept = (1.0 - LINE) * self.alpha;
        let open = mixture_boundary(t, kept);
        Some(if t <= OVERRUN { open.min(height * (1.0 + SLOPE * t) / t.sqrt()) } else { open })
    }

    /// The interval around a difference estimated from so many units. In small samples the boundary is taken
    /// to Student's t at the same probability, the significance-level approach of Jennison & Turnbull (2000), section 3.8.
    pub fn interval(&self, difference: &Difference, units: f64) -> Option<(f64, f64)> {
        let half = student_boundary(self.boundary(units)?, difference.freedom)? * difference.error;
        Some((difference.value - half, difference.value + half))
    }

    /// The smallest alpha at which the interval after so many units leaves 0 out. Of several readings the smallest
    /// one counts, and stays valid: Johari et al. (2022), section 3.
    pub fn p_value(&self, difference: &Difference, units: f64) -> Option<f64> {
        if units.is_nan() || units <= 0.0 || units.is_infinite() {
            return None;
        }
        let t = units / self.expected;
        let tail = student_tail((difference.value / difference.error).abs(), difference.freedom)?;
        // Beyond what can be told from certain.
        let z = -normal_quantile(tail.max(1e-300));
        let w = z * t.sqrt();
        let Some(_) = self.line else { return Some((-log_mixture(w, t, self.alpha).0).exp().min(1.0)) };
        let kept = (1.0 - LINE) * self.alpha;
        let open = (-log_mixture(w, t, kept).0).exp() / (1.0 - LINE);
        let bounded = if t <= OVERRUN { crossing(w / (1.0 + SLOPE * t)) / LINE } else { 1.0 };
        Some(open.min(bounded).min(1.0))
    }
}

/// A boundary in standard errors, where the error was estimated with so many degrees of freedom: the point of
/// Student's t that is exceeded as often.
pub fn student_boundary(z: f64, freedom: f64) -> Option<f64> {
    // Further out the two tails are nothing, and their ratio says nothing.
    let tail = normal_tail(z.min(30.0));
    student_quantile(tail, freedom).map(|t| t.abs() * (z / z.min(30.0)))
}

/// The logarithm of the mixture martingale at `w`, tuned to be narrowest at `t = 1` for the level `tuned`, and how
/// steeply it rises with `w`.
fn log_mixture(w: f64, t: f64, tuned: f64) -> (f64, f64) {
    let term = |doublings: i32| {
        let drift = drift(doublings, tuned);
        let size = (drift * w).abs();
        // ln cosh, without overflow.
        let cosh = size + (-2.0 * size).exp().ln_1p() - LN_2;
        (weight(doublings).ln() + cosh - 0.5 * drift * drift * t, drift * size.tanh())
    };
    let terms = (-DOUBLINGS..=DOUBLINGS).map(term);
    let largest = terms.clone().map(|(height, _)| height).fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut slope) = (0.0, 0.0);
    for (height, rise) in terms {
        let share = (height - largest).exp();
        sum += share;
        slope += share * rise;
    }
    (largest + sum.ln(), slope / sum)
}

/// A drift: the one whose line is lowest at `t = 1` for the level `tuned`, doubled so often.
fn drift(doublings: i32, tuned: f64) -> f64 {
    (2.0 * (2.0 / tuned).ln()).sqrt() * 2f64.powi(doublings)
}

/// The weight of a drift: they sum to 1, and fall as slowly as they can and still do so for ever: 1/(j(j + 1)).
fn weight(doublings: i32) -> f64 {
    let away = f64::from(doublings.abs());
    if doublings == 0 {
        return MAIN;
    }
    let whole = 2.0 * (1.0 - 1.0 / (f64::from(DOUBLINGS) + 1.0));
    (1.0 - MAIN) / (away * (away + 1.0) * whole)
}

/// Where the mixture reaches `1/alpha`, in standard errors at `t`. Its logarithm is convex, so that Newton's steps
/// from above, where one drift alone reaches it, come down to the point and never pass it.
fn mixture_boundary(t: f64, alpha: f64) -> f64 {
    let alone = |doublings: i32| {
        let drift = drift(doublings, alpha);
        ((2.0 / (alpha * weight(doublings))).ln() + 0.5 * drift * drift * t) / drift
    };
    let mut w = (-DOUBLINGS..=DOUBLINGS).map(alone).fold(f64::INFINITY, f64::min);
    for _ in 0..100 {
        let (height, slope) = log_mixture(w, t, alpha);
        let step = (height + alpha.ln()) / slope;
        w -= step;
        if step <= 1e-14 * w {
            break;
        }
    }
    w / t.sqrt()
}

/// How often a Brownian motion crosses `±a·(1 + t/2)` before the end of the line.
fn crossing(a: f64) -> f64 {
    let rise = a * SLOPE;
    let end = OVERRUN.sqrt();
    let above = normal_tail((a + rise * OVERRUN) / end);
    let reflected = (-2.0 * a * rise).exp() * normal_tail((a - rise * OVERRUN) / end);
    (2.0 * (above + reflected)).min(1.0)
}

/// The height at the start of the line that is crossed with this probability.
fn line(probability: f64) -> f64 {
    bisect(0.0, 50.0, |a| crossing(a) <= probability)
}

/// The smallest point of a range from which on something holds, to the last digit.
pub(crate) fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        (low, high) = if holds(middle) { (low, middle) } else { (middle, high) };
    }
    high
}

#[cfg(test)]
mod tests;
