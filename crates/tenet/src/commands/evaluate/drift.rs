//! `tenet evaluate drift`: has what the model learned from moved, why, and what does it cost?

use std::path::PathBuf;
use std::time::Instant;

use ::evaluate::drift::{self, Answers, Input, Side};
use ::plan::gates::{MadeFrom, Stage};
use clap::Args;
use frame::{Frame, Kind};
use learn::{Contract, Package};
use report::{Fault, number};
use serde_json::json;
use table::{Sampling, Scan, Table};

use crate::data::{has_column, in_table};
use crate::going_on::{self, GoingOn};
use crate::outcome::Outcome;
use crate::page_file::PageFile;
use crate::project::{Project, allow};
use crate::session::Session;

/// Options of `tenet evaluate drift`.
#[derive(Debug, Args)]
pub struct Options {
    /// The table that is judged: rows of today, with or without answers
    data: String,

    /// The table it is held against, such as the one the package was made from [default: the plan's data; without a
    /// plan the first half of DATA by --time]
    #[arg(long, value_name = "REFERENCE")]
    against: Option<String>,

    /// The folder of the package at work [default: the project's]
    #[arg(long, value_name = "DIR")]
    package: Option<PathBuf>,

    /// The column that holds what came true [default: the package's or the plan's]
    #[arg(long, value_name = "COLUMN")]
    target: Option<String>,

    /// The value of the target that counts as yes
    #[arg(long, value_name = "VALUE")]
    positive: Option<String>,

    /// A column of predictions in both tables: probabilities, numbers or decisions
    #[arg(long, value_name = "COLUMN", conflicts_with = "package")]
    prediction: Option<String>,

    /// The column that says when a row happened: each window of it is judged
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,

    /// The length of a window, such as 1d or 7d [default: what makes at most 30]
    #[arg(long, value_name = "DURATION", value_parser = window)]
    window: Option<f64>,

    /// The column whose rows belong together, such as a customer
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,

    /// A column that is not looked at; repeat for several
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,

    #[command(flatten)]
    page_file: PageFile,

    #[command(flatten)]
    going_on: GoingOn,
}

/// Distances and models look at no more rows of each table than this.
const LOOKED_AT: usize = 50_000;
/// And at no more values: of very wide tables fewer rows are kept.
const VALUES: usize = 10_000_000;

/// A table that was read, and the rows of it that are looked at.
struct Read {
    table: Table,
    sample: Frame,
    rows: u64,
    name: String,
}

