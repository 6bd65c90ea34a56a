//! The plan does not say how the work is done today.
//!
//! ## What it sees
//!
//! Neither `plan.today` (in words) nor `today.rule` (as SQL over one row). With words but no rule it is a
//! note: today's way cannot be run beside the candidates.
//!
//! ## Why it sinks projects
//!
//! Today's way is what every candidate has to beat. Unknown, it is beaten only on paper: teams have spent
//! months to arrive at what a simple query already did.
//!
//! ## Example
//!
//! ```toml
//! [plan]
//! today = "The desk calls whoever is on a monthly contract."
//!
//! [today]
//! rule = "contract = 'monthly'"  # true = act
//! cost_per_month = 9_000
//! ```
//!
//! ## What to do
//!
//! Sit with those who do the work, write down how they decide, and turn it into an SQL expression over
//! the data. If nobody does it today, say so in words: that is an answer.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapters 2 and 3 (how is it done
//! today?).

use report::{Finding, Level, Rule};

use crate::answer;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "no-status-quo", level: Level::Stop, text: include_str!("no_status_quo.rs") },
    judge,
    fires: Example {
        plan: r#"[plan]
today = "TBD"
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[today]
rule = "contract = 'monthly'"
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let plan = judged.plan;
    if answer(&plan.today.rule).is_some() {
        return Vec::new();
    }
    let (message, level) = match answer(&plan.aim.today) {
        None => ("nothing says how the work is done today", Level::Stop),
        Some(_) => {
            ("today's way is told in words only, so it cannot be run beside the candidates", Level::Note)
        }
    };
    let finding = Finding::new(&CHECK.rule, message)
        .level(level)
        .why("Today's way is what every candidate has to beat.")
        .remedy(
            "In [plan], write `today` in words; in [today], write `rule` as an SQL expression over one row.",
        )
        .span(Some(judged.place(if level == Level::Stop { &plan.aim.at } else { &plan.today.at })));
    vec![finding]
}
