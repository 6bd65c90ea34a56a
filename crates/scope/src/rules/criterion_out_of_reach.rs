//! The level asked for is more than these columns can give.
//!
//! ## What it sees
//! Quick models, tested on rows they have not seen, and how their score rises with the rows they learn from: if even
//! the hopeful end of where that leads (more rows helping as slowly as learners of this kind ever do, with the interval of the score on top)
//! falls short of the level asked for, no model of these columns is to be expected to reach it. Rows alike in every
//! column that have different answers set a limit of their own. A level just above what a quick model reaches is left
//! alone: a better model may get there.
//!
//! ## Why it sinks projects
//! The team tries model after model, each a little better, none good enough; the budget ends before the hope does.
//!
//! ## Example
//! AUC 0.90 was asked for; a quick model reaches 0.70 and four times the rows would add 0.01.
//!
//! ## What to do
//! Ask which columns the experts look at that are not in the table: only they can lift the ceiling. Else agree on a
//! level that is in reach and still worth having, or stop.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 4 (scoping). Hestness et al., "Deep
//! learning scaling is predictable, empirically" (2017). Cortes et al., "Learning curves: asymptotic values and rate
//! of convergence" (NIPS 1993).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule {
        name: "criterion-out-of-reach",
        level: Level::Stop,
        text: include_str!("criterion_out_of_reach.rs"),
    },
    findings,
    #[cfg(test)]
    examples: super::examples::criterion_out_of_reach,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let (Some(level), Some(feasible)) = (study.goal.at_least, &study.feasible) else { return Vec::new() };
    let Ok(ceiling) = &feasible.asked.ceiling else { return Vec::new() };
    let metric = &feasible.asked.metric;
    let beyond = if metric.higher_is_better() { level > ceiling.high } else { level < ceiling.high };
    if !beyond {
        return Vec::new();
    }
    let (target, rows) = (&study.target.name, feasible.signal.rows);
    let reached = feasible.asked.score;
    let shown = |value: f64| study.shown(value);
    let asked = if metric.higher_is_better() { "at least" } else { "at most" };
    let name = metric.name();
    vec![
        Finding::new(
            &CHECK.rule,
            format!(
                "{name} of {asked} {} is asked for; a quick model reaches {} ({} to {}) on {} unseen rows, and more rows \
                 would lead to {} at best",
                shown(level),
                shown(reached.score),
                shown(reached.low),
                shown(reached.high),
                count(rows as u64),
                shown(ceiling.high),
            ),
        )
        .why(format!(
            "No model can tell more about {target} than the columns do. The search for a better one would end with the \
             budget, not with {}.",
            shown(level)
        ))
        .remedy(format!(
            "Ask those who judge {target} well what they look at, and add that as columns; or agree on a level below {} \
             that is still worth having.",
            shown(ceiling.high)
        ))
        .evidence("rows", rows)
        .evidence("asked", level)
        .evidence("score", reached.score)
        .evidence("ceiling", ceiling.score)
        .evidence("ceiling_at_best", ceiling.high),
    ]
}
