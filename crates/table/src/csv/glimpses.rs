//! Lines from all over a CSV file, to get a notion of its values.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// How many places are looked at, and how many bytes there.
const PLACES: u64 = 16;
const BYTES: u64 = 32 << 10;

/// What look like whole lines of a file that is not packed, at places evenly apart; none of a small file. Where
/// values hold line breaks they may be anything: [`split`](super::split) refuses most of that, and whoever asks
/// must not rely on the rest.
pub(crate) fn glimpses(path: &Path) -> Vec<Vec<u8>> {
    let Ok(mut file) = File::open(path) else { return Vec::new() };
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    if size < 4 * PLACES * BYTES {
        return Vec::new();
    }
    let mut lines = |place: u64| {
        let mut bytes = Vec::with_capacity(BYTES as usize);
        file.seek(SeekFrom::Start(size / PLACES * place)).ok()?;
        file.by_ref().take(BYTES).read_to_end(&mut bytes).ok()?;
        let first = bytes.iter().position(|&byte| byte == b'\n')? + 1;
        let last = bytes.iter().rposition(|&byte| byte == b'\n')? + 1;
        Some(bytes[first..last].to_vec())
    };
    (1..PLACES).filter_map(&mut lines).collect()
}
