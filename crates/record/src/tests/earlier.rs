//! Records of the first releases, which were plain files.

use std::fs;

use serde_json::json;

use super::{evidence, file};
use crate::Kind;

#[test]
fn plain_files_are_taken_over_once_and_moved_aside() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("evidence")).unwrap();
    fs::write(at.join("evidence/scope.json"), r#"{ "decision": "go" }"#).unwrap();
    fs::write(at.join("agreements.json"), r#"[{ "role": "ml", "by": "Mei Lin", "on": "2026-02-01" }]"#)
        .unwrap();
    let history = [
        r#"{"at":"2026-02-02T10:00:00Z","step":"scope"}"#,
        r#"{"at":"2026-02-03T10:00:00Z","holdout":"k"}"#,
        r#"{"at":"2026-02-04T"#,
    ];
    fs::write(at.join("history.jsonl"), history.join("\n")).unwrap();
    for _ in 0..2 {
        let record = file(at);
        let scope = record.last(Kind::Evidence, "scope").unwrap().unwrap();
        assert_eq!(
            (scope.body["decision"].as_str(), scope.at.as_str()),
            (Some("go"), "2026-02-02T10:00:00Z")
        );
        let agreements = record.of_kind(Kind::Agreement).unwrap();
        assert_eq!((agreements.len(), agreements[0].by.as_str()), (1, "Mei Lin"));
        assert_eq!(record.holdout_openings("k").unwrap(), 1);
        assert_eq!(record.verify().unwrap().entries, 3);
    }
    assert!(!at.join("agreements.json").exists() && at.join("before-record.db/agreements.json").exists());
}

#[test]
fn a_damaged_plain_file_is_named_and_nothing_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("agreements.json"), "[1, ").unwrap();
    for _ in 0..2 {
        let fault = file(folder.path()).append(evidence("scope", json!(1))).unwrap_err();
        assert!(fault.message.contains("agreements.json is damaged"), "{fault}");
    }
}
