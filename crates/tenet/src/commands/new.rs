//! `tenet new`: start a project with the questions to answer first.

use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use ::plan::{Answers, FILE_NAME, QUESTIONS, template};
use clap::Args;
use report::{Fault, Report};
use serde_json::json;
use table::Table;

use crate::data::has_column;
use crate::outcome::Outcome;
use crate::session::Session;

/// Options of `tenet new`.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder of the project [default: here]
    folder: Option<PathBuf>,

    /// The table to learn from
    #[arg(long, value_name = "DATA")]
    from: Option<String>,

    /// The column to predict
    #[arg(long, value_name = "COLUMN", requires = "from")]
    target: Option<String>,
}

/// Write a plan to fill in; on a terminal, ask its questions first.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let folder = session.folder.join(options.folder.as_deref().unwrap_or(Path::new(".")));
    let file = folder.join(FILE_NAME);
    if file.exists() {
        return Err(Fault::new(format!("{} is there already", file.display()))
            .hint("edit it, or name another folder: tenet new FOLDER"));
    }
    let mut answers = Answers::default();
    if let Some(source) = &options.from {
        let table = Table::open(source, session.reading())?;
        if let Some(target) = &options.target {
            has_column(&table, target, "target")?;
        }
        answers.source = Some(relative(source, &folder));
        answers.target = options.target.clone();
    }
    if session.is_interactive() {
        ask(&mut answers, session);
    }

    let write = || {
        fs::create_dir_all(&folder)?;
        fs::write(&file, template(&answers))
    };
    write().map_err(|error| Fault::new(format!("cannot write {}: {error}", file.display())))?;
    let mut page = Report::new(format!("A plan to fill in is in {}", file.display()));
    page.text(
        "Answer its questions with the people who know the work, then run `tenet plan` in that folder.",
    );
    Ok(Outcome::page(page, json!({ "file": file, "findings": [] })))
}

/// A path as it is written in a file of another folder: whole, unless it lies in that folder.
fn relative(source: &str, folder: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = whole(Path::new(source));
    path.strip_prefix(whole(folder)).unwrap_or(&path).display().to_string()
}

fn ask(answers: &mut Answers, session: &Session) {
    session.say("An empty answer leaves a question for later.\n");
    for question in QUESTIONS {
        session.say(&format!("{}\n  for example: {}", question.ask, question.example));
        eprint!("> ");
        let _ = std::io::stderr().flush();
        let mut line = String::new();
        // The end of the input leaves all further questions for later.
        if std::io::stdin().lock().read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        if let Err(fault) = answers.set(question.key, &line) {
            session.say(&format!("  left for later: {fault}"));
        }
    }
}
