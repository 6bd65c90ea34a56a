//! `tenet evaluate`: the verdict on an A/B test.

use std::time::Instant;

use ::evaluate::ab::{
    Cap, Evidence, Exposure, Kind, MetricSpec, Objections, Promise, Question, Reading, Unread, Verdict,
};
use ::plan::gates::{MadeFrom, Stage};
use ::plan::{Located, Range, ReviewKind};
use clap::{Args, ValueEnum};
use frame::Frame;
use report::{Fault, Finding};
use serde_json::json;
use table::Table;

use crate::going_on::{self, GoingOn};
use crate::outcome::Outcome;
use crate::page_file::PageFile;
use crate::project::{Project, allow};
use crate::session::Session;

/// Options of a verdict on an A/B test. What it needs may be missing when another way is named instead.
#[derive(Debug, Args)]
pub struct Test {
    /// The table of outcomes: a row for each customer, order or visit
    #[arg(required = true)]
    data: Option<String>,

    /// The column that names each row's arm
    #[arg(long, value_name = "COLUMN", required = true)]
    variant: Option<String>,

    /// The arm that is done as today
    #[arg(long, value_name = "NAME", required = true)]
    control: Option<String>,

    /// What is compared: a column, or a/b for a sum over a sum; repeat for several
    #[arg(long, value_name = "COLUMN", required = true)]
    metric: Vec<String>,

    /// What the metrics are [default: 0/1 columns are proportions, a/b is a ratio, others means]
    #[arg(long, value_enum)]
    kind: Option<MetricKind>,

    /// The quantile that `--kind quantile` compares [default: 0.5]
    #[arg(long, value_name = "SHARE")]
    quantile: Option<f64>,

    /// A column measured before the test, to take out noise; repeat for several
    #[arg(long, value_name = "COLUMN")]
    covariate: Vec<String>,

    /// The column that names who was assigned, when one has several rows
    #[arg(long, value_name = "COLUMN")]
    unit: Option<String>,

    /// The column of days, dates or weeks: shows how the effect goes on, and whether it is read too early
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,

    /// The column of segments to look at one by one
    #[arg(long, value_name = "COLUMN")]
    segment: Option<String>,

    /// The column of strata, known before the test, within which the arms are compared
    #[arg(long, value_name = "COLUMN")]
    stratify: Option<String>,

    /// How often an interval may miss the truth
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,

    /// Read the figures at any time, as often as you like: the verdict rests on the always-valid interval
    #[arg(long)]
    sequential: bool,

    /// Read the figures so many times, evenly up to the planned end (group-sequential intervals)
    #[arg(long, value_name = "N")]
    looks: Option<u32>,

    /// The last time of the test as it is planned, written as in the column of times
    #[arg(long, value_name = "TIME")]
    planned_end: Option<String>,

    /// Answer once for each time, on the rows up to it
    #[arg(long)]
    each_look: bool,

    /// The share each arm was to get, such as new=0.1,old=0.9 [default: equal]
    #[arg(long, value_name = "SHARES", value_parser = shares)]
    split: Option<Shares>,

    /// What one more of the first metric is worth, in money
    #[arg(long, value_name = "MONEY")]
    value_per_unit: Option<f64>,

    /// What treating one unit costs, in money
    #[arg(long, value_name = "MONEY")]
    cost: Option<f64>,

    /// The column of groups to answer one by one
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,

    /// Count the highest values as this quantile of all, such as 0.99; to be fixed before the test
    #[arg(long, value_name = "SHARE", conflicts_with = "cap")]
    winsorise: Option<f64>,

    /// Count what is above this as this; to be fixed before the test
    #[arg(long, value_name = "VALUE")]
    cap: Option<f64>,

    /// The column that says (0 or 1) whether someone acted on what the unit was given
    #[arg(long, value_name = "COLUMN")]
    acted: Option<String>,

    /// Who meets what the project makes: how much measuring it deserves [default: the plan's]
    #[arg(long, value_enum)]
    exposure: Option<Meets>,

    /// A table of outcomes to join: DATA then says who was given what, such as the log of a server
    #[arg(long, value_name = "DATA", requires = "on")]
    outcomes: Option<String>,

    /// The column both tables have: who
    #[arg(long, value_name = "COLUMN", requires = "outcomes", conflicts_with = "unit")]
    on: Option<String>,

    #[command(flatten)]
    page_file: PageFile,

    #[command(flatten)]
    going_on: GoingOn,
}

/// Who meets what the project makes.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Meets {
    /// Colleagues who can say what they think of it.
    Internal,
    /// A few customers or partners who know that they try something out.
    Pilot,
    /// Customers, who just leave when it is bad.
    Customers,
}

/// What a metric is.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum MetricKind {
    /// A number; its mean is compared.
    Mean,
    /// 0 or 1; its share is compared.
    Proportion,
    /// A sum over a sum.
    Ratio,
    /// How often something happened: 0, 1, 2, …
    Count,
    /// A number; its median is compared, or the quantile that is asked for.
    Quantile,
}

