//! How well a planned experiment sees a gain, from the noise of its metric and the size of its arms.

use stats::{
    ConfidenceSequence, GroupSequential, Spending, normal_quantile, proportion_power, stopping, student_power,
};

use super::question::Reading;

/// Looks of an always-valid interval when the days are not known: four weeks.
const DAILY: u32 = 28;
/// No experiment has more units.
pub const MOST_UNITS: f64 = 1e13;

/// How a metric varies between units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// By this deviation in every arm.
    Deviation(f64),
    /// As the share `p` of an arm has it, by `p(1 - p)`.
    Share {
        /// The control's share.
        level: f64,
        /// What covariates, and the several rows of a unit, leave of the variance; none where there are neither, and shares
        /// are compared as counts.
        left: Option<f64>,
    },
}

/// A planned experiment, reduced to the control and the smallest other arm: what this one shows, all show.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// How the metric varies, after what a covariate takes away.
    pub spread: Spread,
    /// The shares of all units that the smallest other arm and the control have.
    pub shares: (f64, f64),
    /// How often one comparison may see a gain that is not there.
    pub alpha: f64,
    /// How often a gain is to be seen.
    pub wanted: f64,
    /// How it is looked at several times; none when it is read once.
    pub looks: Option<Looks>,
}

/// Evenly spaced looks, the last one at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Looks {
    /// How many standard errors away from 0 it stops, at each.
    pub boundaries: Vec<f64>,
    /// The gain that is seen as often as wanted, in standard errors at the end.
    needed: f64,
}

impl Looks {
    /// The looks of this way of reading, over so many days if they are known.
    pub fn of(reading: Reading, alpha: f64, wanted: f64, days: Option<f64>) -> Option<Self> {
        let boundaries = boundaries(reading, alpha, days)?;
        let mut looks = Looks { needed: 0.0, boundaries };
        // How often it is seen, as a normal quantile, rises all but evenly with the gain.
        looks.needed = looks.last() + normal_quantile(wanted);
        for _ in 0..MOST_TURNS {
            let step = normal_quantile(wanted) - normal_quantile(looks.stopping(looks.needed)?.seen);
            looks.needed += if step.is_finite() { step } else { -1.0 };
            if step.abs() < 1e-10 {
                break;
            }
        }
        Some(looks)
    }

    fn last(&self) -> f64 {
        self.boundaries.last().copied().unwrap_or(0.0)
    }

    fn stopping(&self, gain: f64) -> Option<stats::Stopping> {
        let count = self.boundaries.len();
        let shares: Vec<f64> = (1..=count).map(|look| look as f64 / count as f64).collect();
        stopping(&shares, &self.boundaries, gain)
    }
}

/// No gain takes more turns to find.
const MOST_TURNS: usize = 60;

/// The boundaries of this way of reading, over so many days if they are known.
fn boundaries(reading: Reading, alpha: f64, days: Option<f64>) -> Option<Vec<f64>> {
    match reading {
        Reading::Once | Reading::Looks(1) => None,
        Reading::Looks(looks) => GroupSequential::even(Spending::OBrienFleming, alpha, looks),
        Reading::Always => {
            let looks = days.map_or(DAILY, |days| days.ceil().clamp(1.0, 366.0) as u32);
            let sequence = ConfidenceSequence::ending(alpha, 1.0)?;
            (1..=looks).map(|look| sequence.boundary(f64::from(look) / f64::from(looks))).collect()
        }
    }
}

impl Design {
    /// How often a gain is seen with so many units in all arms; `None` where that makes no sense, as with a share above 1 or
    /// an arm of one unit.
    pub fn power(&self, gain: f64, units: f64) -> Option<f64> {
        if self.looks.is_some() {
            return Some(self.stopping(gain, units)?.seen);
        }
        let (variant, control) = self.arms(units)?;
        let by_itself =
            || student_power(gain / self.errors(gain, units)?.own, variant + control - 2.0, self.alpha);
        let Spread::Share { level, left } = self.spread else { return by_itself() };
        // So many units with all of the variance tell as much.
        let worth = 1.0 / left.unwrap_or(1.0);
        let pooled = proportion_power((level + gain, worth * variant), (level, worth * control), self.alpha)?;
        // A share that is adjusted is judged by what each arm varies, which sees less where the small arm varies more.
        if left.is_none() { Some(pooled) } else { Some(pooled.min(by_itself()?)) }
    }

