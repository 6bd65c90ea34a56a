//! Text as the renderers need it: safe to print, its `code` set apart, findings' phrases worded once.

use crate::{Finding, number};

/// A stretch of prose.
#[derive(Debug, PartialEq)]
pub(crate) enum Piece {
    Plain(String),
    Code(String),
}

/// The text on one line, without characters that steer a terminal or reorder what is read.
/// Names and values come from data; they must be seen, not obeyed.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\t' => ' ',
            '\0'..='\x1f' => char::from_u32(0x2400 + letter as u32).unwrap_or('\u{fffd}'),
            '\x7f' => '\u{2421}',
            '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            _ => letter,
        })
        .collect()
}

/// The lines of a paragraph, each split at `backquotes`. A backquote without a partner is itself.
pub(crate) fn lines(text: &str) -> Vec<Vec<Piece>> {
    text.lines().map(pieces).collect()
}

fn pieces(line: &str) -> Vec<Piece> {
    let line = clean(line);
    let mut pieces = Vec::new();
    let mut rest = line.as_str();
    while let Some((before, code, after)) = next_code(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Plain(before.to_owned()));
        }
        pieces.push(Piece::Code(code.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest.to_owned()));
    }
    pieces
}

fn next_code(line: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = line.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    (!code.is_empty()).then_some((before, code, after))
}

/// The columns a finding names, the first few of many.
pub(crate) fn columns(finding: &Finding) -> Vec<String> {
    const SHOWN: usize = 8;
    let shown = if finding.columns.len() <= SHOWN + 1 { finding.columns.len() } else { SHOWN };
    let mut names: Vec<String> = finding.columns[..shown].iter().map(|name| clean(name)).collect();
    if finding.columns.len() > shown {
        names.push(format!("and {} more", number::count(finding.columns.len() - shown)));
    }
    names
}

/// Where a finding is in the user's file: `tenet.toml:12:3`.
pub(crate) fn location(finding: &Finding) -> Option<String> {
    finding.span.as_ref().map(|span| {
        let (line, column) = span.line_column();
        clean(&format!("{}:{line}:{column}", span.file.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_set_apart() {
        let parts = |text: &str| lines(text).remove(0);
        let (plain, code) = (|text: &str| Piece::Plain(text.into()), |text: &str| Piece::Code(text.into()));
        assert_eq!(parts("run `tenet new` now"), [plain("run "), code("tenet new"), plain(" now")]);
        assert_eq!(parts("a ` alone"), [plain("a ` alone")]);
        assert_eq!(parts("`a``b`"), [code("a"), code("b")]);
        assert_eq!(parts("``"), [plain("``")]);
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(clean("a\x1b[31mb\nc\u{202e}d\te"), "a␛[31mb␊c\u{fffd}d e");
    }
}
