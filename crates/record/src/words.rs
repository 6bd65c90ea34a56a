//! What goes wrong with a store, in words.

use report::Fault;
use sqlx::Error;

use crate::Place;

/// Whether another writer was in the way, so that trying again helps.
pub(crate) fn is_busy(error: &Error) -> bool {
    // SQLITE_BUSY and SQLITE_LOCKED, with their extended codes.
    matches!(sqlite_code(error), Some(5 | 6))
}

/// The primary code of an error of SQLite.
fn sqlite_code(error: &Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    // The codes of PostgreSQL have five letters.
    (code.len() != 5).then(|| code.parse::<u32>().ok()).flatten().map(|code| code & 0xff)
}

/// Why the store at `place` could not be used.
pub(crate) fn fault(place: &Place, error: &Error) -> Fault {
    let away = "name another place with --record, or work without one: --record off";
    match place {
        Place::Off => Fault::new(format!("the record cannot be kept in memory: {error}")),
        Place::File(path) => {
            let file = path.display();
            match sqlite_code(error) {
                Some(26) => another_programs(place),
                Some(13) => Fault::new(format!("{file} cannot be written: the disk is full"))
                    .hint("make room and run it again; nothing that was recorded is lost"),
                Some(8 | 14 | 23 | 3) => {
                    Fault::new(format!("{file} cannot be opened for writing: {}", plain(error)))
                        .hint(format!("the folder may be read-only; {away}"))
                }
                Some(10) => Fault::new(format!("{file} cannot be written: {}", plain(error)))
                    .hint("the disk may be full or failing; nothing that was recorded is lost"),
                Some(11) => Fault::new(format!("{file} is damaged: {}", plain(error)))
                    .hint("`tenet record verify` says what is whole; put back a copy, or move it away"),
                Some(5 | 6) => {
                    Fault::new(format!("{file} is held by another program that does not let go of it"))
                        .hint("end the other program and run it again")
                }
                _ => Fault::new(format!("{file} cannot be used: {}", plain(error))).hint(away),
            }
        }
        Place::Server(_) => {
            let hint = match error {
                Error::Configuration(_) => "write it as postgres://USER:PASSWORD@HOST/DATABASE",
                Error::Io(_) => "is the server running, and can this machine reach it?",
                Error::Tls(_) => "see sslmode in the URL",
                _ => match error.as_database_error().and_then(|error| error.code()).as_deref() {
                    Some("28P01" | "28000") => "check the user and the password",
                    Some("3D000") => "make the database first: createdb",
                    Some("42501") => "the user needs the right to make and write tables there",
                    Some("55P03") => "another program holds the record; end it and run it again",
                    _ => "see the server's log",
                },
            };
            Fault::new(format!("the record at {place} cannot be used: {}", plain(error))).hint(hint)
        }
    }
}

/// The file is there, but it is not a record.
pub(crate) fn another_programs(place: &Place) -> Fault {
    Fault::new(format!("{place} is not a record of tenet: another program wrote it"))
        .hint("move it away, or name another place with --record")
}

/// A newer program wrote it.
pub(crate) fn newer(place: &Place, version: i64, known: usize) -> Fault {
    Fault::new(format!(
        "the record at {place} is of version {version}, and this tenet knows versions up to {known}"
    ))
    .hint("a newer tenet wrote it: update this one")
}

/// An error without the driver's preamble.
fn plain(error: &Error) -> String {
    match error {
        Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}
