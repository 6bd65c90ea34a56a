//! For every rule, tables on which it fires and on which it stays quiet; and the laws over the list.

use frame::{Column, Frame, Kind, Profile};

use super::CHECKS;
use crate::goal::{Kind as WayKind, Rough, TimeBox, Way};
use crate::{Goal, Input, run};
use learn::Metric;

mod recent;
mod rows;
mod values;

pub use recent::*;
pub use rows::*;
pub use values::*;

/// A table with target `y`, and whether the rule fires on it.
pub struct Example {
    what: &'static str,
    table: Frame,
    profile: Profile,
    goal: Goal,
    metric: Option<Metric>,
    time: Option<&'static str>,
    recent: Option<Frame>,
    fires: bool,
}

impl Example {
    /// The same with this goal.
    fn aiming(self, goal: Goal) -> Example {
        Example { goal, ..self }
    }

    fn at(self, time: &'static str) -> Example {
        Example { time: Some(time), ..self }
    }

    fn against(self, recent: Frame) -> Example {
        Example { recent: Some(recent), ..self }
    }
}

fn fires(what: &'static str, table: Frame) -> Example {
    let profile = Profile::of(&table);
    Example {
        what,
        profile,
        table,
        goal: Goal::default(),
        metric: None,
        time: None,
        recent: None,
        fires: true,
    }
}

fn quiet(what: &'static str, table: Frame) -> Example {
    Example { fires: false, ..fires(what, table) }
}

/// An honest table of club members: `y` is `left` for about a third, by tenure and visits and much chance.
fn members(rows: usize) -> Frame {
    let mut random = fastrand::Rng::with_seed(rows as u64);
    let mut tenure = Vec::new();
    let mut visits = Vec::new();
    let mut town = Vec::new();
    let mut left = Vec::new();
    for _ in 0..rows {
        let months = (random.f64() * 36.0).floor();
        let often = (random.f64() * 120.0).round() / 10.0;
        tenure.push(months);
        visits.push(often);
        town.push(Some(["Oslo", "Moss", "Hamar"][random.usize(0..3)]));
        let chance = 1.0 / (1.0 + (0.08 * months + 0.25 * often - 2.0).exp());
        left.push(Some(if random.f64() < chance { "left" } else { "stayed" }));
    }
    Frame::new(vec![
        Column::numbers("months", Kind::Integer, tenure),
        Column::numbers("visits", Kind::Number, visits),
        Column::text("town", town),
        Column::text("y", left),
    ])
}

/// The same table with one more column, made from the row and whether the member left.
fn with(table: Frame, kind: Kind, value: impl Fn(usize, bool, &mut fastrand::Rng) -> f64) -> Frame {
    let mut random = fastrand::Rng::with_seed(11);
    let left: Vec<bool> =
        (0..table.rows()).map(|row| table.column("y").unwrap().show(row) == "left").collect();
    let values = left.iter().enumerate().map(|(row, &left)| value(row, left, &mut random)).collect();
    beside(table, Column::numbers("x", kind, values))
}

fn with_text(table: Frame, value: impl Fn(usize, bool, &mut fastrand::Rng) -> String) -> Frame {
    let mut random = fastrand::Rng::with_seed(12);
    let left: Vec<bool> =
        (0..table.rows()).map(|row| table.column("y").unwrap().show(row) == "left").collect();
    let values: Vec<String> =
        left.iter().enumerate().map(|(row, &left)| value(row, left, &mut random)).collect();
    beside(table, Column::text("x", values.iter().map(|value| Some(value.as_str()))))
}

fn beside(table: Frame, column: Column) -> Frame {
    Frame::new(table.columns().iter().cloned().chain([column]).collect())
}

pub fn target_leak() -> Vec<Example> {
    let honest = |_: usize, left: bool, random: &mut fastrand::Rng| {
        f64::from(u8::from(left)) * 1.8 + (0..4).map(|_| random.f64() - 0.5).sum::<f64>() * 1.7
    };
    vec![
        quiet("an honest table", members(800)),
        quiet("a strong honest reading (AUC 0.9)", with(members(1_200), Kind::Number, honest)),
        fires(
            "a recode",
            with_text(members(500), |_, left, random| {
                if left { ["X", "Q"][random.usize(0..2)] } else { "K" }.into()
            }),
        ),
        fires(
            "a copy with 8 % noise",
            with(members(1_000), Kind::Integer, |_, left, random| {
                f64::from(u8::from(left ^ (random.f64() < 0.08)))
            }),
        ),
        fires(
            "a letter inside a code",
            with_text(members(900), |_, left, random| {
                format!(
                    "{:03}{}{:03}",
                    random.u16(0..999),
                    if left { ["A", "B"][random.usize(0..2)] } else { "C" },
                    random.u16(0..999)
                )
            }),
        ),
        fires(
            "one code in a quarter of those who left",
            with_text(members(900), |_, left, random| {
                if left && random.f64() < 0.25 { "95".into() } else { format!("{}0", random.u8(1..6)) }
            }),
        ),
    ]
}

