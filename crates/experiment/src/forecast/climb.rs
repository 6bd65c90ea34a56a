//! The climb on a series: every contender measured from the same origins, simplest first.

use frame::Season;
use learn::{Errors, Estimate, FORECASTERS, Forecaster, Metric, Outline, Stop};

use super::ForecastInput;
use super::measure::{Measured, measure};
use super::outlook::Plan;
use crate::kept::Fits;
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

/// All rungs, and how the climb went.
pub(super) struct Ladder<'a> {
    pub rungs: Vec<Rung<'a>>,
    /// What ended it early, if anything did.
    pub ended: Option<Ended>,
    /// Who was taken, in part or whole, from fits kept earlier: name, fits made, fits taken.
    pub reused: Vec<(String, usize, usize)>,
}

/// Measure every contender; one that fails is a row that says why, never the end of the run.
pub(super) fn climb<'a>(
    input: &ForecastInput<'a>,
    plan: &Plan,
    outline: &Outline,
    fits: &Fits,
    watch: &mut dyn FnMut(&str, usize, usize),
) -> Ladder<'a> {
    let contenders = contenders(input, plan.season());
    let count = contenders.len();
    let never = Stop::never();
    let mut ladder = Ladder { rungs: Vec::with_capacity(count), ended: None, reused: Vec::new() };
    for (number, contender) in contenders.into_iter().enumerate() {
        watch(contender.name(), number, count);
        // Those that learn nothing cost next to nothing, and without them nothing can be said of the others.
        let stop = if contender.learns() { &input.stop } else { &never };
        let measured = match stop.check() {
            Ok(()) => measure(contender, input, plan, &Outline { stop, ..*outline }, fits),
            Err(fault) => Err(fault),
        };
        let (made, reused) = fits.counted();
        if reused > 0 {
            ladder.reused.push((contender.name().to_owned(), made, reused));
        }
        ladder.rungs.push(match measured {
            Ok(measured) => Rung::of(input, &plan.metric, contender, number, measured),
            Err(_) if stop.is_due() => {
                let (how, why) = match stop.is_asked() {
                    true => (Ended::ByHand, "stopped by hand before it was measured"),
                    false => (Ended::Budget, "the budget was spent before it was measured"),
                };
                ladder.ended = ladder.ended.or(Some(how));
                Rung::without(contender, number, Status::Skipped, why)
            }
            Err(fault) => Rung::without(contender, number, Status::Failed, &fault.message),
        });
    }
    watch("the choice", count, count);
    ladder
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
