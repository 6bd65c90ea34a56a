//! A realistic report with every block in it, and one whose every text is hostile.

use std::sync::Arc;

use report::{BandPoint, Block, Chart, FieldPoint, Finding, Level, Report, Rule, Series, Span, Swing, Table};

const HIDDEN_MISSING: Rule = Rule { name: "hidden-missing", level: Level::Warn, text: "" };
const TARGET_LEAK: Rule = Rule { name: "target-leak", level: Level::Stop, text: "" };
const IDENTIFIER: Rule = Rule { name: "identifier-column", level: Level::Warn, text: "" };
const MORE_DATA: Rule = Rule { name: "more-data-would-help", level: Level::Note, text: "" };
const NO_CHAMPION: Rule = Rule { name: "no-champion", level: Level::Warn, text: "" };

/// What `scope` and `experiment` say about customers who leave.
pub fn customers() -> Report {
    let mut report =
        Report::new("No-go: one column gives the answer away. Take it out, then this is worth trying.");
    report.text("We looked at 7,043 customers and 21 columns to see whether `Churn` can be predicted, and whether it pays.");
    report.heading("What would sink this project");
    report.findings(&[
        Finding::new(&TARGET_LEAK, "`retention_offer` alone predicts `Churn` almost perfectly (AUC 0.998).")
            .columns(["retention_offer"])
            .why("It is filled in after a customer has left. A model that reads it looks perfect here and is useless on the day it is needed.")
            .remedy("Leave the column out: add it to `unavailable` under `[data]` in `tenet.toml`.")
            .evidence("auc", 0.99812)
            .evidence("rows", 7043),
        Finding::new(&HIDDEN_MISSING, "11 of 7,043 values are a blank text where a number belongs.")
            .columns(["TotalCharges"])
            .why("They are all customers in their first month: dropping them would drop the newest customers.")
            .remedy("Read the blank as missing, or as 0 if nothing was charged yet.")
            .evidence("texts", vec![" "])
            .evidence("share", 0.00156)
            .evidence("rows", 7043),
        Finding::new(&NO_CHAMPION, "No person in the plan is the champion.")
            .why("Nobody who does the work today will say when predictions look wrong.")
            .remedy("Name an expert who does the work today, and write `champion = true`.")
            .span(Some(Span {
                file: "tenet.toml".into(),
                text: Arc::from("[project]\nname = \"keep\"\n\n[[person]]\nname = \"Ana\"\n"),
                range: 25..35,
            })),
        Finding::new(&MORE_DATA, "Going from 3,500 to 7,043 rows raised the AUC by 0.008.")
            .why("The curve still climbs a little.")
            .remedy("Add last year's customers if they are at hand; do not wait for them.")
            .evidence("rows", 7043),
        Finding {
            allowed: Some("The call centre needs it to find the customer again.".into()),
            ..Finding::new(&IDENTIFIER, "`customerID` is different in each of 7,043 rows.").columns(["customerID"])
        },
    ]);
    report.heading("Which model is good enough");
    report.push(Block::Table(candidates()));
    report.push(Block::Chart(Chart::Intervals {
        title: "AUC with its 95 % interval (higher is better)".into(),
        rows: vec![
            ("today".into(), 0.662, 0.674, 0.686),
            ("one-rule".into(), 0.712, 0.724, 0.736),
            ("linear".into(), 0.833, 0.845, 0.857),
            ("boosting".into(), 0.835, 0.847, 0.859),
        ],
        reference: Some(0.8),
    }));
    report.push(Block::Chart(Chart::Bars {
        title: "What it brings, EUR per month".into(),
        rows: vec![
            ("today".into(), 9_800.0),
            ("linear".into(), 21_400.0),
            ("boosting".into(), 21_750.0),
            ("call everyone".into(), -4_200.0),
        ],
    }));
    report.push(Block::Chart(Chart::Lines {
        title: "AUC as rows are added".into(),
        x: "rows to learn from".into(),
        series: vec![
            Series {
                name: "linear".into(),
                points: vec![
                    (500.0, 0.812),
                    (1_000.0, 0.829),
                    (2_000.0, 0.838),
                    (3_500.0, 0.842),
                    (7_043.0, 0.845),
                ],
            },
            Series {
                name: "boosting".into(),
                points: vec![
                    (500.0, 0.781),
                    (1_000.0, 0.812),
                    (2_000.0, 0.833),
                    (3_500.0, 0.841),
                    (7_043.0, 0.847),
                ],
            },
        ],
    }));
    report.heading("Would it pay");
    report.push(Block::Chart(Chart::Band {
        title: "Share of customers who left, by month".into(),
        x: "month".into(),
        ends: ["2025-01".into(), "2025-12".into()],
        points: (0..12)
            .map(|month| {
                let value = 0.2 + 0.01 * f64::from(month);
                BandPoint { x: f64::from(month), low: value - 0.03, value, high: value + 0.03 }
            })
            .collect(),
        marks: vec![("asked".into(), 0.35)],
    }));
    report.push(Block::Chart(Chart::Field {
        title: "EUR a month against what it takes".into(),
        x: "working days in the first year".into(),
        points: [
            ("today", 0.0, 8_000.0, false),
            ("linear", 7.0, 21_500.0, true),
            ("boosting", 15.0, 22_000.0, false),
        ]
        .map(|(name, x, value, marked)| FieldPoint {
            name: name.into(),
            x,
            low: value - 2_500.0,
            value,
            high: value + 2_500.0,
            marked,
        })
        .into(),
        reference: Some(20_000.0),
    }));
    report.push(Block::Chart(Chart::Spread {
        title: "Net worth of the first year, EUR".into(),
        bins: (-4..12)
            .map(|bin| {
                let at = f64::from(bin);
                (10_000.0 * at, 10_000.0 * (at + 1.0), (-(at - 4.0).powi(2) / 12.0).exp() / 6.0)
            })
            .collect(),
        at: 0.0,
        sides: ["loses money: 9.8 %".into(), "pays: 90.2 %".into()],
    }));
    report.push(Block::Chart(Chart::Swings {
        title: "What moves it most, EUR".into(),
        rows: vec![
            Swing {
                name: "cases a month".into(),
                low: -12_000.0,
                high: 98_000.0,
                shown: "-12,000 to 98,000".into(),
            },
            Swing {
                name: "days to build".into(),
                low: 51_000.0,
                high: 29_000.0,
                shown: "51,000 to 29,000".into(),
            },
        ],
        middle: 40_000.0,
        reference: Some(0.0),
    }));
    report.push(Block::Chart(Chart::Map {
        title: "Where values are missing".into(),
        across: "rows, in the order of the table".into(),
        rows: vec![
            ("age".into(), "12.0 %".into(), vec![0.0, 0.0, 0.2, 0.5, 0.0, 0.0]),
            ("income".into(), "50.0 %".into(), vec![1.0, 1.0, 1.0, 0.0, 0.0, 0.0]),
        ],
    }));
    report.heading("What to do next");
    report.list([
        "Take `retention_offer` out and run `tenet scope` again.",
        "Ask Ana whether blank `TotalCharges` means 0.",
        "Book the expert review.",
    ]);
    report.push(Block::Fold {
        title: "How this was measured".into(),
        blocks: vec![
            Block::Text("Five folds, the same for every candidate, stratified by `Churn`; seed 0.".into()),
            Block::List(vec![
                "Intervals: DeLong.".into(),
                "Money: the plan's worth of each outcome × 7,000 cases a month.".into(),
            ]),
        ],
    });
    report
}

