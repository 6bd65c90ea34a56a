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
    // Something to learn, since without a choice there is no package.
    let learnable: String =
        (0..200).map(|row| format!("{},{}\n", row, if row % 100 > 40 { "yes" } else { "no" })).collect();
    let learnable = format!("age,churned\n{}", learnable.replace("1,yes", "1,no"));
    fs::write(folder.path().join("c.csv"), learnable).unwrap();
    let made = tenet(folder.path(), &["experiment", "c.csv", "--target", "churned", "-o", "package"]);
    assert!(made.code < 2, "{}", made.stderr);
    refused(folder.path(), &["predict", "c.csv", "c.csv"], &["c.csv"]);
    refused(folder.path(), &["predict", "pakage", "c.csv"], &["pakage"]);
    let file = folder.path().join("package/package.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("churned", "charmed", 1)).unwrap();
    refused(folder.path(), &["predict", "package", "c.csv"], &["package.json"]);
}

/// The smallest plan, with this put below it.
fn project(below: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let plan = "[project]\nname = \"keep\"\n[data]\nsource = \"customers.csv\"\ntarget = \"churned\"\n";
    fs::write(folder.path().join("tenet.toml"), format!("{plan}{below}")).unwrap();
    fs::write(folder.path().join("customers.csv"), customers(60)).unwrap();
    folder
}

#[test]
fn a_plan_that_is_no_plan() {
    let huge = project(&format!("# {}\n", "x".repeat(10 << 20)));
    refused(huge.path(), &["plan"], &["tenet.toml is 10", "1.0 MB"]);
    let nul = project("why = \"a\0b\"\n");
    refused(nul.path(), &["status"], &["tenet.toml"]);
    let latin = project("");
    fs::write(latin.path().join("tenet.toml"), b"[plan]\nwhy = \"K\xfcndigung\"\n").unwrap();
    refused(latin.path(), &["status"], &["tenet.toml is not UTF-8"]);
    let itself = project("");
    fs::write(itself.path().join("tenet.toml"), "[data]\nsource = \"tenet.toml\"\ntarget = \"x\"\n").unwrap();
    refused(itself.path(), &["scope"], &["tenet.toml has the ending .toml"]);
    let folder = project("");
    fs::write(folder.path().join("tenet.toml"), "[data]\nsource = \".\"\ntarget = \"churned\"\n").unwrap();
    assert_ne!(
        tenet(folder.path(), &["scope"]).code,
        2,
        "a folder that holds the plan beside the data is fine"
    );
}

#[test]
fn a_record_that_is_no_record() {
    let folder = project("");
    fs::create_dir(folder.path().join(".tenet")).unwrap();
    let path = folder.path().join(".tenet/record.db");
    let text = "years of someone's work\n".repeat(50);
    fs::write(&path, &text).unwrap();
    for command in [&["scope"][..], &["status"], &["record", "verify"]] {
        refused(folder.path(), command, &["record.db is not a record of tenet", "another program"]);
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    for (place, words) in [
        ("mysql://h/d", "a record cannot be kept at mysql://"),
        ("postgres://ana:secret@127.0.0.1:9/tenet", "127.0.0.1:9/tenet cannot be used"),
    ] {
        refused(folder.path(), &["status", "--record", place], &[words]);
    }
}

/// A file system of its own over a project's folder; it needs the right to mount.
struct Mounted(tempfile::TempDir);

impl Mounted {
    fn with(options: &str) -> Option<Mounted> {
        let folder = tempfile::tempdir().unwrap();
        let done = mount(&["-t", "tmpfs", "-o", options, "tmpfs"], folder.path());
        if !done {
            println!("skipped: this user may not mount a tmpfs");
        }
        done.then_some(Mounted(folder))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).output();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let done = std::process::Command::new("mount").args(arguments).arg(at).output();
    done.is_ok_and(|done| done.status.success())
}

#[test]
fn a_disk_that_cannot_be_written() {
    let Some(disk) = Mounted::with("size=2m") else { return };
    let at = disk.0.path();
    let source = project("");
    for name in ["tenet.toml", "customers.csv"] {
        fs::copy(source.path().join(name), at.join(name)).unwrap();
    }
    assert_ne!(tenet(at, &["scope"]).code, 2);
    let fill = fs::File::create(at.join("fill")).unwrap();
    std::io::Write::write_all(&mut &fill, &vec![0; 4 << 20]).unwrap_err();
    refused(at, &["scope"], &["record.db"]);
    refused(at, &["change", "--set", "plan.why=x", "--yes", "--because", "y"], &["record.db"]);
    assert!(!fs::read_to_string(at.join("tenet.toml")).unwrap().contains("why"), "the plan is as it was");
    drop(fill);
    fs::remove_file(at.join("fill")).unwrap();
    assert_eq!(tenet(at, &["record", "verify"]).code, 0, "nothing was lost");

    assert!(mount(&["-o", "remount,ro"], at));
    refused(at, &["scope"], &["record.db", "--record"]);
    let status = tenet(at, &["status"]);
    assert!(status.code == 0 && status.stdout.contains("scope"), "{}{}", status.stdout, status.stderr);
    assert_ne!(tenet(at, &["scope", "--record", "off"]).code, 2);
    refused(at, &["new", "below"], &["cannot write"]);
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("c.csv"), customers(300)).unwrap();
    fs::write(here.join("tenet.toml"), "[data]\nsource = \"c.csv\"\ntarget = \"churned\"\n").unwrap();
    fs::create_dir(here.join("full")).unwrap();
    fs::write(here.join("full/keep.txt"), "mine").unwrap();
    let known = ["is not a package"];
    refused(here, &["experiment", "-o", "full"], &known);
    refused(here, &["experiment", "-o", "full/keep.txt"], &known);
    refused(here, &["experiment", "-o", "full/keep.txt/package"], &["could not write the package"]);
    fs::create_dir(here.join("page.html")).unwrap();
    for command in ["experiment", "scope"] {
        for page in ["nowhere/page.html", "full/keep.txt/page.md", "page.html"] {
            let run = tenet(here, &[command, "--report", page]);
            assert!(run.code == 2 && run.stderr.contains("it cannot be written"), "{page}: {}", run.stderr);
        }
    }
    assert!(!here.join(".tenet").exists(), "nothing was begun, so nothing is recorded");
    assert_eq!(tenet(here, &["scope", "--report", "full/page.html"]).code, 0);
}

#[test]
fn what_was_seen_is_recorded_also_when_the_package_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let mut text = "age,plan,churned\n".to_owned();
    (0..300).for_each(|row| text.push_str(&format!("{},full,{}\n", row % 60, ["no", "yes"][row % 60 / 30])));
    fs::write(here.join("c.csv"), text).unwrap();
    fs::write(here.join("tenet.toml"), "[data]\nsource = \"c.csv\"\ntarget = \"churned\"\n").unwrap();
    // The place for the package is taken while the work is done.
    let taken = "mine=mkdir -p out; echo mine > out/keep.txt; exit 1";
    let run = tenet(here, &["experiment", "-o", "out", "--candidate", taken]);
    assert!(run.code == 2 && run.stderr.contains("is not a package"), "{}{}", run.stdout, run.stderr);
    let kept = tenet(here, &["record", "--format", "json"]).stdout;
    assert!(kept.contains("evidence") && kept.contains("holdout"), "{kept}");
}
