//! The rules of the plan: one file a rule, one line in [`CHECKS`].

mod assumption_broken;
mod assumption_unchecked;
mod lone_wolf;
mod no_champion;
mod no_end_date;
mod no_reviews;
mod no_status_quo;
mod no_success_measure;
mod no_why;
mod no_worth;
mod not_agreed;
mod review_overdue;
mod scope_creep;
mod silent_reviews;
mod solution_in_plan;
mod worth_below_cost;

use std::ops::Range;

use jiff::civil::Date;
use report::{Finding, Rule, Span};

use crate::{Known, Plan};

/// Every rule of the plan, most harmful first; findings of one level keep this order.
pub static CHECKS: [Check; 16] = [
    no_why::CHECK,
    no_success_measure::CHECK,
    no_status_quo::CHECK,
    worth_below_cost::CHECK,
    assumption_broken::CHECK,
    no_worth::CHECK,
    solution_in_plan::CHECK,
    scope_creep::CHECK,
    not_agreed::CHECK,
    no_champion::CHECK,
    no_reviews::CHECK,
    review_overdue::CHECK,
    silent_reviews::CHECK,
    lone_wolf::CHECK,
    no_end_date::CHECK,
    assumption_unchecked::CHECK,
];

/// The rules of the plan: their names, levels and pages.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}

/// What the plan's own checks show not to be so.
pub(crate) fn broken(judged: &Judged) -> Vec<Finding> {
    (assumption_broken::CHECK.judge)(judged)
}

/// A rule, how it judges, and an example of each kind.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Its name, level and page.
    pub rule: Rule,
    /// What it finds.
    pub judge: fn(&Judged) -> Vec<Finding>,
    /// A plan on which it fires.
    pub fires: Example,
    /// A plan on which it is quiet.
    pub quiet: Example,
}

/// A small `tenet.toml`.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The plan.
    pub plan: &'static str,
    /// The plan both sides signed, if they did.
    pub signed: Option<&'static str>,
    /// What people did, and who: `("decided to go on", "Mei Lin")`.
    pub deeds: &'static [(&'static str, &'static str)],
    /// What the check of the first assumption gave.
    pub holds: Option<bool>,
}

impl Example {
    /// A plan alone; to be completed with the plan.
    pub(crate) const PLAIN: Example = Example { plan: "", signed: None, deeds: &[], holds: None };
}

/// What a rule judges.
#[derive(Debug)]
pub struct Judged<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The day of judging.
    pub today: Date,
    /// What is known besides.
    pub known: &'a Known,
}

impl Judged<'_> {
    /// The table at these bytes; the start of the file when there is none.
    pub(crate) fn place(&self, at: &Option<Range<usize>>) -> Span {
        at.as_ref().map_or_else(|| self.plan.start(), |at| self.plan.span(at))
    }
}

#[cfg(test)]
mod laws {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use jiff::civil::date;

    use super::*;
    use crate::{Agreement, Deed, Outcome, Side};

    fn found(check: &Check, example: &Example) -> Vec<Finding> {
        let parse = |text| Plan::parse(PathBuf::from("tenet.toml"), text).expect("examples are plans");
        let plan = parse(example.plan);
        let agreements: Vec<Agreement> = example.signed.map_or(Vec::new(), |signed| {
            let sign =
                |side| Agreement::sign(&parse(signed), side, "Kim Lund", date(2026, 3, 1)).expect("is named");
            Side::BOTH.into_iter().map(sign).collect()
        });
        let deed = |(what, by): &(&str, &str)| Deed { what: (*what).to_owned(), by: (*by).to_owned() };
        let mut outcomes = Vec::new();
        if let Some(holds) = example.holds {
            let first = plan.assumptions.first().expect("the example has an assumption");
            outcomes.push(Outcome { at: first.at.clone(), holds: Ok(holds) });
        }
        let deeds = example.deeds.iter().map(deed).collect();
        let known = Known { agreements, deeds, outcomes, ..Known::default() };
        (check.judge)(&Judged { plan: &plan, today: date(2026, 6, 1), known: &known })
    }

    #[test]
    fn every_rule_fires_and_is_quiet() {
        for check in &CHECKS {
            let name = check.rule.name;
            let findings = found(check, &check.fires);
            assert!(!findings.is_empty(), "{name} is quiet on the example on which it should fire");
            for finding in findings {
                assert_eq!(finding.rule, name);
                assert_eq!(finding.level, check.rule.level, "{name}: the example shows the usual level");
                let texts = [&finding.message, &finding.why, &finding.remedy];
                assert!(
                    texts.iter().all(|text| !text.is_empty()),
                    "{name}: message, why and remedy are said"
                );
                let span = finding.span.unwrap_or_else(|| panic!("{name} points into the file"));
                assert!(
                    span.text.get(span.range.clone()).is_some(),
                    "{name}: {:?} is in the file",
                    span.range
                );
            }
            assert_eq!(found(check, &check.quiet), [], "{name} fires where it should be quiet");
        }
    }

    #[test]
    fn every_rule_has_its_page_and_a_name_of_its_own() {
        let names: BTreeSet<&str> = CHECKS.iter().map(|check| check.rule.name).collect();
        assert_eq!(names.len(), CHECKS.len());
        for check in &CHECKS {
            let (name, page) = (check.rule.name, check.rule.page());
            assert_eq!(check.rule.headings(), Rule::HEADINGS, "{name}");
            for section in page.split("\n## ").skip(1) {
                let said = section.lines().skip(1).any(|line| !line.trim().is_empty());
                assert!(said, "{name}: empty section {section}");
            }
            assert!(check.rule.summary().ends_with('.'), "{name}: the first line is one sentence");
        }
    }
}
