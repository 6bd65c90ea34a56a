//! Every earlier version is brought up to the last one, backed up first.

use serde_json::json;

use super::{evidence, file, server, unique};
use crate::schema::VERSIONS;
use crate::store::Store;
use crate::{Kind, Place};

/// The versions there are, and one more as a later release might add it.
fn with_the_next() -> Vec<&'static [&'static str]> {
    let next: &[&str] =
        &["ALTER TABLE tenet_entry ADD COLUMN signature TEXT", "CREATE TABLE next_one (n BIGINT)"];
    VERSIONS.iter().copied().chain([next]).collect()
}

/// Places that hold nothing yet: a file, and a schema of its own in a database when one is at hand.
fn empty_places(folder: &std::path::Path) -> Vec<Place> {
    let mut places = vec![Place::File(folder.join("record.db"))];
    if let Some(Place::Server(url)) = server() {
        let schema = unique("migrations");
        Store::open(&Place::Server(url.clone()), "", VERSIONS)
            .unwrap()
            .execute(&format!("CREATE SCHEMA {schema}"));
        let mark = if url.contains('?') { '&' } else { '?' };
        places.push(Place::Server(format!("{url}{mark}options=-c%20search_path%3D{schema}")));
    }
    places
}

#[test]
fn every_earlier_version_becomes_the_next_and_is_backed_up() {
    let last = with_the_next();
    for version in 0..last.len() {
        let folder = tempfile::tempdir().unwrap();
        for place in empty_places(folder.path()) {
            let mut digests = Vec::new();
            if version > 0 {
                let mut store = Store::open(&place, "", &last[..version]).unwrap();
                for run in 0..3 {
                    digests
                        .push(store.append(&[evidence("scope", json!(run))]).unwrap().pop().unwrap().digest);
                }
            }
            let mut store = Store::open(&place, "", &last).unwrap();
            store.execute("SELECT n FROM next_one");
            let kept: Vec<String> = store.after(0, 10).unwrap().into_iter().map(|row| row.digest).collect();
            assert_eq!(kept, digests, "from version {version} at {place}");
            match &place {
                Place::File(path) if version > 0 => {
                    let copy = Place::File(path.with_extension(format!("v{version}.db")));
                    let rows = Store::open(&copy, "", &last[..version]).unwrap().after(0, 10).unwrap();
                    assert_eq!(rows.len(), 3, "the backup is whole");
                }
                Place::Server(_) if version > 0 => {
                    store.execute(&format!("SELECT seq FROM tenet_entry_v{version}"));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_record_of_a_later_release_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for place in empty_places(folder.path()) {
        drop(Store::open(&place, "", &with_the_next()).unwrap());
        let fault = Store::open(&place, "", VERSIONS).err().expect("it is refused");
        assert!(fault.message.contains("version"), "{fault}");
        drop(Store::open(&place, "", &with_the_next()).unwrap());
    }
}

#[test]
fn a_record_written_before_a_migration_is_read_after_it() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path()).append(evidence("scope", json!("kept"))).unwrap();
    let record = file(folder.path());
    assert_eq!(record.last(Kind::Evidence, "scope").unwrap().unwrap().body, json!("kept"));
}
