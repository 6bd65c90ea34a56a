//! No line is wider than asked, whatever is in the report.

use proptest::prelude::*;
use report::terminal::{Options, render};
use report::{Block, Report, Table};
use unicode_width::UnicodeWidthStr;

use crate::example::{HOSTILE, customers, everywhere};

/// Lines that are too wide and are not a single word that cannot be broken.
fn too_wide(report: &Report, width: usize) -> Vec<String> {
    let shown = render(report, &Options { width, colour: false });
    let lines = shown.lines().filter(|line| line.width() > width);
    // Marks such as • and → and the level's word stand before the first word.
    lines
        .filter(|line| line.split_whitespace().filter(|word| word.width() > 4).count() > 1)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_width_is_kept() {
    for width in 40..=120 {
        let report = render(&customers(), &Options { width, colour: false });
        assert!(report.lines().all(|line| line.width() <= width), "{width}\n{report}");
        for text in HOSTILE {
            assert_eq!(too_wide(&everywhere(text, [0.1, 0.2, 0.3]), width), [""; 0], "{width} {text:?}");
        }
    }
}

#[test]
fn a_wide_table_becomes_records() {
    let mut table = Table::new("Columns", (0..12).map(|at| format!("statistic {at}")));
    table.row((0..12).map(|at| format!("value{at}"))).row((0..12).map(|at| format!("other{at}")));
    let mut report = Report::default();
    report.push(Block::Table(table));
    let shown = render(&report, &Options { width: 60, colour: false });
    assert!(shown.contains("- statistic 0   value0\n  statistic 1   value1\n"), "{shown}");
    let wide = render(&report, &Options { width: 200, colour: false });
    assert!(wide.contains("value0       value1"), "{wide}");
}

#[test]
fn words_in_a_table_stay_whole() {
    let words = ["customer", "retention", "probability", "households", "contract", "monthly"];
    let mut table = Table::new("", words.map(str::to_uppercase));
    table.row(words).row(words.map(|word| format!("{word} {word}")));
    table.head.push("money".into());
    table.rows[0].push("1,234 EUR".into());
    table.rows[1].push("—".into());
    let mut report = Report::default();
    report.push(Block::Table(table));
    for width in 40..=120 {
        let shown = render(&report, &Options { width, colour: false });
        assert!(shown.lines().all(|line| line.width() <= width), "{width}\n{shown}");
        for word in words {
            assert_eq!(shown.matches(word).count(), 3, "{width}\n{shown}");
        }
        assert!(shown.contains("1,234 EUR"), "{width}\n{shown}");
    }
}

proptest! {
    #[test]
    fn nothing_breaks_a_terminal(text in ".{0,60}", low: f64, value: f64, high: f64, width in 0usize..130) {
        let report = everywhere(&text, [low, value, high]);
        let shown = render(&report, &Options { width, colour: false });
        prop_assert!(shown.chars().all(|letter| letter == '\n' || !letter.is_control()));
    }

    #[test]
    fn charts_fit_whatever_their_numbers(low: f64, value: f64, high: f64, power in -9i32..14, width in 40usize..121) {
        for numbers in [[low, value, high], [low, value, high].map(|value| value % 1.0 * 10f64.powi(power))] {
            let report = everywhere("a rather long name of a candidate", numbers);
            let shown = render(&report, &Options { width, colour: false });
            prop_assert!(shown.lines().all(|line| line.width() <= width), "{}", shown);
        }
    }

    #[test]
    fn words_are_wrapped(words in proptest::collection::vec("[a-z]{1,8}", 0..60), width in 40usize..121) {
        let mut report = Report::new(words.join(" "));
        report.text(words.join(" ")).list([words.join(" ")]);
        let shown = render(&report, &Options { width, colour: false });
        prop_assert!(shown.lines().all(|line| line.width() <= width), "{}", shown);
    }
}
