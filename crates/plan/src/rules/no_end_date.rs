//! Nothing says when the answer stops being of use.
//!
//! ## What it sees
//!
//! `plan.irrelevant_when` is missing or only keeps the place.
//!
//! ## Why it sinks projects
//!
//! Every model outlives its reason. Without a known end it is kept running and paid for when its question
//! is gone, or comes too late for it.
//!
//! ## Example
//!
//! ```toml
//! [plan]
//! irrelevant_when = "Contracts become yearly by law"
//! ```
//!
//! ## What to do
//!
//! Ask what would make the answer worthless: a law, a season, a product that ends, a day after which it
//! is too late.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 3 (when does it stop
//! being relevant?).

use report::{Finding, Level, Rule};

use crate::answer;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "no-end-date", level: Level::Note, text: include_str!("no_end_date.rs") },
    judge,
    fires: Example {
        plan: r#"[plan]
irrelevant_when = "?"
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[plan]
irrelevant_when = "Contracts become yearly by law"
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let aim = &judged.plan.aim;
    if answer(&aim.irrelevant_when).is_some() {
        return Vec::new();
    }
    let finding = Finding::new(&CHECK.rule, "nothing says when the answer stops being of use")
        .why("A model without an end is paid for when its question is gone.")
        .remedy(
            "In [plan], write `irrelevant_when`: the event or the day after which nobody needs the answer.",
        )
        .span(Some(judged.place(&aim.at)));
    vec![finding]
}
