//! What the planning of an experiment leaves behind.

use ::report::Finding;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::design::Design;
use super::noise::Noise;
use super::question::Reading;
use super::{History, Question};
use crate::ab::Kind;

/// The answer. As JSON it is the object of `evaluate power`, to which the caller adds `seconds`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// What was not given.
    pub asked: Asked,
    /// The metric, where it has a name.
    pub metric: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The control's mean, share or ratio.
    pub baseline: Option<f64>,
    /// The deviation between units, after what a covariate takes away; none for a plain share.
    pub deviation: Option<f64>,
    /// The gain, in the metric's unit.
    pub gain: f64,
    /// Whether it is the smallest gain worth having of the project's plan.
    pub gain_is_planned: bool,
    /// The same as a share of the baseline.
    pub relative_gain: Option<f64>,
    /// How often it is seen when it is there.
    pub power: f64,
    /// How often it was to be seen.
    pub wanted_power: f64,
    /// How often a gain may be seen that is not there, in any arm.
    pub alpha: f64,
    /// The same for one arm: shared among them (Bonferroni).
    pub alpha_per_arm: f64,
    /// Units in all arms together.
    pub units: u64,
    /// Units of the smallest arm; of each, when the split is equal.
    pub units_per_arm: u64,
    /// Units of each arm.
    #[serde(serialize_with = "as_map")]
    pub arms: Vec<Arm>,
    /// The arm that is today's way.
    pub control: String,
    /// New units a day.
    pub units_per_day: Option<f64>,
    /// How long it runs, in whole days.
    pub days: Option<u64>,
    /// `once`, `looks` or `always`.
    pub reading: &'static str,
    /// How often it is read.
    pub looks: u64,
    /// With several looks: the share of the units that is in, on average, when the gain has been seen or the end has come.
    pub mean_share: Option<f64>,
    /// The share of variance the covariate takes away.
    pub variance_reduction: Option<f64>,
    /// The variance of a unit's mean over that of a row's, when units have several.
    pub unit_over_row: Option<f64>,
    /// What units are called.
    pub unit: Option<String>,
    /// The gain seen with other numbers of units, as often as wanted.
    pub curve: Vec<Point>,
    /// What a table of the past told.
    pub history: Option<History>,
    /// What speaks against the plan as it is.
    pub findings: Vec<Finding>,
}

/// What was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// How many units.
    Units,
    /// Which gain.
    Gain,
    /// How surely.
    Power,
}

/// An arm with its units.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// Its units.
    pub units: u64,
}

/// A number of units and the gain it shows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// In the metric's unit.
    pub gain: f64,
    /// In all arms together.
    pub units: u64,
    /// How long they take to come.
    pub days: Option<u64>,
}

/// The figures that belong together, given or found.
pub(crate) struct Answer {
    pub asked: Asked,
    pub gain: f64,
    pub units: f64,
    pub power: f64,
    pub wanted: f64,
    pub units_per_day: Option<f64>,
}

/// Steps of the curve up and down from the answer, each half as many units again.
const STEPS: i32 = 5;

impl Evidence {
    pub(crate) fn of(
        question: &Question,
        noise: &Noise,
        history: Option<&History>,
        design: &Design,
        answer: &Answer,
    ) -> Self {
        let arms = arms(question, answer);
        let units: u64 = arms.iter().map(|arm| arm.units).sum();
        let (reading, looks) = match (question.reading, &design.looks) {
            (Reading::Always, Some(looks)) => ("always", looks.boundaries.len() as u64),
            (Reading::Looks(looks), Some(_)) => ("looks", u64::from(looks)),
            _ => ("once", 1),
        };
        Evidence {
            asked: answer.asked,
            metric: question.metric.clone(),
            kind: noise.kind,
            baseline: noise.baseline,
            deviation: noise.deviation(),
            gain: answer.gain,
            gain_is_planned: question.gain_is_planned,
            relative_gain: noise
                .baseline
                .map(|level| answer.gain / level.abs())
                .filter(|share| share.is_finite()),
            power: answer.power,
            wanted_power: answer.wanted,
            alpha: question.alpha,
            alpha_per_arm: design.alpha,
            units,
            units_per_arm: arms.iter().map(|arm| arm.units).min().unwrap_or(0),
            arms,
            control: question.control().to_owned(),
            units_per_day: answer.units_per_day,
            days: answer.days(answer.units),
            reading,
            looks,
            mean_share: design.stopping(answer.gain, answer.units).map(|stopping| stopping.share),
            variance_reduction: noise.correlation.map(|correlation| correlation * correlation),
            unit_over_row: noise.unit_over_row,
            unit: question.unit.clone(),
            curve: curve(design, answer, units),
            history: history.cloned(),
            findings: Vec::new(),
        }
    }

    /// The page a person reads.
    pub fn report(&self) -> ::report::Report {
        super::report::report(self)
    }
}

impl Answer {
    /// How many whole days so many units take to come.
    fn days(&self, units: f64) -> Option<u64> {
        self.units_per_day.map(|per_day| (units / per_day - 1e-6).ceil().max(1.0) as u64)
    }
}

/// The units of each arm. Found units are rounded up, so that they are enough; given ones stay as many as they are.
fn arms(question: &Question, answer: &Answer) -> Vec<Arm> {
    let whole: f64 = question.split.iter().map(|(_, share)| share).sum();
    let mut before = 0.0;
    let arm = |(name, share): &(String, f64)| {
        let own = answer.units * share / whole;
        let units = match answer.asked {
            Asked::Units => (own * (1.0 - 1e-9)).ceil(),
            Asked::Gain | Asked::Power => (before + own).round() - before.round(),
        };
        before += own;
        Arm { name: name.clone(), units: units as u64 }
    };
    question.split.iter().map(arm).collect()
}

/// What more or fewer units show, the answer's own among them. Where it takes days, the others are what comes in whole days;
/// what comes within one is counted in units.
fn curve(design: &Design, answer: &Answer, own_units: u64) -> Vec<Point> {
    let (is_loss, own_days) = (answer.gain < 0.0, answer.days(answer.units));
    let point = |step: i32| {
        if step == 0 {
            let gain = match answer.asked {
                Asked::Power => design.gain(answer.units, is_loss)?,
                Asked::Units | Asked::Gain => answer.gain,
            };
            return Some(Point { gain, units: own_units, days: own_days });
        }
        let units = (answer.units * 1.5f64.powi(step)).round();
        let days = answer.days(units);
        let by_days = own_days > Some(1);
        let units = match (days, answer.units_per_day) {
            (Some(days), Some(per_day)) if by_days => days as f64 * per_day,
            _ => units,
        };
        let is_other = if by_days { days != own_days } else { (units as u64 > own_units) == (step > 0) };
        let gain = design.gain(units, is_loss).filter(|_| is_other)?;
        Some(Point { gain, units: units.round() as u64, days })
    };
    let mut points: Vec<Point> = (-STEPS..=STEPS).filter_map(point).collect();
    points.dedup_by_key(|point| point.units);
    points
}

fn as_map<S: Serializer>(arms: &[Arm], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(arms.len()))?;
    for arm in arms {
        map.serialize_entry(&arm.name, &arm.units)?;
    }
    map.end()
}
