//! All rules of all rooms, in the order of the tenets.

use report::Rule;

/// Every rule Tenet knows.
pub fn all() -> Vec<&'static Rule> {
    plan::rules().chain(scope::rules()).chain(experiment::rules()).chain(evaluate::rules()).collect()
}

/// The names of all rules.
pub fn names() -> Vec<&'static str> {
    all().into_iter().map(|rule| rule.name).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_rooms_share_a_name() {
        assert_eq!(names().iter().collect::<BTreeSet<_>>().len(), names().len());
    }
}
