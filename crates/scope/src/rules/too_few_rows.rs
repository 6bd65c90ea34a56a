//! There are too few rows to judge any model.
//!
//! ## What it sees
//! Fewer than a hundred rows with an answer: an AUC of 0.7 on a hundred rows is known to about ±0.1, which is all the
//! difference between useful and useless. Below twenty-five nothing can be said at all.
//!
//! ## Why it sinks projects
//! The best of several models is then the luckiest. What it earns in use has little to do with what it scored.
//!
//! ## Example
//! 30 pupils, of whom 14 passed: an AUC of 0.75 could as well be 0.55.
//!
//! ## What to do
//! Collect more rows before choosing between models; until then a rule written by an expert is as good.
//!
//! ## References
//! Hanley & McNeil, "The meaning and use of the area under a ROC curve" (Radiology, 1982), on its standard error.
//! Varoquaux, "Cross-validation failure: small sample sizes lead to large error bars" (NeuroImage, 2018).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "too-few-rows", level: Level::Warn, text: include_str!("too_few_rows.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::too_few_rows,
};

/// Below this no useful difference can be seen.
const FEW: u64 = 100;
/// Below this nothing can be said at all.
const HOPELESS: u64 = 25;

/// Whether the rule fires.
pub fn fires(study: &Study<'_>) -> bool {
    study.answered() < FEW
}

fn findings(study: &Study<'_>) -> Vec<Finding> {
    if !fires(study) {
        return Vec::new();
    }
    let rows = study.answered();
    let target = &study.target.name;
    // The standard error of a share near one half, as the plainest of all measures.
    let margin = 1.96 * 0.5 / (rows as f64).sqrt();
    vec![
        Finding::new(&CHECK.rule, format!("only {} rows have an answer in {target}", count(rows)))
            .level(if rows < HOPELESS { Level::Stop } else { Level::Warn })
            .why(format!(
                "On {} rows a share of right answers is known to ±{:.0} points at best: no model for {target} can be told from a lucky one.",
                count(rows),
                100.0 * margin
            ))
            .remedy(format!("Collect at least {} rows before choosing a model; until then an expert's rule is as good.", count(3 * FEW)))
            .evidence("rows", rows).evidence("harm", 1.0)
            .evidence("margin", margin),
    ]
}
