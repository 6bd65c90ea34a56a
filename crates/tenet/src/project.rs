//! The project around a command: the plan in the nearest `tenet.toml`, its record, and where it stands.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ::plan::gates::{DataUsed, Decided, Facts, GATES, Kept, MadeFrom, Stage, Standing};
use ::plan::{Agreement, Deed, Held, Known, Plan};
use learn::{Metric, Worth};
use record::{Entry, Kind, New, Place, Record};
use report::{Fault, Finding};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use table::{Digests, Table};

use crate::session::Session;
use crate::{git, rules};

/// A folder with a plan.
pub struct Project {
    /// The plan.
    pub plan: Plan,
    /// What happened so far.
    pub record: Record,
    /// Where the plan lies.
    pub folder: PathBuf,
    digests: RefCell<Digests>,
}

impl Project {
    /// The project the session runs in, if it runs in one.
    ///
    /// # Errors
    /// When there is a `tenet.toml` that cannot be read or allows a rule that does not exist.
    pub fn around(session: &Session) -> Result<Option<Project>, Fault> {
        Plan::find(&session.folder).map(|file| Project::read(&file, session)).transpose()
    }

    /// The project the session runs in.
    ///
    /// # Errors
    /// As [`Project::around`], and when there is none.
    pub fn here(session: &Session) -> Result<Project, Fault> {
        Project::around(session)?.ok_or_else(|| {
            Fault::new(format!("there is no {} here or in a folder above", ::plan::FILE_NAME))
                .hint("`tenet new` starts one")
        })
    }

    /// The project of this `tenet.toml`.
    ///
    /// # Errors
    /// As [`Project::around`].
    pub fn read(file: &Path, session: &Session) -> Result<Project, Fault> {
        let plan = Plan::read(file)?;
        plan.check_allowed(&rules::names())?;
        let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
        let place = match session.record() {
            Some(place) => Place::parse(&place, &session.folder)?,
            None => Place::of(&folder),
        };
        let last = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let record = Record::at(place, ::plan::answer(&plan.project.name).unwrap_or(&last));
        let digests = Digests::kept_in(&folder.join(".tenet").join("digests.json"));
        Ok(Project { plan, record, folder, digests: RefCell::new(digests) })
    }

    /// A path written in the plan, which is relative to the plan's folder.
    pub fn path(&self, written: &str) -> String {
        let inside = |path: &str| self.folder.join(path).display().to_string();
        match written.strip_prefix("sqlite:") {
            Some(file) => format!("sqlite:{}", inside(file.trim_start_matches("//"))),
            None if table::is_elsewhere(written) => written.to_owned(),
            None => inside(written),
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

    /// What evidence made now is made from, to be completed with the data and the options.
    pub fn made_from(&self, session: &Session) -> MadeFrom {
        MadeFrom {
            code: git::revision(&self.folder),
            tenet: env!("CARGO_PKG_VERSION").to_owned(),
            options: [("seed".to_owned(), json!(session.seed()))].into_iter().collect(),
            ..MadeFrom::plan(&self.plan)
        }
    }

    /// A table that was read, by the name it has for the project.
    pub fn used(&self, source: &str, table: &Table) -> DataUsed {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let path = whole(Path::new(source));
        let named = match path.strip_prefix(whole(&self.folder)) {
            Ok(inside) if !table::is_elsewhere(source) => inside.display().to_string(),
            _ => table::without_password(source),
        };
        DataUsed { source: named, digest: table.digest().to_owned() }
    }

    /// Keep the evidence of a step, with what it was made from and how long that took.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn keep(
        &self,
        stage: Stage,
        session: &Session,
        evidence: Value,
        made_from: MadeFrom,
        seconds: f64,
    ) -> Result<(), Fault> {
        self.record.append(self.evidence(stage, session, evidence, made_from, seconds)?).map(|_| ())
    }

    /// The entry that keeps the evidence of a step.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn evidence(
        &self,
        stage: Stage,
        session: &Session,
        mut evidence: Value,
        mut made_from: MadeFrom,
        seconds: f64,
    ) -> Result<New, Fault> {
        if let Value::Object(fields) = &mut evidence {
            fields.insert("seconds".to_owned(), json!(seconds));
        }
        for gate in GATES.iter().filter(|gate| gate.stage < stage) {
            if let Some(last) = self.record.last(Kind::Evidence, gate.stage.word())? {
                made_from.earlier.insert(gate.stage.word().to_owned(), last.digest);
            }
        }
        Ok(New {
            kind: Kind::Evidence,
            subject: stage.word().to_owned(),
            at: session.now(),
            by: session.person(),
            made_from: json!(made_from),
            body: evidence,
        })
    }

