//! What an evaluation leaves behind: the figures, the verdict, and what was found.

use ::report::{Finding, worst_first};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::ab::{Kind, Money, Verdict};

/// The outcome of an evaluation. As JSON it is the object of `evaluate`, to which the caller adds `seconds`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// Keep, stop, wait, or unsound.
    pub verdict: Verdict,
    /// The first metric in money, when it is priced.
    pub money: Option<Money>,
    /// Each metric, each variant against the control.
    pub comparisons: Vec<Comparison>,
    /// Units by arm against the plan.
    pub split: Split,
    /// Rows read.
    pub rows: u64,
    /// Rows that belong to no arm or, with a unit, to no unit.
    pub rows_left_out: u64,
    /// How often an interval may miss the truth.
    pub alpha: f64,
    /// The control asked for.
    pub control: String,
    /// The column of units, if there is one.
    pub unit: Option<String>,
    /// The covariate, if there is one.
    pub covariate: Option<String>,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
}

impl Evidence {
    /// The page a person reads.
    pub fn report(&self) -> ::report::Report {
        crate::ab::report::report(self)
    }

    /// Decide again, after some findings were allowed.
    pub fn decide(&mut self) {
        worst_first(&mut self.findings);
        self.verdict = crate::ab::verdict::of(&self.findings, &self.comparisons, self.money.is_some());
    }
}

/// One metric, one variant against the control. What cannot be computed is `None`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// The metric as the question writes it.
    pub metric: String,
    /// How it was compared.
    pub kind: Kind,
    /// The variant.
    pub variant: String,
    /// The control.
    pub control: String,
    /// Units of the variant that have the metric.
    pub n_variant: u64,
    /// Units of the control that have the metric.
    pub n_control: u64,
    /// Plain mean, share or ratio of the variant.
    pub mean_variant: Option<f64>,
    /// The same of the control.
    pub mean_control: Option<f64>,
    /// Variant minus control; adjusted by the covariate where there is one.
    pub difference: Option<f64>,
    /// The difference over the absolute value of `mean_control`.
    pub relative: Option<f64>,
    /// Lower end of the interval at the question's alpha, not corrected for the number of metrics.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Two-sided p-value, not corrected.
    pub p_value: Option<f64>,
    /// Not computed: the figures here hold for one look.
    pub sequential_low: Option<f64>,
    /// Not computed.
    pub sequential_high: Option<f64>,
    /// `cuped` when adjusted by a covariate, else `none`.
    pub adjusted: &'static str,
    /// The share of variance the covariate took away.
    pub variance_reduction: Option<f64>,
    /// Lower end of the interval the verdict rests on: widened for the number of metrics (Bonferroni).
    pub verdict_low: Option<f64>,
    /// Upper end.
    pub verdict_high: Option<f64>,
    /// The smallest gain worth having, in the metric's unit.
    pub smallest_gain: f64,
    /// The unit without which the difference moves most: its value, and the move in standard errors.
    #[serde(skip)]
    pub heaviest: Option<(f64, f64)>,
}

impl Comparison {
    /// The interval the verdict rests on.
    pub fn verdict_interval(&self) -> Option<(f64, f64)> {
        self.verdict_low.zip(self.verdict_high)
    }
}

/// Units by arm against the planned split.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Split {
    /// Arm and its units, in order of name.
    #[serde(serialize_with = "as_map")]
    pub counts: Vec<(String, u64)>,
    /// Arm and its planned share, summing to 1.
    #[serde(serialize_with = "as_map")]
    pub planned: Vec<(String, f64)>,
    /// How often chance alone is at least this far from the plan.
    pub p_value: Option<f64>,
}

impl Split {
    /// Of arms with their units and planned weights.
    pub(crate) fn of(arms: Vec<(String, u64, f64)>) -> Self {
        let whole: f64 = arms.iter().map(|(_, _, weight)| weight).sum();
        let counts: Vec<u64> = arms.iter().map(|(_, units, _)| *units).collect();
        let weights: Vec<f64> = arms.iter().map(|(_, _, weight)| *weight).collect();
        Split {
            counts: arms.iter().map(|(name, units, _)| (name.clone(), *units)).collect(),
            planned: arms.into_iter().map(|(name, _, weight)| (name, weight / whole)).collect(),
            p_value: stats::fit_p_value(&counts, &weights),
        }
    }
}

fn as_map<T: Serialize, S: Serializer>(pairs: &[(String, T)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (name, value) in pairs {
        map.serialize_entry(name, value)?;
    }
    map.end()
}
