//! The rules of a change judged without a test: one file each, one line each in [`CHECKS`].

mod few_clusters;
mod other_change;
mod placebo_effect;
mod pre_trend;
mod too_few_periods;

use ::report::{Finding, Rule};

use super::Measured;
use crate::check::{self, Check, checks};

/// All rules of this way, most harmful first; findings of one level keep this order.
static CHECKS: [Check<Measured>; 5] =
    checks![too_few_periods, pre_trend, placebo_effect, other_change, few_clusters,];

/// The rules, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}

/// What the rules find, in their order.
pub(super) fn judge(measured: &Measured) -> Vec<Finding> {
    check::judge(&CHECKS, measured)
}

#[test]
fn the_laws_hold() {
    check::hold(&CHECKS, |measured| measured.rows);
}
