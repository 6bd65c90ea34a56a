//! The list of metrics: what is known of each by its name.

use frame::Task;

/// One metric, whatever its level or worth.
pub(super) struct Entry {
    pub(super) name: &'static str,
    /// Other names it is known by.
    pub(super) aliases: &'static [&'static str],
    pub(super) title: &'static str,
    pub(super) higher_is_better: bool,
    pub(super) tasks: &'static [Task],
    /// The values it can take.
    pub(super) range: (f64, f64),
}

const HIGHER: bool = true;
const LOWER: bool = false;

const TWO: &[Task] = &[Task::Binary];
const CLASSES: &[Task] = &[Task::Binary, Task::Multiclass];
const NUMBER: &[Task] = &[Task::Regression, Task::Forecast];
const ROWS: &[Task] = &[Task::Regression];
const SERIES: &[Task] = &[Task::Forecast];

const SHARE: (f64, f64) = (0.0, 1.0);
const ABOVE_ZERO: (f64, f64) = (0.0, f64::INFINITY);
const BELOW_ONE: (f64, f64) = (f64::NEG_INFINITY, 1.0);
const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

const fn entry(
    name: &'static str,
    aliases: &'static [&'static str],
    title: &'static str,
    higher_is_better: bool,
    tasks: &'static [Task],
    range: (f64, f64),
) -> Entry {
    Entry { name, aliases, title, higher_is_better, tasks, range }
}

#[rustfmt::skip]
mod entries {
    use super::*;

    pub static AUC: Entry = entry("auc", &["roc_auc"], "area under the ROC curve", HIGHER, TWO, SHARE);
    pub static LOG_LOSS: Entry = entry("log_loss", &["logloss", "cross_entropy"], "log-loss", LOWER, CLASSES, ABOVE_ZERO);
    pub static BRIER: Entry = entry("brier", &["brier_score"], "Brier score", LOWER, CLASSES, ABOVE_ZERO);
    pub static ACCURACY: Entry = entry("accuracy", &[], "share of right answers", HIGHER, CLASSES, SHARE);
    pub static F1: Entry = entry("f1", &["f1_score", "f1_macro"], "F1", HIGHER, CLASSES, SHARE);
    pub static RECALL_AT_PRECISION: Entry = entry("recall@precision", &[], "best recall at the precision required", HIGHER, TWO, SHARE);
    pub static PRECISION_AT_RECALL: Entry = entry("precision@recall", &[], "best precision at the recall required", HIGHER, TWO, SHARE);
    pub static RMSE: Entry = entry("rmse", &[], "root mean squared error", LOWER, NUMBER, ABOVE_ZERO);
    pub static MAE: Entry = entry("mae", &[], "mean absolute error", LOWER, NUMBER, ABOVE_ZERO);
    pub static MAPE: Entry = entry("mape", &[], "mean absolute error as a share of the actual value", LOWER, NUMBER, ABOVE_ZERO);
    pub static SMAPE: Entry = entry("smape", &[], "mean absolute error as a share of both sizes' mean", LOWER, NUMBER, (0.0, 2.0));
    pub static MASE: Entry = entry("mase", &[], "mean absolute error in units of the naive forecast's", LOWER, SERIES, ABOVE_ZERO);
    pub static R2: Entry = entry("r2", &["r_squared"], "share of variance explained", HIGHER, ROWS, BELOW_ONE);
    pub static MONEY: Entry = entry("money", &[], "money per month", HIGHER, &[Task::Binary, Task::Regression, Task::Forecast], ANY);
}
pub(super) use entries::*;

/// All metrics, in the order in which they are offered.
pub(super) static METRICS: [&Entry; 14] = [
    &AUC,
    &LOG_LOSS,
    &BRIER,
    &ACCURACY,
    &F1,
    &RECALL_AT_PRECISION,
    &PRECISION_AT_RECALL,
    &RMSE,
    &MAE,
    &MAPE,
    &SMAPE,
    &MASE,
    &R2,
    &MONEY,
];
