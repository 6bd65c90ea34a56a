//! Writes frames to a file, CSV or Parquet by its name: whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Compression as Codec;
use datafusion::parquet::file::properties::WriterProperties;
use frame::{Cell, Column, Frame, Kind, show_time};
use report::Fault;
use tempfile::{NamedTempFile, TempPath};

use crate::batch::of_frame;
use crate::place::{Compression, Format, format};

/// A file being written. It appears under its name only when [finished](Writer::finish); until then, and when
/// the writer is dropped, there is nothing but a hidden file next to it, which goes away.
pub struct Writer {
    path: PathBuf,
    hidden: TempPath,
    output: Output,
    /// The columns of the first frame; those of later ones are the same.
    columns: Vec<(String, Kind)>,
}

enum Output {
    Csv {
        file: Packed,
        delimiter: u8,
        line: Vec<u8>,
    },
    /// Its writer is made with the first frame, whose columns it needs.
    Parquet {
        file: Option<File>,
        writer: Option<ArrowWriter<File>>,
    },
}

enum Packed {
    Plain(BufWriter<File>),
    Gzip(flate2::write::GzEncoder<BufWriter<File>>),
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<File>>),
}

/// Rows a Parquet row group holds: few enough to be held in memory while it is written.
const ROW_GROUP: usize = 128 << 10;

impl Writer {
    /// Start writing `.csv`, `.tsv` (each also `.gz`, `.zst`) or `.parquet`.
    pub fn create(path: impl AsRef<Path>) -> Result<Writer, Fault> {
        let path = path.as_ref().to_owned();
        let shown = path.display();
        let known = format(&path).filter(|(format, _)| matches!(format, Format::Csv | Format::Parquet));
        let Some((format, compression)) = known else {
            return Err(Fault::new(format!("{shown} cannot be written: its ending names no format that is"))
                .hint("written are .csv, .tsv (each also .gz, .zst) and .parquet"));
        };
        if path.is_dir() {
            return Err(
                Fault::new(format!("{shown} cannot be written: it is a folder")).hint("name a file in it")
            );
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let failed = |error: io::Error| unwritable(&path, &error);
        let (file, hidden) = hidden_file(folder).map_err(failed)?.into_parts();
        let output = match (format, compression) {
            (Format::Parquet, _) => Output::Parquet { file: Some(file), writer: None },
            (_, compression) => {
                let tabs = path
                    .file_name()
                    .is_some_and(|name| name.to_string_lossy().to_lowercase().contains(".tsv"));
                let file = Packed::new(file, compression).map_err(failed)?;
                Output::Csv { file, delimiter: if tabs { b'\t' } else { b',' }, line: Vec::new() }
            }
        };
        Ok(Writer { hidden, output, columns: Vec::new(), path })
    }

    /// Write the rows of a frame. All frames have the same columns.
    pub fn write(&mut self, frame: &Frame) -> Result<(), Fault> {
        let columns: Vec<(String, Kind)> =
            frame.columns().iter().map(|column| (column.name.clone(), column.kind)).collect();
        let is_first = self.columns.is_empty();
        if is_first {
            self.columns = columns;
        } else if self.columns != columns {
            return Err(Fault::new(format!(
                "{} cannot be written: its rows differ in columns",
                self.path.display()
            )));
        }
        match &mut self.output {
            Output::Csv { file, delimiter, line } => {
                line.clear();
                if is_first {
                    let names: Vec<&str> = frame.names().collect();
                    write_line(line, *delimiter, names.iter().map(|name| Some((*name).into())));
                }
                for row in 0..frame.rows() {
                    if let [column] = frame.columns()
                        && column.kind == Kind::Text
                        && column.is_missing(row)
                    {
                        return Err(lone_missing(&self.path));
                    }
                    write_line(line, *delimiter, frame.columns().iter().map(|column| cell(column, row)));
                    if line.len() > 1 << 20 {
                        file.write_all(line).map_err(|error| unwritable(&self.path, &error))?;
                        line.clear();
                    }
                }
                file.write_all(line).map_err(|error| unwritable(&self.path, &error))
            }
            Output::Parquet { file, writer } => {
                let failed = |error: &dyn std::fmt::Display| unwritable(&self.path, error);
                let batch = of_frame(frame).map_err(|error| failed(&error))?;
                if let Some(file) = file.take() {
                    let properties = WriterProperties::builder()
                        .set_compression(Codec::SNAPPY)
                        .set_max_row_group_row_count(Some(ROW_GROUP))
                        .set_created_by("tenet".to_owned());
                    let made = ArrowWriter::try_new(file, batch.schema(), Some(properties.build()));
                    *writer = Some(made.map_err(|error| failed(&error))?);
                }
                match writer {
                    Some(writer) => writer.write(&batch).map_err(|error| failed(&error)),
                    None => Ok(()),
                }
            }
        }
    }

    /// Put the file under its name. A fault when no frame was written: a table has columns.
    pub fn finish(self) -> Result<(), Fault> {
        let path = self.path;
        if self.columns.is_empty() {
            return Err(Fault::new(format!("{} cannot be written: there are no columns", path.display())));
        }
        let file = match self.output {
            Output::Csv { file, .. } => file.finish().map_err(|error| unwritable(&path, &error))?,
            Output::Parquet { writer: Some(writer), .. } => {
                writer.into_inner().map_err(|error| unwritable(&path, &error))?
            }
            Output::Parquet { writer: None, .. } => return Ok(()),
        };
        file.sync_all().map_err(|error| unwritable(&path, &error))?;
        self.hidden.persist(&path).map_err(|error| unwritable(&path, &error.error))
    }
}

impl Packed {
    fn new(file: File, compression: Compression) -> io::Result<Packed> {
        let file = BufWriter::with_capacity(256 << 10, file);
        Ok(match compression {
            Compression::None => Packed::Plain(file),
            Compression::Gzip => {
                Packed::Gzip(flate2::write::GzEncoder::new(file, flate2::Compression::default()))
            }
            Compression::Zstd => Packed::Zstd(zstd::stream::write::Encoder::new(file, 3)?),
        })
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Packed::Plain(file) => file.write_all(bytes),
            Packed::Gzip(file) => file.write_all(bytes),
            Packed::Zstd(file) => file.write_all(bytes),
        }
    }