/// Compare the tables and judge what moved.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let project = project.as_ref();
    let gates = options.going_on.against(project, Stage::Evaluate, session)?;
    let package = package(options, project)?;
    let data = read(&options.data, package.as_ref(), session)?;
    let time = time(options, project, &data.table)?;
    if options.window.is_some() && time.is_none() {
        return Err(Fault::new("--window needs to know when a row happened")
            .hint("name the column of times: --time COLUMN"));
    }
    let given = reference(options, project, package.as_ref(), session)?;
    let same = given.as_ref().is_some_and(|reference| reference.table.digest() == data.table.digest());
    let (reference, data) = match given {
        Some(reference) => (reference, data),
        None => earlier_and_later(data, time.as_deref(), options.window)?,
    };
    let answers = answers(options, project, package.as_ref(), &reference, &data)?;
    for (name, role) in [(&options.group, "group"), (&options.prediction, "prediction")] {
        name.as_ref().map_or(Ok(()), |name| has_column(&data.table, name, role))?;
    }
    let digest = |key: &str| package.as_ref().and_then(|package| package.provenance.get(key));
    let plan = project.map(|project| &project.plan.data);
    let planned =
        |name: Option<&str>| name.filter(|name| data.sample.column(name).is_some()).map(str::to_owned);
    let unavailable = plan.iter().flat_map(|data| &data.unavailable).map(|name| name.value.clone());
    let worth = project.and_then(Project::worth);
    let mut evidence = drift::run(&Input {
        answers,
        prediction: options.prediction.clone(),
        group: options.group.clone().or_else(|| planned(plan.and_then(|data| ::plan::written(&data.group)))),
        time,
        ignored: options.ignore.iter().cloned().chain(unavailable).collect(),
        made_from_reference: digest("data_digest").is_some_and(|digest| digest == reference.table.digest()),
        package: package.as_ref(),
        window: options.window,
        worth: worth.as_ref(),
        smallest_gain: project
            .and_then(|project| project.plan.success.smallest_gain.as_ref())
            .map(|gain| gain.value)
            .filter(|_| worth.is_some()),
        same,
        seed: session.seed(),
        reference: side(&reference),
        data: side(&data),
    })?;
    allow(project, &mut evidence.findings);
    evidence.decide();

    let seconds = started.elapsed().as_secs_f64();
    if let Some(project) = project {
        let used = Some(project.used(&options.data, &data.table));
        let made_from = MadeFrom { data: used, ..project.made_from(session) };
        project.keep(Stage::Evaluate, session, json!(evidence), made_from, seconds)?;
    }
    let mut object = json!(evidence);
    object["seconds"] = json!(seconds);
    let page = evidence.report();
    options.page_file.write(&page, &format!("{}: drift", data.table.name()), session)?;
    let outcome = Outcome::page(page, object).stopping(false, &evidence.findings);
    Ok(going_on::told(outcome, &gates))
}

/// The package that is named, else the project's where there is one.
fn package(options: &Options, project: Option<&Project>) -> Result<Option<Package>, Fault> {
    let own = project.map(|project| project.folder.join(".tenet").join("package"));
    let own = own.filter(|folder| folder.is_dir() && options.prediction.is_none());
    options.package.clone().or(own).map(|folder| Package::open(&folder)).transpose()
}

/// Read a table; what the package takes as text is text as the package knows it.
fn read(source: &str, package: Option<&Package>, session: &Session) -> Result<Read, Fault> {
    let contract = package.map(|package| &package.contract);
    let texts = contract.map(Contract::texts).unwrap_or_default();
    let mut progress = session.progress("reading");
    let sampling = Sampling { rows: LOOKED_AT, values: VALUES, seed: session.seed() };
    let Scan { table, sample, .. } =
        Table::scan_keeping(source, session.reading(), &texts, sampling, &mut |rows| progress.count(rows))?;
    let sample = contract.map_or_else(|| sample.clone(), |contract| contract.in_its_words(&sample));
    Ok(Read { rows: table.rows(), name: file_name(source, &table), table, sample })
}

/// The name of a file as a person knows it; of several the name of their folder.
fn file_name(source: &str, table: &Table) -> String {
    let last = source.trim_end_matches('/').rsplit('/').next().filter(|_| table.files().len() == 1);
    last.map_or_else(|| table.name().to_owned(), str::to_owned)
}

/// What is asked for, else the data of the plan; nothing outside of a project.
fn reference(
    options: &Options,
    project: Option<&Project>,
    package: Option<&Package>,
    session: &Session,
) -> Result<Option<Read>, Fault> {
    let planned = || {
        let project = project?;
        Some(project.path(::plan::written(&project.plan.data.source)?))
    };
    options.against.clone().or_else(planned).map(|source| read(&source, package, session)).transpose()
}

/// The column of times that is asked for, else the plan's where the data has it.
fn time(options: &Options, project: Option<&Project>, table: &Table) -> Result<Option<String>, Fault> {
    let kind = |name: &str| table.columns().iter().find(|field| field.name == name).map(|field| field.kind);
    let Some(name) = &options.time else {
        let planned = project.and_then(|project| ::plan::written(&project.plan.data.time));
        let is_time = |name: &&str| matches!(kind(name), Some(Kind::Date | Kind::Timestamp));
        return Ok(planned.filter(is_time).map(str::to_owned));
    };
    has_column(table, name, "time")?;
    match kind(name) {
        Some(Kind::Date | Kind::Timestamp) => Ok(Some(name.clone())),
        _ => Err(Fault::new(format!("{name} in {} holds no dates or times", table.name()))
            .hint("write them like 2026-01-31 or 2026-01-31T12:00:00Z, or name another column with --time")),
    }
}

