//! The figures say it is good; the experts say it is not.
//!
//! ## What it sees
//!
//! Inside a project: a variant surely gains as much as is worth having, while the latest experts' review that was held
//! (`[[review]] kind = "expert"`) left issues open: it names `issues` and nothing was `decided` about them.
//!
//! ## Why it sinks projects
//!
//! A metric sees what was put into it. Experts see the case that should never have been treated so, the gain that is
//! borrowed from next month, the customer who pays and will not come back. When both are asked and they disagree, one
//! of them knows something that the other does not; going on without asking loses the people who must use it.
//!
//! ## Example
//!
//! The test shows +3,900 EUR a month. At their review the desk's experts said: "calls customers in mourning".
//!
//! ## What to do
//!
//! Go through the experts' cases with them before more customers are treated: mend what they found, or write down under
//! `decided` of that review why the figures are right.
//!
//! ## References
//!
//! Wilson, Machine Learning Engineering in Action (2022), chapter 15 (quality: experts judge real predictions).

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Comparison, Measured, verdict};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "experts-disagree", level: Level::Warn, text: include_str!("experts_disagree.rs") };

/// Hold what is surely gained against what experts left open.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let good = measured.comparisons.iter().find(|comparison| verdict::gains(comparison));
    let finding = |good: &Comparison| {
        let objections = measured.objections.as_ref().filter(|objections| !objections.issues.is_empty())?;
        let count = objections.issues.len();
        let message = format!(
            "`{}` gains in `{}`, but the experts' review{} left {} open: {}",
            good.variant,
            good.metric,
            objections.on.as_ref().map_or_else(String::new, |day| format!(" of {day}")),
            number::counted(count as i128, "issue"),
            objections.issues.join("; ")
        );
        Some(
            Finding::new(&RULE, message)
                .why("A metric sees only what was put into it; what experts see and it does not comes out later, with customers.")
                .remedy("Go through their cases with them: mend what they found, or write under `decided` of that review why the figures are right.")
                .evidence("issues", count)
                .evidence("rows", measured.rows),
        )
    };
    good.and_then(finding).into_iter().collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 200, 1.0), ("old", 200, 0.0)]);
    [vec!["calls customers in mourning".to_owned()], Vec::new()].map(|issues| {
        let mut question = crate::ab::testing::question("old");
        question.objections = Some(crate::ab::Objections { on: Some("2026-11-02".to_owned()), issues });
        crate::ab::testing::measured(&question, &table)
    })
}
