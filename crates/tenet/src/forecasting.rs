//! Series: told apart from single rows, compared, packaged, and forecast with.

use std::path::Path;
use std::time::Instant;

use ::experiment::{ForecastInput, ForecastOutput, Kept, Outside};
use ::plan::gates::Stage;
use frame::{Column, Frame, Kind, Series, Target, Task};
use learn::{Contract, ForecastPackage, Forecasted, MOST_HISTORY, Metric};
use report::{Fault, Report, number};
use serde_json::json;
use table::{Table, Writer};

use crate::beside;
use crate::checks;
use crate::commands::experiment::{self, Options};
use crate::commands::predict;
use crate::data::{Question, in_table};
use crate::fits::Fits;
use crate::going_on;
use crate::notes;
use crate::outcome::Outcome;
use crate::project::{Project, allow};
use crate::session::Session;

/// What the rows are.
pub enum Rows {
    /// One a period: a series, to be forecast.
    Series(Series),
    /// Single rows, and why they are no series, when that could have been meant.
    Single(Vec<String>),
}

/// Tell a series from single rows: it has a time and a number as target, one row a period.
///
/// # Errors
/// When a horizon was asked for and the rows are no series.
pub fn told_apart(rows: &Frame, question: &Question, horizon: Option<usize>) -> Result<Rows, Fault> {
    let refused = |why: String| match horizon {
        Some(_) => Err(Fault::new(format!("a horizon needs a series, and the rows are none: {why}")).hint(
            "a series has one row a period, evenly spaced: --time COLUMN, and --group COLUMN for several",
        )),
        None => Ok(why),
    };
    let Some(time) = question.time.as_deref().and_then(|name| rows.column(name)) else {
        refused("no column of times was named".to_owned())?;
        return Ok(Rows::Single(Vec::new()));
    };
    let target = rows.column(&question.target);
    let numbers = target.filter(|target| matches!(target.kind, Kind::Integer | Kind::Number));
    let numbers = numbers.and_then(Column::as_numbers).filter(|_| question.positive.is_none());
    let Some(numbers) = numbers.filter(|numbers| has_three(numbers)) else {
        refused(format!("`{}` is no number that takes at least three values", question.target))?;
        return Ok(Rows::Single(Vec::new()));
    };
    let group = question.group.as_deref().and_then(|name| rows.column(name));
    match Series::of(time, group, numbers) {
        Ok(series) => Ok(Rows::Series(series)),
        Err(why) => {
            let why = refused(why)?;
            let told = match &question.group {
                None if why.contains("share one time") => {
                    "; if it holds several series, name what tells them apart: --group COLUMN"
                }
                _ => "",
            };
            Ok(Rows::Single(vec![format!(
                "no series to forecast, since {why}: single rows are predicted{told}"
            )]))
        }
    }
}

/// Whether there are three different numbers: fewer are classes.
fn has_three(numbers: &[f64]) -> bool {
    let mut seen: Vec<f64> = Vec::new();
    numbers.iter().filter(|number| number.is_finite()).any(|number| {
        if !seen.contains(number) {
            seen.push(*number);
        }
        seen.len() == 3
    })
}

