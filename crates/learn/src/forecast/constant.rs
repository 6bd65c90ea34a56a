//! `constant`: always the same, the mean of what was, or its middle value where errors count by their size.

use std::collections::BTreeMap;

use report::{Fault, number};
use serde::{Deserialize, Serialize};

use super::model::{Form, Forms};
use super::{Ask, Forecaster, Past, Training};

/// Always the same.
pub(super) struct Constant;

/// The level of each series, and whether it is the middle value or the mean.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Levels {
    of: BTreeMap<String, f64>,
    middle: bool,
}

impl Forecaster for Constant {
    fn name(&self) -> &'static str {
        "constant"
    }

    fn form(&self, training: &Training, _: &Past, _: u64) -> Result<Form, Fault> {
        let tracks = training.series.tracks.iter();
        let of =
            tracks.filter_map(|track| Some((track.name.clone(), level(&track.values, training.absolute)?)));
        Ok(Form::Constant(Levels { of: of.collect(), middle: training.absolute }))
    }
}

/// The middle value or the mean of those that are known.
fn level(values: &[f64], middle: bool) -> Option<f64> {
    let mut known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    if middle {
        known.sort_by(f64::total_cmp);
        let (low, high) = (known.get(known.len().checked_sub(1)? / 2)?, known.get(known.len() / 2)?);
        return Some(low / 2.0 + high / 2.0);
    }
    let count = known.len() as f64;
    (!known.is_empty()).then(|| known.iter().map(|value| value / count).sum())
}

impl Forms for Levels {
    fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault> {
        let of = |ask: &Ask| {
            let known = self.of.get(past.name(ask.track)).copied();
            let level = known.or_else(|| level(past.before(*ask), self.middle)).unwrap_or(f64::NAN);
            vec![level; horizon]
        };
        Ok(asks.iter().map(of).collect())
    }

    fn is_sound(&self) -> bool {
        self.of.values().all(|level| level.is_finite())
    }

    fn describe(&self) -> Vec<String> {
        let what = if self.middle { "the middle value" } else { "the mean" };
        match self.of.values().next().filter(|_| self.of.len() == 1) {
            Some(level) => {
                vec![format!("always {}: {what} of all periods learned from", number::significant(*level, 4))]
            }
            None => vec![format!("always {what} of the series' own past")],
        }
    }
}
