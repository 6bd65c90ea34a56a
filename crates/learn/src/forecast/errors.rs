//! What forecasts missed by, and the measures of it. The unit is the origin: the errors of one forecast's periods,
//! and of several series at one time, depend on each other, those of forecasts that do not overlap hardly.
//!
//! Diebold & Mariano (1995), "Comparing predictive accuracy", JBES 13: the mean of loss differences with a variance
//! that knows their dependence in time. Here losses are first averaged over each origin; what dependence is left
//! between neighbouring origins widens the interval after Newey & West (1987), Econometrica 55, with one lag.

use super::{Ask, typical};
use crate::Estimate;
use crate::metrics::Metric;
use crate::predictions::are_the_same;

/// Forecasts with what came true, period by period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Errors {
    /// The origin each period was forecast from, ascending.
    pub origins: Vec<usize>,
    /// The number of the series.
    pub tracks: Vec<usize>,
    /// How many periods ahead, from 0.
    pub steps: Vec<usize>,
    /// What came true.
    pub actual: Vec<f64>,
    /// What was said.
    pub predicted: Vec<f64>,
    /// The scale of MASE of the series, in its unit; NaN where it has none.
    pub scales: Vec<f64>,
}

impl Errors {
    /// Add a period: whose forecast it is, how many periods ahead, what came true and what was said.
    pub fn push(&mut self, ask: Ask, step: usize, [actual, predicted]: [f64; 2], scale: f64) {
        self.origins.push(ask.origin);
        self.tracks.push(ask.track);
        self.steps.push(step);
        self.actual.push(actual);
        self.predicted.push(predicted);
        self.scales.push(scale);
    }

    /// Put later ones below these.
    pub fn append(&mut self, later: Errors) {
        self.origins.extend(later.origins);
        self.tracks.extend(later.tracks);
        self.steps.extend(later.steps);
        self.actual.extend(later.actual);
        self.predicted.extend(later.predicted);
        self.scales.extend(later.scales);
    }

    /// How many periods were forecast.
    pub fn len(&self) -> usize {
        self.actual.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.actual.is_empty()
    }

    /// The measure over all origins: the mean of theirs, its root for rmse. `None` where it cannot be computed.
    pub fn score(&self, metric: &Metric) -> Option<f64> {
        Some(finished(metric, mean(&self.by_origin(metric)?)))
    }

    /// The measure of each origin alone.
    pub fn scores(&self, metric: &Metric) -> Vec<f64> {
        let losses = self.by_origin(metric).unwrap_or_default();
        losses.into_iter().map(|loss| finished(metric, loss)).collect()
    }

    /// The measure with its 95 % interval over origins. `other` errors of the same kind of forecast, made elsewhere,
    /// help to say how much origins differ. `None` where there is no measure, or are not two origins in all.
    pub fn estimate(&self, metric: &Metric, other: Option<&Errors>) -> Option<Estimate> {
        let losses = self.by_origin(metric)?;
        let others = other.and_then(|other| other.by_origin(metric)).unwrap_or_default();
        let mean = mean(&losses);
        let error = standard_error(&[&losses, &others])?;
        let reach = Estimate::reach(error.1)? * error.0;
        if !matches!(metric, Metric::Rmse) {
            let lowest = if matches!(metric, Metric::Money(_)) { f64::NEG_INFINITY } else { 0.0 };
            return Some(Estimate { score: mean, low: (mean - reach).max(lowest), high: mean + reach });
        }
        // The delta method on the logarithm, so that the root stays above zero.
        let margin = if mean > 0.0 { reach / (2.0 * mean) } else { 0.0 };
        let score = mean.sqrt();
        Some(Estimate { score, low: score * (-margin).exp(), high: score * margin.exp() })
    }

