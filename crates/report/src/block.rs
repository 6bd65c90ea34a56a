//! A report: a headline and blocks, in the order they are read.

use crate::Finding;

/// One page for a person: written once by a room, shown on a terminal, in Markdown or HTML.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// The verdict in one line.
    pub headline: String,
    /// What follows, in reading order.
    pub blocks: Vec<Block>,
}

/// One piece of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A section's title.
    Heading(String),
    /// A paragraph of plain prose. `backquoted` words are code.
    Text(String),
    /// A list of short points.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// A finding.
    Finding(Finding),
    /// Details for those who want them: folded in HTML and Markdown, after the rest on a terminal.
    Fold {
        /// What the fold holds.
        title: String,
        /// The details.
        blocks: Vec<Block>,
    },
}

/// A table of short cells, shown as they are. A column of numbers (`0.84`, `-12 EUR`, `< 0.01 %`, `—`)
/// is right-aligned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What the table shows.
    pub title: String,
    /// Column titles.
    pub head: Vec<String>,
    /// Rows, each as long as `head`.
    pub rows: Vec<Vec<String>>,
    /// The row to point out, if any.
    pub marked: Option<usize>,
}

/// A chart, by what it shows; renderers choose how to draw it.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// One value with an interval for each name: estimates side by side.
    Intervals {
        /// What is compared, with its unit.
        title: String,
        /// Name, low, value, high.
        rows: Vec<(String, f64, f64, f64)>,
        /// A value to hold them against, such as 0 or the plan's level.
        reference: Option<f64>,
    },
    /// Bars: one length for each name.
    Bars {
        /// What is counted, with its unit.
        title: String,
        /// Name and length.
        rows: Vec<(String, f64)>,
    },
    /// Lines over a common axis.
    Lines {
        /// What is shown.
        title: String,
        /// Name of the horizontal axis, with its unit.
        x: String,
        /// The lines.
        series: Vec<Series>,
    },
    /// One line within the band it may lie in.
    Band {
        /// What is shown, with its unit.
        title: String,
        /// Name of the horizontal axis.
        x: String,
        /// What stands at the axis' two ends.
        ends: [String; 2],
        /// The points, in order of x.
        points: Vec<BandPoint>,
        /// Levels to hold the line against, each with its name.
        marks: Vec<(String, f64)>,
    },
    /// Points over two axes, each with the interval it lies in: what one gets for what one gives.
    Field {
        /// What the height is, with its unit.
        title: String,
        /// Name of the horizontal axis, with its unit.
        x: String,
        /// The points, from left to right.
        points: Vec<FieldPoint>,
        /// A height to hold them against.
        reference: Option<f64>,
    },
    /// How often each value comes up: bins side by side.
    Spread {
        /// What is counted, with its unit.
        title: String,
        /// From, to and share of each bin, in order.
        bins: Vec<(f64, f64, f64)>,
        /// The value that parts bad from good.
        at: f64,
        /// What the two sides are, below and above it.
        sides: [String; 2],
    },
    /// How far each of several causes swings one result: a tornado.
    Swings {
        /// The result, with its unit.
        title: String,
        /// The causes, the strongest first.
        rows: Vec<Swing>,
        /// The result when none of them swings.
        middle: f64,
        /// A value to hold them against, such as 0.
        reference: Option<f64>,
    },
    /// A map of shares from 0 to 1, the more the darker: a row for each name.
    Map {
        /// What is shown.
        title: String,
        /// What the columns of the map are.
        across: String,
        /// Name, figure, and shares from left to right.
        rows: Vec<(String, String, Vec<f64>)>,
    },
}

/// A named point over two axes.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldPoint {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub x: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// Its height.
    pub value: f64,
    /// The upper end.
    pub high: f64,
    /// Whether it is the one to point out.
    pub marked: bool,
}

/// A point of a line with the band it may lie in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandPoint {
    /// Where it stands.
    pub x: f64,
    /// The lower edge of the band.
    pub low: f64,
    /// The line.
    pub value: f64,
    /// The upper edge.
    pub high: f64,
}

/// How far one cause swings a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The cause.
    pub name: String,
    /// The result when the cause is low.
    pub low: f64,
    /// The result when it is high.
    pub high: f64,
    /// The two results in words.
    pub shown: String,
}

impl Chart {
    /// What is shown.
    pub fn title(&self) -> &str {
        match self {
            Chart::Intervals { title, .. }
            | Chart::Bars { title, .. }
            | Chart::Lines { title, .. }
            | Chart::Band { title, .. }
            | Chart::Field { title, .. }
            | Chart::Spread { title, .. }
            | Chart::Swings { title, .. }
            | Chart::Map { title, .. } => title,
        }
    }
}

/// One named line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its points, in order of x.
    pub points: Vec<(f64, f64)>,
}

impl Report {
    /// A report that so far only has its headline.
    pub fn new(headline: impl Into<String>) -> Self {
        Report { headline: headline.into(), blocks: Vec::new() }
    }

    /// Add a section's title.
    pub fn heading(&mut self, title: impl Into<String>) -> &mut Self {
        self.push(Block::Heading(title.into()))
    }

    /// Add a paragraph.
    pub fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Block::Text(text.into()))
    }

    /// Add a list of points.
    pub fn list<S: Into<String>>(&mut self, points: impl IntoIterator<Item = S>) -> &mut Self {
        self.push(Block::List(points.into_iter().map(Into::into).collect()))
    }

    /// Add findings, in the order given.
    pub fn findings(&mut self, findings: &[Finding]) -> &mut Self {
        self.blocks.extend(findings.iter().cloned().map(Block::Finding));
        self
    }

    /// Add any block.
    pub fn push(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }
}

impl Table {
    /// An empty table with these column titles.
    pub fn new<S: Into<String>>(title: impl Into<String>, head: impl IntoIterator<Item = S>) -> Self {
        Table { title: title.into(), head: head.into_iter().map(Into::into).collect(), ..Table::default() }
    }

    /// Add a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) -> &mut Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// Whether every cell of the column is a number, a figure with its unit, or empty, and one is not empty.
    pub(crate) fn is_numeric(&self, column: usize) -> bool {
        let cells = || self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim());
        let starts_as_number = |cell: &str| {
            let unsigned = cell.trim_start_matches(['+', '-', '−', '±', '<', '>', '≈', ' ']);
            unsigned.starts_with(|first: char| first.is_ascii_digit())
        };
        cells().any(starts_as_number)
            && cells().all(|cell| starts_as_number(cell) || matches!(cell, "" | "-" | crate::number::NONE))
    }
}
