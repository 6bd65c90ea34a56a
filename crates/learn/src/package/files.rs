//! A package's files: written all or nothing, read only when every byte is the one that was written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use frame::Task;
use report::Fault;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Contract, Package, check};

/// What a package of this format says it is.
pub(crate) const FORMAT: &str = "tenet-package";
/// The newest version this Tenet can read, and the one it writes.
pub(crate) const VERSION: u64 = 1;

pub(crate) const PACKAGE: &str = "package.json";
pub(crate) const MODEL: &str = "model.json";
const CHECKSUMS: &str = "checksums.json";

/// `package.json`.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    version: u64,
    #[serde(default)]
    threshold: Option<f64>,
    provenance: BTreeMap<String, String>,
    contract: Contract,
}

/// What of `package.json` every version has.
#[derive(Deserialize)]
struct Kind {
    format: String,
    version: u64,
}

pub(super) fn save(package: &Package, folder: &Path) -> Result<(), Fault> {
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        threshold: package.threshold,
        provenance: package.provenance.clone(),
        contract: package.contract.clone(),
    };
    let files = [
        (PACKAGE, json(serde_json::to_vec_pretty(&manifest))?),
        (MODEL, json(serde_json::to_vec(&package.model))?),
    ];
    write(folder, &files)
}

/// Write these files and their checksums to a folder, all or nothing; a package that is there is replaced whole.
pub(crate) fn write(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Fault> {
    check_place(folder)?;
    let sums: BTreeMap<&str, String> =
        files.iter().map(|(name, bytes)| (*name, blake3::hash(bytes).to_hex().to_string())).collect();
    let checksums = json(serde_json::to_vec_pretty(&sums))?;

    let unwritten = |error| unwritten(folder, &error);
    // Beside the target, so that the last step is one rename on the same file system.
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(unwritten)?;
    let made = tempfile::Builder::new().prefix(".package-").tempdir_in(parent).map_err(unwritten)?;
    for (name, bytes) in files.iter().map(|(name, bytes)| (*name, bytes)).chain([(CHECKSUMS, &checksums)]) {
        fs::write(made.path().join(name), bytes).map_err(unwritten)?;
    }
    let old = tempfile::Builder::new().prefix(".package-").tempdir_in(parent).map_err(unwritten)?;
    let aside = old.path().join("old");
    if folder.exists() {
        fs::rename(folder, &aside).map_err(unwritten)?;
    }
    let placed = fs::rename(made.path(), folder);
    if placed.is_err() && aside.exists() {
        // Put back what was there; the error below says that the new one could not be written.
        let _ = fs::rename(&aside, folder);
    }
    placed.map_err(unwritten)?;
    open_rights(folder);
    // The folder is in its place: there is nothing left to clean up at the old one.
    let _ = made.keep();
    Ok(())
}

/// Make sure that a package can be written to this folder, without writing it: it is new, empty or a package, and in a
/// folder that can be written.
pub(super) fn check_place(folder: &Path) -> Result<(), Fault> {
    if folder.exists() && !is_replaceable(folder) {
        return Err(Fault::new(format!("`{}` exists and is not a package", folder.display()))
            .hint("choose another folder, or remove this one yourself"));
    }
    let around = folder.ancestors().skip(1).find(|place| place.exists()).unwrap_or(Path::new("."));
    tempfile::tempdir_in(around).map(drop).map_err(|error| unwritten(folder, &error))
}

fn unwritten(folder: &Path, error: &std::io::Error) -> Fault {
    Fault::new(format!("could not write the package `{}`: {error}", folder.display()))
        .hint("check the folder's rights and space")
}

/// Temporary folders are for their owner only; a package is read by whoever may read its surroundings.
#[cfg(unix)]
fn open_rights(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // A package that others cannot read is still a package.
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn open_rights(_: &Path) {}

/// An empty folder, or one with nothing but a package's files.
fn is_replaceable(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let known = [PACKAGE, MODEL, CHECKSUMS];
    names.is_empty()
        || names.iter().any(|name| name == PACKAGE) && names.iter().all(|name| known.contains(&name.as_str()))
}

pub(crate) fn json(written: serde_json::Result<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    written.map_err(|error| Fault::new(format!("could not write the package as JSON: {error}")))
}

/// What a package answers, if this is one.
pub(crate) fn task(folder: &Path) -> Option<Task> {
    #[derive(Deserialize)]
    struct Contract {
        task: Task,
    }
    #[derive(Deserialize)]
    struct Manifest {
        contract: Contract,
    }
    let manifest: Manifest = serde_json::from_slice(&read(folder, PACKAGE).ok()?).ok()?;
    Some(manifest.contract.task)
}

/// Every file of a package by its name, each the one that was written.
pub(crate) fn read_all(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(Fault::new(format!("`{shown}` is not a folder"))
            .hint("a package is a folder with `package.json` in it"));
    }
    let manifest = read(folder, PACKAGE).map_err(|fault| {
        fault.hint("a package is a folder with `package.json` in it; was this one made by `tenet`?")
    })?;
    let kind: Kind = serde_json::from_slice(&manifest).map_err(|error| damaged(folder, PACKAGE, &error))?;
    if kind.format != FORMAT {
        let format = kind.format;
        return Err(Fault::new(format!("`{shown}` is of the format `{format}`, not a Tenet package")));
    }
    let version = kind.version;
    if version > VERSION {
        return Err(Fault::new(format!("package `{shown}` is of version {version}, made by a newer Tenet; this one reads up to version {VERSION}"))
            .hint("upgrade Tenet"));
    }
    if version == 0 {
        return Err(Fault::new(format!("package `{shown}` has version 0; versions count from 1")));
    }
    let listed = read(folder, CHECKSUMS)?;
    let sums: BTreeMap<String, String> =
        serde_json::from_slice(&listed).map_err(|error| damaged(folder, CHECKSUMS, &error))?;
    if json(serde_json::to_vec_pretty(&sums))? != listed {
        return Err(Fault::new(format!("package `{shown}`: `{CHECKSUMS}` was changed after it was written"))
            .hint(MAKE_AGAIN));
    }
    for name in [PACKAGE, MODEL] {
        if !sums.contains_key(name) {
            return Err(Fault::new(format!("package `{shown}`: `{CHECKSUMS}` does not list `{name}`"))
                .hint(MAKE_AGAIN));
        }
    }
    for entry in fs::read_dir(folder).map_err(|error| unread(folder, &error))? {
        let name = entry.map_err(|error| unread(folder, &error))?.file_name().to_string_lossy().into_owned();
        if name != CHECKSUMS && !sums.contains_key(&name) {
            return Err(Fault::new(format!(
                "package `{shown}` has a file `{name}` that `{CHECKSUMS}` does not list"
            ))
            .hint(format!("remove `{name}`; a package holds only what Tenet wrote")));
        }
    }
    let mut files = BTreeMap::new();
    for (name, sum) in &sums {
        let bytes = read(folder, name)?;
        if blake3::hash(&bytes).to_hex().as_str() != sum {
            return Err(Fault::new(format!("package `{shown}`: `{name}` was changed after it was written"))
                .hint(MAKE_AGAIN));
        }
        files.insert(name.clone(), bytes);
    }
    Ok(files)
}

/// What a file of a package says.
pub(crate) fn parsed<T: DeserializeOwned>(
    folder: &Path,
    name: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<T, Fault> {
    let bytes = files.get(name).map(Vec::as_slice).unwrap_or_default();
    serde_json::from_slice(bytes).map_err(|error| damaged(folder, name, &error))
}

/// The fault of a package whose parts do not fit together.
pub(crate) fn contradiction(folder: &Path, what: &str) -> Fault {
    Fault::new(format!("package `{}` contradicts itself: {what}", folder.display())).hint(MAKE_AGAIN)
}

pub(super) fn open(folder: &Path) -> Result<Package, Fault> {
    let files = read_all(folder)?;
    let manifest: Manifest = parsed(folder, PACKAGE, &files)?;
    if manifest.contract.task == Task::Forecast {
        return Err(Fault::new(format!("package `{}` forecasts a series", folder.display()))
            .hint("`tenet predict` forecasts with it; it does not score single rows"));
    }
    let model = parsed(folder, MODEL, &files)?;
    let Manifest { threshold, provenance, contract, .. } = manifest;
    let package = Package { contract, model, threshold, provenance };
    check::sound(&package).map_err(|what| contradiction(folder, &what))?;
    Ok(package)
}

const MAKE_AGAIN: &str = "make the package again, or restore it from where it was stored";

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, Fault> {
    let shown = folder.display();
    // A listed name must be a file of this folder, never a path out of it.
    if Path::new(name).components().count() != 1 || name.contains(['/', '\\']) || name == ".." {
        return Err(Fault::new(format!("package `{shown}` lists `{name}`, which is not a file of its own"))
            .hint(MAKE_AGAIN));
    }
    fs::read(folder.join(name)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Fault::new(format!("package `{shown}` has no `{name}`")).hint(MAKE_AGAIN)
        }
        _ => Fault::new(format!("could not read `{name}` of package `{shown}`: {error}")),
    })
}

fn unread(folder: &Path, error: &std::io::Error) -> Fault {
    Fault::new(format!("could not read the package `{}`: {error}", folder.display()))
}

fn damaged(folder: &Path, name: &str, error: &serde_json::Error) -> Fault {
    Fault::new(format!("package `{}`: `{name}` cannot be read: {error}", folder.display())).hint(MAKE_AGAIN)
}
