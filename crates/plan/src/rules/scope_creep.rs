//! A requirement that must be met was added after the plan was agreed.
//!
//! ## What it sees
//!
//! Each `[[requirement]]` with `bin = "must"` that is not among the requirements the business or ML last
//! signed. Its words are compared, not its place in the file; line breaks and spaces do not count.
//!
//! ## Why it sinks projects
//!
//! One more must is never small: it delays all the others, and nobody decided that. Enough of them, and
//! the project is late without a day on which it became late.
//!
//! ## Example
//!
//! ```toml
//! [[requirement]]
//! text = "Explain each prediction in three languages"
//! bin = "must"   # added a week after both sides signed
//! ```
//!
//! ## What to do
//!
//! Say what it delays, and decide with both sides: put it in the bin `nice` or `parked`, take another
//! must out for it, or agree to the new plan with its new day.
//!
//! ## References
//!
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapters 3 and 4 (planning and
//! communication).

use report::{Finding, Level, Rule};

use crate::agreement::must_term;
use crate::{Agreement, Bin, Side, answer};

use super::{Check, Example, Judged};

/// The check, its page and its examples.
pub const CHECK: Check = Check {
    rule: Rule { name: "scope-creep", level: Level::Warn, text: include_str!("scope_creep.rs") },
    judge,
    fires: Example {
        plan: r#"[plan]
why = "Customers leave"
[[requirement]]
text = "In three languages"
bin = "must"
"#,
        signed: Some(
            r#"[plan]
why = "Customers leave"
"#,
        ),
        ..Example::PLAIN
    },
    quiet: Example {
        plan: r#"[[requirement]]
text = "In three   languages"
bin = "must"
[[requirement]]
text = "In blue"
bin = "nice"
"#,
        signed: Some(
            r#"[[requirement]]
text = "In three languages"
bin = "must"
"#,
        ),
        ..Example::PLAIN
    },
};

fn judge(judged: &Judged) -> Vec<Finding> {
    let signed: Vec<&Agreement> =
        Side::BOTH.into_iter().filter_map(|side| Agreement::last(&judged.known.agreements, side)).collect();
    let mut findings = Vec::new();
    for requirement in judged.plan.requirements.iter().filter(|requirement| requirement.is(Bin::Must)) {
        let Some(text) = answer(&requirement.text) else { continue };
        let term = must_term(text);
        let without: Vec<&&Agreement> =
            signed.iter().filter(|side| !side.terms.contains_key(&term)).collect();
        let Some(first) = without.first() else { continue };
        let sides: Vec<&str> = without.iter().map(|agreement| agreement.role.word()).collect();
        let others = judged.plan.musts().filter(|must| *must != text).count();
        let delays = if others == 1 { "1 other must".to_owned() } else { format!("{others} other musts") };
        let message =
            format!("\"{text}\" became a must after {} agreed on {}", sides.join(" and "), first.on);
        let finding = Finding::new(&CHECK.rule, message)
            .why(format!("It delays {delays}, and nobody has decided that."))
            .remedy(
                "Make it `nice` or `parked`, take another must out for it, or have both sides agree again.",
            )
            .evidence("not_agreed_by", sides)
            .evidence("other_musts", others)
            .span(Some(judged.plan.span(&requirement.at)));
        findings.push(finding);
    }
    findings
}
