//! Metrics: how good predictions are, how sure that is, and which of two is better.
//!
//! To add one: its rows or its score in the file of its family, a variant of [`Metric`], its line in
//! `list.rs` and its arms below. Scores are those of scikit-learn; where one is not defined there is none,
//! never a stand-in.

mod bootstrap;
mod calibration;
mod confusion;
mod estimate;
mod list;
mod log_ratio;
pub(crate) mod mase;
mod money;
mod over_folds;
mod parse;
mod precision_recall;
mod ranked;
mod roc;
mod row_mean;
mod squared;
mod threshold;
mod usual;
mod weigh;

use frame::{Target, Task};

use self::bootstrap::Resampled;
use self::list::Entry;
use self::precision_recall::Level;
use self::row_mean::Rows;
use self::weigh::{effective_rows, linearised};
use crate::Predictions;

pub use self::calibration::{Calibration, CalibrationBin, CalibrationLine};
pub use self::confusion::Confusion;
pub use self::estimate::Estimate;
pub use self::mase::scale as mase_scale;
pub use self::money::{Worth, best_threshold, money_estimate, money_paired, money_per_month};
pub use self::over_folds::{cross_validated_score, paired_over_folds, scores_of_folds};
pub use self::threshold::ACT_ON_NOBODY;
pub use self::usual::{usual_metrics, usual_metrics_at};

/// The deciding measure.
#[derive(Clone, PartialEq, Debug)]
pub enum Metric {
    /// Area under the ROC curve.
    Auc,
    /// Mean of `-ln P(what came true)`, in nats.
    LogLoss,
    /// Mean squared distance of probabilities from what came true.
    Brier,
    /// Share of rows whose likeliest class came true.
    Accuracy,
    /// F1 of the positive class at a threshold of 0.5; the plain mean over classes when there are more than
    /// two.
    F1,
    /// Best recall where precision is at least this.
    RecallAtPrecision(f64),
    /// Best precision where recall is at least this.
    PrecisionAtRecall(f64),
    /// Root of the mean squared error, in the unit of the target.
    Rmse,
    /// Mean absolute error, in the unit of the target.
    Mae,
    /// Mean absolute error as a share of the actual value.
    Mape,
    /// Mean absolute error as a share of half the sum of both sizes: from 0 to 2.
    Smape,
    /// Mean absolute error of forecasts, in units of the naive forecast's in training. See [`crate::Errors`].
    Mase,
    /// Share of the target's variance explained.
    R2,
    /// Money per month at the best threshold on the rows at hand, or by a regression's errors.
    Money(Worth),
}

/// How a metric is scored, and by that where its interval comes from.
enum Family<'a> {
    Ranking,
    /// A mean of one value a row.
    Mean(Rows),
    /// A mean of one yes or no a row.
    Share(Rows),
    RootMeanSquare,
    F1,
    Curve(Level),
    VarianceExplained,
    Money(&'a Worth),
}

impl Family<'_> {
    /// The score as a function of how often each row counts; `None` for a family that is never resampled.
    fn resampled<'r>(&self, target: &'r Target, predictions: &'r Predictions) -> Option<Resampled<'r>> {
        match *self {
            Family::F1 => Some(confusion::f1(target, predictions)),
            Family::Curve(level) => Some(precision_recall::best(target, predictions, level)),
            _ => None,
        }
    }
}

