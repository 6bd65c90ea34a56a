//! `tenet predict`: score a file of any size with a package, a batch of rows at a time.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use frame::{Column, Frame, Kind};
use learn::{Answer, ForecastPackage, Outcome as Prediction, Package};
use report::{Fault, Finding, Report, number};
use serde_json::{Value, json};
use table::{Table, Writer};

use crate::checks;
use crate::forecasting;
use crate::outcome::Outcome;
use crate::project::Project;
use crate::session::Session;

/// Options of `tenet predict`.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder of the package
    package: PathBuf,

    /// The table to score; for a forecast the rows up to now, after which it goes on
    input: String,

    /// Where predictions go: .csv, .csv.gz, .csv.zst or .parquet [default: CSV to standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Score every row and write the predictions in the order of the rows.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    if ForecastPackage::is_at(&options.package) {
        return forecasting::predict(&options.package, &options.input, options.output.as_deref(), session);
    }
    let package = Package::open(&options.package)?;
    let table = Table::open_keeping(&options.input, session.reading(), &package.contract.texts())?;
    let project = Project::around(session)?;
    let room =
        tempfile::tempdir().map_err(|error| Fault::new(format!("no room for a temporary file: {error}")))?;
    let checked = project.as_ref().filter(|project| !checks::of_predictions(&project.plan).is_empty());
    let to_check = checked.map(|_| room.path().join("checked.parquet"));
    let to_check = to_check.as_deref();
    match &options.output {
        Some(file) => {
            let count = score(&package, &table, file, to_check, session)?;
            let findings = checked.map_or(Ok(Vec::new()), |project| unmet(project, to_check, session))?;
            let mut page = Report::new(format!("{} rows scored", number::count(count.rows as i128)));
            page.text(format!("Predictions are in {}.{}", file.display(), count.words()));
            page.findings(&findings);
            let mut object = count.json(Some(file));
            object["findings"] = json!(findings);
            Ok(Outcome::page(page, object).stopping(false, &findings))
        }
        None => {
            let file = room.path().join("predictions.csv");
            let count = score(&package, &table, &file, to_check, session)?;
            let findings = checked.map_or(Ok(Vec::new()), |project| unmet(project, to_check, session))?;
            for finding in &findings {
                session.say(&format!("{} {}: {}", finding.level.word(), finding.rule, finding.message));
            }
            let text = fs::read_to_string(&file)
                .map_err(|error| Fault::new(format!("the predictions cannot be read back: {error}")))?;
            let mut object = count.json(None);
            object["findings"] = json!(findings);
            Ok(Outcome::text(text, object).stopping(false, &findings))
        }
    }
}

/// The plan's requirements that these predictions do not meet.
pub fn unmet(project: &Project, scored: Option<&Path>, session: &Session) -> Result<Vec<Finding>, Fault> {
    let Some(scored) = scored else { return Ok(Vec::new()) };
    let table = Table::open(&scored.display().to_string(), session.reading())?;
    let outcomes = checks::outcomes(&checks::of_predictions(&project.plan), &table, "predictions");
    for outcome in &outcomes {
        if let Err(why) = &outcome.holds {
            session.say(&format!("a requirement's check over predictions could not be worked out: {why}"));
        }
    }
    Ok(::plan::broken(&project.plan, outcomes))
}

/// How many rows were scored, and how many by the fallback.
#[derive(Default)]
struct Count {
    rows: u64,
    fallback: u64,
}

impl Count {
    fn words(&self) -> String {
        match self.fallback {
            0 => String::new(),
            rows => format!(
                " {} rows could not be scored as agreed and took the fallback; column fallback says why.",
                number::count(rows as i128)
            ),
        }
    }

    fn json(&self, file: Option<&Path>) -> Value {
        json!({ "rows": self.rows, "fallback_rows": self.fallback, "output": file, "findings": [] })
    }
}

