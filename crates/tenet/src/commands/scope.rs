//! `tenet scope`: what would sink this project in the data, and whether to go on.

use ::plan::gates::{MadeFrom, Stage};
use ::scope::{Decision, Input};
use clap::Args;
use report::Fault;
use serde_json::json;
use std::time::Instant;

use crate::data::{DataOptions, in_table, rows};
use crate::going_on::{self, GoingOn};
use crate::outcome::Outcome;
use crate::project::{Project, allow};
use crate::session::Session;

/// Options of `tenet scope`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    pub data: DataOptions,

    #[command(flatten)]
    going_on: GoingOn,
}

/// Rules look closely at no more rows than this; counts are always of all rows.
const LOOKED_AT: usize = 50_000;

/// Look at the table, judge it, and decide.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let against = options.going_on.against(project.as_ref(), Stage::Scope, session)?;
    let question = options.data.question(project.as_ref())?;
    let used = project.as_ref().map(|project| (project, question.source.clone()));
    let table = question.open(session)?;

    let mut progress = session.progress("reading");
    let profile = table.profile(&mut |rows| progress.count(rows))?;
    drop(progress);
    let sample = rows(&table, LOOKED_AT, session)?;
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

    let seconds = started.elapsed().as_secs_f64();
    if let Some((project, source)) = used {
        let made_from = MadeFrom { data: Some(project.used(&source, &table)), ..project.made_from(session) };
        project.keep(Stage::Scope, session, json!(evidence), made_from, seconds)?;
    }
    let mut object = json!(evidence);
    object["seconds"] = json!(seconds);
    let outcome = Outcome::page(::scope::report(&evidence), object)
        .stopping(evidence.decision == Decision::NoGo, &evidence.findings);
    Ok(going_on::told(outcome, &against))
}
