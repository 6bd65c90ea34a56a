//! The tables that stand once in `tenet.toml`, in its order. Everything is optional: what is missing is
//! judged by the rules, not refused.

use std::ops;

use jiff::civil::Date;

use crate::metric;
use crate::source::{Fields, Located};
use crate::{Duration, Range};

type Text = Option<Located<String>>;
type Number = Option<Located<f64>>;
/// One number, or the range in which it lies nine times in ten.
type Amount = Option<Located<Range>>;
/// The bytes of a table's header; `None` when the table is absent.
type At = Option<ops::Range<usize>>;

/// `[project]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// Where the table stands.
    pub at: At,
    /// The project's name.
    pub name: Text,
    /// Currency of all money, where `[worth]` names none.
    pub currency: Text,
    /// Who meets what the project makes.
    pub exposure: Option<Located<Exposure>>,
}

/// Who meets what a project makes, which says how much measuring it deserves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// Colleagues who can say what they think of it.
    Internal,
    /// A few customers or partners who know that they try something out.
    Pilot,
    /// Customers, who just leave when it is bad.
    Customers,
}

const EXPOSURES: [(&str, Exposure); 3] =
    [("internal", Exposure::Internal), ("pilot", Exposure::Pilot), ("customers", Exposure::Customers)];

/// `[plan]`: what and why.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Aim {
    /// Where the table stands.
    pub at: At,
    /// What is to be predicted, as a question.
    pub question: Text,
    /// Which decision a prediction changes.
    pub decision: Text,
    /// Why it matters, and why now.
    pub why: Text,
    /// How it is done today, in words.
    pub today: Text,
    /// What perfect would be.
    pub ideal: Text,
    /// When the answer stops being of use.
    pub irrelevant_when: Text,
}

/// `[data]`: the table, the answer and the columns that shape a fair test.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Data {
    /// Where the table stands.
    pub at: At,
    /// Path, glob, folder or bucket.
    pub source: Text,
    /// The column to predict.
    pub target: Text,
    /// The target's value that counts as yes.
    pub positive: Text,
    /// The column that says when a prediction is made.
    pub time: Text,
    /// The column that says which rows belong together.
    pub group: Text,
    /// How many periods a forecast looks ahead.
    pub horizon: Number,
    /// The column that says how much each row counts.
    pub weight: Text,
    /// Columns not known when predicting.
    pub unavailable: Vec<Located<String>>,
}

/// `[today]`: today's process, so that it can be run and priced.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Today {
    /// Where the table stands.
    pub at: At,
    /// An SQL expression over one row; true = act.
    pub rule: Text,
    /// What it costs a month.
    pub cost_per_month: Amount,
}

/// `[success]`: the one measure and its level.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Success {
    /// Where the table stands.
    pub at: At,
    /// The measure's name, one of [`crate::metric_names`].
    pub metric: Text,
    /// The level from which it is a success; money is per month.
    pub at_least: Number,
    /// The smallest gain over today worth having, not negative.
    pub smallest_gain: Number,
}

/// `[worth]` of one case; a classifier's four cells, or a number's worth for each unit of error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Worth {
    /// Where the table stands.
    pub at: At,
    /// Currency of all money.
    pub currency: Text,
    /// Acted, rightly.
    pub true_positive: Amount,
    /// Acted in vain.
    pub false_positive: Amount,
    /// Missed.
    pub false_negative: Amount,
    /// Left alone, rightly.
    pub true_negative: Amount,
    /// Of one unit predicted too high.
    pub over_per_unit: Amount,
    /// Of one unit predicted too low.
    pub under_per_unit: Amount,
    /// How many cases a month.
    pub cases_per_month: Amount,
}

/// `[cost]` of building and running it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cost {
    /// Where the table stands.
    pub at: At,
    /// Working days to build it.
    pub build_days: Amount,
    /// Money for one such day.
    pub day_rate: Amount,
    /// Money a month to run it.
    pub run_per_month: Amount,
}

/// `[research]`: how long finding out may take before it is decided.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Research {
    /// Where the table stands.
    pub at: At,
    /// How long it may take, in days of the calendar.
    pub time_box: Option<Located<Duration>>,
    /// The day it began.
    pub started: Option<Located<Date>>,
    /// The day it ended.
    pub ended: Option<Located<Date>>,
}

/// `[complexity]`: what each candidate costs in working days, to build and to keep alive for a year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Complexity {
    /// Where the table stands.
    pub at: At,
    /// `[build days, days a year]` by the candidate's name.
    days: Vec<(&'static str, Option<Located<[f64; 2]>>)>,
}

/// `[limits]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// Where the table stands.
    pub at: At,
    /// Longest wait for one prediction, in milliseconds.
    pub latency_ms: Number,
    /// How old an answer may be.
    pub freshness: Option<Located<Duration>>,
    /// How long experiments may run.
    pub experiment_budget: Option<Located<Duration>>,
}

impl Project {
    pub(crate) fn read(fields: &Fields) -> Self {
        Project {
            at: Some(fields.at.clone()),
            name: fields.text("name"),
            currency: fields.text("currency"),
            exposure: fields.choice("exposure", &EXPOSURES),
        }
    }
}

impl Aim {
    pub(crate) fn read(fields: &Fields) -> Self {
        Aim {
            at: Some(fields.at.clone()),
            question: fields.text("question"),
            decision: fields.text("decision"),
            why: fields.text("why"),
            today: fields.text("today"),
            ideal: fields.text("ideal"),
            irrelevant_when: fields.text("irrelevant_when"),
        }
    }
}

