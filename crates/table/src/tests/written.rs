//! What is written is read back the same.

use frame::{Column, Frame, Kind};
use proptest::prelude::*;

use super::{Folder, all, cells, open};
use crate::Writer;

fn write(folder: &Folder, name: &str, frames: &[Frame]) {
    let mut writer = Writer::create(folder.path(name)).unwrap();
    frames.iter().for_each(|frame| writer.write(frame).unwrap());
    writer.finish().unwrap();
}

const NAMES: [&str; 6] = ["w.csv", "w.csv.gz", "w.csv.zst", "w.tsv", "w.tsv.gz", "w.parquet"];

/// Values of every kind, missing among them; `x` keeps text from being read as numbers.
fn frames() -> impl Strategy<Value = Frame> {
    let missing = |values: BoxedStrategy<f64>| prop_oneof![1 => Just(f64::NAN), 4 => values];
    let row = (
        missing((0..2u8).prop_map(f64::from).boxed()),
        missing((-(1i64 << 53)..=1 << 53).prop_map(|value| value as f64).boxed()),
        missing(prop::num::f64::NORMAL.boxed()),
        missing((-600_000i64..2_000_000).prop_map(|day| day as f64 * 86_400.0).boxed()),
        missing((-60_000_000_000_000i64..4_000_000_000_000).prop_map(|ms| ms as f64 / 1e3).boxed()),
        prop::option::of("x[ -~\n\r\té€]{0,6}|"),
    );
    prop::collection::vec(row, 1..40).prop_map(|mut rows| {
        // The first row is whole, with fractions, so that every column shows its kind.
        rows[0] = (1.0, 1.0, 0.5, 86_400.0, 0.5, Some("x".to_owned()));
        let column = |name, kind, value: &dyn Fn(usize) -> f64| {
            Column::numbers(name, kind, (0..rows.len()).map(value).collect())
        };
        Frame::new(vec![
            column("boolean", Kind::Boolean, &|row| rows[row].0),
            column("integer", Kind::Integer, &|row| rows[row].1),
            column("a number", Kind::Number, &|row| rows[row].2),
            column("date", Kind::Date, &|row| rows[row].3),
            column("timestamp", Kind::Timestamp, &|row| rows[row].4),
            Column::text("text, \"quoted\"", rows.iter().map(|row| row.5.as_deref())),
        ])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_same_comes_back(frame in frames(), at in 0usize..40) {
        let folder = Folder::new();
        let at = at.min(frame.rows());
        let rows: Vec<usize> = (0..frame.rows()).collect();
        let parts = [frame.take(&rows[..at]), frame.take(&rows[at..])];
        for name in NAMES {
            write(&folder, name, &parts);
            prop_assert_eq!(cells(&all(&open(&folder.spec(name)).unwrap())), cells(&frame), "{}", name);
        }
    }
}

#[test]
fn nothing_is_there_until_it_is_finished() {
    let folder = Folder::new();
    let frame = Frame::new(vec![Column::numbers("a", Kind::Integer, vec![1.0])]);
    for name in NAMES {
        let entries = || std::fs::read_dir(folder.0.path()).unwrap().count();
        let before = entries();
        let mut writer = Writer::create(folder.path(name)).unwrap();
        writer.write(&frame).unwrap();
        assert!(!folder.path(name).exists());
        drop(writer);
        assert_eq!(entries(), before, "a dropped writer leaves nothing");
        write(&folder, name, std::slice::from_ref(&frame));
        assert_eq!(entries(), before + 1);
    }
}

#[test]
fn same_frames_same_bytes() {
    let folder = Folder::new();
    let frame = Frame::new(vec![
        Column::text("a", (0..999).map(|_| Some("x"))),
        Column::text("b", (0..999).map(|_| None)),
    ]);
    for name in NAMES {
        let bytes = || {
            write(&folder, name, std::slice::from_ref(&frame));
            std::fs::read(folder.path(name)).unwrap()
        };
        assert_eq!(bytes(), bytes(), "{name}");
    }
}

#[test]
fn what_csv_cannot_say_is_refused() {
    let folder = Folder::new();
    let lone = Frame::new(vec![Column::text("a", [Some("x"), None])]);
    let fault = Writer::create(folder.path("a.csv")).unwrap().write(&lone).unwrap_err();
    assert!(fault.message.contains("no sign for a missing text"));
    let numbers = Frame::new(vec![Column::numbers("a", Kind::Integer, vec![1.0, f64::NAN, 3.0])]);
    write(&folder, "n.csv", std::slice::from_ref(&numbers));
    assert_eq!(cells(&all(&open(&folder.spec("n.csv")).unwrap())), cells(&numbers));
    let mut writer = Writer::create(folder.path("a.parquet")).unwrap();
    writer.write(&numbers).unwrap();
    assert!(writer.write(&lone).unwrap_err().message.contains("differ in columns"));
    assert!(
        Writer::create(folder.path("b.csv")).unwrap().finish().unwrap_err().message.contains("no columns")
    );
}
