//! One contender measured on a series: learned anew fold by fold, or origin by origin, and held against what came. What an
//! earlier run has fitted from the same is taken over.

use std::collections::BTreeMap;

use frame::{Column, Frame, Kind, OriginFold, Series, Target, Task};
use learn::{Ask, Errors, Forecaster, Outline, Past, Tested};
use rayon::prelude::*;
use report::Fault;

use super::climb::Contender;
use super::outlook::Plan;
use super::{ForecastInput, all_origins};
use crate::Outside;
use crate::digest::Digest;
use crate::kept::Fits;

/// What measuring one gives.
#[derive(Default)]
pub(super) struct Measured {
    pub errors: Errors,
    pub fit_seconds: f64,
    pub periods_per_second: Option<f64>,
    pub size_bytes: Option<usize>,
    pub peak_memory_bytes: Option<u64>,
    pub reproducible: Option<bool>,
}

/// What a contender misses by from the open origins.
pub(super) fn measure(
    contender: Contender,
    input: &ForecastInput,
    plan: &Plan,
    outline: &Outline,
    fits: &Fits,
) -> Result<Measured, Fault> {
    match contender {
        Contender::Forecaster(forecaster) => by_forecaster(forecaster, input, plan, outline, fits),
        Contender::Outside(outside) => {
            let origins: Vec<usize> = all_origins(&plan.origins).collect();
            by_outside(outside, input, outline, &origins, true, fits)
        }
    }
}

/// The fits on this series: all that they are made from but who learns, up to where, and from where it forecasts.
pub(super) fn fits<'a>(input: &ForecastInput<'a>, outline: &Outline) -> Fits<'a> {
    let season = |digest: Digest, season: &frame::Season| {
        digest.number(season.periods as u64).number(season.exact.to_bits())
    };
    let series = input.series;
    let all = Digest::default().text("series").text(input.target).number(input.seed);
    let all = all.number(outline.horizon as u64).number(u64::from(outline.absolute));
    let all = outline.seasons.iter().fold(all.number(outline.seasons.len() as u64), season);
    let all = outline.usual.iter().fold(all, season);
    Fits::made_from(input.kept, times(series, all))
}

/// When the periods are.
fn times(series: &Series, digest: Digest) -> Digest {
    let digest = digest.text(&series.step.words()).text(&format!("{:?}", series.kind));
    digest.number(series.first.to_bits()).number(series.like.to_bits())
}

/// Each fold in turn, side by side: all its origins are forecast from by what was learned before the first.
fn by_forecaster(
    forecaster: &dyn Forecaster,
    input: &ForecastInput,
    plan: &Plan,
    outline: &Outline,
    fits: &Fits,
) -> Result<Measured, Fault> {
    let (series, past, folds) = (input.series, Past::of(input.series), &plan.origins.folds);
    let values = |digest: Digest| {
        series.tracks.iter().fold(digest, |digest, track| {
            digest.text(&track.name).number(track.from as u64).values(&track.values)
        })
    };
    let held = values(Digest::default()).hex();
    let fold = |fold: &OriginFold| -> Result<(Errors, Tested), Fault> {
        let mut errors = outline.asked(series, &past, &outline.scales(series, fold.train_to), &fold.origins);
        let of = |digest: Digest| {
            let digest = digest.text("built-in").text(forecaster.name()).text(&held);
            let digest = digest.number(fold.train_to as u64);
            fold.origins.iter().fold(digest, |digest, origin| digest.number(*origin as u64))
        };
        let make = || outline.roll(forecaster, series, &past, fold, input.seed);
        let tested = fits.fit_of(of, errors.len(), make)?;
        errors.predicted.clone_from(&tested.predictions.values);
        Ok((errors, tested))
    };
    let outcomes: Vec<Result<(Errors, Tested), Fault>> = folds.par_iter().map(fold).collect();
    let (mut all, mut forecasting) = (Measured::default(), 0.0_f64);
    for (number, outcome) in outcomes.into_iter().enumerate() {
        let (errors, tested) = outcome.map_err(|fault| {
            let (name, number, count) = (forecaster.name(), number + 1, folds.len());
            let message = format!("{name} could not learn in fold {number} of {count}: {}", fault.message);
            Fault { message, ..fault }
        })?;
        all.errors.append(errors);
        all.fit_seconds += tested.fit_seconds;
        all.size_bytes = all.size_bytes.max(tested.size_bytes);
        forecasting += tested.predict_seconds.unwrap_or_default();
    }
    all.periods_per_second = Some(all.errors.len() as f64 / forecasting.max(1e-9));
    Ok(all)
}

