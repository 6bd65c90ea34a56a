//! `tenet evaluate before-after`: what the days before and after a change suggest, where no test was possible.

use std::time::Instant;

use ::evaluate::before_after::{self, Question, Verdict};
use clap::Args;
use report::Fault;
use serde_json::json;
use table::Table;

use crate::outcome::Outcome;
use crate::page_file::PageFile;
use crate::project::{Project, allow};
use crate::session::Session;

/// Options of `tenet evaluate before-after`.
#[derive(Debug, Args)]
pub struct Change {
    /// The table: rows of the days before and after the change
    data: String,

    /// What may have changed: a column, or a/b for a sum over a sum; higher is better
    #[arg(long, value_name = "COLUMN")]
    metric: String,

    /// The column that says when a row happened
    #[arg(long, value_name = "COLUMN")]
    time: String,

    /// When the change came, such as 2026-03-31; that day counts as after
    #[arg(long, value_name = "TIME", allow_negative_numbers = true)]
    since: String,

    /// Whom the change reached, where others were left as they were, such as region=north; a 0/1 column needs no value
    #[arg(long, value_name = "COLUMN=VALUE")]
    treated: Option<String>,

    /// The column of those who have rows before and after, such as shops
    #[arg(long, value_name = "COLUMN")]
    unit: Option<String>,

    /// After how many periods a pattern comes again; 1 for none [default: 7 for days without others to compare with]
    #[arg(long, value_name = "PERIODS")]
    season: Option<u32>,

    /// How many times of the column make a period: 7 makes weeks of days
    #[arg(long, value_name = "TIMES", default_value_t = 1)]
    every: u32,

    /// How often an interval may miss the truth
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,

    #[command(flatten)]
    page_file: PageFile,
}

/// Judge a change without a test.
pub fn run(change: &Change, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let table = Table::open(&change.data, session.reading())?;
    let names: Vec<&str> = table.columns().iter().map(|field| field.name.as_str()).collect();
    let treated = change.treated.as_ref().map(|text| match text.split_once('=') {
        // A column may have a sign of equality in its name.
        Some((column, value)) if !names.contains(&text.as_str()) => {
            (column.to_owned(), Some(value.to_owned()))
        }
        _ => (text.clone(), None),
    });
    let question = Question {
        metric: change.metric.clone(),
        time: change.time.clone(),
        since: change.since.clone(),
        treated,
        unit: change.unit.clone(),
        season: change.season,
        every: change.every,
        alpha: change.alpha,
    };
    let mut progress = session.progress("reading");
    let mut read = 0;
    let frames = table.frames(question.columns(&names).as_deref())?.inspect(|rows| {
        read += rows.as_ref().map_or(0, |rows| rows.rows() as u64);
        progress.count(read);
    });
    let mut evidence = before_after::run(&question, frames)?;
    drop(progress);
    allow(project.as_ref(), &mut evidence.findings);
    evidence.decide();
    let mut object = json!(evidence);
    object["seconds"] = json!(started.elapsed().as_secs_f64());
    let fails = evidence.verdict == Verdict::Unsound;
    let page = evidence.report();
    change.page_file.write(&page, &format!("{}: before and after", table.name()), session)?;
    Ok(Outcome::page(page, object).stopping(fails, &evidence.findings))
}
