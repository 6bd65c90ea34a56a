//! What an experiment leaves behind.

use frame::Task;
use learn::{Calibration, Estimate};
use report::Finding;
use serde::Serialize;

use crate::{Effect, ForecastUsed, Importance, Look, Refused, Segment, Stability, Thresholds};

/// The outcome of an experiment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The kind of answer.
    pub task: Task,
    /// The target's name.
    pub target: String,
    /// The deciding measure, as the field names it.
    pub metric: String,
    /// Whether more of it is better.
    pub higher_is_better: bool,
    /// The level the plan asks of it.
    pub at_least: Option<f64>,
    /// The smallest gain over a simpler candidate worth having.
    pub smallest_gain: f64,
    /// The deciding measure of always being right, on the open rows; none of forecasts.
    pub perfect: Option<f64>,
    /// The currency of all money here.
    pub currency: Option<String>,
    /// How rows were split.
    pub split: SplitUsed,
    /// All candidates, simplest first.
    pub candidates: Vec<Candidate>,
    /// Before each rung above the linear one: what going on was worth, and what was decided.
    pub stopping: Vec<Look>,
    /// What ended the climb before its time, if anything did.
    pub ended: Option<Ended>,
    /// The one chosen, if any is worth choosing.
    pub choice: Choice,
    /// How the choice did on the sealed rows; none when nothing was chosen, and they stayed sealed.
    pub holdout: Option<Holdout>,
    /// The chosen model in words.
    pub describe: Vec<String>,
    /// Columns it uses, most important first, with their share.
    pub importance: Vec<(String, f64)>,
    /// What it loses, on rows not seen, without what each group of columns says, the heaviest first.
    pub permutation: Vec<Importance>,
    /// How its answer moves with each of the columns it rests on most.
    pub effects: Vec<Effect>,
    /// What decisions bring at each threshold, for two classes.
    pub thresholds: Option<Thresholds>,
    /// How far the choice's probabilities, out of fold, are from what came true.
    pub calibration: Option<Calibration>,
    /// Segments of rows for which the choice says too much or too little, out of fold, worst first.
    pub segments: Vec<Segment>,
    /// How a series was forecast; none of rows that are no series.
    pub forecast: Option<ForecastUsed>,
    /// What was done to the rows or settled by itself, in words.
    pub notes: Vec<String>,
    /// The folder of the package, once written.
    pub package: Option<String>,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
    /// How long it all took.
    pub seconds: f64,
}

/// How rows were split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitUsed {
    /// What made the split honest.
    pub kind: SplitKind,
    /// How many folds.
    pub folds: usize,
    /// How often the rows were dealt out into folds anew, and measured again: more than once where they are few.
    pub repeats: usize,
    /// How many rows in all, without those left out (see [`SplitKind::TimeAndGroup`]).
    pub rows: usize,
    /// How many of them were sealed away.
    pub holdout_rows: usize,
    /// Which rows learn and which are tested in each fold, as a digest: who has the same was held to the same.
    pub digest: String,
}

/// What ended a climb before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// The budget was spent.
    Budget,
    /// Someone stopped it.
    ByHand,
}

/// What makes a split honest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SplitKind {
    /// The same mix of answers on each side.
    Stratified,
    /// Whole groups on one side.
    Group,
    /// The future after the past.
    Time,
    /// The future after the past, and whole groups on one side.
    TimeAndGroup,
    /// Forecasts made again and again, each from what was known then; `folds` counts them.
    RollingOrigin,
}

/// One candidate and how it did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// Its name.
    pub name: String,
    /// Its place on the ladder; 0 is the simplest.
    pub rung: usize,
    /// The deciding measure, the mean over folds; none when it could not be computed.
    pub score: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Money a month, when the plan says what a case is worth: at thresholds chosen on other rows.
    pub money: Option<f64>,
    /// Lower end of its 95 % interval.
    pub money_low: Option<f64>,
    /// Upper end.
    pub money_high: Option<f64>,
    /// Working days in the first year, to build it and keep it alive (see [`crate::complexity`]).
    pub complexity_days: f64,
    /// What its complexity costs a month (see [`crate::complexity`]), when the plan says what a day costs.
    pub complexity: Option<f64>,
    /// Time waited for fitting, over all folds, which share the cores.
    pub fit_seconds: Option<f64>,
    /// How fast it predicts.
    pub predict_rows_per_second: Option<f64>,
    /// The size of its model.
    pub size_bytes: Option<usize>,
    /// The most memory held at once while it was fitted and tried, where that could be seen: of a team's own its
    /// processes', of a built-in one this program's, the table included.
    pub peak_memory_bytes: Option<u64>,
    /// How it reads numbers, categories and what is missing; none of what is not built in.
    pub reads: Option<String>,
    /// How many columns it uses, where that can be seen.
    pub inputs_used: Option<usize>,
    /// How far its score moves with the rows tested and with its own draws.
    pub stability: Stability,
    /// The deciding measure in each fold of the first pass, where it could be computed.
    pub fold_scores: Vec<f64>,
    /// The deciding measure in the first fold by the experiment's seed and two more, where it draws by chance.
    pub seed_scores: Vec<f64>,
    /// The deciding measure on rows it learned from, the mean over folds; none where that was not asked.
    pub train_score: Option<f64>,
    /// Whether learning a second time gave the same; none when that was not tried, as of the built-in ones,
    /// whose seed decides all.
    pub reproducible: Option<bool>,
    /// The mean distance of its probabilities from what came true, out of fold, for two classes (see
    /// [`Calibration::expected_error`]).
    pub calibration_error: Option<f64>,
    /// The slice by one column that is most surely served wrongly, out of fold; none where none surely is.
    pub weakest: Option<Segment>,
    /// What became of it.
    pub status: Status,
    /// Why.
    pub why: String,
    /// By how much it was better than the one that stood when it was compared, with an interval that holds together
    /// with those of the others; none where there was nothing to compare.
    pub gain: Option<Estimate>,
    /// What kept it from being chosen in that comparison.
    pub refused: Option<Refused>,
    /// In what it was not held to the same as the others; none of a fair one.
    pub unfair: Option<String>,
    /// The usual measures over all rows predicted out of fold.
    pub measures: Vec<(String, Option<f64>)>,
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The simplest that nothing beats.
    Chosen,
    /// A more complex one is better beyond noise.
    Beaten,
    /// Not better than a simpler one beyond noise.
    Dropped,
    /// The budget was spent, or someone stopped it, before it was measured.
    Skipped,
    /// Going on to it was not worth its cost.
    #[serde(rename = "skipped")]
    Spared,
    /// It could not be fitted or scored.
    Failed,
}

