//! What is asked before an experiment: how many units, which gain, or how sure.

use ::report::{Fault, number};

use crate::ab::Kind;

/// A planned experiment. Of gain, units and power two are given or taken as usual; the third is the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The metric's name, for the page; `a/b` for a ratio.
    pub metric: Option<String>,
    /// What the metric is; without it a share between 0 and 1 without a deviation is a proportion, else a mean.
    pub kind: Option<Kind>,
    /// The control's mean, share or ratio.
    pub baseline: Option<f64>,
    /// The deviation between rows.
    pub deviation: Option<f64>,
    /// How well what is known before foretells the metric, between -1 and 1.
    pub correlation: Option<f64>,
    /// Rows a unit has on average, and how alike they are (intra-class correlation, 0 to 1).
    pub rows: Option<(f64, f64)>,
    /// The gain to be seen, in the metric's unit.
    pub gain: Option<f64>,
    /// The same as a share of the baseline.
    pub relative_gain: Option<f64>,
    /// Units in all arms together.
    pub units: Option<f64>,
    /// New units a day, in all arms together.
    pub units_per_day: Option<f64>,
    /// How many days it is to run.
    pub days: Option<f64>,
    /// How often a gain that is there is to be seen.
    pub power: Option<f64>,
    /// How often a gain may be seen that is not there, in any of the arms.
    pub alpha: f64,
    /// The arms and their shares, as weights.
    pub split: Vec<(String, f64)>,
    /// The arm that is today's way; without it the last one of the split.
    pub control: Option<String>,
    /// How often it is read.
    pub reading: Reading,
    /// What units are called, in the plural.
    pub unit: Option<String>,
    /// Whether the gain is the smallest one worth having of the project's plan.
    pub gain_is_planned: bool,
    /// The smallest gain worth having of the project's plan, in the metric's unit.
    pub smallest_gain: Option<f64>,
}

/// How often an experiment is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Once, at the end.
    Once,
    /// So many times, evenly spaced, with group-sequential intervals.
    Looks(u32),
    /// Daily, with always-valid intervals.
    Always,
}

/// More looks than this are always-valid intervals' work.
const MOST_LOOKS: u32 = 1000;

impl Question {
    /// Whether the figures make sense, each by itself.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        within("--alpha", Some(self.alpha), 0.0, 1.0)?;
        within("--power", self.power, 0.0, 1.0)?;
        above_zero("--sd", self.deviation)?;
        above_zero("--units", self.units)?;
        above_zero("--units-per-day", self.units_per_day)?;
        above_zero("--days", self.days)?;
        for (option, value) in
            [("--gain", self.gain), ("--relative-gain", self.relative_gain), ("--baseline", self.baseline)]
        {
            if value.is_some_and(|value| !value.is_finite()) {
                return Err(Fault::new(format!("{option} is {}, expected a number", show(value)))
                    .hint("write it like 0.05 or 12.5"));
            }
        }
        for (option, name) in [("--metric", &self.metric), ("--unit", &self.unit)] {
            if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
                return Err(Fault::new(format!("{option} is empty")).hint("give the name, or leave it out"));
            }
        }
        for (option, value) in [("--gain", self.gain), ("--relative-gain", self.relative_gain)] {
            if value == Some(0.0) {
                return Err(Fault::new(format!("{option} is {}, and no test sees nothing", show(value)))
                    .hint("give the smallest gain worth having"));
            }
        }
        if self.gain.is_some() && self.relative_gain.is_some() {
            return Err(Fault::new("both --gain and --relative-gain are given")
                .hint("give the gain in the metric's unit, or as a share of the baseline"));
        }
        if self.power.is_some_and(|power| power <= self.alpha) {
            return Err(Fault::new(format!(
                "--power is {}, not above --alpha, {}: tossing a coin sees as much",
                show(self.power),
                self.alpha
            ))
            .hint("0.8 is usual"));
        }
        if let Some(correlation) = self.correlation.filter(|value| value.is_nan() || value.abs() >= 1.0) {
            return Err(Fault::new(format!("--correlation is {correlation}, expected between -1 and 1"))
                .hint("it is the correlation of the metric with what is known of a unit before"));
        }
        if let Some((rows, alike)) = self.rows
            && !(rows >= 1.0 && rows.is_finite() && (0.0..=1.0).contains(&alike))
        {
            return Err(Fault::new(format!("--rows-per-unit is {rows} and --icc {alike}"))
                .hint("a unit has 1 row or more, and its rows are alike by 0 (not at all) to 1 (copies)"));
        }
        if let Reading::Looks(looks) = self.reading
            && !(1..=MOST_LOOKS).contains(&looks)
        {
            return Err(Fault::new(format!("--looks is {looks}, expected 1 to {MOST_LOOKS}"))
                .hint("looks are planned; to read it as often as one likes, use --sequential"));
        }
        self.check_split()
    }

    fn check_split(&self) -> Result<(), Fault> {
        if self.split.len() < 2 {
            return Err(
                Fault::new("a test needs two arms or more").hint("write the split like new=0.5,old=0.5")
            );
        }
        for (at, (arm, share)) in self.split.iter().enumerate() {
            if !(*share > 0.0 && share.is_finite()) {
                return Err(Fault::new(format!("the share of `{arm}` is {share}, expected above 0"))
                    .hint("write the split like new=0.5,old=0.5"));
            }
            if self.split[..at].iter().any(|(other, _)| other == arm) {
                return Err(Fault::new(format!("the split names `{arm}` twice")).hint("name each arm once"));
            }
        }
        match &self.control {
            Some(control) if !self.split.iter().any(|(arm, _)| arm == control) => {
                let arms: Vec<&String> = self.split.iter().map(|(arm, _)| arm).collect();
                let hint = match ::report::suggest::nearest(control, arms.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its arms are {}", ::report::suggest::one_of(arms)),
                };
                Err(Fault::new(format!("the split has no arm `{control}`, named as control")).hint(hint))
            }
            _ => Ok(()),
        }
    }

    /// The arm that is today's way.
    pub(crate) fn control(&self) -> &str {
        let last = self.split.last().map_or("", |(arm, _)| arm);
        self.control.as_deref().unwrap_or(last)
    }
}

fn above_zero(option: &str, value: Option<f64>) -> Result<(), Fault> {
    match value {
        Some(value) if !(value > 0.0 && value.is_finite()) => {
            Err(Fault::new(format!("{option} is {value}, expected a number above 0")).hint("see --help"))
        }
        _ => Ok(()),
    }
}

fn within(option: &str, value: Option<f64>, low: f64, high: f64) -> Result<(), Fault> {
    match value {
        Some(value) if !(value > low && value < high) => {
            Err(Fault::new(format!("{option} is {value}, expected between {low} and {high}"))
                .hint("0.05 is usual for alpha, 0.8 for power"))
        }
        _ => Ok(()),
    }
}

fn show(value: Option<f64>) -> String {
    value.map_or(number::NONE.to_owned(), |value| value.to_string())
}
