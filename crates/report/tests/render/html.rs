//! As HTML: snapshot, one file that loads nothing, only our own tags, readable contrast.

use proptest::prelude::*;
use report::Report;
use report::html::{page, render};

use crate::example::{HOSTILE, customers, everywhere};

#[test]
fn a_realistic_report() {
    insta::assert_snapshot!("html", render(&customers(), "keep-customers: scope").replace("><", ">\n<"));
}

#[test]
fn it_loads_and_runs_nothing() {
    let html = render(&customers(), "t");
    for outside in
        ["<script", "http:", "https:", "url(", "@import", "<link", "<img", "<iframe", " src=", " on"]
    {
        let found =
            html.match_indices(outside).find(|(at, _)| outside != " on" || html[*at..].starts_with(" onl"));
        assert_eq!(found, None, "{outside}");
    }
    for part in [
        "prefers-color-scheme: dark",
        "@media print",
        "width=device-width",
        "<details>",
        "aria-label",
        "<title>",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn several_reports_have_a_list_of_contents() {
    let sections = [("Scope".to_owned(), customers()), ("<Experiment>".to_owned(), customers())];
    let html = page(&sections, "keep & grow");
    assert!(html.contains("<title>keep &amp; grow</title>"));
    for at in 1..=2 {
        assert_eq!(html.matches(&format!("href=\"#section-{at}\"")).count(), 1);
        assert_eq!(html.matches(&format!("id=\"section-{at}\"")).count(), 1);
    }
    assert!(html.contains("&lt;Experiment&gt;") && !html.contains("<Experiment>"));
    assert!(!page(&sections[..1], "t").contains("<nav"));
    // One id a section and no other, so every link has one target.
    assert_eq!(html.matches(" id=").count(), 2);
    assert_well_formed(&html);
}

/// Every `<` starts a tag of ours, every tag is closed in order, every attribute is one of ours.
fn assert_well_formed(html: &str) {
    const VOID: [&str; 2] = ["meta", "br"];
    const TAGS: [&str; 49] = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "li",
        "ol",
        "nav",
        "section",
        "a",
        "span",
        "code",
        "b",
        "i",
        "small",
        "br",
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "article",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "svg",
        "line",
        "circle",
        "rect",
        "polyline",
        "polygon",
        "g",
        "text",
        "!DOCTYPE",
    ];
    const ATTRIBUTES: [&str; 27] = [
        "html",
        "lang",
        "charset",
        "name",
        "content",
        "class",
        "id",
        "href",
        "title",
        "aria-label",
        "role",
        "tabindex",
        "scope",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "x",
        "y",
        "width",
        "height",
        "points",
        "dy",
    ];
    let (before, style) = html.split_once("<style>").expect("a style");
    let html = before.to_owned() + "<style>" + &style[style.find("</style>").expect("an end")..];
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, _text) = part.split_once('>').unwrap_or_else(|| panic!("< without > before {part}"));
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed));
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(TAGS.contains(&name), "<{tag}>");
        // Names stand outside quotes: every second part.
        for name in attributes
            .split('"')
            .step_by(2)
            .map(|name| name.trim().trim_end_matches('='))
            .filter(|name| !name.is_empty())
        {
            let known =
                ATTRIBUTES.contains(&name) || ["viewBox", "preserveAspectRatio", "data-name"].contains(&name);
            assert!(known, "{name} in <{tag}>");
        }
        if !VOID.contains(&name) && name != "!DOCTYPE" {
            open.push(name.to_owned());
        }
    }
    assert_eq!(open, [""; 0]);
}

#[test]
fn hostile_names_are_harmless() {
    for text in HOSTILE {
        assert_well_formed(&render(&everywhere(text, [0.0, 1.0, 2.0]), text));
    }
    for numbers in [[f64::NAN; 3], [f64::NEG_INFINITY, 0.0, f64::INFINITY], [f64::MIN, 0.0, f64::MAX]] {
        let html = render(&everywhere("x", numbers), "x");
        assert_well_formed(&html);
        assert!(!html.contains("NaN") && !html.contains("inf%"), "{numbers:?}");
    }
}

proptest! {
    #[test]
    fn only_our_own_tags(text in prop_oneof![".{0,40}", "[a-z<>&`\"' /=!\n-]{0,40}"]) {
        assert_well_formed(&render(&everywhere(&text, [0.0, 1.0, 2.0]), &text));
    }
}

/// WCAG 2.2, "relative luminance" and "contrast ratio": text needs 4.5 for level AA.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |at: usize| {
            let value =
                u8::from_str_radix(&colour[at..at + 2], 16).expect("six hexadecimal digits") as f64 / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_has_contrast_in_light_and_dark() {
    let html = render(&customers(), "t");
    let (light, dark) =
        html.split_once("@media screen and (prefers-color-scheme: dark)").expect("a dark style");
    for style in [light, dark] {
        let colour = |name: &str| {
            let start = style.find(&format!("--{name}: ")).expect(name) + name.len() + 4;
            &style[start..start + 7]
        };
        for ground in ["ground", "card", "mark", "code"] {
            assert!(contrast(colour("ink"), colour(ground)) >= 4.5, "ink on {ground}");
        }
        for ground in ["ground", "card"] {
            assert!(contrast(colour("quiet"), colour(ground)) >= 4.5, "quiet on {ground}");
            assert!(contrast(colour("note"), colour(ground)) >= 4.5, "link on {ground}");
            // What is drawn needs 3.
            for line in ["data", "series-0", "series-1", "series-2", "series-3"] {
                assert!(contrast(colour(line), colour(ground)) >= 3.0, "{line} on {ground}");
            }
        }
        for level in ["stop", "warn", "note"] {
            assert!(contrast(colour("on-level"), colour(level)) >= 4.5, "{level}");
        }
    }
}

#[test]
fn the_contents_page() {
    let brief = |headline: &str, text: &str| {
        let mut report = Report::new(headline);
        report.heading("Why").text(text);
        report
    };
    let sections = [
        ("Plan".to_owned(), brief("Agreed by business and ML.", "One in four customers leaves.")),
        ("Scope".to_owned(), brief("Go.", "It pays.")),
        ("Empty".to_owned(), Report::default()),
    ];
    let html = page(&sections, "keep-customers");
    let (_, main) = html.split_once("<main>").expect("a main part");
    insta::assert_snapshot!("contents", main.replace("><", ">\n<"));
}
