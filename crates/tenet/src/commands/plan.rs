//! `tenet plan`: check the plan, print the brief; `plan agree` seals it.

use ::plan::{Agreement, Plan, Side};
use clap::{Args, Subcommand};
use report::{Fault, Report};
use serde_json::json;

use crate::outcome::Outcome;
use crate::project::Project;
use crate::session::Session;

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
    let project = Project::around(session)?.ok_or_else(|| {
        Fault::new(format!("there is no {} here or in a folder above", ::plan::FILE_NAME))
            .hint("`tenet new` starts one")
    })?;
    match &options.action {
        None => check(&project, session),
        Some(Action::Agree { side, by }) => agree(&project, Side::parse(side)?, by, session),
    }
}

fn check(project: &Project, session: &Session) -> Result<Outcome, Fault> {
    let evidence = ::plan::run(&project.plan, session.today(), &project.agreements()?);
    project.keep("plan", session, &evidence)?;
    let page = ::plan::brief(&evidence, project.plan.currency());
    Ok(Outcome::page(page, json!(evidence)).stopping(false, &evidence.findings))
}

fn agree(project: &Project, side: Side, by: &str, session: &Session) -> Result<Outcome, Fault> {
    let mut agreements = project.agreements()?;
    let agreement = Agreement::sign(&project.plan, side, by, session.today())?;
    let object = json!(agreement);
    let words = format!("{by} agrees for {} to the plan as it stands", side.word());
    agreements.push(agreement);
    project.record.keep_agreements(&agreements)?;

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
