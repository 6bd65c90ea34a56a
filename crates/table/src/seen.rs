//! All files of a table seen: what its columns are, for all values and not only the first thousand.

use std::path::PathBuf;

use frame::{Frame, Profile};
use report::Fault;

use crate::inference::{Census, Reading};
use crate::pass::{Found, Pass};
use crate::schema::{Shape, names, reconcile};
use crate::source::Source;
use crate::strays::Strays;
use crate::survey::{Head, Survey};
use crate::table::Sampling;

/// What is known of the files of a table once all values were looked at.
pub(crate) struct Seen {
    pub(crate) surveys: Vec<Survey>,
    pub(crate) shapes: Vec<Shape>,
    /// For each column the texts that cannot be read as it is.
    pub(crate) strays: Vec<Strays>,
    /// Columns passed over, each with the reason.
    pub(crate) skipped: Vec<(String, String)>,
    /// The profile and the sample, when they were wanted.
    pub(crate) known: Option<(Profile, Frame)>,
}

/// Some values of so many files tell how the columns are likely read.
const HEADS: usize = 4;

impl Seen {
    /// See all rows of these files: once, if a few values told what the columns are, else twice. Columns `kept` as
    /// text are so, where a file writes them as text.
    pub(crate) fn of(
        files: &[PathBuf],
        threads: usize,
        kept: &[&str],
        wanted: Option<Sampling>,
        on_progress: &mut dyn FnMut(u64),
    ) -> Result<Seen, Fault> {
        let heads: Vec<Head> = files.iter().map(|file| Head::of(file, threads)).collect::<Result<_, _>>()?;
        let names = names(&heads)?;
        let sources: Vec<Source> = heads.iter().map(|head| head.source.clone()).collect();
        let mut skipped: Vec<(String, String)> = Vec::new();
        for (name, why) in heads.iter().flat_map(|head| &head.skipped) {
            if !skipped.iter().any(|(known, _)| known == name) {
                skipped.push((name.clone(), why.clone()));
            }
        }
        let stays =
            |name: &String| kept.contains(&name.as_str()) && heads.iter().any(|head| head.writes_text(name));
        let stays: Vec<bool> = names.iter().map(stays).collect();
        let mut likely = likely(&heads, &names)?;
        likely.iter_mut().zip(&stays).filter(|(_, stays)| **stays).for_each(|(one, _)| *one = Reading::Text);
        let pass = Pass { names: &names, readings: &likely, threads, wanted };
        let mut found = pass.over(&sources, on_progress)?;
        let values = heads.into_iter().zip(std::mem::take(&mut found.files));
        let surveys: Vec<Survey> =
            values.map(|(head, (censuses, rows))| head.survey(censuses, rows)).collect::<Result<_, _>>()?;
        let shapes = reconcile(names.clone(), &stays, &surveys)?;
        let readings: Vec<Reading> = shapes.iter().map(|shape| shape.reading.widest()).collect();
        if readings != likely {
            found = Pass { readings: &readings, ..pass }.over(&sources, on_progress)?;
        }
        let Found { strays, known, .. } = found;
        Ok(Seen { surveys, shapes, strays, skipped, known })
    }
}

/// How the columns are read if all values are like those at first glance.
fn likely(heads: &[Head], names: &[String]) -> Result<Vec<Reading>, Fault> {
    let Some(first) = heads.first() else { return Ok(Vec::new()) };
    let mut censuses = vec![Census::default(); names.len()];
    for head in heads.iter().take(HEADS) {
        censuses.iter_mut().zip(head.glimpsed(names)?).for_each(|(all, file)| all.merge(&file));
    }
    Ok(censuses.iter().map(|census| census.decide(first.source.commas()).0.widest()).collect())
}
