//! The record as plain files, as the first releases kept it: taken over once, then moved aside.

use std::fs;
use std::path::Path;

use report::Fault;
use serde_json::{Value, json};

use crate::entry::{Kind, New};

const FILES: [&str; 3] = ["evidence", "agreements.json", "history.jsonl"];

/// Where the plain files are moved to, inside the record's folder.
const ASIDE: &str = "before-record.db";

/// Whether there are plain files in this folder.
pub(crate) fn is_there(folder: &Path) -> bool {
    FILES.iter().any(|name| folder.join(name).exists())
}

/// What the plain files hold, as entries. When a line of the history cannot be read it is left out, as the
/// releases that wrote it did; the files themselves are kept.
pub(crate) fn entries(folder: &Path) -> Result<Vec<New>, Fault> {
    let history = text(&folder.join("history.jsonl"))?.unwrap_or_default();
    let events: Vec<Value> = history.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let at = |event: &Value| event["at"].as_str().unwrap_or("1970-01-01T00:00:00Z").to_owned();
    let new = |kind, subject: &str, at: String, body| New {
        kind,
        subject: subject.to_owned(),
        at,
        by: "tenet".to_owned(),
        made_from: Value::Null,
        body,
    };
    let mut entries = Vec::new();
    for event in &events {
        if let Some(key) = event["holdout"].as_str() {
            entries.push(new(Kind::Holdout, key, at(event), json!({ "opened": true })));
        }
    }
    let agreements = json(&folder.join("agreements.json"))?.unwrap_or_default();
    for agreement in agreements.as_array().into_iter().flatten() {
        let side = agreement["role"].as_str().unwrap_or_default();
        let on = format!("{}T00:00:00Z", agreement["on"].as_str().unwrap_or("1970-01-01"));
        let by = agreement["by"].as_str().unwrap_or("tenet").to_owned();
        entries.push(New { by, ..new(Kind::Agreement, side, on, agreement.clone()) });
    }
    let mut steps: Vec<_> = match fs::read_dir(folder.join("evidence")) {
        Ok(files) => files.flatten().map(|file| file.path()).collect(),
        Err(_) => Vec::new(),
    };
    steps.sort();
    for file in steps.iter().filter(|file| file.extension().is_some_and(|ending| ending == "json")) {
        let step = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(body) = json(file)? {
            let last = events.iter().rev().find(|event| event["step"] == *step);
            entries.push(new(Kind::Evidence, &step, last.map_or_else(|| at(&Value::Null), at), body));
        }
    }
    Ok(entries)
}

/// Move the plain files aside, so that they are taken over once.
pub(crate) fn set_aside(folder: &Path) -> Result<(), Fault> {
    let aside = folder.join(ASIDE);
    let moved = || {
        fs::create_dir_all(&aside)?;
        for name in FILES.iter().filter(|name| folder.join(name).exists()) {
            fs::rename(folder.join(name), aside.join(name))?;
        }
        Ok(())
    };
    moved().map_err(|error: std::io::Error| {
        Fault::new(format!("the earlier record in {} cannot be moved aside: {error}", folder.display()))
    })
}

fn text(path: &Path) -> Result<Option<String>, Fault> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::new(format!("cannot read {}: {error}", path.display()))),
    }
}

fn json(path: &Path) -> Result<Option<Value>, Fault> {
    let Some(text) = text(path)? else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|error| {
        Fault::new(format!("{} is damaged: {error}", path.display()))
            .hint("an earlier tenet wrote it; move it away and run the step again")
    })
}
