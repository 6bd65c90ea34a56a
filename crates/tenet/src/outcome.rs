//! What a command leaves to be printed: a page or text for people, an object for programs, and whether
//! it stops the project.

use report::{Finding, Report};
use serde_json::Value;

/// The result of a command.
pub struct Outcome {
    /// What a person sees.
    pub shown: Shown,
    /// What a program reads.
    pub json: Value,
    /// More objects of the same kind, where one was asked for each of several groups: a line each.
    pub more: Vec<Value>,
    /// Whether a finding or verdict stops the project (exit code 1).
    pub stops: bool,
}

/// What a person sees.
pub enum Shown {
    /// A page of blocks.
    Page(Report),
    /// Text as it is.
    Text(String),
}

impl Outcome {
    /// A page and its object.
    pub fn page(page: Report, json: Value) -> Outcome {
        Outcome { shown: Shown::Page(page), json, more: Vec::new(), stops: false }
    }

    /// A page about several objects, each printed on a line of its own.
    pub fn pages(page: Report, objects: Vec<Value>) -> Outcome {
        let mut objects = objects.into_iter();
        let json = objects.next().unwrap_or_default();
        Outcome { more: objects.collect(), ..Outcome::page(page, json) }
    }

    /// Text and its object.
    pub fn text(text: impl Into<String>, json: Value) -> Outcome {
        Outcome { shown: Shown::Text(text.into()), json, more: Vec::new(), stops: false }
    }

    /// Stop when the verdict or a finding says so.
    pub fn stopping(mut self, verdict: bool, findings: &[Finding]) -> Outcome {
        self.stops = verdict || findings.iter().any(Finding::stops);
        self
    }
}
