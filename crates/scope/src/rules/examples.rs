//! For every rule, tables on which it fires and on which it stays quiet; and the laws over the list.

use frame::{Column, Frame, Kind, Profile};

use super::CHECKS;
use crate::{Goal, Input, run};
use learn::Metric;

mod columns;
mod feasibility;
mod giveaways;
mod recent;
mod rows;
mod values;
mod ways;

pub use columns::*;
pub use feasibility::*;
pub use giveaways::*;
pub use recent::*;
pub use rows::*;
pub use values::*;
pub use ways::*;

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