pub fn post_outcome_column() -> Vec<Example> {
    let refund = |_: usize, left: bool, random: &mut fastrand::Rng| {
        if left && random.f64() < 0.7 { (random.f64() * 2_000.0).round() / 100.0 + 5.0 } else { 0.0 }
    };
    let visit = |_: usize, left: bool, random: &mut fastrand::Rng| {
        if left && random.f64() < 0.9 { random.f64() * 1e6 } else { f64::NAN }
    };
    let commute = |row: usize, _: bool, random: &mut fastrand::Rng| {
        if row.is_multiple_of(3) { f64::NAN } else { (random.f64() * 40.0).round() }
    };
    vec![
        fires("a refund for those who left", with(members(800), Kind::Number, refund)),
        fires("a date for those who left", with(members(800), Kind::Timestamp, visit)),
        quiet("missing for another reason", with(members(800), Kind::Number, commute)),
    ]
}

pub fn identifier_column() -> Vec<Example> {
    vec![
        fires("numbered rows", with(members(300), Kind::Integer, |row, _, _| 1_000.0 + row as f64)),
        fires(
            "codes",
            with_text(members(300), |row, _, random| format!("{:04}-{}", row * 17 + 3, random.uppercase())),
        ),
        quiet(
            "a measurement",
            with(members(600), Kind::Integer, |_, _, random| (random.f64() * 9.0).exp().round()),
        ),
        quiet("prose", with_text(members(300), |row, _, _| format!("a remark about member {row}"))),
    ]
}

pub fn constant_column() -> Vec<Example> {
    vec![
        fires("one country", with_text(members(200), |_, _, _| "AT".into())),
        quiet(
            "two countries",
            with_text(members(200), |row, _, _| if row % 50 == 7 { "DE".into() } else { "AT".into() }),
        ),
    ]
}

pub fn empty_column() -> Vec<Example> {
    vec![
        fires("never filled", with(members(200), Kind::Number, |_, _, _| f64::NAN)),
        quiet(
            "half filled",
            with(
                members(200),
                Kind::Number,
                |row, _, _| if row % 2 == 0 { f64::NAN } else { row as f64 % 17.0 },
            ),
        ),
    ]
}

pub fn hidden_missing() -> Vec<Example> {
    let gain = |_: usize, _: bool, random: &mut fastrand::Rng| {
        if random.f64() < 0.8 { 0.0 } else { (random.f64() * 9.0).exp().round() }
    };
    let mut blanks = fires(
        "a blank among numbers",
        with(members(300), Kind::Number, |row, _, random| if row == 9 { f64::NAN } else { random.f64() }),
    );
    blanks.profile.columns.last_mut().unwrap().strays = vec![(" ".into(), 1)];
    vec![
        blanks,
        fires(
            "the word unknown",
            with_text(members(300), |row, _, _| ["red", "blue", "Unknown"][row % 3].into()),
        ),
        fires(
            "-1 in a length",
            with(
                members(600),
                Kind::Number,
                |row, _, random| if row % 20 == 0 { -1.0 } else { 0.1 + random.f64() },
            ),
        ),
        quiet("an honest zero", with(members(900), Kind::Integer, gain)),
        quiet(
            "the answer none",
            with_text(members(300), |row, _, _| ["fog", "none", "other"][row % 3].into()),
        ),
    ]
}

pub fn mixed_types() -> Vec<Example> {
    let prices = || {
        with(members(300), Kind::Number, |row, _, random| if row % 30 == 0 { f64::NAN } else { random.f64() })
    };
    let mut mixed = fires("prices with a currency", prices());
    mixed.profile.columns.last_mut().unwrap().strays = vec![("€ 2.90".into(), 6), ("€ 3.10".into(), 4)];
    let mut blank = quiet("blanks only", prices());
    blank.profile.columns.last_mut().unwrap().strays = vec![("?".into(), 10)];
    vec![mixed, blank, quiet("missing only", prices())]
}

