//! A test is planned: how many units, for how long, to see which gain, and how surely?
//!
//! [`run`] takes the plan, with the noise of the metric as it is given or as [`Past::read`] found it, and answers what is
//! not given: the units, the gain, or the power.

mod design;
mod evidence;
mod history;
mod noise;
mod question;
mod report;
#[cfg(test)]
mod tests;
mod underpowered;

use ::report::{Fault, number};

use crate::ab::Kind;
use design::{Design, Looks, MOST_UNITS};
use noise::Noise;

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
                "--days {days} brings {come} units, fewer than the {units} of --units"
            ))
            .hint("give the days or the units, not both"));
        }
        _ => question.units,
    };
    if let Some(units) = units.filter(|units| *units > MOST_UNITS) {
        let most = number::count(MOST_UNITS as i128);
        return Err(Fault::new(format!(
            "{} units are more than any test has",
            number::significant(units, 4)
        ))
        .hint(format!("give {most} or fewer")));
    }
    let gain = gain(question, &noise)?;
    let alpha = question.alpha / (question.split.len() - 1) as f64;
    let planned_days = question.days.or_else(|| Some(units? / units_per_day?));
    let wanted = question.power.unwrap_or(USUAL_POWER);
    let design = Design {
        spread: noise.spread,
        shares: shares(question),
        alpha,
        wanted,
        looks: Looks::of(question.reading, alpha, wanted, planned_days),
    };
    let (asked, gain, units, power) = match (gain, units) {
        (Some(gain), Some(units)) => {
            let seen = design.power(gain, units).ok_or_else(|| too_few(units))?;
            (Asked::Power, gain, units, seen)
        }
        (Some(gain), None) => {
            let units = design.units(gain).ok_or_else(|| {
                Fault::new(format!(
                    "no number of units shows a {} of {} {}",
                    report::way(gain),
                    number::significant(gain.abs(), 4),
                    report::often(wanted)
                ))
                .hint("give a larger gain, or a lower --power")
            })?;
            (Asked::Units, gain, units, wanted)
        }
        (None, Some(units)) => {
            let gain = design.gain(units, false).ok_or_else(|| too_few(units))?;
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
        .hint("each arm needs two units at the least, and mostly many more")
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
            "a share of {} with a {} of {} would be {}, outside 0 to 1",
            number::significant(baseline, 6),
            report::way(gain),
            number::significant(gain.abs(), 6),
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
