//! What git tells of the folder around a project: nothing, where there is no git or no checkout.

use std::path::Path;
use std::process::Command;

/// What a git command prints in this folder; `None` when it fails or prints nothing.
fn said(folder: &Path, arguments: &[&str]) -> Option<String> {
    // Whatever the user's settings, nothing is asked and no pager is opened.
    let output = Command::new("git")
        .args(["--no-pager", "-C"])
        .arg(folder)
        .args(arguments)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(std::process::Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// The revision the files are at, with `-dirty` when they were changed since.
pub fn revision(folder: &Path) -> Option<String> {
    said(folder, &["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"])
}

/// The name the user goes by.
pub fn user(folder: &Path) -> Option<String> {
    said(folder, &["config", "user.name"])
}

/// Who wrote the commits that touch this folder, and how many each.
pub fn authors(folder: &Path) -> Vec<(String, u32)> {
    let Some(names) = said(folder, &["log", "--no-merges", "--max-count=5000", "--format=%aN", "--", "."])
    else {
        return Vec::new();
    };
    let mut authors: Vec<(String, u32)> = Vec::new();
    for name in names.lines() {
        match authors.iter_mut().find(|(known, _)| known == name) {
            Some((_, commits)) => *commits += 1,
            None => authors.push((name.to_owned(), 1)),
        }
    }
    authors
}
