//! The metrics usually shown for a task, for the table of details.

use frame::{Target, Task};

use super::{Confusion, Metric};
use crate::Predictions;

/// All usual metrics for the task, by name; decisions of a binary task are taken at a threshold of 0.5.
pub fn usual_metrics(target: &Target, predictions: &Predictions) -> Vec<(String, Option<f64>)> {
    usual_metrics_at(target, predictions, 0.5)
}

/// All usual metrics for the task, by name; accuracy, F1, precision and recall of a binary task at this
/// threshold.
pub fn usual_metrics_at(
    target: &Target,
    predictions: &Predictions,
    threshold: f64,
) -> Vec<(String, Option<f64>)> {
    let score = |metric: &Metric| (metric.name(), metric.score(target, predictions));
    match target.task {
        Task::Binary => {
            let cells = Confusion::at(target, predictions, threshold);
            let mut metrics: Vec<_> =
                [Metric::Auc, Metric::LogLoss, Metric::Brier].iter().map(score).collect();
            metrics.extend([
                ("accuracy".to_owned(), cells.and_then(|cells| cells.accuracy())),
                ("f1".to_owned(), cells.map(|cells| cells.f1())),
                ("precision".to_owned(), cells.and_then(|cells| cells.precision())),
                ("recall".to_owned(), cells.and_then(|cells| cells.recall())),
            ]);
            metrics
        }
        Task::Multiclass => {
            [Metric::LogLoss, Metric::Brier, Metric::Accuracy, Metric::F1].iter().map(score).collect()
        }
        Task::Regression => [Metric::Rmse, Metric::Mae, Metric::Mape, Metric::R2].iter().map(score).collect(),
        // A forecast's measures need its origins: see `Errors`.
        Task::Forecast => {
            [Metric::Rmse, Metric::Mae, Metric::Mape, Metric::Smape].iter().map(score).collect()
        }
    }
}
