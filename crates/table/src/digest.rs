//! The digest of a table: which bytes it was read from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use report::Fault;
use serde_json::{Value, json};

use crate::bytes::unreadable;
use crate::{elsewhere, place};

/// BLAKE3 over the BLAKE3 digests of the files' bytes as they lie on disk, in order, in hex. Names and places
/// do not count: moved files keep their digest.
pub(crate) fn digest(files: &[PathBuf]) -> Result<String, Fault> {
    digest_of(files, of_file)
}

fn digest_of(
    files: &[PathBuf],
    mut of_one: impl FnMut(&Path) -> Result<blake3::Hash, Fault>,
) -> Result<String, Fault> {
    let mut whole = blake3::Hasher::new();
    for path in files {
        whole.update(of_one(path)?.as_bytes());
    }
    Ok(whole.finalize().to_hex().to_string())
}

/// The digest of one file, on all cores.
fn of_file(path: &Path) -> Result<blake3::Hash, Fault> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_mmap_rayon(path).map_err(|error| unreadable(path, &error))?;
    Ok(hasher.finalize())
}

/// Digests of files that were read before, kept in a file of their own: a file of the same path, size and time
/// of change is not read again.
#[derive(Debug, Default)]
pub struct Digests {
    kept_in: Option<PathBuf>,
    known: BTreeMap<String, Known>,
    changed: bool,
}

#[derive(Debug, PartialEq)]
struct Known {
    stamp: Stamp,
    digest: blake3::Hash,
}

/// What tells that a file is as it was.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stamp {
    size: u64,
    /// Nanoseconds since 1970.
    changed: u64,
}

/// A file changed this recently may change again within the same tick of its clock.
const TOO_FRESH: Duration = Duration::from_secs(2);

impl Digests {
    /// The digests kept in this file; none when it is not there or cannot be read: they are only a shortcut.
    pub fn kept_in(file: &Path) -> Digests {
        let text = fs::read_to_string(file).unwrap_or_default();
        let kept: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap_or_default();
        let known = |(path, kept): (String, Value)| {
            let stamp = Stamp { size: kept["size"].as_u64()?, changed: kept["changed"].as_u64()? };
            let digest = blake3::Hash::from_hex(kept["digest"].as_str()?).ok()?;
            Some((path, Known { stamp, digest }))
        };
        Digests {
            kept_in: Some(file.to_owned()),
            known: kept.into_iter().filter_map(known).collect(),
            changed: false,
        }
    }

    /// The digest of the table at a place, the same as [`crate::Table::digest`], without opening it.
    ///
    /// # Errors
    /// When there is no such file or it cannot be read.
    pub fn of(&mut self, spec: &str) -> Result<String, Fault> {
        match elsewhere::fetch(spec)? {
            Some(fetched) => digest(&fetched.files),
            None => digest_of(&place::files(spec)?, |path| self.of_file(path)),
        }
    }

    fn of_file(&mut self, path: &Path) -> Result<blake3::Hash, Fault> {
        let whole = fs::canonicalize(path).map_err(|error| unreadable(path, &error))?;
        let name = whole.display().to_string();
        let before = stamp(&whole);
        if let (Some(stamp), Some(known)) = (before, self.known.get(&name))
            && known.stamp == stamp
        {
            return Ok(known.digest);
        }
        let digest = of_file(&whole)?;
        // Kept only when nobody wrote to it meanwhile, and nobody could without a later time of change.
        if let Some(stamp) = before.filter(|before| stamp(&whole) == Some(*before) && is_settled(*before)) {
            self.known.insert(name, Known { stamp, digest });
            self.changed = true;
        }
        Ok(digest)
    }

    /// Write down what was learnt. A folder that cannot be written only means reading again next time.
    pub fn save(&mut self) {
        let Some(file) = self.kept_in.as_ref().filter(|_| self.changed) else { return };
        let kept: BTreeMap<&String, Value> = self
            .known
            .iter()
            .map(|(path, known)| {
                let Stamp { size, changed } = known.stamp;
                (path, json!({ "size": size, "changed": changed, "digest": known.digest.to_hex().as_str() }))
            })
            .collect();
        let whole = || -> Option<()> {
            let folder = file.parent()?;
            let draft = tempfile::NamedTempFile::new_in(folder).ok()?;
            fs::write(draft.path(), serde_json::to_string(&kept).ok()?).ok()?;
            draft.persist(file).ok().map(|_| ())
        };
        self.changed = whole().is_none();
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let about = fs::metadata(path).ok()?;
    let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    Some(Stamp { size: about.len(), changed: u64::try_from(changed).ok()? })
}

fn is_settled(stamp: Stamp) -> bool {
    let changed = UNIX_EPOCH + Duration::from_nanos(stamp.changed);
    SystemTime::now().duration_since(changed).is_ok_and(|age| age > TOO_FRESH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Table};

    fn written(path: &Path, text: &str, seconds_ago: u64) {
        fs::write(path, text).unwrap();
        let then = SystemTime::now() - Duration::from_secs(seconds_ago);
        fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }

    #[test]
    fn a_kept_digest_is_that_of_the_table_and_follows_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let (data, kept) = (folder.path().join("a.csv"), folder.path().join("digests.json"));
        let spec = data.display().to_string();
        written(&data, "x,y\n1,2\n", 100);
        let opened = Table::open(&spec, Options::default()).unwrap().digest().to_owned();
        let mut digests = Digests::kept_in(&kept);
        assert_eq!(digests.of(&spec).unwrap(), opened);
        digests.save();
        assert_eq!(Digests::kept_in(&kept).known.len(), 1);
        assert_eq!(Digests::kept_in(&kept).of(&spec).unwrap(), opened);
        // Same size, later time.
        written(&data, "x,y\n1,3\n", 50);
        assert_ne!(Digests::kept_in(&kept).of(&spec).unwrap(), opened);
    }

    #[test]
    fn a_file_that_may_still_change_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (data, kept) = (folder.path().join("a.csv"), folder.path().join("digests.json"));
        written(&data, "x\n1\n", 0);
        let mut digests = Digests::kept_in(&kept);
        digests.of(&data.display().to_string()).unwrap();
        digests.save();
        assert!(!kept.exists());
    }

    #[test]
    fn a_damaged_file_of_digests_costs_only_time() {
        let folder = tempfile::tempdir().unwrap();
        let (data, kept) = (folder.path().join("a.csv"), folder.path().join("digests.json"));
        written(&data, "x\n1\n", 100);
        fs::write(&kept, "{\"a.csv\": {\"size\": ").unwrap();
        let mut digests = Digests::kept_in(&kept);
        digests.of(&data.display().to_string()).unwrap();
        digests.save();
        assert_eq!(Digests::kept_in(&kept).known.len(), 1);
    }
}