impl Data {
    pub(crate) fn read(fields: &Fields) -> Self {
        Data {
            at: Some(fields.at.clone()),
            source: fields.text("source"),
            target: fields.text("target"),
            positive: fields.text("positive"),
            time: fields.text("time"),
            group: fields.text("group"),
            horizon: fields.amount("horizon"),
            weight: fields.text("weight"),
            unavailable: fields.texts("unavailable"),
        }
    }
}

impl Today {
    pub(crate) fn read(fields: &Fields) -> Self {
        Today {
            at: Some(fields.at.clone()),
            rule: fields.text("rule"),
            cost_per_month: fields.range("cost_per_month"),
        }
    }
}

impl Success {
    pub(crate) fn read(fields: &Fields) -> Self {
        let metric = fields.text("metric");
        let at_least = fields.number("at_least");
        let smallest_gain = fields.amount("smallest_gain");
        match metric.as_ref().map(|name| metric::bounds(name)) {
            Some(Ok((low, high))) => {
                let outside = at_least.as_ref().filter(|level| level.value < low || level.value > high);
                if let (Some(level), Some(name)) = (outside, &metric) {
                    let range = if high.is_infinite() {
                        format!("{low} or more")
                    } else if low.is_infinite() {
                        format!("{high} or less")
                    } else {
                        format!("between {low} and {high}")
                    };
                    let why = format!("is {}, but {} is always {range}", level.value, name.value);
                    fields.refuse("at_least", &level.at, &why, "write a share, such as 0.75 for 75 %");
                }
            }
            Some(Err(hint)) => {
                if let Some(name) = &metric {
                    let why = format!("is \"{}\", which is no measure", name.value);
                    fields.refuse("metric", &name.at, &why, hint);
                }
            }
            None => {}
        }
        Success { at: Some(fields.at.clone()), metric, at_least, smallest_gain }
    }
}

impl Worth {
    pub(crate) fn read(fields: &Fields) -> Self {
        Worth {
            at: Some(fields.at.clone()),
            currency: fields.text("currency"),
            true_positive: fields.signed_range("true_positive"),
            false_positive: fields.signed_range("false_positive"),
            false_negative: fields.signed_range("false_negative"),
            true_negative: fields.signed_range("true_negative"),
            over_per_unit: fields.signed_range("over_per_unit"),
            under_per_unit: fields.signed_range("under_per_unit"),
            cases_per_month: fields.range("cases_per_month"),
        }
    }

    /// The four cells in the order true positive, false positive, false negative, true negative, those
    /// not written as 0 and ranges by what they are on average; `None` when none is written.
    pub fn cells(&self) -> Option<[f64; 4]> {
        self.cell_ranges().map(|cells| cells.map(|cell| cell.expected()))
    }

    /// The same with both ends of each.
    pub fn cell_ranges(&self) -> Option<[Range; 4]> {
        let cells = [&self.true_positive, &self.false_positive, &self.false_negative, &self.true_negative];
        let value = |cell: &Amount| cell.as_ref().map_or(Range { low: 0.0, high: 0.0 }, |cell| cell.value);
        cells.iter().any(|cell| cell.is_some()).then(|| cells.map(value))
    }

    /// Whether the worth of errors in a number is written.
    pub fn per_unit(&self) -> bool {
        self.over_per_unit.is_some() || self.under_per_unit.is_some()
    }
}

impl Cost {
    pub(crate) fn read(fields: &Fields) -> Self {
        Cost {
            at: Some(fields.at.clone()),
            build_days: fields.range("build_days"),
            day_rate: fields.range("day_rate"),
            run_per_month: fields.range("run_per_month"),
        }
    }

    /// Building it and running it for a year, from the low ends to the high ends. A missing line counts as
    /// nothing; `None` when neither building nor running can be priced.
    pub fn first_year(&self) -> Option<Range> {
        let build = self.build_days.as_ref().zip(self.day_rate.as_ref());
        let build = build.map(|(days, rate)| (days.low * rate.low, days.high * rate.high));
        let run = self.run_per_month.as_ref().map(|month| (12.0 * month.low, 12.0 * month.high));
        let (low, high) = match (build, run) {
            (None, None) => return None,
            (build, run) => {
                let (build, run) = (build.unwrap_or_default(), run.unwrap_or_default());
                (build.0 + run.0, build.1 + run.1)
            }
        };
        Some(Range { low, high })
    }
}

impl Complexity {
    /// The candidates whose days can be written; `own` is every candidate that is not built in.
    const NAMES: [&'static str; 8] =
        ["naive", "seasonal-naive", "one-rule", "linear", "tree", "additive", "boosting", "own"];

    pub(crate) fn read(fields: &Fields) -> Self {
        let days = Complexity::NAMES.map(|name| (name, fields.pair(name)));
        Complexity { at: Some(fields.at.clone()), days: days.to_vec() }
    }

    /// The days that are written, by the candidate's name.
    pub fn days(&self) -> impl Iterator<Item = (String, [f64; 2])> {
        self.days.iter().filter_map(|(name, days)| Some(((*name).to_owned(), days.as_ref()?.value)))
    }
}

impl Research {
    pub(crate) fn read(fields: &Fields) -> Self {
        Research {
            at: Some(fields.at.clone()),
            time_box: fields.duration("time_box"),
            started: fields.date("started"),
            ended: fields.date("ended"),
        }
    }
}

impl Limits {
    pub(crate) fn read(fields: &Fields) -> Self {
        Limits {
            at: Some(fields.at.clone()),
            latency_ms: fields.amount("latency_ms"),
            freshness: fields.duration("freshness"),
            experiment_budget: fields.duration("experiment_budget"),
        }
    }
}
