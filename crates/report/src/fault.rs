//! A fault: why the work could not be done, in one sentence, with a hint (exit code 2).

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Serialize, Serializer, ser::SerializeStruct};

/// A place in a file the user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub file: PathBuf,
    /// Its whole text.
    pub text: Arc<str>,
    /// The bytes meant.
    pub range: Range<usize>,
}

impl Span {
    /// Line and column of the start, both counted from 1.
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(self.range.start)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (line, column) = self.line_column();
        let mut span = serializer.serialize_struct("Span", 3)?;
        span.serialize_field("file", &self.file)?;
        span.serialize_field("line", &line)?;
        span.serialize_field("column", &column)?;
        span.end()
    }
}

/// Why the work could not be done. Names what was found, what was expected, and how to mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// One sentence that names the file, column or option and what was found. No final period.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
    /// Where in the user's file the cause is.
    pub span: Option<Span>,
}

impl Fault {
    /// A fault with its one sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Fault { message: message.into(), hint: None, span: None }
    }

    /// How to mend it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Where in the user's file the cause is.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_letters_from_one() {
        let span = |start| Span {
            file: "tenet.toml".into(),
            text: Arc::from("a = 1\nname = \"é\" x\n"),
            range: start..start,
        };
        let places = [0, 4, 6, 17, 999].map(|start| span(start).line_column());
        assert_eq!(places, [(1, 1), (1, 5), (2, 1), (2, 11), (3, 1)]);
        let json = serde_json::to_string(&span(6)).unwrap();
        assert_eq!(json, r#"{"file":"tenet.toml","line":2,"column":1}"#);
    }
}
