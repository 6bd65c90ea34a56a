//! Nobody who does the work today speaks for it.
//!
//! ## What it sees
//!
//! No `[[person]]` with `champion = true`, or only champions who are also the sponsor.
//!
//! ## Why it sinks projects
//!
//! Those who do the work know the exceptions, the data's traps and what a useful answer looks like.
//! Without one of them the experts hear of the project when it is done, and refuse it. A sponsor pays and
//! decides, but does not know the cases.
//!
//! ## Example
//!
//! ```toml
//! [[person]]
//! name = "Ana Ruiz"
//! role = "expert"
//! champion = true
//! ```
//!
//! ## What to do
//!
//! Find the expert others ask, who wants this to work and has the time to look at predictions, and mark
//! that person as champion.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 4 (communication:
//! subject-matter experts).

use report::{Finding, Level, Rule};

use crate::{Person, Role, answer};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "no-champion", level: Level::Warn, text: include_str!("no_champion.rs") },
    judge,
    fires: Example {
        plan: r#"[[person]]
name = "Kim Lund"
role = "sponsor"
champion = true
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[[person]]
name = "Ana Ruiz"
role = "expert"
champion = true
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let plan = judged.plan;
    let sponsors: Vec<&str> = plan.people_as(Role::Sponsor).collect();
    let is_sponsor = |person: &Person| {
        person.role.as_ref().is_some_and(|role| role.value == Role::Sponsor)
            || answer(&person.name).is_some_and(|name| sponsors.contains(&name))
    };
    let champions: Vec<&Person> = plan.people.iter().filter(|person| person.champion).collect();
    if champions.iter().any(|person| !is_sponsor(person)) {
        return Vec::new();
    }
    let (message, place) = match champions.first() {
        None => ("no champion is named".to_owned(), plan.start()),
        Some(person) => {
            let name = answer(&person.name).unwrap_or("the sponsor");
            (format!("{name} is sponsor and champion in one"), plan.span(&person.at))
        }
    };
    let finding = Finding::new(&CHECK.rule, message)
        .why("Without an expert who does the work today, what is built misses the cases that matter to them.")
        .remedy(
            "Name an expert who does the work today: [[person]] with role = \"expert\" and champion = true.",
        )
        .evidence("people", plan.people.len())
        .span(Some(place));
    vec![finding]
}
