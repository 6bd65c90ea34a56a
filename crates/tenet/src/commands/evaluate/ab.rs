//! `tenet evaluate`: the verdict on an A/B test.

use std::time::Instant;

use ::evaluate::ab::{Kind, MetricSpec, Question, Verdict};
use ::plan::gates::{MadeFrom, Stage};
use clap::{Args, ValueEnum};
use report::Fault;
use serde_json::json;
use table::Table;

use crate::going_on::{self, GoingOn};
use crate::outcome::Outcome;
use crate::project::{Project, allow};
use crate::session::Session;

/// Options of `tenet evaluate`.
#[derive(Debug, Args)]
pub struct Options {
    /// The table of outcomes: a row for each customer, order or visit
    data: String,

    /// The column that names each row's arm
    #[arg(long, value_name = "COLUMN")]
    variant: String,

    /// The arm that is done as today
    #[arg(long, value_name = "NAME")]
    control: String,

    /// What is compared: a column, or a/b for a sum over a sum; repeat for several
    #[arg(long, value_name = "COLUMN", required = true)]
    metric: Vec<String>,

    /// What the metrics are [default: 0/1 columns are proportions, a/b is a ratio, others means]
    #[arg(long, value_enum)]
    kind: Option<MetricKind>,

    /// A column measured before the test, to take out noise
    #[arg(long, value_name = "COLUMN")]
    covariate: Option<String>,

    /// The column that names who was assigned, when one has several rows
    #[arg(long, value_name = "COLUMN")]
    unit: Option<String>,

    /// How often an interval may miss the truth
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,

    /// The share each arm was to get, such as new=0.1,old=0.9 [default: equal]
    #[arg(long, value_name = "SHARES", value_parser = shares)]
    split: Option<Shares>,

    /// What one more of the first metric is worth, in money
    #[arg(long, value_name = "MONEY")]
    value_per_unit: Option<f64>,

    /// What treating one unit costs, in money
    #[arg(long, value_name = "MONEY")]
    cost: Option<f64>,

    #[command(flatten)]
    going_on: GoingOn,
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

/// Compare the arms and give the verdict.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let against = options.going_on.against(project.as_ref(), Stage::Evaluate, session)?;
    let table = Table::open(&options.data, session.reading())?;
    let question = Question {
        variant: options.variant.clone(),
        control: options.control.clone(),
        metrics: options.metric.iter().map(|metric| MetricSpec::from(metric.as_str())).collect(),
        kind: options.kind.map(|kind| match kind {
            MetricKind::Mean => Kind::Mean,
            MetricKind::Proportion => Kind::Proportion,
            MetricKind::Ratio => Kind::Ratio,
        }),
        covariate: options.covariate.clone(),
        unit: options.unit.clone(),
        alpha: options.alpha,
        split: options.split.clone().map(|shares| shares.0),
        value_per_unit: options.value_per_unit,
        cost: options.cost,
        currency: project
            .as_ref()
            .map(|project| project.plan.currency().to_owned())
            .filter(|name| !name.is_empty()),
    };

    let mut progress = session.progress("reading");
    let mut read = 0;
    let names: Vec<&str> = table.columns().iter().map(|field| field.name.as_str()).collect();
    let frames = table.frames(question.columns(&names).as_deref())?.inspect(|rows| {
        read += rows.as_ref().map_or(0, |rows| rows.rows() as u64);
        progress.count(read);
    });
    let mut evidence = ::evaluate::ab::run(&question, frames)?;
    drop(progress);
    allow(project.as_ref(), &mut evidence.findings);
    evidence.decide();

    let seconds = started.elapsed().as_secs_f64();
    if let Some(project) = &project {
        let data = Some(project.used(&options.data, &table));
        let made_from = MadeFrom { data, ..project.made_from(session) };
        project.keep(Stage::Evaluate, session, json!(evidence), made_from, seconds)?;
    }
    let mut object = json!(evidence);
    object["seconds"] = json!(seconds);
    let fails = matches!(evidence.verdict, Verdict::Stop | Verdict::Unsound);
    let outcome = Outcome::page(evidence.report(), object).stopping(fails, &evidence.findings);
    Ok(going_on::told(outcome, &against))
}

/// The planned share of each arm.
#[derive(Debug, Clone)]
struct Shares(Vec<(String, f64)>);

fn shares(text: &str) -> Result<Shares, Fault> {
    let share = |part: &str| {
        let (arm, share) = part.rsplit_once('=')?;
        Some((arm.trim().to_owned(), share.trim().parse().ok()?))
    };
    let shares: Option<Vec<(String, f64)>> = text.split(',').map(share).collect();
    shares.map(Shares).ok_or_else(|| Fault::new("write each arm with its share: new=0.1,old=0.9"))
}
