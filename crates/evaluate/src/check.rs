//! A rule and how it judges: what the lists of rules of all ways to evaluate are made of.

use ::report::{Finding, Rule};

/// A rule and how it judges what was measured.
pub(crate) struct Check<M: 'static> {
    pub rule: Rule,
    pub judge: fn(&M) -> Vec<Finding>,
    /// What it fires on, and what it stays quiet on.
    #[cfg(test)]
    pub examples: fn() -> [M; 2],
}

/// The checks in these files, each with a `RULE`, a `judge` that gives findings or one, and `examples`.
macro_rules! checks {
    ($($file:ident),+ $(,)?) => {
        [$(crate::check::Check {
            rule: $file::RULE,
            judge: |measured| $file::judge(measured).into_iter().collect(),
            #[cfg(test)]
            examples: $file::examples,
        }),+]
    };
}
pub(crate) use checks;

/// What the rules find, in their order.
pub(crate) fn judge<M>(checks: &[Check<M>], measured: &M) -> Vec<Finding> {
    checks.iter().flat_map(|check| (check.judge)(measured)).collect()
}

/// What holds for every rule: its page, where it has one of its own, is whole; it fires on its first example, at its usual level, says all there is
/// to say and how many rows it looked at; and it is quiet on the second.
#[cfg(test)]
pub(crate) fn hold<M>(checks: &[Check<M>], rows: fn(&M) -> u64) {
    for check in checks {
        let (name, rule) = (check.rule.name, &check.rule);
        if !rule.text.is_empty() {
            assert_eq!(rule.headings(), Rule::HEADINGS, "{name}");
            assert!(rule.summary().ends_with('.'), "{name}: the first line is a sentence");
        }
        let [fires, quiet] = (check.examples)();
        let findings = (check.judge)(&fires);
        assert!(!findings.is_empty(), "{name} is quiet on the example on which it should fire");
        for finding in findings {
            assert_eq!((finding.rule, finding.level), (name, rule.level), "the usual level");
            let texts = [&finding.message, &finding.why, &finding.remedy];
            assert!(texts.iter().all(|text| !text.is_empty()), "{name}: message, why and remedy are said");
            assert_eq!(finding.evidence.get("rows"), Some(&rows(&fires).into()), "{name} says how many rows");
        }
        assert_eq!((check.judge)(&quiet), [], "{name} fires where it should be quiet");
    }
}
