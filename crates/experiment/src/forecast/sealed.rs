//! The sealed stretch, opened once, after the choice: forecast from its own origins by what was learned before it.

use learn::{Errors, Estimate, ForecastModel, Metric, Outline, Past, Range};
use report::Fault;

use super::ForecastInput;
use super::climb::{Contender, Rung};
use super::measure::by_outside;
use super::outlook::{OUTSIDE_ORIGINS, Plan, Point};
use crate::Holdout;
use crate::kept::Fits;

/// What opening it gave.
pub(super) struct Opened {
    pub holdout: Holdout,
    pub model: Option<ForecastModel>,
    pub range: Option<Range>,
    pub origins: usize,
    pub in_range: Option<(usize, usize)>,
    pub picture: Vec<Point>,
}

/// A picture of more periods than this shows the latest.
const PICTURED: usize = 400;

/// Learn from the open stretch, forecast the sealed one, and hold it to what came.
pub(super) fn open(
    input: &ForecastInput,
    plan: &Plan,
    outline: &Outline,
    winner: &Rung,
    fits: &Fits,
) -> Result<Opened, Fault> {
    let (series, sealed_from) = (input.series, plan.origins.sealed_from);
    let units = outline.scales(series, sealed_from);
    let (model, errors, origins) = match winner.contender {
        Contender::Forecaster(forecaster) => {
            let model = outline.fit(forecaster, series, sealed_from, input.seed)?;
            let past = Past::of(series);
            let errors = outline.test(&model, series, &past, &units, &plan.origins.sealed)?;
            (Some(model), errors, plan.origins.sealed.clone())
        }
        Contender::Outside(outside) => {
            let every = plan.origins.sealed.len().div_ceil(OUTSIDE_ORIGINS);
            let origins: Vec<usize> = plan.origins.sealed.iter().copied().step_by(every).collect();
            (None, by_outside(outside, input, outline, &origins, false, fits)?.errors, origins)
        }
    };
    let open_errors = winner.errors.as_ref();
    // As for rows: each later opening makes the interval wider, so that all hold together.
    let opened = input.opened_before + 1;
    let lowest = if matches!(plan.metric, Metric::Money(_)) { f64::NEG_INFINITY } else { 0.0 };
    let estimate = errors.estimate(&plan.metric, open_errors).map(|estimate| {
        let wider = estimate.together(opened as usize);
        Estimate { low: wider.low.max(lowest), ..wider }
    });
    let holdout = Holdout {
        score: errors.score(&plan.metric),
        low: estimate.map(|estimate| estimate.low),
        high: estimate.map(|estimate| estimate.high),
        constant: None,
        money: input.worth.and_then(|worth| errors.score(&Metric::Money(worth.clone()))),
        money_today: None,
        opened,
        level: 1.0 - 0.05 / f64::from(opened),
        measures: errors.usual(),
    };
    let in_logs = model.as_ref().is_some_and(ForecastModel::in_logs);
    let open = series.until(sealed_from);
    let known = || open.tracks.iter().flat_map(|track| &track.values).filter(|value| value.is_finite());
    let floor = known().all(|value| *value >= 0.0).then_some(0.0);
    let whole = known().all(|value| value.fract() == 0.0);
    let range = open_errors
        .and_then(|errors| Range::of(errors, outline.horizon, units.clone(), in_logs, floor, whole));
    let in_range = range.as_ref().map(|range| within(range, input, &errors));
    let picture = picture(input, &errors, range.as_ref());
    Ok(Opened { holdout, model, range, origins: origins.len(), in_range, picture })
}

/// How many of the values lay in the range.
fn within(range: &Range, input: &ForecastInput, errors: &Errors) -> (usize, usize) {
    let inside = |at: &usize| {
        let name = &input.series.tracks[errors.tracks[*at]].name;
        let ends = range.around(name, errors.steps[*at], errors.predicted[*at]);
        ends.is_some_and(|(low, high)| (low..=high).contains(&errors.actual[*at]))
    };
    ((0..errors.len()).filter(inside).count(), errors.len())
}

/// The forecasts of the first series, period by period.
fn picture(input: &ForecastInput, errors: &Errors, range: Option<&Range>) -> Vec<Point> {
    let Some(track) = input.series.tracks.first() else { return Vec::new() };
    let points: Vec<Point> = (0..errors.len())
        .filter(|&at| errors.tracks[at] == 0)
        .map(|at| {
            let ends =
                range.and_then(|range| range.around(&track.name, errors.steps[at], errors.predicted[at]));
            Point {
                time: input.series.show(errors.origins[at] + errors.steps[at]),
                actual: errors.actual[at],
                predicted: errors.predicted[at],
                low: ends.map(|ends| ends.0),
                high: ends.map(|ends| ends.1),
            }
        })
        .collect();
    points[points.len().saturating_sub(PICTURED)..].to_vec()
}
