//! The main job on real tables: what must be found, chosen and reached.

use std::fs;

use crate::{findings, object, shared, tenet};

#[test]
fn telco_is_sound_and_its_flaws_are_named() {
    let Some(table) = shared("data/telco.csv") else { return };
    let table = table.display().to_string();
    let folder = tempfile::tempdir().unwrap();
    let (code, scope) = object(folder.path(), &["scope", &table, "--target", "Churn", "--positive", "Yes"]);
    let found = findings(&scope);
    assert!(found.contains(&"hidden-missing: TotalCharges".to_owned()), "{found:?}");
    assert!(found.contains(&"identifier-column: customerID".to_owned()), "{found:?}");
    assert_eq!((code, scope["decision"].as_str(), scope["rows"].as_u64()), (0, Some("go"), Some(7_043)));
}

#[test]
fn adult_has_hidden_missing_values() {
    let Some(table) = shared("data/adult-train.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (code, scope) = object(folder.path(), &["scope", &table.display().to_string(), "--target", "income"]);
    assert!(findings(&scope).iter().any(|finding| finding.starts_with("hidden-missing")), "{scope}");
    assert_eq!(code, 0);
}

#[test]
fn the_simple_model_wins_on_telco() {
    let Some(table) = shared("data/telco.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let table = table.display().to_string();
    let arguments = ["experiment", &table, "--target", "Churn", "--positive", "Yes", "--metric", "auc"];
    let (code, experiment) = object(folder.path(), &arguments);
    let linear = candidate(&experiment, "linear");
    assert_eq!((code, experiment["choice"]["name"].as_str()), (0, Some("linear")), "{experiment}");
    assert!(linear["score"].as_f64().unwrap() >= 0.840, "{linear}");
}

#[test]
fn abalone_is_predicted_and_scored() {
    let Some(table) = shared("data/abalone.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let table = table.display().to_string();
    let (_, experiment) = object(folder.path(), &["experiment", &table, "--target", "rings", "-o", "p"]);
    let choice = experiment["choice"]["name"].as_str().unwrap();
    let measures = candidate(&experiment, choice)["measures"].as_array().unwrap();
    let r2 = measures.iter().find(|measure| measure[0] == "r2").expect("r2 is among the usual measures");
    assert!(r2[1].as_f64().unwrap() >= 0.53, "{r2}");

    let scored = tenet(folder.path(), &["predict", "p", &table, "-o", "out.csv"]);
    let lines = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert_eq!(
        (scored.code, lines.lines().next(), lines.lines().count()),
        (0, Some("row,prediction,fallback"), 4_178)
    );
}

#[test]
fn hillstrom_has_the_figures_of_its_answers() {
    let (Some(table), Some(answers)) = (shared("ab/hillstrom.csv"), shared("ab/expected.json")) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let table = table.display().to_string();
    let arguments = ["evaluate", &table, "--variant", "segment", "--control", "No E-Mail"];
    let (code, verdict) =
        object(folder.path(), &[&arguments[..], &["--metric", "visit", "--metric", "spend"]].concat());
    assert_eq!((code, verdict["verdict"].as_str()), (0, Some("keep")));
    let answers: serde_json::Value = serde_json::from_str(&fs::read_to_string(answers).unwrap()).unwrap();
    let spend = answers["cases"].as_array().unwrap().iter().find(|case| case["id"] == "spend").unwrap();
    for expected in spend["comparisons"].as_array().unwrap() {
        let ours = verdict["comparisons"].as_array().unwrap().iter();
        let ours = ours
            .filter(|ours| ours["metric"] == "spend")
            .find(|ours| ours["variant"] == expected["variant"])
            .unwrap();
        for name in ["difference", "low", "high"] {
            let (ours, answer) =
                (ours[name].as_f64().unwrap(), expected["answers"][0][name].as_f64().unwrap());
            assert!((ours - answer).abs() <= 1e-6 * answer.abs(), "{name}: {ours} is not {answer}");
        }
    }
}

fn candidate<'a>(experiment: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let candidates = experiment["candidates"].as_array().expect("candidates is a list");
    candidates.iter().find(|candidate| candidate["name"] == name).expect("the candidate is listed")
}
