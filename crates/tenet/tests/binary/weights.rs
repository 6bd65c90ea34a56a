//! Rows that count more than others: `--weight`.

use std::fs;

use crate::{object, tenet};

/// Two kinds of rows: `x` says yes in those of weight `first`, and no in those of weight `second`.
fn table(first: &str, second: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = fastrand::Rng::with_seed(3);
    let mut text = "x,noise,cases,bought\n".to_owned();
    for row in 0..800 {
        let x = chance.f64();
        let is_first = row % 2 == 0;
        let yes = if is_first { chance.f64() < x } else { chance.f64() > x };
        let (weight, bought) = (if is_first { first } else { second }, if yes { "yes" } else { "no" });
        text.push_str(&format!("{x:.4},{:.4},{weight},{bought}\n", chance.f64()));
    }
    fs::write(folder.path().join("data.csv"), text).unwrap();
    folder
}

const ASKED: [&str; 4] = ["experiment", "data.csv", "--target", "bought"];

#[test]
fn weights_count_in_learning_and_in_scores() {
    let folder = table("9", "0.1");
    let (_, plain) = object(folder.path(), &ASKED);
    let (_, weighted) = object(folder.path(), &[&ASKED[..], &["--weight", "cases"]].concat());
    let score = |evidence: &serde_json::Value| {
        let candidates = evidence["candidates"].as_array().unwrap().clone();
        let linear = candidates.into_iter().find(|candidate| candidate["name"] == "linear").unwrap();
        linear["score"].as_f64().unwrap()
    };
    // Without weights the two kinds cancel out unless the column itself is used, which then is no feature.
    assert!(score(&weighted) > 0.75, "{weighted}");
    assert!(weighted["choice"]["name"].is_string() && plain["choice"].is_object());
    let used = weighted["importance"].as_array().unwrap().iter();
    assert!(used.map(|pair| pair[0].as_str().unwrap()).all(|name| name != "cases"), "{weighted}");
    // From the plan as well.
    let plan = "[data]\nsource = \"data.csv\"\ntarget = \"bought\"\nweight = \"cases\"\n";
    fs::write(folder.path().join("tenet.toml"), plan).unwrap();
    let (_, planned) = object(folder.path(), &["experiment"]);
    assert_eq!(score(&planned), score(&weighted));
}

#[test]
fn a_weight_that_cannot_be_is_refused() {
    for (first, second, said) in [
        ("1", "-2", "-2"),
        ("1", "", "missing"),
        ("0", "0", "0 in every row"),
        ("much", "few", "text"),
        ("1e308", "1", "1.00e308"),
    ] {
        let folder = table(first, second);
        let run = tenet(folder.path(), &[&ASKED[..], &["--weight", "cases"]].concat());
        assert!(run.code == 2 && run.stderr.contains("cases") && run.stderr.contains(said), "{}", run.stderr);
    }
    let folder = table("1", "2");
    let run = tenet(folder.path(), &[&ASKED[..], &["--weight", "case"]].concat());
    assert!(run.code == 2 && run.stderr.contains("did you mean cases"), "{}", run.stderr);
}

#[test]
fn a_series_has_no_weights() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "month,sold,cases\n".to_owned();
    for month in 0..120 {
        let sold = 40 + month % 12 + month * 7 % 5;
        text.push_str(&format!("{}-{:02}-01,{sold},2\n", 2010 + month / 12, 1 + month % 12));
    }
    fs::write(folder.path().join("data.csv"), text).unwrap();
    let asked = ["experiment", "data.csv", "--target", "sold", "--time", "month"];
    for weight in ["cases", "sold"] {
        let run = tenet(folder.path(), &[&asked[..], &["--weight", weight]].concat());
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            run.code == 2 && said.contains(weight) && said.contains("each period counts the same"),
            "{said}"
        );
    }
    assert_eq!(object(folder.path(), &asked).1["task"], "forecast");
}