/// Compare forecasters, choose, open the sealed stretch once, and write the package to a folder.
///
/// # Errors
/// When rows have weights, as [`::experiment::forecast::run`], and when package or record cannot be written.
pub fn experiment(
    options: &Options,
    (project, session): (Option<&Project>, &Session),
    question: &Question,
    (table, rows): (&Table, &Frame),
    (series, horizon): (&Series, Option<usize>),
    folder: &Path,
) -> Result<Outcome, Fault> {
    refuse_weight(question)?;
    let started = Instant::now();
    let against = options.going_on.against(project, Stage::Experiment, session)?;
    let worth = project.and_then(Project::worth);
    let planned = project.and_then(|project| ::plan::answer(&project.plan.success.metric));
    let named = options.metric.as_deref().or(planned);
    let metric = named.map(|name| Metric::parse(name, Task::Forecast, worth.as_ref())).transpose()?;
    let success = project.map(|project| &project.plan.success).filter(|_| options.metric.is_none());
    let level = |field: fn(&::plan::Success) -> &Option<::plan::Located<f64>>| {
        success.and_then(|success| field(success).as_ref()).map(|level| level.value)
    };
    let key = experiment::holdout_key(table, question, session);
    let opened_before = project.map_or(Ok(0), |project| project.record.holdout_openings(&key))?;
    let own = experiment::own_candidates(options, project, session)?;
    let complexity = project.and_then(experiment::complexity);
    let fits = project.map(|project| Fits::in_project(&project.folder, options.afresh));
    let input = ForecastInput {
        series,
        target: &question.target,
        time: question.time.as_deref().unwrap_or_default(),
        group: question.group.as_deref(),
        others: others(rows, question),
        horizon,
        metric,
        at_least: level(|success| &success.at_least),
        smallest_gain: level(|success| &success.smallest_gain).unwrap_or_default(),
        worth: worth.as_ref(),
        complexity: complexity.as_ref(),
        outside: own.iter().map(|own| own as &dyn Outside).collect(),
        stop: experiment::stop(options, project, started),
        kept: fits.as_ref().map(|fits| fits as &dyn Kept),
        opened_before,
        seed: session.seed(),
    };
    let terms = ::experiment::forecast::terms(&input).map_err(in_table(table))?;
    if let Some(project) = project {
        experiment::announce(project, &question.source, table, &terms, session)?;
    }
    let mut progress = session.progress("comparing");
    let ran = ::experiment::forecast::run(&input, &mut |now, done, of| progress.step(now, done, of));
    drop(progress);
    let ForecastOutput { mut evidence, model, reused } = ran.map_err(in_table(table))?;
    if let Some(fits) = &fits {
        fits.tidy();
        beside::taken_over(&reused, fits.damaged()).iter().for_each(|line| session.say(line));
    }

    notes::package(&mut evidence, model.as_ref().map(|_| &*folder), &own);
    allow(project, &mut evidence.findings);
    // The record first: what was seen was seen, whatever becomes of the package.
    if let Some(project) = project {
        experiment::keep(project, &question.source, table, &key, &evidence, session)?;
    }
    if let Some((model, outlook)) = model {
        let learner = evidence.choice.name.as_deref().unwrap_or_default();
        let mut provenance = experiment::provenance(project, table, rows, session, learner);
        // Rows are known by their time.
        provenance.remove("id");
        ForecastPackage { contract: contract(rows, question)?, model, outlook, provenance }.save(folder)?;
    }
    session.say(&beside::timings(&evidence));
    let page = ::experiment::report(&evidence);
    options.page_file.write(&page, &format!("{}: experiment", table.name()), session)?;
    let outcome = Outcome::page(page, json!(evidence)).stopping(false, &evidence.findings);
    Ok(going_on::told(outcome, &against))
}

/// A forecast has one value a period, and each counts the same.
fn refuse_weight(question: &Question) -> Result<(), Fault> {
    let Some(weight) = &question.weight else { return Ok(()) };
    Err(Fault::new(format!(
        "{weight} is named as the weight, but a series is forecast, where each period counts the same"
    ))
    .hint(format!(
        "leave out --weight (or weight under [data] in tenet.toml); to predict single rows with their weight instead, \
         leave out --time {}",
        question.time.as_deref().unwrap_or_default()
    )))
}

/// Columns that a forecast makes no use of.
fn others(rows: &Frame, question: &Question) -> Vec<String> {
    let used = [question.time.as_deref(), question.group.as_deref(), Some(question.target.as_str())];
    rows.names().filter(|name| !used.contains(&Some(*name))).map(str::to_owned).collect()
}

/// What the package expects of its past: time, group and the target's own values.
fn contract(rows: &Frame, question: &Question) -> Result<Contract, Fault> {
    let named: Vec<&str> = question
        .time
        .iter()
        .chain(&question.group)
        .map(String::as_str)
        .chain([question.target.as_str()])
        .collect();
    let numbers = rows.column(&question.target).and_then(Column::as_numbers).unwrap_or_default();
    let known: Vec<usize> = (0..rows.rows()).filter(|&row| numbers[row].is_finite()).collect();
    let target = Target {
        name: question.target.clone(),
        task: Task::Regression,
        classes: Vec::new(),
        values: known.iter().map(|&row| numbers[row]).collect(),
        weights: None,
    };
    Ok(Contract { task: Task::Forecast, ..Contract::of(&rows.only(&named).take(&known), &target)? })
}

