//! What was decided, signed, reviewed or written rests on one person.
//!
//! ## What it sees
//!
//! The sign-offs, decisions and reviews in the record, with who took part, and in a git checkout the authors
//! of the commits. It fires when one person took part in all of them, at least three, with nobody else;
//! or wrote at least nine in ten of at least twenty commits.
//!
//! ## Why it sinks projects
//!
//! What one person alone knows leaves with that person, and nobody was there to say that it is wrong.
//!
//! ## Example
//!
//! ```text
//! all 5 sign-offs, decisions and reviews are by Mei Lin alone; Mei Lin wrote 38 of 40 commits
//! ```
//!
//! ## What to do
//!
//! Name a second person who reviews the code and sits in at decisions, and let an expert who does the work
//! today sign for the business.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 2 (hubris and the lone
//! wolf). Avelino, Passos, Hora and Valente, "A novel approach for estimating truck factors", ICPC 2016 (how
//! many people a project cannot lose).

use report::{Finding, Level, Rule};

use crate::agreement::same_person;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "lone-wolf", level: Level::Warn, text: include_str!("lone_wolf.rs") },
    judge,
    fires: Example {
        deeds: &[
            ("agreed for ml", "Mei Lin"),
            ("decided to go on", "mei lin"),
            ("attended the planning review", "Mei Lin"),
        ],
        ..Example::PLAIN
    },
    quiet: Example {
        deeds: &[
            ("agreed for ml", "Mei Lin"),
            ("decided to go on", "Mei Lin"),
            ("agreed for business", "Ana Ruiz"),
        ],
        ..Example::PLAIN
    },
};

/// From how many deeds one person's having done them all says something.
const DEEDS: usize = 3;

/// From how many commits the share of one author says something.
const COMMITS: u32 = 20;

/// The share of commits from which the code rests on their author.
const SHARE: f64 = 0.9;

fn judge(judged: &Judged) -> Vec<Finding> {
    let known = judged.known;
    let (mut said, mut wolf) = (Vec::new(), String::new());
    if let Some(first) = known.deeds.first()
        && known.deeds.len() >= DEEDS
        && known.deeds.iter().all(|deed| same_person(&deed.by, &first.by))
    {
        let count = known.deeds.len();
        said.push(format!("all {count} sign-offs, decisions and reviews are by {} alone", first.by));
        wolf.clone_from(&first.by);
    }
    let commits: u32 = known.authors.iter().map(|(_, commits)| commits).sum();
    if let Some((author, most)) = known.authors.iter().max_by_key(|(_, commits)| *commits)
        && commits >= COMMITS
        && f64::from(*most) >= SHARE * f64::from(commits)
    {
        said.push(format!("{author} wrote {most} of {commits} commits"));
        wolf.clone_from(author);
    }
    if said.is_empty() {
        return Vec::new();
    }
    let finding = Finding::new(&CHECK.rule, said.join("; "))
        .why("What one person alone knows leaves with that person, and nobody is there to say that it is wrong.")
        .remedy("Name a second person who reviews the code and sits in at decisions.")
        .evidence("person", wolf)
        .evidence("deeds", known.deeds.len())
        .evidence("commits", commits)
        .span(Some(judged.plan.start()));
    vec![finding]
}
