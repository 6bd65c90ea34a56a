//! The first metric in money: what a variant brings for each unit treated, less what treating it costs.

use serde::Serialize;

use crate::ab::{Measured, Question};

/// The worth of the change, priced by the question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Money {
    /// The metric that is priced.
    pub metric: String,
    /// The currency, if one is given.
    pub currency: Option<String>,
    /// What one more of the metric is worth.
    pub value_per_unit: f64,
    /// What treating one unit costs.
    pub cost: f64,
    /// The gain in the metric from which on it pays.
    pub smallest_gain: f64,
    /// Each variant.
    pub arms: Vec<ArmMoney>,
}

/// A variant in money, for each unit treated, after cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmMoney {
    /// The variant.
    pub variant: String,
    /// Gained for each unit treated.
    pub per_unit: Option<f64>,
    /// Lower end of the interval at the question's alpha.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Gained in the experiment itself, over all treated units.
    pub in_experiment: Option<f64>,
}

/// The first metric in money; `None` when it has no price or nothing was compared.
pub fn of(question: &Question, measured: &Measured) -> Option<Money> {
    let value_per_unit = question.value_per_unit?;
    let cost = question.cost.unwrap_or(0.0);
    let metric = &question.metrics.first()?.0;
    let worth = |gain: Option<f64>| gain.map(|gain| gain * value_per_unit - cost);
    let arms: Vec<ArmMoney> = measured
        .comparisons
        .iter()
        .filter(|comparison| comparison.metric == *metric)
        .map(|comparison| ArmMoney {
            variant: comparison.variant.clone(),
            per_unit: worth(comparison.difference),
            low: worth(comparison.low),
            high: worth(comparison.high),
            in_experiment: worth(comparison.difference).map(|gain| gain * comparison.n_variant as f64),
        })
        .collect();
    (!arms.is_empty()).then(|| Money {
        metric: metric.clone(),
        currency: question.currency.clone(),
        value_per_unit,
        cost,
        smallest_gain: question.smallest_gain(),
        arms,
    })
}
