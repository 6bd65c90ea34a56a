//! Tests of the crate as its users see it: files in, frames, samples, answers and faults out.

mod elsewhere;
mod files;
mod formats;
mod refused;
mod rows;
mod scan;
mod shared;
mod split;
mod values;
mod written;

use std::io::Write;
use std::path::PathBuf;

use frame::{Column, Frame, Kind};
use report::Fault;

use crate::{Options, Table};

/// A folder that goes away with the test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn spec(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Write a file, packed as its ending says.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let packed = if name.ends_with(".gz") {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(bytes.as_ref()).unwrap();
            encoder.finish().unwrap()
        } else if name.ends_with(".zst") {
            zstd::encode_all(bytes.as_ref(), 1).unwrap()
        } else {
            bytes.as_ref().to_vec()
        };
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), packed).unwrap();
        self.spec(name)
    }

    fn table(&self, name: &str, bytes: impl AsRef<[u8]>) -> Table {
        open(&self.file(name, bytes)).unwrap()
    }
}

fn open(spec: &str) -> Result<Table, Fault> {
    Table::open(spec, Options::default())
}

fn with_threads(spec: &str, threads: usize) -> Table {
    Table::open(spec, Options { threads: Some(threads), ..Options::default() }).unwrap()
}

/// The table of this CSV text.
fn csv(text: &str) -> (Folder, Table) {
    let folder = Folder::new();
    let table = folder.table("t.csv", text);
    (folder, table)
}

fn kinds(table: &Table) -> Vec<Kind> {
    table.columns().iter().map(|field| field.kind).collect()
}

fn all(table: &Table) -> Frame {
    table.read(None).unwrap()
}

/// A frame as it is compared: NaN equals NaN.
fn cells(frame: &Frame) -> Vec<(String, Kind, Vec<String>)> {
    let cells = |column: &Column| (0..column.len()).map(|row| format!("{:?}", column.cell(row))).collect();
    frame.columns().iter().map(|column| (column.name.clone(), column.kind, cells(column))).collect()
}

/// A column as a person writes it, `-` where missing.
fn shown(frame: &Frame, name: &str) -> Vec<String> {
    let column = frame.column(name).unwrap();
    (0..column.len())
        .map(|row| if column.is_missing(row) { "-".to_owned() } else { column.show(row) })
        .collect()
}