fn candidates() -> Table {
    let mut table =
        Table::new("Candidates, simplest first", ["Candidate", "AUC", "EUR per month", "Fit", "Verdict"]);
    table.row(["today", "0.674", "9,800", "—", "what is done now"]);
    table.row(["one-rule", "0.724", "14,900", "0.1 s", "better than today"]);
    table.row(["linear", "0.845", "21,400", "0.4 s", "chosen: nothing simpler comes near"]);
    table.row(["boosting", "0.847", "21,750", "2.1 s", "gain of 0.002 is within noise"]);
    table.marked = Some(2);
    table
}

/// Every block, with `text` wherever a text can stand and `numbers` wherever a number can.
pub fn everywhere(text: &str, numbers: [f64; 3]) -> Report {
    let [low, value, high] = numbers;
    let text = || text.to_owned();
    let mut table = Table::new(text(), [text(), "n".to_owned()]);
    table.row([text(), "1".to_owned()]).row([text(), text()]).row([text()]);
    table.marked = Some(0);
    let finding = Finding::new(&TARGET_LEAK, text())
        .columns([text(), text()])
        .why(text())
        .remedy(text())
        .evidence(&text(), text())
        .evidence("list", vec![text()])
        .evidence("number", value)
        .span(Some(Span { file: text().into(), text: Arc::from(text()), range: 0..0 }));
    let mut report = Report::new(text());
    report
        .heading(text())
        .text(text())
        .list([text(), text()])
        .push(Block::Table(table))
        .findings(&[Finding { allowed: Some(text()), ..finding.clone() }, finding]);
    report.push(Block::Chart(Chart::Intervals {
        title: text(),
        rows: vec![(text(), low, value, high), ("b".into(), 0.0, 1.0, 2.0)],
        reference: Some(value),
    }));
    report.push(Block::Chart(Chart::Bars { title: text(), rows: vec![(text(), value), ("b".into(), low)] }));
    report.push(Block::Chart(Chart::Lines {
        title: text(),
        x: text(),
        series: vec![
            Series { name: text(), points: vec![(0.0, low), (1.0, value), (2.0, high)] },
            Series { name: text(), points: vec![] },
        ],
    }));
    report.push(Block::Chart(Chart::Band {
        title: text(),
        x: text(),
        ends: [text(), text()],
        points: vec![
            BandPoint { x: 0.0, low, value, high },
            BandPoint { x: 1.0, low: 0.0, value: 1.0, high: 2.0 },
            BandPoint { x: value, low, value: high, high: low },
        ],
        marks: vec![(text(), value), (text(), high)],
    }));
    report.push(Block::Chart(Chart::Field {
        title: text(),
        x: text(),
        points: vec![FieldPoint { name: text(), x: value, low, value, high, marked: true }],
        reference: Some(value),
    }));
    report.push(Block::Chart(Chart::Spread {
        title: text(),
        bins: vec![(low, value, high), (0.0, 1.0, 0.5), (value, high, low)],
        at: value,
        sides: [text(), text()],
    }));
    report.push(Block::Chart(Chart::Swings {
        title: text(),
        rows: vec![
            Swing { name: text(), low, high, shown: text() },
            Swing { name: "b".into(), low: high, high: low, shown: text() },
        ],
        middle: value,
        reference: Some(low),
    }));
    report.push(Block::Chart(Chart::Map {
        title: text(),
        across: text(),
        rows: vec![(text(), text(), vec![low, value, high]), ("b".into(), String::new(), vec![])],
    }));
    let inner = Block::Fold { title: text(), blocks: vec![Block::Text(text())] };
    report.push(Block::Fold { title: text(), blocks: vec![Block::Heading(text()), inner] });
    report
}

/// Column names that have been seen in the wild, or will be.
pub const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "a|b\nc",
    "</details></style></title><b>",
    "\" onmouseover=\"x",
    "\x1b[31mred\x1b[0m\x07\u{9b}31m",
    "``` `x` ``",
    "# - 1. *b* _i_ [l](javascript:x) ![i](x) ~~s~~ $m$ &lt; \\",
    "\u{202e}evil\0",
    "",
    "日本語のとても長い列の名前 👩‍👩‍👧 ﷽",
];
