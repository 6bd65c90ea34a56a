//! `tenet record`: what happened in the project; `record verify` proves that nobody changed it since.

use clap::{Args, Subcommand};
use record::Entry;
use report::{Block, Fault, Report, Table, number};
use serde_json::json;

use crate::outcome::Outcome;
use crate::project::Project;
use crate::session::Session;

/// Options of `tenet record`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    action: Option<Action>,

    /// How many of the last entries to show
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    last: u32,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Prove that no entry was changed, taken out or put in since it was written
    Verify,
}

/// Show the last entries, or verify all of them.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let project = Project::here(session)?;
    match options.action {
        None => show(&project, options.last),
        Some(Action::Verify) => verify(&project),
    }
}

fn show(project: &Project, last: u32) -> Result<Outcome, Fault> {
    let entries = project.record.latest(last)?;
    let mut page = Report::new(match entries.first() {
        None => format!("Nothing is recorded yet in {}", project.record.place()),
        Some(first) => {
            format!("{} entries in {}, the last first", number::count(first.seq), project.record.place())
        }
    });
    if !entries.is_empty() {
        let row = |entry: &Entry| {
            let at = entry.at.get(..19).unwrap_or(&entry.at).replace('T', " ");
            vec![entry.seq.to_string(), at, entry.by.clone(), entry.kind.word().to_owned(), about(entry)]
        };
        page.push(Block::Table(Table {
            title: String::new(),
            head: ["entry", "when (UTC)", "who", "what", "about"].map(str::to_owned).to_vec(),
            rows: entries.iter().map(row).collect(),
            marked: None,
        }));
    }
    Ok(Outcome::page(
        page,
        json!({ "place": project.record.place().to_string(), "entries": entries, "findings": [] }),
    ))
}

/// What an entry is about, with what it says in a few words.
fn about(entry: &Entry) -> String {
    let body = &entry.body;
    if entry.kind == record::Kind::Terms {
        let metric = body["metric"].as_str().unwrap_or_default();
        return format!("{}: all are held to {metric} on the same rows and folds", entry.subject);
    }
    let subject = match entry.kind {
        record::Kind::Holdout => "sealed rows opened",
        _ => &entry.subject,
    };
    let said =
        [&body["decision"], &body["verdict"], &body["choice"]["name"], &body["because"], &body["name"]];
    let said = said.into_iter().find_map(|value| value.as_str());
    said.map_or(subject.to_owned(), |said| format!("{subject}: {said}"))
}

fn verify(project: &Project) -> Result<Outcome, Fault> {
    let verified = project.record.verify()?;
    let place = project.record.place();
    let count = number::count(verified.entries);
    let page = match &verified.broken {
        None => {
            let mut page = Report::new(format!("The record is whole: {count} entries in {place}"));
            if verified.entries > 0 {
                page.text(format!(
                    "Its last digest is {}. Keep it elsewhere, and a later cut of the end shows too.",
                    verified.head
                ));
            }
            page
        }
        Some(broken) => {
            let about = match (broken.kind.as_str(), broken.subject.as_str()) {
                ("", _) => String::new(),
                (kind, subject) => format!(" ({kind} of {subject})"),
            };
            let mut page = Report::new(format!("Entry {} of the record{about} is broken", broken.entry));
            page.text(format!("In {place}: {}. The {count} entries before it are whole.", broken.why));
            page.text("Put back a copy from before, or go on knowing that it is not what was written.");
            page
        }
    };
    let broken = verified.broken.is_some();
    let mut object = json!(verified);
    object["place"] = json!(place.to_string());
    object["findings"] = json!([]);
    let mut outcome = Outcome::page(page, object);
    outcome.stops = broken;
    Ok(outcome)
}
