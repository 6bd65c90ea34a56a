//! Bad input: exit code 2, one clear message with a hint, no panic, and under `--format json` one object.

use std::fs;
use std::path::Path;

use crate::tenet;

/// Run on bad input and hold the refusal to its form; the message must have each of `words`.
fn refused(folder: &Path, arguments: &[&str], words: &[&str]) {
    let run = tenet(folder, arguments);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, 2, "{arguments:?} is not refused: {said}");
    assert!(run.stdout.is_empty(), "a refusal goes to stderr: {}", run.stdout);
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(said.matches("error:").count(), 1, "one message: {said}");
    assert!(said.contains("hint:") || said.contains("help:"), "no hint: {said}");
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flat.contains(word), "{arguments:?} does not say {word:?}: {said}");
    }

    let run = tenet(folder, &[arguments, &["--format", "json"]].concat());
    let object: serde_json::Value = serde_json::from_str(&run.stdout).expect("one JSON object");
    assert!(run.code == 2 && object["error"]["message"].is_string(), "{object}");
}

/// Run `scope` on a file with this content.
fn scope_of(name: &str, content: impl AsRef<[u8]>, target: &str, words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    refused(folder.path(), &["scope", name, "--target", target], words);
}

/// A table of `rows` customers with a few columns.
fn customers(rows: usize) -> String {
    let mut text = "age,plan,churned\n".to_owned();
    for row in 0..rows {
        let plan = ["basic", "full"][row % 2];
        let churned = ["no", "yes"][usize::from(row % 3 == 0)];
        text.push_str(&format!("{},{plan},{churned}\n", 20 + row * 7 % 50));
    }
    text
}

#[test]
fn a_missing_file_suggests_one_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("customers.csv"), customers(9)).unwrap();
    refused(
        folder.path(),
        &["scope", "custmers.csv", "--target", "churned"],
        &["custmers.csv", "customers.csv"],
    );
}

#[test]
fn an_empty_file() {
    scope_of("empty.csv", "", "y", &["empty.csv", "empty"]);
}

#[test]
fn a_header_without_rows() {
    scope_of("header.csv", "a,b,y\n", "y", &["header.csv", "row"]);
}

#[test]
fn ragged_rows_name_the_line() {
    scope_of("ragged.csv", "a,b,y\n1,2,3\n4,5\n6,7,8\n", "y", &["ragged.csv", "line 3", "2", "3"]);
}

#[test]
fn text_that_is_not_utf8() {
    scope_of("latin.csv", b"name,y\nJos\xe9,1\nAna,0\n", "y", &["latin.csv", "UTF-8", "line 2"]);
}

#[test]
fn a_binary_file_named_csv() {
    let zeros: Vec<u8> = (0..4_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    scope_of("table.csv", &zeros, "y", &["table.csv"]);
    scope_of("parquet.csv", b"PAR1\x15\x04\x15\x10\x15\x14\x4c\x15\x02", "y", &["parquet.csv", "Parquet"]);
}

#[test]
fn a_target_that_is_not_there_suggests_near_names() {
    scope_of("customers.csv", customers(60), "churn", &["churn", "churned"]);
}

#[test]
fn a_target_with_one_value() {
    let text = customers(60).replace("yes", "no");
    scope_of("customers.csv", text, "churned", &["churned", "no"]);
}

#[test]
fn a_positive_value_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.csv"), customers(60)).unwrap();
    for command in ["scope", "experiment"] {
        let arguments = [command, "c.csv", "--target", "churned", "--positive", "Yes!"];
        refused(folder.path(), &arguments, &["Yes!", "yes", "no"]);
    }
}

#[test]
fn features_that_are_all_constant() {
    let mut text = "a,b,y\n".to_owned();
    (0..60).for_each(|row| text.push_str(&format!("1,x,{}\n", row % 2)));
    scope_of("constant.csv", text, "y", &["constant"]);
}

