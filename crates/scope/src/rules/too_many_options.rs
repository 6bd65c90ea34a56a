//! Too many ways to reach the goal are to be tried.
//!
//! ## What it sees
//! The `[[option]]` entries of tenet.toml that are left once those likely to fail and slow to show it (risk and time
//! both high) are parked and doing nothing is set aside as the yardstick: more than three.
//!
//! ## Why it sinks projects
//! Each gets a little time and none enough. The team compares half-done work, and the one that was shown best wins,
//! not the one that works best.
//!
//! ## Example
//! Six options: a rule, two simple models, two complex ones and a product to buy.
//!
//! ## What to do
//! Keep two or three that differ, the quickest and surest first, one of them simple. Park the rest with a word on what
//! would bring them back.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 4 (narrowing approaches by risk and
//! time).

use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::goal::{Rough, Way};

pub const CHECK: Check = Check {
    rule: Rule { name: "too-many-options", level: Level::Warn, text: include_str!("too_many_options.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::too_many_options,
};

/// More than this are never tried properly.
const ENOUGH: usize = 3;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let left: Vec<&Way> = study.goal.ways.iter().filter(|way| way.acts() && !way.is_parked()).collect();
    if left.len() <= ENOUGH {
        return Vec::new();
    }
    let kept: Vec<&str> = first_to_try(&left).into_iter().take(ENOUGH).map(|way| way.name.as_str()).collect();
    vec![
        Finding::new(
            &CHECK.rule,
            format!("{} options are left to try; two or three can be tried properly", left.len()),
        )
        .why("Each would get a little time and none enough, and half-done work would be compared.")
        .remedy(format!("By risk and time, try these first: {}. Park the rest in the plan.", kept.join(", ")))
        .evidence("options", study.goal.ways.len())
        .evidence("left", left.iter().map(|way| way.name.clone()).collect::<Vec<_>>())
        .evidence("first", kept.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()),
    ]
}

/// The surest and quickest first; of equals the cheaper, then the simpler. One of each kind before a second.
fn first_to_try<'a>(ways: &[&'a Way]) -> Vec<&'a Way> {
    let size = |rough: Option<Rough>| rough.map_or(1, |rough| rough as u8);
    let mut order: Vec<&Way> = ways.to_vec();
    order.sort_by_key(|way| (size(way.risk) + size(way.time), size(way.cost), way.kind));
    let mut kinds = Vec::new();
    let (first, again): (Vec<&Way>, Vec<&Way>) = order.into_iter().partition(|way| {
        let new = !kinds.contains(&way.kind);
        kinds.push(way.kind);
        new
    });
    first.into_iter().chain(again).collect()
}
