//! Categories never seen before. The rule's page stands in scoping's list, which has the same rule for a recent table.

use ::report::number::percent;
use ::report::{Finding, Level, Rule};

use super::{finding, level_of_fault, why};
use crate::drift::causes::Cause;
use crate::drift::evidence::Measured;
use crate::drift::roles::Role;
use crate::drift::words;

/// The rule.
pub const RULE: Rule = Rule { name: "new-categories", level: Level::Warn, text: "" };

/// Look at each column with categories that are new, or written in a new way.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in measured.told() {
        let name = &column.name;
        for changed in column.of(|cause| matches!(cause, Cause::Categories(..) | Cause::Spelling(..))) {
            let answers = column.role == Role::Label;
            let (message, reason, remedy) = match &changed.why {
                Cause::Categories(new, share, _) if answers => {
                    let names: Vec<String> = new.iter().map(|(name, _)| name.clone()).collect();
                    (
                        format!(
                            "{name} has {} the reference never had: {} in {} of the answers",
                            if names.len() == 1 { "an answer" } else { "answers" },
                            words::some(&names),
                            percent(*share)
                        ),
                        "No model that learned from the reference can say it, and how often the others come depends on which of them it took the place of.",
                        format!(
                            "Ask whoever fills {name} what it means: a new case of the world (then settle what it counts as, and learn again), or a slip of the feed (then map it back)."
                        ),
                    )
                }
                Cause::Categories(new, share, _) => {
                    let names: Vec<String> = new.iter().map(|(name, _)| name.clone()).collect();
                    let many = if names.len() == 1 { "a category" } else { "categories" };
                    (
                        format!(
                            "{name} has {many} the reference never had: {} in {} of the rows",
                            words::some(&names),
                            percent(*share)
                        ),
                        "The model has learned nothing about them and treats them as it treats what is rare or missing.",
                        format!(
                            "Ask whoever fills {name} what they are: a new case of the world (then learn again once there are answers for it), or a slip of the feed (then map it back)."
                        ),
                    )
                }
                Cause::Spelling(pairs, share) => {
                    let (new, old) = &pairs[0];
                    (
                        format!(
                            "{name} spells known categories in another way in {} of the rows, such as `{new}` for `{old}`{}",
                            percent(*share),
                            if new.trim() == old.trim() { " (blanks around it)" } else { "" }
                        ),
                        "To the model they are strangers. This is a fault of the feed, such as another encoding or another source, not a change of the world.",
                        format!(
                            "Fix the feed: write {name} as it was, or map the spellings back before scoring."
                        ),
                    )
                }
                _ => continue,
            };
            findings.push(
                finding(&RULE, message, column, changed, measured)
                    .level(level_of_fault(column, changed, measured))
                    .why(why(reason, changed, measured))
                    .remedy(remedy),
            );
        }
    }
    findings
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let new = crate::drift::testing::renamed("plan", |row, name| if row % 20 == 0 { "trial" } else { name });
    [crate::drift::testing::compared(&new), crate::drift::testing::compared(&crate::drift::testing::later())]
}
