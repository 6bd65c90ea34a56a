//! The table a command works on and the columns that matter, from the options or from the plan.

use clap::Args;
use frame::Frame;
use report::{Fault, number};
use table::{Sampling, Scan, Table};

use crate::project::Project;
use crate::session::Session;

/// Options that name the table and its columns.
#[derive(Debug, Clone, Default, Args)]
pub struct DataOptions {
    /// A CSV, Parquet or JSON lines file, a folder of them, or a pattern such as 'data/*.csv'
    data: Option<String>,

    /// The column to predict
    #[arg(long, value_name = "COLUMN")]
    target: Option<String>,

    /// The value of the target that counts as yes
    #[arg(long, value_name = "VALUE")]
    positive: Option<String>,

    /// The column that says when a prediction is made
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,

    /// The column whose rows belong together, such as a household
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,

    /// The column that says how much each row counts, in learning and in scores
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
}

/// Which table, and which of its columns mean what.
pub struct Question {
    pub source: String,
    pub target: String,
    pub positive: Option<String>,
    pub time: Option<String>,
    pub group: Option<String>,
    pub weight: Option<String>,
    /// Columns not known when a prediction is made.
    pub unavailable: Vec<String>,
}

impl DataOptions {
    /// The options, filled up from the plan.
    ///
    /// # Errors
    /// When neither says which table or which target.
    pub fn question(&self, project: Option<&Project>) -> Result<Question, Fault> {
        let data = project.map(|project| &project.plan.data);
        let written = |field: &Option<::plan::Located<String>>| ::plan::written(field).map(str::to_owned);
        let source = match (&self.data, project) {
            (Some(data), _) => Some(data.clone()),
            (None, Some(project)) => {
                ::plan::written(&project.plan.data.source).map(|source| project.path(source))
            }
            (None, None) => None,
        };
        let missing = |what: &str, option: &str, key: &str| {
            Fault::new(format!("it is not said {what}"))
                .hint(format!("give {option}, or {key} under [data] in tenet.toml"))
        };
        Ok(Question {
            source: source.ok_or_else(|| missing("which table to read", "a file or folder", "source"))?,
            target: self
                .target
                .clone()
                .or_else(|| data.and_then(|data| written(&data.target)))
                .ok_or_else(|| missing("which column to predict", "--target COLUMN", "target"))?,
            positive: self.positive.clone().or_else(|| data.and_then(|data| written(&data.positive))),
            time: self.time.clone().or_else(|| data.and_then(|data| written(&data.time))),
            group: self.group.clone().or_else(|| data.and_then(|data| written(&data.group))),
            weight: self.weight.clone().or_else(|| data.and_then(|data| written(&data.weight))),
            unavailable: data
                .iter()
                .flat_map(|data| &data.unavailable)
                .map(|name| name.value.clone())
                .collect(),
        })
    }
}

/// Weights whose largest is beyond this, or below its inverse, are lost when they are squared.
const LARGEST_WEIGHT: f64 = 1e75;

