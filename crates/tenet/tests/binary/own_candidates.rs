//! A team's own candidates: any command, held to the same folds, its failure never the end of the run.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{object, tenet};

/// A small table with a little to learn.
fn table() -> tempfile::TempDir {
    table_of(300, "age", ["no", "yes"])
}

/// The same with other words: the name of a column, and the two classes.
fn table_of(rows: usize, age: &str, classes: [&str; 2]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = fastrand::Rng::with_seed(3);
    let mut text = format!("{age},plan,churned\n");
    for _ in 0..rows {
        let age = chance.u32(20..80);
        let churned = classes[usize::from(chance.f64() < f64::from(age) / 100.0)];
        text.push_str(&format!("{age},{},{churned}\n", ["basic", "full"][chance.usize(0..2)]));
    }
    fs::write(folder.path().join("data.csv"), text).unwrap();
    folder
}

/// What became of this command as a candidate.
fn tried(folder: &Path, command: &str, more: &[&str]) -> Value {
    let candidate = format!("mine={command}");
    let arguments = ["experiment", "data.csv", "--target", "churned", "--candidate", &candidate];
    let (code, evidence) = object(folder, &[&arguments[..], more].concat());
    assert_ne!(code, 2, "a candidate never ends the run: {evidence}");
    let mine = evidence["candidates"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(mine["name"], "mine");
    mine
}

#[test]
fn a_candidate_that_fails_is_a_row_with_its_reason() {
    let folder = table();
    for (command, said) in [
        ("echo No module named forest >&2; exit 3", "No module named forest"),
        ("true", "wrote nothing to TENET_OUTPUT"),
        (": > $TENET_OUTPUT", "wrote an empty file to TENET_OUTPUT"),
        (
            r"printf 'probability,x\n0.5,1\n,2\n0.5,3\n' > $TENET_OUTPUT",
            "of row 2 is missing, and 1 of 3 rows",
        ),
        (
            r"printf 'probability\n0.5\n0.5\ninf\n-inf\n' > $TENET_OUTPUT",
            "of row 3 is `inf`, and 2 of 4 rows",
        ),
        (r"printf 'probability\n0.5\n1.5\n' > $TENET_OUTPUT", "of row 2 is 1.5, and 1 of 2 rows"),
        (r"printf 'prediction,x\nyes,1\n,2\n' > $TENET_OUTPUT", "its prediction of row 2 is missing"),
        (r"printf 'a,b\n1,2\n3\n' > $TENET_OUTPUT", "cannot be read: output.csv"),
        ("echo no such column in $TENET_TRAIN; exit 1", "no such column in train.parquet"),
        ("echo probability > $TENET_OUTPUT; echo 0.5 >> $TENET_OUTPUT", "it gave 1 predictions for"),
        ("no-such-program-anywhere", "ended with 127"),
        ("cp $TENET_TEST $TENET_OUTPUT", "no column probability or prediction"),
        ("kill -9 $$", "ended by a signal"),
    ] {
        let mine = tried(folder.path(), command, &[]);
        assert_eq!(mine["status"], "failed", "{command}: {mine}");
        assert!(mine["why"].as_str().unwrap().contains(said), "{command}: {mine}");
        // Where its temporary files lie is another place each time, and the same run gives the same bytes.
        let place = std::env::temp_dir().display().to_string();
        assert!(!mine["why"].as_str().unwrap().contains(&place), "{command}: {mine}");
    }
}

#[test]
fn probabilities_of_several_classes_sum_to_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = fastrand::Rng::with_seed(8);
    let mut text = "size,kind\n".to_owned();
    for row in 0..300_u32 {
        text.push_str(&format!(
            "{},{}\n",
            10 * (row % 3) + chance.u32(0..20),
            ["a", "b", "c"][row as usize % 3]
        ));
    }
    fs::write(folder.path().join("data.csv"), text).unwrap();
    // 240 open rows, the same number of each class: 48 in each part.
    let said = |share: &str| {
        let lines = format!("probability_a,probability_b,probability_c\n{}", format!("{share}\n").repeat(48));
        fs::write(folder.path().join("said.csv"), lines).unwrap();
        let command = "mine=cp said.csv $TENET_OUTPUT";
        let (code, evidence) =
            object(folder.path(), &["experiment", "data.csv", "--target", "kind", "--candidate", command]);
        assert_ne!(code, 2, "{evidence}");
        evidence["candidates"].as_array().unwrap().last().unwrap().clone()
    };
    for (share, sum) in [("0.9,0.4,0.1", "sum to 1.4"), ("1,1,1", "sum to 3"), ("0,0,0", "sum to 0")] {
        let mine = said(share);
        let why = mine["why"].as_str().unwrap();
        assert!(mine["status"] == "failed" && why.contains(sum) && why.contains("48 of 48 rows"), "{mine}");
    }
    // Rounded to two digits they are what they are without: each a third of the sum.
    let (rounded, exact) =
        (said("0.33,0.33,0.33"), said("0.3333333333333333,0.3333333333333333,0.3333333333333333"));
    assert!(rounded["status"] != "failed", "{rounded}");
    let score = |mine: &Value| mine["score"].as_f64().unwrap();
    assert!((score(&rounded) - score(&exact)).abs() < 1e-12, "{rounded} {exact}");
}

