//! Places that cannot hold a record: each is said in words, and nothing is lost.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::{evidence, file};
use crate::{Kind, Place, Record};

#[test]
fn a_file_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    let text = "years of someone's work\n".repeat(100);
    fs::write(&path, &text).unwrap();
    let fault = file(folder.path()).append(evidence("scope", json!(1))).unwrap_err();
    assert!(fault.message.contains("another program") && fault.hint.is_some(), "{fault}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("record.db");
    let mut theirs = crate::store::Store::open(&Place::File(other.clone()), "", &[]).unwrap();
    theirs.execute("CREATE TABLE song (title TEXT)");
    drop(theirs);
    let before = fs::read(&other).unwrap();
    let fault = file(folder.path()).append(evidence("scope", json!(1))).unwrap_err();
    assert!(fault.message.contains("another program"), "{fault}");
    assert!(fs::read(&other).unwrap() == before, "it was written to");
}

#[test]
fn a_server_that_is_not_there_is_said() {
    let place = Place::Server("postgres://ana:secret@127.0.0.1:9/tenet".to_owned());
    let fault = Record::at(place, "tests").append(evidence("scope", json!(1))).unwrap_err();
    assert!(fault.message.contains("127.0.0.1:9/tenet") && !fault.message.contains("secret"), "{fault}");
}

#[test]
fn a_folder_that_is_a_file_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".tenet"), "").unwrap();
    let fault = Record::at(Place::of(folder.path()), "").append(evidence("scope", json!(1))).unwrap_err();
    assert!(fault.message.contains(".tenet"), "{fault}");
}

/// A file system of its own, for what an ordinary folder cannot show; it needs the right to mount.
struct Mounted(tempfile::TempDir);

impl Mounted {
    fn with(options: &str) -> Option<Mounted> {
        let folder = tempfile::tempdir().unwrap();
        let done = mount(&["-t", "tmpfs", "-o", options, "tmpfs"], folder.path());
        if !done {
            println!("skipped: this user may not mount a tmpfs");
        }
        done.then_some(Mounted(folder))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    Command::new("mount").args(arguments).arg(at).output().is_ok_and(|done| done.status.success())
}

#[test]
fn a_full_disk_is_said_and_what_was_kept_stays() {
    let Some(disk) = Mounted::with("size=1m") else { return };
    let record = file(disk.0.path());
    let mut kept = 0;
    let fault = loop {
        match record.append(evidence("scope", json!("x".repeat(20_000)))) {
            Ok(entry) => kept = entry.seq,
            Err(fault) => break fault,
        }
    };
    assert!(fault.message.contains("full") || fault.hint.as_ref().unwrap().contains("full"), "{fault}");
    assert!(kept > 5, "only {kept} entries fitted");
    drop(record);
    let verified = file(disk.0.path()).verify().unwrap();
    assert_eq!((verified.entries, verified.broken), (kept, None));
}

#[test]
fn a_read_only_disk_can_be_read_and_a_write_to_it_is_refused() {
    let Some(disk) = Mounted::with("size=4m") else { return };
    file(disk.0.path()).append(evidence("scope", json!("kept"))).unwrap();
    assert!(mount(&["-o", "remount,ro"], disk.0.path()));
    let record = file(disk.0.path());
    let found = record.last(Kind::Evidence, "scope").unwrap();
    assert_eq!(found.unwrap().body, json!("kept"));
    let fault = record.append(evidence("scope", json!("more"))).unwrap_err();
    assert!(fault.hint.as_ref().is_some_and(|hint| hint.contains("--record")), "{fault}");
}
