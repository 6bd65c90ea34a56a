//! The fast way through a CSV file against the simple one: the same rows, or both refuse.

use proptest::prelude::*;

use super::Folder;
use crate::csv::{Chunks, Rows, sniff, split};
use crate::place::Compression;
use crate::records::Records;

type Row = Vec<Option<String>>;

fn rows(records: &Records, width: usize) -> Vec<Row> {
    let text = |row, column| records.text(row, column).map(str::to_owned);
    (0..records.rows()).map(|row| (0..width).map(|column| text(row, column)).collect()).collect()
}

/// The rows of a file; `None` when it is refused.
fn simple(reader: Rows) -> Option<Vec<Row>> {
    let width = reader.names().len();
    let parts: Result<Vec<_>, _> =
        reader.map(|records| records.map(|records| rows(&records, width))).collect();
    Some(parts.ok()?.concat())
}

fn fast(chunks: Chunks, delimiter: u8, width: usize) -> Option<Vec<Row>> {
    let parts = chunks.map(|chunk| Some(rows(&split(chunk.ok()?, delimiter, width)?, width)));
    Some(parts.collect::<Option<Vec<_>>>()?.concat())
}

/// Both ways through a file; they are one.
fn both(bytes: &[u8], aim: usize) -> Result<Option<Vec<Row>>, TestCaseError> {
    let folder = Folder::new();
    let spec = folder.file("t.csv", bytes);
    let path = std::path::Path::new(&spec);
    let Ok(dialect) = sniff(path, Compression::None) else { return Ok(None) };
    let Ok(reader) = Rows::open(path, Compression::None, dialect) else { return Ok(None) };
    let width = reader.names().len();
    let chunks = Chunks::open(path, Compression::None, dialect, reader.start()).unwrap().of_bytes(aim);
    let (fast, simple) = (fast(chunks, dialect.delimiter, width), simple(reader));
    prop_assert_eq!(&fast, &simple, "{:?} in stretches of {} bytes", String::from_utf8_lossy(bytes), aim);
    Ok(simple)
}

/// Values as people and programs write them, and as they should not.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z0-9 .-]{0,12}",
        2 => "\"([a-z,;\r\n ]|\"\"){0,9}\"",
        1 => "é{0,3}",
        1 => Just("\"\"".to_owned()),
        1 => "[a\" ]{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whole_tables(
        table in (1usize..5).prop_flat_map(|width| prop::collection::vec(prop::collection::vec(value(), width), 0..12)),
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("\n\n")],
        last in any::<bool>(),
        aim in 1usize..90,
    ) {
        let width = table.first().map_or(1, Vec::len);
        let mut text = (0..width).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
        for row in &table {
            text += end;
            text += &row.join(",");
        }
        both((if last { text + end } else { text }).as_bytes(), aim)?;
    }

    #[test]
    fn any_bytes(rows in prop::collection::vec(prop::sample::select(&b"aab,,,\"\"\n\n\r x\xc3\xa9\xff\0"[..]), 0..60), aim in 1usize..40) {
        both(&[b"a,b\n", &rows[..]].concat(), aim)?;
    }
}

#[test]
fn what_is_closed_at_the_end_of_the_file() {
    let row = |texts: [&str; 2]| Some(vec![texts.map(|text| Some(text.to_owned())).to_vec()]);
    let read = |text: &str| both(format!("a,b\n{text}").as_bytes(), 7).unwrap();
    assert_eq!(read("x,\"y\""), row(["x", "y"]));
    assert_eq!(read("x,\"y\"z"), row(["x", "yz"]));
    assert_eq!(read("x,\"y\"\"\""), row(["x", "y\""]));
    assert_eq!(read("x,\"y\"\""), None, "the last two quotes are one");
    assert_eq!(read("x,y\""), row(["x", "y\""]));
    assert_eq!(read("\"x\ny\",\",\"\r\n"), row(["x\ny", ","]));
}

#[test]
fn a_row_longer_than_any_value_may_be_is_read() {
    let wide = "x".repeat(9 << 20);
    let read = both(format!("a,b\n{wide},{wide}\n1,2\n").as_bytes(), 64).unwrap().unwrap();
    assert_eq!((read.len(), read[0][1].as_ref().map(String::len)), (2, Some(9 << 20)));
}
