//! How well a planned experiment sees a gain, from the noise of its metric and the size of its arms.

use stats::{ConfidenceSequence, GroupSequential, Spending, proportion_power, stopping, student_power};

use super::question::Reading;

/// Looks of an always-valid interval when the days are not known: four weeks.
const DAILY: u32 = 28;
/// No experiment has more units.
const MOST_UNITS: f64 = 1e13;

/// A planned experiment, reduced to the control and the smallest other arm: what this one shows, all show.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The control's mean, share or ratio.
    pub baseline: Option<f64>,
    /// The deviation between units, after what a covariate takes away; without it, shares are compared by their own.
    pub deviation: Option<f64>,
    /// The shares of all units that the smallest other arm and the control have.
    pub shares: (f64, f64),
    /// How often one comparison may see a gain that is not there.
    pub alpha: f64,
    /// Boundaries at evenly spaced looks, in standard errors; none when it is read once.
    pub boundaries: Option<Vec<f64>>,
}

/// The boundaries of this way of reading, over so many days if they are known.
pub fn boundaries(reading: Reading, alpha: f64, days: Option<f64>) -> Option<Vec<f64>> {
    match reading {
        Reading::Once => None,
        Reading::Looks(looks) => GroupSequential::even(Spending::OBrienFleming, alpha, looks),
        Reading::Always => {
            let looks = days.map_or(DAILY, |days| days.ceil().clamp(1.0, 366.0) as u32);
            let sequence = ConfidenceSequence::ending(alpha, 1.0)?;
            (1..=looks).map(|look| sequence.boundary(f64::from(look) / f64::from(looks))).collect()
        }
    }
}

impl Design {
    /// How often a gain is seen with so many units in all arms; `None` where that makes no sense, as with a share above 1.
    pub fn power(&self, gain: f64, units: f64) -> Option<f64> {
        let (variant, control) = (units * self.shares.0, units * self.shares.1);
        match (self.deviation, &self.boundaries) {
            (None, None) => {
                let baseline = self.baseline?;
                proportion_power((baseline + gain, variant), (baseline, control), self.alpha)
            }
            (Some(_), None) => {
                student_power(gain / self.error(gain, units)?, variant + control - 2.0, self.alpha)
            }
            (_, Some(_)) => Some(self.stopping(gain, units)?.seen),
        }
    }

    /// With several looks: how often it is stopped, and which share of the units is in by then.
    pub fn stopping(&self, gain: f64, units: f64) -> Option<stats::Stopping> {
        let boundaries = self.boundaries.as_ref()?;
        let looks = boundaries.len();
        let shares: Vec<f64> = (1..=looks).map(|look| look as f64 / looks as f64).collect();
        stopping(&shares, boundaries, gain / self.error(gain, units)?)
    }

    /// The standard error of the difference at the end.
    fn error(&self, gain: f64, units: f64) -> Option<f64> {
        let (variant, control) = (units * self.shares.0, units * self.shares.1);
        let (one, other) = match (self.deviation, self.baseline) {
            (Some(deviation), _) => (deviation * deviation, deviation * deviation),
            (None, Some(baseline)) => {
                let share = baseline + gain;
                (share * (1.0 - share), baseline * (1.0 - baseline))
            }
            (None, None) => return None,
        };
        let error = (one / variant + other / control).sqrt();
        (error > 0.0 && error.is_finite()).then_some(error)
    }

    /// The units in all arms with which a gain is seen this often; `None` when no number does.
    pub fn units(&self, gain: f64, power: f64) -> Option<f64> {
        // Two units in each arm, at the least.
        let fewest = 2.0 / self.shares.0.min(self.shares.1);
        let enough = |units: f64| self.power(gain, units).is_some_and(|seen| seen >= power);
        rising(fewest, MOST_UNITS, enough)
    }

    /// The smallest gain that is seen this often with so many units; `None` when none is.
    pub fn gain(&self, units: f64, power: f64) -> Option<f64> {
        let largest = match (self.deviation, self.baseline) {
            (None, Some(baseline)) => 1.0 - baseline,
            _ => 1e6 * self.error(0.0, units)?,
        };
        let seen = |gain: f64| self.power(gain, units).is_some_and(|seen| seen >= power);
        rising(1e-12 * largest, largest, seen)
    }
}

/// The smallest value from which on something holds, between two of the same sign, to nine digits.
fn rising(low: f64, high: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    if holds(low) {
        return Some(low);
    }
    let (mut low, mut high) = (low.ln(), high.ln());
    if !holds(high.exp()) {
        return None;
    }
    while high - low > 1e-10 {
        let middle = 0.5 * (low + high);
        (low, high) = if holds(middle.exp()) { (low, middle) } else { (middle, high) };
    }
    Some(high.exp())
}
