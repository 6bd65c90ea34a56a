//! Where a project stands: the staleness table end to end, on a copy of the demo's project.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::{object, tenet};

/// A project with every step taken, agreed by two people.
fn project() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(tenet(folder.path(), &["demo"]).code, 0);
    let project = folder.path().join("tenet-demo");
    for (side, by) in [("business", "Ben Okafor"), ("ml", "Mei Lin")] {
        assert_eq!(tenet(&project, &["plan", "agree", "--as", side, "--by", by]).code, 0);
    }
    (folder, project)
}

/// Everything stale: a gate without parts by name, others as `gate: part`; and each gate's state.
fn stale(project: &Path) -> Vec<String> {
    let (code, status) = object(project, &["status"]);
    assert_eq!(code, 0, "{status}");
    let mut all = Vec::new();
    for gate in status["gates"].as_array().unwrap() {
        let stage = gate["stage"].as_str().unwrap();
        let parts = gate["parts"].as_array().unwrap().iter().filter(|part| part["stale"] == true);
        let names: Vec<String> =
            parts.map(|part| format!("{stage}: {}", part["name"].as_str().unwrap())).collect();
        assert_eq!(
            gate["state"] == "stale",
            stage == "plan" && gate["state"] == "stale" || !names.is_empty()
        );
        if names.is_empty() && gate["state"] == "stale" {
            all.push(stage.to_owned());
        }
        all.extend(names);
    }
    all
}

/// An edit of the plan, and all it makes stale.
const EDITS: [(&str, &str, &[&str]); 7] = [
    ("[worth] ", "# a comment\n[worth] ", &[]),
    ("smallest_gain = 2_000", "smallest_gain   =  2000.0", &[]),
    (
        "true_positive = 60",
        "true_positive = 80",
        &["plan", "scope: worth", "experiment: scores", "experiment: choice", "evaluate: verdict"],
    ),
    (
        "smallest_gain = 2_000",
        "smallest_gain = 3_000",
        &["plan", "scope: worth", "experiment: choice", "evaluate: verdict"],
    ),
    ("day_rate = 700", "day_rate = 900", &["scope: worth", "experiment: choice"]),
    ("why = \"One", "why = \"About one", &["plan"]),
    ("group = \"household\"", "", &["plan", "scope: data profile", "experiment: scores"]),
];

#[test]
fn an_edit_or_new_rows_make_stale_what_was_made_from_them() {
    let (_folder, project) = project();
    assert_eq!(stale(&project), [""; 0]);
    let file = project.join("tenet.toml");
    let plan = fs::read_to_string(&file).unwrap();
    for (from, to, expected) in EDITS {
        assert!(plan.contains(from), "{from} is in the plan");
        fs::write(&file, plan.replacen(from, to, 1)).unwrap();
        assert_eq!(stale(&project), expected, "{from} -> {to}");
    }
    fs::write(&file, &plan).unwrap();

    // The content counts, not the time of change.
    let data = project.join("data/customers.csv");
    let rows = fs::read_to_string(&data).unwrap();
    let later = SystemTime::now() + Duration::from_secs(60);
    fs::File::options().write(true).open(&data).unwrap().set_modified(later).unwrap();
    assert_eq!(stale(&project), [""; 0], "touched");
    let last = rows.lines().last().unwrap();
    fs::write(&data, format!("{rows}{last}\n")).unwrap();
    let made_from_it = ["scope: data profile", "scope: worth", "experiment: scores", "experiment: choice"];
    assert_eq!(stale(&project), made_from_it, "a row more");
    fs::remove_file(&data).unwrap();
    assert_eq!(stale(&project), made_from_it, "gone");
    fs::write(&data, rows).unwrap();
    assert_eq!(stale(&project), [""; 0], "as it was");

    change_edits_the_plan(&project, &file);
}

