//! The binary from outside: what is typed, what is printed, and the exit code.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails; one that is skipped says so"
)]

mod bad_input;
mod bars;
mod demo;
mod drift;
mod forecasts;
mod left_out;
mod own_candidates;
mod reference;
mod resume;
mod same_bytes;
mod same_rows;
mod standing;
mod weights;
mod worth;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What one run of `tenet` printed, and its exit code.
pub struct Run {
    /// 0 go, 1 a stop, 2 could not run.
    pub code: i32,
    /// The result.
    pub stdout: String,
    /// All else.
    pub stderr: String,
}

/// Run `tenet` in a folder.
pub fn tenet(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenet"));
    let Output { status, stdout, stderr } =
        command.current_dir(folder).args(arguments).env("NO_COLOR", "1").output().expect("tenet runs");
    Run {
        code: status.code().expect("tenet is not ended by a signal"),
        stdout: String::from_utf8(stdout).expect("tenet prints UTF-8"),
        stderr: String::from_utf8(stderr).expect("tenet prints UTF-8"),
    }
}

/// Run `tenet` and read the one object it prints.
pub fn object(folder: &Path, arguments: &[&str]) -> (i32, serde_json::Value) {
    let run = tenet(folder, &[arguments, &["--format", "json"]].concat());
    let value = serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("not one JSON object ({error}): {}{}", run.stdout, run.stderr));
    (run.code, value)
}

/// A file of the shared data, or nothing, with a note, when it is not there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name);
    let there = path.exists();
    if !there {
        println!("skipped: no ../shared/{name} beside this checkout");
    }
    there.then(|| path.canonicalize().expect("the path exists"))
}

/// The names and columns of findings, as `rule: column, column`.
pub fn findings(object: &serde_json::Value) -> Vec<String> {
    let list = object["findings"].as_array().expect("findings is a list");
    let columns = |finding: &serde_json::Value| {
        let columns = finding["columns"].as_array().expect("columns is a list");
        columns.iter().filter_map(|column| column.as_str()).collect::<Vec<_>>().join(", ")
    };
    list.iter()
        .map(|finding| {
            format!("{}: {}", finding["rule"].as_str().expect("a rule has a name"), columns(finding))
        })
        .collect()
}
