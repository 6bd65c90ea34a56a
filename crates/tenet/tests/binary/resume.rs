//! An experiment that is ended at any moment: the record stays whole, and the next run goes on where it was.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{object, tenet};

const PLAN: &str = "[project]\nname = \"resumed\"\n[data]\nsource = \"data.csv\"\ntarget = \"churned\"\npositive = \"yes\"\n\
                    [[candidate]]\nname = \"mine\"\ncommand = \"sh mine.sh\"\n";

/// Says one half of every row, after a while, and that it did.
const MINE: &str = "sleep 0.05; cp half.csv $TENET_OUTPUT; echo done >> done.txt\n";

/// A project of 250 rows, each fold of which tests 40.
fn project(command: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = fastrand::Rng::with_seed(4);
    let mut text = "age,income,plan,churned\n".to_owned();
    for row in 0..250 {
        let age = chance.u32(20..80);
        // Stratified folds of the same size need the same number of each answer.
        let churned = if row % 2 == 0 { "yes" } else { "no" };
        let age = if churned == "yes" { age + 10 } else { age };
        let income = chance.u32(1_000..9_000);
        text.push_str(&format!("{age},{income},{},{churned}\n", ["basic", "full"][chance.usize(0..2)]));
    }
    fs::write(folder.path().join("data.csv"), text).unwrap();
    fs::write(folder.path().join("tenet.toml"), PLAN).unwrap();
    fs::write(folder.path().join("mine.sh"), command).unwrap();
    let half = |rows: usize| format!("probability\n{}", "0.5\n".repeat(rows));
    fs::write(folder.path().join("half.csv"), half(40)).unwrap();
    folder
}

