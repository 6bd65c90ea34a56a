//! Every case of the published sample of experiments: all figures to one millionth, the rules that must and must not fire, and the verdict.

use std::collections::BTreeMap;

use evaluate::ab::{Evidence, Kind, Question};
use serde_json::Value;

use crate::tables;

#[test]
fn all_cases_come_out_as_expected() {
    let Some(path) = tables::sample("expected.json") else { return };
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut checked = Vec::new();
    let mut read = BTreeMap::new();
    for case in expected["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let arguments: Vec<&str> =
            case["arguments"].as_array().unwrap().iter().map(|argument| argument.as_str().unwrap()).collect();
        let table = read.entry(arguments[1]).or_insert_with_key(|name| {
            tables::csv(&std::fs::read_to_string(tables::sample(name).unwrap()).unwrap())
        });
        let question = question(&arguments[2..]);
        let evidence = tables::run_in_pieces(&question, table, 8192).unwrap();
        check(id, case, &evidence);
        checked.push(id);
    }
    assert_eq!(checked.len(), 14, "{checked:?}");
}

fn question(arguments: &[&str]) -> Question {
    let mut question = Question::new("", "", &[]);
    let mut arguments = arguments.iter();
    while let Some(option) = arguments.next() {
        if *option == "--sequential" {
            question.reading.sequential = true;
            continue;
        }
        let value = arguments.next().unwrap_or_else(|| panic!("{option} has a value"));
        let text = (*value).to_owned();
        match *option {
            "--variant" => question.variant = text,
            "--control" => question.control = text,
            "--metric" => question.metrics.push((*value).into()),
            "--kind" => {
                question.kind = Some(match *value {
                    "mean" => Kind::Mean,
                    "proportion" => Kind::Proportion,
                    "ratio" => Kind::Ratio,
                    other => panic!("unknown kind {other}"),
                });
            }
            "--covariate" => question.covariates.push(text),
            "--time" => question.time = Some(text),
            "--segment" => question.segment = Some(text),
            "--unit" => question.unit = Some(text),
            "--alpha" => question.alpha = value.parse().unwrap(),
            "--value-per-unit" => question.value_per_unit = Some(value.parse().unwrap()),
            "--cost" => question.cost = Some(value.parse().unwrap()),
            "--format" => {}
            other => panic!("unknown option {other}"),
        }
    }
    question
}

fn check(id: &str, case: &Value, evidence: &Evidence) {
    let json = serde_json::to_value(evidence).unwrap();
    assert_eq!(json["rows"], case["rows"], "{id}");
    assert_eq!(json["split"]["counts"], case["split"]["counts"], "{id}");
    close(id, &json["split"]["p_value"], &case["split"]["p_value"], 0.0);
    let verdicts = case["verdict"].as_array().unwrap();
    assert!(verdicts.contains(&json["verdict"]), "{id}: {} {:#?}", json["verdict"], evidence.findings);

    let fired: Vec<(&str, &str)> =
        evidence.findings.iter().map(|finding| (finding.rule, finding.level.word())).collect();
    for rule in case["expect"].as_array().unwrap() {
        assert!(fired.iter().any(|(name, _)| rule == name), "{id}: {rule} did not fire, but {fired:?}");
    }
    for rule in case["forbid"].as_array().unwrap() {
        assert!(!fired.iter().any(|(name, level)| rule == name && *level != "note"), "{id}: {rule} fired");
    }

    let (ours, theirs) = (json["comparisons"].as_array().unwrap(), case["comparisons"].as_array().unwrap());
    assert_eq!(ours.len(), theirs.len(), "{id}");
    for (one, expected) in ours.iter().zip(theirs) {
        for name in ["metric", "variant", "control", "n_variant", "n_control", "adjusted"] {
            assert_eq!(one[name], expected[name], "{id}: {name}");
        }
        let error = expected["se"].as_f64().unwrap();
        let first = &expected["answers"][0];
        for name in ["mean_variant", "mean_control", "relative"] {
            close(&format!("{id}: {name}"), &one[name], &expected[name], 0.0);
        }
        for name in ["difference", "low", "high"] {
            close(&format!("{id}: {name}"), &one[name], &first[name], error);
        }
        close(&format!("{id}: p_value"), &one["p_value"], &expected["p_values"][0]["p"], 0.0);
        match expected.get("variance_reduction") {
            Some(expected) => close(id, &one["variance_reduction"], &expected[0]["value"], 0.0),
            None => assert!(one["variance_reduction"].is_null(), "{id}"),
        }
        let half = |low: &str, high: &str| 0.5 * (one[high].as_f64().unwrap() - one[low].as_f64().unwrap());
        let ratio = half("sequential_low", "sequential_high") / half("low", "high");
        assert!((1.15..3.0).contains(&ratio), "{id}: the sequential interval is {ratio} times as wide");
        if let Some(segments) = expected.get("by_segment") {
            for segment in one["by_segment"].as_array().unwrap() {
                close(id, &segment["difference"], &segments[segment["name"].as_str().unwrap()], 0.0);
            }
            close(id, &one["within_segments"]["difference"], &expected["difference_within_segments"], 0.0);
        }
        if expected.get("first_half").is_some() {
            let fired = evidence.findings.iter().find(|finding| finding.rule == "novelty-effect").unwrap();
            assert!(
                fired.evidence["first"].as_f64() > Some(3.0) && fired.evidence["later"].as_f64() < Some(1.5)
            );
        }
    }
}

/// Within one millionth of the number or of its standard error, whichever is larger.
#[track_caller]
fn close(what: &str, seen: &Value, expected: &Value, error: f64) {
    let (seen, expected) = (seen.as_f64().unwrap(), expected.as_f64().unwrap());
    let allowed = 1e-6 * expected.abs().max(error);
    assert!((seen - expected).abs() <= allowed, "{what}: {seen:e} is not {expected:e}");
}

/// The covariate's balance is not in the evidence but decides `unequal-groups`.
#[test]
fn the_covariate_balance_is_as_expected() {
    let Some(path) = tables::sample("fading.csv") else { return };
    let table = tables::csv(&std::fs::read_to_string(path).unwrap());
    let mut question = Question::new("home", "old_home", &["minutes"]);
    question.covariates = vec!["minutes_before".to_owned()];
    let measured =
        evaluate::ab::measure_each(&question, std::iter::once(Ok(table)), vec![f64::INFINITY]).unwrap();
    let p_value = measured[0].balance[0].p_value.unwrap();
    assert!((p_value / 0.617_727_449_147_527_6 - 1.0).abs() < 1e-6, "{p_value}");
}
