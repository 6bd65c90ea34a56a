//! The third tenet: the simplest thing that works.
//!
//! All candidates are held to the same rows, the same folds and the same measure, and climbed from the
//! simplest upward; a more complex one is chosen only when its gain is beyond noise and beyond the
//! smallest gain the plan calls worth having. A holdout stays sealed until the choice has been made and
//! is opened once. What ships is the very model that was judged on it.

mod association;
mod choice;
pub mod complexity;
mod contender;
mod digest;
mod effects;
mod evidence;
pub mod forecast;
mod groups;
mod holdout;
mod importance;
mod kept;
mod ladder;
mod last_fit;
mod logged;
mod more_complex;
mod outside;
mod part;
mod report;
mod rules;
mod said;
mod segments;
mod slices;
mod stability;
mod step;
mod stopping;
mod terms;
mod thresholds;
mod today;
mod usable;

use std::time::Instant;

use ::report::Fault;
use frame::{Column, Frame, Split, Target};
use learn::{Calibration, Contract, CrossValidated, Metric, Model, Stop, Worth};

use crate::digest::Digest;
use crate::ladder::Ladder;

pub use complexity::Complexity;
pub use effects::{Effect, EffectPoint};
pub use evidence::{Candidate, Choice, Ended, Evidence, Holdout, SplitKind, SplitUsed, Status};
pub use forecast::{ForecastInput, ForecastOutput, ForecastUsed, Point};
pub use importance::Importance;
pub use kept::Kept;
pub use logged::Logged;
pub use outside::{Outside, Predicted};
pub use report::report;
pub use rules::rules;
pub use segments::Segment;
pub use stability::Stability;
pub use step::Refused;
pub use stopping::{Decision, Look};
pub use terms::Terms;
pub use thresholds::{ThresholdPoint, Thresholds};
pub use today::Today;

/// What an experiment is run on.
pub struct Input<'a> {
    /// The columns a prediction may use.
    pub features: &'a Frame,
    /// The answers of the same rows.
    pub target: &'a Target,
    /// The column of times, when the future must be predicted from the past.
    pub time: Option<&'a Column>,
    /// The column of groups whose rows belong together.
    pub group: Option<&'a Column>,
    /// The deciding measure.
    pub metric: Metric,
    /// The level the plan asks of the measure.
    pub at_least: Option<f64>,
    /// The smallest gain over a simpler candidate worth having, in the measure's own unit.
    pub smallest_gain: f64,
    /// What a case is worth, when the plan says so.
    pub worth: Option<&'a Worth>,
    /// What complexity costs, when the plan says what a day costs.
    pub complexity: Option<&'a Complexity>,
    /// Today's rule, when there is one.
    pub today: Option<Today>,
    /// Candidates that learn outside of this program; they stand above the built-in ones.
    pub outside: Vec<&'a dyn Outside>,
    /// Candidates measured elsewhere; they stand above all others.
    pub logged: Vec<Logged>,
    /// When to stop, whatever is then done; what is finished is the result.
    pub stop: Stop,
    /// Climb every rung, also where going on is not worth its cost.
    pub all: bool,
    /// Where finished fits are kept for another run.
    pub kept: Option<&'a dyn Kept>,
    /// How often a holdout of this data was opened before.
    pub opened_before: u32,
    /// What was noticed of the rows before, in words; passed on to the evidence.
    pub notes: Vec<String>,
    /// Same seed, same result.
    pub seed: u64,
}

/// What an experiment makes.
pub struct Output {
    /// What happened and why.
    pub evidence: Evidence,
    /// The chosen model and what it expects of the rows it is given; none when nothing was chosen, or today's
    /// rule, or a candidate that lives outside of this program.
    pub model: Option<(Contract, Model)>,
    /// Who was not, or not wholly, fitted anew: the name, how many fits were made, and how many were taken from those
    /// kept.
    pub reused: Vec<(String, usize, usize)>,
}

/// The share of rows sealed in the holdout.
const HOLDOUT: f64 = 0.2;

/// How many columns' effects are told.
const EFFECTS: usize = 6;