/// The candidate chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// Its name; none when nothing is better than saying the same of every row.
    pub name: Option<String>,
    /// Why it, or why none.
    pub why: String,
    /// What is true of those more complex; empty when nothing was chosen.
    pub others: String,
    /// The probability from which to act, for two classes.
    pub threshold: Option<f64>,
}

/// How the choice did on rows nothing had seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Holdout {
    /// The deciding measure; none when it could not be computed.
    pub score: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The deciding measure of saying the same of every row, learned from the open rows; none of forecasts.
    pub constant: Option<f64>,
    /// Money a month.
    pub money: Option<f64>,
    /// Money a month by today's rule on the same rows, when there is one.
    pub money_today: Option<f64>,
    /// How often this holdout has been opened, this time included.
    pub opened: u32,
    /// The level of the interval: 0.95 at the first opening, and higher at each later one, so that all of them hold
    /// together at 0.95.
    pub level: f64,
    /// The usual measures on it.
    pub measures: Vec<(String, Option<f64>)>,
}

impl SplitKind {
    /// Whether test rows are later than those learned from.
    pub fn is_by_time(self) -> bool {
        matches!(self, SplitKind::Time | SplitKind::TimeAndGroup)
    }

    /// How the split was made, in words.
    pub fn words(self) -> &'static str {
        match self {
            SplitKind::Stratified => "with the same mix of answers in each part",
            SplitKind::Group => "by group, so that no group stands on both sides",
            SplitKind::Time => "by time, so that the future is predicted from the past",
            SplitKind::TimeAndGroup => {
                "by time and group, so that the future is predicted from the past and no group stands on both sides"
            }
            SplitKind::RollingOrigin => "by time, each forecast made from nothing but what was known then",
        }
    }
}

impl Candidate {
    /// Whether it learns nothing from the columns: what any model must beat.
    pub fn is_baseline(&self) -> bool {
        ["today", "constant"].contains(&self.name.as_str())
    }
}

impl Evidence {
    /// The chosen candidate.
    pub fn chosen(&self) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.status == Status::Chosen)
    }

    /// The currency, when money is the deciding measure.
    pub(crate) fn deciding_money(&self) -> Option<&str> {
        self.currency.as_deref().filter(|_| self.metric == "money")
    }

    /// A value of the deciding measure with its unit, when that is money.
    pub(crate) fn in_words(&self, value: f64) -> String {
        match self.deciding_money() {
            Some(currency) => format!("{} a month", report::number::money(value, currency)),
            None => report::number::score(value),
        }
    }

    /// The same with the measure's name, when it is not money.
    pub(crate) fn told(&self, value: f64) -> String {
        let value = self.in_words(value);
        if self.deciding_money().is_some() { value } else { format!("{} {value}", self.metric) }
    }

    /// What the choice is surely worse than on the sealed rows, in words, and what that scores there: saying the same of
    /// every row or, where money decides, today's rule.
    pub(crate) fn sealed_worse_than(&self) -> Option<(&'static str, f64)> {
        self.chosen().filter(|chosen| !chosen.is_baseline())?;
        let sealed = self.holdout.as_ref()?;
        let (low, high) = (sealed.low?, sealed.high?);
        let is_worse = |than: f64| if self.higher_is_better { high < than } else { low > than };
        let same = sealed.constant.map(|constant| ("saying the same of every row", constant));
        let today =
            sealed.money_today.filter(|_| self.metric == "money").map(|today| ("today's rule", today));
        same.into_iter().chain(today).find(|(_, than)| is_worse(*than))
    }
}
