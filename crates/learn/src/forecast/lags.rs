//! Learning one period from those before it, and forecasting one period after the other: what is shared by all
//! that learn on lags.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::recipe::Recipe;
use super::{Ask, Past};

/// The scale each series is brought to: its mean and spread, so that several can be learned together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Scales {
    of: BTreeMap<String, (f64, f64)>,
    /// Zero, when no value learned from is below it: then no forecast is.
    floor: Option<f64>,
}

/// A learned rule for the next period.
pub(super) trait Next {
    /// The learned part of `values[at]` for each of these: scaled values, their position, its place in time.
    fn next(&self, rows: &[(&[f64], usize, f64)]) -> Result<Vec<f64>, report::Fault>;
}

impl Scales {
    /// Of all series up to their ends, on the recipe's scale.
    pub fn of(past: &Past, until: usize, recipe: &Recipe) -> Scales {
        let of = (0..past.tracks()).filter_map(|track| {
            let known = past.before(Ask { track, origin: until });
            Some((past.name(track).to_owned(), scale(known, recipe)?))
        });
        let values = (0..past.tracks()).flat_map(|track| past.before(Ask { track, origin: until }));
        Scales { of: of.collect(), floor: values.copied().all(|value| value >= 0.0).then_some(0.0) }
    }

    /// That of a series: as it was when it was learned, or by what is known of a new one.
    fn get(&self, name: &str, known: &[f64], recipe: &Recipe) -> Option<(f64, f64)> {
        self.of.get(name).copied().or_else(|| scale(known, recipe))
    }

    pub fn is_sound(&self) -> bool {
        self.of.values().all(|(mean, spread)| mean.is_finite() && spread.is_finite() && *spread > 0.0)
    }
}

fn scale(known: &[f64], recipe: &Recipe) -> Option<(f64, f64)> {
    let values = || known.iter().map(|value| onto(*value, recipe));
    let count = known.len() as f64;
    let mean = values().sum::<f64>() / count;
    let spread = (values().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    (mean.is_finite() && spread.is_finite()).then_some((mean, if spread > 0.0 { spread } else { 1.0 }))
}

/// The smallest value that has a logarithm here: a new low of a series that was positive must not end a forecast.
const LOWEST: f64 = 1e-12;

fn onto(value: f64, recipe: &Recipe) -> f64 {
    if recipe.log { value.max(LOWEST).ln() } else { value }
}

/// The rows to learn from, up to `until`: at most `most`, the latest of each series. `visit` is given scaled
/// values, the position of the answer, and its place in time.
pub(super) fn each_row(
    past: &Past,
    until: usize,
    recipe: &Recipe,
    scales: &Scales,
    most: usize,
    visit: &mut dyn FnMut(&[f64], usize, f64),
) {
    let share = (most / past.tracks().max(1)).max(1);
    for track in 0..past.tracks() {
        let values = past.before(Ask { track, origin: until });
        let Some(scaled) = scaled(values, past.name(track), recipe, scales) else { continue };
        let known = past.all(track).1;
        let from = recipe.span().max(values.len().saturating_sub(share));
        for at in (from..values.len()).filter(|&at| known[at]) {
            visit(&scaled, at, past.place(track, at));
        }
    }
}

fn scaled(values: &[f64], name: &str, recipe: &Recipe, scales: &Scales) -> Option<Vec<f64>> {
    let (mean, spread) = scales.get(name, values, recipe)?;
    Some(values.iter().map(|value| (onto(*value, recipe) - mean) / spread).collect())
}

/// The next `horizon` values of each ask, a period after the other, all asks side by side. A series too short for
/// the recipe, and a forecast that runs away, repeat the last value.
pub(super) fn forecast(
    next: &dyn Next,
    past: &Past,
    asks: &[Ask],
    horizon: usize,
    recipe: &Recipe,
    scales: &Scales,
) -> Result<Vec<Vec<f64>>, report::Fault> {
    let span = recipe.span();
    let mut running: Vec<Option<Running>> = asks
        .iter()
        .map(|ask| {
            let known = past.before(*ask);
            let from = known.len().checked_sub(span.max(1))?;
            let (mean, spread) = scales.get(past.name(ask.track), known, recipe)?;
            let mut values: Vec<f64> = Vec::with_capacity(span + horizon + 1);
            values.extend(known[from..].iter().map(|value| (onto(*value, recipe) - mean) / spread));
            let all = known.iter().copied();
            let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
            let start = past.place(ask.track, 0) + known.len() as f64;
            Some(Running { values, mean, spread, start, low, high })
        })
        .collect();
    let start = |run: &Option<Running>| run.as_ref().map(|run| run.values.len());
    let began: Vec<Option<usize>> = running.iter().map(start).collect();
    for step in 0..horizon {
        // Room for the value that is being forecast.
        running.iter_mut().flatten().for_each(|run| run.values.push(0.0));
        let rows: Vec<(&[f64], usize, f64)> = running
            .iter()
            .flatten()
            .map(|run| (&run.values[..], run.values.len() - 1, run.start + step as f64))
            .collect();
        let parts = next.next(&rows)?;
        for (run, part) in running.iter_mut().flatten().zip(parts) {
            let at = run.values.len() - 1;
            run.values[at] = part + recipe.difference.base(&run.values, at);
        }
    }
    let said = asks.iter().zip(running).zip(began).map(|((ask, run), began)| {
        let last = past.last(*ask);
        let Some((run, began)) = run.zip(began) else { return vec![last; horizon] };
        let floor = scales.floor.unwrap_or(f64::NEG_INFINITY);
        let values: Vec<f64> =
            run.values[began..].iter().map(|value| run.back(*value, recipe).max(floor)).collect();
        if values.iter().all(|value| run.is_in_reach(*value)) { values } else { vec![last; horizon] }
    });
    Ok(said.collect())
}

/// A forecast under way.
struct Running {
    values: Vec<f64>,
    mean: f64,
    spread: f64,
    start: f64,
    low: f64,
    high: f64,
}

impl Running {
    fn back(&self, value: f64, recipe: &Recipe) -> f64 {
        let value = self.mean + self.spread * value;
        if recipe.log { value.exp() } else { value }
    }

    /// A forecast far outside of all that was ever seen is a feedback that ran away, not a forecast.
    fn is_in_reach(&self, value: f64) -> bool {
        let range = (self.high - self.low).max(self.spread.abs() * 1e-3);
        value.is_finite() && value > self.low - 3.0 * range && value < self.high + 3.0 * range
    }
}
