//! A finding: what a rule saw, why it matters to this goal, and what to do.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Level, Rule, Span};

/// One rule, fired on one project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's stable name.
    pub rule: &'static str,
    /// How much it matters here.
    pub level: Level,
    /// The columns it is about; empty when it is about the whole table or plan.
    pub columns: Vec<String>,
    /// What was seen, with its number.
    pub message: String,
    /// Why it matters to this goal.
    pub why: String,
    /// What to do next.
    pub remedy: String,
    /// The numbers behind it. A finding about data always has `rows`, the count of rows looked at.
    pub evidence: Map<String, Value>,
    /// The reason under which `tenet.toml` allows it, if it does. An allowed finding stops nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
    /// Where in the user's file it is, when it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

impl Finding {
    /// A finding of `rule` at its usual level.
    pub fn new(rule: &Rule, message: impl Into<String>) -> Self {
        Finding {
            rule: rule.name,
            level: rule.level,
            columns: Vec::new(),
            message: message.into(),
            why: String::new(),
            remedy: String::new(),
            evidence: Map::new(),
            allowed: None,
            span: None,
        }
    }

    /// At another level than the usual one.
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// About these columns.
    pub fn columns<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.columns = columns.into_iter().map(Into::into).collect();
        self
    }

    /// Why it matters to this goal.
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// What to do next.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// One number behind it. A number that is not finite becomes `null`.
    pub fn evidence(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.insert(name.to_owned(), value.into());
        self
    }

    /// Where in the user's file it is.
    pub fn span(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    /// Whether it stops the project: level stop, and not allowed.
    pub fn stops(&self) -> bool {
        self.level == Level::Stop && self.allowed.is_none()
    }
}

/// Order findings worst first: stop, warn, note, and those already allowed last; ties keep their order.
pub fn worst_first(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.allowed.is_some(), std::cmp::Reverse(finding.level)));
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { name: "target-leak", level: Level::Stop, text: "" };

    #[test]
    fn worst_come_first_and_allowed_last() {
        let finding = |level, message: &str| Finding::new(&RULE, message).level(level);
        let allowed = Finding { allowed: Some("known".into()), ..finding(Level::Stop, "allowed") };
        let mut findings = [
            allowed,
            finding(Level::Note, "note"),
            finding(Level::Warn, "a"),
            finding(Level::Stop, "stop"),
            finding(Level::Warn, "b"),
        ];
        worst_first(&mut findings);
        assert_eq!(
            findings.each_ref().map(|finding| finding.message.as_str()),
            ["stop", "a", "b", "note", "allowed"]
        );
        assert_eq!(findings.each_ref().map(Finding::stops), [true, false, false, false, false]);
    }

    #[test]
    fn json_is_as_documented() {
        let finding = Finding::new(&RULE, "m").columns(["c"]).evidence("auc", f64::NAN).evidence("rows", 7);
        let json = serde_json::to_string(&finding).unwrap();
        let expected = r#"{"rule":"target-leak","level":"stop","columns":["c"],"message":"m","why":"","remedy":"","evidence":{"auc":null,"rows":7}}"#;
        assert_eq!(json, expected);
    }
}