/// On the same project, since making one takes a while.
fn change_edits_the_plan(project: &Path, file: &Path) {
    let before = fs::read_to_string(file).unwrap();
    let set = ["change", "--set", "success.smallest_gain=8000"];
    let (code, preview) = object(project, &set);
    assert_eq!((code, &preview["changed"]), (0, &Value::Bool(false)), "{preview}");
    assert_eq!(fs::read_to_string(file).unwrap(), before, "a preview changes nothing");
    let stages: Vec<&str> =
        preview["stale"].as_array().unwrap().iter().map(|gate| gate["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["plan", "scope", "experiment", "evaluate"]);
    assert!(preview["stale"][2]["seconds"].as_f64().unwrap() > 0.0, "{preview}");

    let refused = tenet(project, &[&set[..], &["--yes"]].concat());
    assert_eq!(refused.code, 2, "a change needs its reason: {}", refused.stderr);
    let because = ["--yes", "--because", "The season is over"];
    let (code, done) = object(project, &[&set[..], &because].concat());
    assert_eq!((code, &done["changed"]), (0, &Value::Bool(true)), "{done}");
    assert_eq!(fs::read_to_string(file).unwrap(), before.replace("2_000", "8000"), "only the value changes");
    let (_, record) = object(project, &["record", "--last", "1"]);
    assert_eq!(record["entries"][0]["kind"], "decision");
    assert_eq!(record["entries"][0]["body"]["because"], "The season is over");
    assert_eq!(stale(project), ["plan", "scope: worth", "experiment: choice", "evaluate: verdict"]);

    let run = tenet(project, &["change", "--set", "success.smalest_gain=1"]);
    assert!(run.code == 2 && run.stderr.contains("smallest_gain"), "{}", run.stderr);
}

/// A small project whose scope says no-go.
fn leaking() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "age,offer,churned\n".to_owned();
    for row in 0..400 {
        let churned = row * 7 % 3 == 0;
        text.push_str(&format!(
            "{},{},{}\n",
            20 + row * 7 % 50,
            if churned { "sent" } else { "" },
            u8::from(churned)
        ));
    }
    fs::write(folder.path().join("data.csv"), text).unwrap();
    let plan = "[project]\nname = \"keep\"\n[plan]\nwhy = \"They leave\"\ntoday = \"Nothing\"\n\
                [data]\nsource = \"data.csv\"\ntarget = \"churned\"\n[success]\nmetric = \"auc\"\nat_least = 0.7\n";
    fs::write(folder.path().join("tenet.toml"), plan).unwrap();
    folder
}

#[test]
fn going_on_against_a_no_go_is_said_and_its_reason_is_kept() {
    let folder = leaking();
    let (code, scope) = object(folder.path(), &["scope"]);
    assert_eq!((code, scope["decision"].as_str()), (1, Some("no-go")), "{scope}");
    let (_, status) = object(folder.path(), &["status"]);
    assert_eq!(status["gates"][1]["state"], "no-go", "{status}");

    let run = tenet(folder.path(), &["experiment"]);
    assert!(
        run.code != 2 && run.stdout.contains("goes against the no-go of scope"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert!(run.stdout.find("goes against").unwrap() < 400, "it stands at the top: {}", run.stdout);
    let because = ["experiment", "--because", "Only to show the experts what a leak looks like"];
    let (_, experiment) = object(folder.path(), &because);
    let against: Vec<&str> = experiment["against"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gate| gate["stage"].as_str().unwrap())
        .collect();
    assert!(against.contains(&"scope"), "{}", experiment["against"]);
    let (_, status) = object(folder.path(), &["status"]);
    assert_eq!(status["gates"][1]["agreed"]["because"], because[2], "{status}");
    assert_eq!(tenet(folder.path(), &["experiment", "--because", " "]).code, 2);
}

#[test]
fn nothing_is_recorded_when_the_record_is_off() {
    let folder = leaking();
    assert_eq!(tenet(folder.path(), &["scope", "--record", "off"]).code, 1);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tenet"));
    let done = command.current_dir(folder.path()).arg("scope").env("TENET_RECORD", "off").output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(!folder.path().join(".tenet").exists(), "something was written");
    let (_, status) = object(folder.path(), &["status"]);
    assert_eq!(status["gates"][1]["state"], "not-started");

    assert_eq!(tenet(folder.path(), &["scope", "--record", "kept/elsewhere.db"]).code, 1);
    assert!(folder.path().join("kept/elsewhere.db").exists());
}

#[test]
fn one_person_cannot_agree_for_both_sides() {
    let folder = leaking();
    assert_eq!(tenet(folder.path(), &["plan", "agree", "--as", "ml", "--by", "Mei Lin"]).code, 0);
    let run = tenet(folder.path(), &["plan", "agree", "--as", "business", "--by", "mei lin"]);
    assert!(run.code == 2 && run.stderr.contains("two people"), "{}", run.stderr);
    assert_eq!(tenet(folder.path(), &["plan", "agree", "--as", "business", "--by", "Ana Ruiz"]).code, 0);
    let (_, status) = object(folder.path(), &["status"]);
    assert_eq!(status["gates"][0]["agreed"]["ml"]["by"], "Mei Lin", "{status}");
}

#[test]
fn a_review_is_recorded_and_read_by_the_plans_rules() {
    let folder = leaking();
    let file = folder.path().join("tenet.toml");
    let plan = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{plan}[[review]]\nkind = \"expert\"\non = 2026-01-05\nwho = [\"Ana Ruiz\"]\n"))
        .unwrap();
    let overdue =
        || crate::findings(&object(folder.path(), &["plan"]).1).contains(&"review-overdue: ".to_owned());
    assert!(overdue());
    let (_, status) = object(folder.path(), &["status"]);
    assert!(status["needs"].to_string().contains("Ana Ruiz"), "{status}");
    let held = ["review", "expert", "--held", "--issue", "who may call?", "--decided", "call from May"];
    let (code, review) = object(folder.path(), &held);
    assert_eq!((code, review["who"][0].as_str()), (0, Some("Ana Ruiz")), "{review}");
    assert!(!overdue());
    let shown = tenet(folder.path(), &["review", "expert"]).stdout;
    assert!(shown.contains("who may call?") && shown.contains("call from May"), "{shown}");
    let run = tenet(folder.path(), &["review", "expart", "--held"]);
    assert!(run.code == 2 && run.stderr.contains("expert"), "{}", run.stderr);
}

#[test]
fn the_plans_own_checks_are_run_on_the_data_and_the_predictions() {
    let folder = leaking();
    let file = folder.path().join("tenet.toml");
    let plan = fs::read_to_string(&file).unwrap();
    let with = |check: &str| {
        let text = format!(
            "{plan}[[assumption]]\ntext = \"grown up\"\ncheck = \"{check}\"\nif_false = \"ask again\"\n"
        );
        fs::write(&file, text).unwrap();
        object(folder.path(), &["plan"])
    };
    let broken = |evidence: &Value| crate::findings(evidence).contains(&"assumption-broken: ".to_owned());
    assert!(!broken(&with("SELECT min(age) >= 18 FROM data").1));
    let (code, evidence) = with("SELECT min(age) >= 30 FROM data");
    assert!(code == 1 && broken(&evidence), "{evidence}");
    let (_, status) = object(folder.path(), &["status"]);
    assert_eq!(status["gates"][0]["state"], "no-go", "{status}");
    let (code, unclear) = with("SELECT min(agge) >= 30 FROM data");
    assert!(code != 2 && unclear["checks"]["unclear"] == 1, "{unclear}");

    let text = plan.replace("target = \"churned\"", "target = \"churned\"\nunavailable = [\"offer\"]");
    let requirement = "[[requirement]]\ntext = \"Never call the young\"\nbin = \"must\"\n\
                       check = \"SELECT count(*) = 0 FROM predictions WHERE age < AGE AND prediction\"\n";
    for (age, code) in [("0", 0), ("200", 1)] {
        fs::write(&file, format!("{text}{}", requirement.replace("AGE", age))).unwrap();
        assert_ne!(tenet(folder.path(), &["experiment", "--metric", "auc"]).code, 2);
        let predict = ["predict", ".tenet/package", "data.csv", "-o", "out.csv"];
        if folder.path().join(".tenet/package").exists() {
            let (got, predicted) = object(folder.path(), &predict);
            let acts = fs::read_to_string(folder.path().join("out.csv")).unwrap().contains(",1,");
            assert_eq!(
                (got, broken(&predicted)),
                (if acts { code } else { 0 }, acts && code == 1),
                "{predicted}"
            );
        }
    }
}

#[test]
fn a_tampered_record_is_named_by_its_first_broken_entry() {
    let folder = leaking();
    for _ in 0..4 {
        tenet(folder.path(), &["plan"]);
    }
    let (code, whole) = object(folder.path(), &["record", "verify"]);
    assert_eq!((code, whole["entries"].as_i64(), &whole["broken"]), (0, Some(4), &Value::Null));
    let path = folder.path().join(".tenet/record.db");
    let mut bytes = fs::read(&path).unwrap();
    // "go" becomes "ok" somewhere in the text of an entry.
    let at = bytes.windows(9).rposition(|window| window == b"They leav").expect("the plan's words are kept");
    bytes[at..at + 4].copy_from_slice(b"We l");
    fs::write(&path, bytes).unwrap();
    let (code, broken) = object(folder.path(), &["record", "verify"]);
    assert_eq!(code, 1, "{broken}");
    let entry = broken["broken"]["entry"].as_i64().unwrap();
    assert!((1..=4).contains(&entry) && broken["entries"].as_i64() == Some(entry - 1), "{broken}");
    let shown = tenet(folder.path(), &["record", "verify"]).stdout;
    assert!(shown.contains(&format!("Entry {entry} of the record")), "{shown}");
}

#[test]
fn status_is_at_once_on_a_hundred_thousand_entries() {
    let folder = leaking();
    tenet(folder.path(), &["scope"]);
    let place = record::Place::of(folder.path());
    let runs: Vec<record::New> = (0..100_000)
        .map(|run| record::New {
            kind: record::Kind::Run,
            subject: "experiment".to_owned(),
            at: "2026-03-01T10:00:00Z".to_owned(),
            by: "Mei Lin".to_owned(),
            made_from: Value::Null,
            body: serde_json::json!({ "run": run, "score": 0.8 }),
        })
        .collect();
    record::Record::at(place, "").append_all(&runs).unwrap();
    let mut took: Vec<Duration> = (0..5)
        .map(|_| {
            let started = std::time::Instant::now();
            let (code, status) = object(folder.path(), &["status"]);
            assert_eq!((code, status["gates"][1]["state"].as_str()), (0, Some("no-go")));
            started.elapsed()
        })
        .collect();
    took.sort();
    println!("tenet status on 100,001 entries: {took:?}");
    // The quickest: what else the machine does is no matter of this test.
    assert!(took[0] < Duration::from_millis(100), "{took:?}");
}

#[test]
fn the_record_may_lie_on_a_server() {
    let Ok(url) = std::env::var("TENET_TEST_POSTGRES") else {
        println!("skipped on PostgreSQL: TENET_TEST_POSTGRES names no database");
        return;
    };
    let folder = leaking();
    let file = folder.path().join("tenet.toml");
    let plan = fs::read_to_string(&file).unwrap();
    let name = folder.path().file_name().unwrap().to_string_lossy().into_owned();
    fs::write(&file, plan.replace("name = \"keep\"", &format!("name = \"{name}\""))).unwrap();
    let with = |arguments: &[&str]| object(folder.path(), &[arguments, &["--record", &url]].concat());
    assert_eq!(with(&["scope"]).1["decision"], "no-go");
    assert_eq!(with(&["status"]).1["gates"][1]["state"], "no-go");
    assert_eq!(with(&["record", "verify"]).1["entries"], 1);
    assert!(!folder.path().join(".tenet/record.db").exists());
}
