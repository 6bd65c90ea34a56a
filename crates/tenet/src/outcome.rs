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
        Outcome { shown: Shown::Page(page), json, stops: false }
    }

    /// Text and its object.
    pub fn text(text: impl Into<String>, json: Value) -> Outcome {
        Outcome { shown: Shown::Text(text.into()), json, stops: false }
    }

    /// Stop when the verdict or a finding says so.
    pub fn stopping(mut self, verdict: bool, findings: &[Finding]) -> Outcome {
        self.stops = verdict || findings.iter().any(Finding::stops);
        self
    }
}
