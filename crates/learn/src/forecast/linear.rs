//! `linear`: a weighted sum of earlier values, an autoregression.
//!
//! Scale, differences and penalty are those whose forecasts were best over origins inside the training stretch: what
//! automatic ARIMA does by a criterion (Hyndman & Khandakar 2008, Journal of Statistical Software 27), here by the
//! errors of forecasts as they will be asked for.

use report::Fault;
use serde::{Deserialize, Serialize};

use super::lags::{self, Next, Scales};
use super::model::{Form, Forms};
use super::recipe::Recipe;
use super::ridge::Sums;
use super::{Ask, Forecaster, Past, Training, naive};

/// A weighted sum of earlier values.
pub(super) struct Linear;

/// The weights of the recipe's inputs, the intercept last.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Weights {
    recipe: Recipe,
    scales: Scales,
    weights: Vec<f64>,
    /// How far each input strays over the rows learned from.
    strays: Vec<f64>,
}

/// Penalties tried, the strongest first.
const PENALTIES: [f64; 5] = [3.0, 0.3, 0.03, 0.003, 0.0];
/// A layout that is not better by this share is not worth leaving a plainer one for.
const WORTH_IT: f64 = 0.01;
/// The share of the training stretch that layouts are tried on.
const TRIED_ON: f64 = 0.35;
/// Forecasts by which layouts are told apart.
const TRIALS: usize = 60;
/// Rows learned from at most, the latest.
const MOST_ROWS: usize = 100_000;

impl Forecaster for Linear {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn form(&self, training: &Training, past: &Past, _: u64) -> Result<Form, Fault> {
        let (recipe, penalty) = chosen(training, past)?;
        let fit = Weights::fit(past, training.series.periods, &recipe);
        if fit.sums.rows() < 1.0 {
            return Ok(Form::Naive(naive::Last {}));
        }
        Ok(Form::Linear(fit.at(penalty)))
    }
}

/// The layout and the penalty whose forecasts are best over origins in the last part of the training stretch.
pub(super) fn chosen(training: &Training, past: &Past) -> Result<(Recipe, f64), Fault> {
    let series = training.series;
    let longest = series.tracks.iter().map(|track| track.values.len()).max().unwrap_or(0);
    let until = series.periods;
    let tested = ((longest as f64 * TRIED_ON) as usize).max(training.horizon).min(TRIALS * training.horizon);
    let positive =
        series.tracks.iter().flat_map(|track| &track.values).all(|value| value.is_nan() || *value > 0.0);
    let first = until.saturating_sub(tested);
    let asks = trials(past, first, until, training.horizon);
    let mut best: Option<(f64, Recipe, f64)> = None;
    let learned = longest.saturating_sub(tested);
    for recipe in Recipe::worth_trying(learned.max(2), training.seasons, training.usual, positive) {
        let fit = Weights::fit(past, first, &recipe);
        if fit.sums.rows() < 4.0 {
            continue;
        }
        for penalty in PENALTIES {
            let weights = fit.at(penalty);
            let said = weights.forecast(past, &asks, training.horizon)?;
            let Some(error) = error(past, &asks, &said, until) else { continue };
            if best.as_ref().is_none_or(|(least, ..)| error < least * (1.0 - WORTH_IT)) {
                best = Some((error, recipe.clone(), penalty));
            }
        }
    }
    let plainest = || {
        let recipes = Recipe::worth_trying(longest.max(2), &[], None, false);
        (recipes.into_iter().next_back(), PENALTIES[0])
    };
    let (recipe, penalty) = best.map_or_else(plainest, |(_, recipe, penalty)| (Some(recipe), penalty));
    recipe.map(|recipe| (recipe, penalty)).ok_or_else(|| Fault::new("there is no way to lay out the series"))
}

/// Origins close together over the last part, for each series; when that is more than is needed, spread evenly.
fn trials(past: &Past, first: usize, until: usize, horizon: usize) -> Vec<Ask> {
    let last = until.saturating_sub(horizon.min(until - first)).max(first);
    let step = (horizon / 4).max((last - first) / TRIALS).max(1);
    let origins: Vec<usize> = (first..=last).step_by(step).collect();
    let every = (past.tracks() * origins.len() / 3_000).max(1);
    let asks = (0..past.tracks()).flat_map(|track| origins.iter().map(move |&origin| Ask { track, origin }));
    asks.step_by(every).collect()
}

