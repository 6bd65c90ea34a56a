//! The rules of the third tenet: one file each, one line each in [`CHECKS`].

mod below_baseline;
mod budget_spent;
mod complex_without_gain;
mod gain_within_noise;
mod holdout_reused;
mod no_baseline;
mod not_reproducible;
mod one_approach;
mod overfit;
mod too_good;
mod too_many_approaches;
mod uncalibrated;
mod unfair_comparison;
mod unstable;
mod weak_segment;

use report::{Finding, Rule, worst_first};

use crate::Evidence;

/// A rule and how it judges an experiment.
struct Check {
    rule: &'static Rule,
    judge: fn(&Evidence) -> Option<Finding>,
    /// Evidence it fires on, and evidence it stays quiet on.
    #[cfg(test)]
    examples: fn() -> [Evidence; 2],
}

macro_rules! check {
    ($file:ident) => {
        Check {
            rule: &$file::RULE,
            judge: $file::judge,
            #[cfg(test)]
            examples: $file::examples,
        }
    };
}

/// All rules of this tenet.
const CHECKS: &[Check] = &[
    check!(too_good),
    check!(unfair_comparison),
    check!(below_baseline),
    check!(no_baseline),
    check!(holdout_reused),
    check!(not_reproducible),
    check!(unstable),
    check!(overfit),
    check!(weak_segment),
    check!(uncalibrated),
    check!(too_many_approaches),
    check!(one_approach),
    check!(budget_spent),
    check!(complex_without_gain),
    check!(gain_within_noise),
];

/// The rules, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| check.rule)
}

/// What the rules find, worst first.
pub(crate) fn judge(evidence: &Evidence) -> Vec<Finding> {
    let mut findings: Vec<Finding> = CHECKS.iter().filter_map(|check| (check.judge)(evidence)).collect();
    worst_first(&mut findings);
    findings
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Candidate, Choice, Holdout, SplitKind, SplitUsed, Status};

    /// An experiment on 1,000 rows with these candidates: name, score, half the interval's width. The
    /// last is the choice.
    pub(crate) fn evidence(candidates: &[(&str, f64, f64)]) -> Evidence {
        let last = candidates.len() - 1;
        let (name, score, half) = candidates[last];
        Evidence {
            task: frame::Task::Binary,
            target: "churned".into(),
            metric: "auc".into(),
            higher_is_better: true,
            at_least: None,
            smallest_gain: 0.0,
            perfect: Some(1.0),
            currency: None,
            split: SplitUsed {
                kind: SplitKind::Stratified,
                folds: 5,
                repeats: 1,
                rows: 1_000,
                holdout_rows: 200,
                digest: "9f2c".into(),
            },
            candidates: candidates
                .iter()
                .enumerate()
                .map(|(rung, &(name, score, half))| Candidate {
                    name: name.into(),
                    rung,
                    score: Some(score),
                    low: Some(score - half),
                    high: Some(score + half),
                    money: None,
                    money_low: None,
                    money_high: None,
                    complexity: None,
                    complexity_days: rung as f64,
                    reads: None,
                    inputs_used: Some(1),
                    stability: crate::Stability::default(),
                    seed_scores: Vec::new(),
                    fit_seconds: Some(0.1),
                    predict_rows_per_second: Some(1e6),
                    size_bytes: Some(100),
                    peak_memory_bytes: None,
                    fold_scores: [-1.0, -0.5, 0.0, 0.5, 1.0].map(|off| score + off * half).to_vec(),
                    train_score: None,
                    reproducible: None,
                    calibration_error: None,
                    weakest: None,
                    status: if rung == last { Status::Chosen } else { Status::Beaten },
                    why: "it is".into(),
                    gain: None,
                    refused: None,
                    unfair: None,
                    measures: Vec::new(),
                })
                .collect(),
            choice: Choice {
                name: Some(name.into()),
                why: "it is".into(),
                others: "nothing more complex beats it beyond noise".into(),
                threshold: Some(0.5),
            },
            holdout: Some(Holdout {
                score: Some(score),
                low: Some(score - half),
                high: Some(score + half),
                constant: None,
                money: None,
                money_today: None,
                opened: 1,
                level: 0.95,
                measures: Vec::new(),
            }),
            stopping: Vec::new(),
            ended: None,
            describe: Vec::new(),
            importance: Vec::new(),
            permutation: Vec::new(),
            effects: Vec::new(),
            thresholds: None,
            calibration: None,
            segments: Vec::new(),
            forecast: None,
            notes: Vec::new(),
            package: None,
            findings: Vec::new(),
            seconds: 1.0,
        }
    }

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<_> = rules().map(|rule| rule.name).collect();
        assert_eq!(names.len(), CHECKS.len());
    }

    #[test]
    fn each_has_its_page() {
        for rule in rules() {
            assert_eq!(rule.headings(), Rule::HEADINGS, "headings of {}", rule.name);
        }
    }

    #[test]
    fn each_fires_where_it_should_and_only_there() {
        for check in CHECKS {
            let [fires, quiet] = (check.examples)();
            let finding = (check.judge)(&fires).unwrap_or_else(|| panic!("{} stays quiet", check.rule.name));
            assert_eq!(finding.rule, check.rule.name);
            assert!(
                finding.evidence.contains_key("rows")
                    && !finding.why.is_empty()
                    && !finding.remedy.is_empty()
            );
            assert_eq!((check.judge)(&quiet), None, "{} cries wolf", check.rule.name);
        }
    }
}
