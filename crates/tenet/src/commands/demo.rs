//! `tenet demo`: a whole example project, taken through the steps by the very commands a user types.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Parser};
use report::{Fault, Report, html};
use serde_json::json;

use crate::cli::Cli;
use crate::commands::{self, Command};
use crate::demo::{self, story};
use crate::outcome::{Outcome, Shown};
use crate::session::Session;

/// Options of `tenet demo`.
#[derive(Debug, Args)]
pub struct Options {
    /// Where the example project goes; made anew each time
    #[arg(default_value = "tenet-demo")]
    folder: PathBuf,
}

/// Make the project, take each step, and tell what it found.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let folder = session.folder.join(&options.folder);
    make(&folder, session)?;
    // The steps are what a user types, so they run where a user would stand.
    std::env::set_current_dir(&folder)
        .map_err(|error| Fault::new(format!("cannot enter {}: {error}", folder.display())))?;
    let inside = session.within(folder.clone());

    tell(session, &story::opening(&options.folder));
    let (mut steps, mut pages) = (Vec::new(), Vec::new());
    for (number, step) in story::STEPS.iter().enumerate() {
        if let Some(prepare) = step.before {
            prepare(&folder)?;
        }
        let typed: Vec<&str> = std::iter::once("tenet").chain(step.typed.iter().copied()).collect();
        let outcome = commands::run(parse(&typed)?, &inside)?;
        tell(session, &story::told(number + 1, step, &outcome.json));
        steps.push(json!({ "typed": step.command(), "stops": outcome.stops, "result": outcome.json }));
        if let Shown::Page(page) = outcome.shown {
            pages.push((step.title.to_owned(), page));
        }
    }
    tell(session, &story::closing(&options.folder));
    write(&folder.join("report.html"), &html::page(&pages, "keep-customers: the whole project"))?;
    Ok(Outcome::text("", json!({ "steps": steps, "findings": [] })))
}

/// The folder with the plan and the tables. Only a folder that a demo made before is made anew.
fn make(folder: &Path, session: &Session) -> Result<(), Fault> {
    let made_by_demo = fs::read_to_string(folder.join("tenet.toml"))
        .is_ok_and(|plan| plan.lines().next() == demo::PLAN.lines().next());
    let empty = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if !made_by_demo && !empty {
        return Err(Fault::new(format!("{} is not empty and is no earlier demo", folder.display()))
            .hint("name another folder: tenet demo FOLDER"));
    }
    if made_by_demo {
        fs::remove_dir_all(folder)
            .map_err(|error| Fault::new(format!("cannot clear {}: {error}", folder.display())))?;
    }
    demo::write(folder, session.seed())?;
    write(&folder.join("tenet.toml"), demo::PLAN)
}

fn parse(typed: &[&str]) -> Result<Command, Fault> {
    let cli = Cli::try_parse_from(typed);
    cli.map(|cli| cli.command)
        .map_err(|error| Fault::new(format!("{} is no command: {error}", typed.join(" "))))
}

fn tell(session: &Session, page: &Report) {
    if !session.is_json() {
        session.show(&Shown::Text("\n".to_owned()));
        session.show(&Shown::Page(page.clone()));
    }
}

fn write(file: &Path, text: &str) -> Result<(), Fault> {
    fs::write(file, text).map_err(|error| Fault::new(format!("cannot write {}: {error}", file.display())))
}
