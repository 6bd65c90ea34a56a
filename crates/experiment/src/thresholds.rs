//! From which probability to act: what decisions bring at each threshold, out of fold.

use frame::Target;
use learn::{ACT_ON_NOBODY, CrossValidated, Metric, Worth};
use serde::Serialize;

/// What decisions bring at each threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Thresholds {
    /// What is told: money a month, or the measure the threshold was chosen by.
    pub measure: String,
    /// The points, by rising threshold.
    pub points: Vec<ThresholdPoint>,
}

/// Decisions at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ThresholdPoint {
    /// The probability from which to act.
    pub threshold: f64,
    /// What that brings.
    pub value: f64,
    /// The share of cases acted on.
    pub acted: f64,
}

/// How many points at most.
const POINTS: usize = 60;

impl Thresholds {
    /// Along the probabilities said out of fold; none where there is nothing to choose.
    pub(crate) fn of(
        target: &Target,
        validated: &CrossValidated,
        metric: &Metric,
        worth: Option<&Worth>,
    ) -> Option<Thresholds> {
        let measure = measure(metric, worth);
        let answers = target.take(&validated.rows);
        let mut said = validated.predictions.values.clone();
        said.sort_unstable_by(f64::total_cmp);
        let highest = *said.last()?;
        let quantile = |at: usize| said[at * (said.len() - 1) / (POINTS - 1)];
        let mut thresholds: Vec<f64> = (0..POINTS).map(quantile).chain([0.0, highest.next_up()]).collect();
        thresholds.sort_unstable_by(f64::total_cmp);
        thresholds.dedup();
        let point = |threshold: f64| {
            let acted = said.len() - said.partition_point(|value| *value < threshold);
            let value = measure.value_of_decisions(&answers, &validated.predictions, threshold)?;
            Some(ThresholdPoint { threshold, value, acted: acted as f64 / said.len() as f64 })
        };
        let points: Vec<ThresholdPoint> = thresholds.into_iter().filter_map(point).collect();
        (points.len() > 2 && !validated.decided).then(|| Thresholds { measure: measure.name(), points })
    }
}

/// What a threshold is chosen by: money where the plan says what a case is worth, else the deciding measure.
pub(crate) fn measure(metric: &Metric, worth: Option<&Worth>) -> Metric {
    worth.map_or(metric.clone(), |worth| Metric::Money(worth.clone()))
}

/// A threshold as people read it: acting on everybody and on nobody are no probabilities.
pub(crate) fn in_words(threshold: f64) -> String {
    match threshold {
        ACT_ON_NOBODY.. => "act on nobody".to_owned(),
        ..=0.0 => "act on everybody".to_owned(),
        _ => format!("act from a probability of {} upward", report::number::score(threshold)),
    }
}
