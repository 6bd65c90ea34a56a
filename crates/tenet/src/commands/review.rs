//! `tenet review`: record that a review was held: who was there, what was raised, what was decided.

use ::plan::{Held, ReviewKind};
use clap::Args;
use jiff::civil::Date;
use record::{Kind, New};
use report::{Block, Fault, Report};
use serde_json::json;

use crate::outcome::Outcome;
use crate::project::Project;
use crate::session::Session;

/// Options of `tenet review`.
#[derive(Debug, Args)]
pub struct Options {
    /// Which: planning, research, experiment, expert, development, mvp or pre-production
    kind: String,

    /// It was held
    #[arg(long)]
    held: bool,

    /// The day it was held [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,

    /// Who attended; repeat for several [default: those the plan names]
    #[arg(long, value_name = "NAME")]
    who: Vec<String>,

    /// An issue that was raised; repeat for several
    #[arg(long, value_name = "TEXT")]
    issue: Vec<String>,

    /// What was decided; repeat for several
    #[arg(long, value_name = "TEXT")]
    decided: Vec<String>,
}

/// Record a review, or show what is planned and was held of its kind.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let project = Project::here(session)?;
    let kind = ReviewKind::parse(&options.kind)?;
    let told = !options.issue.is_empty() || !options.decided.is_empty() || !options.who.is_empty();
    if !options.held {
        return match told {
            true => Err(Fault::new("what came of a review is recorded once it was held").hint("add --held")),
            false => show(&project, kind),
        };
    }
    let on = options.on.unwrap_or_else(|| session.today());
    if on > session.today() {
        return Err(Fault::new(format!("{on} has not come yet")).hint("record a review after it was held"));
    }
    let planned = project
        .plan
        .reviews
        .iter()
        .find(|review| review.kind.as_ref().is_some_and(|planned| planned.value == kind) && !review.held);
    let mut who = options.who.clone();
    if who.is_empty() {
        who = planned.map_or(Vec::new(), |review| review.who.iter().map(|name| name.value.clone()).collect());
    }
    let held = Held { kind, on, who, issues: options.issue.clone(), decided: options.decided.clone() };
    let object = json!(held);
    project.record.append(New {
        kind: Kind::Review,
        subject: kind.word().to_owned(),
        at: session.now(),
        by: session.person(),
        made_from: json!(project.made_from(session)),
        body: object.clone(),
    })?;
    let mut page = Report::new(format!("The {} review of {on} is recorded", kind.word()));
    points(&mut page, "Issues raised", &held.issues);
    points(&mut page, "Decided", &held.decided);
    if held.issues.is_empty() {
        page.text("No issue was raised. If nobody ever raises one, nobody is looking closely.");
    }
    Ok(Outcome::page(page, object))
}

fn show(project: &Project, kind: ReviewKind) -> Result<Outcome, Fault> {
    let held: Vec<Held> = project.known()?.reviews.into_iter().filter(|held| held.kind == kind).collect();
    let planned: Vec<String> = project
        .plan
        .reviews
        .iter()
        .filter(|review| review.kind.as_ref().is_some_and(|planned| planned.value == kind))
        .map(|review| {
            let on = review.on.as_ref().map_or("no day yet".to_owned(), |on| on.value.to_string());
            let who: Vec<&str> = review.who.iter().map(|name| name.as_str()).collect();
            let question = ::plan::answer(&review.question).map_or(String::new(), |asks| format!(": {asks}"));
            format!(
                "{on}, with {}{question}",
                if who.is_empty() { "nobody named".to_owned() } else { who.join(", ") }
            )
        })
        .collect();
    let mut page = Report::new(format!("The {} review", kind.word()));
    points(&mut page, "Planned", &planned);
    for held in &held {
        page.heading(format!("Held on {}", held.on));
        points(&mut page, "Issues raised", &held.issues);
        points(&mut page, "Decided", &held.decided);
    }
    page.text(format!("Record one that was held: `tenet review {} --held --issue \"...\"`.", kind.word()));
    Ok(Outcome::page(page, json!({ "kind": kind, "planned": planned, "held": held, "findings": [] })))
}

fn points(page: &mut Report, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        page.text(format!("{title}:"));
        page.push(Block::List(lines.to_vec()));
    }
}
