//! `tenet experiment`: climb from the simplest candidate upward, choose, and package the choice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ::experiment::complexity::Days;
use ::experiment::{Bakeoff, Complexity, Evidence, Input, Kept, Output, Outside, Terms, Today};
use ::plan::gates::{MadeFrom, Stage};
use clap::Args;
use frame::{Column, Frame, Task};
use learn::{Package, Stop};
use record::{Kind, New};
use report::Fault;
use serde_json::json;
use table::Table;

use crate::beside;
use crate::candidate::{Limits, Own};
use crate::data::{DataOptions, Question, in_table, rows};
use crate::fits::Fits;
use crate::forecasting::{self, Rows};
use crate::going_on::{self, GoingOn};
use crate::interrupt;
use crate::memory::Memory;
use crate::notes;
use crate::outcome::Outcome;
use crate::page_file::PageFile;
use crate::project::{Project, allow, metric};
use crate::session::Session;

/// Options of `tenet experiment`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    data: DataOptions,

    #[command(flatten)]
    pub going_on: GoingOn,

    /// The deciding measure, such as auc, log_loss, recall@precision=0.8, rmse or money
    #[arg(long)]
    pub metric: Option<String>,

    /// For a series, one row a period: how many periods to look ahead [default: the plan's, or what is usual]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    horizon: Option<u32>,

    /// Be done after this long, such as 5m, with what is finished then [default: the plan's, or none]
    #[arg(long, value_parser = budget)]
    pub budget: Option<Duration>,

    /// Your own candidate, a command in any language; repeat for several [also: the plan's [[candidate]]]
    #[arg(long, value_name = "NAME=COMMAND")]
    candidate: Vec<String>,

    /// How long one run of such a command may take, such as 10m
    #[arg(long, value_name = "TIME", value_parser = budget, default_value = "30m")]
    candidate_time: Duration,

    /// Climb every rung, also where going on is not worth its cost
    #[arg(long)]
    all: bool,

    /// Measure all anew; in a project, fits that an earlier run finished are otherwise taken over
    #[arg(long)]
    pub afresh: bool,

    #[command(flatten)]
    pub page_file: PageFile,

    /// Where the package goes [default: .tenet/package]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Candidates are compared on no more rows than this.
const COMPARED_ON: usize = 1_000_000;

/// Compare, choose, open the holdout once, and write the package.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let project = project.as_ref();
    let against = options.going_on.against(project, Stage::Experiment, session)?;
    let folder = options.output.clone().unwrap_or_else(|| default_folder(project, session));
    Package::check_place(&folder)?;
    let question = options.data.question(project)?;
    let table = question.open(session)?;
    let whole = rows(&table, COMPARED_ON, session)?;
    let horizon = horizon(options, project)?;
    let mut noted = match forecasting::told_apart(&whole, &question, horizon)? {
        Rows::Series(series) => {
            let (place, rows) = ((project, session), (&table, &whole));
            return forecasting::experiment(options, place, &question, rows, (&series, horizon), &folder);
        }
        Rows::Single(notes) => notes,
    };
    let (columns, mut target) =
        ::scope::target(&whole, &question.target, question.positive.as_deref()).map_err(in_table(&table))?;
    noted.extend(notes::left_out(&whole, &target));
    target.weights = question.weights(&columns).map_err(in_table(&table))?;
    let features = columns.without(&question.not_features());
    ::scope::refuse_constant(&features, &target).map_err(in_table(&table))?;

    let worth = project.and_then(Project::worth);
    let success = project.map(|project| &project.plan.success);
    let metric = metric(options.metric.as_deref(), project, target.task)?;
    let planned_metric = options.metric.is_none();
    let level = |field: fn(&::plan::Success) -> &Option<::plan::Located<f64>>| {
        success
            .filter(|_| planned_metric)
            .and_then(|success| field(success).as_ref())
            .map(|level| level.value)
    };
    let key = holdout_key(&table, &question, session);
    let opened_before = project.map_or(Ok(0), |project| project.record.holdout_openings(&key))?;

    let own = own_candidates(options, project, session)?;
    let complexity = project.and_then(complexity);
    let fits = project.map(|project| Fits::in_project(&project.folder, options.afresh));
    let input = Input {
        features: &features,
        target: &target,
        time: question.time.as_deref().and_then(|name| columns.column(name)),
        group: question.group.as_deref().and_then(|name| columns.column(name)),
        metric,
        at_least: level(|success| &success.at_least),
        smallest_gain: level(|success| &success.smallest_gain).unwrap_or_default(),
        worth: worth.as_ref(),
        complexity: complexity.as_ref(),
        today: project.map_or(Ok(None), |project| today(project, &columns, target.task))?,
        outside: own.iter().map(|own| own as &dyn Outside).collect(),
        logged: Vec::new(),
        stop: stop(options, project, started),
        all: options.all,
        kept: fits.as_ref().map(|fits| fits as &dyn Kept),
        opened_before,
        notes: noted,
        seed: session.seed(),
    };
    let bakeoff = Bakeoff::new(&input).map_err(in_table(&table))?;
    if let Some(project) = project {
        announce(project, &question.source, &table, bakeoff.terms(), session)?;
    }
    let mut memory = Memory::default();
    let mut progress = session.progress("comparing");
    let ran = bakeoff.run(&mut |now, done, of| {
        memory.next();
        progress.step(now, done, of);
    });
    drop(progress);
    let Output { mut evidence, model, reused } = ran.map_err(in_table(&table))?;
    for (candidate, most) in evidence.candidates.iter_mut().zip(memory.stretches()) {
        // The team's own were watched as they ran; what was taken over from an earlier run was not measured now.
        let is_fresh = !reused.iter().any(|(name, ..)| *name == candidate.name);
        let is_built_in = candidate.reads.is_some() && candidate.fit_seconds.is_some();
        candidate.peak_memory_bytes =
            candidate.peak_memory_bytes.or(most.filter(|_| is_built_in && is_fresh));
    }
    if let Some(fits) = &fits {
        fits.tidy();
        beside::taken_over(&reused, fits.damaged()).iter().for_each(|line| session.say(line));
    }

    notes::package(&mut evidence, model.as_ref().map(|_| &*folder), &own);
    allow(project, &mut evidence.findings);
    // The record first: what was seen was seen, whatever becomes of the package.
    if let Some(project) = project {
        keep(project, &question.source, &table, &key, &evidence, session)?;
    }
    if let Some((contract, model)) = model {
        let learner = evidence.choice.name.as_deref().unwrap_or_default();
        let provenance = provenance(project, &table, &whole, session, learner);
        Package { contract, model, threshold: evidence.choice.threshold, provenance }.save(&folder)?;
    }
    session.say(&beside::timings(&evidence));
    let page = ::experiment::report(&evidence);
    options.page_file.write(&page, &format!("{}: experiment", table.name()), session)?;
    let outcome = Outcome::page(page, json!(evidence)).stopping(false, &evidence.findings);
    Ok(going_on::told(outcome, &against))
}

