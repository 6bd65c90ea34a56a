//! The plan speaks of how or when where only what and why belong.
//!
//! ## What it sees
//!
//! Names of algorithms, frameworks, platforms and delivery in `plan.question`, `plan.decision`,
//! `plan.why` and `plan.ideal`. A name that is also a word ("Spark", "model", "AWS") counts only as
//! means: with work to do and a word that puts the name to it, as in "predict it with Spark".
//! `plan.today` may name today's tools, `irrelevant_when` and requirements may name limits, and a day by
//! which the business needs it is its own to say.
//!
//! ## Why it sinks projects
//!
//! A solution chosen before the question is understood is defended afterwards instead of tested. The
//! simplest answer, often no model at all, is never tried, and the sponsor's attention goes to tools.
//!
//! ## Example
//!
//! | written | better |
//! | --- | --- |
//! | "Train a random forest on Kubernetes to find who leaves" | "Which customers will leave in the next 30 days?" |
//! | "Build a dashboard in Tableau" | "Whom the retention desk calls" |
//!
//! ## What to do
//!
//! Say what should become known and which decision it changes; leave the tools to the experiment. If the
//! project really is about the tool, allow the finding with that reason.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 3 (keep the how out of
//! planning).

use report::{Finding, Level, Rule};

use crate::solution::solution_words;

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "solution-in-plan", level: Level::Warn, text: include_str!("solution_in_plan.rs") },
    judge,
    fires: Example {
        plan: r#"[plan]
question = "Train a random forest to find who leaves"
"#,
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[plan]
question = "Which python will lay eggs before 1 May?"
today = "A script in Excel"
"#,
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let aim = &judged.plan.aim;
    let fields =
        [("question", &aim.question), ("decision", &aim.decision), ("why", &aim.why), ("ideal", &aim.ideal)];
    let mut findings = Vec::new();
    for (name, field) in fields {
        let Some(text) = field else { continue };
        let words = solution_words(text);
        let Some((first, _)) = words.first() else { continue };
        let told: Vec<String> =
            words.iter().map(|(word, kind)| format!("\"{word}\" ({})", kind.words())).collect();
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let written = &judged.plan.text[text.at.clone()];
        let place = written.find(first).map_or(text.at.clone(), |from| {
            let start = text.at.start + from;
            start..start + first.len()
        });
        let finding = Finding::new(
            &CHECK.rule,
            format!("`{name}` speaks of the solution: {}", told.join(", ")),
        )
        .why("A solution chosen before the question is defended instead of tested.")
        .remedy(
            "Say what should become known and which decision it changes; leave the tools to the experiment.",
        )
        .evidence("field", name)
        .evidence("words", names)
        .span(Some(judged.plan.span(&place)));
        findings.push(finding);
    }
    findings
}
