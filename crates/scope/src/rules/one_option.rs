//! Only one way to reach the goal was weighed, or none of them is simple.
//!
//! ## What it sees
//! The `[[option]]` entries of tenet.toml. Those that are likely to fail and slow to show it (risk and time both high)
//! are parked; doing nothing is the yardstick, not a way. It fires when only one way is left to try, and when several
//! are left of which none is a rule or a simple model. A plan without any option is left alone.
//!
//! ## Why it sinks projects
//! With one approach there is nothing to fall back on and nothing to compare it with: it is polished until the budget
//! is gone. And what a rule would have done is found out last.
//!
//! ## Example
//! Two options: a graph network and a transformer. Nobody tried what a rule on two columns does.
//!
//! ## What to do
//! Add what nobody likes to propose: doing nothing, a rule an expert would write, a simple model. Take two or three
//! that differ to the experiment.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 4 ("one approach and a prayer").

use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::goal::Way;

pub const CHECK: Check = Check {
    rule: Rule { name: "one-option", level: Level::Warn, text: include_str!("one_option.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::one_option,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let ways = &study.goal.ways;
    let left: Vec<&Way> = ways.iter().filter(|way| way.acts() && !way.is_parked()).collect();
    let parked = ways.iter().filter(|way| way.is_parked()).count();
    if ways.is_empty() {
        return Vec::new();
    }
    let apart = match parked {
        0 => String::new(),
        1 => "; 1 is parked, likely to fail and slow to show it".to_owned(),
        many => format!("; {many} are parked, likely to fail and slow to show it"),
    };
    let (message, remedy) = match &left[..] {
        [] => (
            format!("of {} weighed, no way is left to try{apart}", options(ways.len())),
            "Add a way that shows early whether it works: a rule an expert would write, or a simple model.".to_owned(),
        ),
        [only] => (
            format!("of {} weighed, only 1 is left to try: {}{apart}", options(ways.len()), only.name),
            "Weigh one or two that differ from it: doing nothing, a rule an expert would write, a simple model, or a \
             product to buy."
                .to_owned(),
        ),
        several if several.iter().any(|way| way.is_simple()) || several.iter().any(|way| way.kind.is_none()) => {
            return Vec::new();
        }
        several => (
            format!("none of the {} left to try is a rule or a simple model{apart}", options(several.len())),
            "Add the simplest thing that could work: a rule on one or two columns, or a simple model.".to_owned(),
        ),
    };
    vec![
        Finding::new(&CHECK.rule, message)
            .why("Without another way beside it, nobody can say whether this one is good, and there is nothing to fall back on.")
            .remedy(remedy)
            .evidence("options", ways.len())
            .evidence("left", left.iter().map(|way| way.name.clone()).collect::<Vec<_>>()),
    ]
}

fn options(count: usize) -> String {
    if count == 1 { "1 option".to_owned() } else { format!("{count} options") }
}