/// Record what all are held to, before the first fit.
pub fn announce(
    project: &Project,
    source: &str,
    table: &Table,
    terms: &Terms,
    session: &Session,
) -> Result<(), Fault> {
    let made_from = MadeFrom { data: Some(project.used(source, table)), ..project.made_from(session) };
    let entry = New {
        kind: Kind::Terms,
        subject: Stage::Experiment.word().to_owned(),
        at: session.now(),
        by: session.person(),
        made_from: json!({ "data": made_from.data, "plan_digest": made_from.plan_digest }),
        body: json!(terms),
    };
    project.record.append(entry).map(|_| ())
}

/// Record each candidate's run, the opening of the holdout, and the choice: all of it or nothing.
pub fn keep(
    project: &Project,
    source: &str,
    table: &Table,
    key: &str,
    evidence: &Evidence,
    session: &Session,
) -> Result<(), Fault> {
    let made_from = MadeFrom { data: Some(project.used(source, table)), ..project.made_from(session) };
    let runs = evidence.candidates.iter().map(|candidate| New {
        kind: Kind::Run,
        subject: Stage::Experiment.word().to_owned(),
        at: session.now(),
        by: session.person(),
        made_from: json!({ "data": made_from.data, "plan_digest": made_from.plan_digest }),
        body: json!(candidate),
    });
    let mut entries: Vec<New> = runs.collect();
    if evidence.holdout.is_some() {
        entries.push(New::opening(key, &session.now(), &session.person()));
    }
    let (body, seconds) = (json!(evidence), evidence.seconds);
    entries.push(project.evidence(Stage::Experiment, session, body, made_from, seconds)?);
    project.record.append_all(&entries)
}

impl Question {
    /// Columns a prediction must not use: the group, since new rows are of new groups, and those not known
    /// yet. The time is known when predicting, and the split by time shows whether it helps.
    fn not_features(&self) -> Vec<&str> {
        self.group.iter().chain(&self.weight).chain(&self.unavailable).map(String::as_str).collect()
    }
}

/// The team's own candidates: those typed, then those of the plan.
pub fn own_candidates(
    options: &Options,
    project: Option<&Project>,
    session: &Session,
) -> Result<Vec<Own>, Fault> {
    let limits = Limits {
        folder: project.map_or_else(|| session.folder.clone(), |project| project.folder.clone()),
        time: options.candidate_time,
        memory_bytes: session.memory_bytes(),
    };
    let typed = options.candidate.iter().map(|typed| Own::parse(typed, &limits, session.reading()));
    let planned = project.iter().flat_map(|project| &project.plan.candidates).map(|planned| {
        let (name, command) = (::plan::written(&planned.name), ::plan::written(&planned.command));
        Own::new(name.unwrap_or_default(), command.unwrap_or_default(), &limits, session.reading())
    });
    let own: Vec<Own> = typed.chain(planned).collect::<Result<_, _>>()?;
    for (place, candidate) in own.iter().enumerate() {
        if own[..place].iter().any(|earlier| earlier.name() == candidate.name()) {
            return Err(Fault::new(format!("two candidates are called {}", candidate.name()))
                .hint("give each a name of its own"));
        }
    }
    Ok(own)
}

