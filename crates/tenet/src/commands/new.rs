//! `tenet new`: start a project with the questions to answer first.

use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use ::plan::{Answers, FILE_NAME, Plan, QUESTIONS, template};
use clap::Args;
use frame::Kind;
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
        tell(&mut answers, &table, options.target.as_deref())?;
        answers.source = Some(relative(source, &folder));
        answers.target = options.target.clone();
    }
    let write = |answers: &Answers| {
        let whole = || {
            fs::create_dir_all(&folder)?;
            fs::write(&file, template(answers))
        };
        whole().map_err(|error: std::io::Error| {
            Fault::new(format!("cannot write {}: {error}", file.display()))
                .hint("name a folder that can be written: tenet new FOLDER")
        })
    };
    write(&answers)?;
    if session.is_interactive() {
        // Whoever leaves in the middle keeps what was answered.
        ask(&mut answers, session, write)?;
    }
    let plan = Plan::read(&file)?;
    let open = QUESTIONS.iter().filter(|question| !(question.answered)(&plan)).count();
    let mut page = Report::new(match open {
        0 => format!("The plan is in {}", file.display()),
        _ => format!("A plan to fill in is in {}", file.display()),
    });
    page.text(match open {
        0 => "Read it over with the people who know the work, then run `tenet plan` in that folder.".to_owned(),
        _ => format!(
            "{open} of its {} questions wait for an answer. Answer them with the people who know the work, then run \
             `tenet plan` in that folder.",
            QUESTIONS.len()
        ),
    });
    Ok(Outcome::page(page, json!({ "file": file, "open_questions": open, "findings": [] })))
}

/// A path as it is written in a file of another folder: whole, unless it lies in that folder.
fn relative(source: &str, folder: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = whole(Path::new(source));
    path.strip_prefix(whole(folder)).unwrap_or(&path).display().to_string()
}

/// Ask the plan's questions, one at a time; an answer of the wrong kind is asked for again.
fn ask(
    answers: &mut Answers,
    session: &Session,
    keep: impl Fn(&Answers) -> Result<(), Fault>,
) -> Result<(), Fault> {
    session.say(&format!(
        "{} questions. Enter leaves one for later; they all stand in the file.",
        QUESTIONS.len()
    ));
    for (number, question) in QUESTIONS.iter().enumerate() {
        session.say(&format!(
            "\n{} of {}  {}\n  {}\n  for example: {}",
            number + 1,
            QUESTIONS.len(),
            question.ask,
            question.why,
            question.example
        ));
        loop {
            eprint!("> ");
            let _ = std::io::stderr().flush();
            let mut line = String::new();
            // The end of the input leaves all further questions for later.
            if std::io::stdin().lock().read_line(&mut line).unwrap_or(0) == 0 {
                session.say("");
                return Ok(());
            }
            match answers.set(question.key, &line) {
                Ok(()) => {
                    keep(answers)?;
                    break;
                }
                Err(fault) => {
                    let hint = fault.hint.as_ref().map_or(String::new(), |hint| format!(": {hint}"));
                    session.say(&format!("  {}{hint}. Enter leaves it for later.", fault.message));
                }
            }
        }
    }
    Ok(())
}

/// What the table itself tells: which answer of the target is the yes, and the one column of times.
fn tell(answers: &mut Answers, table: &Table, target: Option<&str>) -> Result<(), Fault> {
    if let Some(name) = target {
        has_column(table, name, "target")?;
        let rows = table.read(Some(&[name]))?;
        // A column that cannot be a target is said by `tenet scope`, in its own words.
        if let Some(column) = rows.column(name)
            && let Ok((_, target)) = ::scope::answered(column, None)
            && let [_, positive] = &target.classes[..]
        {
            answers.positive = Some(positive.clone());
        }
    }
    let mut times = table.columns().iter().filter(|field| {
        matches!(field.kind, Kind::Date | Kind::Timestamp) && Some(field.name.as_str()) != target
    });
    if let (Some(time), None) = (times.next(), times.next()) {
        answers.time = Some(time.name.clone());
    }
    Ok(())
}
