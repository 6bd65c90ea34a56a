//! Where a table lies: a file, a glob or a folder becomes a sorted list of files, each with its format.

use std::path::{Path, PathBuf};

use report::Fault;

use crate::elsewhere;

/// How a file's table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Separated values: CSV, TSV.
    Csv,
    /// One JSON object a line.
    Json,
    /// Parquet.
    Parquet,
    /// Arrow IPC, file or stream.
    Arrow,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    /// Not at all.
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// The endings that are read, for messages.
pub(crate) const ENDINGS: &str =
    ".csv, .tsv, .txt, .jsonl, .ndjson, .json (each also .gz, .zst), .parquet, .arrow";

/// The format and packing a file's name tells, if it is one that is read.
pub(crate) fn format(path: &Path) -> Option<(Format, Compression)> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let (name, compression) = match name.strip_suffix(".gz") {
        Some(name) => (name, Compression::Gzip),
        None => name
            .strip_suffix(".zst")
            .map_or((name.as_str(), Compression::None), |name| (name, Compression::Zstd)),
    };
    let format = match name.rsplit_once('.')?.1 {
        "csv" | "tsv" | "txt" => Format::Csv,
        "jsonl" | "ndjson" | "json" => Format::Json,
        "parquet" | "pq" => Format::Parquet,
        "arrow" | "feather" | "ipc" => Format::Arrow,
        _ => return None,
    };
    let packed_itself = matches!(format, Format::Parquet | Format::Arrow);
    (compression == Compression::None || !packed_itself).then_some((format, compression))
}

/// The name of the table at a place: the file's or folder's without its ending.
pub(crate) fn name(spec: &str) -> String {
    let spec = elsewhere::name(spec);
    let path = Path::new(spec);
    let last = path.file_name().map_or(spec.into(), |name| name.to_string_lossy());
    if is_glob(spec) || path.is_dir() {
        let parent = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
        return match parent {
            Some(parent) if is_glob(&last) && !is_glob(&parent) => parent.into_owned(),
            _ => last.into_owned(),
        };
    }
    let packed = last.strip_suffix(".gz").or_else(|| last.strip_suffix(".zst")).unwrap_or(&last);
    packed.rsplit_once('.').map_or(packed, |(stem, _)| stem).to_owned()
}

/// The files of a place, in order of their paths.
pub(crate) fn files(spec: &str) -> Result<Vec<PathBuf>, Fault> {
    let path = Path::new(spec);
    if spec.trim().is_empty() {
        return Err(Fault::new("no file is named")
            .hint(format!("name a file, a glob or a folder; read are {ENDINGS}")));
    }
    if path.is_dir() {
        return folder(path);
    }
    if path.exists() {
        return if format(path).is_some() { Ok(vec![path.to_owned()]) } else { Err(unsupported(path)) };
    }
    if is_glob(spec) {
        return globbed(spec);
    }
    Err(absent(path))
}

fn is_glob(spec: &str) -> bool {
    spec.contains(['*', '?', '['])
}

/// Files of a folder that are read; hidden ones and those that start with `_` are passed over.
fn folder(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    let entries = std::fs::read_dir(path).map_err(|error| crate::bytes::unreadable(path, &error))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.is_file() && format(file).is_some() && !is_hidden(file))
        .collect();
    files.sort();
    if files.is_empty() {
        let shown = path.display();
        return Err(Fault::new(format!("the folder {shown} holds no file that is read")).hint(format!(
            "read are {ENDINGS}; files in folders below are named by a glob: {shown}/**/*.csv"
        )));
    }
    Ok(files)
}

fn is_hidden(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '_']))
}

fn globbed(spec: &str) -> Result<Vec<PathBuf>, Fault> {
    let paths =
        glob::glob(spec).map_err(|error| Fault::new(format!("{spec} is not a glob: {}", error.msg)))?;
    let found: Vec<PathBuf> = paths.filter_map(Result::ok).filter(|path| path.is_file()).collect();
    let mut files: Vec<PathBuf> = found.iter().filter(|file| format(file).is_some()).cloned().collect();
    files.sort();
    match (files.is_empty(), found.first()) {
        (false, _) => Ok(files),
        (true, Some(other)) => Err(unsupported(other)),
        (true, None) => Err(Fault::new(format!("no file matches {spec}"))
            .hint("check the folder and the pattern; quote the pattern so that the shell leaves it alone")),
    }
}

fn unsupported(path: &Path) -> Fault {
    let ending = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ending =
        ending.split_once('.').map_or("no ending".to_owned(), |(_, ending)| format!("the ending .{ending}"));
    Fault::new(format!("{} has {ending}, which is not read", path.display()))
        .hint(format!("read are {ENDINGS}"))
}

/// The fault of a file that is not there, with near names in its folder.
fn absent(path: &Path) -> Fault {
    let fault = Fault::new(format!("{} does not exist", path.display()));
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return fault.hint(format!("nor does the folder {}", folder.display()));
    };
    let wanted = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut near: Vec<(usize, String)> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let distance = strsim::osa_distance(&lower, &wanted);
            let stems = lower.split('.').next() == wanted.split('.').next();
            (stems || distance <= 1 + wanted.len() / 4).then_some((distance, name))
        })
        .collect();
    near.sort();
    match near.as_slice() {
        [] => fault.hint("check the spelling and the folder"),
        near => {
            let names: Vec<&str> = near.iter().take(3).map(|(_, name)| name.as_str()).collect();
            fault.hint(format!("near names in {}: {}", folder.display(), names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_format() {
        for (name, expected) in [
            ("a.csv", Some((Format::Csv, Compression::None))),
            ("A.CSV.GZ", Some((Format::Csv, Compression::Gzip))),
            ("a.tsv.zst", Some((Format::Csv, Compression::Zstd))),
            ("a.b.jsonl", Some((Format::Json, Compression::None))),
            ("a.parquet", Some((Format::Parquet, Compression::None))),
            ("a.parquet.gz", None),
            ("a.xlsx", None),
            ("csv", None),
        ] {
            assert_eq!(format(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_table_is_named_for_its_place() {
        assert_eq!(name("data/telco.csv"), "telco");
        assert_eq!(name("data/telco.v2.csv.gz"), "telco.v2");
        assert_eq!(name("data/parts/*.csv"), "parts");
        assert_eq!(name("s3://shop/logs/2026.csv"), "2026");
        assert_eq!(name("postgres://ana@db/shop#exposures"), "exposures");
    }
}
