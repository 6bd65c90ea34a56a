//! What happened in a project: the evidence each step left, agreements, and openings of the holdout.
//!
//! A record is the folder `.tenet` beside `tenet.toml`. `evidence/<step>.json` is the last evidence of a
//! step; `agreements.json` who agreed to what; `history.jsonl` is only ever appended to, one line an event.
//! A write is whole or not at all: a file is written beside its place and then renamed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use report::Fault;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// A project's record.
#[derive(Debug, Clone)]
pub struct Record {
    folder: PathBuf,
}

impl Record {
    /// The record of the project in this folder. Nothing is written before there is something to keep.
    pub fn of(project: &Path) -> Record {
        Record { folder: project.join(".tenet") }
    }

    /// Where the record is kept.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keep the evidence a step left, in place of the step's earlier one, and note the event in the history.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep(&self, step: &str, at: &str, evidence: &impl Serialize) -> Result<(), Fault> {
        let text = serde_json::to_string_pretty(evidence)
            .map_err(|error| Fault::new(format!("the evidence of {step} cannot be written down: {error}")))?;
        self.write(&Path::new("evidence").join(format!("{step}.json")), &text)?;
        self.note(&json!({ "at": at, "step": step }))
    }

    /// The last evidence of a step.
    ///
    /// # Errors
    /// When the file is there but cannot be read.
    pub fn evidence(&self, step: &str) -> Result<Option<Value>, Fault> {
        self.read(&Path::new("evidence").join(format!("{step}.json")))
    }

    /// How often the holdout with this key (of one table, target and split) was opened.
    ///
    /// # Errors
    /// When the history is there but cannot be read.
    pub fn holdout_openings(&self, key: &str) -> Result<u32, Fault> {
        let path = self.folder.join("history.jsonl");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(Fault::new(format!("cannot read {}: {error}", path.display()))),
        };
        let events = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        Ok(events.filter(|event| event["holdout"] == key).count() as u32)
    }

    /// Note that the holdout with this key was opened.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open_holdout(&self, key: &str, at: &str) -> Result<(), Fault> {
        self.note(&json!({ "at": at, "holdout": key }))
    }

    /// Who agreed to the plan; none yet is the default of `T`.
    ///
    /// # Errors
    /// When the file is there but cannot be read.
    pub fn agreements<T: DeserializeOwned + Default>(&self) -> Result<T, Fault> {
        Ok(self.read(Path::new("agreements.json"))?.unwrap_or_default())
    }

    /// Keep who agreed to the plan.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep_agreements(&self, agreements: &impl Serialize) -> Result<(), Fault> {
        let text = serde_json::to_string_pretty(agreements)
            .map_err(|error| Fault::new(format!("the agreements cannot be written down: {error}")))?;
        self.write(Path::new("agreements.json"), &text)
    }

    fn read<T: DeserializeOwned>(&self, name: &Path) -> Result<Option<T>, Fault> {
        let path = self.folder.join(name);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::new(format!("cannot read {}: {error}", path.display()))),
        };
        serde_json::from_str(&text).map(Some).map_err(|error| {
            Fault::new(format!("{} is damaged: {error}", path.display()))
                .hint("it is written by tenet; move it away and run the step again")
        })
    }

    fn write(&self, name: &Path, text: &str) -> Result<(), Fault> {
        let path = self.folder.join(name);
        let draft = path.with_extension("draft");
        let whole = || {
            fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
            fs::write(&draft, format!("{text}\n"))?;
            fs::rename(&draft, &path)
        };
        whole().map_err(|error| Fault::new(format!("cannot write {}: {error}", path.display())))
    }

    fn note(&self, event: &Value) -> Result<(), Fault> {
        let path = self.folder.join("history.jsonl");
        let append = || {
            fs::create_dir_all(&self.folder)?;
            let mut history = fs::OpenOptions::new().create(true).append(true).open(&path)?;
            history.write_all(format!("{event}\n").as_bytes())
        };
        append().map_err(|error| Fault::new(format!("cannot write {}: {error}", path.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_last_evidence_of_a_step() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::of(folder.path());
        assert_eq!(record.evidence("scope").unwrap(), None);
        record.keep("scope", "2026-01-01", &json!({ "decision": "unsure" })).unwrap();
        record.keep("scope", "2026-01-02", &json!({ "decision": "go" })).unwrap();
        assert_eq!(record.evidence("scope").unwrap().unwrap()["decision"], "go");
    }

    #[test]
    fn counts_openings_of_one_holdout_only() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::of(folder.path());
        record.open_holdout("a", "2026-01-01").unwrap();
        record.open_holdout("b", "2026-01-01").unwrap();
        record.open_holdout("a", "2026-01-02").unwrap();
        assert_eq!((record.holdout_openings("a").unwrap(), record.holdout_openings("c").unwrap()), (2, 0));
    }

    #[test]
    fn a_damaged_file_is_a_fault_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::of(folder.path());
        record.keep_agreements(&json!([1, 2])).unwrap();
        fs::write(folder.path().join(".tenet/agreements.json"), "[1, ").unwrap();
        let fault = record.agreements::<Vec<u32>>().unwrap_err();
        assert!(fault.message.contains("agreements.json is damaged"), "{fault}");
    }
}
