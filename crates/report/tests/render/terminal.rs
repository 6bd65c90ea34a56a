//! On a terminal: snapshot, colours only when wanted, nothing but what is meant reaches it.

use report::terminal::{Options, render};

use crate::example::{HOSTILE, customers, everywhere};

#[test]
fn a_realistic_report() {
    insta::assert_snapshot!("terminal-100", render(&customers(), &Options::default()));
    insta::assert_snapshot!("terminal-60", render(&customers(), &Options { width: 60, colour: false }));
}

#[test]
fn colour_adds_only_colour() {
    let plain = render(&customers(), &Options { width: 100, colour: false });
    let coloured = render(&customers(), &Options { width: 100, colour: true });
    assert!(!plain.contains('\x1b'));
    assert!(coloured.contains("\x1b[1m\x1b[31mstop\x1b[0m"));
    for word in
        ["stop  target-leak", "warn  hidden-missing", "note  more-data-would-help", "warn  identifier-column"]
    {
        assert!(plain.contains(word), "{word}");
    }
    // Where code is coloured it needs no backquotes, so lines may break elsewhere: compare words.
    let words = |text: &str| text.replace('`', "").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&without_colour(&coloured)), words(&plain));
}

#[test]
fn data_cannot_steer_the_terminal() {
    for text in HOSTILE {
        for colour in [false, true] {
            let shown = render(&everywhere(text, [0.0, 1.0, 2.0]), &Options { width: 80, colour });
            let shown = without_colour(&shown);
            assert!(shown.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}: {shown}");
            assert!(!shown.contains('\u{202e}'));
        }
    }
}

#[test]
fn folds_come_last_and_nothing_is_lost() {
    let shown = render(&customers(), &Options::default());
    let order = ["What would sink", "Which model", "What to do next", "How this was measured", "Five folds"];
    let places: Vec<usize> = order.iter().map(|part| shown.find(part).expect(part)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(shown.contains("Allowed because: The call centre"));
    assert!(shown.contains("at tenet.toml:4:1"));
    assert!(shown.contains("├──●───┤") && shown.contains('┊') && shown.contains("› linear"));
}

fn without_colour(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').expect("a colour code ends in m").1)
}
