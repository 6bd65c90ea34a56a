//! Rolling origins walked through: learned from what was known, forecast from each origin, held against what came.

use std::collections::BTreeMap;
use std::time::Instant;

use frame::{OriginFold, Season, Series};
use report::Fault;

use super::{Ask, Errors, ForecastModel, Forecaster, Past, Training};
use crate::metrics::mase;
use crate::{Predictions, Stop, Tested};

/// What forecasts look ahead for, and by what errors will count.
#[derive(Debug, Clone, Copy)]
pub struct Outline<'a> {
    /// How many periods forecasts look ahead.
    pub horizon: usize,
    /// The seasons found, the most useful first.
    pub seasons: &'a [Season],
    /// The season such steps usually have, whether it was found or not.
    pub usual: Option<Season>,
    /// Whether errors count by their size rather than their square.
    pub absolute: bool,
    /// When to give up; what was learned by then is thrown away.
    pub stop: &'a Stop,
}

impl Outline<'_> {
    /// The season found, else the one such steps usually have.
    pub fn season(&self) -> Option<Season> {
        self.seasons.first().copied().or(self.usual)
    }

    /// Learn from the periods before `train_to`.
    ///
    /// # Errors
    /// As [`Forecaster::fit`].
    pub fn fit(
        &self,
        forecaster: &dyn Forecaster,
        series: &Series,
        train_to: usize,
        seed: u64,
    ) -> Result<ForecastModel, Fault> {
        let known = series.until(train_to);
        let training = Training {
            series: &known,
            horizon: self.horizon,
            seasons: self.seasons,
            usual: self.usual,
            absolute: self.absolute,
            stop: self.stop,
        };
        self.stop.check()?;
        forecaster.fit(&training, seed)
    }

    /// The scale of MASE of each series, from the periods before `train_to`: by the season if it has run long enough,
    /// else by the period before.
    pub fn scales(&self, series: &Series, train_to: usize) -> BTreeMap<String, f64> {
        let season = self.seasons.first().map_or(1, |season| season.periods);
        let known = series.until(train_to);
        let scale = |track: &frame::Track| {
            let scale = mase::scale(&track.values, season).or_else(|| mase::scale(&track.values, 1))?;
            Some((track.name.clone(), scale))
        };
        known.tracks.iter().filter_map(scale).collect()
    }

    /// What is asked from these origins and what came true, period by period; nothing is said of it yet.
    pub fn asked(
        &self,
        series: &Series,
        past: &Past,
        scales: &BTreeMap<String, f64>,
        origins: &[usize],
    ) -> Errors {
        let mut errors = Errors::default();
        for ask in asks(past, origins) {
            let track = &series.tracks[ask.track];
            let scale = scales.get(&track.name).copied().unwrap_or(f64::NAN);
            for step in 0..self.horizon {
                if let Some(actual) = track.value(ask.origin + step) {
                    errors.push(ask, step, [actual, f64::NAN], scale);
                }
            }
        }
        errors
    }

    /// What a model's forecasts from these origins miss by, in the order in which it is [`asked`](Self::asked).
    ///
    /// # Errors
    /// As [`ForecastModel::forecast`].
    pub fn test(
        &self,
        model: &ForecastModel,
        series: &Series,
        past: &Past,
        scales: &BTreeMap<String, f64>,
        origins: &[usize],
    ) -> Result<Errors, Fault> {
        let asks: Vec<Ask> = asks(past, origins).collect();
        let said = model.forecast(past, &asks, self.horizon)?;
        let mut errors = self.asked(series, past, scales, origins);
        let known = asks.iter().zip(&said).flat_map(|(ask, said)| {
            let track = &series.tracks[ask.track];
            let steps = said.iter().enumerate();
            steps.filter(move |(step, _)| track.value(ask.origin + step).is_some()).map(|(_, said)| *said)
        });
        errors.predicted = known.collect();
        Ok(errors)
    }

    /// One fold: learned anew, all its origins forecast from. All but the times is the same on any number of threads.
    ///
    /// # Errors
    /// As [`fit`](Self::fit) and [`test`](Self::test).
    pub fn roll(
        &self,
        forecaster: &dyn Forecaster,
        series: &Series,
        past: &Past,
        fold: &OriginFold,
        seed: u64,
    ) -> Result<Tested, Fault> {
        let started = Instant::now();
        let model = self.fit(forecaster, series, fold.train_to, seed)?;
        let fit_seconds = started.elapsed().as_secs_f64();
        let started = Instant::now();
        let errors = self.test(&model, series, past, &BTreeMap::new(), &fold.origins)?;
        Ok(Tested {
            predictions: Predictions { width: 1, values: errors.predicted },
            seen: None,
            decided: false,
            fit_seconds,
            predict_seconds: Some(started.elapsed().as_secs_f64()),
            size_bytes: Some(model.size_bytes()),
            peak_memory_bytes: None,
            inputs: None,
        })
    }
}

/// Every series from every origin by which something of it is known.
fn asks(past: &Past, origins: &[usize]) -> impl Iterator<Item = Ask> {
    let tracks = 0..past.tracks();
    let all = origins.iter().flat_map(move |&origin| tracks.clone().map(move |track| Ask { track, origin }));
    all.filter(|ask| !past.before(*ask).is_empty())
}
