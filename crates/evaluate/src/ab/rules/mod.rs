//! The rules on an A/B test: one file each, one line each in [`CHECKS`].

mod costs_more_than_it_brings;
mod crossed_over;
mod experts_disagree;
mod gain_below_plan;
mod harm;
mod heavy_tail;
mod many_metrics;
mod no_control;
mod no_effect;
mod novelty_effect;
mod peeking;
mod repeated_units;
mod segment_reversal;
mod underpowered;
mod unequal_groups;
mod unequal_split;
mod unused;

use ::report::{Finding, Rule};

pub(crate) use underpowered::same;

use crate::ab::Measured;
use crate::check::{self, Check, checks};

/// All rules of this way, most harmful first; findings of one level keep this order.
static CHECKS: [Check<Measured>; 17] = checks![
    no_control,
    unequal_split,
    unequal_groups,
    crossed_over,
    segment_reversal,
    harm,
    costs_more_than_it_brings,
    no_effect,
    gain_below_plan,
    novelty_effect,
    peeking,
    unused,
    experts_disagree,
    underpowered,
    heavy_tail,
    many_metrics,
    repeated_units,
];

/// The rules, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}

/// What the rules find, in their order.
pub(crate) fn judge(measured: &Measured) -> Vec<Finding> {
    check::judge(&CHECKS, measured)
}

#[test]
fn the_laws_hold() {
    check::hold(&CHECKS, |measured| measured.rows);
}
