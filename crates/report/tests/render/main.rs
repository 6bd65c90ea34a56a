//! The same report through every renderer: what it looks like, and that nothing in it breaks out.

mod example;
mod html;
mod markdown;
mod terminal;
mod widths;

/// What cannot be computed is shown as nothing, never as NaN or a made-up number.
#[test]
fn numbers_that_are_none() {
    let nothing = example::everywhere("x", [f64::NAN; 3]);
    let open = example::everywhere("x", [f64::NEG_INFINITY, 0.5, f64::INFINITY]);
    for report in [nothing, open] {
        let terminal = report::terminal::render(&report, &report::terminal::Options::default());
        for shown in [terminal, report::markdown::render(&report), report::html::render(&report, "x")] {
            assert!(!shown.contains("NaN") && !shown.contains("inf%") && !shown.contains("inf "), "{shown}");
            assert!(shown.contains('—'));
        }
    }
}
