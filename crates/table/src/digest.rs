//! The digest of a table: which bytes it was read from.

use std::fs::File;
use std::path::PathBuf;

use report::Fault;

use crate::bytes::unreadable;

/// BLAKE3 over the BLAKE3 digests of the files' bytes as they lie on disk, in order, in hex. Names and places
/// do not count: moved files keep their digest.
pub(crate) fn digest(files: &[PathBuf]) -> Result<String, Fault> {
    let mut whole = blake3::Hasher::new();
    for path in files {
        let failed = |error: std::io::Error| unreadable(path, &error);
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(path).map_err(failed)?).map_err(failed)?;
        whole.update(hasher.finalize().as_bytes());
    }
    Ok(whole.finalize().to_hex().to_string())
}