/// Compare the arms and give the verdict: once, or for each group and look that is asked for.
pub fn run(options: &Test, session: &Session) -> Result<Outcome, Fault> {
    let started = Instant::now();
    let project = Project::around(session)?;
    let against = options.going_on.against(project.as_ref(), Stage::Evaluate, session)?;
    let question = options.question(project.as_ref())?;
    question.check()?;
    let data = options.data.as_deref().unwrap_or_default();
    let table = Table::open(data, session.reading())?;

    let mut unread = unread(&question, &table);
    let mut outcome_rows = None;
    let mut answers = match &options.outcomes {
        Some(outcomes) => {
            let outcomes = Table::open(outcomes, session.reading())?;
            unread.extend(self::unread(&question, &outcomes));
            let (units, rows) = ::evaluate::ab::join(
                &question,
                frames(&table, &::evaluate::ab::exposure_columns(&question), session)?,
                frames(&outcomes, &::evaluate::ab::outcome_columns(&question), session)?,
            )?;
            outcome_rows = Some(rows);
            ::evaluate::ab::run_each(&question, || Ok(std::iter::once(Ok(units.clone()))))?
        }
        None => {
            let names: Vec<&str> = table.columns().iter().map(|field| field.name.as_str()).collect();
            let columns = question.columns(&names);
            ::evaluate::ab::run_each(&question, || rows(&table, columns.as_deref(), session))?
        }
    };
    for answer in &mut answers {
        (answer.unread, answer.outcomes) = (unread.clone(), outcome_rows);
        allow(project.as_ref(), &mut answer.findings);
        answer.decide();
    }

    let seconds = started.elapsed().as_secs_f64();
    // What the project goes by is the answer for all, or the last look.
    let last = answers.last().filter(|_| question.by.is_none());
    if let (Some(project), Some(last)) = (&project, last) {
        let used = Some(project.used(data, &table));
        let made_from = MadeFrom { data: used, ..project.made_from(session) };
        project.keep(Stage::Evaluate, session, json!(last), made_from, seconds)?;
    }
    let objects = answers.iter().map(|answer| {
        let mut object = json!(answer);
        object["seconds"] = json!(seconds);
        object
    });
    let fails = |answer: &Evidence| {
        matches!(answer.verdict, Verdict::Stop | Verdict::Unsound)
            || answer.findings.iter().any(Finding::stops)
    };
    let stops = match question.by {
        Some(_) => answers.iter().any(fails),
        None => answers.last().is_some_and(fails),
    };
    let page = ::evaluate::ab::page(&answers);
    options.page_file.write(&page, &format!("{}: evaluate", table.name()), session)?;
    let outcome = Outcome::pages(page, objects.collect()).stopping(stops, &[]);
    Ok(going_on::told(outcome, &against))
}

/// The rows of these columns, and how many have been read on a terminal.
fn rows(
    table: &Table,
    columns: Option<&[&str]>,
    session: &Session,
) -> Result<impl Iterator<Item = Result<Frame, Fault>> + Send + use<>, Fault> {
    let (mut read, mut progress) = (0, session.progress("reading"));
    Ok(table.frames(columns)?.inspect(move |rows| {
        read += rows.as_ref().map_or(0, |rows| rows.rows() as u64);
        progress.count(read);
    }))
}

/// The rows of those of these columns that the table has; what misses one says so.
fn frames(
    table: &Table,
    wanted: &[String],
    session: &Session,
) -> Result<impl Iterator<Item = Result<Frame, Fault>> + Send + use<>, Fault> {
    let names: Vec<&str> = table.columns().iter().map(|field| field.name.as_str()).collect();
    let all_there = wanted.iter().all(|wanted| names.contains(&wanted.as_str()));
    let columns: Vec<&str> =
        names.into_iter().filter(|name| wanted.iter().any(|wanted| wanted == name)).collect();
    // Where one is missing, the hint is to name those that are there.
    rows(table, all_there.then_some(columns.as_slice()), session)
}

/// The metrics' and covariates' columns in this table with values that are no numbers.
fn unread(question: &Question, table: &Table) -> Vec<Unread> {
    let metrics = question.metrics.iter().flat_map(|MetricSpec(metric)| {
        [Some(metric.as_str())].into_iter().chain(metric.split('/').map(|part| Some(part.trim()))).flatten()
    });
    let numbers: Vec<&str> = metrics.chain(question.covariates.iter().map(String::as_str)).collect();
    let fields = table.columns().iter().filter(|field| numbers.contains(&field.name.as_str()));
    let unread = fields.filter_map(|field| {
        let example = field.unread().next()?.0.clone();
        Some(Unread {
            column: field.name.clone(),
            values: field.unread().map(|(_, count)| count).sum(),
            example,
        })
    });
    unread.collect()
}