    /// How much better these are than others of the same periods (positive: better), with a 95 % interval over
    /// origins. `None` where there is no measure or are not two origins.
    pub fn gain(&self, over: &Errors, metric: &Metric) -> Option<Estimate> {
        if self.origins != over.origins || self.tracks != over.tracks || self.steps != over.steps {
            return None;
        }
        let (mine, theirs) = (self.by_origin(metric)?, over.by_origin(metric)?);
        let (root_mine, root_theirs) = (mean(&mine).sqrt(), mean(&theirs).sqrt());
        let gain = |(mine, theirs): (&f64, &f64)| match metric {
            Metric::Money(_) => mine - theirs,
            // The gradient of the difference of the roots.
            Metric::Rmse => halved(*theirs, root_theirs) - halved(*mine, root_mine),
            _ => theirs - mine,
        };
        // What rounding makes of the same forecasts, over and over in one direction, would look sure.
        if are_the_same(&mine, &theirs) {
            return Some(Estimate { score: 0.0, low: 0.0, high: 0.0 });
        }
        let gains: Vec<f64> = mine.iter().zip(&theirs).map(gain).collect();
        let score = match metric {
            Metric::Rmse => root_theirs - root_mine,
            _ => mean(&gains),
        };
        let mean = mean(&gains);
        if let Some((low, high)) = typical::interval(&gains) {
            let wider = widened(&[&gains]).sqrt();
            let (below, above) = ((mean - low).max(0.0) * wider, (high - mean).max(0.0) * wider);
            return Some(Estimate { score, low: score - below, high: score + above });
        }
        let (error, freedom) = standard_error(&[&gains])?;
        let reach = Estimate::reach(freedom)? * error;
        Some(Estimate { score, low: score - reach, high: score + reach })
    }

    /// The usual measures, by name.
    pub fn usual(&self) -> Vec<(String, Option<f64>)> {
        let metrics = [Metric::Mase, Metric::Rmse, Metric::Mae, Metric::Mape, Metric::Smape];
        metrics.iter().map(|metric| (metric.name(), self.score(metric))).collect()
    }

    /// The mean loss of each origin, in order.
    fn by_origin(&self, metric: &Metric) -> Option<Vec<f64>> {
        let mut losses: Vec<(usize, f64, f64)> = Vec::new();
        for at in 0..self.len() {
            let Some(loss) = self.loss(metric, at)? else { continue };
            match losses.last_mut() {
                Some((origin, sum, count)) if *origin == self.origins[at] => {
                    *sum += loss;
                    *count += 1.0;
                }
                _ => losses.push((self.origins[at], loss, 1.0)),
            }
        }
        let losses: Vec<f64> = losses.into_iter().map(|(_, sum, count)| sum / count).collect();
        (!losses.is_empty() && losses.iter().all(|loss| loss.is_finite())).then_some(losses)
    }

    /// The loss of one period; `Some(None)` where it has none and is left out, `None` where there can be no score.
    fn loss(&self, metric: &Metric, at: usize) -> Option<Option<f64>> {
        let (actual, predicted) = (self.actual[at], self.predicted[at]);
        let size = (predicted - actual).abs();
        Some(Some(match metric {
            // A series that never changed in training has no scale.
            Metric::Mase => return Some(Some(size / self.scales[at]).filter(|scaled| scaled.is_finite())),
            Metric::Rmse => size * size,
            Metric::Mae => size,
            Metric::Mape if actual == 0.0 => return None,
            Metric::Mape => size / actual.abs(),
            Metric::Smape if size == 0.0 => 0.0,
            Metric::Smape => 2.0 * size / (actual.abs() + predicted.abs()),
            Metric::Money(worth) => {
                let per_unit = if predicted > actual { worth.over_per_unit } else { worth.under_per_unit };
                size * per_unit * worth.cases_per_month
            }
            _ => return None,
        }))
    }
}

fn finished(metric: &Metric, loss: f64) -> f64 {
    if matches!(metric, Metric::Rmse) { loss.sqrt() } else { loss }
}