    /// With several looks: how often it is stopped, and which share of the units is in by then.
    pub fn stopping(&self, gain: f64, units: f64) -> Option<stats::Stopping> {
        let looks = self.looks.as_ref()?;
        looks.stopping(self.in_errors(looks, gain, units)?)
    }

    /// The gain in standard errors at the end, less what a test that takes both shares to be the same asks for more: all of it at
    /// the last look, which decides nearly alone.
    fn in_errors(&self, looks: &Looks, gain: f64, units: f64) -> Option<f64> {
        self.arms(units)?;
        let errors = self.errors(gain, units)?;
        Some((gain.abs() / errors.own - looks.last() * (errors.judged / errors.own - 1.0)).max(0.0))
    }

    /// Whether a gain is seen as often as wanted.
    fn sees(&self, gain: f64, units: f64) -> bool {
        match &self.looks {
            Some(looks) => self.in_errors(looks, gain, units).is_some_and(|gain| gain >= looks.needed),
            None => self.power(gain, units).is_some_and(|seen| seen >= self.wanted),
        }
    }

    /// The units of the smallest other arm and of the control: two or more in each.
    fn arms(&self, units: f64) -> Option<(f64, f64)> {
        let (variant, control) = (units * self.shares.0, units * self.shares.1);
        (variant.min(control) > 2.0 - 1e-6).then_some((variant, control))
    }

    /// The standard errors of the difference at the end.
    fn errors(&self, gain: f64, units: f64) -> Option<Errors> {
        let (variant, control) = (units * self.shares.0, units * self.shares.1);
        let of = |one: f64, other: f64| (one / variant + other / control).sqrt();
        let errors = match self.spread {
            Spread::Deviation(deviation) => {
                let own = deviation * of(1.0, 1.0);
                Errors { own, judged: own }
            }
            Spread::Share { level, left } => {
                let variance = |share: f64| share * (1.0 - share) * left.unwrap_or(1.0);
                let own = of(variance(level + gain), variance(level));
                let together = variance(level + gain * variant / (variant + control));
                let pooled = of(together, together);
                Errors { own, judged: if left.is_none() { pooled } else { pooled.max(own) } }
            }
        };
        (errors.own > 0.0 && errors.judged.is_finite()).then_some(errors)
    }

    /// The units in all arms with which a gain is seen as often as wanted; `None` when no number does.
    pub fn units(&self, gain: f64) -> Option<f64> {
        let fewest = 2.0 / self.shares.0.min(self.shares.1);
        rising(fewest, MOST_UNITS, |units| self.sees(gain, units))
    }

    /// The smallest gain that is seen as often as wanted with so many units, or the smallest loss, below 0; `None` when none is.
    pub fn gain(&self, units: f64, is_loss: bool) -> Option<f64> {
        let sign = if is_loss { -1.0 } else { 1.0 };
        let largest = match self.spread {
            Spread::Share { level, .. } if is_loss => level,
            Spread::Share { level, .. } => 1.0 - level,
            Spread::Deviation(_) => 1e6 * self.errors(0.0, units)?.own,
        };
        // No share passes an end by a rounding.
        let seen = |size: f64| self.sees(sign * size.min(largest), units);
        Some(sign * rising(1e-12 * largest, largest, seen)?.min(largest))
    }
}

/// Standard errors of a difference.
struct Errors {
    /// By what each arm varies.
    own: f64,
    /// The one it is judged by, which for shares takes both arms to have the same share.
    judged: f64,
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