fn started(folder: &Path, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_tenet"))
        .current_dir(folder)
        .args(["experiment"])
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn lines(folder: &Path) -> usize {
    fs::read_to_string(folder.join("done.txt")).map_or(0, |text| text.lines().count())
}

/// All but the times, and how often sealed rows were opened.
fn without_times(mut evidence: Value) -> Value {
    for name in ["seconds", "package"] {
        evidence.as_object_mut().unwrap().remove(name);
    }
    for candidate in evidence["candidates"].as_array_mut().unwrap() {
        for name in ["fit_seconds", "predict_rows_per_second", "peak_memory_bytes"] {
            candidate.as_object_mut().unwrap().remove(name);
        }
    }
    evidence
}

#[test]
fn killed_at_any_moment_the_record_is_whole_and_a_run_goes_on() {
    let reference = project(MINE);
    let (_, whole) = object(reference.path(), &["experiment"]);
    let once = lines(reference.path());
    assert!(once > 10, "{whole}");

    let folder = project(MINE);
    let mut chance = fastrand::Rng::with_seed(5);
    let mut killed = 0;
    for _ in 0..25 {
        let mut child = started(folder.path(), &[]);
        std::thread::sleep(Duration::from_millis(chance.u64(1..700)));
        let _ = child.kill();
        let ended = child.wait().unwrap();
        let verified = tenet(folder.path(), &["record", "verify"]);
        assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
        if ended.code().is_some() {
            break;
        }
        killed += 1;
    }
    let (code, evidence) = object(folder.path(), &["experiment"]);
    assert_ne!(code, 2, "{evidence}");
    // A command that was at work when its run was killed may still end, and nobody keeps what it made.
    std::thread::sleep(Duration::from_millis(300));
    assert!(lines(folder.path()) <= once + killed, "{} of {once}, {killed} killed", lines(folder.path()));
    let opened = |evidence: &Value| evidence["holdout"]["opened"].as_u64();
    if opened(&evidence) == opened(&whole) {
        assert_eq!(without_times(evidence), without_times(whole));
    }

    // Nothing is left to fit; the words say so.
    let before = lines(folder.path());
    let again = tenet(folder.path(), &["experiment"]);
    assert!(again.stderr.contains("reused from an earlier run"), "{}", again.stderr);
    assert!(again.stderr.contains("mine"), "{}", again.stderr);
    assert!(lines(folder.path()) <= before + 1, "only the sealed rows may be predicted once more");

    // Another command is another candidate; so is the same with other code in its file.
    fs::write(folder.path().join("mine.sh"), format!("{MINE}true\n")).unwrap();
    let other = tenet(folder.path(), &["experiment"]);
    let reused = other.stderr.lines().find(|line| line.starts_with("reused")).unwrap();
    assert!(!reused.contains("mine") && reused.contains("linear"), "{}", other.stderr);
    let afresh = tenet(folder.path(), &["experiment", "--afresh"]);
    assert!(!afresh.stderr.contains("reused"), "{}", afresh.stderr);
}

#[test]
fn damaged_fits_are_made_again() {
    let folder = project(MINE);
    let (_, first) = object(folder.path(), &["experiment"]);
    for (number, file) in fs::read_dir(folder.path().join(".tenet/fits")).unwrap().flatten().enumerate() {
        let bytes = fs::read(file.path()).unwrap();
        let cut = match number % 3 {
            0 => bytes[..bytes.len() / 2].to_vec(),
            1 => Vec::new(),
            _ => bytes.iter().map(|byte| byte ^ 0x55).collect(),
        };
        fs::write(file.path(), cut).unwrap();
    }
    let (_, second) = object(folder.path(), &["experiment"]);
    assert_eq!(first["candidates"][2]["score"], second["candidates"][2]["score"]);
    let again = tenet(folder.path(), &["experiment"]);
    assert!(again.stderr.contains("reused") && !again.stderr.contains("damaged"), "{}", again.stderr);
}

#[test]
fn the_budget_is_kept_and_what_is_finished_is_the_result() {
    let folder = project("sleep 60");
    let begun = Instant::now();
    let (code, evidence) = object(folder.path(), &["experiment", "--budget", "4s"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert_ne!(code, 2, "{evidence}");
    let mine = evidence["candidates"].as_array().unwrap().last().unwrap();
    assert_eq!((mine["status"].as_str(), evidence["ended"].as_str()), (Some("skipped"), Some("budget")));
    assert!(mine["why"].as_str().unwrap().contains("the budget was spent"), "{mine}");
    let rules: Vec<&str> =
        evidence["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"budget-spent"), "{rules:?}");
    assert_eq!(tenet(folder.path(), &["record", "verify"]).code, 0);
}

#[test]
fn asked_to_stop_it_leaves_a_result() {
    let folder = project("sleep 60");
    let mut child = started(folder.path(), &[]);
    // Until the slow one is at work: all others are then measured.
    std::thread::sleep(Duration::from_secs(4));
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    let begun = Instant::now();
    let ended = child.wait().unwrap();
    assert!(ended.code().is_some_and(|code| code != 2), "{ended:?}");
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let kept = tenet(folder.path(), &["record", "--format", "json"]).stdout;
    assert!(kept.contains("evidence") && kept.contains("terms"), "{kept}");
    assert_eq!(tenet(folder.path(), &["record", "verify"]).code, 0);
}

/// Says the same of seven days.
const SAME: &str = "cp said.csv $TENET_OUTPUT; echo done >> done.txt\n";

#[test]
fn forecasts_go_on_where_they_were_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut chance = fastrand::Rng::with_seed(7);
    let first: jiff::civil::Date = "2024-01-01".parse().unwrap();
    let rows = (0..300).map(|day: i64| {
        let sold = 50.0 + 9.0 * (day % 7) as f64 + chance.f64();
        format!("{},{sold:.2}\n", first + jiff::Span::new().days(day))
    });
    let rows: Vec<String> = rows.collect();
    fs::write(path.join("data.csv"), format!("day,sold\n{}", rows.concat())).unwrap();
    let plan = "[project]\nname = \"resumed\"\n[data]\nsource = \"data.csv\"\ntarget = \"sold\"\ntime = \"day\"\n\
                [[candidate]]\nname = \"mine\"\ncommand = \"sh mine.sh\"\n";
    fs::write(path.join("tenet.toml"), plan).unwrap();
    fs::write(path.join("mine.sh"), SAME).unwrap();
    fs::write(path.join("said.csv"), format!("prediction\n{}", "60\n".repeat(7))).unwrap();
    let candidates = |evidence: &Value| without_times(evidence.clone())["candidates"].clone();
    let (code, whole) = object(path, &["experiment"]);
    assert_ne!(code, 2, "{whole}");
    let once = lines(path);
    assert!(once > 5, "{whole}");

    let (_, again) = object(path, &["experiment"]);
    assert_eq!((lines(path), candidates(&again)), (once, candidates(&whole)));
    let told = tenet(path, &["experiment"]).stderr;
    let reused = told.lines().find(|line| line.starts_with("reused")).unwrap();
    assert!(reused.contains("mine") && reused.contains("linear") && !reused.contains(" of "), "{told}");

    // Other code and other values are other fits.
    let kept: Vec<_> = fs::read_dir(path.join(".tenet/fits")).unwrap().flatten().collect();
    assert!(kept.len() > once, "{} kept", kept.len());
    fs::write(path.join("mine.sh"), format!("{SAME}true\n")).unwrap();
    tenet(path, &["experiment"]);
    assert_eq!(lines(path), 2 * once);
    let later = rows[..299].concat() + "2024-10-26,70\n";
    fs::write(path.join("data.csv"), format!("day,sold\n{later}")).unwrap();
    let told = tenet(path, &["experiment"]).stderr;
    assert!(!told.lines().any(|line| line.starts_with("reused") && line.contains("linear")), "{told}");
    let (_, afresh) = object(path, &["experiment", "--afresh"]);
    let (_, kept) = object(path, &["experiment"]);
    assert_eq!(candidates(&afresh), candidates(&kept));
}

/// What a command left behind once its run was ended by these signals, one after the other: whether it lives on, and
/// whether its files are still there.
fn left_behind(signals: &[&str]) -> (bool, bool) {
    let folder = project("echo $$ $TENET_TRAIN > at_work.tmp; mv at_work.tmp at_work; sleep 300");
    let mut child = started(folder.path(), &[]);
    let at_work = folder.path().join("at_work");
    let soon = |is_so: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !is_so() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    soon(&|| at_work.exists());
    let told = fs::read_to_string(at_work).unwrap();
    let (id, train) = told.trim().split_once(' ').unwrap();
    assert!(Path::new(train).exists());
    for signal in signals {
        Command::new("kill").arg(signal).arg(child.id().to_string()).status().unwrap();
    }
    child.wait().unwrap();
    let room = Path::new(train).parent().unwrap();
    let lives = || {
        let known = Command::new("kill").args(["-0", id]).stderr(Stdio::null()).status().unwrap();
        known.success()
    };
    let begun = Instant::now();
    while (lives() || room.exists()) && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    (lives(), room.exists())
}

#[test]
fn ended_at_once_it_leaves_no_command_and_no_rows_behind() {
    for signals in [&["-INT", "-INT", "-INT"][..], &["-KILL"]] {
        assert_eq!(left_behind(signals), (false, false), "{signals:?}");
    }
}