fn halved(square: f64, root: f64) -> f64 {
    if root > 0.0 { square / (2.0 * root) } else { 0.0 }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard error of the mean of the first of some stretches, the variance taken from all of them, and its degrees
/// of freedom.
fn standard_error(stretches: &[&[f64]]) -> Option<(f64, f64)> {
    let used = || stretches.iter().filter(|stretch| !stretch.is_empty());
    let total: usize = used().map(|stretch| stretch.len()).sum();
    let freedom = total.checked_sub(used().count()).filter(|freedom| *freedom > 0)? as f64;
    let squares: f64 = used()
        .map(|stretch| {
            let mean = mean(stretch);
            stretch.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
        })
        .sum();
    let count = stretches[0].len() as f64;
    Some(((squares / freedom / count * widened(stretches)).sqrt(), freedom))
}

/// By how much what neighbours have in common widens the variance of a mean: `1 + r`, `r` their correlation, as one lag
/// of Newey & West gives; brought back from the bias of few (Kendall 1954, "Note on bias in the estimation of
/// autocorrelation", Biometrika 41, eq. 19). The errors of forecasts that do not overlap have, when they are good
/// ones, nothing in common beyond the nearest.
fn widened(stretches: &[&[f64]]) -> f64 {
    let (mut squares, mut products, mut count) = (0.0, 0.0, 0.0);
    for stretch in stretches.iter().filter(|stretch| !stretch.is_empty()) {
        let mean = mean(stretch);
        squares += stretch.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        products += stretch.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>();
        count += stretch.len() as f64;
    }
    if count < FEWEST_NEIGHBOURS || squares <= 0.0 {
        return 1.0;
    }
    let alike = products / squares;
    1.0 + (alike + (1.0 + 3.0 * alike) / count).clamp(0.0, 1.0)
}

/// With fewer neighbours their correlation says nothing.
const FEWEST_NEIGHBOURS: f64 = 10.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(misses: &[[f64; 2]]) -> Errors {
        let mut errors = Errors::default();
        for (origin, misses) in misses.iter().enumerate() {
            for (step, miss) in misses.iter().enumerate() {
                errors.push(Ask { track: 0, origin: origin * 2 }, step, [10.0, 10.0 + miss], 2.0);
            }
        }
        errors
    }

    #[test]
    fn measures_are_those_by_hand() {
        let found = errors(&[[1.0, -1.0], [3.0, 1.0]]);
        assert_eq!(found.score(&Metric::Mae), Some(1.5));
        assert_eq!(found.score(&Metric::Mase), Some(0.75));
        assert_eq!(found.score(&Metric::Rmse), Some(3.0_f64.sqrt()));
        assert!((found.score(&Metric::Mape).unwrap() - 0.15).abs() < 1e-12);
        let smape = (2.0 / 21.0 + 2.0 / 19.0 + 6.0 / 23.0 + 2.0 / 21.0) / 4.0;
        assert!((found.score(&Metric::Smape).unwrap() - smape).abs() < 1e-12);
        assert_eq!(found.score(&Metric::Auc), None);
        assert_eq!(found.scores(&Metric::Mae), [1.0, 2.0]);
    }

    #[test]
    fn what_has_no_scale_or_no_share_has_no_score() {
        let mut flat = errors(&[[1.0, 1.0]]);
        flat.scales = vec![f64::NAN; 2];
        assert_eq!(flat.score(&Metric::Mase), None);
        flat.actual[0] = 0.0;
        assert_eq!(flat.score(&Metric::Mape), None);
        assert_eq!(flat.estimate(&Metric::Mae, None), None, "one origin says nothing of chance");
    }

    #[test]
    fn a_gain_is_paired_by_origin() {
        let (a, b) =
            (errors(&[[1.0, 1.0], [3.0, 3.0], [2.0, 2.0]]), errors(&[[2.0, 2.0], [4.0, 4.0], [3.0, 3.0]]));
        assert_eq!(a.gain(&b, &Metric::Mae), Some(Estimate { score: 1.0, low: 1.0, high: 1.0 }));
        // scipy.stats.t.interval(0.95, 2, 2, scipy.stats.sem([1, 3, 2]))
        let found = a.estimate(&Metric::Mae, None).unwrap();
        assert!((found.high - 4.484_138).abs() < 1e-5 && found.low == 0.0, "{found:?}");
        let root = a.gain(&b, &Metric::Rmse).unwrap();
        assert!(root.score > 0.9 && root.low < root.score);
    }
}
