//! `seasonal-naive`: each period is as the same one of the last season was.

use frame::Season;
use report::Fault;
use serde::{Deserialize, Serialize};

use super::model::{Form, Forms};
use super::{Ask, Forecaster, Past, Training};

/// As a season ago.
pub(super) struct SeasonalNaive;

/// How many periods a season takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Repeat {
    periods: usize,
}

impl Forecaster for SeasonalNaive {
    fn name(&self) -> &'static str {
        "seasonal-naive"
    }

    fn applies(&self, season: Option<Season>) -> bool {
        season.is_some()
    }

    fn form(&self, training: &Training, _: &Past, _: u64) -> Result<Form, Fault> {
        let season = training
            .seasons
            .first()
            .copied()
            .or(training.usual)
            .ok_or_else(|| Fault::new("there is no season"))?;
        Ok(Form::SeasonalNaive(Repeat { periods: season.periods }))
    }
}

impl Forms for Repeat {
    fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault> {
        let of = |ask: &Ask| {
            let known = past.before(*ask);
            let last = past.last(*ask);
            // A series that is younger than a season says its last value.
            let season = known.len().checked_sub(self.periods).map_or(&[][..], |from| &known[from..]);
            (0..horizon).map(|step| season.get(step % self.periods).copied().unwrap_or(last)).collect()
        };
        Ok(asks.iter().map(of).collect())
    }

    fn is_sound(&self) -> bool {
        self.periods > 0
    }

    fn describe(&self) -> Vec<String> {
        vec![format!("each period is as the one {} periods before was", self.periods)]
    }
}
