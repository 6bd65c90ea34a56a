//! Same seed, same output, byte for byte, with 1 and 2 threads.

use std::fs;
use std::path::Path;

use crate::{shared, tenet};

/// Everything but the times and the memory held, which differ from run to run.
fn without_times(text: &str) -> String {
    let mut object: serde_json::Value = serde_json::from_str(text).expect("one JSON object");
    for name in ["seconds", "package"] {
        object.as_object_mut().unwrap().remove(name);
    }
    for candidate in object["candidates"].as_array_mut().into_iter().flatten() {
        for name in ["fit_seconds", "predict_rows_per_second", "peak_memory_bytes"] {
            candidate.as_object_mut().unwrap().remove(name);
        }
    }
    object.to_string()
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn one_and_two_threads_agree_on_everything() {
    let Some(table) = shared("data/telco.csv") else { return };
    let table = table.display().to_string();
    let folder = tempfile::tempdir().unwrap();
    let columns = ["--target", "Churn", "--positive", "Yes", "--seed", "7"];
    let run = |threads: &str| {
        let scope = [&["scope", &table, "--threads", threads][..], &columns].concat();
        let package = format!("package-{threads}");
        let experiment =
            [&["experiment", &table, "--threads", threads, "-o", &package][..], &columns].concat();
        let json = ["--format", "json"];
        let scope_json = tenet(folder.path(), &[&scope[..], &json].concat()).stdout;
        let pages = [tenet(folder.path(), &scope).stdout, tenet(folder.path(), &experiment).stdout];
        let objects = [
            without_times(&scope_json),
            without_times(&tenet(folder.path(), &[&experiment[..], &json].concat()).stdout),
        ];
        let scored = tenet(folder.path(), &["predict", &package, &table, "--threads", threads]).stdout;
        (pages, objects, scored, files(&folder.path().join(package)))
    };
    let (one, two) = (run("1"), run("2"));
    assert_eq!(one.0, two.0, "pages differ");
    assert_eq!(one.1, two.1, "objects differ");
    assert!(one.2.lines().count() == 7_044 && one.2 == two.2, "predictions differ");
    assert!(one.3 == two.3, "packages differ");
}
