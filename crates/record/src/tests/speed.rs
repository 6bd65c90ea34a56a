//! A long record is as quick to ask as a short one.

use std::time::Instant;

use serde_json::json;

use super::{evidence, file};
use crate::schema::VERSIONS;
use crate::store::Store;
use crate::{Kind, New};

#[test]
fn the_last_of_a_hundred_thousand_entries_is_found_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(file(folder.path()).place(), "", VERSIONS).unwrap();
    let runs: Vec<New> = (0..100_000)
        .map(|run| New { kind: Kind::Run, ..evidence("experiment", json!({ "run": run })) })
        .collect();
    store.append(&[evidence("scope", json!("first"))]).unwrap();
    store.append(&runs).unwrap();
    drop(store);
    let asked = || {
        let started = Instant::now();
        let record = file(folder.path());
        for step in ["plan", "scope", "experiment", "develop", "deploy", "evaluate"] {
            record.last(Kind::Evidence, step).unwrap();
        }
        assert_eq!(record.last(Kind::Evidence, "scope").unwrap().unwrap().body, json!("first"));
        assert_eq!(record.of_kind(Kind::Agreement).unwrap(), []);
        started.elapsed()
    };
    // The quickest: what else the machine does is no matter of this test.
    let took = (0..5).map(|_| asked()).min().unwrap();
    assert!(took.as_millis() < 100, "it took {took:?}");
}