#[test]
fn it_is_told_which_class_is_positive() {
    for (classes, more, positive) in [
        (["no", "yes"], None, "yes"),
        (["no", "yes"], Some("no"), "no"),
        (["nein", "ja"], Some("ja"), "ja"),
        (["0", "1"], None, "1"),
        (["false", "true"], None, "true"),
    ] {
        let folder = table_of(60, "age", classes);
        let more = more.map_or(Vec::new(), |more| vec!["--positive", more]);
        let mine = tried(folder.path(), "echo positive is $TENET_POSITIVE; exit 1", &more);
        let why = mine["why"].as_str().unwrap();
        assert!(why.ends_with(&format!("positive is {positive}")), "{classes:?}: {why}");
    }
}

#[test]
fn a_candidate_is_ended_at_its_limits_with_all_it_started() {
    let folder = table();
    let started = std::time::Instant::now();
    let mine = tried(folder.path(), "sleep 300 & sleep 300", &["--candidate-time", "1s"]);
    assert!(mine["why"].as_str().unwrap().contains("longer than 1"), "{mine}");
    assert!(started.elapsed().as_secs() < 60);
    if cfg!(target_os = "linux") {
        let hog = "head -c 900000000 /dev/zero | tail -n 1 > /dev/null; sleep 5";
        let mine = tried(folder.path(), hog, &["--memory", "300MB"]);
        assert!(mine["why"].as_str().unwrap().contains("held more than"), "{mine}");
    }
}

