//! `linear`: a weighted sum of earlier values, an autoregression.
//!
//! Several layouts (scale, differences) are fitted, each with the penalty whose forecasts were best over origins inside
//! the training stretch, and those about as good as the best are averaged: a choice by few origins is a matter of luck,
//! a mean is not. Bates & Granger (1969), "The combination of forecasts", Operational Research Quarterly 20: weights by
//! the inverse of the squared error.

use report::Fault;
use serde::{Deserialize, Serialize};

use super::lags::{self, Next, Scales};
use super::model::{Form, Forms};
use super::recipe::Recipe;
use super::ridge::Sums;
use super::{Ask, Forecaster, Past, Training, naive};

/// A weighted sum of earlier values.
pub(super) struct Linear;

/// Weighted sums on several layouts, the best first, and how much each counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Blend {
    parts: Vec<(f64, Weights)>,
}

/// The weights of the recipe's inputs, the intercept last.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Weights {
    recipe: Recipe,
    scales: Scales,
    weights: Vec<f64>,
    /// How far each input strays over the rows learned from.
    strays: Vec<f64>,
}

/// Penalties tried, the strongest first.
const PENALTIES: [f64; 5] = [3.0, 0.3, 0.03, 0.003, 0.0];
/// Layouts whose error is up to so many times the best's count.
const AS_GOOD: f64 = 1.3;
/// The share of the training stretch that layouts are tried on.
const TRIED_ON: f64 = 0.45;
/// Forecasts by which layouts are told apart.
const TRIALS: usize = 60;
/// Rows learned from at most, the latest.
const MOST_ROWS: usize = 100_000;

impl Forecaster for Linear {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn learns(&self) -> bool {
        true
    }

    fn form(&self, training: &Training, past: &Past, _: u64) -> Result<Form, Fault> {
        let until = training.series.periods;
        let fit = |layout: Layout| {
            let fit = Weights::fit(past, until, &layout.recipe);
            (fit.sums.rows() >= 1.0).then(|| (layout.share, fit.at(layout.penalty)))
        };
        let parts: Vec<(f64, Weights)> = layouts(training, past)?.into_iter().filter_map(fit).collect();
        if parts.is_empty() {
            return Ok(Form::Naive(naive::Last {}));
        }
        Ok(Form::Linear(Blend { parts }))
    }
}

/// A layout worth counting.
pub(super) struct Layout {
    pub recipe: Recipe,
    penalty: f64,
    /// How much it counts.
    share: f64,
}

