//! As Markdown: snapshot, and what GitHub would read, by a Markdown parser.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use report::markdown::render;
use report::{Block, Report, Table};

use crate::example::{HOSTILE, customers, everywhere};

#[test]
fn a_realistic_report() {
    insta::assert_snapshot!("markdown", render(&customers()));
}

#[test]
fn escaped_only_where_needed() {
    let shown = |text: &str| render(Report::default().text(text)).trim().to_owned();
    assert_eq!(shown("a_b *c* _d_ <b> & [x](y)"), r"a_b \*c\* \_d\_ &lt;b&gt; &amp; \[x\](y)");
    assert_eq!(shown("run `a*b|<c>`"), "run `a*b|<c>`");
    assert_eq!(shown("1. first\n- second\n# third"), "1\\. first\\\n\\- second\\\n\\# third");
}

fn read(markdown: &str) -> Vec<Event<'_>> {
    Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM | Options::ENABLE_MATH,
    )
    .collect()
}

/// The cells a Markdown reader sees, row by row.
fn cells(markdown: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for event in read(markdown) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows.last_mut().expect("a row").push(String::new()),
            Event::Text(text) => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(&text);
                }
            }
            Event::Start(Tag::Table(_) | Tag::Strong) | Event::End(_) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    rows
}

fn table_of(text: &str) -> Report {
    let mut table = Table::new("", [text, "b"]);
    table.row([text, "1"]).row(["x", text]);
    let mut report = Report::default();
    report.push(Block::Table(table));
    report
}

#[test]
fn hostile_cells_are_read_as_they_were_meant() {
    for text in HOSTILE.iter().filter(|text| !text.contains(char::is_control) && !text.contains('\u{202e}')) {
        let text = text.trim();
        assert_eq!(cells(&render(&table_of(text))), [[text, "b"], [text, "1"], ["x", text]]);
    }
    assert_eq!(cells(&render(&table_of("a|b\nc")))[0], ["a|b␊c", "b"]);
}

/// No markup, link, image or HTML that the text brought with it; our own must be there and be closed.
fn assert_only_ours(markdown: &str) {
    let mut folds = 0;
    for event in read(markdown) {
        match event {
            Event::Html(html) => {
                let html = html.trim();
                folds += i32::from(html == "<details>") - i32::from(html == "</details>");
                let inside = html.strip_prefix("<summary>").and_then(|html| html.strip_suffix("</summary>"));
                let inside = inside.map(|title| title.replace("<code>", "").replace("</code>", ""));
                let ours = matches!(html, "<details>" | "</details>")
                    || inside.is_some_and(|title| !title.contains('<'));
                assert!(ours, "{html}\n{markdown}");
            }
            Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Rule
            | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough)
            | Event::End(TagEnd::Link) => panic!("{event:?}\n{markdown}"),
            _ => {}
        }
    }
    assert_eq!(folds, 0, "{markdown}");
    assert_eq!(markdown.matches("\n<details>").count(), 2, "{markdown}");
}

#[test]
fn hostile_names_are_harmless() {
    for text in HOSTILE {
        assert_only_ours(&render(&everywhere(text, [0.0, 1.0, 2.0])));
    }
}

proptest! {
    #[test]
    fn nothing_breaks_out(text in "[a-z0-9<>&`|\\\\\n*_~$\\[\\]()!#+\"'. /=-]{0,40}") {
        assert_only_ours(&render(&everywhere(&text, [0.0, 1.0, 2.0])));
    }

    #[test]
    fn every_cell_is_read_as_it_was_meant(text in "[a-z0-9<>&;`|\\\\*_~$\\[\\]()!#+\"'. /=-]{0,30}") {
        let text = text.trim();
        prop_assert_eq!(cells(&render(&table_of(text))), [[text, "b"], [text, "1"], ["x", text]]);
    }
}