#[test]
fn the_answers_of_the_test_rows_are_withheld() {
    let folder = table();
    let command = "cp $TENET_TRAIN train.parquet; cp $TENET_TEST test.parquet; \
                   test $TENET_TASK = binary && test $TENET_TARGET = churned && test $TENET_SEED = 5 && test -d $TENET_MODEL_DIR";
    let mine = tried(folder.path(), command, &["--seed", "5"]);
    assert!(
        mine["why"].as_str().unwrap().contains("wrote nothing"),
        "what it is told is as documented: {mine}"
    );
    let columns = |name: &str| {
        let (_, scope) = object(folder.path(), &["scope", name, "--target", "plan"]);
        let names = scope["columns"].as_array().unwrap().iter();
        names.map(|column| column["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(columns("test.parquet"), ["age", "plan"]);
    assert_eq!(columns("train.parquet"), ["age", "plan", "churned"]);
}

#[test]
fn a_candidate_of_the_plan_takes_part_and_a_name_is_taken_once() {
    let folder = table();
    let plan = "[data]\nsource = \"data.csv\"\ntarget = \"churned\"\n\
                [[candidate]]\nname = \"planned\"\ncommand = \"exit 1\"\n";
    fs::write(folder.path().join("tenet.toml"), plan).unwrap();
    let (_, evidence) = object(folder.path(), &["experiment"]);
    assert_eq!(evidence["candidates"].as_array().unwrap().last().unwrap()["name"], "planned", "{evidence}");
    for (typed, said) in
        [("planned=true", "two candidates"), ("linear=true", "built-in"), ("forest", "a name and a command")]
    {
        let run = tenet(folder.path(), &["experiment", "--candidate", typed]);
        assert!(run.code == 2 && run.stderr.contains(said), "{typed}: {}", run.stderr);
    }
}

/// The Python of the environment that `make test` makes.
fn python() -> Option<String> {
    let python = std::env::var("TENET_TEST_PYTHON").ok();
    if python.is_none() {
        println!(
            "skipped: TENET_TEST_PYTHON names no Python with scikit-learn and LightGBM (checks/python.sh makes one)"
        );
    }
    python
}

/// Knows of a truth that no built-in candidate sees, and fails when it learns from more rows than it is told.
const KNOWING: &str = "import os, sys
import pandas as pd
train, test = pd.read_parquet(os.environ['TENET_TRAIN']), pd.read_parquet(os.environ['TENET_TEST'])
if len(train) > int(sys.argv[1]):
    sys.exit('too many rows')
open(os.environ['TENET_MODEL_DIR'] + '/model.onnx', 'wb').close()
even = (test['size'] * 1000).round() % 2 == 0
pd.DataFrame({'probability': 0.1 + 0.3 * even + test['size'] / 8}).to_csv(os.environ['TENET_OUTPUT'], index=False)
";

#[test]
fn one_that_is_chosen_has_no_package_and_may_fail_its_last_fit() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut chance = fastrand::Rng::with_seed(9);
    let mut text = "size,bought\n".to_owned();
    for _ in 0..2_600 {
        let size = chance.u32(0..4_000);
        let likely = 0.1 + 0.3 * f64::from(1 - size % 2) + 0.5 * f64::from(size) / 4_000.0;
        let bought = if chance.f64() < likely { "yes" } else { "no" };
        text.push_str(&format!("{},{bought}\n", f64::from(size) / 1_000.0));
    }
    fs::write(folder.path().join("data.csv"), text).unwrap();
    fs::write(folder.path().join("knowing.py"), KNOWING).unwrap();
    let experiment = |most_rows: usize| {
        let candidate = format!("mine={python} knowing.py {most_rows}");
        let asked = ["experiment", "data.csv", "--target", "bought", "--metric", "brier", "--candidate"];
        object(folder.path(), &[&asked[..], &[&candidate]].concat())
    };
    let (code, evidence) = experiment(2_600);
    assert_eq!((code, &evidence["choice"]["name"]), (0, &"mine".into()), "{evidence}");
    assert!(evidence["package"].is_null() && !folder.path().join(".tenet/package").exists());
    assert!(
        evidence["notes"][0].as_str().unwrap().contains("no package is written"),
        "{}",
        evidence["notes"]
    );

    // 2,080 rows are open: it does well on each fold, and not on all of them.
    let (code, evidence) = experiment(2_000);
    let mine = evidence["candidates"].as_array().unwrap().last().unwrap();
    assert!(code == 0 && mine["status"] == "failed", "{evidence}");
    assert!(mine["why"].as_str().unwrap().contains("too many rows"), "{mine}");
    assert!(evidence["choice"]["name"].is_string() && evidence["holdout"]["score"].is_f64(), "{evidence}");
    assert!(folder.path().join(".tenet/package").exists(), "the next best is packaged");
}

/// The scripts of the guide.
#[test]
fn the_scripts_of_the_guide_take_part() {
    let Some(python) = python() else { return };
    let guide =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/candidates").canonicalize().unwrap();
    // Names that some libraries do not take, and a positive class that is not the last in the alphabet.
    let odd = ("\"age, {years}\"", ["nein", "ja"]);
    for (script, (age, classes)) in [
        ("logistic.py", odd),
        ("forest.py", odd),
        ("lightgbm_default.py", odd),
        ("lightgbm_default.py", ("age", ["0", "1"])),
        ("logistic.py", ("age", ["false", "true"])),
    ] {
        let folder = table_of(2_600, age, classes);
        let command = format!("{python} {}", guide.join(script).display());
        let mine = tried(folder.path(), &command, &["--positive", classes[1]]);
        assert_ne!(mine["status"], "failed", "{script}: {mine}");
        assert!(mine["score"].as_f64().unwrap() > 0.6, "{script}: {mine}");
        assert!(
            mine["fit_seconds"].as_f64().unwrap() > 0.0 && mine["reproducible"] == true,
            "{script}: {mine}"
        );
    }
}