/// How many folds the open rows are split into.
const FOLDS: usize = 5;

/// Fewer rows than this cannot be split into folds and a holdout.
const FEWEST_ROWS: usize = 20;

/// Where fewer rows are open than this, they are dealt out into folds [`REPEATS`] times: how they happen to be dealt
/// out once is then a noticeable part of the noise.
const FEW: usize = 2_000;

/// How often few rows are dealt out.
const REPEATS: usize = 3;

/// A comparison whose terms are fixed, before the first fit.
pub struct Bakeoff<'a> {
    input: &'a Input<'a>,
    open: part::Part,
    sealed: part::Part,
    folds: Vec<Split>,
    terms: Terms,
    fits: kept::Fits<'a>,
    /// What was noticed of the rows, in words.
    notes: Vec<String>,
    started: Instant,
}

/// Climb the ladder, choose, and open the holdout once.
///
/// `watch` is told before each candidate: its name, how many are done, and how many there are.
///
/// # Errors
/// As [`Bakeoff::new`] and [`Bakeoff::run`].
pub fn run(input: &Input, watch: &mut dyn FnMut(&str, usize, usize)) -> Result<Output, Fault> {
    Bakeoff::new(input)?.run(watch)
}

impl<'a> Bakeoff<'a> {
    /// Split the rows, and fix what everyone is held to.
    ///
    /// # Errors
    /// When there are too few rows to split, when they cannot be split by the time or group given, and when answers are
    /// too large or too small to be reckoned with.
    pub fn new(input: &'a Input<'a>) -> Result<Bakeoff<'a>, Fault> {
        let started = Instant::now();
        let rows = input.target.len();
        if rows < FEWEST_ROWS {
            return Err(Fault::new(format!("{rows} rows are too few to compare candidates on")).hint(
                format!(
                    "at least {FEWEST_ROWS} are needed to split at all, and a few hundred to see a difference"
                ),
            ));
        }
        usable::time(input.time)?;
        usable::answers(input.target, &input.metric)?;
        let (kind, by) = part::honest(input.target, input.time, input.group);
        let split = frame::holdout(by, HOLDOUT, input.seed);
        let (open, sealed) = (part::Part::of(input, &split.train), part::Part::of(input, &split.test));
        let repeats = if open.target.len() < FEW { REPEATS } else { 1 };
        let folds = open.folds(FOLDS, repeats, input.seed);
        let is_empty = |part: &Split| part.train.is_empty() || part.test.is_empty();
        if is_empty(&split) || folds.len() < 2 || folds.iter().any(is_empty) {
            return Err(Fault::new(format!(
                "the rows cannot be split {}: there are too few different values",
                kind.words()
            ))
            .hint("leave out --time or --group, or give more data"));
        }
        let (repeats, count) =
            if kind.is_by_time() { (1, folds.len()) } else { (repeats, folds.len() / repeats) };
        let used = split.train.len() + split.test.len();
        let mut notes = input.notes.clone();
        notes.extend((used < rows).then(|| part::left_out(rows - used, rows)));
        let terms = Terms {
            task: input.target.task,
            target: input.target.name.clone(),
            metric: input.metric.name(),
            higher_is_better: input.metric.higher_is_better(),
            at_least: input.at_least,
            smallest_gain: input.smallest_gain,
            split: SplitUsed {
                kind,
                folds: count,
                repeats,
                rows: used,
                holdout_rows: split.test.len(),
                digest: folds.iter().fold(Digest::default(), Digest::split).hex(),
            },
            data: open.digest(Digest::default()).hex(),
            seed: input.seed,
            candidates: contender::contenders(input).into_iter().map(|one| one.name().to_owned()).collect(),
        };
        let fits = kept::Fits::of(input, &terms.data);
        Ok(Bakeoff { input, open, sealed, folds, terms, fits, notes, started })
    }

    /// What everyone is held to.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Climb the ladder, choose, and open the holdout once.
    ///
    /// `watch` is told before each candidate: its name, how many are done, and how many there are.
    ///
    /// # Errors
    /// When no candidate can be fitted.
    pub fn run(self, watch: &mut dyn FnMut(&str, usize, usize)) -> Result<Output, Fault> {
        let (input, open) = (self.input, &self.open);
        let Ladder { mut rungs, looks, ended, reused } = ladder::climb(&self, watch);
        if !input.stop.is_due() {
            rungs.iter_mut().for_each(|rung| rung.look_closer(open));
        }
        let mut notes = self.notes;
        let (choice, winner, model, holdout) = loop {
            let (choice, winner) = choice::choose(input, &open.target, &mut rungs)?;
            // Without a choice there is nothing to judge, and the sealed rows stay sealed.
            let Some(place) = winner else { break (choice, None, None, None) };
            match rungs[place].contender.predict_sealed(input, open, &self.sealed) {
                Ok((model, predictions)) => {
                    let constant = rungs.iter().find(|rung| rung.contender.says_the_same_of_all());
                    let constant =
                        constant.and_then(|rung| holdout::constant(input, open, &self.sealed, rung));
                    let holdout = holdout::open(input, &self.sealed, &predictions, &rungs[place]);
                    break (choice, winner, model, Some(Holdout { constant, ..holdout }));
                }
                Err(fault) => {
                    notes.push(last_fit::chosen_again(rungs[place].contender.name()));
                    rungs[place].candidate = rungs[place].candidate.failed_last(&input.metric, &fault);
                    rungs[place].measured = None;
                }
            }
        };

        let terms = self.terms;
        let importance = model.as_ref().map(Model::importance).unwrap_or_default();
        let measured = winner.and_then(|place| rungs[place].measured.as_ref());
        let once = measured.filter(|measured| !measured.decided).map(CrossValidated::first_pass);
        let calibration =
            once.as_ref().and_then(|once| Calibration::of(&open.target.take(&once.rows), &once.predictions));
        let segments = once.as_ref().map_or(Vec::new(), |once| {
            segments::segments(&open.features, &open.target, &once.rows, &once.predictions, &importance)
        });

        let learner = winner.and_then(|place| rungs[place].contender.learner());
        // What a run cut short has no time for is left out and said, never the choice.
        let permutation = match learner {
            Some(learner) => {
                match importance::importance(input, open, &self.folds[..terms.split.folds], learner) {
                    Err(_) if input.stop.is_due() => {
                        notes.push(importance::left_out(input.stop.is_asked()));
                        Vec::new()
                    }
                    measured => measured?,
                }
            }
            None => Vec::new(),
        };
        let top = importance::first_columns(&permutation, EFFECTS);
        let effects = model.as_ref().map_or(Ok(Vec::new()), |model| effects::effects(open, model, &top))?;
        let thresholds =
            once.as_ref().and_then(|once| Thresholds::of(&open.target, once, &input.metric, input.worth));

        let mut evidence = Evidence {
            task: terms.task,
            target: terms.target,
            metric: terms.metric,
            higher_is_better: terms.higher_is_better,
            at_least: terms.at_least,
            smallest_gain: terms.smallest_gain,
            perfect: stopping::perfect(&input.metric, &open.target),
            currency: input.worth.map(|worth| worth.currency.clone()),
            split: terms.split,
            choice,
            holdout,
            describe: model.as_ref().map(Model::describe).unwrap_or_default(),
            importance,
            permutation,
            effects,
            thresholds,
            calibration,
            segments,
            forecast: None,
            notes,
            package: None,
            findings: Vec::new(),
            seconds: 0.0,
            candidates: rungs.into_iter().map(|rung| rung.candidate).collect(),
            stopping: looks,
            ended,
        };
        evidence.findings = rules::judge(&evidence);
        evidence.seconds = self.started.elapsed().as_secs_f64();
        let contract = Contract::of(&self.open.features, &self.open.target)?;
        Ok(Output { evidence, model: model.map(|model| (contract, model)), reused })
    }
}

impl Input<'_> {
    /// How many comparisons there may be: as many intervals of a gain hold together.
    pub(crate) fn comparisons(&self) -> usize {
        contender::contenders(self).len().saturating_sub(1).max(1)
    }
}
