//! No review is planned.
//!
//! ## What it sees
//!
//! No `[[review]]` at all.
//!
//! ## Why it sinks projects
//!
//! What is shown only at the end is wrong only at the end, when it is dearest to mend. A review that has
//! no day does not take place.
//!
//! ## Example
//!
//! ```toml
//! [[review]]
//! kind = "expert"
//! on = 2026-12-01
//! who = ["Ana Ruiz"]
//! ```
//!
//! ## What to do
//!
//! Plan the reviews now, each with its day and who must attend: planning, research, experiment, expert,
//! development, mvp, pre-production. A small project needs two: one with the experts before anything is
//! built, one before it goes live.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 4 (communication: whom
//! to meet, when, and about what).

use report::{Finding, Level, Rule};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "no-reviews", level: Level::Warn, text: include_str!("no_reviews.rs") },
    judge,
    fires: Example {
        plan: r#"[project]
name = "x"
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[[review]]
kind = "expert"
on = 2026-12-01
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    if !judged.plan.reviews.is_empty() {
        return Vec::new();
    }
    let finding = Finding::new(&CHECK.rule, "no review is planned")
        .why("A misunderstanding that nobody looks for is found at the end, when it is dearest to mend.")
        .remedy("Add a [[review]] with `kind`, `on` and `who`; begin with the experts' review.")
        .span(Some(judged.plan.start()));
    vec![finding]
}
