//! The climb on a series: every contender measured from the same origins, simplest first.

use frame::{Column, Frame, Kind, Season, Series, Target, Task};
use learn::{Ask, Errors, Estimate, FORECASTERS, Forecaster, Metric, Outline, Stop};
use report::Fault;

use super::outlook::Plan;
use super::{ForecastInput, all_origins};
use crate::{Candidate, Ended, Outside, Stability, Status};

/// One that takes part.
#[derive(Clone, Copy)]
pub(super) enum Contender<'a> {
    Forecaster(&'static dyn Forecaster),
    Outside(&'a dyn Outside),
}

/// A contender and how it did.
pub(super) struct Rung<'a> {
    pub contender: Contender<'a>,
    pub candidate: Candidate,
    /// What it missed by; none when it failed or was skipped.
    pub errors: Option<Errors>,
}

/// All that take part, simplest first.
pub(super) fn contenders<'a>(input: &ForecastInput<'a>, season: Option<Season>) -> Vec<Contender<'a>> {
    let built_in = FORECASTERS.iter().filter(|known| known.applies(season));
    let built_in = built_in.map(|&known| Contender::Forecaster(known));
    built_in.chain(input.outside.iter().map(|&outside| Contender::Outside(outside))).collect()
}

/// Measure every contender; one that fails is a row that says why, never the end of the run. What ended it early, if
/// anything did, comes with them.
pub(super) fn climb<'a>(
    input: &ForecastInput<'a>,
    plan: &Plan,
    outline: &Outline,
    watch: &mut dyn FnMut(&str, usize, usize),
) -> (Vec<Rung<'a>>, Option<Ended>) {
    let contenders = contenders(input, plan.season());
    let count = contenders.len();
    let never = Stop::never();
    let mut ended = None;
    let mut rungs = Vec::with_capacity(count);
    for (number, contender) in contenders.into_iter().enumerate() {
        watch(contender.name(), number, count);
        // Those that learn nothing cost next to nothing, and without them nothing can be said of the others.
        let stop = if contender.learns() { &input.stop } else { &never };
        let measured = match stop.check() {
            Ok(()) => contender.measure(input, plan, &Outline { stop, ..*outline }),
            Err(fault) => Err(fault),
        };
        rungs.push(match measured {
            Ok(measured) => Rung::of(input, &plan.metric, contender, number, measured),
            Err(_) if stop.is_due() => {
                let (how, why) = match stop.is_asked() {
                    true => (Ended::ByHand, "stopped by hand before it was measured"),
                    false => (Ended::Budget, "the budget was spent before it was measured"),
                };
                ended = ended.or(Some(how));
                Rung::without(contender, number, Status::Skipped, why)
            }
            Err(fault) => Rung::without(contender, number, Status::Failed, &fault.message),
        });
    }
    watch("the choice", count, count);
    (rungs, ended)
}

/// What measuring one gives.
struct Measured {
    errors: Errors,
    fit_seconds: f64,
    periods_per_second: Option<f64>,
    size_bytes: Option<usize>,
    peak_memory_bytes: Option<u64>,
    reproducible: Option<bool>,
}

impl<'a> Contender<'a> {
    pub fn name(self) -> &'a str {
        match self {
            Contender::Forecaster(forecaster) => forecaster.name(),
            Contender::Outside(outside) => outside.name(),
        }
    }

    /// Whether it learns from more than the last values.
    pub fn learns(self) -> bool {
        match self {
            Contender::Forecaster(forecaster) => forecaster.learns(),
            Contender::Outside(_) => true,
        }
    }

    fn measure(self, input: &ForecastInput, plan: &Plan, outline: &Outline) -> Result<Measured, Fault> {
        match self {
            Contender::Forecaster(forecaster) => {
                let rolled = outline.roll(forecaster, input.series, &plan.origins.folds, input.seed)?;
                Ok(Measured {
                    errors: rolled.errors,
                    fit_seconds: rolled.fit_seconds,
                    periods_per_second: Some(rolled.periods_per_second),
                    size_bytes: Some(rolled.size_bytes),
                    peak_memory_bytes: None,
                    reproducible: None,
                })
            }
            Contender::Outside(outside) => {
                let origins: Vec<usize> = all_origins(&plan.origins).collect();
                by_outside(outside, input, outline, &origins, true)
            }
        }
    }

    /// What an outside candidate misses by from the sealed origins, learning anew for each.
    pub fn beyond(
        outside: &dyn Outside,
        input: &ForecastInput,
        outline: &Outline,
        origins: &[usize],
    ) -> Result<Errors, Fault> {
        Ok(by_outside(outside, input, outline, origins, false)?.errors)
    }
}

