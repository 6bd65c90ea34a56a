//! Something is taken for granted that nobody checks.
//!
//! ## What it sees
//!
//! Each `[[assumption]]` without a `check`.
//!
//! ## Why it sinks projects
//!
//! Assumptions break quietly: the data changes, a rule of the business changes, and everything built on
//! it is wrong without an error.
//!
//! ## Example
//!
//! ```toml
//! [[assumption]]
//! text = "A customer has one household"
//! check = "SELECT count(*) = count(DISTINCT customer) FROM data"
//! if_false = "grouped rows; split by household"
//! ```
//!
//! ## What to do
//!
//! Write the assumption as an SQL query over `data` that gives true while it holds. If no query can tell,
//! name an `owner` who will know, and allow the finding with that reason.
//!
//! ## References
//!
//! Sculley et al., "Hidden technical debt in machine learning systems", NeurIPS 2015 (undeclared
//! assumptions about data).

use report::{Finding, Level, Rule};

use crate::answer;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule {
        name: "assumption-unchecked",
        level: Level::Note,
        text: include_str!("assumption_unchecked.rs"),
    },
    judge,
    fires: Example {
        plan: r#"[[assumption]]
text = "A customer has one household"
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[[assumption]]
text = "A customer has one household"
check = "SELECT count(*) = count(DISTINCT customer) FROM data"
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let unchecked = judged.plan.assumptions.iter().filter(|assumption| answer(&assumption.check).is_none());
    let findings = unchecked.map(|assumption| {
        let text = answer(&assumption.text).unwrap_or("without words");
        let breaks = answer(&assumption.if_false).map(|breaks| format!(" If it is false: {breaks}."));
        Finding::new(&CHECK.rule, format!("nobody checks the assumption \"{text}\""))
            .why(format!("It may stop being true without anyone noticing.{}", breaks.unwrap_or_default()))
            .remedy("Give it a `check`: an SQL query over `data` that gives true while it holds.")
            .span(Some(judged.plan.span(&assumption.at)))
    });
    findings.collect()
}
