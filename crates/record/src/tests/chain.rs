//! Entries are kept in order, found again, and a change of any of them shows.

use serde_json::{Value, json};

use super::{evidence, file, on_both, unique};
use crate::schema::VERSIONS;
use crate::store::Store;
use crate::{Kind, New, Place, Record};

#[test]
fn what_is_appended_is_found_again_by_kind_and_subject() {
    on_both(|open| {
        let record = open();
        assert_eq!(record.last(Kind::Evidence, "scope").unwrap(), None);
        record.append(evidence("scope", json!({ "decision": "unsure" }))).unwrap();
        record.append(evidence("plan", json!({ "decision": "go" }))).unwrap();
        let kept = record.append(evidence("scope", json!({ "decision": "go", "text": "ü '\"\n" }))).unwrap();
        let found = open().last(Kind::Evidence, "scope").unwrap().unwrap();
        assert_eq!(found, kept);
        assert_eq!((found.seq, found.by.as_str()), (3, "Ana Ruiz"));
        assert_eq!(open().of_kind(Kind::Evidence).unwrap().len(), 3);
        assert_eq!(open().latest(2).unwrap().iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(open().of_kind(Kind::Review).unwrap(), []);
    });
}

#[test]
fn openings_of_one_holdout_are_counted() {
    on_both(|open| {
        let record = open();
        for key in ["a", "b", "a"] {
            record.open_holdout(key, "2026-03-01T10:00:00Z", "Ana Ruiz").unwrap();
        }
        assert_eq!((record.holdout_openings("a").unwrap(), open().holdout_openings("c").unwrap()), (2, 0));
    });
}

#[test]
fn a_whole_chain_verifies_and_its_head_is_its_last_digest() {
    on_both(|open| {
        let record = open();
        assert_eq!(record.verify().unwrap().entries, 0);
        let last =
            (0..1_234).map(|run| record.append(evidence("scope", json!(run))).unwrap()).last().unwrap();
        let verified = open().verify().unwrap();
        assert_eq!((verified.entries, verified.head, verified.broken), (1_234, last.digest, None));
    });
}

#[test]
fn reading_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let record = file(folder.path());
    assert_eq!(record.last(Kind::Evidence, "scope").unwrap(), None);
    assert_eq!(record.verify().unwrap().entries, 0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was written");
}

#[test]
fn a_record_that_is_off_forgets() {
    let record = Record::at(Place::Off, "tests");
    record.append(evidence("scope", json!(1))).unwrap();
    assert_eq!(record.last(Kind::Evidence, "scope").unwrap().unwrap().body, json!(1));
    assert_eq!(Record::at(Place::Off, "tests").last(Kind::Evidence, "scope").unwrap(), None);
}

/// What is done to the entries behind Tenet's back, the entry that is broken by it, and a word of why.
const TAMPERED: [(&str, i64, &str); 7] = [
    ("UPDATE tenet_entry SET body = '{\"decision\":\"go\"}' WHERE seq = 4", 4, "changed"),
    ("UPDATE tenet_entry SET by_whom = 'Kim Lund' WHERE seq = 2", 2, "changed"),
    ("UPDATE tenet_entry SET at = '2025-01-01T00:00:00Z' WHERE seq = 1", 1, "changed"),
    ("UPDATE tenet_entry SET made_from = '{}' WHERE seq = 7", 7, "changed"),
    ("DELETE FROM tenet_entry WHERE seq = 5", 5, "missing"),
    ("DELETE FROM tenet_entry WHERE seq = 1", 1, "missing"),
    ("UPDATE tenet_entry SET seq = 99 WHERE seq = 6", 6, "missing"),
];

#[test]
fn the_first_broken_entry_is_named() {
    for (statement, entry, why) in TAMPERED {
        on_both(|open| {
            let record = open();
            for run in 0..8 {
                record.append(evidence("scope", json!({ "decision": "no-go", "run": run }))).unwrap();
            }
            let mut store = Store::open(record.place(), record.project(), VERSIONS).unwrap();
            let mine = format!("{statement} AND project = '{}'", record.project());
            store.execute(&mine);
            let broken = open().verify().unwrap().broken.expect("the change shows");
            assert_eq!(broken.entry, entry, "{statement}: {broken:?}");
            assert!(broken.why.contains(why), "{statement}: {broken:?}");
        });
    }
}

#[test]
fn an_entry_that_was_replaced_with_its_digest_breaks_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let record = file(folder.path());
    for run in 0..4 {
        record.append(evidence("scope", json!(run))).unwrap();
    }
    let forged = file(tempfile::tempdir().unwrap().path());
    for run in [0, 7] {
        forged.append(evidence("scope", json!(run))).unwrap();
    }
    let forged = forged.latest(1).unwrap().pop().unwrap();
    let mut store = Store::open(record.place(), "", VERSIONS).unwrap();
    store.execute(&format!("UPDATE tenet_entry SET body = '7', digest = '{}' WHERE seq = 2", forged.digest));
    let broken = record.verify().unwrap().broken.expect("the change shows");
    assert_eq!((broken.entry, broken.why.contains("follow")), (3, true), "{broken:?}");
}

#[test]
fn projects_on_one_server_do_not_mix() {
    let Some(server) = super::server() else { return };
    let [one, other] = ["one", "other"].map(|name| Record::at(server.clone(), &unique(name)));
    one.append(evidence("scope", json!(1))).unwrap();
    other.append(evidence("scope", json!(2))).unwrap();
    assert_eq!(one.last(Kind::Evidence, "scope").unwrap().unwrap().body, json!(1));
    assert_eq!(other.verify().unwrap().entries, 1);
}

#[test]
fn every_kind_is_read_back_as_itself() {
    on_both(|open| {
        let record = open();
        for kind in Kind::ALL {
            record.append(New { kind, made_from: Value::Null, ..evidence("x", json!(kind.word())) }).unwrap();
            assert_eq!(open().last(kind, "x").unwrap().unwrap().body, json!(kind.word()));
        }
    });
}
