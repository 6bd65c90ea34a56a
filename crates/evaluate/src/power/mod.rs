//! A test is planned: how many units, for how long, to see which gain, and how surely?
//!
//! [`run`] takes the plan, with the noise of the metric as it is given or as [`Past::read`] found it, and answers what is
//! not given: the units, the gain, or the power.

mod design;
mod evidence;
mod history;
mod question;
mod report;
#[cfg(test)]
mod tests;
mod underpowered;

use ::report::{Fault, number};

use crate::ab::Kind;
use design::Design;

pub use evidence::{Arm, Asked, Evidence, Point};
pub use history::{History, Past};
pub use question::{Question, Reading};

/// How often a gain that is there is to be seen, unless it is said.
const USUAL_POWER: f64 = 0.8;

/// Answer what is not given.
///
/// # Errors
/// When a figure makes no sense, too little is given, or no experiment of any size would do.
pub fn run(question: &Question, history: Option<&History>) -> Result<Evidence, Fault> {
    question.check()?;
    let noise = Noise::of(question, history)?;
    let units_per_day = question.units_per_day.or_else(|| history.and_then(|history| history.units_per_day));
    let units = match (question.units, question.days, units_per_day) {
        (Some(_), Some(_), None) | (Some(_), None, _) => question.units,
        (None, Some(days), Some(per_day)) => Some(days * per_day),
        (None, Some(_), None) => {
            return Err(Fault::new("the days are given, but not how many units come a day")
                .hint("give --units-per-day, or a table of the past with --time COLUMN"));
        }
        (Some(units), Some(days), Some(per_day)) if units > days * per_day * 1.001 => {
            let come = number::significant(days * per_day, 4);
            return Err(Fault::new(format!(
                "in {days} days {come} units come, fewer than the {units} of --units"
            ))
            .hint("give the days or the units, not both"));
        }
        _ => question.units,
    };
    let gain = gain(question, &noise)?;
    let alpha = question.alpha / (question.split.len() - 1) as f64;
    let planned_days = question.days.or_else(|| Some(units? / units_per_day?));
    let design = Design {
        baseline: noise.baseline,
        deviation: noise.deviation,
        shares: shares(question),
        alpha,
        boundaries: design::boundaries(question.reading, alpha, planned_days),
    };
    let wanted = question.power.unwrap_or(USUAL_POWER);
    let (asked, gain, units, power) = match (gain, units) {
        (Some(gain), Some(units)) => {
            let seen = design.power(gain, units).ok_or_else(|| too_few(units))?;
            (Asked::Power, gain, units, seen)
        }
        (Some(gain), None) => {
            let units = design.units(gain, wanted).ok_or_else(|| {
                Fault::new(format!(
                    "no number of units shows a gain of {gain} {} of the time",
                    number::percent(wanted)
                ))
                .hint("give a larger gain, or a lower --power")
            })?;
            (Asked::Units, gain, units, wanted)
        }
        (None, Some(units)) => {
            let gain = design.gain(units, wanted).ok_or_else(|| too_few(units))?;
            (Asked::Gain, gain, units, wanted)
        }
        (None, None) => {
            return Err(Fault::new("neither the gain nor the units are given, so there is nothing to answer")
                .hint("give --gain for the units it takes, or --units (or --days and --units-per-day) for the gain it shows"));
        }
    };
    let reader = evidence::Answer { asked, gain, units, power, wanted, units_per_day };
    let mut evidence = Evidence::of(question, &noise, history, &design, &reader);
    evidence.findings.extend(underpowered::judge(&evidence, question.smallest_gain));
    Ok(evidence)
}

fn too_few(units: f64) -> Fault {
    Fault::new(format!("{} units are too few to see anything", number::significant(units, 4)))
        .hint("each arm needs two units or more")
}

/// The level and the noise of the metric.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Noise {
    kind: Kind,
    baseline: Option<f64>,
    /// Between units, after what the covariate takes away; `None` for a plain share.
    deviation: Option<f64>,
    correlation: Option<f64>,
    /// The variance of a unit's mean over that of a row's.
    unit_over_row: Option<f64>,
}

