//! A writer that is killed at any moment loses nothing it has acknowledged.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use super::{evidence, file};
use crate::{Kind, Place, Record};

/// How often a writer is killed.
const KILLS: usize = 1_000;

/// The environment variable that makes this test program the writer.
const WRITER: &str = "TENET_TEST_WRITES_TO";

/// The writer: appends entries for as long as it lives, and says the number of each once it is kept.
#[test]
fn writer() {
    let Ok(path) = std::env::var(WRITER) else { return };
    let record = Record::at(Place::File(PathBuf::from(path)), "");
    let mut out = std::io::stderr();
    loop {
        let entry = record.append(evidence("scope", json!({ "text": "x".repeat(2_000) }))).unwrap();
        writeln!(out, "kept {} {}", entry.seq, entry.digest).unwrap();
    }
}

#[test]
fn a_thousand_kills_lose_no_acknowledged_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    let mut acknowledged: Vec<(i64, String)> = Vec::new();
    for kill in 0..KILLS {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::killed::writer", "--nocapture", "--test-threads=1"])
            .env(WRITER, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = writer.stderr.take().unwrap();
        let reader = std::thread::spawn(move || {
            let lines = BufReader::new(said).lines().map_while(Result::ok);
            let kept = lines.filter_map(|line| {
                let mut words = line.strip_prefix("kept ")?.split(' ');
                let seq = words.next()?.parse().ok()?;
                // A line cut off by the kill is no acknowledgement.
                let digest = words.next().filter(|digest| digest.len() == 64)?;
                Some((seq, digest.to_owned()))
            });
            kept.collect::<Vec<(i64, String)>>()
        });
        // From before the file is open to the middle of some entry.
        std::thread::sleep(Duration::from_micros(500 + (kill as u64 * 7_919) % 24_000));
        writer.kill().unwrap();
        writer.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());
    }
    let record = file(folder.path());
    let verified = record.verify().unwrap();
    assert_eq!(verified.broken, None);
    assert!(acknowledged.len() > KILLS / 2, "only {} entries were written", acknowledged.len());
    let kept = record.of_kind(Kind::Evidence).unwrap();
    assert_eq!(kept.len() as i64, verified.entries);
    for (seq, digest) in &acknowledged {
        assert_eq!(kept[*seq as usize - 1].digest, *digest, "entry {seq} is not as acknowledged");
    }
    println!("{} entries acknowledged before {KILLS} kills, {} kept", acknowledged.len(), kept.len());
}
