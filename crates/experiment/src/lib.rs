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
mod effects;
mod evidence;
mod holdout;
mod importance;
mod ladder;
mod outside;
mod part;
mod report;
mod rules;
mod segments;
mod stability;
mod thresholds;
mod today;

use std::time::{Duration, Instant};

use ::report::Fault;
use frame::{Column, Frame, Target};
use learn::{Calibration, Contract, Metric, Model, Worth};

pub use complexity::Complexity;
pub use effects::{Effect, EffectPoint};
pub use evidence::{Candidate, Choice, Evidence, Holdout, SplitKind, SplitUsed, Status};
pub use importance::Importance;
pub use outside::{Outside, Predicted};
pub use report::report;
pub use rules::rules;
pub use segments::Segment;
pub use stability::Stability;
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
    /// No further candidate is started after this long.
    pub budget: Option<Duration>,
    /// How often a holdout of this data was opened before.
    pub opened_before: u32,
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
}

/// The share of rows sealed in the holdout.
const HOLDOUT: f64 = 0.2;

/// How many columns' effects are told.
const EFFECTS: usize = 6;

/// How many folds the open rows are split into.
const FOLDS: usize = 5;

/// Fewer rows than this cannot be split into folds and a holdout.
const FEWEST_ROWS: usize = 20;

/// Climb the ladder, choose, and open the holdout once.
///
/// `watch` is told before each candidate: its name, how many are done, and how many there are.
///
/// # Errors
/// When there are too few rows to split, when they cannot be split by the time or group given, and when
/// no candidate can be fitted.
pub fn run(input: &Input, watch: &mut dyn FnMut(&str, usize, usize)) -> Result<Output, Fault> {
    let started = Instant::now();
    let rows = input.target.len();
    if rows < FEWEST_ROWS {
        return Err(Fault::new(format!("{rows} rows are too few to compare candidates on")).hint(format!(
            "at least {FEWEST_ROWS} are needed to split at all, and a few hundred to see a difference"
        )));
    }

    let (kind, by) = part::honest(input.target, input.time, input.group);
    let split = frame::holdout(by, HOLDOUT, input.seed);
    let (open, sealed) = (part::Part::of(input, &split.train), part::Part::of(input, &split.test));
    let folds = open.folds(FOLDS, input.seed);
    if split.test.is_empty() || folds.len() < 2 || folds.iter().any(|fold| fold.test.is_empty()) {
        return Err(Fault::new(format!(
            "the rows cannot be split {}: there are too few different values",
            kind.words()
        ))
        .hint("leave out --time or --group, or give more data"));
    }

    let mut rungs = ladder::climb(input, &open, &folds, started, watch);
    let (choice, winner) = choice::choose(input, &open.target, &mut rungs)?;
    // Without a choice there is nothing to judge, and the sealed rows stay sealed.
    let (mut model, mut holdout) = (None, None);
    if let Some(winner) = winner.map(|place| &rungs[place]) {
        let (learned, predictions) = winner.contender.predict_sealed(input, &open, &sealed)?;
        holdout = Some(holdout::open(input, &sealed, &predictions, winner));
        model = learned;
    }

    let importance = model.as_ref().map(Model::importance).unwrap_or_default();
    let measured = winner.and_then(|place| rungs[place].measured.as_ref());
    let calibration = measured
        .filter(|measured| !measured.decided)
        .and_then(|measured| Calibration::of(&open.target.take(&measured.rows), &measured.predictions));
    let learner = winner.and_then(|place| rungs[place].contender.learner());
    let permutation = match learner {
        Some(learner) => importance::importance(input, &open, &folds, learner)?,
        None => Vec::new(),
    };
    let top = permutation.iter().filter(|one| one.low > 0.0).flat_map(|one| &one.columns).take(EFFECTS);
    let top: Vec<&str> = top.map(String::as_str).collect();
    let effects = match &model {
        Some(model) => effects::effects(&open, model, &top)?,
        None => Vec::new(),
    };
    let thresholds =
        measured.and_then(|measured| Thresholds::of(&open.target, measured, &input.metric, input.worth));
    let segments = measured.filter(|measured| !measured.decided).map_or(Vec::new(), |measured| {
        segments::segments(&open.features, &open.target, &measured.rows, &measured.predictions, &importance)
    });

    let mut evidence = Evidence {
        task: input.target.task,
        target: input.target.name.clone(),
        metric: input.metric.name(),
        higher_is_better: input.metric.higher_is_better(),
        at_least: input.at_least,
        smallest_gain: input.smallest_gain,
        currency: input.worth.map(|worth| worth.currency.clone()),
        split: SplitUsed { kind, folds: folds.len(), rows, holdout_rows: split.test.len() },
        choice,
        holdout,
        describe: model.as_ref().map(Model::describe).unwrap_or_default(),
        importance,
        permutation,
        effects,
        thresholds,
        calibration,
        segments,
        package: None,
        findings: Vec::new(),
        seconds: 0.0,
        candidates: rungs.into_iter().map(|rung| rung.candidate).collect(),
    };
    evidence.findings = rules::judge(&evidence);
    evidence.seconds = started.elapsed().as_secs_f64();
    let contract = Contract::of(&open.features, &open.target)?;
    Ok(Output { evidence, model: model.map(|model| (contract, model)) })
}
