//! `tenet scope`: what would sink this project in the data, whether it can be done and would pay, and whether to go on.

use std::time::Instant;

use ::plan::gates::{MadeFrom, Stage};
use ::scope::goal::Today;
use ::scope::{Decision, Goal, Input};
use clap::Args;
use frame::{Frame, Task};
use learn::Metric;
use report::Fault;
use serde_json::json;
use table::{Scan, Table};

use crate::data::{DataOptions, in_table, rows};
use crate::going_on::{self, GoingOn};
use crate::outcome::Outcome;
use crate::page_file::PageFile;
use crate::project::{Project, allow, metric};
use crate::session::Session;

/// Options of `tenet scope`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    pub data: DataOptions,

    #[command(flatten)]
    going_on: GoingOn,

    /// A newer table of the same kind: what has moved since is reported
    #[arg(long, value_name = "DATA")]
    recent: Option<String>,

    /// The measure of success, such as auc, log_loss, recall@precision=0.8, rmse or money [default: the plan's]
    #[arg(long)]
    metric: Option<String>,

    /// The level of it that would be a success; at most this much where less is better [default: the plan's]
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    at_least: Option<f64>,

    #[command(flatten)]
    page_file: PageFile,
}

/// Rules look closely at no more rows than this; counts are always of all rows.
const LOOKED_AT: usize = 50_000;
/// And at no more values: of 500 columns at 20,000 rows, which is what the rules for single values look at anyway.
const VALUES: usize = 10_000_000;

/// Look at the table, judge it, and decide.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let project = project.as_ref();
    let against = options.going_on.against(project, Stage::Scope, session)?;
    let question = options.data.question(project)?;
    let used = project.map(|project| (project, question.source.clone()));
    let Scan { table, profile, sample } = question.scan(LOOKED_AT, VALUES, session)?;
    let (columns, target) =
        ::scope::target(&sample, &question.target, question.positive.as_deref()).map_err(in_table(&table))?;
    // A plan whose measure cannot be used is `tenet plan`'s to judge; the table can be looked at all the same.
    let planned = project.filter(|project| metric(None, Some(project), target.task).is_ok());
    let metric = match &options.metric {
        Some(name) => metric(Some(name), project, target.task)?,
        None => metric(None, planned, target.task)?,
    };
    let recent = options.recent.as_deref().map(|recent| newer(recent, session)).transpose()?;
    let mut evidence = ::scope::run(&Input {
        profile: &profile,
        sample: &sample,
        target: question.target,
        positive: question.positive,
        time: question.time,
        group: question.group,
        unavailable: question.unavailable.into_iter().chain(question.weight).collect(),
        goal: goal(options, (project, planned), &metric, &columns, target.task, session)?,
        metric: Some(metric),
        recent: recent.as_ref(),
        table_name: table.name().to_owned(),
        seed: session.seed(),
    })
    .map_err(in_table(&table))?;
    allow(project, &mut evidence.findings);
    evidence.decide();

    let seconds = started.elapsed().as_secs_f64();
    if let Some((project, source)) = used {
        let made_from = MadeFrom { data: Some(project.used(&source, &table)), ..project.made_from(session) };
        project.keep(Stage::Scope, session, json!(evidence), made_from, seconds)?;
    }
    let page = ::scope::report(&evidence);
    options.page_file.write(&page, &format!("{}: scope", table.name()), session)?;
    let mut object = json!(evidence);
    object["seconds"] = json!(seconds);
    let outcome =
        Outcome::page(page, object).stopping(evidence.decision == Decision::NoGo, &evidence.findings);
    Ok(going_on::told(outcome, &against))
}

/// What is asked for: by the options, else by the plan. The plan's level is of the plan's measure only.
fn goal(
    options: &Options,
    (project, planned): (Option<&Project>, Option<&Project>),
    metric: &Metric,
    columns: &Frame,
    task: Task,
    session: &Session,
) -> Result<Goal, Fault> {
    let success = planned.map(|project| &project.plan.success).filter(|_| options.metric.is_none());
    let number = |field: &Option<::plan::Located<f64>>| field.as_ref().map(|level| level.value);
    let goal = Goal {
        at_least: possible(options.at_least, metric)?
            .or(success.and_then(|success| number(&success.at_least))),
        smallest_gain: success.and_then(|success| number(&success.smallest_gain)),
        ..Goal::default()
    };
    let Some(project) = project else { return Ok(goal) };
    Ok(Goal {
        planned: true,
        today: today(project, columns, task)?,
        stakes: project.stakes(),
        ways: project.ways(),
        time_boxes: project.time_boxes(session.today()),
        ..goal
    })
}

/// A level that the measure can have.
fn possible(at_least: Option<f64>, metric: &Metric) -> Result<Option<f64>, Fault> {
    let (low, high) = metric.range();
    let Some(level) = at_least.filter(|level| !(low..=high).contains(level)) else { return Ok(at_least) };
    let range = match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("between {low} and {high}"),
        (true, false) => format!("{low} or more"),
        _ => format!("{high} or less"),
    };
    Err(Fault::new(format!("--at-least is {level}, but {} is always {range}", metric.name()))
        .hint("write a share, such as 0.75 for 75 %"))
}

/// Today's rule, applied to every row without a look at the target.
fn today(project: &Project, columns: &Frame, task: Task) -> Result<Option<Today>, Fault> {
    let Some(rule) = ::plan::answer(&project.plan.today.rule).filter(|_| task == Task::Binary) else {
        return Ok(None);
    };
    let acts = table::rows_where(columns, rule)?;
    Ok(Some(Today {
        rule: rule.to_owned(),
        acts: acts.into_iter().map(|acts| acts.unwrap_or(false)).collect(),
    }))
}

/// Rows of the newer table.
fn newer(source: &str, session: &Session) -> Result<Frame, Fault> {
    rows(&Table::open(source, session.reading())?, LOOKED_AT, session)
}
