//! The record from outside, the same on both engines, and what only a file can suffer.

mod bad_places;
mod chain;
mod earlier;
mod killed;
mod migrations;
mod speed;
mod together;

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use crate::{Kind, New, Place, Record};

/// Run a test on a fresh record of each engine: a file, and a PostgreSQL database when one is at hand.
fn on_both(test: impl Fn(&dyn Fn() -> Record)) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("record.db"));
    test(&|| Record::at(place.clone(), "tests"));
    if let Some(server) = server() {
        let project = unique("tests");
        test(&|| Record::at(server.clone(), &project));
    }
}

/// The PostgreSQL database to test with; `make test` names one.
fn server() -> Option<Place> {
    let url = std::env::var("TENET_TEST_POSTGRES").ok();
    if url.is_none() {
        println!("skipped on PostgreSQL: TENET_TEST_POSTGRES names no database");
    }
    url.map(Place::Server)
}

/// A name nobody else uses, now or in an earlier run.
fn unique(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    format!("{name}_{}_{since}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn file(folder: &Path) -> Record {
    Record::at(Place::File(folder.join("record.db")), "")
}

fn evidence(step: &str, body: serde_json::Value) -> New {
    New {
        kind: Kind::Evidence,
        subject: step.to_owned(),
        at: "2026-03-01T10:00:00Z".to_owned(),
        by: "Ana Ruiz".to_owned(),
        made_from: json!({ "data": "abc" }),
        body,
    }
}
