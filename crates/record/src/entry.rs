//! One entry of the record, and the digest that chains it to the one before.

use serde::Serialize;
use serde_json::{Value, json};

/// What an entry keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What a step left behind; its subject is the step.
    Evidence,
    /// What someone decided, and why; its subject says on what.
    Decision,
    /// One side's signature under the plan; its subject is the side.
    Agreement,
    /// A review that was held; its subject is the kind of review.
    Review,
    /// What all candidates are held to, before the first is tried; its subject is the experiment.
    Terms,
    /// One run of a candidate; its subject is the experiment.
    Run,
    /// What was put to use, or taken back; its subject is the package.
    Release,
    /// An opening of sealed rows; its subject says which.
    Holdout,
}

impl New {
    /// That the sealed rows known by this key were opened.
    pub fn opening(key: &str, at: &str, by: &str) -> New {
        New {
            kind: Kind::Holdout,
            subject: key.to_owned(),
            at: at.to_owned(),
            by: by.to_owned(),
            made_from: Value::Null,
            body: json!({ "opened": true }),
        }
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 8] = [
        Kind::Evidence,
        Kind::Decision,
        Kind::Agreement,
        Kind::Review,
        Kind::Terms,
        Kind::Run,
        Kind::Release,
        Kind::Holdout,
    ];

    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Evidence => "evidence",
            Kind::Decision => "decision",
            Kind::Agreement => "agreement",
            Kind::Review => "review",
            Kind::Terms => "terms",
            Kind::Run => "run",
            Kind::Release => "release",
            Kind::Holdout => "holdout",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// An entry to be appended.
#[derive(Debug, Clone)]
pub struct New {
    /// What it keeps.
    pub kind: Kind,
    /// Which step, side, review or holdout it is about.
    pub subject: String,
    /// When, as an RFC 3339 time.
    pub at: String,
    /// Who.
    pub by: String,
    /// What it was made from: values of the plan, the data's digest, the code's revision, the options.
    pub made_from: Value,
    /// What is kept.
    pub body: Value,
}

/// An entry of the record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When it was appended, as an RFC 3339 time.
    pub at: String,
    /// Who appended it.
    pub by: String,
    /// What it keeps.
    pub kind: Kind,
    /// Which step, side, review or holdout it is about.
    pub subject: String,
    /// What it was made from.
    pub made_from: Value,
    /// What is kept.
    pub body: Value,
    /// The digest of the entry before it; empty for the first.
    pub previous: String,
    /// BLAKE3 over all of the above, in hex.
    pub digest: String,
}

/// An entry as it lies in the store.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub seq: i64,
    pub at: String,
    pub by: String,
    pub kind: String,
    pub subject: String,
    pub made_from: String,
    pub body: String,
    pub previous: String,
    pub digest: String,
}

impl Row {
    /// The entry to follow the one with this number and digest.
    pub(crate) fn after(last: i64, previous: String, project: &str, new: &New) -> Row {
        let mut row = Row {
            seq: last + 1,
            at: new.at.clone(),
            by: new.by.clone(),
            kind: new.kind.word().to_owned(),
            subject: new.subject.clone(),
            made_from: new.made_from.to_string(),
            body: new.body.to_string(),
            previous,
            digest: String::new(),
        };
        row.digest = row.sealed(project);
        row
    }

    /// The digest its content should have.
    pub(crate) fn sealed(&self, project: &str) -> String {
        let seq = self.seq.to_string();
        let fields = [
            project,
            &seq,
            &self.at,
            &self.by,
            &self.kind,
            &self.subject,
            &self.made_from,
            &self.body,
            &self.previous,
        ];
        let mut hasher = blake3::Hasher::new();
        for field in fields {
            // The length before each field keeps two neighbours from passing as one.
            hasher.update(&(field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The entry; `None` when it cannot have been written by Tenet.
    pub(crate) fn read(self) -> Option<Entry> {
        Some(Entry {
            kind: Kind::parse(&self.kind)?,
            made_from: serde_json::from_str(&self.made_from).ok()?,
            body: serde_json::from_str(&self.body).ok()?,
            seq: self.seq,
            at: self.at,
            by: self.by,
            subject: self.subject,
            previous: self.previous,
            digest: self.digest,
        })
    }
}
