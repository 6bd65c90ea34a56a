//! What a step's evidence says of its gate, in one sentence.

use serde_json::Value;

use super::{Stage, State};

/// The state of a gate by the evidence its step left, and why; of the plan's gate [`plan`] tells.
pub(crate) fn verdict(stage: Stage, evidence: &Value) -> (State, String) {
    match stage {
        Stage::Experiment => experiment(evidence),
        Stage::Evaluate => evaluate(evidence),
        Stage::Plan | Stage::Scope | Stage::Develop | Stage::Deploy => decided(evidence),
    }
}

fn decided(evidence: &Value) -> (State, String) {
    let reason = evidence["reasons"][0].as_str().map(str::to_owned);
    let or = |words: &str| reason.clone().unwrap_or_else(|| words.to_owned());
    match (evidence["decision"].as_str(), stop(evidence)) {
        (_, Some(stop)) => (State::NoGo, stop),
        (Some("go"), None) => (State::Go, or("nothing found stops it")),
        (Some("no-go"), None) => (State::NoGo, or("it is not worth doing")),
        _ => (State::Open, or("what was found does not decide")),
    }
}

fn experiment(evidence: &Value) -> (State, String) {
    let choice = &evidence["choice"];
    match (choice["name"].as_str(), stop(evidence)) {
        (_, Some(stop)) => (State::NoGo, stop),
        (Some(name), None) => {
            let why = choice["why"].as_str().map_or(String::new(), |why| format!(": {why}"));
            (State::Go, format!("{name} was chosen{why}"))
        }
        (None, None) => (State::NoGo, "no candidate is worth choosing".to_owned()),
    }
}

fn evaluate(evidence: &Value) -> (State, String) {
    match (evidence["verdict"].as_str(), stop(evidence)) {
        (Some("unsound"), stop) => {
            (State::Open, stop.unwrap_or_else(|| "the test cannot be trusted".to_owned()))
        }
        (Some("keep"), None) => (State::Go, "it brings more than it costs: keep it".to_owned()),
        (Some("stop"), None) => (State::NoGo, "it does not pay: stop it".to_owned()),
        (_, Some(stop)) => (State::NoGo, stop),
        (Some("steady" | "watch" | "act"), None) => {
            (State::Open, "drift was looked for; whether it pays is not judged yet".to_owned())
        }
        _ => (State::Open, "the test has not shown enough yet".to_owned()),
    }
}

/// The first finding that stops, in its rule's words.
fn stop(evidence: &Value) -> Option<String> {
    let findings = evidence["findings"].as_array()?;
    let stops = |finding: &&Value| finding["level"] == "stop" && finding["allowed"].is_null();
    let mut stopping = findings.iter().filter(stops);
    let first = stopping.next()?;
    let more = match stopping.count() {
        0 => String::new(),
        1 => "; and one more finding stops".to_owned(),
        more => format!("; and {more} more findings stop"),
    };
    let rule = first["rule"].as_str().unwrap_or_default();
    let message = first["message"].as_str().unwrap_or_default();
    Some(format!("{rule}: {message}{more}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn evidence_decides_its_gate() {
        let stop = json!({ "level": "stop", "rule": "target-leak", "message": "x gives y away" });
        let allowed = json!({ "level": "stop", "rule": "r", "message": "m", "allowed": "known" });
        for (stage, evidence, state) in [
            (Stage::Scope, json!({ "decision": "go", "findings": [] }), State::Go),
            (Stage::Scope, json!({ "decision": "go", "findings": [allowed] }), State::Go),
            (Stage::Scope, json!({ "decision": "no-go", "findings": [stop] }), State::NoGo),
            (Stage::Scope, json!({ "decision": "unsure", "findings": [] }), State::Open),
            (Stage::Experiment, json!({ "choice": { "name": "linear", "why": "w" } }), State::Go),
            (Stage::Experiment, json!({ "choice": { "name": null } }), State::NoGo),
            (Stage::Evaluate, json!({ "verdict": "keep" }), State::Go),
            (Stage::Evaluate, json!({ "verdict": "stop" }), State::NoGo),
            (Stage::Evaluate, json!({ "verdict": "wait" }), State::Open),
            (Stage::Evaluate, json!({ "verdict": "unsound", "findings": [stop] }), State::Open),
            (Stage::Evaluate, json!({ "verdict": "steady" }), State::Open),
            (Stage::Evaluate, json!({ "verdict": "act", "findings": [stop] }), State::NoGo),
        ] {
            assert_eq!(verdict(stage, &evidence).0, state, "{stage:?} {evidence}");
        }
        let (_, because) = verdict(Stage::Scope, &json!({ "decision": "no-go", "findings": [stop, stop] }));
        assert_eq!(because, "target-leak: x gives y away; and one more finding stops");
    }
}