impl Test {
    fn question(&self, project: Option<&Project>) -> Result<Question, Fault> {
        let kind = self.kind.map(|kind| match kind {
            MetricKind::Mean => Kind::Mean,
            MetricKind::Proportion => Kind::Proportion,
            MetricKind::Ratio => Kind::Ratio,
            MetricKind::Count => Kind::Count,
            MetricKind::Quantile => Kind::Quantile,
        });
        Ok(Question {
            variant: self.variant.clone().unwrap_or_default(),
            control: self.control.clone().unwrap_or_default(),
            metrics: self.metric.iter().map(|metric| MetricSpec::from(metric.as_str())).collect(),
            kind,
            quantile: self.quantile(kind)?,
            covariates: self.covariate.clone(),
            unit: self.unit.clone().or_else(|| self.on.clone()),
            time: self.time.clone(),
            segment: self.segment.clone(),
            stratify: self.stratify.clone(),
            by: self.by.clone(),
            acted: self.acted.clone(),
            alpha: self.alpha,
            reading: Reading {
                sequential: self.sequential,
                looks: self.looks,
                planned_end: self.planned_end.clone(),
                each_look: self.each_look,
            },
            cap: self.cap.map(Cap::At).or(self.winsorise.map(Cap::Quantile)),
            split: self.split.clone().map(|shares| shares.0),
            value_per_unit: self.value_per_unit,
            cost: self.cost,
            currency: project
                .map(|project| project.plan.currency().to_owned())
                .filter(|name| !name.is_empty()),
            exposure: self.exposure(project),
            promise: project.map(promise).transpose()?,
            objections: project.map(objections).transpose()?,
        })
    }
}

impl Test {
    /// The quantile to compare; a fault where it is named and something else is compared.
    fn quantile(&self, kind: Option<Kind>) -> Result<f64, Fault> {
        match (self.quantile, kind) {
            (Some(_), kind) if kind != Some(Kind::Quantile) => {
                Err(Fault::new("`--quantile` is given, but no quantile is compared")
                    .hint("add `--kind quantile`, or leave it out"))
            }
            (share, _) => Ok(share.unwrap_or(0.5)),
        }
    }

    /// As asked, else as the plan says.
    fn exposure(&self, project: Option<&Project>) -> Option<Exposure> {
        let planned = || {
            Some(match project?.plan.project.exposure.as_ref()?.value {
                ::plan::Exposure::Internal => Exposure::Internal,
                ::plan::Exposure::Pilot => Exposure::Pilot,
                ::plan::Exposure::Customers => Exposure::Customers,
            })
        };
        let asked = self.exposure.map(|meets| match meets {
            Meets::Internal => Exposure::Internal,
            Meets::Pilot => Exposure::Pilot,
            Meets::Customers => Exposure::Customers,
        });
        asked.or_else(planned)
    }
}

/// What the plan and the experiment of this project promised, a month.
fn promise(project: &Project) -> Result<Promise, Fault> {
    let plan = &project.plan;
    let in_money = ::plan::answer(&plan.success.metric) == Some("money");
    let expected = |amount: &Option<Located<Range>>| amount.as_ref().map(|amount| amount.value.expected());
    let experiment = project.record.last(record::Kind::Evidence, Stage::Experiment.word())?;
    let offline = experiment.and_then(|entry| {
        let holdout = &entry.body["holdout"];
        Some(holdout["money"].as_f64()? - holdout["money_today"].as_f64().unwrap_or(0.0))
    });
    Ok(Promise {
        planned: plan.success.smallest_gain.as_ref().map(|gain| gain.value).filter(|_| in_money),
        offline,
        units_per_month: expected(&plan.worth.cases_per_month).filter(|&units| units > 0.0),
        run_per_month: expected(&plan.cost.run_per_month).unwrap_or(0.0),
    })
}

/// What the latest experts' review that was held left open, be it written in the plan or recorded.
fn objections(project: &Project) -> Result<Objections, Fault> {
    let written = project.plan.reviews.iter().filter(|review| review.held).filter_map(|review| {
        Some((
            review.kind.as_ref()?.value,
            Objections {
                on: review.on.as_ref().map(|on| on.value.to_string()),
                issues: match ::plan::answer(&review.decided) {
                    Some(_) => Vec::new(),
                    None => review.issues.iter().map(|issue| issue.value.clone()).collect(),
                },
            },
        ))
    });
    let recorded = project.known()?.reviews.into_iter().map(|held| {
        let issues = if held.decided.is_empty() { held.issues } else { Vec::new() };
        (held.kind, Objections { on: Some(held.on.to_string()), issues })
    });
    let of_experts = written.chain(recorded).filter(|(kind, _)| *kind == ReviewKind::Expert);
    let latest = of_experts.map(|(_, objections)| objections).max_by(|a, b| a.on.cmp(&b.on));
    Ok(latest.unwrap_or_default())
}

/// The planned share of each arm.
#[derive(Debug, Clone)]
pub struct Shares(pub Vec<(String, f64)>);

/// Shares as they are typed.
pub fn shares(text: &str) -> Result<Shares, Fault> {
    let share = |part: &str| {
        let (arm, share) = part.rsplit_once('=')?;
        Some((arm.trim().to_owned(), share.trim().parse().ok()?))
    };
    let shares: Option<Vec<(String, f64)>> = text.split(',').map(share).collect();
    shares.map(Shares).ok_or_else(|| Fault::new("write each arm with its share: new=0.1,old=0.9"))
}
