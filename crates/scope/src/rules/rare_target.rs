//! An answer is too rare to judge any model by.
//!
//! ## What it sees
//! How many rows have the rarest answer: below ten nothing can be judged; below thirty only large differences can.
//! The share does not matter: two in a hundred of 50,000 rows are plenty.
//!
//! ## Why it sinks projects
//! With five cases a model is good or bad by luck. A test on a fifth of them rests on one single case.
//!
//! ## Example
//! 5 of 1,400 crossings were late.
//!
//! ## What to do
//! Collect more of the rare answer (further back in time, other places), predict something more frequent that
//! leads to it, or settle for a rule written by an expert.
//!
//! ## References
//! Hanley & McNeil, "The meaning and use of the area under a ROC curve" (Radiology, 1982), on its standard error.
//! van Smeden et al., "Sample size for binary logistic prediction models" (2019).

use frame::Task;
use report::number::{count, percent};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "rare-target", level: Level::Stop, text: include_str!("rare_target.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::rare_target,
};

/// Below this nothing can be judged.
const HOPELESS: u64 = 10;
/// Below this only large differences can be seen.
const SCARCE: u64 = 30;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let rows = study.answered();
    let sizes = study.class_rows();
    // A small table is too small as a whole, not in one of its answers.
    if study.target.task == Task::Regression || super::too_few_rows::fires(study) {
        return Vec::new();
    }
    let Some((class, &rarest)) = sizes.iter().enumerate().min_by_key(|(_, size)| **size) else {
        return Vec::new();
    };
    if rarest >= SCARCE {
        return Vec::new();
    }
    let target = &study.target.name;
    let binary = study.target.task == Task::Binary;
    let level = if rarest < HOPELESS && binary { Level::Stop } else { Level::Warn };
    let name = &study.target.classes[class];
    let message = format!(
        "{target} is `{name}` in only {} of {} rows ({})",
        count(rarest),
        count(rows),
        percent(rarest as f64 / rows as f64)
    );
    let remedy = if binary {
        format!(
            "Collect more rows with `{name}`, predict something more frequent that leads to it, or settle for an expert's rule. {} would be a start.",
            count(10 * SCARCE)
        )
    } else {
        format!(
            "Join `{name}` with a related answer, collect more of it, or predict one answer against the rest with --positive."
        )
    };
    vec![
        Finding::new(&CHECK.rule, message)
            .level(level)
            .why(format!("Whether a model finds `{name}` would be judged on about {} rows a test: luck decides, not the model.", count(rarest.div_ceil(5))))
            .remedy(remedy)
            .evidence("rows", rows).evidence("harm", 1.0)
            .evidence("rarest", rarest)
            .evidence("class", name.clone()),
    ]
}