impl Metric {
    fn family(&self) -> Family<'_> {
        match *self {
            Metric::Auc => Family::Ranking,
            Metric::LogLoss => Family::Mean(row_mean::log_loss),
            Metric::Brier => Family::Mean(row_mean::brier),
            Metric::Accuracy => Family::Share(row_mean::correct),
            Metric::F1 => Family::F1,
            Metric::RecallAtPrecision(level) => Family::Curve(Level::Precision(level)),
            Metric::PrecisionAtRecall(level) => Family::Curve(Level::Recall(level)),
            Metric::Rmse => Family::RootMeanSquare,
            Metric::Mae => Family::Mean(row_mean::absolute),
            Metric::Mape => Family::Mean(row_mean::percentage),
            Metric::Smape => Family::Mean(row_mean::symmetric_percentage),
            // It needs the series learned from, which rows do not have.
            Metric::Mase => Family::Mean(|_, _| None),
            Metric::R2 => Family::VarianceExplained,
            Metric::Money(ref worth) => Family::Money(worth),
        }
    }

    fn entry(&self) -> &'static Entry {
        match self {
            Metric::Auc => &list::AUC,
            Metric::LogLoss => &list::LOG_LOSS,
            Metric::Brier => &list::BRIER,
            Metric::Accuracy => &list::ACCURACY,
            Metric::F1 => &list::F1,
            Metric::RecallAtPrecision(_) => &list::RECALL_AT_PRECISION,
            Metric::PrecisionAtRecall(_) => &list::PRECISION_AT_RECALL,
            Metric::Rmse => &list::RMSE,
            Metric::Mae => &list::MAE,
            Metric::Mape => &list::MAPE,
            Metric::Smape => &list::SMAPE,
            Metric::Mase => &list::MASE,
            Metric::R2 => &list::R2,
            Metric::Money(_) => &list::MONEY,
        }
    }

    /// What decides when the plan does not say: auc for two classes, log_loss for more, r2 for a number, mase for
    /// forecasts.
    pub fn default_for(task: Task) -> Metric {
        match task {
            Task::Binary => Metric::Auc,
            Task::Multiclass => Metric::LogLoss,
            Task::Regression => Metric::R2,
            Task::Forecast => Metric::Mase,
        }
    }

    /// The name that [`parse`](Self::parse) reads, such as `recall@precision=0.8`.
    pub fn name(&self) -> String {
        match self {
            Metric::RecallAtPrecision(level) | Metric::PrecisionAtRecall(level) => {
                format!("{}={level}", self.entry().name)
            }
            _ => self.entry().name.to_owned(),
        }
    }

    /// The name in words.
    pub fn title(&self) -> &'static str {
        self.entry().title
    }

    /// Whether more is better.
    pub fn higher_is_better(&self) -> bool {
        self.entry().higher_is_better
    }

    /// The lowest and highest value it can take.
    pub fn range(&self) -> (f64, f64) {
        self.entry().range
    }

    /// The best score there is; `None` of money, which has none.
    pub fn perfect(&self) -> Option<f64> {
        let (low, high) = self.range();
        Some(if self.higher_is_better() { high } else { low }).filter(|perfect| perfect.is_finite())
    }

    /// The score; `None` where it cannot be computed: another task, no row, a prediction that is not a finite
    /// number, AUC of one class, precision and recall without a positive row, MAPE with an actual value of
    /// zero, R2 of a constant target.
    ///
    /// Money of a binary task is what the best threshold earns on these very rows, hence optimistic: see
    /// [`best_threshold`].
    pub fn score(&self, target: &Target, predictions: &Predictions) -> Option<f64> {
        self.applies(target, predictions).then_some(())?;
        match self.family() {
            Family::Ranking => roc::score(target, predictions),
            Family::Mean(rows) | Family::Share(rows) => {
                let rows = linearised(target, rows(target, predictions)?);
                Some(rows.iter().sum::<f64>() / rows.len() as f64)
            }
            Family::RootMeanSquare => Some(squared::root_mean(target, predictions)),
            Family::VarianceExplained => squared::explained(target, predictions),
            Family::Money(worth) => {
                let threshold = own_threshold(target, predictions, worth);
                money_per_month(target, predictions, threshold, worth)
            }
            family => bootstrap::score(target.len(), &family.resampled(target, predictions)?),
        }
    }

    /// The score with its 95 % interval, for rows that are independent: DeLong's for AUC, Wilson's for
    /// accuracy and F1, Student's for means of rows (with Hall's correction for skew), a studentised bootstrap from
    /// `seed` on the scale of the logarithm for rmse and r2, a plain one otherwise. `None` where there is no score, or too few rows for an
    /// interval (below two). Rows that all have the same loss leave it without width.
    ///
    /// The interval of money of a binary task takes the threshold as given; for one chosen on other rows use
    /// [`money_estimate`].
    pub fn estimate(&self, target: &Target, predictions: &Predictions, seed: u64) -> Option<Estimate> {
        self.applies(target, predictions).then_some(())?;
        let estimate = match self.family() {
            Family::Ranking => roc::estimate(target, predictions)?,
            Family::Mean(rows) => Estimate::of_skewed_mean(&linearised(target, rows(target, predictions)?))?,
            Family::Share(rows) => {
                let rows = linearised(target, rows(target, predictions)?);
                let share = rows.iter().sum::<f64>() / rows.len() as f64;
                let rows = effective_rows(target, 0..target.len());
                Estimate::of_share(share * rows, rows)
            }
            Family::RootMeanSquare => squared::root_mean_estimate(target, predictions, seed)?,
            Family::VarianceExplained => squared::explained_estimate(target, predictions, seed)?,
            Family::Curve(level) => precision_recall::estimate(target, predictions, level, seed)?,
            Family::F1 if target.task == Task::Binary => confusion::f1_estimate(target, predictions)?,
            Family::Money(worth) => {
                let threshold = own_threshold(target, predictions, worth);
                money_estimate(target, predictions, threshold, worth)?
            }
            family => bootstrap::estimate(target.len(), &family.resampled(target, predictions)?, seed)?,
        };
        Some(estimate.within(self.entry().range))
    }

    /// How much better `a` is than `b` on the same rows (positive: `a` is better, also where less is better),
    /// with a 95 % interval that knows the rows are the same. `None` as for [`estimate`](Self::estimate).
    pub fn paired(&self, target: &Target, a: &Predictions, b: &Predictions, seed: u64) -> Option<Estimate> {
        (self.applies(target, a) && self.applies(target, b)).then_some(())?;
        // The better of the two orders first, so that a difference is a gain.
        let (first, second) = if self.higher_is_better() { (a, b) } else { (b, a) };
        let estimate = match self.family() {
            Family::Ranking => roc::paired(target, first, second)?,
            Family::Mean(rows) | Family::Share(rows) => {
                let (first, second) = (rows(target, first)?, rows(target, second)?);
                let differences = first.iter().zip(&second).map(|(first, second)| first - second).collect();
                Estimate::of_mean(&linearised(target, differences))?
            }
            Family::RootMeanSquare => squared::root_mean_paired(target, first, second)?,
            Family::VarianceExplained => squared::explained_paired(target, first, second)?,
            Family::F1 if target.task == Task::Binary => confusion::f1_paired(target, first, second)?,
            Family::Money(worth) => {
                let with_threshold = |predictions| (predictions, own_threshold(target, predictions, worth));
                money_paired(target, with_threshold(first), with_threshold(second), worth)?
            }
            family => {
                let (first, second) = (family.resampled(target, first)?, family.resampled(target, second)?);
                let difference: Resampled = Box::new(move |counts| Some(first(counts)? - second(counts)?));
                bootstrap::estimate(target.len(), &difference, seed)?
            }
        };
        Some(estimate.within(self.range_of_gains()))
    }

    /// The least and the most that one can be better than another.
    pub fn range_of_gains(&self) -> (f64, f64) {
        let (low, high) = self.entry().range;
        (low - high, high - low)
    }

    fn applies(&self, target: &Target, predictions: &Predictions) -> bool {
        self.entry().tasks.contains(&target.task) && fits(target, predictions)
    }
}

/// Whether there is a row, and for each row of the target one prediction of its width, all finite.
fn fits(target: &Target, predictions: &Predictions) -> bool {
    !target.is_empty()
        && predictions.width == target.width()
        && predictions.values.len() == target.len() * target.width()
        && predictions.values.iter().all(|value| value.is_finite())
}

/// The threshold that earns most on these rows; that of a regression does not matter.
fn own_threshold(target: &Target, predictions: &Predictions, worth: &Worth) -> f64 {
    best_threshold(target, predictions, worth).map_or(0.5, |(threshold, _)| threshold)
}

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod coverage_of_tails;
#[cfg(test)]
mod peer;