/// The layouts whose forecasts are about as good as the best's over origins in the last part of the training stretch,
/// the best first, each with its best penalty.
pub(super) fn layouts(training: &Training, past: &Past) -> Result<Vec<Layout>, Fault> {
    let series = training.series;
    let longest = series.tracks.iter().map(|track| track.values.len()).max().unwrap_or(0);
    let until = series.periods;
    let tested = ((longest as f64 * TRIED_ON) as usize).max(training.horizon).min(TRIALS * training.horizon);
    let positive =
        series.tracks.iter().flat_map(|track| &track.values).all(|value| value.is_nan() || *value > 0.0);
    let first = until.saturating_sub(tested);
    let asks = trials(past, first, until, training.horizon);
    let learned = longest.saturating_sub(tested);
    let mut tried: Vec<(f64, Layout)> = Vec::new();
    for recipe in Recipe::worth_trying(learned.max(2), training.seasons, training.usual, positive) {
        let fit = Weights::fit(past, first, &recipe);
        if fit.sums.rows() < 4.0 {
            continue;
        }
        let mut best: Option<(f64, f64)> = None;
        for penalty in PENALTIES {
            let said = fit.at(penalty).forecast(past, &asks, training.horizon)?;
            let Some(error) = error(past, &asks, &said, until) else { continue };
            if best.is_none_or(|(least, _)| error < least) {
                best = Some((error, penalty));
            }
        }
        tried.extend(best.map(|(error, penalty)| (error, Layout { recipe, penalty, share: 1.0 })));
    }
    tried.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some(least) = tried.first().map(|(error, _)| *error) else {
        // Too short to try anything on: the change from the period before, all but its mean left out.
        let plainest = Recipe::worth_trying(longest.max(2), &[], None, false).pop();
        let recipe = plainest.ok_or_else(|| Fault::new("there is no way to lay out the series"))?;
        return Ok(vec![Layout { recipe, penalty: PENALTIES[0], share: 1.0 }]);
    };
    tried.retain(|(error, _)| *error <= AS_GOOD * least);
    // Nothing was missed by the best: it alone counts.
    let share = |error: f64| if error > 0.0 { (least / error).powi(2) } else { 1.0 };
    let total: f64 = tried.iter().map(|(error, _)| share(*error)).sum();
    Ok(tried.into_iter().map(|(error, layout)| Layout { share: share(error) / total, ..layout }).collect())
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

impl Weights {
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

    /// How much each input moves what is said.
    fn importance(&self) -> Vec<(String, f64)> {
        let strength = self.weights.iter().zip(&self.strays).map(|(weight, stray)| (weight * stray).abs());
        self.recipe.names().into_iter().zip(strength).collect()
    }

    fn describe(&self) -> Vec<String> {
        const SHOWN: usize = 5;
        let names = self.recipe.names();
        let strengths = self.importance();
        let total: f64 = strengths.iter().map(|(_, strength)| strength).sum();
        let mut order: Vec<usize> = (0..self.recipe.lags.len()).collect();
        order.sort_by(|&a, &b| strengths[b].1.total_cmp(&strengths[a].1));
        let mut lines = vec![self.recipe.words()];
        for input in order.into_iter().take(SHOWN).filter(|&input| strengths[input].1 > 0.02 * total) {
            lines.push(format!("{} counts {:+.2}", names[input], self.weights[input]));
        }
        for (exact, count) in &self.recipe.waves {
            lines.push(format!("a season of {} periods, as {count} waves", (exact * 10.0).round() / 10.0));
        }
        lines
    }
}

impl Forms for Blend {
    fn forecast(&self, past: &Past, asks: &[Ask], horizon: usize) -> Result<Vec<Vec<f64>>, Fault> {
        let mut mean = vec![vec![0.0; horizon]; asks.len()];
        for (share, part) in &self.parts {
            for (mean, said) in mean.iter_mut().zip(part.forecast(past, asks, horizon)?) {
                mean.iter_mut().zip(said).for_each(|(mean, said)| *mean += share * said);
            }
        }
        Ok(mean)
    }

    fn is_sound(&self) -> bool {
        !self.parts.is_empty()
            && self.parts.iter().all(|(share, part)| (0.0..=1.0).contains(share) && part.is_sound())
    }

    fn describe(&self) -> Vec<String> {
        let Some((_, best)) = self.parts.first() else { return Vec::new() };
        let mut lines = best.describe();
        if self.parts.len() > 1 {
            let others: Vec<String> =
                self.parts[1..].iter().map(|(_, part)| part.recipe.short_words()).collect();
            lines.push(format!("averaged with the same on other layouts: {}", others.join("; ")));
        }
        lines
    }

    fn importance(&self) -> Vec<(String, f64)> {
        let mut by_name: Vec<(String, f64)> = Vec::new();
        for (share, part) in &self.parts {
            for (name, strength) in part.importance() {
                match by_name.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, sum)) => *sum += share * strength,
                    None => by_name.push((name, share * strength)),
                }
            }
        }
        by_name
    }

    fn needs(&self) -> usize {
        self.parts.iter().map(|(_, part)| part.recipe.span().max(1)).max().unwrap_or(1)
    }

    fn in_logs(&self) -> bool {
        self.parts.first().is_some_and(|(_, part)| part.recipe.log)
    }
}
