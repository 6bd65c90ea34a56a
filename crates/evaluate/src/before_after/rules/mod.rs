//! The rules of a change judged without a test: one file each, one line each in [`CHECKS`].

mod few_clusters;
mod other_change;
mod placebo_effect;
mod pre_trend;
mod too_few_periods;

use ::report::{Finding, Rule};

use super::Measured;

/// A rule and how it judges what was measured.
struct Check {
    rule: Rule,
    judge: fn(&Measured) -> Option<Finding>,
    /// What it fires on, and what it stays quiet on.
    #[cfg(test)]
    examples: fn() -> [Measured; 2],
}

macro_rules! check {
    ($file:ident) => {
        Check {
            rule: $file::RULE,
            judge: $file::judge,
            #[cfg(test)]
            examples: $file::examples,
        }
    };
}

/// All rules of this way, most harmful first; findings of one level keep this order.
static CHECKS: [Check; 5] = [
    check!(too_few_periods),
    check!(pre_trend),
    check!(placebo_effect),
    check!(other_change),
    check!(few_clusters),
];

/// The rules, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}

/// What the rules find, in their order.
pub(super) fn judge(measured: &Measured) -> Vec<Finding> {
    CHECKS.iter().filter_map(|check| (check.judge)(measured)).collect()
}

#[cfg(test)]
mod laws {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<&str> = crate::rules().map(|rule| rule.name).collect();
        assert_eq!(names.len(), crate::rules().count());
    }

    #[test]
    fn pages_have_their_headings() {
        for rule in rules() {
            assert_eq!(rule.headings(), Rule::HEADINGS, "{}", rule.name);
            assert!(rule.summary().ends_with('.'), "{}: the first line is a sentence", rule.name);
        }
    }

    #[test]
    fn every_rule_fires_and_is_quiet() {
        for check in &CHECKS {
            let name = check.rule.name;
            let [fires, quiet] = (check.examples)();
            let finding =
                (check.judge)(&fires).unwrap_or_else(|| panic!("{name} is quiet where it should fire"));
            assert_eq!((finding.rule, finding.level), (name, check.rule.level), "the usual level");
            let texts = [&finding.message, &finding.why, &finding.remedy];
            assert!(texts.iter().all(|text| !text.is_empty()), "{name}: message, why and remedy are said");
            assert_eq!(finding.evidence.get("rows"), Some(&fires.rows.into()), "{name} says how many rows");
            assert_eq!((check.judge)(&quiet), None, "{name} fires where it should be quiet");
        }
    }
}