impl Question {
    /// How much each row counts, where a column says so.
    ///
    /// # Errors
    /// When it is not a column of numbers from 0 up, one in every row.
    pub fn weights(&self, columns: &Frame) -> Result<Option<Vec<f64>>, Fault> {
        let Some(name) = &self.weight else { return Ok(None) };
        let hint = "a weight says how much a row counts: a number from 0 up, in every row";
        let refused = |what: String| Fault::new(format!("{name} cannot be the weight: {what}")).hint(hint);
        let column = columns.column(name).ok_or_else(|| {
            Fault::new(format!("{name} cannot be both the weight and the target")).hint("name another column")
        })?;
        let Some(values) = column.as_numbers() else {
            return Err(refused("it is text".to_owned()));
        };
        if let Some(row) = values.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            let shown = if column.is_missing(row) { "missing".to_owned() } else { column.show(row) };
            let bad = values.iter().filter(|weight| !weight.is_finite() || **weight < 0.0).count();
            return Err(refused(format!(
                "it is {shown} in row {} of those with an answer; {} of {} rows are missing or negative",
                number::count(row as u64 + 1),
                number::count(bad as u64),
                number::count(values.len() as u64)
            )));
        }
        if values.iter().all(|weight| *weight == 0.0) {
            return Err(refused("it is 0 in every row".to_owned()));
        }
        let most = values.iter().copied().fold(0.0, f64::max);
        if !(1.0 / LARGEST_WEIGHT..=LARGEST_WEIGHT).contains(&most) {
            let hint =
                "weights are squared and added up: multiply all by one number, so that the largest is near 1";
            return Err(refused(format!("its largest value is {most:.2e}")).hint(hint));
        }
        Ok(Some(values.to_vec()))
    }

    /// Open the table and make sure that it has the columns named.
    ///
    /// # Errors
    /// When the table cannot be read or lacks a column that was named.
    pub fn open(&self, session: &Session) -> Result<Table, Fault> {
        let table = Table::open(&self.source, session.reading())?;
        self.has_columns(&table)?;
        Ok(table)
    }

    /// Open the table as [`open`](Question::open) does, and in the same pass profile it and draw at most `rows`
    /// rows and `values` values, which is announced.
    ///
    /// # Errors
    /// When the table cannot be read or lacks a column that was named.
    pub fn scan(&self, rows: usize, values: usize, session: &Session) -> Result<Scan, Fault> {
        let mut progress = session.progress("reading");
        let sampling = Sampling { rows, values, seed: session.seed() };
        let scan = Table::scan(&self.source, session.reading(), sampling, &mut |rows| progress.count(rows))?;
        drop(progress);
        self.has_columns(&scan.table)?;
        announce(&scan.sample, scan.profile.rows, session);
        Ok(scan)
    }

    fn has_columns(&self, table: &Table) -> Result<(), Fault> {
        let named = [
            (Some(&self.target), "target"),
            (self.time.as_ref(), "time"),
            (self.group.as_ref(), "group"),
            (self.weight.as_ref(), "weight"),
        ];
        for (name, role) in named.iter().filter_map(|(name, role)| name.map(|name| (name, role))) {
            has_column(table, name, role)?;
        }
        Ok(())
    }
}

/// Make sure that a table has a column.
///
/// # Errors
/// When it has not; near names are suggested.
pub fn has_column(table: &Table, name: &str, role: &str) -> Result<(), Fault> {
    let names: Vec<&str> = table.columns().iter().map(|field| field.name.as_str()).collect();
    if names.contains(&name) {
        return Ok(());
    }
    let fault = Fault::new(format!("{} has no column {name}, named as {role}", table.name()));
    Err(match report::suggest::nearest(name, names.iter().copied()) {
        Some(near) => fault.hint(format!("did you mean {near}?")),
        None => fault.hint(format!("its columns are {}", report::suggest::one_of(names.iter().copied()))),
    })
}

/// Say of a fault in which table it is, unless it says so itself.
pub fn in_table(table: &Table) -> impl Fn(Fault) -> Fault {
    let name = table
        .files()
        .first()
        .and_then(|file| file.file_name())
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.filter(|_| table.files().len() == 1).unwrap_or_else(|| table.name().to_owned());
    move |fault| Fault { message: format!("{name}: {}", fault.message), ..fault }
}

/// At most `rows` rows of a table: all of them, or a seeded sample that is announced.
///
/// # Errors
/// When the table cannot be read.
pub fn rows(table: &Table, rows: usize, session: &Session) -> Result<Frame, Fault> {
    let frame = table.sample(rows, session.seed(), None)?;
    announce(&frame, table.rows(), session);
    Ok(frame)
}

fn announce(sample: &Frame, of: u64, session: &Session) {
    if (sample.rows() as u64) < of {
        session.say(&format!("looking closely at a sample of {} rows", number::count(sample.rows() as i128)));
    }
}
