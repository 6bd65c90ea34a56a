//! A planned review's day has passed and it was not held.
//!
//! ## What it sees
//!
//! Each `[[review]]` whose `on` lies before today, whose `held` is not true and for which none of its kind was
//! recorded with `tenet review`.
//!
//! ## Why it sinks projects
//!
//! Reviews slip when there is nothing to show or when those who must attend have lost interest. Both are
//! the first sign that a project is failing, and the work goes on unseen meanwhile.
//!
//! ## Example
//!
//! ```toml
//! [[review]]
//! kind = "expert"
//! on = 2026-05-01
//! held = false
//! ```
//!
//! ## What to do
//!
//! Hold it this week with what there is, or give it a new day and say why. If those who must attend do
//! not come, ask the sponsor whether the project is still wanted.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 4 (communication: whom
//! to meet, when, and about what).

use report::{Finding, Level, Rule};

use report::number;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "review-overdue", level: Level::Warn, text: include_str!("review_overdue.rs") },
    judge,
    fires: Example {
        plan: r#"[[review]]
kind = "expert"
on = 2026-05-01
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[[review]]
kind = "expert"
on = 2026-05-01
held = true
[[review]]
kind = "mvp"
on = 2026-06-01
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let mut findings = Vec::new();
    let held = judged.plan.held(judged.known);
    let open = judged.plan.reviews.iter().zip(held).filter(|(review, held)| !review.held && held.is_none());
    for (review, _) in open {
        let Some(on) = review.on.as_ref().filter(|on| on.value < judged.today) else { continue };
        let kind = review.kind.as_ref().map_or(String::new(), |kind| format!("{} ", kind.word()));
        let days = (judged.today - on.value).get_days();
        let late =
            if days == 1 { "1 day ago".to_owned() } else { format!("{} days ago", number::count(days)) };
        let finding =
            Finding::new(&CHECK.rule, format!("the {kind}review of {} ({late}) was not held", on.value))
                .why("Work that nobody looks at drifts from what is needed.")
                .remedy(format!(
                    "Hold it now with what there is and record it, or give it a new day: \
                     `tenet review {kind}--held --issue \"...\"`."
                ))
                .evidence("on", on.value.to_string())
                .evidence("days", days)
                .span(Some(judged.plan.span(&on.at)));
        findings.push(finding);
    }
    findings
}
