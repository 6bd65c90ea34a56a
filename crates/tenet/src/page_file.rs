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

/// A page's file, by its ending.
fn page_file(name: &str) -> Result<PathBuf, Fault> {
    let file = PathBuf::from(name);
    let known = is_markdown(&file) || file.extension().is_some_and(|end| end == "html" || end == "htm");
    if known { Ok(file) } else { Err(Fault::new("the file should end in .html or .md")) }
}

fn is_markdown(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "md")
}
