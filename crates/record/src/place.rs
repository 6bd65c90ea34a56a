//! Where a record is kept.

use std::fmt;
use std::path::{Path, PathBuf};

use report::Fault;

/// Where a record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: what is recorded is gone when the program ends.
    Off,
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL database, by its URL.
    Server(String),
}

impl Place {
    /// The place of a project's own record: `.tenet/record.db` in its folder.
    pub fn of(project: &Path) -> Place {
        Place::File(project.join(".tenet").join("record.db"))
    }

    /// `off`, a `postgres://` URL, or the path of a file, relative to `folder`.
    ///
    /// # Errors
    /// For nothing at all, and for a URL of another kind.
    pub fn parse(text: &str, folder: &Path) -> Result<Place, Fault> {
        let expected = "write off, the path of a file, or postgres://USER@HOST/DATABASE";
        match text.trim() {
            "" => Err(Fault::new("the place of the record is empty").hint(expected)),
            "off" => Ok(Place::Off),
            url if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Place::Server(url.to_owned()))
            }
            url if url.contains("://") => {
                let kind = url.split("://").next().unwrap_or_default();
                Err(Fault::new(format!("a record cannot be kept at {kind}://")).hint(expected))
            }
            path => Ok(Place::File(folder.join(path))),
        }
    }

    /// The URL the driver opens; a server's has no surprises, a path is escaped.
    pub(crate) fn url(&self) -> String {
        match self {
            Place::Off => "sqlite::memory:".to_owned(),
            Place::File(path) => format!("sqlite://{}?mode=rwc", in_url(path)),
            Place::Server(url) => url.clone(),
        }
    }

    /// The URL to read a file with that nobody can write.
    pub(crate) fn url_to_look_at(path: &Path) -> String {
        format!("sqlite://{}?mode=ro&immutable=1", in_url(path))
    }
}

fn in_url(path: &Path) -> String {
    path.as_os_str().as_encoded_bytes().iter().copied().map(escaped).collect()
}

/// A byte as it stands in a URL's path.
fn escaped(byte: u8) -> String {
    match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

impl fmt::Display for Place {
    /// As it is said to people: a password is not shown.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Place::Off => f.write_str("off"),
            Place::File(path) => write!(f, "{}", path.display()),
            Place::Server(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let rest = rest.split('?').next().unwrap_or(rest);
                let address = rest.rsplit_once('@').map_or(rest, |(_, address)| address);
                write!(f, "{scheme}://{address}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_off_a_file_or_a_server() {
        let parse = |text| Place::parse(text, Path::new("/project"));
        assert_eq!(parse("off").unwrap(), Place::Off);
        assert_eq!(parse("kept/here.db").unwrap(), Place::File("/project/kept/here.db".into()));
        assert!(matches!(parse("postgresql://h/d").unwrap(), Place::Server(_)));
        for wrong in ["", "mysql://h/d", "http://h"] {
            assert!(parse(wrong).is_err(), "{wrong} is taken");
        }
    }

    #[test]
    fn a_password_is_never_said() {
        let place = Place::Server("postgres://ana:se@cret@db.example/tenet?sslmode=require".to_owned());
        assert_eq!(place.to_string(), "postgres://db.example/tenet");
    }
}