pub fn duplicate_rows() -> Vec<Example> {
    let doubled = |mut table: Frame, rows: usize| {
        let again = table.take(&(0..rows).collect::<Vec<_>>());
        table.append(&again);
        table
    };
    let number = |_: usize, _: bool, random: &mut fastrand::Rng| (random.f64() * 1e6).round() / 100.0;
    let mut near = with(members(600), Kind::Number, number);
    let again = near.take(&(0..40).collect::<Vec<_>>());
    let moved = Column::numbers(
        "x",
        Kind::Number,
        again.column("x").unwrap().as_numbers().unwrap().iter().map(|value| value + 0.01).collect(),
    );
    near.append(&beside(again.without(&["x"]), moved));
    vec![
        fires("copies", doubled(with(members(600), Kind::Number, number), 40)),
        fires("copies a cent off", near),
        quiet("rows alike by chance", members(900).only(&["months", "town", "y"])),
        quiet("no copies", with(members(600), Kind::Number, number)),
    ]
}

pub fn rare_target() -> Vec<Example> {
    let table = |rare: usize, rows: usize| {
        let all = members(rows * 3);
        let is_left = |row: &usize| all.column("y").unwrap().show(*row) == "left";
        let left = (0..rows * 3).filter(is_left).take(rare);
        let stayed = (0..rows * 3).filter(|row| !is_left(row)).take(rows - rare);
        all.take(&left.chain(stayed).collect::<Vec<_>>())
    };
    vec![
        fires("5 of 900", table(5, 900)),
        quiet("80 of 2,000", table(80, 2_000)),
        quiet("a common answer", members(300)),
    ]
}

pub fn too_few_rows() -> Vec<Example> {
    vec![fires("30 rows", members(30)), quiet("300 rows", members(300))]
}

pub fn no_signal() -> Vec<Example> {
    let mut random = fastrand::Rng::with_seed(4);
    let mut order: Vec<usize> = (0..1_200).collect();
    random.shuffle(&mut order);
    let table = members(1_200);
    let answers = table.column("y").unwrap().take(&order);
    vec![
        fires("answers shuffled", beside(table.without(&["y"]), answers)),
        quiet("a weak signal", members(1_200)),
    ]
}

pub fn criterion_out_of_reach() -> Vec<Example> {
    let asking = |at_least: f64, metric: Metric| {
        let goal = Goal { at_least: Some(at_least), ..Goal::default() };
        Example { metric: Some(metric), ..fires("", members(1_200)) }.aiming(goal)
    };
    let named = |what, fires, example: Example| Example { what, fires, ..example };
    vec![
        named("an AUC of 0.97", true, asking(0.97, Metric::Auc)),
        named("a log loss of 0.1 or less", true, asking(0.1, Metric::LogLoss)),
        named("an AUC that is reached", false, asking(0.70, Metric::Auc)),
        named("a log loss that is reached", false, asking(0.65, Metric::LogLoss)),
        quiet("nothing is asked for", members(600)),
    ]
}

pub fn solved_without_ml() -> Vec<Example> {
    let toll = |_: usize, left: bool, random: &mut fastrand::Rng| {
        (if left { 6.0 + 9.0 * random.f64() } else { 2.0 + 4.0 * random.f64() } * 10.0).round() / 10.0
    };
    let reached = Goal { at_least: Some(0.6), ..Goal::default() };
    let acts = |table: &Frame| -> Vec<bool> {
        (0..table.rows())
            .map(|row| table.column("months").unwrap().as_numbers().unwrap()[row] < 14.0)
            .collect()
    };
    let today = Goal {
        today: Some(crate::goal::Today { rule: "months < 14".into(), acts: acts(&members(900)) }),
        smallest_gain: Some(0.3),
        ..Goal::default()
    };
    vec![
        fires("one length decides", with(members(700), Kind::Number, toll)),
        fires("one column reaches the level", members(900)).aiming(reached),
        fires("nothing worth having over today's rule", members(900)).aiming(today),
        quiet("an honest table", members(900)),
    ]
}

pub fn more_data_would_help() -> Vec<Example> {
    // The answer hangs on which of a hundred towns it is: each town must be learned by itself.
    let towns = |rows: usize| {
        let mut random = fastrand::Rng::with_seed(5);
        let rates: Vec<f64> = (0..100).map(|_| if random.bool() { 0.85 } else { 0.15 }).collect();
        let town: Vec<usize> = (0..rows).map(|_| random.usize(0..100)).collect();
        let names: Vec<String> = town.iter().map(|town| format!("t{town}")).collect();
        let left = town.iter().map(|&town| Some(if random.f64() < rates[town] { "left" } else { "stayed" }));
        Frame::new(vec![
            Column::text("y", left.collect::<Vec<_>>()),
            Column::text("town", names.iter().map(|name| Some(name.as_str()))),
        ])
    };
    vec![
        fires("a hundred towns in 600 rows", towns(600)),
        quiet("two straight lines in 4,000 rows", members(4_000)),
    ]
}

fn way(name: &str, kind: WayKind, risk: Rough, time: Rough) -> Way {
    Way { name: name.into(), kind: Some(kind), risk: Some(risk), time: Some(time), cost: None }
}

