//! `tenet evaluate power`: how many units, for how long, to see which gain.

use std::time::Instant;

use ::evaluate::ab::Kind;
use ::evaluate::power::{self, History, Past, Question, Reading};
use clap::{Args, ValueEnum};
use report::Fault;
use serde_json::json;
use table::Table;

use super::ab::{Shares, shares};
use crate::outcome::Outcome;
use crate::page_file::PageFile;
use crate::project::{Project, allow};
use crate::session::Session;

/// Days in a month, on average.
const DAYS_IN_A_MONTH: f64 = 365.25 / 12.0;

/// Options of `tenet evaluate power`. What is not given of gain, units and power is the answer.
#[derive(Debug, Args)]
pub struct Plan {
    /// A table of the past, to take level, noise and traffic from
    data: Option<String>,

    /// What will be compared: a column of the table, or a/b for a sum over a sum; without a table, its name
    #[arg(long, value_name = "COLUMN")]
    metric: Option<String>,

    /// What the metric is [default: by the table, or a proportion when only --baseline is given]
    #[arg(long, value_enum)]
    kind: Option<MetricKind>,

    /// Today's share, mean or ratio
    #[arg(long, value_name = "LEVEL", visible_alias = "mean", allow_negative_numbers = true)]
    baseline: Option<f64>,

    /// The metric's standard deviation
    #[arg(long, value_name = "DEVIATION")]
    sd: Option<f64>,

    /// The gain to be seen, in the metric's unit (0.005 is half a percentage point)
    #[arg(long, value_name = "GAIN", allow_negative_numbers = true)]
    gain: Option<f64>,

    /// The gain to be seen, as a share of today's level (0.05 is 5 % more)
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    relative_gain: Option<f64>,

    /// Units in all arms together
    #[arg(long, value_name = "N")]
    units: Option<f64>,

    /// New units a day, in all arms together
    #[arg(long, value_name = "N")]
    units_per_day: Option<f64>,

    /// How many days the test runs
    #[arg(long, value_name = "DAYS")]
    days: Option<f64>,

    /// How often the gain is to be seen when it is there [default: 0.8]
    #[arg(long)]
    power: Option<f64>,

    /// How often a gain may be seen that is not there
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,

    /// The share of each arm, such as new=0.1,old=0.9 [default: two equal arms]
    #[arg(long, value_name = "SHARES", value_parser = shares)]
    split: Option<Shares>,

    /// The arm that is done as today [default: the last of the split]
    #[arg(long, value_name = "NAME")]
    control: Option<String>,

    /// A column of the table, measured before the test, that will take out noise
    #[arg(long, value_name = "COLUMN")]
    covariate: Option<String>,

    /// How well a covariate foretells the metric, where no table tells
    #[arg(long, value_name = "R", conflicts_with = "covariate", allow_negative_numbers = true)]
    correlation: Option<f64>,

    /// The column that names who will be assigned, when one has several rows; without a table, what they are called
    #[arg(long, value_name = "COLUMN")]
    unit: Option<String>,

    /// Rows a unit has on average, where no table tells
    #[arg(long, value_name = "N")]
    rows_per_unit: Option<f64>,

    /// How alike the rows of a unit are, from 0 to 1 (intra-class correlation)
    #[arg(long, value_name = "SHARE", requires = "rows_per_unit")]
    icc: Option<f64>,

    /// The column that says when a row happened, to know how many units come a day
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,

    /// What one more of the metric is worth, in money: turns the plan's smallest gain into one of the metric
    #[arg(long, value_name = "MONEY")]
    value_per_unit: Option<f64>,

    /// The test will be read so many times, evenly spaced
    #[arg(long, value_name = "N", conflicts_with = "sequential")]
    looks: Option<u32>,

    /// The test will be read as often as one likes
    #[arg(long)]
    sequential: bool,

    #[command(flatten)]
    page_file: PageFile,
}

/// What a metric is.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum MetricKind {
    /// A number; its mean is compared.
    Mean,
    /// 0 or 1; its share is compared.
    Proportion,
    /// A sum over a sum.
    Ratio,
}

