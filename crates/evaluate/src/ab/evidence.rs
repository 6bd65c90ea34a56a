//! What an evaluation leaves behind: the figures, the verdict, and what was found.

use ::report::{Finding, worst_first};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::looks::Basis;
use super::{Against, Exposure, Kind, Money, Verdict};

/// The outcome of an evaluation. As JSON it is the object of `evaluate`, to which the caller adds `seconds`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// Keep, stop, wait, or unsound.
    pub verdict: Verdict,
    /// The first metric in money, when it is priced.
    pub money: Option<Money>,
    /// What production shows against what was promised, a month.
    pub against_plan: Option<Against>,
    /// Each metric, each variant against the control.
    pub comparisons: Vec<Comparison>,
    /// Units by arm against the plan.
    pub split: Split,
    /// Rows read.
    pub rows: u64,
    /// Rows that belong to no arm or, with a unit, to no unit.
    pub rows_left_out: u64,
    /// Columns with values that were expected to be numbers and are none.
    pub unread: Vec<Unread>,
    /// What became of the rows of outcomes, where they came in a table of their own.
    pub outcomes: Option<OutcomeRows>,
    /// How often an interval may miss the truth.
    pub alpha: f64,
    /// The control asked for.
    pub control: String,
    /// Who meets what the project makes, if that is known.
    pub exposure: Option<Exposure>,
    /// The column of units, if there is one.
    pub unit: Option<String>,
    /// The covariates.
    pub covariates: Vec<String>,
    /// Where in time the experiment stands, when the question names a column of times.
    pub time: Option<Times>,
    /// What waiting takes, when the verdict is to wait and it can be told.
    pub wait: Option<Wait>,
    /// The group that was answered, when the question names a column of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Value>,
    /// The time up to which rows were looked at, when each is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look: Option<Value>,
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

/// Values of a column that are no numbers; they count as not known.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Unread {
    /// The column.
    pub column: String,
    /// How many values.
    pub values: u64,
    /// The most frequent one.
    pub example: String,
}

/// What became of the rows of a table of outcomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct OutcomeRows {
    /// All of them.
    pub rows: u64,
    /// Those of units that were not exposed.
    pub not_exposed: u64,
    /// Those that lie before the unit's exposure.
    pub before_exposure: u64,
}

/// One metric, one variant against the control. What cannot be computed is `None`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// The metric as the question writes it.
    pub metric: String,
    /// How it was compared.
    pub kind: Kind,
    /// Which quantile was compared, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantile: Option<f64>,
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
    /// The p-value corrected for all comparisons of the call (Holm).
    pub p_holm: Option<f64>,
    /// The share of false discoveries among comparisons with a p-value as small (Benjamini & Hochberg).
    pub q_value: Option<f64>,
    /// Lower end of the interval that holds although the figures are read more than once: at planned looks where
    /// their number is given, else at any time.
    pub sequential_low: Option<f64>,
    /// Upper end.
    pub sequential_high: Option<f64>,
    /// Lower end of the interval that may be read at any time.
    pub always_valid_low: Option<f64>,
    /// Upper end.
    pub always_valid_high: Option<f64>,
    /// `cuped` when adjusted by covariates, `stratified` by strata, `cuped-stratified` by both, else `none`.
    pub adjusted: &'static str,
    /// The share of variance the adjustment took away.
    pub variance_reduction: Option<f64>,
    /// Which interval the verdict rests on.
    pub basis: Basis,
    /// Lower end of the interval the verdict rests on: widened for the number of comparisons (Bonferroni).
    pub verdict_low: Option<f64>,
    /// Upper end.
    pub verdict_high: Option<f64>,
    /// The smallest gain worth having, in the metric's unit.
    pub smallest_gain: f64,
    /// The unit without which the difference moves most: its value, and the move in standard errors.
    #[serde(skip)]
    pub heaviest: Option<(f64, f64)>,
    /// Whether no unit differs from the others of its arm.
    #[serde(skip)]
    pub is_flat: bool,
    /// The difference at each time.
    pub by_time: Vec<Part>,
    /// The first times against the later ones.
    pub fading: Option<Fading>,
    /// The difference in each segment.
    pub by_segment: Vec<Part>,
    /// The difference within segments against the one over all of them.
    pub within_segments: Option<Within>,
}

/// The difference in a part of the rows.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Part {
    /// The time or the segment.
    pub name: String,
    /// Units of the variant in it.
    pub n_variant: u64,
    /// Units of the control in it.
    pub n_control: u64,
    /// Variant minus control.
    pub difference: Option<f64>,
    /// Lower end of its interval; of segments, widened for their number.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Its p-value; of segments, corrected for their number.
    pub p_value: Option<f64>,
}

/// How the difference goes from the first times to the later ones.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Fading {
    /// The last of the first times.
    pub until: String,
    /// The difference up to it.
    pub first: f64,
    /// The difference after it.
    pub later: f64,
    /// How often it falls at least this far when it stays the same.
    pub p_value: f64,
}

/// The difference within segments, weighted by their size, against the one over all of them.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Within {
    /// The plain difference over all segments.
    pub overall: f64,
    /// Its p-value.
    pub overall_p: Option<f64>,
    /// The difference within them.
    pub difference: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Its p-value.
    pub p_value: Option<f64>,
}

/// Where in time an experiment stands.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Times {
    /// The column.
    pub column: String,
    /// The first time.
    pub first: String,
    /// The last one.
    pub last: String,
    /// How many there are so far, gaps included.
    pub so_far: f64,
    /// How many there are to be, where the end is planned.
    pub planned: Option<f64>,
    /// What one time is called: `day`.
    pub called: String,
}

/// What it takes to know.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Wait {
    /// About so many units an arm in all.
    pub units_an_arm: f64,
    /// About so many more times at the rate so far.
    pub more_times: Option<f64>,
    /// What treating the units still to come costs, where treating one has a cost.
    pub cost: Option<f64>,
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
