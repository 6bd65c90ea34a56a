//! The project around a command: the plan in the nearest `tenet.toml`, and its record.

use std::path::{Path, PathBuf};

use ::plan::{Agreement, Plan};
use learn::{Metric, Worth};
use record::Record;
use report::{Fault, Finding};
use serde::Serialize;

use crate::rules;
use crate::session::Session;

/// A folder with a plan.
pub struct Project {
    /// The plan.
    pub plan: Plan,
    /// What happened so far.
    pub record: Record,
    folder: PathBuf,
}

impl Project {
    /// The project the session runs in, if it runs in one.
    ///
    /// # Errors
    /// When there is a `tenet.toml` that cannot be read or allows a rule that does not exist.
    pub fn around(session: &Session) -> Result<Option<Project>, Fault> {
        Plan::find(&session.folder).map(|file| Project::read(&file)).transpose()
    }

    /// The project of this `tenet.toml`.
    ///
    /// # Errors
    /// As [`Project::around`].
    pub fn read(file: &Path) -> Result<Project, Fault> {
        let plan = Plan::read(file)?;
        plan.check_allowed(&rules::names())?;
        let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
        Ok(Project { plan, record: Record::of(&folder), folder })
    }

    /// A path written in the plan, which is relative to the plan's folder.
    pub fn path(&self, written: &str) -> String {
        if written.contains("://") {
            written.to_owned()
        } else {
            self.folder.join(written).display().to_string()
        }
    }

    /// The plan's worth of a case, once it says what a case is worth and how many there are.
    pub fn worth(&self) -> Option<Worth> {
        let worth = &self.plan.worth;
        let cells = worth.cells();
        if cells.is_none() && !worth.per_unit() {
            return None;
        }
        let [true_positive, false_positive, false_negative, true_negative] = cells.unwrap_or_default();
        let number =
            |field: &Option<::plan::Located<::plan::Range>>| field.as_ref().map(|field| field.expected());
        Some(Worth {
            true_positive,
            false_positive,
            false_negative,
            true_negative,
            over_per_unit: number(&worth.over_per_unit).unwrap_or_default(),
            under_per_unit: number(&worth.under_per_unit).unwrap_or_default(),
            cases_per_month: number(&worth.cases_per_month)?,
            currency: self.plan.currency().to_owned(),
        })
    }

    /// Everyone's agreements to the plan so far.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn agreements(&self) -> Result<Vec<Agreement>, Fault> {
        self.record.agreements()
    }

    /// Keep the evidence of a step.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn keep(&self, step: &str, session: &Session, evidence: &impl Serialize) -> Result<(), Fault> {
        self.record.keep(step, &session.now(), evidence)
    }
}

/// Mark the findings the project's plan allows.
pub fn allow(project: Option<&Project>, findings: &mut [Finding]) {
    if let Some(project) = project {
        project.plan.allow(findings);
        report::worst_first(findings);
    }
}

/// The deciding measure: the one asked for, else the plan's, else the usual one of the task.
///
/// # Errors
/// When there is no such measure or it does not fit the task.
pub fn metric(asked: Option<&str>, project: Option<&Project>, task: frame::Task) -> Result<Metric, Fault> {
    let planned = project.and_then(|project| ::plan::answer(&project.plan.success.metric));
    let worth = project.and_then(Project::worth);
    match asked.or(planned) {
        Some(name) => Metric::parse(name, task, worth.as_ref()),
        None => Ok(Metric::default_for(task)),
    }
}
