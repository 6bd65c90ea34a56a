//! `tenet plan`: check the plan, print the brief; `plan agree` seals it.

use std::time::Instant;

use ::plan::gates::Stage;
use ::plan::{Agreement, Known, Plan, Side};
use clap::{Args, Subcommand};
use record::{Kind, New};
use report::{Block, Fault, Report};
use serde_json::json;
use table::Table;

use crate::outcome::Outcome;
use crate::project::Project;
use crate::session::Session;
use crate::{checks, git};

/// Options of `tenet plan`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Agree to the plan as it stands, for the business or for those who build it
    Agree {
        /// For whom: business or ml
        #[arg(long = "as", value_name = "SIDE")]
        side: String,
        /// Who agrees
        #[arg(long, value_name = "NAME")]
        by: String,
    },
}

/// Check the plan and print the brief, or agree to it.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let project = Project::here(session)?;
    match &options.action {
        None => check(&project, session),
        Some(Action::Agree { side, by }) => agree(&project, Side::parse(side)?, by, session),
    }
}

fn check(project: &Project, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let mut made_from = project.made_from(session);
    let mut known = Known { authors: git::authors(&project.folder), ..project.known()? };
    let unseen = match data(project, session) {
        Ok(Some((source, table))) => {
            known.outcomes = checks::outcomes(&checks::of_data(&project.plan), &table, "data");
            made_from.data = Some(project.used(&source, &table));
            match checks::counted(&project.plan, &table) {
                Ok(counted) => {
                    known.counted = counted;
                    None
                }
                Err(fault) => Some(fault.message),
            }
        }
        Ok(None) => None,
        Err(fault) => Some(fault.message),
    };
    let evidence = ::plan::run(&project.plan, session.today(), &known);
    project.keep(Stage::Plan, session, json!(evidence), made_from, started.elapsed().as_secs_f64())?;
    let mut page = ::plan::brief(&evidence, project.plan.currency());
    if let Some(why) = &unseen {
        page.push(Block::Text(format!("What only the data can tell is not in this page yet: {why}.")));
    }
    let mut object = json!(evidence);
    object["data_not_read"] = json!(unseen);
    Ok(Outcome::page(page, object).stopping(false, &evidence.findings))
}

/// The plan's table, when the plan names one and asks something of it.
fn data(project: &Project, session: &Session) -> Result<Option<(String, Table)>, Fault> {
    let plan = &project.plan;
    let asks = !checks::of_data(plan).is_empty() || plan.worth.cells().is_some();
    let Some(source) = ::plan::written(&plan.data.source).filter(|_| asks) else { return Ok(None) };
    let source = project.path(source);
    let table = Table::open(&source, session.reading())?;
    Ok(Some((source, table)))
}

fn agree(project: &Project, side: Side, by: &str, session: &Session) -> Result<Outcome, Fault> {
    let mut agreements = project.known()?.agreements;
    let agreement = Agreement::sign(&project.plan, side, by, session.today())?;
    agreement.check_other(&project.plan, &agreements)?;
    let object = json!(agreement);
    let words = format!("{} agrees for {} to the plan as it stands", agreement.by, side.word());
    project.record.append(New {
        kind: Kind::Agreement,
        subject: side.word().to_owned(),
        at: session.now(),
        by: agreement.by.clone(),
        made_from: json!(project.made_from(session)),
        body: object.clone(),
    })?;
    agreements.push(agreement);

    let mut page = Report::new(words);
    page.text(match waiting_for(&project.plan, &agreements) {
        None => "Both sides have agreed: the plan is sealed. A change of the plan opens it again.".to_owned(),
        Some(side) => {
            format!("Still to agree: {}. `tenet plan agree --as {} --by NAME`.", side.word(), side.word())
        }
    });
    Ok(Outcome::page(page, object))
}

/// The side whose last agreement is not to this very plan.
fn waiting_for(plan: &Plan, agreements: &[Agreement]) -> Option<Side> {
    let digest = plan.digest();
    let agreed = |side| Agreement::last(agreements, side).is_some_and(|agreement| agreement.digest == digest);
    Side::BOTH.into_iter().find(|&side| !agreed(side))
}
