//! The plan names no measure, or no level of it, from which the project is a success.
//!
//! ## What it sees
//!
//! `[success]` without `metric`, or with neither `at_least` nor `smallest_gain`. With only one of the two
//! levels it is a warning: the level says when it is good, the gain says when it beats today, and a
//! project needs both.
//!
//! ## Why it sinks projects
//!
//! What cannot fail cannot succeed either: without one agreed measure every result is argued about,
//! experiments have no end, and each side judges by a measure of its own.
//!
//! ## Example
//!
//! ```toml
//! [success]
//! metric = "money"       # one measure, for the experiment and for the verdict in production
//! at_least = 20_000      # a month
//! smallest_gain = 5_000  # a month over today
//! ```
//!
//! ## What to do
//!
//! Ask what would make the business call it a success, and write that as one measure, its level and the
//! smallest gain over today worth having. Money is the measure both sides understand.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 3 (planning: the goal
//! and its measure).

use report::{Finding, Level, Rule};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule {
        name: "no-success-measure",
        level: Level::Stop,
        text: include_str!("no_success_measure.rs"),
    },
    judge,
    fires: Example {
        plan: r#"[plan]
why = "Customers leave"
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[success]
metric = "auc"
at_least = 0.8
smallest_gain = 0.02
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let success = &judged.plan.success;
    let (message, level) = match (&success.metric, &success.at_least, &success.smallest_gain) {
        (None, ..) => ("no measure of success is named".to_owned(), Level::Stop),
        (Some(metric), None, None) => {
            (format!("`{}` has no level from which it is a success", metric.value), Level::Stop)
        }
        (Some(metric), None, Some(_)) => {
            (format!("`{}` has a smallest gain but no level to reach", metric.value), Level::Warn)
        }
        (Some(metric), Some(_), None) => {
            (format!("`{}` has a level but no smallest gain over today", metric.value), Level::Warn)
        }
        (Some(_), Some(_), Some(_)) => return Vec::new(),
    };
    let finding = Finding::new(&CHECK.rule, message)
        .level(level)
        .why("Without it nobody can say whether the project succeeded, nor when to stop experimenting.")
        .remedy("In [success], write `metric`, `at_least` and `smallest_gain`.")
        .span(Some(judged.place(&success.at)));
    vec![finding]
}
