//! What is asked: which arms, which metrics, how sure, and what a gain is worth.

use ::report::Fault;
use serde::Serialize;

use super::{Exposure, Objections, Promise};

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
    /// Which quantile is compared, where the kind says so.
    pub quantile: f64,
    /// Columns measured before the experiment, to explain noise away.
    pub covariates: Vec<String>,
    /// The column that names the unit that was assigned, when it has several rows.
    pub unit: Option<String>,
    /// The column that says when: a day, a date, a week.
    pub time: Option<String>,
    /// The column of segments that are looked at one by one.
    pub segment: Option<String>,
    /// The column of strata, known before the experiment, within which arms are compared.
    pub stratify: Option<String>,
    /// The column of groups that are each answered by themselves.
    pub by: Option<String>,
    /// The column that says whether someone acted on what the unit was given.
    pub acted: Option<String>,
    /// How often an interval may miss the truth, between 0 and 1.
    pub alpha: f64,
    /// When the figures are read.
    pub reading: Reading,
    /// What is fixed beforehand about extreme values of metrics that are numbers.
    pub cap: Option<Cap>,
    /// The planned share of each arm, as weights; without it, equal.
    pub split: Option<Vec<(String, f64)>>,
    /// What one more of the first metric is worth, in money.
    pub value_per_unit: Option<f64>,
    /// What treating one unit costs, in money.
    pub cost: Option<f64>,
    /// The currency of both.
    pub currency: Option<String>,
    /// Who meets what the project makes.
    pub exposure: Option<Exposure>,
    /// What the plan and the experiments before promised.
    pub promise: Option<Promise>,
    /// What experts left open when they last looked at it.
    pub objections: Option<Objections>,
}

/// When the figures of an experiment are read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// At any time, as often as one likes: the verdict rests on the always-valid interval.
    pub sequential: bool,
    /// So many times, evenly up to the planned end: the verdict rests on the group-sequential interval.
    pub looks: Option<u32>,
    /// The last time of the experiment as it is planned, as the column of times writes it.
    pub planned_end: Option<String>,
    /// Whether to answer once for each time, on the rows up to it.
    pub each_look: bool,
}

/// What a metric's values count as at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cap {
    /// This value.
    At(f64),
    /// This quantile of all values of the metric, arms taken together.
    Quantile(f64),
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
    /// How often something happened: 0, 1, 2, …; its mean is compared.
    Count,
    /// A number; a quantile of it is compared ([`Question::quantile`]).
    Quantile,
}

impl Question {
    /// Compare these metrics between the arms, with 95 % intervals and an equal split planned.
    pub fn new(variant: &str, control: &str, metrics: &[&str]) -> Self {
        Question {
            variant: variant.to_owned(),
            control: control.to_owned(),
            metrics: metrics.iter().map(|&metric| metric.into()).collect(),
            kind: None,
            quantile: 0.5,
            covariates: Vec::new(),
            unit: None,
            time: None,
            segment: None,
            stratify: None,
            by: None,
            acted: None,
            alpha: 0.05,
            reading: Reading::default(),
            cap: None,
            split: None,
            value_per_unit: None,
            cost: None,
            currency: None,
            exposure: None,
            promise: None,
            objections: None,
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
        needed.extend(self.covariates.iter().map(String::as_str));
        let others = [&self.unit, &self.time, &self.segment, &self.stratify, &self.by, &self.acted];
        needed.extend(others.into_iter().filter_map(|name| name.as_deref()));
        for MetricSpec(metric) in &self.metrics {
            match metric.split_once('/').filter(|_| !whole(metric)) {
                Some((above, below)) => needed.extend([above.trim(), below.trim()]),
                None => needed.push(metric),
            }
        }
        let all_there = needed.iter().all(|name| whole(name));
        all_there.then(|| table.iter().copied().filter(|name| needed.contains(name)).collect())
    }

    /// How often an interval the verdict rests on may miss the truth: shared among all comparisons, of so many variants
    /// in each metric (Bonferroni).
    pub fn verdict_alpha(&self, variants: usize) -> f64 {
        self.alpha / (self.metrics.len() * variants).max(1) as f64
    }

    /// Whether the question makes sense before any row is read.
    ///
    /// # Errors
    /// When an option is out of range or does not go with another.
    pub fn check(&self) -> Result<(), Fault> {
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
        for (at, covariate) in self.covariates.iter().enumerate() {
            if self.covariates[..at].contains(covariate) {
                return Err(
                    Fault::new(format!("covariate `{covariate}` is named twice")).hint("name it once")
                );
            }
        }
        self.check_reading()?;
        self.check_cap()?;
        self.check_money()?;
        self.check_split()
    }

    fn check_reading(&self) -> Result<(), Fault> {
        let Reading { sequential, looks, planned_end, each_look } = &self.reading;
        if looks.is_some_and(|looks| looks == 0 || looks > 1000) {
            return Err(Fault::new(format!(
                "{} looks are planned, expected 1 to 1,000",
                looks.unwrap_or_default()
            ))
            .hint("say how often the figures will be read up to the planned end, such as `--looks 4`"));
        }
        if *sequential && looks.is_some() {
            return Err(Fault::new("both `--sequential` and `--looks` are given")
                .hint("use `--looks` when the number of looks is planned, `--sequential` when it is not"));
        }
        let needing = [
            ("--looks", looks.is_some()),
            ("--planned-end", planned_end.is_some()),
            ("--each-look", *each_look),
        ];
        match needing.into_iter().find(|(_, given)| *given && self.time.is_none()) {
            Some((option, _)) => Err(Fault::new(format!("`{option}` needs to know the time of each row"))
                .hint("name the column with `--time COLUMN`")),
            None => Ok(()),
        }
    }

    fn check_cap(&self) -> Result<(), Fault> {
        if !(self.quantile > 0.0 && self.quantile < 1.0) {
            return Err(Fault::new(format!(
                "the quantile is {}, expected a number between 0 and 1",
                self.quantile
            ))
            .hint("use 0.5 for the median, 0.9 for what nine in ten stay below"));
        }
        let adjusting = !self.covariates.is_empty() || self.stratify.is_some();
        if self.kind == Some(Kind::Quantile) && adjusting {
            return Err(Fault::new("quantiles are not adjusted by covariates or strata")
                .hint("leave out `--covariate` and `--stratify`, or compare means"));
        }
        match self.cap {
            Some(Cap::Quantile(share)) if !(share > 0.5 && share < 1.0) => {
                Err(Fault::new(format!("values are to be capped at the quantile {share}, expected 0.5 to 1"))
                    .hint("`--winsorise 0.99` counts the highest 1 % as the value they begin at"))
            }
            Some(Cap::At(value)) if !value.is_finite() => {
                Err(Fault::new(format!("values are to be capped at {value}, expected a number"))
                    .hint("`--cap 500` counts what is above 500 as 500"))
            }
            _ => Ok(()),
        }
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
        let whole: f64 = planned.iter().map(|(_, share)| share).sum();
        if !planned.is_empty() && [1.0, 100.0].iter().all(|full| (whole / full - 1.0).abs() > 1e-6) {
            let whole = ::report::number::significant(whole, 6);
            return Err(Fault::new(format!("the planned shares sum to {whole}, expected 1"))
                .hint("write the share of every arm, control included, like `new=0.1,old=0.9`"));
        }
        Ok(())
    }
}