/// Forecast the periods that follow the rows of a table.
///
/// # Errors
/// When the package or the table cannot be read, or the rows are no past to forecast from.
pub fn predict(
    folder: &Path,
    input: &str,
    output: Option<&Path>,
    session: &Session,
) -> Result<Outcome, Fault> {
    let package = ForecastPackage::open(folder)?;
    let table = Table::open_keeping(input, session.reading(), &package.contract.texts())?;
    let rows = table.sample(MOST_HISTORY, session.seed(), None)?;
    if rows.rows() == MOST_HISTORY {
        let most = number::count(MOST_HISTORY as u64);
        return Err(Fault::new(format!("{} has more than {most} rows of history", table.name()))
            .hint("give the last rows of each series; a few seasons are enough"));
    }
    let forecasts = package.forecast(&rows).map_err(in_table(&table))?;
    let said = written(&package, &rows, &forecasts);
    let project = Project::around(session)?;
    let room =
        tempfile::tempdir().map_err(|error| Fault::new(format!("no room for a temporary file: {error}")))?;
    let hidden = room.path().join("forecast.csv");
    let file = output.unwrap_or(&hidden);
    let write = |file: &Path| -> Result<(), Fault> {
        let mut writer = Writer::create(file)?;
        writer.write(&said)?;
        writer.finish()
    };
    write(file)?;
    let checked = project.filter(|project| !checks::of_predictions(&project.plan).is_empty());
    let to_check = room.path().join("checked.parquet");
    checked.as_ref().map_or(Ok(()), |_| write(&to_check))?;
    let findings =
        checked.map_or(Ok(Vec::new()), |project| predict::unmet(&project, Some(&to_check), session))?;
    let fallback = forecasts.iter().filter(|forecast| forecast.fallback.is_some()).count();
    let object = json!({
        "rows": forecasts.len(), "fallback_rows": fallback, "horizon": package.outlook.horizon,
        "output": output, "findings": findings,
    });
    let Some(file) = output else {
        for finding in &findings {
            session.say(&format!("{} {}: {}", finding.level.word(), finding.rule, finding.message));
        }
        let text = std::fs::read_to_string(file)
            .map_err(|error| Fault::new(format!("the forecast cannot be read back: {error}")))?;
        return Ok(Outcome::text(text, object).stopping(false, &findings));
    };
    let step = package.outlook.step.words();
    let mut page = Report::new(format!(
        "{} periods of one {step} forecast",
        number::count(package.outlook.horizon as u64)
    ));
    let took = match fallback {
        0 => String::new(),
        rows => {
            format!(" {} rows repeat the last value; column fallback says why.", number::count(rows as u64))
        }
    };
    page.text(format!(
        "The forecast of {} after the last row of {} is in {}.{took}",
        package.contract.target,
        table.name(),
        file.display()
    ));
    page.findings(&findings);
    Ok(Outcome::page(page, object).stopping(false, &findings))
}

/// The forecasts as rows: time, group, prediction, its 95 % range, fallback.
fn written(package: &ForecastPackage, rows: &Frame, forecasts: &[Forecasted]) -> Frame {
    let outlook = &package.outlook;
    let kind = package.contract.feature(&outlook.time).map_or(Kind::Number, |feature| feature.kind);
    let kind = rows
        .column(&outlook.time)
        .map(|column| column.kind)
        .filter(|kind| *kind != Kind::Text)
        .unwrap_or(kind);
    let numbers = |name: &str, kind: Kind, of: &dyn Fn(&Forecasted) -> f64| {
        Column::numbers(name, kind, forecasts.iter().map(of).collect())
    };
    let mut columns = vec![numbers(&outlook.time, kind, &|forecast| forecast.time)];
    columns.extend(
        outlook
            .group
            .as_ref()
            .map(|group| Column::text(group, forecasts.iter().map(|forecast| forecast.group.as_deref()))),
    );
    columns.push(numbers("prediction", Kind::Number, &|forecast| forecast.prediction));
    columns.push(numbers("low", Kind::Number, &|forecast| forecast.low.unwrap_or(f64::NAN)));
    columns.push(numbers("high", Kind::Number, &|forecast| forecast.high.unwrap_or(f64::NAN)));
    columns.push(Column::text("fallback", forecasts.iter().map(|forecast| forecast.fallback.as_deref())));
    Frame::new(columns)
}
