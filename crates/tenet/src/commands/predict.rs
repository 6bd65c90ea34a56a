//! `tenet predict`: score a file of any size with a package, a batch of rows at a time.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use frame::{Column, Frame, Kind};
use learn::{Answer, Outcome as Prediction, Package};
use report::{Fault, Report, number};
use serde_json::{Value, json};
use table::{Table, Writer};

use crate::outcome::Outcome;
use crate::session::Session;

/// Options of `tenet predict`.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder of the package
    package: PathBuf,

    /// The table to score
    input: String,

    /// Where predictions go: .csv, .csv.gz, .csv.zst or .parquet [default: CSV to standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Score every row and write the predictions in the order of the rows.
pub fn run(options: &Options, session: &Session) -> Result<Outcome, Fault> {
    let package = Package::open(&options.package)?;
    let table = Table::open(&options.input, session.reading())?;
    match &options.output {
        Some(file) => {
            let count = score(&package, &table, file, session)?;
            let mut page = Report::new(format!("{} rows scored", number::count(count.rows as i128)));
            page.text(format!("Predictions are in {}.{}", file.display(), count.words()));
            Ok(Outcome::page(page, count.json(Some(file))))
        }
        None => {
            let folder = tempfile::tempdir()
                .map_err(|error| Fault::new(format!("no room for a temporary file: {error}")))?;
            let file = folder.path().join("predictions.csv");
            let count = score(&package, &table, &file, session)?;
            let text = fs::read_to_string(&file)
                .map_err(|error| Fault::new(format!("the predictions cannot be read back: {error}")))?;
            Ok(Outcome::text(text, count.json(None)))
        }
    }
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

fn score(package: &Package, table: &Table, file: &Path, session: &Session) -> Result<Count, Fault> {
    let id = package
        .provenance
        .get("id")
        .map(String::as_str)
        .filter(|id| table.columns().iter().any(|field| field.name == *id));
    let mut progress = session.progress("scoring");
    let mut writer = Writer::create(file)?;
    let mut count = Count::default();
    for rows in table.frames(None)? {
        let rows = rows?;
        let predictions = package.predict(&rows)?;
        writer.write(&scored(&rows, id, count.rows, &predictions, package))?;
        count.rows += rows.rows() as u64;
        count.fallback +=
            predictions.iter().filter(|prediction| prediction.fallback.is_some()).count() as u64;
        progress.count(count.rows);
    }
    writer.finish()?;
    Ok(count)
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
