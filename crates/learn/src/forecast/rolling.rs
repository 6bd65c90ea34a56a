//! Rolling origins walked through: learned from what was known, forecast from each origin, held against what came.

use std::collections::BTreeMap;
use std::time::Instant;

use frame::{OriginFold, Season, Series};
use rayon::prelude::*;
use report::Fault;

use super::{Ask, Errors, ForecastModel, Forecaster, Past, Training};
use crate::Stop;
use crate::metrics::mase;

/// What a forecaster missed by over some origins, with what it cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Rolled {
    /// What it missed by.
    pub errors: Errors,
    /// Seconds of learning, summed over the folds.
    pub fit_seconds: f64,
    /// Periods forecast per second.
    pub periods_per_second: f64,
    /// Size of the largest fold's model.
    pub size_bytes: usize,
}

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

    /// What a model's forecasts from these origins miss by.
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
        let tracks = 0..past.tracks();
        let asks: Vec<Ask> = origins
            .iter()
            .flat_map(|&origin| tracks.clone().map(move |track| Ask { track, origin }))
            .filter(|ask| !past.before(*ask).is_empty())
            .collect();
        let said = model.forecast(past, &asks, self.horizon)?;
        let mut errors = Errors::default();
        for (ask, said) in asks.iter().zip(said) {
            let track = &series.tracks[ask.track];
            let scale = scales.get(&track.name).copied().unwrap_or(f64::NAN);
            for (step, predicted) in said.into_iter().enumerate() {
                if let Some(actual) = track.value(ask.origin + step) {
                    errors.push(*ask, step, [actual, predicted], scale);
                }
            }
        }
        Ok(errors)
    }

    /// Walk through the folds: each learned anew, all its origins forecast from. All but the times is the same on any
    /// number of threads.
    ///
    /// # Errors
    /// The first fold's fault, by number, naming the fold.
    pub fn roll(
        &self,
        forecaster: &dyn Forecaster,
        series: &Series,
        folds: &[OriginFold],
        seed: u64,
    ) -> Result<Rolled, Fault> {
        let past = Past::of(series);
        let outcomes: Vec<Result<(Errors, f64, f64, usize), Fault>> = folds
            .par_iter()
            .map(|fold| {
                let started = Instant::now();
                let model = self.fit(forecaster, series, fold.train_to, seed)?;
                let fitted = started.elapsed().as_secs_f64();
                let scales = self.scales(series, fold.train_to);
                let started = Instant::now();
                let errors = self.test(&model, series, &past, &scales, &fold.origins)?;
                Ok((errors, fitted, started.elapsed().as_secs_f64(), model.size_bytes()))
            })
            .collect();
        let mut all =
            Rolled { errors: Errors::default(), fit_seconds: 0.0, periods_per_second: 0.0, size_bytes: 0 };
        let mut forecasting = 0.0_f64;
        for (number, outcome) in outcomes.into_iter().enumerate() {
            let (errors, fitted, seconds, size) = outcome.map_err(|fault| Fault {
                message: format!(
                    "{} could not learn in fold {} of {}: {}",
                    forecaster.name(),
                    number + 1,
                    folds.len(),
                    fault.message
                ),
                ..fault
            })?;
            all.errors.append(errors);
            all.fit_seconds += fitted;
            forecasting += seconds;
            all.size_bytes = all.size_bytes.max(size);
        }
        all.periods_per_second = all.errors.len() as f64 / forecasting.max(1e-9);
        Ok(all)
    }
}
