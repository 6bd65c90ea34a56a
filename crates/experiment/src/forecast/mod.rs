//! Experiments on a series: who says its next numbers best?
//!
//! The same climb as for rows, with what time asks for: forecasts are made again and again from rolling origins, each
//! from nothing but what was known then; the last stretch is sealed and opened once; origins, not periods, are what
//! chance is judged by.

mod choice;
mod climb;
mod measure;
mod outlook;
mod report;
mod sealed;

use std::time::Instant;

use ::report::Fault;
use frame::{Origins, Series, Task};
use learn::{ForecastModel, Metric, Outline, Outlook, Stop, Worth};

pub use self::outlook::{ForecastUsed, Point};
pub(crate) use self::report::{blocks, seasons, words};

use crate::{Complexity, Evidence, Kept, Outside, Terms, last_fit, rules};

/// What an experiment on a series is run on.
pub struct ForecastInput<'a> {
    /// The series.
    pub series: &'a Series,
    /// The column forecast.
    pub target: &'a str,
    /// The column of times.
    pub time: &'a str,
    /// The column that tells series apart.
    pub group: Option<&'a str>,
    /// Columns that a forecast makes no use of, by name.
    pub others: Vec<String>,
    /// How many periods to look ahead; by default what is usual for the step, as far as the series is long enough.
    pub horizon: Option<usize>,
    /// The deciding measure; by default MASE, or rmse where most periods are zero.
    pub metric: Option<Metric>,
    /// The level the plan asks of the measure.
    pub at_least: Option<f64>,
    /// The smallest gain over a simpler candidate worth having, in the measure's own unit.
    pub smallest_gain: f64,
    /// What a unit of error is worth, when the plan says so.
    pub worth: Option<&'a Worth>,
    /// What complexity costs, when the plan says what a day costs.
    pub complexity: Option<&'a Complexity>,
    /// Candidates that learn outside of this program; they stand above the built-in ones.
    pub outside: Vec<&'a dyn Outside>,
    /// When to stop, whatever is then done; what is finished is the result.
    pub stop: Stop,
    /// Where finished fits are kept for another run.
    pub kept: Option<&'a dyn Kept>,
    /// How often a holdout of this data was opened before.
    pub opened_before: u32,
    /// Same seed, same result.
    pub seed: u64,
}

/// What an experiment on a series makes.
pub struct ForecastOutput {
    /// What happened and why.
    pub evidence: Evidence,
    /// The chosen forecaster and what it looks at; none when a candidate from outside was chosen.
    pub model: Option<(ForecastModel, Outlook)>,
    /// Who was not, or not wholly, fitted anew: the name, how many fits were made, and how many were taken from those
    /// kept.
    pub reused: Vec<(String, usize, usize)>,
}

/// Fewer periods than this leave no room for origins and a sealed stretch.
pub const FEWEST_PERIODS: usize = 20;

/// What everyone will be held to, to be recorded before the first fit.
///
/// # Errors
/// As [`run`], as far as the series or the horizon is the cause.
pub fn terms(input: &ForecastInput) -> Result<Terms, Fault> {
    let plan = outlook::plan(input)?;
    let names = climb::contenders(input, plan.season()).into_iter().map(|one| one.name().to_owned());
    Ok(Terms {
        task: Task::Forecast,
        target: input.target.to_owned(),
        metric: plan.metric.name(),
        higher_is_better: plan.metric.higher_is_better(),
        at_least: input.at_least,
        smallest_gain: input.smallest_gain,
        split: plan.split(input),
        data: plan.data(input),
        seed: input.seed,
        candidates: names.collect(),
    })
}

/// Climb the ladder on a series, choose, and open the sealed stretch once.
///
/// `watch` is told before each candidate: its name, how many are done, and how many there are.
///
/// # Errors
/// When the series is too short, the horizon too long for it, or no candidate can be measured.
pub fn run(
    input: &ForecastInput,
    watch: &mut dyn FnMut(&str, usize, usize),
) -> Result<ForecastOutput, Fault> {
    let started = Instant::now();
    let plan = outlook::plan(input)?;
    let outline = Outline {
        horizon: plan.origins.horizon,
        seasons: &plan.seasons,
        usual: plan.usual,
        absolute: !matches!(plan.metric, Metric::Rmse | Metric::Money(_)),
        stop: &input.stop,
    };
    let fits = measure::fits(input, &outline);
    let climb::Ladder { mut rungs, ended, reused } = climb::climb(input, &plan, &outline, &fits, watch);
    let mut notes = plan.notes.clone();
    // The choice is fitted whatever the time: without it there is no result.
    let never = Stop::never();
    let (choice, opened) = loop {
        let (choice, place) = choice::choose(input, &plan.metric, &mut rungs)?;
        match sealed::open(input, &plan, &Outline { stop: &never, ..outline }, &rungs[place], &fits) {
            Ok(opened) => break (choice, opened),
            Err(fault) => {
                notes.push(last_fit::chosen_again(rungs[place].contender.name()));
                rungs[place].candidate = rungs[place].candidate.failed_last(&plan.metric, &fault);
                rungs[place].errors = None;
            }
        }
    };

    let used = ForecastUsed::of(input, &plan, &opened);
    let mut evidence = Evidence {
        task: Task::Forecast,
        target: input.target.to_owned(),
        metric: plan.metric.name(),
        higher_is_better: plan.metric.higher_is_better(),
        at_least: input.at_least,
        smallest_gain: input.smallest_gain,
        perfect: None,
        currency: input.worth.map(|worth| worth.currency.clone()),
        split: plan.split(input),
        choice,
        holdout: Some(opened.holdout),
        describe: opened.model.as_ref().map(ForecastModel::describe).unwrap_or_default(),
        importance: opened.model.as_ref().map(ForecastModel::importance).unwrap_or_default(),
        permutation: Vec::new(),
        effects: Vec::new(),
        thresholds: None,
        calibration: None,
        segments: Vec::new(),
        stopping: Vec::new(),
        ended,
        forecast: Some(used),
        notes,
        package: None,
        findings: Vec::new(),
        seconds: 0.0,
        candidates: rungs.into_iter().map(|rung| rung.candidate).collect(),
    };
    evidence.findings = rules::judge(&evidence);
    evidence.seconds = started.elapsed().as_secs_f64();
    let outlook = Outlook {
        time: input.time.to_owned(),
        group: input.group.map(str::to_owned),
        step: input.series.step,
        horizon: plan.origins.horizon,
        seasons: plan.seasons,
        range: opened.range,
    };
    Ok(ForecastOutput { evidence, model: opened.model.map(|model| (model, outlook)), reused })
}

/// All origins, sealed ones last.
fn all_origins(origins: &Origins) -> impl Iterator<Item = usize> {
    origins.folds.iter().flat_map(|fold| fold.origins.iter().copied())
}
