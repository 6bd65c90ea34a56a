//! The plan does not say why it matters, or what will be done with the answer.
//!
//! ## What it sees
//!
//! `plan.why` is missing or only keeps the place ("...", "TBD"). With a why but no `plan.decision` it is
//! a warning: no decision changes, so the answer may never be used.
//!
//! ## Why it sinks projects
//!
//! A project nobody needs is not used when it is done. The why decides what may be left out, and keeps
//! the project alive when it gets hard.
//!
//! ## Example
//!
//! ```toml
//! [plan]
//! why = "One in four leaves; each is worth about 400 EUR a year."
//! decision = "Whom the retention desk calls"
//! ```
//!
//! ## What to do
//!
//! Ask why it is wanted, why now, and which decision becomes another one by the answer. If no decision
//! changes, do not build it.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapters 2 and 3 (will it be
//! used?).

use report::{Finding, Level, Rule};

use crate::answer;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "no-why", level: Level::Stop, text: include_str!("no_why.rs") },
    judge,
    fires: Example {
        plan: r#"[plan]
why = "..."
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[plan]
why = "One in four customers leaves"
decision = "Whom the desk calls"
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let aim = &judged.plan.aim;
    let finding = match (answer(&aim.why), answer(&aim.decision)) {
        (Some(_), Some(_)) => return Vec::new(),
        (None, _) => Finding::new(&CHECK.rule, "nothing says why this matters")
            .why("What nobody needs is not used once it is built.")
            .remedy("In [plan], write `why`: what it costs not to know, and why now."),
        (Some(_), None) => Finding::new(&CHECK.rule, "no decision is named that the answer would change")
            .level(Level::Warn)
            .why("An answer that changes no decision earns nothing.")
            .remedy("In [plan], write `decision`: who does what differently with the answer."),
    };
    vec![finding.span(Some(judged.place(&aim.at)))]
}