/// Each origin in turn: it is given all rows before it, and of those to forecast only time and group.
fn by_outside(
    outside: &dyn Outside,
    input: &ForecastInput,
    outline: &Outline,
    origins: &[usize],
    twice: bool,
) -> Result<Measured, Fault> {
    let series = input.series;
    let mut all = Measured {
        errors: Errors::default(),
        fit_seconds: 0.0,
        periods_per_second: None,
        size_bytes: None,
        peak_memory_bytes: None,
        reproducible: None,
    };
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
        let said = outside.predict(outline.stop, &train, &answers, &test, input.seed).map_err(told)?;
        if twice && number == 0 {
            let again = outside.predict(outline.stop, &train, &answers, &test, input.seed).map_err(told)?;
            all.reproducible = Some(again.predictions.values == said.predictions.values);
        }
        let scales = outline.scales(series, origin);
        if said.predictions.values.len() != asked.len() {
            let (given, wanted) = (said.predictions.values.len(), asked.len());
            return Err(told(Fault::new(format!("it gave {given} predictions for {wanted} periods"))));
        }
        for (&(number, period), &predicted) in asked.iter().zip(&said.predictions.values) {
            let track = &series.tracks[number];
            if let Some(actual) = track.value(period) {
                let scale = scales.get(&track.name).copied().unwrap_or(f64::NAN);
                all.errors.push(Ask { track: number, origin }, period - origin, [actual, predicted], scale);
            }
        }
        all.fit_seconds += said.seconds;
        all.peak_memory_bytes = all.peak_memory_bytes.max(said.peak_memory_bytes);
    }
    Ok(all)
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

impl<'a> Rung<'a> {
    fn of(
        input: &ForecastInput,
        metric: &Metric,
        contender: Contender<'a>,
        rung: usize,
        measured: Measured,
    ) -> Self {
        let errors = measured.errors;
        let Some(score) = errors.score(metric) else {
            let why = format!("{} could not be computed from its forecasts", metric.name());
            return Rung::without(contender, rung, Status::Failed, &why);
        };
        let estimate = errors.estimate(metric, None).unwrap_or(Estimate { score, low: score, high: score });
        let money = input.worth.and_then(|worth| errors.score(&Metric::Money(worth.clone())));
        let candidate = Candidate {
            score: Some(score),
            low: Some(estimate.low),
            high: Some(estimate.high),
            money,
            complexity: input.complexity.map(|complexity| complexity.per_month(contender.name())),
            fit_seconds: Some(measured.fit_seconds),
            predict_rows_per_second: measured.periods_per_second,
            size_bytes: measured.size_bytes,
            peak_memory_bytes: measured.peak_memory_bytes,
            stability: Stability::of(&errors.scores(metric), None),
            fold_scores: errors.scores(metric),
            reproducible: measured.reproducible,
            measures: errors.usual(),
            ..Candidate::unmeasured(contender.name(), rung, Status::Dropped, "")
        };
        Rung { contender, candidate, errors: Some(errors) }
    }

    fn without(contender: Contender<'a>, rung: usize, status: Status, why: &str) -> Self {
        let candidate = Candidate::unmeasured(contender.name(), rung, status, why);
        Rung { contender, candidate, errors: None }
    }
}