/// How many periods to look ahead, when that is said.
fn horizon(options: &Options, project: Option<&Project>) -> Result<Option<usize>, Fault> {
    if let Some(horizon) = options.horizon {
        return Ok(Some(horizon as usize));
    }
    let Some(planned) = project.and_then(|project| project.plan.data.horizon.as_ref()) else {
        return Ok(None);
    };
    match planned.value {
        whole if whole.fract() == 0.0 && (1.0..=1e6).contains(&whole) => Ok(Some(whole as usize)),
        other => Err(Fault::new(format!("`horizon` under [data] in tenet.toml is {other}"))
            .hint("write how many periods a forecast looks ahead, such as horizon = 12")),
    }
}

/// Today's rule, applied to every row without a look at the target.
fn today(project: &Project, columns: &Frame, task: Task) -> Result<Option<Today>, Fault> {
    let today = &project.plan.today;
    let Some(rule) = ::plan::answer(&today.rule).filter(|_| task == Task::Binary) else { return Ok(None) };
    let acts = table::rows_where(columns, rule)?;
    Ok(Some(Today {
        rule: rule.to_owned(),
        acts: acts.into_iter().map(|acts| acts.unwrap_or(false)).collect(),
        cost_per_month: today.cost_per_month.as_ref().map_or(0.0, |cost| cost.expected()),
    }))
}

/// What complexity costs in this project, once the plan says what a working day costs.
pub fn complexity(project: &Project) -> Option<Complexity> {
    let day = project.plan.cost.day_rate.as_ref()?;
    let days = project.plan.complexity.days().map(|(name, [build, upkeep])| (name, Days { build, upkeep }));
    Some(Complexity { day_rate: day.value.expected(), days: days.collect() })
}

/// When to stop: at the end of the budget, or when someone asks for it.
pub fn stop(options: &Options, project: Option<&Project>, started: Instant) -> Stop {
    let budget = options.budget.or_else(|| project.and_then(planned_budget));
    Stop::when(interrupt::asked()).by(budget.and_then(|budget| started.checked_add(budget)))
}

fn planned_budget(project: &Project) -> Option<Duration> {
    let budget = project.plan.limits.experiment_budget.as_ref()?;
    Duration::try_from_secs_f64(budget.value.seconds).ok()
}

/// The same rows are sealed whenever table, columns and seed are the same.
pub fn holdout_key(table: &Table, question: &Question, session: &Session) -> String {
    let by = question.time.as_ref().or(question.group.as_ref()).map_or("", String::as_str);
    format!("{} {} {by} {}", table.digest(), question.target, session.seed())
}

pub fn default_folder(project: Option<&Project>, session: &Session) -> PathBuf {
    match project {
        Some(project) => project.folder.join(".tenet").join("package"),
        None => Path::new(&session.folder).join(".tenet").join("package"),
    }
}

/// What the package was made from.
pub fn provenance(
    project: Option<&Project>,
    table: &Table,
    rows: &Frame,
    session: &Session,
    learner: &str,
) -> BTreeMap<String, String> {
    let mut made_from = BTreeMap::from([
        ("data".to_owned(), table.name().to_owned()),
        ("data_digest".to_owned(), table.digest().to_owned()),
        ("learner".to_owned(), learner.to_owned()),
        ("seed".to_owned(), session.seed().to_string()),
        ("tenet".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
    ]);
    made_from.extend(project.map(|project| ("plan_digest".to_owned(), project.plan.digest())));
    made_from.extend(id(rows).map(|id| ("id".to_owned(), id.to_owned())));
    made_from
}

/// The column by which rows are known: the first of text that is never missing and never the same twice.
fn id(rows: &Frame) -> Option<&str> {
    let known_by = |column: &&Column| {
        column
            .as_text()
            .is_some_and(|text| column.missing() == 0 && text.counts().iter().all(|&count| count == 1))
    };
    rows.columns().iter().find(known_by).map(|column| column.name.as_str())
}

fn budget(text: &str) -> Result<Duration, Fault> {
    ::plan::Duration::parse(text)
        .and_then(|duration| Duration::try_from_secs_f64(duration.seconds).ok())
        .ok_or_else(|| Fault::new("write a number and a unit: 90s, 15m, 2h or 3d"))
}
