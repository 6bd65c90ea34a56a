//! The range a forecast lies in, 95 times of 100: from what forecasts of the same kind missed by.
//!
//! The mean squared miss rises with the steps ahead as a straight line (a random walk's does exactly so); misses brought
//! to it by step are pooled, and the range reaches as far as 95 % of them do. With few origins, whose misses hang
//! together, the normal distribution's reach by Student's factor instead. Hyndman & Athanasopoulos, "Forecasting:
//! principles and practice" (3rd ed., 2021), section 5.5; the count for new misses is that of split conformal
//! prediction: Vovk, Gammerman & Shafer (2005), "Algorithmic learning in a random world".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Errors;
use crate::Estimate;

/// How far around a forecast the truth lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Half the width for each step ahead, in units of the series' own changes, or in logarithms.
    reach: Vec<f64>,
    /// The unit of each series; none in logarithms.
    units: Option<BTreeMap<String, f64>>,
    /// What the series never goes below.
    floor: Option<f64>,
    /// Whether the series takes whole numbers only: then so do the ends, outward, or a count at the very edge would be
    /// left out by a hair.
    whole: bool,
}

/// From so many origins on the misses themselves say how far the range reaches.
const ORIGINS: usize = 20;

impl Range {
    /// From the errors of forecasts with as many steps. `units` are those of the series by name, as in
    /// [`Errors::scales`]; with `log` the misses are taken in logarithms. `None` where fewer than three origins, or a
    /// miss that has no size.
    pub fn of(
        errors: &Errors,
        horizon: usize,
        units: BTreeMap<String, f64>,
        log: bool,
        floor: Option<f64>,
        whole: bool,
    ) -> Option<Range> {
        let mut origins = errors.origins.clone();
        origins.dedup();
        let miss = |at: usize| match log {
            true => errors.predicted[at].ln() - errors.actual[at].ln(),
            false => (errors.predicted[at] - errors.actual[at]) / errors.scales[at],
        };
        let misses: Vec<f64> = (0..errors.len()).map(miss).collect();
        if origins.len() < 3 || !misses.iter().all(|miss| miss.is_finite()) {
            return None;
        }
        let spread = spread(&errors.steps, &misses, horizon);
        let mut sizes: Vec<f64> = (0..misses.len())
            .map(|at| misses[at].abs() / spread[errors.steps[at]].max(f64::MIN_POSITIVE))
            .collect();
        sizes.sort_by(f64::total_cmp);
        let rank = ((sizes.len() + 1) as f64 * 0.95).ceil() as usize;
        let factor = match origins.len() {
            few if few < ORIGINS => Estimate::reach((few - 1) as f64)?,
            _ => *sizes.get(rank - 1).or(sizes.last())?,
        };
        let reach = spread.into_iter().map(|spread| spread * factor).collect();
        Some(Range { reach, units: (!log).then_some(units), floor, whole })
    }

    /// The ends around a forecast of the series of this name, so many steps ahead (from 0); `None` for a series or a
    /// step it knows nothing of.
    pub fn around(&self, name: &str, step: usize, forecast: f64) -> Option<(f64, f64)> {
        let reach = *self.reach.get(step)?;
        let (low, high) = match &self.units {
            None => (forecast * (-reach).exp(), forecast * reach.exp()),
            Some(units) => {
                let reach = reach * units.get(name)?;
                (forecast - reach, forecast + reach)
            }
        };
        let (low, high) = if self.whole { (low.floor(), high.ceil()) } else { (low, high) };
        let floor = self.floor.map_or(f64::NEG_INFINITY, |floor| floor.min(forecast));
        Some((low.max(floor), high))
    }

    /// Whether one that was read can be used.
    pub(super) fn is_sound(&self) -> bool {
        let plain = |value: &f64| value.is_finite() && *value >= 0.0;
        self.reach.iter().all(plain) && self.units.iter().flat_map(BTreeMap::values).all(plain)
    }
}

/// The root of the line through the mean squared misses of each step, never falling and never below zero; level unless
/// it rises by more than two of its standard errors.
fn spread(steps: &[usize], misses: &[f64], horizon: usize) -> Vec<f64> {
    let (mut ones, mut ahead, mut squares, mut misses_sum, mut products) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (step, miss) in steps.iter().zip(misses) {
        let (x, y) = ((*step + 1) as f64, miss * miss);
        ones += 1.0;
        ahead += x;
        squares += x * x;
        misses_sum += y;
        products += x * y;
    }
    let (mean, mean_x) = (misses_sum / ones, ahead / ones);
    let across = squares - ahead * mean_x;
    let slope = if across > 0.0 { (products - mean * ahead) / across } else { 0.0 };
    let scatter = misses.iter().map(|miss| (miss * miss - mean).powi(2)).sum::<f64>() / ones;
    let slope = if slope > 2.0 * (scatter / across).sqrt() { slope } else { 0.0 };
    // A line from below zero would say the first step is sure: then it goes through zero.
    let (level, slope) =
        if mean < slope * mean_x { (0.0, products / squares) } else { (mean - slope * mean_x, slope) };
    (1..=horizon).map(|step| (level + slope * step as f64).sqrt()).collect()
}