/// Plan an experiment.
pub fn run(plan: &Plan, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let history = plan.data.as_ref().map(|data| read(plan, data, session)).transpose()?;
    if plan.data.is_none()
        && let Some((option, _)) = [("--covariate", &plan.covariate), ("--time", &plan.time)]
            .iter()
            .find(|(_, column)| column.is_some())
    {
        return Err(Fault::new(format!("{option} names a column, but no table is given"))
            .hint("give the table of the past: `tenet evaluate power DATA --metric COLUMN`"));
    }
    let mut question = question(plan);
    let project = Project::around(session)?;
    if let Some(project) = &project {
        from_project(&mut question, plan, project);
    }
    let mut evidence = power::run(&question, history.as_ref())?;
    allow(project.as_ref(), &mut evidence.findings);
    let mut object = json!(evidence);
    object["seconds"] = json!(started.elapsed().as_secs_f64());
    let page = evidence.report();
    plan.page_file.write(&page, "The plan of a test", session)?;
    Ok(Outcome::page(page, object))
}

fn read(plan: &Plan, data: &str, session: &Session) -> Result<History, Fault> {
    let metric = plan.metric.clone().ok_or_else(|| {
        Fault::new("a table is given, but not which of its columns is the metric")
            .hint("name it with --metric COLUMN, or a/b for a sum over a sum")
    })?;
    let past =
        Past { metric, covariate: plan.covariate.clone(), unit: plan.unit.clone(), time: plan.time.clone() };
    let table = Table::open(data, session.reading())?;
    let names: Vec<&str> = table.columns().iter().map(|field| field.name.as_str()).collect();
    let mut progress = session.progress("reading");
    let mut read = 0;
    let frames = table.frames(past.columns(&names).as_deref())?.inspect(|rows| {
        read += rows.as_ref().map_or(0, |rows| rows.rows() as u64);
        progress.count(read);
    });
    past.read(frames)
}

fn question(plan: &Plan) -> Question {
    let equal = || vec![("new".to_owned(), 1.0), ("old".to_owned(), 1.0)];
    Question {
        metric: plan.metric.clone(),
        kind: plan.kind.map(|kind| match kind {
            MetricKind::Mean => Kind::Mean,
            MetricKind::Proportion => Kind::Proportion,
            MetricKind::Ratio => Kind::Ratio,
        }),
        baseline: plan.baseline,
        deviation: plan.sd,
        correlation: plan.correlation,
        rows: plan.rows_per_unit.map(|rows| (rows, plan.icc.unwrap_or(0.0))),
        gain: plan.gain,
        relative_gain: plan.relative_gain,
        units: plan.units,
        units_per_day: plan.units_per_day,
        days: plan.days,
        power: plan.power,
        alpha: plan.alpha,
        split: plan.split.clone().map_or_else(equal, |shares| shares.0),
        control: plan.control.clone(),
        reading: match (plan.looks, plan.sequential) {
            (Some(looks), _) => Reading::Looks(looks),
            (None, true) => Reading::Always,
            (None, false) => Reading::Once,
        },
        unit: plan.unit.clone(),
        gain_is_planned: false,
        smallest_gain: None,
    }
}

/// Where the plan counts in money a month, each case has its part of the smallest gain worth having, and the cases of a month
/// are the traffic. What was typed goes before.
fn from_project(question: &mut Question, plan: &Plan, project: &Project) {
    let cases = project.plan.worth.cases_per_month.as_ref().map(|cases| cases.value.expected());
    let Some(cases) = cases.filter(|cases| *cases > 0.0) else { return };
    if plan.data.is_none() || plan.time.is_none() {
        question.units_per_day = question.units_per_day.or(Some(cases / DAYS_IN_A_MONTH));
    }
    let in_money = ::plan::written(&project.plan.success.metric) == Some("money");
    let smallest = project.plan.success.smallest_gain.as_ref().map(|gain| gain.value);
    let is_open = question.gain.is_none() && question.relative_gain.is_none();
    let asks_gain = question.units.is_some() || question.days.is_some();
    let smallest = smallest.filter(|smallest| in_money && *smallest > 0.0);
    question.smallest_gain = smallest.map(|smallest| smallest / cases / plan.value_per_unit.unwrap_or(1.0));
    if is_open && !asks_gain && question.smallest_gain.is_some() {
        question.gain = question.smallest_gain;
        question.gain_is_planned = true;
    }
}