    /// What the record knows besides the plan.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn known(&self) -> Result<Known, Fault> {
        let agreements: Vec<Agreement> = bodies(&self.record.of_kind(Kind::Agreement)?);
        let reviews: Vec<Held> = bodies(&self.record.of_kind(Kind::Review)?);
        let deed = |what: String, by: &str| Deed { what, by: by.to_owned() };
        let mut deeds: Vec<Deed> = agreements
            .iter()
            .map(|agreement| deed(format!("agreed for {}", agreement.role.word()), &agreement.by))
            .collect();
        for held in &reviews {
            let what = format!("took part in the {} review", held.kind.word());
            deeds.extend(held.who.iter().map(|who| deed(what.clone(), who)));
        }
        let decisions = self.record.of_kind(Kind::Decision)?;
        deeds.extend(decisions.iter().map(|entry| deed(format!("decided on {}", entry.subject), &entry.by)));
        Ok(Known { agreements, reviews, deeds, ..Known::default() })
    }

    /// Where the project stands.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn standing(&self, session: &Session) -> Result<Standing, Fault> {
        self.standing_with(&self.plan, &self.facts(session)?, session)
    }

    /// Where the project would stand with this plan.
    ///
    /// # Errors
    /// As [`Project::standing`].
    pub fn standing_with(&self, plan: &Plan, facts: &Facts, session: &Session) -> Result<Standing, Fault> {
        let judged = ::plan::run(plan, session.today(), &self.known()?);
        Ok(::plan::gates::standing(plan, &judged, facts))
    }

    /// The last evidence of a step. A look for drift does not say whether it pays: it stands for its step only while it stops
    /// the project, or while nothing else has been judged.
    fn last_evidence(&self, stage: Stage) -> Result<Option<Entry>, Fault> {
        let is_drift = |entry: &Entry| entry.body["kind"] == "drift";
        let last = self.record.last(Kind::Evidence, stage.word())?;
        let Some(drift) = last.as_ref().filter(|entry| is_drift(entry)) else { return Ok(last) };
        let stops = |finding: &Value| finding["level"] == "stop" && finding["allowed"].is_null();
        if drift.body["findings"].as_array().is_some_and(|findings| findings.iter().any(stops)) {
            return Ok(last);
        }
        let all = self.record.of_kind(Kind::Evidence)?;
        let judged = all.into_iter().rfind(|entry| entry.subject == stage.word() && !is_drift(entry));
        Ok(judged.or(last))
    }

    /// What tells where the project stands: the last evidence of each step, and the data as it is now.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn facts(&self, session: &Session) -> Result<Facts, Fault> {
        let mut kept = BTreeMap::new();
        for gate in &GATES {
            if let Some(entry) = self.last_evidence(gate.stage)? {
                let made_from = serde_json::from_value(entry.made_from).ok();
                let (at, evidence, digest) = (entry.at, entry.body, entry.digest);
                kept.insert(gate.stage, Kept { at, evidence, made_from, digest });
            }
        }
        let mut digests = self.digests.borrow_mut();
        let sources = Facts::sources(&self.plan, &kept);
        let now = sources.into_iter().map(|source| {
            let digest = digests.of(&self.path(&source)).map_err(|fault| fault.message);
            (source, digest)
        });
        let now = now.collect();
        digests.save();
        Ok(Facts {
            kept,
            digests: now,
            decided: self.record.of_kind(Kind::Decision)?.into_iter().filter_map(decided).collect(),
            agreements: bodies(&self.record.of_kind(Kind::Agreement)?),
            today: session.today(),
        })
    }
}

/// What entries keep, those of another form left out.
fn bodies<T: DeserializeOwned>(entries: &[Entry]) -> Vec<T> {
    entries.iter().filter_map(|entry| serde_json::from_value(entry.body.clone()).ok()).collect()
}

/// A decision to go on against a gate.
fn decided(entry: Entry) -> Option<Decided> {
    let stage = GATES.iter().map(|gate| gate.stage).find(|stage| stage.word() == entry.subject)?;
    let because = entry.body["because"].as_str()?.to_owned();
    Some(Decided { stage, by: entry.by, at: entry.at, because })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_a_plan_may_name_can_be_measured() {
        let worth = Worth {
            true_positive: 1.0,
            false_positive: -1.0,
            false_negative: 0.0,
            true_negative: 0.0,
            over_per_unit: -1.0,
            under_per_unit: -1.0,
            cases_per_month: 1.0,
            currency: "EUR".to_owned(),
        };
        for name in ::plan::metric_names() {
            let name = if name.ends_with('=') { format!("{name}0.8") } else { name };
            let known = |task| Metric::parse(&name, task, Some(&worth)).is_ok();
            let tasks = [frame::Task::Binary, frame::Task::Regression, frame::Task::Forecast];
            assert!(tasks.into_iter().any(known), "{name}");
        }
    }
}