/// Each origin in turn: it is given all rows before it, and of those to forecast only time and group. Asked `twice` for the
/// first, it shows whether it says the same again.
pub(super) fn by_outside(
    outside: &dyn Outside,
    input: &ForecastInput,
    outline: &Outline,
    origins: &[usize],
    twice: bool,
    fits: &Fits,
) -> Result<Measured, Fault> {
    let (series, identity) = (input.series, outside.identity());
    let mut all = Measured::default();
    for (number, &origin) in origins.iter().enumerate() {
        let known = cells(series, |track, period| period < origin && track.value(period).is_some());
        let asked = cells(series, |track, period| {
            (origin..origin + outline.horizon).contains(&period) && track.from < origin
        });
        let (train, test) = (frame(input, &known), frame(input, &asked));
        let values = known.iter().filter_map(|&(track, period)| series.tracks[track].value(period));
        let answers = Target {
            name: input.target.to_owned(),
            task: Task::Forecast,
            classes: Vec::new(),
            values: values.collect(),
            weights: None,
        };
        let told = |fault: Fault| Fault {
            message: format!("origin {} of {}: {}", number + 1, origins.len(), fault.message),
            ..fault
        };
        let say = |turn| {
            let of = |digest: Digest| {
                let digest = digest.text("own").text(&identity).number(turn);
                digest.rows(&train).answers(&answers).rows(&test)
            };
            let make = || {
                outline.stop.check()?;
                let said = outside.predict(outline.stop, &train, &answers, &test, input.seed)?;
                Ok(said.into())
            };
            fits.fit_of(of, asked.len(), make).map_err(told)
        };
        let said = say(0)?;
        if twice && number == 0 {
            all.reproducible = Some(say(1)?.predictions.values == said.predictions.values);
        }
        let (given, wanted) = (said.predictions.values.len(), asked.len());
        if given != wanted {
            return Err(told(Fault::new(format!("it gave {given} predictions for {wanted} periods"))));
        }
        hold(
            &mut all.errors,
            series,
            &outline.scales(series, origin),
            origin,
            &asked,
            &said.predictions.values,
        );
        all.fit_seconds += said.fit_seconds;
        all.peak_memory_bytes = all.peak_memory_bytes.max(said.peak_memory_bytes);
    }
    Ok(all)
}

/// Hold what was said of these cells, forecast from `origin`, against what came.
fn hold(
    errors: &mut Errors,
    series: &Series,
    scales: &BTreeMap<String, f64>,
    origin: usize,
    asked: &[(usize, usize)],
    said: &[f64],
) {
    for (&(number, period), &predicted) in asked.iter().zip(said) {
        let track = &series.tracks[number];
        if let Some(actual) = track.value(period) {
            let scale = scales.get(&track.name).copied().unwrap_or(f64::NAN);
            errors.push(Ask { track: number, origin }, period - origin, [actual, predicted], scale);
        }
    }
}

/// Series and period of the cells that are wanted, in order of time.
fn cells(series: &Series, wanted: impl Fn(&frame::Track, usize) -> bool) -> Vec<(usize, usize)> {
    let of = |period: usize| {
        let wanted = &wanted;
        let tracks = series.tracks.iter().enumerate();
        tracks.filter(move |(_, track)| wanted(track, period)).map(move |(number, _)| (number, period))
    };
    (0..series.periods).flat_map(of).collect()
}

/// These cells as rows of time and group.
fn frame(input: &ForecastInput, cells: &[(usize, usize)]) -> Frame {
    let series = input.series;
    let times = cells.iter().map(|&(_, period)| series.time(period)).collect();
    let mut columns = vec![Column::numbers(input.time, plain(series.kind), times)];
    columns.extend(input.group.map(|group| {
        Column::text(group, cells.iter().map(|&(track, _)| Some(series.tracks[track].name.as_str())))
    }));
    Frame::new(columns)
}

fn plain(kind: Kind) -> Kind {
    if kind == Kind::Text { Kind::Number } else { kind }
}