    fn finish(self) -> io::Result<File> {
        let file = match self {
            Packed::Plain(file) => file,
            Packed::Gzip(file) => file.finish()?,
            Packed::Zstd(file) => file.finish()?,
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

/// A hidden file in the folder, with the rights a new file there usually has.
fn hidden_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tenet-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// A cell as CSV holds it: `None` when missing, so that empty text can be told apart.
fn cell(column: &Column, row: usize) -> Option<std::borrow::Cow<'_, str>> {
    Some(match column.cell(row) {
        Cell::Missing => return None,
        Cell::Text(text) => text.into(),
        Cell::Number(number) => match column.kind {
            Kind::Boolean => if number != 0.0 { "true" } else { "false" }.into(),
            Kind::Date | Kind::Timestamp => show_time(column.kind, number).into(),
            Kind::Integer => format!("{number:.0}").into(),
            // With its point, so that it is read as a number again and not as a whole number.
            Kind::Number | Kind::Text => format!("{number:?}").into(),
        },
    })
}

/// Add a line of cells: in quotes where needed, and where empty text would look missing.
fn write_line<'a>(
    line: &mut Vec<u8>,
    delimiter: u8,
    cells: impl Iterator<Item = Option<std::borrow::Cow<'a, str>>>,
) {
    let start = line.len();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(delimiter);
        }
        let Some(cell) = cell else { continue };
        let special = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
        if cell.is_empty() || cell.bytes().any(special) {
            line.push(b'"');
            for byte in cell.bytes() {
                line.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
            }
            line.push(b'"');
        } else {
            line.extend_from_slice(cell.as_bytes());
        }
    }
    if line.len() == start {
        // A line without anything would be passed over: one column, missing.
        line.extend_from_slice(b"\"\"");
    }
    line.push(b'\n');
}

fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Fault {
    Fault::new(format!("{} cannot be written: {error}", path.display()))
        .hint("check the folder, your rights and the room on the disk")
}

fn lone_missing(path: &Path) -> Fault {
    Fault::new(format!(
        "{} cannot be written: CSV has no sign for a missing text in a table of one column",
        path.display()
    ))
    .hint("write Parquet, or a second column")
}
