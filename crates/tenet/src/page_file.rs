//! The page of a result, with its pictures, in a file of its own.

use std::path::{Path, PathBuf};

use clap::Args;
use report::{Fault, Report, html, markdown};

use crate::session::Session;

/// The option that names the file.
#[derive(Debug, Clone, Default, Args)]
pub struct PageFile {
    /// Write the page, with its pictures, to a file: .html or .md
    #[arg(long, value_name = "FILE", value_parser = page_file)]
    report: Option<PathBuf>,
}

impl PageFile {
    /// Write the page, if a file was named.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, page: &Report, title: &str, session: &Session) -> Result<(), Fault> {
        let Some(file) = &self.report else { return Ok(()) };
        let text = if is_markdown(file) { markdown::render(page) } else { html::render(page, title) };
        let file = session.folder.join(file);
        std::fs::write(&file, text)
            .map_err(|error| Fault::new(format!("cannot write {}: {error}", file.display())))
    }
}

/// A page's file: its ending tells its kind, and it can be written. That is asked before the work that fills it.
fn page_file(name: &str) -> Result<PathBuf, Fault> {
    let file = PathBuf::from(name);
    let known = is_markdown(&file) || file.extension().is_some_and(|end| end == "html" || end == "htm");
    if !known {
        return Err(Fault::new("the file should end in .html or .md"));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = match file.exists() {
        true => std::fs::OpenOptions::new().append(true).open(&file).map(drop),
        false => tempfile::tempfile_in(folder).map(drop),
    };
    written.map_err(|error| {
        Fault::new(format!(
            "it cannot be written ({error}): name a file in a folder that is there and is yours"
        ))
    })?;
    Ok(file)
}

fn is_markdown(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "md")
}