fn weighing(what: &'static str, ways: Vec<Way>) -> Example {
    fires(what, members(200)).aiming(Goal { ways, ..Goal::default() })
}

pub fn one_option() -> Vec<Example> {
    use Rough::{High, Low, Medium};
    let nothing = || way("go on as today", WayKind::Nothing, Low, Low);
    let rule = || way("call the monthly ones", WayKind::Rule, Low, Low);
    let deep = || way("read the letters", WayKind::Complex, High, High);
    let boosted = || way("boosting", WayKind::Complex, Medium, Medium);
    let bought = || way("a product", WayKind::Buy, Low, Medium);
    let simple = || way("a straight line", WayKind::Simple, Low, Low);
    vec![
        weighing("one", vec![rule()]),
        weighing("one beside doing nothing", vec![nothing(), boosted()]),
        weighing("one that is not parked", vec![rule(), deep()]),
        weighing("none simple", vec![nothing(), boosted(), bought()]),
        Example { fires: false, ..weighing("two that differ", vec![nothing(), rule(), boosted()]) },
        Example { fires: false, ..weighing("two simple ones", vec![rule(), simple()]) },
        quiet("no table of options", members(200)),
    ]
}

pub fn too_many_options() -> Vec<Example> {
    use Rough::{High, Low, Medium};
    let ways = |count: usize| -> Vec<Way> {
        let kinds = [WayKind::Rule, WayKind::Simple, WayKind::Complex, WayKind::Buy, WayKind::Simple];
        (0..count).map(|at| way(&format!("way {at}"), kinds[at % 5], Medium, Low)).collect()
    };
    let parked =
        [ways(3), vec![way("slow", WayKind::Complex, High, High), way("none", WayKind::Nothing, Low, Low)]];
    vec![
        weighing("five", ways(5)),
        Example { fires: false, ..weighing("three, one parked and doing nothing", parked.concat()) },
        quiet("no table of options", members(200)),
    ]
}

pub fn research_overrun() -> Vec<Example> {
    let boxed = |what, of: Option<&str>, days: Option<f64>, spent: f64, ended: bool| {
        let time_boxes = vec![TimeBox { of: of.map(str::to_owned), days, spent, ended }];
        fires(what, members(200)).aiming(Goal { time_boxes, ..Goal::default() })
    };
    vec![
        boxed("18 of 10 days", None, Some(10.0), 18.0, false),
        boxed("a try that took 4 of 3 days", Some("boosting"), Some(3.0), 4.0, true),
        boxed("no end announced", None, None, 6.0, false),
        Example { fires: false, ..boxed("10 of 10 days", None, Some(10.0), 10.0, false) },
        Example { fires: false, ..boxed("over, without a box", None, None, 6.0, true) },
        quiet("no research under way", members(200)),
    ]
}

fn fired(example: &Example, rule: &str) -> bool {
    let input = Input {
        profile: &example.profile,
        sample: &example.table,
        target: "y".into(),
        positive: None,
        time: example.time.map(str::to_owned),
        group: None,
        recent: example.recent.as_ref(),
        unavailable: Vec::new(),
        metric: example.metric.clone(),
        goal: example.goal.clone(),
        table_name: "example".into(),
        seed: 0,
    };
    let evidence = run(&input).unwrap();
    for finding in &evidence.findings {
        let rule = finding.rule;
        // What is found in the plan alone was not seen in rows.
        let of_plan = ["one-option", "too-many-options", "research-overrun"].contains(&rule);
        let rows = finding.evidence.get("rows").and_then(|rows| rows.as_u64());
        assert!(of_plan || rows.is_some_and(|rows| rows > 0), "{rule} names its rows");
        assert!(
            !finding.message.ends_with('.') && finding.message.contains(|c: char| c.is_ascii_digit()),
            "{}",
            finding.message
        );
        assert!(finding.why.len() > 30 && finding.remedy.len() > 30, "{finding:?}");
    }
    evidence.findings.iter().any(|finding| finding.rule == rule)
}

#[test]
fn every_rule_fires_on_its_example_and_stays_quiet_on_the_other() {
    for check in CHECKS {
        let examples = (check.examples)();
        let name = check.rule.name;
        assert!(
            examples.iter().any(|example| example.fires) && examples.iter().any(|example| !example.fires),
            "{name}"
        );
        for example in &examples {
            assert_eq!(fired(example, name), example.fires, "{name} on {}", example.what);
        }
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_and_a_whole_page() {
    let mut names: Vec<&str> = CHECKS.iter().map(|check| check.rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHECKS.len());
    for check in CHECKS {
        assert_eq!(check.rule.headings(), report::Rule::HEADINGS, "{}", check.rule.name);
        assert!(check.rule.summary().ends_with('.'));
    }
}
