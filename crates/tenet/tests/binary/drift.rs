//! `tenet evaluate drift` from outside: what is named, what is left alone, and what is refused.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{findings, object, tenet};

/// Orders of some days: an id, a time, a temperature, a city, whether they came late; changed row by row.
fn orders(folder: &Path, name: &str, rows: usize, seed: u64, change: impl Fn(usize, &mut [String; 6])) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut text = "order,placed_at,celsius,city,weight,late\n".to_owned();
    for row in 0..rows {
        let weight: f64 = (0..6).map(|_| random.f64()).sum();
        let late = random.f64() < weight / 6.0;
        let mut cells = [
            format!("A-{}", 100_000 * seed as usize + row),
            format!("2026-{:02}-{:02}", 1 + row * 4 / rows, 1 + (row * 4 % rows) * 28 / rows),
            format!("{:.2}", 18.0 + 6.0 * ((0..12).map(|_| random.f64()).sum::<f64>() - 6.0)),
            ["Oslo", "Lima", "Kyiv"][random.usize(0..3)].to_owned(),
            format!("{weight:.3}"),
            if late { "yes" } else { "no" }.to_owned(),
        ];
        change(row, &mut cells);
        writeln!(text, "{}", cells.join(",")).unwrap();
    }
    fs::write(folder.join(name), text).unwrap();
}

fn nothing(_: usize, _: &mut [String; 6]) {}

fn drift(folder: &Path, options: &[&str]) -> (i32, Value) {
    object(folder, &[&["evaluate", "drift", "now.csv", "--against", "then.csv"], options].concat())
}

fn loud(object: &Value) -> Vec<String> {
    let levels = object["findings"].as_array().unwrap();
    findings(object)
        .into_iter()
        .zip(levels)
        .filter(|(_, found)| found["level"] != "note")
        .map(|(name, _)| name)
        .collect()
}

/// What is expected of a model rests on columns that are what they were.
#[test]
fn beside_a_fault_the_quality_to_be_expected_is_not_relied_on() {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path();
    orders(folder, "then.csv", 3_000, 1, nothing);
    let page = || {
        let options = [
            "evaluate",
            "drift",
            "now.csv",
            "--against",
            "then.csv",
            "--target",
            "late",
            "--positive",
            "yes",
        ];
        tenet(folder, &options).stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    orders(folder, "now.csv", 2_000, 2, nothing);
    assert!(
        page().contains("is to be expected at") && !page().contains("It does not hold now"),
        "{}",
        page()
    );
    orders(folder, "now.csv", 2_000, 2, |row, cells| {
        if row % 10 < 3 {
            cells[4] = format!("{:.3}", cells[4].parse::<f64>().unwrap() * 2.204_622_6);
        }
    });
    assert!(page().contains("It does not hold now: weight is brought in another way"), "{}", page());
}

#[test]
fn what_is_planted_is_named_and_nothing_else() {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path();
    orders(folder, "then.csv", 3_000, 1, nothing);
    let answers: &[&str] = &["--target", "late", "--positive", "yes"];
    orders(folder, "now.csv", 2_000, 2, nothing);
    for options in [&[][..], answers, &["--time", "placed_at"]] {
        let (code, found) = drift(folder, options);
        assert_eq!((code, loud(&found), &found["verdict"]), (0, Vec::new(), &Value::from("steady")));
    }
    orders(folder, "now.csv", 2_000, 2, |_, cells| {
        cells[2] = format!("{:.2}", cells[2].parse::<f64>().unwrap() * 1.8 + 32.0);
    });
    let (code, found) = drift(folder, &[]);
    assert_eq!((code, loud(&found)), (0, vec!["unit-change: celsius".to_owned()]));
    assert_eq!(found["findings"][0]["evidence"]["response"], "fix-the-feed");
    assert_eq!(found["verdict"], "act");
    orders(folder, "now.csv", 2_000, 2, |row, cells| {
        if row % 20 == 0 {
            cells[3] = "Rome".to_owned();
        }
    });
    assert_eq!(loud(&drift(folder, answers).1), ["new-categories: city"]);
    orders(folder, "now.csv", 2_000, 2, |row, cells| {
        if row % 3 == 0 {
            cells[5] = "yes".to_owned();
        }
    });
    assert!(loud(&drift(folder, answers).1).contains(&"label-drift: late".to_owned()));
}

#[test]
fn windows_say_since_when() {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path();
    orders(folder, "all.csv", 6_000, 3, |row, cells| {
        if row >= 5_000 {
            cells[2] = format!("{:.2}", cells[2].parse::<f64>().unwrap() * 1.8 + 32.0);
        }
    });
    let (_, found) =
        object(folder, &["evaluate", "drift", "all.csv", "--time", "placed_at", "--window", "7d"]);
    assert_eq!(loud(&found), ["unit-change: celsius"]);
    let since = found["findings"][0]["evidence"]["since"].as_str().unwrap();
    assert!(since.starts_with("2026-04"), "{since}");
    let windows = found["windows"].as_array().unwrap();
    assert!(windows.len() > 4 && windows[0]["status"] == "steady");
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_way_out() {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path();
    orders(folder, "then.csv", 300, 1, nothing);
    fs::write(folder.join("empty.csv"), "order,placed_at,celsius,city,weight,late\n").unwrap();
    fs::write(folder.join("other.csv"), "a,b\n1,2\n3,4\n").unwrap();
    for (options, says) in [
        (&["then.csv"][..], "--against"),
        (&["empty.csv", "--against", "then.csv"], "no rows"),
        (&["other.csv", "--against", "then.csv"], "no column in common"),
        (&["then.csv", "--against", "then.csv", "--target", "lat"], "late"),
        (&["then.csv", "--against", "then.csv", "--time", "city"], "no dates"),
        (&["then.csv", "--against", "nowhere.csv"], "nowhere.csv"),
    ] {
        let run = tenet(folder, &[&["evaluate", "drift"], options].concat());
        assert!(run.code == 2 && run.stderr.contains(says), "{options:?}: {} {}", run.code, run.stderr);
    }
    let (code, found) = object(folder, &["evaluate", "drift", "then.csv", "--against", "then.csv"]);
    assert_eq!((code, &found["same"], &found["verdict"]), (0, &Value::from(true), &Value::from("steady")));
}
