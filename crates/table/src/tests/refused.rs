//! Bad input: each is refused with one message that says what, where, and how to mend it.

use super::{Folder, csv, open};
use crate::Writer;

/// The message and hint of the fault of a file with these bytes.
fn refused(name: &str, bytes: impl AsRef<[u8]>) -> (String, String) {
    let folder = Folder::new();
    let fault = open(&folder.file(name, bytes)).err().unwrap_or_else(|| panic!("{name} is read"));
    let root = format!("{}/", folder.0.path().display());
    (fault.message.replace(&root, ""), fault.hint.unwrap().replace(&root, ""))
}

fn message(name: &str, bytes: impl AsRef<[u8]>) -> String {
    refused(name, bytes).0
}

#[test]
fn missing_files_suggest_near_names() {
    let folder = Folder::new();
    folder.file("telco.csv", "a,b\n1,2\n");
    let fault = open(&folder.spec("telko.csv")).unwrap_err();
    assert!(fault.message.ends_with("telko.csv does not exist"), "{fault}");
    assert!(fault.hint.unwrap().ends_with(": telco.csv"));
    assert!(open(&folder.spec("telco.parquet")).unwrap_err().hint.unwrap().contains("telco.csv"));
    assert!(open(&folder.spec("none/telco.csv")).unwrap_err().hint.unwrap().contains("nor does the folder"));
    assert!(open(&folder.spec("*.parquet")).unwrap_err().message.contains("no file matches"));
    assert!(open("").unwrap_err().message.contains("no file is named"));
    assert!(open("s3://bucket/a.csv").unwrap_err().message.contains("s3://"));
}

#[test]
fn unknown_endings_tell_what_is_read() {
    let (message, hint) = refused("book.xlsx", "PK");
    assert_eq!(message, "book.xlsx has the ending .xlsx, which is not read");
    assert!(hint.contains(".parquet"));
    let folder = Folder::new();
    folder.file("in/readme.md", "x");
    assert!(open(&folder.spec("in")).unwrap_err().message.contains("holds no file that is read"));
    assert!(open(&folder.spec("in/*")).unwrap_err().message.contains(".md"));
}

#[test]
fn empty_files() {
    assert_eq!(message("e.csv", ""), "e.csv is empty");
    assert_eq!(message("e.csv", " \n\n"), "e.csv is empty");
    assert_eq!(message("e.csv.gz", ""), "e.csv.gz is empty");
    assert_eq!(message("e.csv", "\u{feff}"), "e.csv is empty");
    assert_eq!(message("e.jsonl", "\n"), "e.jsonl is empty");
    assert_eq!(message("e.parquet", ""), "e.parquet is empty");
    assert_eq!(message("h.csv", "a,b\n"), "h.csv names 2 columns but has no rows");
}

#[test]
fn ragged_rows_name_the_line() {
    assert_eq!(
        message("r.csv", "a,b\n1,2\n3\n"),
        "r.csv, line 3: 1 value where the first line names 2 columns"
    );
    assert_eq!(
        message("r.csv", "a,b\r\n1,2\r\n3,4,5\r\n"),
        "r.csv, line 3: 3 values where the first line names 2 columns"
    );
    // A quoted line break and empty lines count as lines.
    assert_eq!(
        message("r.csv", "a,b\n\"x\ny\",2\n\n3,4,5\n"),
        "r.csv, line 5: 3 values where the first line names 2 columns"
    );
    let late = format!("a,b\n{}1\n", "1,2\n".repeat(50_000));
    assert!(message("r.csv", late).starts_with("r.csv, line 50002: 1 value"));
}

#[test]
fn open_quotes_and_huge_values() {
    assert!(
        message("q.csv", "a,b\n1,\"x\n2,y\n")
            .contains("the quote that opens in the row at line 2 is never closed")
    );
    let huge = format!("a,b\n1,2\n1,\"{}", "x".repeat(17 << 20));
    assert_eq!(message("q.csv", huge), "q.csv: a value in the row at line 3 is longer than 16 MB");
    let many = format!("{{\"a\": \"{}\"}}", "x".repeat(17 << 20));
    assert!(message("q.jsonl", many).contains("line 1 is longer than 16 MB"));
}

#[test]
fn other_encodings_name_line_and_byte() {
    let (message, hint) = refused("l.csv", b"name,age\nAnn,1\nJos\xe9,2\n");
    assert_eq!(message, "l.csv is not UTF-8: byte 0xE9 in line 3");
    assert!(hint.contains("iconv"));
    assert!(self::message("h.csv", b"caf\xe9,b\n1,2\n").contains("byte 0xE9 in line 1"));
    assert!(self::message("l.jsonl", b"{\"a\": 1}\n{\"a\": \"\xe9\"}\n").contains("byte 0xE9 in line 2"));
    // Two halves of a letter in neighbouring values are no letter.
    assert!(self::message("s.csv", b"a,b\nx\xc3,\xa9\n").contains("not UTF-8"));
    assert!(self::message("u.csv", b"\xff\xfea\0,\0b\0").contains("UTF-16"));
}

