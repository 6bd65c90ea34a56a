//! A file's bytes a stretch at a time, each cut where something ends.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use report::Fault;

use crate::bytes::{Bytes, unreadable};
use crate::records::BYTES;

/// Reads a file some hundred kilobytes at a time.
pub(crate) struct Stretches {
    path: PathBuf,
    bytes: Bytes,
    /// What was read of the next stretch.
    rest: Vec<u8>,
    /// How many bytes a stretch aims at.
    aim: usize,
    at_end: bool,
}

impl Stretches {
    /// The rest of a file that is open.
    pub(crate) fn new(path: &Path, bytes: Bytes) -> Stretches {
        Stretches { path: path.to_owned(), bytes, rest: Vec::new(), aim: BYTES, at_end: false }
    }

    /// The same in stretches of about so many bytes.
    #[cfg(test)]
    pub(crate) fn of_bytes(self, aim: usize) -> Stretches {
        Stretches { aim, ..self }
    }

    /// The bytes to come, as many as a stretch has.
    pub(crate) fn head(&mut self) -> Result<&[u8], Fault> {
        let mut head = std::mem::take(&mut self.rest);
        self.fill(&mut head, self.aim)?;
        self.rest = head;
        Ok(&self.rest)
    }

    /// Pass over bytes of the head.
    pub(crate) fn skip(&mut self, bytes: usize) {
        self.rest.drain(..bytes.min(self.rest.len()));
    }

    /// The next bytes up to the last `end` among them, or up to the end of the file; `None` there. What has no
    /// end yet is shown to `check` whenever it has grown to twice its size.
    pub(crate) fn next(
        &mut self,
        end: impl Fn(&[u8]) -> Option<usize>,
        check: impl Fn(&[u8]) -> Result<(), Fault>,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let mut stretch = std::mem::take(&mut self.rest);
        let mut aim = self.aim;
        loop {
            self.fill(&mut stretch, aim)?;
            if self.at_end {
                return Ok((!stretch.is_empty()).then_some(stretch));
            }
            if let Some(end) = end(&stretch) {
                self.rest = stretch.split_off(end);
                return Ok(Some(stretch));
            }
            check(&stretch)?;
            aim = stretch.len() * 2;
        }
    }

    /// Read until there are this many bytes or the file ends.
    fn fill(&mut self, stretch: &mut Vec<u8>, bytes: usize) -> Result<(), Fault> {
        let mut filled = stretch.len();
        stretch.resize(bytes.max(filled), 0);
        while filled < stretch.len() {
            match self.bytes.read(&mut stretch[filled..]) {
                Ok(0) => {
                    self.at_end = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&self.path, &error)),
            }
        }
        stretch.truncate(filled);
        Ok(())
    }
}
