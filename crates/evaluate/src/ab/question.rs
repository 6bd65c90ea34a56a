//! What is asked: which arms, which metrics, how sure, and what a gain is worth.

use ::report::Fault;
use serde::Serialize;

/// The question an experiment is to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The column that names each row's arm.
    pub variant: String,
    /// The arm that is today's way.
    pub control: String,
    /// The metrics; higher is better. The first is the one [`value_per_unit`](Self::value_per_unit) prices.
    pub metrics: Vec<MetricSpec>,
    /// What all metrics are; without it a 0/1 or boolean column is a proportion, `a/b` a ratio, else a mean.
    pub kind: Option<Kind>,
    /// A column measured before the experiment, to explain noise away.
    pub covariate: Option<String>,
    /// The column that names the unit that was assigned, when it has several rows.
    pub unit: Option<String>,
    /// How often an interval may miss the truth, between 0 and 1.
    pub alpha: f64,
    /// The planned share of each arm, as weights; without it, equal.
    pub split: Option<Vec<(String, f64)>>,
    /// What one more of the first metric is worth, in money.
    pub value_per_unit: Option<f64>,
    /// What treating one unit costs, in money.
    pub cost: Option<f64>,
    /// The currency of both.
    pub currency: Option<String>,
}

/// A metric as it is written: a column, or `a/b` for the sum of `a` over the sum of `b`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricSpec(pub String);

impl From<&str> for MetricSpec {
    fn from(text: &str) -> Self {
        MetricSpec(text.to_owned())
    }
}

/// What a metric is, which decides how its interval is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A number; its mean is compared.
    Mean,
    /// 0 or 1; its share is compared.
    Proportion,
    /// A sum over a sum.
    Ratio,
}

impl Question {
    /// Compare these metrics between the arms, with 95 % intervals and an equal split planned.
    pub fn new(variant: &str, control: &str, metrics: &[&str]) -> Self {
        Question {
            variant: variant.to_owned(),
            control: control.to_owned(),
            metrics: metrics.iter().map(|&metric| metric.into()).collect(),
            kind: None,
            covariate: None,
            unit: None,
            alpha: 0.05,
            split: None,
            value_per_unit: None,
            cost: None,
            currency: None,
        }
    }

    /// The smallest gain in the first metric worth having: cost over value, 0 without a cost.
    pub fn smallest_gain(&self) -> f64 {
        self.value_per_unit.map_or(0.0, |value| self.cost.unwrap_or(0.0) / value)
    }

    /// The columns of a table the question needs, in the table's order, so that no others need be read.
    /// `None` when one of them is not there: then read all, for the hint to name what is.
    pub fn columns<'t>(&self, table: &[&'t str]) -> Option<Vec<&'t str>> {
        let whole = |name: &str| table.contains(&name);
        let mut needed: Vec<&str> = vec![&self.variant];
        needed.extend(self.covariate.as_deref());
        needed.extend(self.unit.as_deref());
        for MetricSpec(metric) in &self.metrics {
            match metric.split_once('/').filter(|_| !whole(metric)) {
                Some((above, below)) => needed.extend([above.trim(), below.trim()]),
                None => needed.push(metric),
            }
        }
        let all_there = needed.iter().all(|name| whole(name));
        all_there.then(|| table.iter().copied().filter(|name| needed.contains(name)).collect())
    }

    /// How often an interval the verdict rests on may miss the truth: shared among the metrics (Bonferroni).
    pub fn verdict_alpha(&self) -> f64 {
        self.alpha / self.metrics.len().max(1) as f64
    }

    /// Whether the question makes sense before any row is read.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            let message = format!("alpha is {}, expected a number between 0 and 1", self.alpha);
            return Err(Fault::new(message).hint("use 0.05 for 95 % intervals"));
        }
        if self.metrics.is_empty() {
            return Err(Fault::new("no metric is named").hint("name one with `--metric COLUMN`"));
        }
        for (at, metric) in self.metrics.iter().enumerate() {
            if self.metrics[..at].contains(metric) {
                return Err(Fault::new(format!("metric `{}` is named twice", metric.0)).hint("name it once"));
            }
        }
        self.check_money()?;
        self.check_split()
    }

    fn check_money(&self) -> Result<(), Fault> {
        if let Some(value) = self.value_per_unit
            && !(value > 0.0 && value.is_finite())
        {
            let message = format!("the value per unit is {value}, expected a number above 0");
            return Err(Fault::new(message)
                .hint("higher is better: flip the metric's sign if less of it is worth more"));
        }
        match self.cost {
            Some(cost) if !(cost >= 0.0 && cost.is_finite()) => {
                Err(Fault::new(format!("the cost is {cost}, expected 0 or more"))
                    .hint("it is what treating one unit costs"))
            }
            Some(_) if self.value_per_unit.is_none() => {
                Err(Fault::new("a cost is given but no value per unit")
                    .hint("say what one more of the metric is worth with `--value-per-unit`"))
            }
            _ => Ok(()),
        }
    }

    fn check_split(&self) -> Result<(), Fault> {
        let planned = self.split.as_deref().unwrap_or_default();
        for (at, (arm, share)) in planned.iter().enumerate() {
            if !(*share > 0.0 && share.is_finite()) {
                let message = format!("the planned share of `{arm}` is {share}, expected a number above 0");
                return Err(Fault::new(message).hint("write the split like `new=0.1,old=0.9`"));
            }
            if planned[..at].iter().any(|(other, _)| other == arm) {
                return Err(
                    Fault::new(format!("the planned split names `{arm}` twice")).hint("name each arm once")
                );
            }
        }
        Ok(())
    }
}