/// The mean size of the errors, each series' as shares of its own mean change; `None` where nothing is known.
fn error(past: &Past, asks: &[Ask], said: &[Vec<f64>], until: usize) -> Option<f64> {
    let units: Vec<f64> = (0..past.tracks())
        .map(|track| {
            let values = past.all(track).0;
            let changes = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>();
            changes / values.len().max(2) as f64
        })
        .collect();
    let (mut sum, mut count) = (0.0, 0.0);
    for (ask, said) in asks.iter().zip(said) {
        let (values, known) = past.all(ask.track);
        for (step, value) in said.iter().enumerate() {
            let Some(at) = (ask.origin + step).checked_sub(past.from(ask.track)) else { continue };
            if ask.origin + step < until && at < values.len() && known[at] && value.is_finite() {
                sum += (values[at] - value).abs() / units[ask.track].max(f64::MIN_POSITIVE);
                count += 1.0;
            }
        }
    }
    (count > 0.0).then(|| sum / count)
}

/// What weights of any penalty follow from.
struct Fit {
    recipe: Recipe,
    scales: Scales,
    sums: Sums,
}

impl Fit {
    fn at(&self, penalty: f64) -> Weights {
        Weights {
            recipe: self.recipe.clone(),
            scales: self.scales.clone(),
            weights: self.sums.weights(penalty),
            strays: self.sums.spreads(),
        }
    }
}

impl Weights {
    fn fit(past: &Past, until: usize, recipe: &Recipe) -> Fit {
        let scales = Scales::of(past, until, recipe);
        let mut sums = Sums::new(recipe.names().len());
        let mut inputs = Vec::new();
        lags::each_row(past, until, recipe, &scales, MOST_ROWS, &mut |values, at, place| {
            recipe.inputs(values, at, place, &mut inputs);
            sums.add(&inputs, recipe.difference.of(values, at));
        });
        Fit { recipe: recipe.clone(), scales, sums }
    }
}

impl Next for Weights {
    fn next(&self, rows: &[(&[f64], usize, f64)]) -> Result<Vec<f64>, Fault> {
        let mut inputs = Vec::new();
        let said = rows.iter().map(|&(values, at, place)| {
            self.recipe.inputs(values, at, place, &mut inputs);
            let sum: f64 = inputs.iter().zip(&self.weights).map(|(input, weight)| input * weight).sum();
            sum + self.weights[inputs.len()]
        });
        Ok(said.collect())
    }
}

impl Forms for Weights {
    fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault> {
        lags::forecast(self, past, asks, horizon, &self.recipe, &self.scales)
    }

    fn is_sound(&self) -> bool {
        let inputs = self.recipe.names().len();
        self.recipe.is_sound()
            && self.scales.is_sound()
            && self.weights.len() == inputs + 1
            && self.strays.len() == inputs
            && self.weights.iter().all(|weight| weight.is_finite())
    }

    fn describe(&self) -> Vec<String> {
        const SHOWN: usize = 6;
        let mut lines = vec![self.recipe.words()];
        let shares = self.importance();
        let total: f64 = shares.iter().map(|(_, weight)| weight).sum();
        let mut order: Vec<usize> = (0..self.recipe.lags.len()).collect();
        let strength = |input: usize| (self.weights[input] * self.strays[input]).abs();
        order.sort_by(|&a, &b| strength(b).total_cmp(&strength(a)));
        let names = self.recipe.names();
        for input in order.into_iter().take(SHOWN).filter(|&input| strength(input) > 0.02 * total) {
            lines.push(format!("{} counts {:+.2}", names[input], self.weights[input]));
        }
        for (exact, count) in &self.recipe.waves {
            lines.push(format!("a season of {} periods, as {count} waves", (exact * 10.0).round() / 10.0));
        }
        lines
    }

    fn importance(&self) -> Vec<(String, f64)> {
        let mut by_name: Vec<(String, f64)> = Vec::new();
        for (input, name) in self.recipe.names().into_iter().enumerate() {
            let weight = (self.weights[input] * self.strays[input]).abs();
            match by_name.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => *sum += weight,
                None => by_name.push((name, weight)),
            }
        }
        by_name
    }

    fn needs(&self) -> usize {
        self.recipe.span().max(1)
    }

    fn in_logs(&self) -> bool {
        self.recipe.log
    }
}
