//! Several programs write at once: nothing is lost, nobody is turned away.

use std::process::{Command, Stdio};

use serde_json::json;

use super::{evidence, on_both};
use crate::{Kind, Place, Record};

const WRITERS: usize = 3;
const EACH: usize = 150;

/// The environment variables that make this test program a writer.
const PLACE: &str = "TENET_TEST_WRITES_BESIDE_OTHERS_TO";
const PROJECT: &str = "TENET_TEST_WRITES_FOR";

#[test]
fn writer() {
    let (Ok(place), Ok(project)) = (std::env::var(PLACE), std::env::var(PROJECT)) else { return };
    let place = Place::parse(&place, "/".as_ref()).unwrap();
    for run in 0..EACH {
        // As the commands do it: each opens the record anew.
        let record = Record::at(place.clone(), &project);
        record.append(evidence("scope", json!({ "by": std::process::id(), "run": run }))).unwrap();
    }
}

#[test]
fn a_record_that_others_are_making_is_no_other_programs() {
    for _ in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        let writers: Vec<_> = (0..4)
            .map(|run| {
                let path = folder.path().join("record.db");
                std::thread::spawn(move || {
                    Record::at(Place::File(path), "").append(evidence("scope", json!(run))).map(|_| ())
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap().unwrap();
        }
        assert_eq!(super::file(folder.path()).verify().unwrap().entries, 4);
    }
}

#[test]
fn programs_that_record_at_once_lose_nothing() {
    on_both(|open| {
        let record = open();
        let place = match record.place() {
            Place::Server(url) => url.clone(),
            place => place.to_string(),
        };
        let write = |_| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "tests::together::writer", "--nocapture"])
                .env(PLACE, &place)
                .env(PROJECT, record.project())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        };
        let writers: Vec<_> = (0..WRITERS).map(write).collect();
        for mut writer in writers {
            assert!(writer.wait().unwrap().success(), "a writer failed");
        }
        assert_eq!(record.of_kind(Kind::Evidence).unwrap().len(), WRITERS * EACH);
        assert_eq!(record.verify().unwrap().broken, None);
    });
}
