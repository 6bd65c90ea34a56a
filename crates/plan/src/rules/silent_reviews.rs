//! Reviews were held, and nobody raised a single issue.
//!
//! ## What it sees
//!
//! Two or more reviews with `held = true` and no `issues` in any of them.
//!
//! ## Why it sinks projects
//!
//! Nothing is right the first time. Reviews without one issue mean that nobody looked closely, nobody
//! dared to speak, or the wrong people were there; the issues then come up after the release.
//!
//! ## Example
//!
//! ```toml
//! [[review]]
//! kind = "planning"
//! on = 2026-03-01
//! held = true
//! issues = []
//!
//! [[review]]
//! kind = "expert"
//! on = 2026-04-01
//! held = true
//! issues = []
//! ```
//!
//! ## What to do
//!
//! Show predictions on real cases, the worst errors first, and ask each who attends for one thing that is
//! wrong. Write what was raised under `issues`, small things too.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 4 (communication:
//! reviews in which experts speak up).

use report::{Finding, Level, Rule};

use crate::Review;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "silent-reviews", level: Level::Warn, text: include_str!("silent_reviews.rs") },
    judge,
    fires: Example {
        plan: r#"[[review]]
kind = "planning"
held = true
[[review]]
kind = "expert"
held = true
issues = []
"#,
        signed: None,
    },
    quiet: Example {
        plan: r#"[[review]]
kind = "planning"
held = true
issues = ["who may call?"]
[[review]]
kind = "expert"
held = true
"#,
        signed: None,
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let held: Vec<&Review> = judged.plan.reviews.iter().filter(|review| review.held).collect();
    let (Some(last), true) = (held.last(), held.len() >= 2) else { return Vec::new() };
    let raised =
        |review: &&Review| review.issues.iter().any(|issue| issue.chars().any(char::is_alphanumeric));
    if held.iter().any(raised) {
        return Vec::new();
    }
    let finding =
        Finding::new(&CHECK.rule, format!("{} reviews were held and no issue was raised in any", held.len()))
            .why("Nothing is right the first time: nobody is looking closely, or nobody dares to speak.")
            .remedy(
                "Show the worst errors on real cases and ask each who attends for one thing that is wrong.",
            )
            .evidence("reviews_held", held.len())
            .span(Some(judged.plan.span(&last.at)));
    vec![finding]
}
