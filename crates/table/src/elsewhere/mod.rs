//! Tables that lie elsewhere: in a bucket or a database. They are fetched into a folder of their own, which is gone with
//! the table; from then on they are files like any other, and memory stays bounded.

mod bucket;
mod database;

use std::path::PathBuf;

use report::Fault;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// Files that were fetched, and the folder they lie in for as long as they are needed.
pub(crate) struct Fetched {
    pub(crate) folder: TempDir,
    /// In the order their rows come.
    pub(crate) files: Vec<PathBuf>,
}

/// How places elsewhere are written, for messages.
pub(crate) const PLACES: &str =
    "s3://BUCKET/KEY (also gs, az), postgres://USER@HOST/DATABASE#TABLE, sqlite:FILE#TABLE";

/// The kind of place, and the rest; `None` for a path.
fn parts(spec: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = spec.split_once(':')?;
    (scheme == "sqlite" || rest.starts_with("//")).then_some((scheme, rest))
}

/// Whether a table lies elsewhere than at a path: in a bucket or a database.
pub fn is_elsewhere(spec: &str) -> bool {
    parts(spec).is_some()
}

/// The place of a table as it may be shown and kept: without a password.
pub fn without_password(spec: &str) -> String {
    let secret = || {
        let start = spec.find("://")? + 3;
        let end = start + spec[start..].find('/').unwrap_or(spec.len() - start);
        let at = start + spec[start..end].rfind('@')?;
        let colon = start + spec[start..at].find(':')?;
        Some(format!("{}{}", &spec[..colon], &spec[at..]))
    };
    secret().unwrap_or_else(|| spec.to_owned())
}

/// Fetch the table of a place that is not a path; `None` for one that is.
pub(crate) fn fetch(spec: &str) -> Result<Option<Fetched>, Fault> {
    let Some((scheme, rest)) = parts(spec) else { return Ok(None) };
    match scheme {
        "s3" | "s3a" | "gs" | "az" | "azure" | "abfs" | "abfss" => bucket::fetch(spec).map(Some),
        "postgres" | "postgresql" => database::fetch_postgres(spec).map(Some),
        "sqlite" => database::fetch_sqlite(rest).map(Some),
        _ => {
            let message = format!("{spec} cannot be read: places of kind {scheme}:// are not known");
            Err(Fault::new(message).hint(format!("name a file, a glob or a folder, or {PLACES}")))
        }
    }
}

/// What the place is called: the table of a database, the last part of anything else.
pub(crate) fn name(spec: &str) -> &str {
    spec.rsplit_once('#')
        .filter(|_| is_elsewhere(spec))
        .map_or(spec, |(_, table)| table.rsplit('.').next().unwrap_or(table))
}

fn folder() -> Result<TempDir, Fault> {
    tempfile::tempdir().map_err(|error| {
        Fault::new(format!("there is no folder to fetch the table into: {error}"))
            .hint("name one with room for it in the variable TMPDIR")
    })
}

fn runtime() -> Result<Runtime, Fault> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Fault::new(format!("nothing can be fetched: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(
            without_password("postgres://ana:x@y@db:5432/shop#sales"),
            "postgres://ana@db:5432/shop#sales"
        );
        assert_eq!(without_password("postgres://ana@db/shop#sales"), "postgres://ana@db/shop#sales");
        assert_eq!(without_password("s3://shop/a:b@c.csv"), "s3://shop/a:b@c.csv");
        assert_eq!(without_password("data/a.csv"), "data/a.csv");
    }

    #[test]
    fn other_places_are_not_known() {
        let fault = fetch("ftp://host/a.csv").err().unwrap();
        assert!(fault.message.contains("ftp://"), "{}", fault.message);
        assert!(fetch("C:/data/a.csv").unwrap().is_none());
        assert!(fetch("data/a:b.csv").unwrap().is_none());
    }
}
