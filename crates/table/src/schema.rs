//! One schema for all files of a table, or the fault that names the two files that do not fit.

use frame::Kind;
use report::Fault;

use crate::inference::{Census, Reading};
use crate::survey::Survey;

/// A column of the table: its name, how its texts are read, and how many cannot be.
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) reading: Reading,
    pub(crate) strays: u64,
}

/// The columns of all files together, in the first file's order.
///
/// The files must have the same columns, in any order. Where kinds differ, whole numbers widen to numbers
/// and dates to timestamps, a column without values fits any kind, and codes among numbers make all of
/// them text; anything else is a fault.
pub(crate) fn reconcile(surveys: &[Survey]) -> Result<Vec<Shape>, Fault> {
    let Some((first, others)) = surveys.split_first() else { return Ok(Vec::new()) };
    others.iter().try_for_each(|other| same_names(first, other))?;
    let name_all = first.source.names.iter();
    name_all
        .map(|name| {
            let seen: Vec<(&Survey, Census)> =
                surveys.iter().filter_map(|survey| Some((survey, survey.census(name)?))).collect();
            let mut total = Census::default();
            seen.iter().for_each(|(_, census)| total.merge(census));
            let (reading, strays) = total.decide(first.commas());
            if !(reading == Reading::Text && total.has_codes()) {
                same_kinds(name, &seen)?;
            }
            Ok(Shape { name: name.clone(), reading, strays })
        })
        .collect()
}

impl Survey {
    fn census(&self, name: &str) -> Option<Census> {
        let at = self.source.names.iter().position(|own| own == name)?;
        self.censuses.get(at).copied()
    }
}

fn same_names(first: &Survey, other: &Survey) -> Result<(), Fault> {
    let (mine, theirs) = (&first.source.names, &other.source.names);
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let missing = these.iter().filter(|name| !those.contains(name));
        missing.take(5).map(|name| format!("`{name}`")).collect()
    };
    let (only_mine, only_theirs) = (only(mine, theirs), only(theirs, mine));
    let (one, two) = (first.source.path.display(), other.source.path.display());
    let told: Vec<String> = [(one, only_mine), (two, only_theirs)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(path, names)| format!("only {path} has {}", names.join(", ")))
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    let (one, two) = (first.source.path.display(), other.source.path.display());
    Err(Fault::new(format!("{one} and {two} have different columns: {}", told.join("; ")))
        .hint("name only files of one table, such as with a glob"))
}

fn same_kinds(name: &str, seen: &[(&Survey, Census)]) -> Result<(), Fault> {
    let mut known: Option<(&Survey, Kind)> = None;
    for (survey, census) in seen.iter().filter(|(_, census)| census.tells()) {
        let kind = census.decide(survey.commas()).0.kind();
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
