//! Findings the plan allows, each with its reason.

use report::{Fault, Finding, suggest};

use crate::Plan;

impl Plan {
    /// Mark the findings the plan allows with their reason. An `[[allow]]` without columns covers every
    /// finding of its rule; with columns, only a finding all of whose columns are covered.
    pub fn allow(&self, findings: &mut [Finding]) {
        for finding in findings {
            finding.allowed = self.reason(finding);
        }
    }

    fn reason(&self, finding: &Finding) -> Option<String> {
        let of_rule = || {
            self.allowed.iter().filter(|allow| allow.rule.as_ref().is_some_and(|r| r.value == finding.rule))
        };
        let because = |allow: &crate::Allow| allow.because.as_ref().map(|reason| reason.trim().to_owned());
        if let Some(any) = of_rule().find(|allow| allow.columns.is_empty()) {
            return because(any);
        }
        let mut reasons: Vec<String> = Vec::new();
        for column in &finding.columns {
            let covers = |allow: &&crate::Allow| allow.columns.iter().any(|covered| covered.value == *column);
            let reason = because(of_rule().find(covers)?)?;
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// Whether every rule the plan allows is one of `known_rules`.
    ///
    /// # Errors
    /// At the first rule that is not known, with the nearest known name.
    pub fn check_allowed(&self, known_rules: &[&str]) -> Result<(), Fault> {
        let rules = self.allowed.iter().filter_map(|allow| allow.rule.as_ref());
        let Some(unknown) = rules.into_iter().find(|rule| !known_rules.contains(&rule.as_str())) else {
            return Ok(());
        };
        let message =
            format!("{}: [[allow]] names an unknown rule \"{}\"", self.file.display(), unknown.value);
        let hint = match suggest::nearest(unknown, known_rules.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "copy the rule's name from the finding to be allowed".to_owned(),
        };
        Err(Fault::new(message).hint(hint).at(self.span(&unknown.at)))
    }
}
