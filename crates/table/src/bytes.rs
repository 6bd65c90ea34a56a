//! The bytes of a file: opened, unpacked when compressed, and known by their first few when they are no text.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use report::Fault;

use crate::place::Compression;

/// A file's bytes, unpacked.
pub(crate) type Bytes = Box<dyn Read + Send>;

/// Open a file for reading text out of it.
pub(crate) fn open(path: &Path, compression: Compression) -> Result<Bytes, Fault> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(match compression {
        Compression::None => Box::new(file),
        Compression::Gzip => Box::new(flate2::read::MultiGzDecoder::new(io::BufReader::new(file))),
        Compression::Zstd => {
            Box::new(zstd::stream::read::Decoder::new(file).map_err(|error| unreadable(path, &error))?)
        }
    })
}

/// Why a file could not be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Fault {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => Fault::new(format!("{shown} does not exist")),
        io::ErrorKind::PermissionDenied => Fault::new(format!("{shown} may not be read: permission denied"))
            .hint("give yourself the right to read it (chmod u+r), or ask its owner"),
        io::ErrorKind::InvalidInput
        | io::ErrorKind::InvalidData
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::Other
            if is_packed(path) =>
        {
            Fault::new(format!("{shown} could not be unpacked: {error}"))
                .hint("the file is cut off or damaged, or its ending is wrong; make or fetch it again")
        }
        _ => Fault::new(format!("{shown} could not be read: {error}")),
    }
}

fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "gz" || ending == "zst")
}

/// What a file is that is no text, by its first bytes, with what to do about it.
pub(crate) fn not_text(path: &Path, head: &[u8]) -> Option<Fault> {
    const KNOWN: [(&[u8], &str, &str); 14] = [
        (b"PAR1", "a Parquet file", "rename it to end in .parquet"),
        (b"ARROW1", "an Arrow file", "rename it to end in .arrow"),
        (b"\x1f\x8b", "gzip-compressed", "rename it to end in .gz, such as .csv.gz"),
        (b"\x28\xb5\x2f\xfd", "zstd-compressed", "rename it to end in .zst, such as .csv.zst"),
        (
            b"PK\x03\x04",
            "a zip archive or an Excel workbook (.xlsx)",
            "save the sheet as CSV, or unpack the archive",
        ),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", "save the sheet as CSV"),
        (b"%PDF", "a PDF", "export the table behind it as CSV"),
        (b"SQLite format 3\0", "an SQLite database", "export the table as CSV (sqlite3 -header -csv)"),
        (b"BZh", "bzip2-compressed", "unpack it first (bunzip2)"),
        (b"\xfd7zXZ\0", "xz-compressed", "unpack it first (unxz)"),
        (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
        (b"Obj\x01", "an Avro file", "convert it to Parquet"),
        (b"\xff\xfe", "UTF-16 text", "convert it to UTF-8: iconv -f UTF-16 -t UTF-8"),
        (b"\xfe\xff", "UTF-16 text", "convert it to UTF-8: iconv -f UTF-16 -t UTF-8"),
    ];
    let shown = path.display();
    if let Some((_, what, hint)) = KNOWN.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Some(
            Fault::new(format!("{shown} is not text: its first bytes are those of {what}")).hint(*hint),
        );
    }
    let start = head.trim_ascii_start();
    let is_page = [&b"<!doctype"[..], b"<html", b"<?xml"]
        .iter()
        .any(|tag| start.len() >= tag.len() && start[..tag.len()].eq_ignore_ascii_case(tag));
    is_page.then(|| {
        Fault::new(format!("{shown} is a web page or XML, not a table"))
            .hint("a download may have given an error page: open the file and see")
    })
}

/// The fault of a byte that no text holds.
pub(crate) fn binary(path: &Path) -> Fault {
    Fault::new(format!("{} holds NUL bytes, so it is not text", path.display()))
        .hint("check that it is the file you mean; UTF-16 text is converted with iconv -f UTF-16 -t UTF-8")
}

/// The fault of a line that is not UTF-8.
pub(crate) fn not_utf8(path: &Path, line: u64, byte: u8) -> Fault {
    let shown = path.display();
    Fault::new(format!("{shown} is not UTF-8: byte 0x{byte:02X} in line {line}"))
        .hint(format!("convert it, often from Latin 1: iconv -f WINDOWS-1252 -t UTF-8 {shown} > utf8.csv"))
}
