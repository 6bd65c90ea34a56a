//! `tenet scope`: what would sink this project in the data, and whether to go on.

use ::scope::{Decision, Input};
use clap::Args;
use report::Fault;
use serde_json::json;
use std::time::Instant;
use table::Scan;

use crate::data::{DataOptions, in_table};
use crate::outcome::Outcome;
use crate::project::{Project, allow};
use crate::session::Session;

/// Options of `tenet scope`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    pub data: DataOptions,
}

/// Rules look closely at no more rows than this; counts are always of all rows.
const LOOKED_AT: usize = 50_000;

/// Look at the table, judge it, and decide.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let question = options.data.question(project.as_ref())?;
    let Scan { table, profile, sample } = question.scan(LOOKED_AT, session)?;
    let mut evidence = ::scope::run(&Input {
        profile: &profile,
        sample: &sample,
        target: question.target,
        positive: question.positive,
        time: question.time,
        group: question.group,
        unavailable: question.unavailable,
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
