//! Business and ML have not both agreed to the plan as it stands.
//!
//! ## What it sees
//!
//! A side that never signed, or that signed a plan whose what and why have changed since. Comments,
//! formatting, people, reviews, cost estimates and options may change without asking again; the answers
//! in `[plan]`, `[data]` (but for where the data lies), `[today]`, `[success]`, `[worth]`, the needs in
//! `[limits]` and the requirements that must be met may not.
//!
//! ## Why it sinks projects
//!
//! Two sides that only think they agree find out at the end. A goal that moves without both knowing makes
//! good work fail.
//!
//! ## Example
//!
//! ```text
//! tenet plan agree --as business --by "Kim Lund"
//! tenet plan agree --as ml --by "Joe Park"
//! ```
//!
//! ## What to do
//!
//! Go through the brief together, mend what is not meant, and sign it. After a change, both sign again:
//! the finding names what changed.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 3 (agreement before
//! work).

use report::{Finding, Level, Rule};

use crate::{Agreement, Side};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "not-agreed", level: Level::Warn, text: include_str!("not_agreed.rs") },
    judge,
    fires: Example {
        plan: r#"[plan]
why = "Customers leave"
[success]
metric = "money"
at_least = 30_000
"#,
        signed: Some(
            r#"[plan]
why = "Customers leave"
[success]
metric = "money"
at_least = 20_000
"#,
        ),
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"# the same plan, written another way
[success]
at_least = 20000.0
metric = "money"
[plan]
why = "Customers  leave"
"#,
        signed: Some(
            r#"[plan]
why = "Customers leave"
[success]
metric = "money"
at_least = 20_000
"#,
        ),
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let digest = judged.plan.digest();
    let (mut open, mut said, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    let nobody = Side::BOTH.into_iter().all(|side| Agreement::last(&judged.known.agreements, side).is_none());
    if nobody {
        said.push("neither business nor ml has agreed to the plan".to_owned());
    }
    for side in Side::BOTH {
        let last = Agreement::last(&judged.known.agreements, side);
        match last {
            Some(signed) if signed.digest == digest => continue,
            None if nobody => {}
            None => said.push(format!("{} has not agreed to the plan", side.word())),
            Some(signed) => {
                let changed = signed.changes(judged.plan);
                said.push(format!(
                    "{} ({}, {}) agreed to an earlier plan; since then {}",
                    side.word(),
                    signed.by,
                    signed.on,
                    if changed.is_empty() {
                        "the way it is sealed changed".to_owned()
                    } else {
                        changed.join(", ")
                    },
                ));
                changes.extend(changed);
            }
        }
        open.push(side.word());
    }
    if open.is_empty() {
        return Vec::new();
    }
    changes.sort_unstable();
    changes.dedup();
    let finding = Finding::new(&CHECK.rule, said.join("; "))
        .why("Two sides that only think they agree find out at the end.")
        .remedy("Read the brief together; then each side signs: `tenet plan agree --as business --by NAME`.")
        .evidence("open", open)
        .evidence("changes", changes)
        .span(Some(judged.place(&judged.plan.aim.at)));
    vec![finding]
}