#[test]
fn binary_files_are_named() {
    for (magic, what) in [
        (&b"PAR1\x15\x04"[..], "a Parquet file"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"PK\x03\x04\x14", "Excel"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"a,b\n1,\0\n", "NUL"),
    ] {
        let message = message("b.csv", magic);
        assert!(message.contains(what), "{message}");
    }
    assert!(message("b.parquet", "a,b\n1,2\n").contains("cannot be read as Parquet"));
    assert!(message("b.arrow", "a,b\n1,2\n").contains("cannot be read as Arrow"));
    let folder = Folder::new();
    std::fs::write(folder.path("b.csv.gz"), "a,b\n1,2\n").unwrap();
    assert!(open(&folder.spec("b.csv.gz")).unwrap_err().message.contains("could not be unpacked"));
    std::fs::write(folder.path("b.csv.zst"), "a,b\n1,2\n").unwrap();
    assert!(open(&folder.spec("b.csv.zst")).unwrap_err().message.contains("could not be unpacked"));
}

#[test]
fn column_names() {
    assert_eq!(
        message("d.csv", "id,age,id,x,age\n1,2,3,4,5\n"),
        "d.csv gives the same name to several columns: `id` (columns 1 and 3), `age` (columns 2 and 5)"
    );
    assert_eq!(
        message("n.csv", "5.1,3.5,setosa\n4.9,3.0,setosa\n"),
        "n.csv has no line of column names: its first line is 5.1, 3.5, setosa"
    );
    let (_folder, table) = csv(",a, b \n1,2,3\n");
    let names: Vec<&str> = table.columns().iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["column_1", "a", "b"]);
}

#[test]
fn too_many_columns() {
    let line = |cell: &dyn Fn(usize) -> String| (0..10_000).map(cell).collect::<Vec<_>>().join(",");
    let text = format!("{}\n{}\n", line(&|at| format!("c{at}")), line(&|at| at.to_string()));
    assert_eq!(message("w.csv", text), "w.csv has 10,000 columns; at most 5,000 are read");
}

#[test]
fn json_lines() {
    let (bad, _) = refused("j.jsonl", "{\"a\": 1}\n{\"a\": }\n");
    assert!(bad.starts_with("j.jsonl, line 2 is not JSON: expected value"), "{bad}");
    assert!(message("j.jsonl", "{\"a\": 1}\n3\n").starts_with("j.jsonl, line 2 is JSON but no object"));
    assert!(refused("j.json", "[{\"a\": 1}]").1.contains("jq -c '.[]'"));
}

#[test]
fn files_that_do_not_fit_together() {
    let folder = Folder::new();
    folder.file("p/1.csv", "a,b\n1,x\n");
    folder.file("p/2.csv", "a,c\n1,x\n");
    let fault = open(&folder.spec("p")).unwrap_err().message;
    assert!(fault.contains("1.csv has `b`") && fault.contains("2.csv has `c`"), "{fault}");
    folder.file("k/1.csv", "a,b\n1,1\n");
    folder.file("k/2.csv", "a,b\n1,x\n");
    let fault = open(&folder.spec("k")).unwrap_err().message;
    assert!(fault.starts_with("`b` holds whole numbers in") && fault.contains("but text in"), "{fault}");
}

#[cfg(unix)]
#[test]
fn rights_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let spec = folder.file("p.csv", "a,b\n1,2\n");
    std::fs::set_permissions(folder.path("p.csv"), PermissionsExt::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if std::fs::File::open(folder.path("p.csv")).is_err() {
        assert!(open(&spec).unwrap_err().message.contains("permission denied"));
    } else {
        let error = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        assert!(
            crate::bytes::unreadable(&folder.path("p.csv"), &error).message.contains("permission denied")
        );
    }
}

#[test]
fn unknown_columns_suggest_near_ones() {
    let (_folder, table) = csv("age,tenure\n1,2\n");
    let fault = table.read(Some(&["tenur"])).unwrap_err();
    assert_eq!(
        (fault.message.as_str(), fault.hint.as_deref()),
        ("t has no column `tenur`", Some("did you mean `tenure`?"))
    );
}

#[test]
fn a_table_larger_than_memory_is_not_read_at_once() {
    let folder = Folder::new();
    let spec = folder.file("m.csv", format!("a,b\n{}", "1,2\n".repeat(10_000)));
    let small = |bytes| {
        crate::Table::open(&spec, crate::Options { memory_bytes: Some(bytes), threads: None }).unwrap()
    };
    let fault = small(100_000).read(None).unwrap_err();
    assert!(fault.message.contains("160.0 kB or more, the limit is 100.0 kB"), "{fault}");
    assert_eq!(small(200_000).read(None).unwrap().rows(), 10_000);
}

#[test]
fn what_cannot_be_written() {
    let folder = Folder::new();
    assert!(Writer::create(folder.path("a.xlsx")).err().unwrap().hint.unwrap().contains(".parquet"));
    assert!(Writer::create(folder.path("none/a.csv")).err().unwrap().message.contains("cannot be written"));
}
