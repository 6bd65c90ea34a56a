//! Plan: what and why, written once in `tenet.toml` and read by every later step.
//!
//! [`Plan::read`] reads the file, [`run`] judges it, [`brief`] is the page a sponsor reads, [`template`]
//! starts a new one, and [`Agreement`] seals what business and ML agreed on.

mod agreement;
mod allow;
mod entries;
mod evidence;
mod file;
mod metric;
mod quantity;
mod questions;
mod report;
pub mod rules;
mod solution;
mod source;
mod tables;
mod template;
mod vocabulary;

use jiff::civil::Date;

pub use agreement::{Agreement, Side, Terms};
pub use entries::{
    Allow, Assumption, Bin, Candidate, Choice, OptionKind, Person, Requirement, Review, ReviewKind, Role,
    Rough,
};
pub use evidence::{Agreed, Brief, Decision, Evidence, Signature};
pub use file::{FILE_NAME, Plan, answer, written};
pub use metric::metric_names;
pub use quantity::{Duration, Range};
pub use questions::{Answers, QUESTIONS, Question, Takes};
pub use report::brief;
pub use rules::rules;
pub use source::Located;
pub use tables::{Aim, Cost, Data, Limits, Project, Research, Success, Today, Worth};
pub use template::template;

/// Judge `plan` on the day `today`, with what was signed so far.
pub fn run(plan: &Plan, today: Date, agreements: &[Agreement]) -> Evidence {
    let judged = rules::Judged { plan, today, agreements };
    let mut findings: Vec<_> = rules::CHECKS.iter().flat_map(|check| (check.judge)(&judged)).collect();
    plan.allow(&mut findings);
    ::report::worst_first(&mut findings);
    let stopped = findings.iter().any(::report::Finding::stops);
    Evidence {
        decision: if stopped { Decision::NoGo } else { Decision::Go },
        findings,
        brief: Brief::of(plan),
        digest: plan.digest(),
        agreed: Agreed::of(plan, agreements),
    }
}
