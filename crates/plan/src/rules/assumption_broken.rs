//! Something the plan takes for granted, or demands, is not so.
//!
//! ## What it sees
//!
//! The SQL in `check` of each `[[assumption]]` and `[[requirement]]` is run over the table `data`, that of a
//! requirement that names `predictions` over the predictions of `tenet predict` (the columns of the input,
//! `prediction` as true or false for a yes-or-no question, and `probability`). A check that gives false fires.
//! An assumption or a must stops; a nice-to-have warns; a parked requirement is a note.
//!
//! ## Why it sinks projects
//!
//! Everything after the plan is built on its assumptions. One that is false makes good work answer a
//! question about a world that is not there.
//!
//! ## Example
//!
//! ```toml
//! [[assumption]]
//! text = "A customer has one household"
//! check = "SELECT count(*) = count(DISTINCT customer) FROM data"
//! if_false = "grouped rows; split by household"
//!
//! [[requirement]]
//! text = "Never call a customer who opted out"
//! bin = "must"
//! check = "SELECT count(*) = 0 FROM predictions WHERE opted_out AND prediction"
//! ```
//!
//! ## What to do
//!
//! Ask the owner which is wrong, the data or the assumption. Mend the data, or change the plan
//! (`tenet change`), so that later steps know.
//!
//! ## References
//!
//! Sculley et al., "Hidden technical debt in machine learning systems", NeurIPS 2015 (undeclared
//! assumptions about data).

use report::{Finding, Level, Rule};

use crate::{Assumption, Bin, Outcome, Requirement, answer};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "assumption-broken", level: Level::Stop, text: include_str!("assumption_broken.rs") },
    judge,
    fires: Example {
        plan: r#"[[assumption]]
text = "A customer has one household"
check = "SELECT count(*) = count(DISTINCT customer) FROM data"
if_false = "grouped rows; split by household"
"#,
        holds: Some(false),
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[[assumption]]
text = "A customer has one household"
check = "SELECT count(*) = count(DISTINCT customer) FROM data"
"#,
        holds: Some(true),
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let broken = judged.known.outcomes.iter().filter(|outcome| outcome.holds == Ok(false));
    let findings = broken.filter_map(|outcome| {
        let of_assumption = judged.plan.assumptions.iter().find(|assumption| assumption.at == outcome.at);
        let of_requirement = || judged.plan.requirements.iter().find(|wanted| wanted.at == outcome.at);
        let finding = match of_assumption {
            Some(assumption) => assumed(assumption),
            None => required(of_requirement()?),
        };
        Some(finding.span(Some(place(judged, outcome))))
    });
    findings.collect()
}

fn place(judged: &Judged, outcome: &Outcome) -> report::Span {
    judged.plan.span(&outcome.at)
}

fn assumed(assumption: &Assumption) -> Finding {
    let text = answer(&assumption.text).unwrap_or("without words");
    let check = answer(&assumption.check).unwrap_or_default();
    let breaks = answer(&assumption.if_false).map(|breaks| format!(" It was foreseen: {breaks}."));
    let ask = answer(&assumption.owner).unwrap_or("whoever knows the data");
    Finding::new(&CHECK.rule, format!("the data contradicts the assumption \"{text}\""))
        .why(format!("Every later step is built on it.{}", breaks.unwrap_or_default()))
        .remedy(format!("Ask {ask} which is wrong, the data or the assumption; then mend that one."))
        .evidence("check", check)
}

fn required(requirement: &Requirement) -> Finding {
    let text = answer(&requirement.text).unwrap_or("without words");
    let check = answer(&requirement.check).unwrap_or_default();
    let (level, bin) = match requirement.bin.as_ref().map(|bin| bin.value) {
        Some(Bin::Nice) => (Level::Warn, "wanted"),
        Some(Bin::Parked) => (Level::Note, "parked"),
        Some(Bin::Must) | None => (Level::Stop, "a must"),
    };
    Finding::new(&CHECK.rule, format!("the requirement \"{text}\" is not met"))
        .level(level)
        .why(format!("It is {bin} in the plan, and its check gives false."))
        .remedy("Look at the cases its check names; mend the data or what acts on the predictions.")
        .evidence("check", check)
}
