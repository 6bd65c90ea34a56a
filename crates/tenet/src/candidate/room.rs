//! The room of one run of a command: a folder for what it reads and writes, and the end of all it started. Both are gone
//! after the run, however it comes to its end, also when this program is killed in the middle of it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use report::Fault;
use tempfile::TempDir;

/// How much of what a failed command said last is told.
const LAST_LINES: usize = 3;

/// A folder of its own for one run, and what watches over it. The folder goes first, then the watch.
pub struct Room {
    folder: TempDir,
    watch: Watch,
}

impl Room {
    /// An empty room.
    ///
    /// # Errors
    /// When there is no place for temporary files.
    pub fn new() -> Result<Room, Fault> {
        let folder = tempfile::tempdir()
            .map_err(|error| Fault::new(format!("no room for the candidate's files: {error}")))?;
        let watch = Watch::over(folder.path());
        Ok(Room { folder, watch })
    }

    /// The place of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Start a command as the head of a group of its own, so that all it starts can be ended with it.
    pub fn start(&mut self, command: &mut Command) -> std::io::Result<Child> {
        own_group(command);
        let child = command.spawn()?;
        self.watch.of(&child);
        Ok(child)
    }

    /// End the command and all it started.
    pub fn end(&self, child: &mut Child) {
        if cfg!(unix) {
            let group = format!("-{}", child.id());
            let kill = ["-KILL", "--", &group];
            let _ = Command::new("kill").args(kill).stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
        let _ = child.kill();
        let _ = child.wait();
    }

    /// The last lines the command wrote, for people.
    pub fn last_words(&self) -> String {
        let bytes = fs::read(self.file("words")).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(4_000)..]).into_owned();
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        match &lines[lines.len().saturating_sub(LAST_LINES)..] {
            [] => "; it said nothing".to_owned(),
            last => format!("; it said: {}", self.told(&last.join(" / "))),
        }
    }

    /// Words without the place of the room, which is another one each time.
    pub fn told(&self, words: &str) -> String {
        let place = self.folder.path().display().to_string();
        words.replace(&format!("{place}{}", std::path::MAIN_SEPARATOR), "").replace(&place, ".")
    }
}

/// A shell that waits for the end of this program. It holds one end of a pipe whose other end only this program has:
/// when that closes, whatever the cause, it ends the group it was told of and removes the folder.
struct Watch(Option<Child>);

/// `read` fails once nobody is left who could write. What is being written while it is removed is removed again.
const WATCH: &str = r#"
read -r group
read -r never
[ -n "$group" ] && kill -9 "-$group"
rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
"#;

impl Watch {
    /// None where there is no shell to do it: the run goes on without.
    fn over(folder: &Path) -> Watch {
        if !cfg!(unix) {
            return Watch(None);
        }
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCH, "watch"]).arg(folder);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Ctrl-C on a terminal reaches this program's own group only.
        own_group(&mut shell);
        Watch(shell.spawn().ok())
    }

    /// The command it watches over.
    fn of(&mut self, child: &Child) {
        if let Some(pipe) = self.0.as_mut().and_then(|shell| shell.stdin.as_mut()) {
            let _ = writeln!(pipe, "{}", child.id());
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(shell) = &mut self.0 {
            let _ = shell.kill();
            let _ = shell.wait();
        }
    }
}

fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}
