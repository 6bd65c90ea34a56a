//! The rules on an A/B test: one file each, one line each in [`CHECKS`].

mod costs_more_than_it_brings;
mod crossed_over;
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

use crate::ab::Measured;

/// A rule and how it judges what was measured.
struct Check {
    rule: Rule,
    judge: fn(&Measured) -> Vec<Finding>,
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

/// All rules of this tenet, most harmful first; findings of one level keep this order.
static CHECKS: [Check; 16] = [
    check!(no_control),
    check!(unequal_split),
    check!(unequal_groups),
    check!(crossed_over),
    check!(segment_reversal),
    check!(harm),
    check!(costs_more_than_it_brings),
    check!(no_effect),
    check!(gain_below_plan),
    check!(novelty_effect),
    check!(peeking),
    check!(unused),
    check!(underpowered),
    check!(heavy_tail),
    check!(many_metrics),
    check!(repeated_units),
];

/// The rules, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}

/// What the rules find, in their order.
pub(crate) fn judge(measured: &Measured) -> Vec<Finding> {
    CHECKS.iter().flat_map(|check| (check.judge)(measured)).collect()
}

#[cfg(test)]
mod laws {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<&str> = rules().map(|rule| rule.name).collect();
        assert_eq!(names.len(), CHECKS.len());
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
            let findings = (check.judge)(&fires);
            assert!(!findings.is_empty(), "{name} is quiet on the example on which it should fire");
            for finding in findings {
                assert_eq!((finding.rule, finding.level), (name, check.rule.level), "the usual level");
                let texts = [&finding.message, &finding.why, &finding.remedy];
                assert!(
                    texts.iter().all(|text| !text.is_empty()),
                    "{name}: message, why and remedy are said"
                );
                assert_eq!(
                    finding.evidence.get("rows"),
                    Some(&fires.rows.into()),
                    "{name} says how many rows"
                );
            }
            assert_eq!((check.judge)(&quiet), [], "{name} fires where it should be quiet");
        }
    }
}
