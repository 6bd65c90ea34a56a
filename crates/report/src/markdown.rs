//! A report as GitHub Markdown: what comes from data is escaped, folds are `<details>`.

use crate::prose::{self, Piece};
use crate::terminal::{self, Options};
use crate::{Block, Chart, Finding, Report, Table};

/// The report as Markdown, ending in a line break. Charts are drawn in characters.
pub fn render(report: &Report) -> String {
    let mut parts = vec![format!("# {}", inline(&report.headline))];
    parts.extend(blocks(&report.blocks));
    parts.retain(|part| part != "# ");
    parts.join("\n\n") + "\n"
}

fn blocks(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(block).filter(|part| !part.is_empty()).collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(title) => format!("## {}", inline(title)),
        Block::Text(text) => paragraph(text),
        Block::List(points) => points
            .iter()
            .map(|point| format!("- {}", paragraph(point).replace('\n', "\n  ")))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Table(table) => self::table(table),
        Block::Chart(chart) => self::chart(chart),
        Block::Finding(finding) => self::finding(finding),
        Block::Fold { title, blocks } => {
            let inside = self::blocks(blocks).join("\n\n");
            format!("<details>\n<summary>{}</summary>\n\n{inside}\n\n</details>", summary(title))
        }
    }
}

fn table(table: &Table) -> String {
    if table.head.is_empty() {
        return titled(&table.title, String::new());
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rules = (0..table.head.len()).map(|at| if table.is_numeric(at) { "---:" } else { "---" }.to_owned());
    let mut lines =
        vec![line(table.head.iter().map(|cell| self::cell(cell)).collect()), line(rules.collect())];
    for (at, row) in table.rows.iter().enumerate() {
        let cells = (0..table.head.len()).map(|column| {
            let cell = cell(row.get(column).map_or("", String::as_str));
            if table.marked == Some(at) && !cell.is_empty() { format!("**{cell}**") } else { cell }
        });
        lines.push(line(cells.collect()));
    }
    titled(&table.title, lines.join("\n"))
}

fn chart(chart: &Chart) -> String {
    let title = chart.title();
    let drawn = terminal::chart_lines(chart, &Options { width: 80, colour: false });
    // No run of backquotes inside may be as long as the fence.
    let mut fence = "```".to_owned();
    while drawn.iter().any(|line| line.contains(&fence)) {
        fence.push('`');
    }
    if drawn.is_empty() {
        titled(title, String::new())
    } else {
        titled(title, format!("{fence}text\n{}\n{fence}", drawn.join("\n")))
    }
}

fn titled(title: &str, body: String) -> String {
    let title = inline(title);
    match (title.is_empty(), body.is_empty()) {
        (true, _) => body,
        (false, true) => format!("**{title}**"),
        (false, false) => format!("**{title}**\n\n{body}"),
    }
}

fn finding(finding: &Finding) -> String {
    let mut head = format!("**{}** {}", finding.level.word(), code(finding.rule));
    if finding.allowed.is_some() {
        head.push_str(" (allowed)");
    }
    if !finding.columns.is_empty() {
        let columns: Vec<String> = prose::columns(finding).iter().map(|name| text(name)).collect();
        head.push_str(&format!(" · {}", columns.join(", ")));
    }
    let mut parts = vec![head, paragraph(&finding.message)];
    if let Some(reason) = &finding.allowed {
        parts.push(format!("Allowed because: {}", paragraph(reason)));
    } else {
        parts.push(paragraph(&finding.why));
        parts.push(if finding.remedy.is_empty() {
            String::new()
        } else {
            format!("→ {}", paragraph(&finding.remedy))
        });
    }
    parts.extend(prose::location(finding).map(|location| format!("at {}", code(&location))));
    parts.retain(|part| !part.is_empty());
    parts
        .join("\n\n")
        .lines()
        .map(|line| format!("> {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Prose on its own lines, line breaks kept.
fn paragraph(prose: &str) -> String {
    let lines = prose::lines(prose);
    let lines: Vec<String> =
        lines.iter().map(|line| line_start(&spans(line))).filter(|line| !line.is_empty()).collect();
    lines.join("\\\n")
}

/// Prose on one line.
fn inline(prose: &str) -> String {
    prose::lines(prose).iter().map(|line| spans(line)).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn spans(pieces: &[Piece]) -> String {
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Plain(plain) => text(plain),
        Piece::Code(inside) => code(inside),
    });
    shown.collect()
}

/// A cell's text is never prose: a backquote in it is a character like others.
fn cell(cell: &str) -> String {
    text(&prose::clean(cell)).trim().to_owned()
}

/// Escape what Markdown or HTML would take for markup.
fn text(plain: &str) -> String {
    let letters: Vec<char> = plain.chars().collect();
    let mut escaped = String::with_capacity(plain.len());
    for (at, letter) in letters.iter().enumerate() {
        let inside_word = at > 0
            && letters[at - 1].is_alphanumeric()
            && letters.get(at + 1).is_some_and(|next| next.is_alphanumeric());
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '_' if inside_word => escaped.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', *letter]),
            _ => escaped.push(*letter),
        }
    }
    escaped
}

/// Escape what would start a heading, list, quote or rule at the start of a line.
fn line_start(line: &str) -> String {
    let line = line.trim();
    let number = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = line.len() - number.len();
    if line.starts_with(['#', '-', '+', '=']) {
        format!("\\{line}")
    } else if digits > 0 && number.starts_with(['.', ')']) {
        format!("{}\\{number}", &line[..digits])
    } else {
        line.to_owned()
    }
}

/// Text between backquotes, as many as it needs.
fn code(text: &str) -> String {
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", prose::clean(text))
}

/// A fold's title stands inside HTML, where Markdown is not read.
fn summary(title: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let lines = prose::lines(title);
    let shown = lines.iter().flatten().map(|piece| match piece {
        Piece::Plain(plain) => escaped(plain),
        Piece::Code(code) => format!("<code>{}</code>", escaped(code)),
    });
    shown.collect()
}
