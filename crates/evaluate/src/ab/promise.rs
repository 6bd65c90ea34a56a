//! What was promised, and what production shows of it: both in money a month.

use serde::Serialize;

use super::Measured;

/// What the plan and the experiments before promised, in money a month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Promise {
    /// The smallest gain a month the plan wants.
    pub planned: Option<f64>,
    /// The gain a month the experiment on past data foretold.
    pub offline: Option<f64>,
    /// How many units there are to treat in a month.
    pub units_per_month: Option<f64>,
    /// What running the change costs a month, whatever the units.
    pub run_per_month: f64,
}

/// What experts left open when they last looked at what the project makes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Objections {
    /// The day.
    pub on: Option<String>,
    /// What they found.
    pub issues: Vec<String>,
}

/// What production shows against what was promised, in money a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    /// The smallest gain the plan wants.
    pub planned: Option<f64>,
    /// What the experiment on past data foretold.
    pub offline: Option<f64>,
    /// The variant that gains most.
    pub variant: String,
    /// What production shows of it, after all costs.
    pub shown: f64,
    /// Lower end of the interval the verdict rests on.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The best variant a month; `None` unless the metric is priced, its interval known, and the units of a month too.
pub fn against(measured: &Measured) -> Option<Against> {
    let (promise, price) = (measured.promise.as_ref()?, measured.price.as_ref()?);
    let units = promise.units_per_month?;
    let metric = &measured.comparisons.first()?.metric;
    let best =
        measured.comparisons.iter().filter(|one| one.metric == *metric && one.difference.is_some()).max_by(
            |left, right| left.difference.unwrap_or(0.0).total_cmp(&right.difference.unwrap_or(0.0)),
        )?;
    let a_month = |gain: f64| (gain * price.value_per_unit - price.cost) * units - promise.run_per_month;
    let (low, high) = best.verdict_interval()?;
    Some(Against {
        planned: promise.planned,
        offline: promise.offline,
        variant: best.variant.clone(),
        shown: a_month(best.difference?),
        low: a_month(low),
        high: a_month(high),
    })
}