/// Score every row into `file`; and each row with its answer into `to_check`, for the plan's own checks.
fn score(
    package: &Package,
    table: &Table,
    file: &Path,
    to_check: Option<&Path>,
    session: &Session,
) -> Result<Count, Fault> {
    let id = package
        .provenance
        .get("id")
        .map(String::as_str)
        .filter(|id| table.columns().iter().any(|field| field.name == *id));
    let mut progress = session.progress("scoring");
    let mut writer = Writer::create(file)?;
    let mut beside = to_check.map(Writer::create).transpose()?;
    let mut count = Count::default();
    for rows in table.frames(None)? {
        let rows = rows?;
        let predictions = package.predict(&rows)?;
        writer.write(&scored(&rows, id, count.rows, &predictions, package))?;
        if let Some(beside) = &mut beside {
            beside.write(&acted_on(&rows, &predictions, package))?;
        }
        count.rows += rows.rows() as u64;
        count.fallback +=
            predictions.iter().filter(|prediction| prediction.fallback.is_some()).count() as u64;
        progress.count(count.rows);
    }
    writer.finish()?;
    beside.map_or(Ok(()), Writer::finish)?;
    Ok(count)
}

/// The rows with what is done about each: `prediction` is true or false for a yes-or-no question.
fn acted_on(rows: &Frame, predictions: &[Prediction], package: &Package) -> Frame {
    let classes = &package.contract.classes;
    let yes = classes.get(1).filter(|_| classes.len() == 2);
    let mut columns = rows.without(&["prediction", "probability"]).columns().to_vec();
    columns.push(match yes {
        Some(yes) => {
            let acts = |prediction: &Prediction| match &prediction.prediction {
                Answer::Class(class) => f64::from(u8::from(class == yes)),
                Answer::Number(_) => f64::NAN,
            };
            Column::numbers("prediction", Kind::Boolean, predictions.iter().map(acts).collect())
        }
        None if classes.is_empty() => {
            let number = |prediction: &Prediction| match prediction.prediction {
                Answer::Number(number) => number,
                Answer::Class(_) => f64::NAN,
            };
            Column::numbers("prediction", Kind::Number, predictions.iter().map(number).collect())
        }
        None => Column::text(
            "prediction",
            predictions.iter().map(|prediction| match &prediction.prediction {
                Answer::Class(class) => Some(class.as_str()),
                Answer::Number(_) => None,
            }),
        ),
    });
    let probabilities =
        predictions.iter().map(|prediction| prediction.probability.unwrap_or(f64::NAN)).collect();
    columns.push(Column::numbers("probability", Kind::Number, probabilities));
    Frame::new(columns)
}

/// The columns written for some rows, of which `before` others came first.
fn scored<'p>(
    rows: &Frame,
    id: Option<&str>,
    before: u64,
    predictions: &'p [Prediction],
    package: &Package,
) -> Frame {
    let key = id.and_then(|id| rows.column(id)).cloned().unwrap_or_else(|| {
        let numbers = (1..=rows.rows() as u64).map(|row| (before + row) as f64).collect();
        Column::numbers("row", Kind::Integer, numbers)
    });
    let mut columns = vec![key];
    if package.contract.classes.is_empty() {
        let number = |prediction: &Prediction| match prediction.prediction {
            Answer::Number(number) => number,
            Answer::Class(_) => f64::NAN,
        };
        let numbers = predictions.iter().map(number).collect();
        columns.push(Column::numbers("prediction", Kind::Number, numbers));
    } else {
        let class = |prediction: &'p Prediction| match &prediction.prediction {
            Answer::Class(class) => Some(class.as_str()),
            Answer::Number(_) => None,
        };
        columns.push(Column::text("prediction", predictions.iter().map(class)));
        let probabilities =
            predictions.iter().map(|prediction| prediction.probability.unwrap_or(f64::NAN)).collect();
        columns.push(Column::numbers("probability", Kind::Number, probabilities));
    }
    columns
        .push(Column::text("fallback", predictions.iter().map(|prediction| prediction.fallback.as_deref())));
    Frame::new(columns)
}
