//! Scope inside a project: the level asked for, what the first year is worth, the ways weighed, the page on file.

use std::fs;
use std::path::Path;

use crate::{findings, object, tenet};

/// 1,200 orders, of which the heavier are more often returned, and a plan with ranges.
fn project(folder: &Path, right: &str) {
    let mut random = fastrand::Rng::with_seed(8);
    let mut rows = "weight,visits,returned\n".to_owned();
    for _ in 0..1_200 {
        let (weight, visits) = (10.0 * random.f64(), random.u8(0..9));
        let chance = 1.0 / (1.0 + (3.4 - 0.5 * weight + 0.1 * f64::from(visits)).exp());
        let returned = if random.f64() < chance { "yes" } else { "no" };
        rows.push_str(&format!("{weight:.2},{visits},{returned}\n"));
    }
    fs::write(folder.join("orders.csv"), rows).unwrap();
    let plan = format!(
        r#"[data]
source = "orders.csv"
target = "returned"
positive = "yes"
[today]
rule = "weight > 9"
[worth]
currency = "EUR"
true_positive = {right}
false_positive = [-6, -4]
cases_per_month = [800, 1_200]
[cost]
build_days = [20, 60]
day_rate = 600
[research]
time_box = "5d"
started = 2020-01-01
ended = 2020-01-20
[[option]]
name = "hold back what is heavy"
kind = "rule"
risk = "low"
time = "low"
[[option]]
name = "read the letters"
kind = "complex"
risk = "high"
time = "high"
"#
    );
    fs::write(folder.join("tenet.toml"), plan).unwrap();
}

#[test]
fn a_plan_with_ranges_is_told_whether_it_would_pay() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path(), "[30, 50]");
    let (code, scope) = object(folder.path(), &["scope"]);
    let worth = &scope["worth"];
    assert_eq!((code, scope["decision"].as_str(), worth["decision"].as_str()), (0, Some("go"), Some("go")));
    assert!(worth["chance"].as_f64().unwrap() > 0.9 && worth["expected"].as_f64().unwrap() > 0.0, "{worth}");
    assert!(scope["signal"]["today"]["score"].as_f64().unwrap() < scope["signal"]["score"].as_f64().unwrap());
    let verdicts: Vec<&str> = scope["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| option["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["try", "parked"]);
    let found = findings(&scope);
    for rule in ["one-option: ", "research-overrun: "] {
        assert!(found.contains(&rule.to_owned()), "{rule} in {found:?}");
    }

    project(folder.path(), "[5, 7]");
    let (code, scope) = object(folder.path(), &["scope"]);
    assert_eq!((code, scope["decision"].as_str()), (1, Some("no-go")), "{}", scope["worth"]);
    project(folder.path(), "[-5, 60]");
    let (code, scope) = object(folder.path(), &["scope"]);
    let because = scope["worth_because"].as_str().unwrap();
    assert_eq!((code, scope["decision"].as_str()), (0, Some("unsure")), "{because}");
    assert!(because.starts_with("find out what acting rightly is worth first"), "{because}");
}

#[test]
fn the_level_asked_for_is_held_against_what_is_possible() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path(), "40");
    let asked = |metric: &str, level: &str| {
        let (code, scope) = object(folder.path(), &["scope", "--metric", metric, "--at-least", level]);
        (code, findings(&scope).contains(&"criterion-out-of-reach: ".to_owned()))
    };
    assert_eq!(asked("auc", "0.97"), (1, true));
    assert_eq!(asked("auc", "0.70"), (0, false));
    assert_eq!(asked("log_loss", "0.05"), (1, true));
    assert_eq!(asked("log_loss", "0.60"), (0, false));
    let (code, refusal) = object(folder.path(), &["scope", "--metric", "auc", "--at-least", "80"]);
    assert_eq!(code, 2);
    assert!(refusal["error"]["message"].as_str().unwrap().contains("always between 0 and 1"), "{refusal}");
}

#[test]
fn the_page_is_written_with_its_pictures() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path(), "[30, 50]");
    for (file, pictured) in [("page.html", "<svg"), ("page.md", "```text")] {
        assert_eq!(tenet(folder.path(), &["scope", "--report", file]).code, 0);
        let page = fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(page.contains("Would it pay?") && page.contains(pictured), "{file}");
    }
    assert_eq!(tenet(folder.path(), &["scope", "--report", "page.pdf"]).code, 2);
}
