//! A team's own candidates: any command, held to the same folds, its failure never the end of the run.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{object, tenet};

/// A small table with a little to learn.
fn table() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = fastrand::Rng::with_seed(3);
    let mut text = "age,plan,churned\n".to_owned();
    for _ in 0..300 {
        let age = chance.u32(20..80);
        let churned = if chance.f64() < f64::from(age) / 100.0 { "yes" } else { "no" };
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
        ("echo probability > $TENET_OUTPUT; echo 0.5 >> $TENET_OUTPUT", "it gave 1 predictions for"),
        ("no-such-program-anywhere", "ended with 127"),
        ("cp $TENET_TEST $TENET_OUTPUT", "no column probability or prediction"),
        ("kill -9 $$", "ended by a signal"),
    ] {
        let mine = tried(folder.path(), command, &[]);
        assert_eq!(mine["status"], "failed", "{command}: {mine}");
        assert!(mine["why"].as_str().unwrap().contains(said), "{command}: {mine}");
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

/// The scripts of the guide, in the environment that `make test` makes.
#[test]
fn the_scripts_of_the_guide_take_part() {
    let Ok(python) = std::env::var("TENET_TEST_PYTHON") else {
        println!(
            "skipped: TENET_TEST_PYTHON names no Python with scikit-learn and LightGBM (checks/python.sh makes one)"
        );
        return;
    };
    let folder = table();
    let guide =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/candidates").canonicalize().unwrap();
    for script in ["logistic.py", "forest.py", "lightgbm_default.py"] {
        let mine = tried(folder.path(), &format!("{python} {}", guide.join(script).display()), &[]);
        assert_ne!(mine["status"], "failed", "{script}: {mine}");
        assert!(mine["score"].as_f64().unwrap() > 0.5, "{script}: {mine}");
        assert!(
            mine["fit_seconds"].as_f64().unwrap() > 0.0 && mine["reproducible"] == true,
            "{script}: {mine}"
        );
    }
}