impl Noise {
    fn of(question: &Question, history: Option<&History>) -> Result<Self, Fault> {
        let baseline = question.baseline.or_else(|| history.map(|history| history.baseline));
        let is_share = baseline.is_some_and(|share| share > 0.0 && share < 1.0);
        let kind = question
            .kind
            .or_else(|| history.map(|history| history.kind))
            .unwrap_or(if is_share && question.deviation.is_none() { Kind::Proportion } else { Kind::Mean });
        if kind == Kind::Proportion && !is_share {
            let seen = baseline.map_or("not given".to_owned(), |baseline| format!("{baseline}"));
            return Err(Fault::new(format!("the share of today is {seen}, expected between 0 and 1"))
                .hint("give --baseline, such as 0.1 for one in ten"));
        }
        let clustered = history.is_some_and(|history| history.deviation != history.deviation_of_rows);
        let correlation = question.correlation.or_else(|| history.and_then(|history| history.correlation));
        let of_share = || baseline.filter(|_| kind == Kind::Proportion).map(|p| (p * (1.0 - p)).sqrt());
        let plain_share = kind == Kind::Proportion
            && question.deviation.is_none()
            && question.rows.is_none()
            && correlation.is_none()
            && !clustered;
        let (mut deviation, mut unit_over_row) = match (question.deviation, history) {
            (Some(deviation), _) => (deviation, None),
            (None, Some(history)) if question.baseline.is_none() || kind != Kind::Proportion => {
                let ratio = (history.deviation / history.deviation_of_rows).powi(2);
                (history.deviation, clustered.then_some(ratio))
            }
            (None, _) => match of_share() {
                Some(deviation) => (deviation, None),
                None => {
                    return Err(Fault::new("it is not known how much the metric varies")
                        .hint("give --sd, its deviation between units, or a table of the past: `tenet evaluate power DATA --metric COLUMN`"));
                }
            },
        };
        if let Some((rows, alike)) = question.rows {
            // Kish (1965), *Survey Sampling*, section 5.4: the variance of a mean of alike rows.
            let factor = (1.0 + (rows - 1.0) * alike) / rows;
            deviation *= factor.sqrt();
            unit_over_row = Some(factor);
        }
        if let Some(correlation) = correlation {
            // Deng, Xu, Kohavi & Walker (2013), equation 5.
            deviation *= (1.0 - correlation * correlation).sqrt();
        }
        if plain_share {
            return Ok(Noise { kind, baseline, deviation: None, correlation, unit_over_row });
        }
        if deviation.is_nan() || deviation <= 0.0 {
            return Err(Fault::new("nothing of the metric's variance is left")
                .hint("a covariate that foretells everything is a copy of the metric"));
        }
        Ok(Noise { kind, baseline, deviation: Some(deviation), correlation, unit_over_row })
    }
}

/// The gain asked for, in the metric's unit.
fn gain(question: &Question, noise: &Noise) -> Result<Option<f64>, Fault> {
    let gain = match (question.gain, question.relative_gain) {
        (Some(gain), _) => gain,
        (None, Some(relative)) => match noise.baseline.filter(|baseline| *baseline != 0.0) {
            Some(baseline) => relative * baseline.abs(),
            None => {
                return Err(Fault::new("a relative gain needs the level of today")
                    .hint("give --baseline (or --mean), or the gain in the metric's unit with --gain"));
            }
        },
        (None, None) => return Ok(None),
    };
    if let (Kind::Proportion, Some(baseline)) = (noise.kind, noise.baseline)
        && !(0.0..=1.0).contains(&(baseline + gain))
    {
        return Err(Fault::new(format!(
            "a share of {baseline} that gains {gain} would be {}, outside 0 to 1",
            number::significant(baseline + gain, 6)
        ))
        .hint("for half a percentage point write --gain 0.005"));
    }
    Ok(Some(gain))
}

/// The shares of all units of the smallest other arm and of the control.
fn shares(question: &Question) -> (f64, f64) {
    let whole: f64 = question.split.iter().map(|(_, share)| share).sum();
    let others = question.split.iter().filter(|(arm, _)| arm != question.control());
    let smallest = others.map(|(_, share)| *share).fold(f64::INFINITY, f64::min);
    let own =
        question.split.iter().find(|(arm, _)| arm == question.control()).map_or(0.0, |(_, share)| *share);
    (smallest / whole, own / whole)
}
