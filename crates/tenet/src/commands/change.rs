//! `tenet change`: change the plan knowingly: see what it would make stale, then do it and say why.

use std::fs;
use std::io::Write;

use ::plan::gates::{GateStanding, Stage, Standing};
use ::plan::{Change, Plan, edited};
use clap::Args;
use record::{Kind, New};
use report::{Block, Fault, Report, Table, number};
use serde::Serialize;
use serde_json::json;

use crate::outcome::{Outcome, Shown};
use crate::project::Project;
use crate::session::Session;

/// Options of `tenet change`.
#[derive(Debug, Args)]
pub struct Options {
    /// A key of the plan and its new value, such as success.smallest_gain=8000; repeat for several
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// A key to take out of the plan; repeat for several
    #[arg(long, value_name = "KEY")]
    unset: Vec<String>,

    /// Why it changes; recorded as a decision
    #[arg(long, value_name = "REASON")]
    because: Option<String>,

    /// Do it without asking
    #[arg(long)]
    yes: bool,
}

/// Evidence a change makes stale.
#[derive(Debug, Serialize)]
struct Undone {
    stage: Stage,
    parts: Vec<&'static str>,
    /// How long making it took last time, in seconds.
    seconds: Option<f64>,
}

/// Show what a change of the plan would undo; make it, when that is wanted.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let project = Project::here(session)?;
    let set = options.set.iter().map(|typed| Change::parse(typed));
    let unset = options.unset.iter().map(|key| Change::at(key, None));
    let changes: Vec<Change> = set.chain(unset).collect::<Result<_, _>>()?;
    if changes.is_empty() {
        return Err(Fault::new("it is not said what changes")
            .hint("such as --set success.smallest_gain=8000 --because \"the season is over\""));
    }
    let (text, after) = edited(&project.plan, &changes)?;
    after.check_allowed(&crate::rules::names())?;

    let facts = project.facts(session)?;
    let before = project.standing_with(&project.plan, &facts, session)?;
    let undone = undone(&before, &project.standing_with(&after, &facts, session)?);
    let differences = differences(&project.plan, &after);
    let mut page = preview(&differences, &undone);

    let because = options.because.as_deref().map(str::trim).filter(|why| !why.is_empty());
    let wanted = text != *project.plan.text && (options.yes || asked(&page, session));
    if wanted {
        let because = because.ok_or_else(|| {
            Fault::new("a change needs its reason: it is recorded as a decision").hint("--because \"...\"")
        })?;
        project.record.append(New {
            kind: Kind::Decision,
            subject: "change".to_owned(),
            at: session.now(),
            by: session.person(),
            made_from: json!(project.made_from(session)),
            body: json!({ "changes": differences, "because": because, "stale": undone }),
        })?;
        write(&project.plan, &text)?;
        page.text(format!("{} is changed; the reason is recorded.", project.plan.file.display()));
    } else if text == *project.plan.text {
        page = Report::new("Nothing changes: the plan says so already");
    } else {
        page.text("Nothing is changed yet: run it again with --yes, and with --because \"...\".");
    }
    let object = json!({ "changes": differences, "stale": undone, "changed": wanted, "findings": [] });
    Ok(Outcome::page(page, object))
}

/// What the plan's meaning was and becomes, in words.
fn differences(before: &Plan, after: &Plan) -> Vec<String> {
    let (then, now) = (before.meaning(), after.meaning());
    ::plan::gates::changes(&then, &now)
}

/// What stands before the change and would be stale after it.
fn undone(before: &Standing, after: &Standing) -> Vec<Undone> {
    let stale =
        |gate: &GateStanding, name: &str| gate.parts.iter().any(|part| part.name == name && part.stale);
    let pairs = before.gates.iter().zip(&after.gates);
    let undone = pairs.filter_map(|(before, after)| {
        let parts: Vec<&'static str> = match after.stage {
            Stage::Plan if before.state != after.state => vec!["agreement"],
            _ => after
                .parts
                .iter()
                .map(|part| part.name)
                .filter(|name| stale(after, name) && !stale(before, name))
                .collect(),
        };
        (!parts.is_empty()).then_some(Undone { stage: after.stage, parts, seconds: after.seconds })
    });
    undone.collect()
}

fn preview(differences: &[String], undone: &[Undone]) -> Report {
    let mut page = Report::new(match undone.len() {
        0 => "This change makes nothing stale".to_owned(),
        _ => {
            let stages: Vec<&str> = undone.iter().map(|undone| undone.stage.word()).collect();
            format!("This change re-opens {}", stages.join(", "))
        }
    });
    if !differences.is_empty() {
        page.push(Block::List(differences.to_vec()));
    }
    if !undone.is_empty() {
        let row = |undone: &Undone| {
            let took = undone.seconds.map_or("—".to_owned(), number::seconds);
            vec![undone.stage.word().to_owned(), undone.parts.join(", "), again(undone.stage), took]
        };
        page.push(Block::Table(Table {
            title: "What it makes stale".to_owned(),
            head: ["gate", "stale", "to redo it", "took last time"].map(str::to_owned).to_vec(),
            rows: undone.iter().map(row).collect(),
            marked: None,
        }));
    }
    page
}

fn again(stage: Stage) -> String {
    match stage {
        Stage::Plan => "both sides agree again".to_owned(),
        _ => format!("tenet {}", stage.word()),
    }
}

/// Whether someone at the terminal says yes.
fn asked(page: &Report, session: &Session) -> bool {
    if !session.is_interactive() {
        return false;
    }
    session.show(&Shown::Page(page.clone()));
    eprint!("Make this change? [y/N] ");
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line).unwrap_or(0);
    read > 0 && matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}

/// Put the new text in place of the old, whole or not at all; not when someone else has changed it meanwhile.
fn write(plan: &Plan, text: &str) -> Result<(), Fault> {
    let failed = |error: std::io::Error| {
        Fault::new(format!("cannot write {}: {error}", plan.file.display())).hint("nothing in it was changed")
    };
    // A link stays a link: the file it leads to is replaced.
    let file = fs::canonicalize(&plan.file).map_err(failed)?;
    if Plan::read(&file)?.text != plan.text {
        return Err(Fault::new(format!("{} was changed by someone else meanwhile", plan.file.display()))
            .hint("look at it and run the change again"));
    }
    let folder = file.parent().unwrap_or(std::path::Path::new("."));
    let draft = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    fs::write(draft.path(), text).map_err(failed)?;
    fs::set_permissions(draft.path(), fs::metadata(&file).map_err(failed)?.permissions()).map_err(failed)?;
    draft.persist(&file).map_err(|error| failed(error.error))?;
    Ok(())
}
