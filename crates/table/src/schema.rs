//! One schema for all files of a table, or the fault that names the two files that do not fit.

use frame::Kind;
use report::Fault;

use crate::inference::{Census, Reading};
use crate::source::Source;
use crate::survey::{Head, Survey};

/// A column of the table: its name, and how its texts are read.
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) reading: Reading,
}

/// The names of the columns of all files, in the first file's order; a fault unless all files have the same.
pub(crate) fn names(heads: &[Head]) -> Result<Vec<String>, Fault> {
    let Some((first, others)) = heads.split_first() else { return Ok(Vec::new()) };
    others.iter().try_for_each(|other| same_names(&first.source, &other.source))?;
    Ok(first.source.names.clone())
}

/// The columns of all files together, by the values each file has; one that `stays` text is so, whatever its values.
///
/// Where kinds differ, whole numbers widen to numbers and dates to timestamps, a column without values fits any
/// kind, and codes among numbers make all of them text; anything else is a fault.
pub(crate) fn reconcile(names: Vec<String>, stays: &[bool], surveys: &[Survey]) -> Result<Vec<Shape>, Fault> {
    let Some(first) = surveys.first() else { return Ok(Vec::new()) };
    let named = names.into_iter().zip(stays).enumerate();
    named
        .map(|(at, (name, stays))| {
            if *stays {
                return Ok(Shape { name, reading: Reading::Text });
            }
            let mut total = Census::default();
            surveys.iter().for_each(|survey| total.merge(&survey.censuses[at]));
            let (reading, _) = total.decide(first.source.commas());
            if !(reading == Reading::Text && total.has_codes()) {
                same_kinds(&name, at, surveys)?;
            }
            Ok(Shape { name, reading })
        })
        .collect()
}

fn same_names(first: &Source, other: &Source) -> Result<(), Fault> {
    let (mine, theirs) = (&first.names, &other.names);
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let missing = these.iter().filter(|name| !those.contains(name));
        missing.take(5).map(|name| format!("`{name}`")).collect()
    };
    let (only_mine, only_theirs) = (only(mine, theirs), only(theirs, mine));
    let (one, two) = (first.path.display(), other.path.display());
    let told: Vec<String> = [(one, only_mine), (two, only_theirs)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(path, names)| format!("only {path} has {}", names.join(", ")))
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    let (one, two) = (first.path.display(), other.path.display());
    Err(Fault::new(format!("{one} and {two} have different columns: {}", told.join("; ")))
        .hint("name only files of one table, such as with a glob"))
}

fn same_kinds(name: &str, column: usize, surveys: &[Survey]) -> Result<(), Fault> {
    let mut known: Option<(&Survey, Kind)> = None;
    for survey in surveys.iter().filter(|survey| survey.censuses[column].tells()) {
        let kind = survey.censuses[column].decide(survey.source.commas()).0.kind();
        match known {
            Some((first, other)) if family(other) != family(kind) => {
                let (one, two) = (first.source.path.display(), survey.source.path.display());
                return Err(Fault::new(format!(
                    "`{name}` holds {} in {one} but {} in {two}",
                    plural(other),
                    plural(kind)
                ))
                .hint("name only files of one table, or mend the column in one of them"));
            }
            Some(_) => {}
            None => known = Some((survey, kind)),
        }
    }
    Ok(())
}

/// Kinds that widen into each other.
fn family(kind: Kind) -> Kind {
    match kind {
        Kind::Integer => Kind::Number,
        Kind::Date => Kind::Timestamp,
        other => other,
    }
}

/// A kind as a message names its values.
pub(crate) fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "true and false",
        Kind::Integer => "whole numbers",
        Kind::Number => "numbers",
        Kind::Date => "dates",
        Kind::Timestamp => "timestamps",
        Kind::Text => "text",
    }
}
