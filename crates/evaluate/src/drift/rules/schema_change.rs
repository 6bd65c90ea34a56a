//! Columns that are gone, emptied, constant, swapped or of another kind. The rule's page stands in scoping's list, which has the
//! same rule for a recent table.

use ::report::{Finding, Level, Rule};

use super::{finding, level_of_fault, why};
use crate::drift::causes::Cause;
use crate::drift::evidence::Measured;
use crate::drift::roles::Role;
use crate::drift::words;

/// The rule.
pub const RULE: Rule = Rule { name: "schema-change", level: Level::Warn, text: "" };

/// Look at each column that is not what it was.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let kind = |kind: &frame::Kind| format!("{kind:?}").to_lowercase();
    let mut findings = Vec::new();
    for column in measured.told() {
        let name = &column.name;
        for changed in &column.changes {
            let message = match &changed.why {
                Cause::Gone(Some(like)) => format!("{name} is gone; {like} is new and holds the like of it"),
                Cause::Gone(None) => format!("{name} is gone"),
                Cause::New => format!("{name} is new"),
                Cause::Emptied => format!("{name} has no value any more"),
                Cause::Constant(value) => {
                    format!("{name} is `{value}` in every row, where the reference has several values")
                }
                Cause::Kind(was, is) => format!("{name} was {} and is {}", kind(was), kind(is)),
                Cause::Recoded(new, old, _) => format!(
                    "the answers in {name} go by other names: {} where the reference has {}",
                    words::some(new),
                    words::some(old)
                ),
                Cause::Swapped(other) if name < other => {
                    format!("{name} and {other} are swapped: each holds what the other held")
                }
                _ => continue,
            };
            let new = changed.why == Cause::New;
            let needed = measured.unscorable.is_some() && column.read == Some(true);
            let level = match changed.why {
                Cause::New => Level::Note,
                Cause::Gone(_) | Cause::Kind(..) if needed => Level::Stop,
                _ => level_of_fault(column, changed, measured),
            };
            let cannot = measured.unscorable.as_ref().filter(|_| level == Level::Stop && needed);
            let reason = match cannot {
                Some(fault) => format!("The package cannot score this table: {fault}."),
                None if column.role == Role::Label => "Answers that cannot be read are left out: nothing is said of how often they come, and no model is judged by them. This is a fault of the feed, not a change of the world.".to_owned(),
                None if new => "No model knows it yet; it may be worth something to the next one.".to_owned(),
                None => "A model asks for its columns by name and meaning. This is a fault of the feed, not a change of the world.".to_owned(),
            };
            let remedy = if new {
                format!(
                    "Ask whoever makes the table what {name} is, and whether it is known when a prediction is made."
                )
            } else if column.role == Role::Label {
                format!(
                    "Fix the feed: ask whoever fills {name} what its values mean now, map them back to the old ones, and look again."
                )
            } else {
                "Fix the feed: agree with whoever makes the table which columns it has, and map them back before scoring.".to_owned()
            };
            let mut found = finding(&RULE, message, column, changed, measured)
                .level(level)
                .why(why(&reason, changed, measured))
                .remedy(remedy);
            if let Cause::Gone(Some(other)) | Cause::Swapped(other) = &changed.why {
                found = found.columns([name, other]);
            }
            findings.push(found);
        }
    }
    findings
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let later = crate::drift::testing::later();
    [crate::drift::testing::compared(&later.without(&["noise"])), crate::drift::testing::compared(&later)]
}
