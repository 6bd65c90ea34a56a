//! What a file says of itself before its rows are read, and what its rows say then.

use std::collections::HashMap;
use std::path::Path;

use frame::Kind;
use report::{Fault, number::count};

use crate::arrays;
use crate::csv::{Dialect, looks_like_data, sniff};
use crate::inference::{Census, Commas, Reading};
use crate::json;
use crate::look::look;
use crate::place::{Compression, Format, format};
use crate::source::Source;

/// What a file's head tells.
pub(crate) struct Head {
    pub(crate) source: Source,
    /// Columns passed over, each with the reason.
    pub(crate) skipped: Vec<(String, String)>,
    /// The names as they are written; told only for CSV.
    written: Vec<String>,
    /// Columns whose values the file writes as text; in CSV all are.
    texts: Vec<String>,
}

/// What all of a file tells.
pub(crate) struct Survey {
    pub(crate) source: Source,
    /// What the values of each column of the table are.
    pub(crate) censuses: Vec<Census>,
    pub(crate) rows: u64,
}

/// The most columns a table may have.
pub(crate) const MOST_COLUMNS: usize = 5_000;

impl Head {
    /// Whether the file writes values of this column as text.
    pub(crate) fn writes_text(&self, name: &str) -> bool {
        self.texts.iter().any(|text| text == name)
    }

    /// Look at the start of a file; of JSON lines at every line, as each may name further columns.
    pub(crate) fn of(path: &Path, threads: usize) -> Result<Head, Fault> {
        // `place::files` names only files whose format is known.
        let (format, compression) = format(path).unwrap_or((Format::Csv, Compression::None));
        let dialect = Dialect { delimiter: b',', skip: 0 };
        let source =
            Source { path: path.to_owned(), format, compression, dialect, start: 0, names: Vec::new() };
        let head = match format {
            Format::Csv => csv(source)?,
            Format::Json => lines(source, threads)?,
            Format::Parquet | Format::Arrow => columnar(source)?,
        };
        check_names(&head.source)?;
        if head.source.names.is_empty() {
            return Err(Fault::new(format!("{} has no column that can be read", path.display()))
                .hint("flatten its lists and structures into columns of single values"));
        }
        Ok(head)
    }

    /// What some values of columns of these names are.
    pub(crate) fn glimpsed(&self, names: &[String]) -> Result<Vec<Census>, Fault> {
        let mut censuses = vec![Census::default(); names.len()];
        for part in self.source.glimpses(names)? {
            let columns = look(&part, names, &vec![Reading::Text; names.len()], false)?;
            censuses.iter_mut().zip(&columns).for_each(|(all, column)| all.merge(&column.census));
        }
        Ok(censuses)
    }

    /// What the file tells, when its values are these.
    pub(crate) fn survey(self, censuses: Vec<Census>, rows: u64) -> Result<Survey, Fault> {
        let shown = self.source.path.display();
        if rows == 0 {
            return Err(Fault::new(format!(
                "{shown} names {} columns but has no rows",
                self.source.names.len()
            ))
            .hint("check how the file was made; at least one row is needed"));
        }
        let survey = Survey { censuses, rows, source: self.source.clone() };
        let kinds: Vec<Kind> =
            survey.censuses.iter().map(|census| census.decide(survey.source.commas()).0.kind()).collect();
        if looks_like_data(&self.written, &kinds) {
            let first: Vec<&str> = self.written.iter().take(6).map(String::as_str).collect();
            return Err(Fault::new(format!(
                "{shown} has no line of column names: its first line is {}",
                first.join(", ")
            ))
            .hint("put a line with the columns' names on top"));
        }
        Ok(survey)
    }
}

impl Source {
    /// What a comma in a number means when no value tells.
    pub(crate) fn commas(&self) -> Commas {
        let semicolons = self.format == Format::Csv && self.dialect.delimiter == b';';
        if semicolons { Commas::Decimal } else { Commas::Thousands }
    }
}

fn csv(mut source: Source) -> Result<Head, Fault> {
    source.dialect = sniff(&source.path, source.compression)?;
    let rows = crate::csv::Rows::open(&source.path, source.compression, source.dialect)?;
    source.start = rows.start();
    let written = rows.names().to_vec();
    source.names = written
        .iter()
        .enumerate()
        .map(|(at, name)| match name.trim() {
            "" => format!("column_{}", at + 1),
            name => name.to_owned(),
        })
        .collect();
    Ok(Head { skipped: Vec::new(), written, texts: source.names.clone(), source })
}

fn lines(mut source: Source, threads: usize) -> Result<Head, Fault> {
    let seen = json::survey(&source.path, source.compression, threads)?;
    if seen.rows == 0 {
        return Err(Fault::new(format!("{} is empty", source.path.display()))
            .hint("each line must be one object, such as {\"age\": 39, \"city\": \"Oslo\"}"));
    }
    source.names = seen.columns;
    let nested = "it holds lists or structures".to_owned();
    let skipped = seen.nested.into_iter().map(|name| (name, nested.clone())).collect();
    Ok(Head { source, skipped, written: Vec::new(), texts: seen.texts })
}

fn columnar(mut source: Source) -> Result<Head, Fault> {
    let (mut skipped, mut texts) = (Vec::new(), Vec::new());
    for field in arrays::schema_of(&source.path, source.format)?.fields() {
        match arrays::kind(field.data_type()) {
            Ok(kind) => {
                source.names.push(field.name().clone());
                texts.extend((kind == Kind::Text).then(|| field.name().clone()));
            }
            Err(why) => skipped.push((field.name().clone(), why)),
        }
    }
    Ok(Head { source, skipped, written: Vec::new(), texts })
}

/// A fault when a name is there twice, or there are too many columns.
fn check_names(source: &Source) -> Result<(), Fault> {
    let shown = source.path.display();
    if source.names.len() > MOST_COLUMNS {
        let (there, most) = (count(source.names.len()), count(MOST_COLUMNS));
        return Err(Fault::new(format!("{shown} has {there} columns; at most {most} are read"))
            .hint("check what separates the values; if it is right, choose the columns that matter and write only those"));
    }
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, name) in source.names.iter().enumerate() {
        places.entry(name).or_default().push(at + 1);
    }
    let mut twice: Vec<(&str, Vec<usize>)> = places.into_iter().filter(|(_, at)| at.len() > 1).collect();
    twice.sort_by(|a, b| a.1.cmp(&b.1));
    if twice.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = twice
        .iter()
        .take(5)
        .map(|(name, at)| {
            let at: Vec<String> = at.iter().map(usize::to_string).collect();
            format!("`{name}` (columns {})", at.join(" and "))
        })
        .collect();
    Err(Fault::new(format!("{shown} gives the same name to several columns: {}", told.join(", ")))
        .hint("rename them so that each name stands once"))
}
