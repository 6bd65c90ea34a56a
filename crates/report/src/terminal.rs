//! A report on a terminal: wrapped to its width, calm, and complete without colour.

mod chart;
mod ink;
mod table;

use crate::prose::{self, Piece};
use crate::{Block, Chart, Finding, Level, Report};
use ink::{Ink, Tone};

/// How the terminal is to be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Columns to wrap to; less than 20 is taken as 20.
    pub width: usize,
    /// Whether to use ANSI colours.
    pub colour: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { width: 100, colour: false }
    }
}

/// The report as text for a terminal, ending in a line break. Folds come after the rest.
///
/// No line is wider than `options.width`, except for a word that is.
pub fn render(report: &Report, options: &Options) -> String {
    let page = Page::new(options);
    let mut lines = page.wrapped(&report.headline, "", "", Some(Tone::Strong));
    let blocks = page.blocks(&report.blocks);
    if !lines.is_empty() && !blocks.is_empty() {
        lines.push(String::new());
    }
    lines.extend(blocks);
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The lines of a chart without its title: Markdown shows it so.
pub(crate) fn chart_lines(chart: &Chart, options: &Options) -> Vec<String> {
    chart::drawing(chart, &Page::new(options))
}

/// Where lines are laid out.
#[derive(Clone, Copy)]
struct Page {
    width: usize,
    ink: Ink,
}

impl Page {
    fn new(options: &Options) -> Page {
        Page { width: options.width.max(20), ink: Ink { colour: options.colour } }
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut after_heading = true;
        for block in blocks {
            let drawn = self.block(block);
            if drawn.is_empty() {
                continue;
            }
            if !after_heading {
                lines.push(String::new());
            }
            after_heading = matches!(block, Block::Heading(_));
            lines.extend(drawn);
        }
        for block in blocks {
            let Block::Fold { title, blocks } = block else { continue };
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(self.heading(title));
            lines.extend(self.blocks(blocks));
        }
        lines
    }

    /// The lines of one block; none for a fold, which comes after the rest.
    fn block(&self, block: &Block) -> Vec<String> {
        match block {
            Block::Heading(title) => self.heading(title),
            Block::Text(text) => self.wrapped(text, "", "", None),
            Block::List(points) => {
                points.iter().flat_map(|point| self.wrapped(point, "  • ", "    ", None)).collect()
            }
            Block::Table(table) => table::draw(table, self),
            Block::Chart(chart) => chart::draw(chart, self),
            Block::Finding(finding) => self.finding(finding),
            Block::Fold { .. } => Vec::new(),
        }
    }

    fn heading(&self, title: &str) -> Vec<String> {
        let mut lines = self.wrapped(title, "", "", Some(Tone::Strong));
        let width = lines.iter().map(|line| textwrap::core::display_width(line)).max().unwrap_or(0);
        lines.push(self.ink.paint(Tone::Faint, &"─".repeat(width.min(self.width))));
        lines
    }

    fn finding(&self, finding: &Finding) -> Vec<String> {
        const INDENT: &str = "      ";
        let word = finding.level.word();
        let (tone, rest) = match (&finding.allowed, finding.level) {
            (Some(_), _) => (Tone::Faint, Some(Tone::Faint)),
            (None, Level::Stop) => (Tone::Stop, None),
            (None, Level::Warn) => (Tone::Warn, None),
            (None, Level::Note) => (Tone::Note, None),
        };
        let mut title = finding.rule.to_owned();
        if !finding.columns.is_empty() {
            title.push_str(" · ");
            title.push_str(&prose::columns(finding).join(", "));
        }
        if finding.allowed.is_some() {
            title.push_str(" (allowed)");
        }
        let mut lines =
            self.wrapped(&title, &format!("{word}  "), INDENT, Some(rest.unwrap_or(Tone::Strong)));
        if let Some(first) = lines.first_mut() {
            *first = first.replacen(word, &self.ink.paint(tone, word), 1);
        }
        lines.extend(self.wrapped(&finding.message, INDENT, INDENT, rest));
        if let Some(reason) = &finding.allowed {
            lines.extend(self.wrapped(&format!("Allowed because: {reason}"), INDENT, INDENT, rest));
        } else {
            lines.extend(self.wrapped(&finding.why, INDENT, INDENT, None));
            let remedy =
                if finding.remedy.is_empty() { String::new() } else { format!("→ {}", finding.remedy) };
            lines.extend(self.wrapped(&remedy, INDENT, &format!("{INDENT}  "), None));
        }
        if let Some(location) = prose::location(finding) {
            lines.extend(self.wrapped(&format!("at {location}"), INDENT, INDENT, Some(Tone::Faint)));
        }
        lines
    }

    /// Text wrapped to the width. With a tone all of it is painted so; without, only its code.
    fn wrapped(&self, text: &str, first: &str, next: &str, tone: Option<Tone>) -> Vec<String> {
        let mut indent = first;
        let mut wrapped = Vec::new();
        for line in prose::lines(text) {
            let text: String = line.iter().map(|piece| self.piece(piece, tone)).collect();
            let options =
                textwrap::Options::new(self.width.saturating_sub(textwrap::core::display_width(next)))
                    .break_words(false)
                    .word_separator(textwrap::WordSeparator::AsciiSpace)
                    .word_splitter(textwrap::WordSplitter::NoHyphenation)
                    .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
            for words in textwrap::wrap(&text, options) {
                let painted = tone.map_or(words.to_string(), |tone| self.ink.paint(tone, &words));
                wrapped.push(format!("{indent}{painted}"));
                indent = next;
            }
        }
        wrapped
    }

    /// Code keeps its backquotes where colour does not set it apart. Painted word by word, since a
    /// line may break between them.
    fn piece(&self, piece: &Piece, tone: Option<Tone>) -> String {
        match piece {
            Piece::Plain(text) => text.clone(),
            Piece::Code(code) if tone.is_none() && self.ink.colour => {
                code.split(' ').map(|word| self.ink.paint(Tone::Code, word)).collect::<Vec<_>>().join(" ")
            }
            Piece::Code(code) => format!("`{code}`"),
        }
    }
}
