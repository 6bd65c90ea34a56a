//! A report as one self-contained HTML page: no script, nothing loaded, light and dark, for paper
//! and phone. Escaping is `maud`'s: text can only become text.

mod chart;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use crate::prose::{self, Piece};
use crate::{Block, Finding, Level, Report, Table, number};

/// The page's style, all of it.
const STYLE: &str = include_str!("html/style.css");

/// One report as a whole page.
pub fn render(report: &Report, title: &str) -> String {
    document(
        title,
        html! {
            header {
                p.title { (prose::clean(title)) }
                h1 { (prose(&report.headline)) }
                (tally(report))
            }
            (blocks(&report.blocks, 2))
        },
    )
}

/// Several reports on one page, each with its name, under a list of contents.
pub fn page(sections: &[(String, Report)], title: &str) -> String {
    document(
        title,
        html! {
            header { h1 { (prose::clean(title)) } }
            @if sections.len() > 1 {
                nav aria-label="Contents" {
                    ol {
                        @for (at, (name, report)) in sections.iter().enumerate() {
                            li {
                                a href={ "#section-" (at + 1) } { (prose::clean(name)) }
                                @if !report.headline.is_empty() { span { (prose(&report.headline)) } }
                            }
                        }
                    }
                }
            }
            @for (at, (name, report)) in sections.iter().enumerate() {
                section id={ "section-" (at + 1) } {
                    h2 { (prose::clean(name)) }
                    @if !report.headline.is_empty() { p.headline { (prose(&report.headline)) } }
                    (tally(report))
                    (blocks(&report.blocks, 3))
                }
            }
        },
    )
}

fn document(title: &str, body: Markup) -> String {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (prose::clean(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    document.into_string()
}

/// How many findings of each level there are: the state at a glance.
fn tally(report: &Report) -> Markup {
    fn levels(blocks: &[Block], found: &mut Vec<Level>) {
        for block in blocks {
            match block {
                Block::Finding(finding) if finding.allowed.is_none() => found.push(finding.level),
                Block::Fold { blocks, .. } => levels(blocks, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    levels(&report.blocks, &mut found);
    let counts = [Level::Stop, Level::Warn, Level::Note]
        .map(|level| (level, found.iter().filter(|found| **found == level).count()));
    html! {
        @if !found.is_empty() {
            p.tally { @for (level, count) in counts.iter().filter(|(_, count)| *count > 0) {
                span class={ "level " (level.word()) } { (number::count(*count)) " " (level.word()) }
            } }
        }
    }
}

fn blocks(blocks: &[Block], depth: usize) -> Markup {
    html! { @for block in blocks { (self::block(block, depth)) } }
}

fn block(block: &Block, depth: usize) -> Markup {
    match block {
        Block::Heading(title) if depth <= 2 => html! { h2 { (prose(title)) } },
        Block::Heading(title) => html! { h3 { (prose(title)) } },
        Block::Text(text) => html! { p { (prose(text)) } },
        Block::List(points) => html! { ul { @for point in points { li { (prose(point)) } } } },
        Block::Table(table) => self::table(table),
        Block::Chart(chart) => chart::draw(chart),
        Block::Finding(finding) => self::finding(finding),
        Block::Fold { title, blocks } => html! {
            details { summary { (prose(title)) } div.inside { (self::blocks(blocks, 3)) } }
        },
    }
}

fn table(table: &Table) -> Markup {
    let columns: Vec<(String, Option<&str>)> = table
        .head
        .iter()
        .enumerate()
        .map(|(at, name)| (prose::clean(name), table.is_numeric(at).then_some("number")))
        .collect();
    let title = Some(prose::clean(&table.title)).filter(|title| !title.is_empty());
    // From four columns on, a phone shows each row as a list, named by `data-name`.
    let many = columns.len() >= 4;
    html! {
        // Wide tables scroll by themselves; the keyboard must reach them too.
        div.table.many[many] tabindex="0" role=[title.as_ref().map(|_| "region")] aria-label=[title] {
            table {
                @if !table.title.is_empty() { caption { (prose(&table.title)) } }
                thead { tr { @for (name, class) in &columns { th scope="col" class=[*class] { (name) } } } }
                tbody { @for (at, row) in table.rows.iter().enumerate() {
                    tr.marked[table.marked == Some(at)] { @for (cell, (name, class)) in row.iter().zip(&columns) {
                        td class=[*class] data-name=[many.then_some(name)] { (prose::clean(cell)) }
                    } }
                } }
            }
        }
    }
}

fn finding(finding: &Finding) -> Markup {
    let word = finding.level.word();
    html! {
        article class={ "finding " (word) @if finding.allowed.is_some() { " allowed" } } {
            p.about {
                span class={ "level " (word) } { (word) }
                @if finding.allowed.is_some() { span { "allowed" } }
                span.rule { (finding.rule) }
                @for name in prose::columns(finding) { code { (name) } }
            }
            p.message { (prose(&finding.message)) }
            @if let Some(reason) = &finding.allowed {
                p { "Allowed because: " (prose(reason)) }
            } @else {
                @if !finding.why.is_empty() { p.why { (prose(&finding.why)) } }
                @if !finding.remedy.is_empty() { p.remedy { (prose(&finding.remedy)) } }
            }
            @if let Some(location) = prose::location(finding) { p.location { "at " code { (location) } } }
            @if !finding.evidence.is_empty() {
                details {
                    summary { "The numbers behind it" }
                    dl { @for (name, value) in &finding.evidence {
                        div { dt { (prose::clean(name).replace('_', " ")) } dd { (evidence(value)) } }
                    } }
                }
            }
        }
    }
}

fn evidence(value: &Value) -> String {
    match value {
        Value::Null => number::NONE.to_owned(),
        Value::Number(value) => match (value.as_i64(), value.as_f64()) {
            (Some(whole), _) => number::count(whole),
            (None, Some(value)) => number::significant(value, 4),
            (None, None) => value.to_string(),
        },
        Value::String(text) => prose::clean(text),
        Value::Array(values) => values.iter().map(evidence).collect::<Vec<_>>().join(", "),
        other => prose::clean(&other.to_string()),
    }
}

fn prose(text: &str) -> Markup {
    html! {
        @for (at, line) in prose::lines(text).iter().enumerate() {
            @if at > 0 { br; }
            @for piece in line {
                @match piece {
                    Piece::Plain(text) => (text),
                    Piece::Code(code) => code { (code) },
                }
            }
        }
    }
}
