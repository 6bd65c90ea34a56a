//! The first pass over a file: every value is looked at, so nothing later can be silently wrong.

use std::collections::HashMap;
use std::path::Path;

use frame::Kind;
use report::{Fault, number::count};

use crate::arrays;
use crate::csv::{Dialect, looks_like_data, sniff};
use crate::inference::{Census, Commas};
use crate::json;
use crate::pipeline::in_order;
use crate::place::{Compression, Format, format};
use crate::source::{Part, Source};

/// What the first pass over one file tells.
pub(crate) struct Survey {
    pub(crate) source: Source,
    /// What the values of each of the source's columns are.
    pub(crate) censuses: Vec<Census>,
    pub(crate) rows: u64,
    /// Columns passed over, each with the reason.
    pub(crate) skipped: Vec<(String, String)>,
}

/// The most columns a table may have.
pub(crate) const MOST_COLUMNS: usize = 5_000;

impl Survey {
    /// Look at every value of a file.
    pub(crate) fn of(path: &Path, threads: usize) -> Result<Survey, Fault> {
        // `place::files` names only files whose format is known.
        let (format, compression) = format(path).unwrap_or((Format::Csv, Compression::None));
        let dialect = Dialect { delimiter: b',', skip: 0 };
        let source = Source { path: path.to_owned(), format, compression, dialect, names: Vec::new() };
        let survey = match format {
            Format::Csv => csv(source, threads)?,
            Format::Json => lines(source)?,
            Format::Parquet | Format::Arrow => columnar(source, threads)?,
        };
        let shown = path.display();
        if survey.rows == 0 {
            return Err(Fault::new(format!(
                "{shown} names {} columns but has no rows",
                survey.source.names.len()
            ))
            .hint("check how the file was made; at least one row is needed"));
        }
        if survey.source.names.is_empty() {
            return Err(Fault::new(format!("{shown} has no column that can be read"))
                .hint("flatten its lists and structures into columns of single values"));
        }
        Ok(survey)
    }

    /// What a comma in a number means when no value tells.
    pub(crate) fn commas(&self) -> Commas {
        let semicolons = self.source.format == Format::Csv && self.source.dialect.delimiter == b';';
        if semicolons { Commas::Decimal } else { Commas::Thousands }
    }
}

fn csv(mut source: Source, threads: usize) -> Result<Survey, Fault> {
    source.dialect = sniff(&source.path, source.compression)?;
    let rows = crate::csv::Rows::open(&source.path, source.compression, source.dialect)?;
    let written = rows.names().to_vec();
    drop(rows);
    source.names = written
        .iter()
        .enumerate()
        .map(|(at, name)| match name.trim() {
            "" => format!("column_{}", at + 1),
            name => name.to_owned(),
        })
        .collect();
    check_names(&source)?;
    let (censuses, rows) = census(&source, threads)?;
    let survey = Survey { source, censuses, rows, skipped: Vec::new() };
    let kinds: Vec<Kind> =
        survey.censuses.iter().map(|census| census.decide(survey.commas()).0.kind()).collect();
    if looks_like_data(&written, &kinds) {
        let shown = survey.source.path.display();
        let first: Vec<&str> = written.iter().take(6).map(String::as_str).collect();
        return Err(Fault::new(format!(
            "{shown} has no line of column names: its first line is {}",
            first.join(", ")
        ))
        .hint("put a line with the columns' names on top"));
    }
    Ok(survey)
}

fn lines(mut source: Source) -> Result<Survey, Fault> {
    let seen = json::survey(&source.path, source.compression)?;
    if seen.rows == 0 {
        return Err(Fault::new(format!("{} is empty", source.path.display()))
            .hint("each line must be one object, such as {\"age\": 39, \"city\": \"Oslo\"}"));
    }
    let (names, censuses) = seen.columns.into_iter().unzip();
    source.names = names;
    check_names(&source)?;
    let nested = "it holds lists or structures".to_owned();
    let skipped = seen.nested.into_iter().map(|name| (name, nested.clone())).collect();
    Ok(Survey { source, censuses, rows: seen.rows, skipped })
}

fn columnar(mut source: Source, threads: usize) -> Result<Survey, Fault> {
    let (schema, _) = arrays::open(&source.path, source.format, None)?;
    let mut skipped = Vec::new();
    for field in schema.fields() {
        match arrays::kind(field.data_type()) {
            Ok(_) => source.names.push(field.name().clone()),
            Err(why) => skipped.push((field.name().clone(), why)),
        }
    }
    check_names(&source)?;
    let (censuses, rows) = census(&source, threads)?;
    Ok(Survey { source, censuses, rows, skipped })
}

/// Count over all values of a file, and its rows.
fn census(source: &Source, threads: usize) -> Result<(Vec<Census>, u64), Fault> {
    let (mut total, mut rows) = (vec![Census::default(); source.names.len()], 0);
    let mut failed = Ok(());
    in_order(
        threads,
        source.parts(&source.names)?,
        |part| (part.rows(), counted(&part)),
        |(count, result)| {
            rows += count as u64;
            match result {
                Ok(censuses) => total.iter_mut().zip(&censuses).for_each(|(total, part)| total.merge(part)),
                Err(fault) => failed = Err(fault),
            }
        },
    )?;
    failed.map(|()| (total, rows))
}

/// The census of each column of a part.
fn counted(part: &Part) -> Result<Vec<Census>, Fault> {
    match part {
        Part::Texts(records, positions) => {
            let mut censuses = vec![Census::default(); positions.len()];
            for (census, &column) in censuses.iter_mut().zip(positions.iter()) {
                (0..records.rows())
                    .filter_map(|row| records.text(row, column))
                    .for_each(|text| census.add(text));
            }
            Ok(censuses)
        }
        Part::Arrays(batch) => {
            let schema = batch.schema();
            let columns = batch.columns().iter().zip(schema.fields());
            columns
                .map(|(array, field)| {
                    let mut census = Census::default();
                    arrays::count(&mut census, array).map_err(|error| {
                        Fault::new(format!("the column `{}` cannot be read: {error}", field.name()))
                    })?;
                    Ok(census)
                })
                .collect()
        }
    }
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
