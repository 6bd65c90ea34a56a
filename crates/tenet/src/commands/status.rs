//! `tenet status`: where the project stands, what is stale and why, what is next and who is needed.

use ::plan::gates;
use clap::Args;
use report::Fault;
use serde_json::json;

use crate::outcome::Outcome;
use crate::project::Project;
use crate::session::Session;

/// Options of `tenet status`.
#[derive(Debug, Args)]
pub struct Options {}

/// Say where the project stands. It looks, and judges nothing: the exit code is 0.
pub fn run(_: &Options, session: &Session) -> Result<Outcome, Fault> {
    let standing = Project::here(session)?.standing(session)?;
    let mut object = json!(standing);
    object["findings"] = json!([]);
    Ok(Outcome::page(gates::report(&standing), object))
}
