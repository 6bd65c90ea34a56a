//! How a fault is shown: one sentence, a hint, and where it is about a file the user wrote, the place.

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode, SourceSpan,
};
use report::{Fault, Span};

/// The fault as text for a terminal, ending in a newline.
pub fn words(fault: &Fault, colour: bool) -> String {
    match &fault.span {
        Some(span) => in_file(fault, span, colour),
        None => {
            let (red, plain) = if colour { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
            let hint = fault.hint.as_ref().map_or(String::new(), |hint| format!("hint: {hint}\n"));
            format!("{red}error:{plain} {}\n{hint}", fault.message)
        }
    }
}

fn in_file(fault: &Fault, span: &Span, colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let shown = Shown {
        fault,
        source: NamedSource::new(span.file.display().to_string(), span.text.to_string()),
        place: (span.range.start, span.range.len()).into(),
    };
    let mut text = String::new();
    let drawn = GraphicalReportHandler::new_themed(theme).with_width(100).render_report(&mut text, &shown);
    let (line, column) = span.line_column();
    match drawn {
        Ok(()) => format!("error:{text}"),
        Err(_) => format!("error: {} ({}:{line}:{column})\n", fault.message, span.file.display()),
    }
}

/// A fault with its place, as miette draws it.
struct Shown<'a> {
    fault: &'a Fault,
    source: NamedSource<String>,
    place: SourceSpan,
}

impl std::fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.fault.message)
    }
}

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.fault.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.fault.hint.as_ref().map(|hint| Box::new(hint) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(Some("here".into()), self.place))))
    }
}
