//! `tenet scope`: what would sink this project in the data, and whether to go on.

use ::scope::{Decision, Input};
use clap::Args;
use frame::Frame;
use report::Fault;
use serde_json::json;
use std::time::Instant;
use table::Table;

use crate::data::{DataOptions, in_table, rows};
use crate::outcome::Outcome;
use crate::project::{Project, allow};
use crate::session::Session;

/// Options of `tenet scope`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    pub data: DataOptions,

    /// A newer table of the same kind: what has moved since is reported
    #[arg(long, value_name = "DATA")]
    recent: Option<String>,
}

/// Rules look closely at no more rows than this; counts are always of all rows.
const LOOKED_AT: usize = 50_000;

/// Look at the table, judge it, and decide.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let question = options.data.question(project.as_ref())?;
    let table = question.open(session)?;

    let mut progress = session.progress("reading");
    let profile = table.profile(&mut |rows| progress.count(rows))?;
    drop(progress);
    let sample = rows(&table, LOOKED_AT, session)?;
    let recent = options.recent.as_deref().map(|recent| newer(recent, session)).transpose()?;
    let mut evidence = ::scope::run(&Input {
        profile: &profile,
        sample: &sample,
        target: question.target,
        positive: question.positive,
        time: question.time,
        group: question.group,
        unavailable: question.unavailable,
        recent: recent.as_ref(),
        metric: None,
        table_name: table.name().to_owned(),
        seed: session.seed(),
    })
    .map_err(in_table(&table))?;
    allow(project.as_ref(), &mut evidence.findings);
    evidence.decide();

    if let Some(project) = &project {
        project.keep("scope", session, &evidence)?;
    }
    let mut object = json!(evidence);
    object["seconds"] = json!(started.elapsed().as_secs_f64());
    Ok(Outcome::page(::scope::report(&evidence), object)
        .stopping(evidence.decision == Decision::NoGo, &evidence.findings))
}

/// Rows of the newer table.
fn newer(source: &str, session: &Session) -> Result<Frame, Fault> {
    rows(&Table::open(source, session.reading())?, LOOKED_AT, session)
}
