//! Numbers in another unit. The rule's page stands in scoping's list, which has the same rule for a recent table.

use ::report::number::{percent, significant};
use ::report::{Finding, Level, Rule};

use super::{finding, level_of_fault, why};
use crate::drift::causes::Cause;
use crate::drift::evidence::Measured;
use crate::drift::roles::Role;

/// The rule.
pub const RULE: Rule = Rule { name: "unit-change", level: Level::Warn, text: "" };

/// Look at each column in another unit.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in measured.told() {
        for changed in column.of(|cause| matches!(cause, Cause::Unit(_))) {
            let Cause::Unit(change) = &changed.why else { continue };
            let show = |value: f64| significant(value, 3);
            let (was, is) = (show(change.medians.0), show(change.medians.1));
            let part = if change.share < 1.0 {
                format!(" in {} of the rows", percent(change.share))
            } else {
                String::new()
            };
            let message = format!(
                "{} is in another unit{part}: {} (its median went from {was} to {is})",
                column.name, change.words
            );
            let (reason, then) = if column.role == Role::Label {
                (
                    "Held against such answers any model looks wrong. This is a fault of the feed, not a change of the world: learning again would teach it the fault.",
                    "learn from them, or judge by them",
                )
            } else {
                (
                    "A model takes the numbers for what they were. This is a fault of the feed, not a change of the world: learning again would teach it the fault.",
                    "score them again",
                )
            };
            findings.push(
                finding(&RULE, message, column, changed, measured)
                    .level(level_of_fault(column, changed, measured))
                    .why(why(reason, changed, measured))
                    .remedy(format!("Fix the feed: find out where {} is filled, turn the rows back to the old unit, and only then {then}.", column.name)),
            );
        }
    }
    findings
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let fahrenheit = crate::drift::testing::changed("celsius", |value| value * 1.8 + 32.0);
    [
        crate::drift::testing::compared(&fahrenheit),
        crate::drift::testing::compared(&crate::drift::testing::later()),
    ]
}