/// Without a reference the first half of the windows is one for all later ones.
fn earlier_and_later(whole: Read, time: Option<&str>, window: Option<f64>) -> Result<(Read, Read), Fault> {
    let times = drift::times(&whole.sample, time).ok_or_else(|| {
        Fault::new(format!("there is nothing to hold {} against", whole.name)).hint(
            "give the table the model was made from with --against, or the column of times with --time: the first half of \
             the windows is then the reference",
        )
    })?;
    let (from, to) = drift::span(&times);
    let length = drift::length(window, (from, to));
    let (first, last) = ((from / length).floor(), (to / length).floor());
    let cut = (first + ((last - first + 1.0) / 2.0).floor()) * length;
    if last <= first {
        return Err(Fault::new(format!(
            "all rows of {} lie in one window of {}",
            whole.name,
            number::seconds(length)
        ))
        .hint("give a shorter --window, or a reference with --against"));
    }
    let part = |name: &str, holds: &dyn Fn(f64) -> bool| {
        let rows: Vec<usize> = (0..times.len()).filter(|&row| holds(times[row])).collect();
        let share = rows.len() as f64 / times.len().max(1) as f64;
        Read {
            table: whole.table.clone(),
            sample: whole.sample.take(&rows),
            rows: (whole.rows as f64 * share).round() as u64,
            name: format!("{} {name} {}", whole.name, frame::show_time(Kind::Date, cut)),
        }
    };
    Ok((part("before", &|time| time < cut), part("from", &|time| time >= cut)))
}

/// What came true, and how it is read: by the package, else as in the reference.
fn answers(
    options: &Options,
    project: Option<&Project>,
    package: Option<&Package>,
    reference: &Read,
    data: &Read,
) -> Result<Option<Answers>, Fault> {
    let known = |name: &str| reference.sample.column(name).is_some();
    if let Some(name) = options.target.as_ref().filter(|name| !known(name)) {
        has_column(&data.table, name, "target")?;
    }
    if let Some(package) = package {
        let contract = &package.contract;
        let column = options.target.clone().unwrap_or_else(|| contract.target.clone());
        return Ok(Some(Answers { column, task: contract.task, classes: contract.classes.clone() }));
    }
    let plan = project.map(|project| &project.plan.data);
    let planned = plan.and_then(|data| ::plan::written(&data.target)).filter(|name| known(name));
    let Some(column) = options.target.as_deref().or(planned) else { return Ok(None) };
    let positive = options.positive.as_deref().or(plan.and_then(|data| ::plan::written(&data.positive)));
    // Without answers in the reference its own are the only ones there are.
    let side = if known(column) { reference } else { data };
    let (_, target) = ::scope::target(&side.sample, column, positive).map_err(in_table(&side.table))?;
    Ok(Some(Answers { column: column.to_owned(), task: target.task, classes: target.classes }))
}

fn side(read: &Read) -> Side<'_> {
    let strays = read.table.columns().iter().filter(|field| !field.strays.is_empty());
    Side {
        name: read.name.clone(),
        rows: read.rows,
        sample: &read.sample,
        strays: strays.map(|field| (field.name.clone(), field.strays.clone())).collect(),
    }
}

fn window(text: &str) -> Result<f64, Fault> {
    ::plan::Duration::parse(text)
        .map(|duration| duration.seconds)
        .filter(|seconds| *seconds >= 1.0)
        .ok_or_else(|| Fault::new("write a number and a unit: 12h, 1d or 7d"))
}