#[test]
fn one_row_and_one_column() {
    scope_of("row.csv", "a,b,y\n1,2,1\n", "y", &["row.csv", "1 row"]);
    scope_of("column.csv", "y\n1\n0\n1\n0\n", "y", &["column.csv", "column"]);
}

#[test]
fn duplicate_column_names() {
    scope_of("twice.csv", "a,b,a,y\n1,2,3,0\n4,5,6,1\n", "y", &["twice.csv", "a", "1", "3"]);
}

#[test]
fn ten_thousand_columns() {
    let names: Vec<String> = (0..10_000).map(|column| format!("c{column}")).collect();
    let row = vec!["1"; 10_000].join(",");
    let text = format!("{}\n{row}\n{row}\n{row}\n", names.join(","));
    scope_of("wide.csv", text, "c0", &["wide.csv", "10,000 columns"]);
}

#[test]
fn a_folder_with_mixed_schemas() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("parts")).unwrap();
    fs::write(folder.path().join("parts/a.csv"), customers(9)).unwrap();
    fs::write(folder.path().join("parts/b.csv"), "age,city,churned\n3,Rome,no\n").unwrap();
    refused(folder.path(), &["scope", "parts", "--target", "churned"], &["a.csv", "b.csv", "city"]);
}

/// Run `plan` on this tenet.toml.
fn plan_of(text: &str, words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tenet.toml"), text).unwrap();
    refused(folder.path(), &["plan"], words);
}

#[test]
fn a_typo_in_a_key_is_shown_and_suggested() {
    plan_of("[data]\nsource = \"a.csv\"\npostive = \"yes\"\n", &["postive", "positive", "tenet.toml:3:1"]);
}

#[test]
fn a_wrong_type_is_shown_where_it_stands() {
    plan_of("[success]\nmetric = \"auc\"\nat_least = \"high\"\n", &["at_least", "number", "tenet.toml:3:12"]);
}

#[test]
fn an_unknown_rule_in_allow() {
    let text = "[[allow]]\nrule = \"target-leek\"\nbecause = \"it is known\"\n";
    plan_of(text, &["target-leek", "target-leak", "tenet.toml:2:8"]);
}

#[test]
fn options_that_make_no_sense() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.csv"), customers(90)).unwrap();
    let experiment = ["experiment", "c.csv", "--target", "churned"];
    refused(folder.path(), &[&experiment[..], &["--metric", "acu"]].concat(), &["acu", "auc"]);
    refused(folder.path(), &[&experiment[..], &["--metric", "rmse"]].concat(), &["rmse"]);
    refused(folder.path(), &[&experiment[..], &["--metric", "money"]].concat(), &["money", "worth"]);
    refused(folder.path(), &[&experiment[..], &["--time", "hour"]].concat(), &["hour"]);
    refused(folder.path(), &["scope", "c.csv"], &["--target"]);
    refused(folder.path(), &["explain", "target-leek"], &["target-leak"]);
    refused(folder.path(), &["plan"], &["tenet.toml"]);
}

#[test]
fn an_unknown_option_is_refused_in_json_too() {
    let folder = tempfile::tempdir().unwrap();
    let run = tenet(folder.path(), &["scope", "c.csv", "--target", "y", "--tresh", "3", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&run.stdout).expect("one JSON object");
    assert!(run.code == 2 && object["error"]["message"].as_str().unwrap().contains("--tresh"), "{object}");
    assert_eq!(tenet(folder.path(), &["--version"]).code, 0);
}

#[test]
fn a_package_that_was_tampered_with() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.csv"), customers(200)).unwrap();
    let made = tenet(folder.path(), &["experiment", "c.csv", "--target", "churned", "-o", "package"]);
    assert!(made.code < 2, "{}", made.stderr);
    refused(folder.path(), &["predict", "c.csv", "c.csv"], &["c.csv"]);
    refused(folder.path(), &["predict", "pakage", "c.csv"], &["pakage"]);
    let file = folder.path().join("package/package.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("churned", "charmed", 1)).unwrap();
    refused(folder.path(), &["predict", "package", "c.csv"], &["package.json"]);
}
