//! Plan: what and why, written once in `tenet.toml` and read by every later step.
//!
//! [`Plan::read`] reads the file, [`run`] judges it, [`brief`] is the page a sponsor reads, [`template`]
//! starts a new one, and [`Agreement`] seals what business and ML agreed on. [`gates`] say where the project
//! stands: what was done, what of it no longer holds since the plan or the data changed, and what is next.

mod agreement;
mod allow;
mod edit;
mod entries;
mod evidence;
mod file;
pub mod gates;
mod known;
mod meaning;
mod metric;
mod money;
mod quantity;
mod questions;
mod report;
pub mod rules;
mod solution;
mod source;
mod tables;
mod template;
mod vocabulary;

use ::report::Finding;
use jiff::civil::Date;

pub use agreement::{Agreement, Side, Terms};
pub use edit::{Change, edited};
pub use entries::{
    Allow, Assumption, Bin, Candidate, Choice, OptionKind, Person, Requirement, Review, ReviewKind, Role,
    Rough,
};
pub use evidence::{Agreed, Brief, Checks, Decision, Evidence, Signature};
pub use file::{FILE_NAME, Plan, answer, written};
pub use known::{Counted, Deed, Held, Known, Outcome};
pub use metric::metric_names;
pub use money::PerMonth;
pub use quantity::{Duration, Range};
pub use questions::{Answers, QUESTIONS, Question, Takes};
pub use report::brief;
pub use rules::rules;
pub use source::Located;
pub use tables::{Aim, Complexity, Cost, Data, Exposure, Limits, Project, Research, Success, Today, Worth};
pub use template::template;

/// What the plan demands and `outcomes` show not to be so, those it allows marked.
pub fn broken(plan: &Plan, outcomes: Vec<Outcome>) -> Vec<Finding> {
    let known = Known { outcomes, ..Known::default() };
    let mut findings = rules::broken(&rules::Judged { plan, today: Date::default(), known: &known });
    plan.allow(&mut findings);
    ::report::worst_first(&mut findings);
    findings
}

/// Judge `plan` on the day `today`, with what is known besides.
pub fn run(plan: &Plan, today: Date, known: &Known) -> Evidence {
    let judged = rules::Judged { plan, today, known };
    let mut findings: Vec<_> = rules::CHECKS.iter().flat_map(|check| (check.judge)(&judged)).collect();
    plan.allow(&mut findings);
    ::report::worst_first(&mut findings);
    let stopped = findings.iter().any(Finding::stops);
    Evidence {
        decision: if stopped { Decision::NoGo } else { Decision::Go },
        findings,
        brief: Brief::of(plan),
        digest: plan.digest(),
        agreed: Agreed::of(plan, &known.agreements),
        worth_per_month: PerMonth::of(plan, known.counted.as_ref()),
        checks: Checks::of(plan, &known.outcomes),
    }
}
