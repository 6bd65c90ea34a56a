//! Where a project stands: six gates, one for each tenet, and what each was made from.
//!
//! A step's evidence is made of parts, and each part reads some keys of the plan and perhaps the data
//! ([`GATES`]). When one of those has changed since, that part is stale, and only that part.

mod made_from;
mod page;
mod people;
mod standing;
mod verdict;

use serde::{Deserialize, Serialize};

use crate::{Terms, meaning};

pub use made_from::{DataUsed, MadeFrom};
pub use page::report;
pub use people::Need;
pub use standing::{Decided, Facts, GateStanding, Kept, PartStanding, Standing, standing};

/// What differs between two meanings of a plan, in words.
pub fn changes(then: &Terms, now: &Terms) -> Vec<String> {
    meaning::changes(then, now, |_| true).collect()
}

/// A tenet, in the order of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are the tenets' names")]
pub enum Stage {
    Plan,
    Scope,
    Experiment,
    Develop,
    Deploy,
    Evaluate,
}

impl Stage {
    /// The word in JSON, and the command.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Plan => "plan",
            Stage::Scope => "scope",
            Stage::Experiment => "experiment",
            Stage::Develop => "develop",
            Stage::Deploy => "deploy",
            Stage::Evaluate => "evaluate",
        }
    }
}

/// How a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing was done yet.
    NotStarted,
    /// Something was done, and it does not decide yet.
    Open,
    /// Nothing stops the project here.
    Go,
    /// Something does.
    NoGo,
    /// What it was made from has changed since.
    Stale,
}

impl State {
    /// The words on a page.
    pub fn words(self) -> &'static str {
        match self {
            State::NotStarted => "not started",
            State::Open => "open",
            State::Go => "go",
            State::NoGo => "no-go",
            State::Stale => "stale",
        }
    }
}

/// A gate and the parts of its evidence.
#[derive(Debug)]
pub struct Gate {
    /// Whose gate it is.
    pub stage: Stage,
    /// What its evidence is made of.
    pub parts: &'static [Part],
    /// The step whose last evidence it was made from, beside the plan and the data.
    pub after: Option<Stage>,
    /// Whether its data is its own, not the plan's.
    pub own_data: bool,
}

/// A part of a step's evidence.
#[derive(Debug)]
pub struct Part {
    /// What it is.
    pub name: &'static str,
    /// The keys of the plan it reads, by how they begin (see [`crate::Plan::meaning`]).
    pub reads: &'static [&'static str],
    /// Those it reads besides when the measure of success is money.
    pub reads_for_money: &'static [&'static str],
    /// Whether it reads the data.
    pub data: bool,
}

/// The columns' roles: what the data means.
const COLUMNS: &[&str] = &["data."];

/// The gates, in the order of a project.
pub static GATES: [Gate; 6] = [
    // The agreement is sealed by its own digest; the plan's gate is judged anew each time.
    Gate { stage: Stage::Plan, parts: &[], after: None, own_data: false },
    Gate {
        stage: Stage::Scope,
        parts: &[
            Part { name: "data profile", reads: COLUMNS, reads_for_money: &[], data: true },
            Part {
                name: "worth",
                reads: &["worth.", "cost.", "success.", "today.", "option:"],
                reads_for_money: &[],
                data: true,
            },
            Part { name: "decision", reads: &["allow:"], reads_for_money: &[], data: false },
        ],
        after: None,
        own_data: false,
    },
    Gate {
        stage: Stage::Experiment,
        parts: &[
            Part {
                name: "scores",
                reads: &["data.", "success.metric", "today.rule", "candidate:"],
                reads_for_money: &["worth."],
                data: true,
            },
            Part {
                name: "choice",
                reads: &["success.", "worth.", "cost.", "complexity.", "today.cost_per_month", "allow:"],
                reads_for_money: &[],
                data: true,
            },
        ],
        after: None,
        own_data: false,
    },
    Gate {
        stage: Stage::Develop,
        parts: &[Part {
            name: "package",
            reads: &["limits.", "requirement"],
            reads_for_money: &[],
            data: false,
        }],
        after: Some(Stage::Experiment),
        own_data: false,
    },
    Gate {
        stage: Stage::Deploy,
        parts: &[Part {
            name: "design",
            reads: &["limits.", "worth.cases_per_month"],
            reads_for_money: &[],
            data: false,
        }],
        after: Some(Stage::Develop),
        own_data: false,
    },
    Gate {
        stage: Stage::Evaluate,
        parts: &[Part { name: "verdict", reads: &["success.", "worth."], reads_for_money: &[], data: true }],
        after: None,
        own_data: true,
    },
];
