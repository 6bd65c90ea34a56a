//! Finished fits of experiments, kept as files beside the record: a run that was ended goes on where it was.
//!
//! A file is taken only when it is whole, was written by this very program, and holds the fit asked for; anything else costs
//! the time of a fit, never a wrong number.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use ::experiment::Kept;
use learn::{Predictions, Tested};
use serde::{Deserialize, Serialize};

/// The first line of a file, before the digest of all that follows.
const FORMAT: &str = "tenet fit 1 ";

/// Old fits go once all of them take more than this.
const MOST_BYTES: u64 = 1 << 30;

/// A file that is being written is done sooner than this.
const LEFT: Duration = Duration::from_secs(3_600);

/// The folder of the fits that are kept.
pub struct Fits {
    folder: PathBuf,
    /// Which program writes and reads: another build may fit otherwise.
    program: String,
    /// Whether to keep new ones only.
    afresh: bool,
    damaged: AtomicUsize,
}

/// All of a fit but its predictions.
#[derive(Serialize, Deserialize)]
struct Header {
    key: String,
    program: String,
    width: usize,
    values: usize,
    seen: Option<usize>,
    decided: bool,
    fit_seconds: f64,
    predict_seconds: Option<f64>,
    size_bytes: Option<usize>,
    peak_memory_bytes: Option<u64>,
    inputs: Option<usize>,
}

impl Fits {
    /// Those of the project in this folder.
    pub fn in_project(folder: &Path, afresh: bool) -> Fits {
        Fits::in_folder(folder.join(".tenet").join("fits"), afresh)
    }

    /// Those in this folder, which is made with the first one kept; taken `afresh`, those that are there are written over.
    fn in_folder(folder: PathBuf, afresh: bool) -> Fits {
        Fits { folder, program: program(), afresh, damaged: AtomicUsize::new(0) }
    }

    /// How many files could not be used, since they are damaged or of another program.
    pub fn damaged(&self) -> usize {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Let the oldest go while all of them take too much room.
    pub fn tidy(&self) {
        let Ok(files) = fs::read_dir(&self.folder) else { return };
        let mut all: Vec<_> = files
            .flatten()
            .filter_map(|file| {
                let meta = file.metadata().ok()?;
                Some((meta.modified().ok()?, meta.len(), file.path()))
            })
            .collect();
        all.sort();
        // What a killed run was writing has no name of a fit, and nobody takes it up.
        all.retain(|(changed, _, path)| {
            let left = path.extension().is_none_or(|ending| ending != "fit")
                && changed.elapsed().is_ok_and(|age| age > LEFT);
            !(left && fs::remove_file(path).is_ok())
        });
        let mut held: u64 = all.iter().map(|(_, bytes, _)| bytes).sum();
        for (_, bytes, path) in all {
            if held <= MOST_BYTES {
                break;
            }
            let _ = fs::remove_file(path);
            held -= bytes;
        }
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.fit"))
    }

    fn write(&self, key: &str, fit: &Tested) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let header = Header {
            key: key.to_owned(),
            program: self.program.clone(),
            width: fit.predictions.width,
            values: fit.predictions.values.len(),
            seen: fit.seen.as_ref().map(|seen| seen.values.len()),
            decided: fit.decided,
            fit_seconds: fit.fit_seconds,
            predict_seconds: fit.predict_seconds,
            size_bytes: fit.size_bytes,
            peak_memory_bytes: fit.peak_memory_bytes,
            inputs: fit.inputs,
        };
        let mut body = serde_json::to_vec(&header)?;
        body.push(b'\n');
        let seen = fit.seen.iter().flat_map(|seen| &seen.values);
        body.extend(fit.predictions.values.iter().chain(seen).flat_map(|value| value.to_le_bytes()));
        // Written aside and put in place whole: a run that is killed leaves no half of it under the name.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        writeln!(file, "{FORMAT}{}", blake3::hash(&body).to_hex())?;
        file.write_all(&body)?;
        file.persist(self.path(key)).map_err(|error| error.error)?;
        Ok(())
    }

    fn read(&self, key: &str, bytes: &[u8]) -> Option<Tested> {
        let (first, body) = split_line(bytes)?;
        let digest = first.strip_prefix(FORMAT.as_bytes())?;
        (digest == blake3::hash(body).to_hex().as_bytes()).then_some(())?;
        let (header, numbers) = split_line(body)?;
        let header: Header = serde_json::from_slice(header).ok()?;
        let seen = header.seen.unwrap_or_default();
        let whole = numbers.len() == (header.values.checked_add(seen)?).checked_mul(size_of::<f64>())?;
        (header.key == key && header.program == self.program && whole).then_some(())?;
        let mut values = numbers.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes));
        let width = header.width;
        let predictions = Predictions { width, values: values.by_ref().take(header.values).collect() };
        let seen = header.seen.map(|_| Predictions { width, values: values.collect() });
        Some(Tested {
            predictions,
            seen,
            decided: header.decided,
            fit_seconds: header.fit_seconds,
            predict_seconds: header.predict_seconds,
            size_bytes: header.size_bytes,
            peak_memory_bytes: header.peak_memory_bytes,
            inputs: header.inputs,
        })
    }
}

