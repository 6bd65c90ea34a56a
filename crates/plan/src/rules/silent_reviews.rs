//! Reviews were held, and nobody raised a single issue.
//!
//! ## What it sees
//!
//! Two or more reviews that were held (`held = true`, or recorded with `tenet review`) and no issue in any of
//! them.
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
        ..Example::PLAIN
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
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let plan = judged.plan;
    let told = |issue: &str| issue.chars().any(char::is_alphanumeric);
    let planned: Vec<&Review> = plan.reviews.iter().filter(|review| review.held).collect();
    let recorded = &judged.known.reviews;
    let held = planned.len() + recorded.len();
    let raised = planned.iter().any(|review| review.issues.iter().any(|issue| told(issue)))
        || recorded.iter().any(|review| review.issues.iter().any(|issue| told(issue)));
    if held < 2 || raised {
        return Vec::new();
    }
    let place = planned.last().map_or(plan.start(), |last| plan.span(&last.at));
    let finding =
        Finding::new(&CHECK.rule, format!("{held} reviews were held and no issue was raised in any"))
            .why("Nothing is right the first time: nobody is looking closely, or nobody dares to speak.")
            .remedy(
                "Show the worst errors on real cases and ask each who attends for one thing that is wrong.",
            )
            .evidence("reviews_held", held)
            .span(Some(place));
    vec![finding]
}