impl Kept for Fits {
    fn load(&self, key: &str) -> Option<Tested> {
        let bytes = fs::read(self.path(key)).ok().filter(|_| !self.afresh)?;
        let fit = self.read(key, &bytes);
        if fit.is_none() {
            self.damaged.fetch_add(1, Ordering::Relaxed);
        }
        fit
    }

    fn save(&self, key: &str, fit: &Tested) {
        // A full or read-only disk costs the fit another time, nothing else.
        let _ = self.write(key, fit);
    }
}

fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

/// This program: its version, and the size and age of its file, which differ from build to build.
fn program() -> String {
    let stamp = std::env::current_exe().and_then(fs::metadata).ok().and_then(|meta| {
        let age = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} {}", meta.len(), age.as_nanos()))
    });
    format!("{} {}", env!("CARGO_PKG_VERSION"), stamp.unwrap_or_default())
}

/// The text of the code that a command runs: the files it names, and beside each the code files of its folder, since one may
/// use another.
pub fn code_of(command: &str, folder: &Path) -> String {
    let mut files: Vec<PathBuf> = Vec::new();
    for word in command.split(|letter: char| letter.is_whitespace() || "\"'=;&|<>()".contains(letter)) {
        let path = folder.join(word);
        if !word.is_empty() && path.is_file() {
            if is_code(&path)
                && let Some(beside) = path.parent()
            {
                code_in(beside, &mut files, 3);
            }
            files.push(path);
        }
    }
    files.sort();
    files.dedup();
    let mut digest = blake3::Hasher::new();
    for file in files {
        digest.update(file.as_os_str().as_encoded_bytes());
        // A file that is large is no code; of such (a program, a table) its size and age tell enough.
        match fs::metadata(&file) {
            Ok(meta) if meta.len() > 10_000_000 => {
                digest.update(format!("{} {:?}", meta.len(), meta.modified().ok()).as_bytes());
            }
            _ => {
                digest.update(blake3::hash(&fs::read(&file).unwrap_or_default()).as_bytes());
            }
        }
    }
    digest.finalize().to_hex().to_string()
}

/// The code files in a folder and those below it.
fn code_in(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) {
    const MOST: usize = 2_000;
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden || files.len() >= MOST {
            continue;
        }
        if path.is_file() && is_code(&path) {
            files.push(path);
        } else if path.is_dir() && depth > 0 && !path.join("pyvenv.cfg").exists() {
            code_in(&path, files, depth - 1);
        }
    }
}

fn is_code(path: &Path) -> bool {
    const ENDINGS: [&str; 16] = [
        "py", "r", "R", "jl", "js", "mjs", "ts", "sh", "rb", "pl", "lua", "sql", "java", "scala", "go", "rs",
    ];
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit() -> Tested {
        Tested {
            predictions: Predictions { width: 1, values: vec![0.1, 1.0 / 3.0, 5e-324, f64::MAX] },
            seen: Some(Predictions { width: 1, values: vec![0.7] }),
            decided: false,
            fit_seconds: 0.5,
            predict_seconds: None,
            size_bytes: Some(7),
            peak_memory_bytes: None,
            inputs: Some(3),
        }
    }

    #[test]
    fn a_fit_comes_back_as_it_was_and_a_damaged_or_foreign_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let fits = Fits::in_folder(folder.path().join("fits"), false);
        assert_eq!(fits.load("a"), None);
        fits.save("a", &fit());
        assert_eq!((fits.load("a"), fits.damaged()), (Some(fit()), 0));

        let whole = fs::read(fits.path("a")).unwrap();
        // Under another name it is another fit's.
        fs::write(fits.path("b"), &whole).unwrap();
        assert_eq!((fits.load("b"), fits.damaged()), (None, 1));
        for end in 0..whole.len() {
            assert_eq!(fits.read("a", &whole[..end]), None, "cut at {end}");
            let mut wrong = whole.clone();
            wrong[end] ^= 1;
            assert_eq!(fits.read("a", &wrong), None, "changed at {end}");
        }
        let other =
            Fits { program: "another".to_owned(), ..Fits::in_folder(folder.path().join("fits"), false) };
        assert_eq!(other.load("a"), None);
    }

    #[test]
    fn a_change_of_the_code_shows() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("train.py", "import features");
        write("features.py", "1");
        let of = || code_of("python train.py > log.txt", folder.path());
        let first = of();
        write("other.txt", "not code");
        assert_eq!(of(), first);
        write("features.py", "2");
        let second = of();
        assert_ne!(second, first);
        write("train.py", "import features as f");
        assert_ne!(of(), second);
    }
}
