//! Tables of subjects, strengths and sizes other than the public sample's: honest ones, each with one fault planted, or
//! with one thing that only looks like a fault. Misses and false alarms are counted over many of them.

mod planted;
mod subjects;
mod traps;

use fastrand::Rng;
use frame::{Column, Frame, Kind, Profile, Task};
use report::Level;
use scope::{Decision, Evidence, Input, run};

/// A table under test.
pub struct Table {
    pub columns: Vec<Column>,
    pub target: &'static str,
    pub time: Option<&'static str>,
    pub recent: Option<Vec<Column>>,
    /// For each row how far the target lies, 0 to 1: the class, or the rank of the number.
    pub answer: Vec<f64>,
    pub task: Task,
}

/// One fault or one trap: what it is, the rules that may say so, how it gets into the table, and the columns at fault.
pub struct Case {
    pub what: &'static str,
    pub rules: &'static [&'static str],
    pub make: fn(&mut Rng, &mut Table) -> Option<Vec<String>>,
}

impl Table {
    pub fn rows(&self) -> usize {
        self.answer.len()
    }

    /// Whether a row has the last class, or a number in the upper third.
    pub fn yes(&self, row: usize) -> bool {
        match self.task {
            Task::Regression => self.answer[row] > 0.66,
            _ => self.answer[row] > 0.99,
        }
    }

    pub fn number(&mut self, name: &str, kind: Kind, values: Vec<f64>) {
        let at = self.columns.len() / 2;
        self.columns.insert(at, Column::numbers(name, kind, values));
    }

    pub fn text(&mut self, name: &str, values: &[Option<String>]) {
        let at = self.columns.len() / 2;
        self.columns.insert(at, Column::text(name, values.iter().map(Option::as_deref)));
    }

    /// Change the numbers of a column.
    pub fn change(&mut self, name: &str, mut value: impl FnMut(usize, f64) -> f64) {
        for column in self.columns.iter_mut().filter(|column| column.name == name) {
            let values =
                column.as_numbers().unwrap().iter().enumerate().map(|(row, &old)| value(row, old)).collect();
            *column = Column::numbers(name, Kind::Number, values);
        }
    }

    /// Change the texts of a column.
    pub fn reword(&mut self, name: &str, mut value: impl FnMut(usize, String) -> String) {
        for column in self.columns.iter_mut().filter(|column| column.name == name) {
            let texts: Vec<String> = (0..column.len()).map(|row| value(row, column.show(row))).collect();
            *column = Column::text(name, texts.iter().map(|text| Some(text.as_str())));
        }
    }

    pub fn first(&self, wanted: impl Fn(&Column) -> bool) -> Option<String> {
        self.columns
            .iter()
            .find(|column| column.name != self.target && wanted(column))
            .map(|column| column.name.clone())
    }

    pub fn frame(&self) -> Frame {
        Frame::new(self.columns.clone())
    }
}

pub fn normal(random: &mut Rng) -> f64 {
    (0..12).map(|_| random.f64()).sum::<f64>() - 6.0
}

fn scoped(table: &Table) -> Evidence {
    let frame = table.frame();
    let profile = Profile::of(&frame);
    let recent = table.recent.clone().map(Frame::new);
    let input = Input {
        profile: &profile,
        sample: &frame,
        target: table.target.into(),
        positive: None,
        time: table.time.map(str::to_owned),
        group: None,
        recent: recent.as_ref(),
        unavailable: Vec::new(),
        metric: None,
        goal: scope::Goal::default(),
        table_name: "made".into(),
        seed: 0,
    };
    run(&input).unwrap()
}

/// Subjects tried for each case and size: one, or all of them when `TENET_THOROUGH` is set.
fn each() -> usize {
    if std::env::var_os("TENET_THOROUGH").is_some() { subjects::COUNT } else { 1 }
}

fn sizes() -> Vec<(usize, u64)> {
    if std::env::var_os("TENET_THOROUGH").is_some() {
        vec![(300, 1), (900, 3), (1_300, 4), (4_000, 7)]
    } else {
        vec![(500, 1), (1_300, 2)]
    }
}

/// Findings that nobody asked for: at level stop, and at level warn.
fn stray(evidence: &Evidence, fine: &[&str]) -> (Vec<String>, Vec<String>) {
    let of = |level: Level| {
        let wrong = evidence.findings.iter().filter(|f| f.level == level && !fine.contains(&f.rule));
        wrong.map(|finding| format!("{} {:?}: {}", finding.rule, finding.columns, finding.message)).collect()
    };
    (of(Level::Stop), of(Level::Warn))
}

#[test]
fn planted_faults_are_named_with_their_columns() {
    let (mut planted, mut caught, mut exact, mut strays) = (0, 0, 0, 0);
    for (number, case) in planted::cases().enumerate() {
        let mut story = Vec::new();
        for (at, &(rows, seed)) in sizes().iter().enumerate() {
            let mut tried = 0;
            for turn in 0..subjects::COUNT {
                let subject = (turn + number + at) % subjects::COUNT;
                let mut random = Rng::with_seed(seed * 1_000 + number as u64);
                let mut table = subjects::table(&mut random, subject, rows);
                let Some(columns) = (case.make)(&mut random, &mut table) else { continue };
                let evidence = scoped(&table);
                tried += 1;
                let said: Vec<&report::Finding> = evidence
                    .findings
                    .iter()
                    .filter(|found| {
                        case.rules.contains(&found.rule)
                            && (found.level > Level::Note || found.rule == "redundant-columns")
                    })
                    .collect();
                let named: Vec<&String> = said.iter().flat_map(|found| &found.columns).collect();
                let hit = !said.is_empty()
                    && (columns.is_empty() || named.iter().any(|name| columns.contains(name)));
                planted += 1;
                caught += usize::from(hit);
                exact += usize::from(
                    hit && (columns.is_empty() || named.iter().all(|name| columns.contains(name))),
                );
                let (stops, warns) = stray(&evidence, case.rules);
                strays += stops.len() + warns.len();
                if !hit {
                    story.push(format!("MISSED on {} {rows}", subjects::name(subject)));
                }
                story.extend(
                    stops
                        .iter()
                        .chain(&warns)
                        .map(|stray| format!("stray on {} {rows}: {stray}", subjects::name(subject))),
                );
                if tried >= each() {
                    break;
                }
            }
        }
        if !story.is_empty() {
            println!("{} ({}):\n    {}", case.what, case.rules[0], story.join("\n    "));
        }
    }
    println!("caught {caught} of {planted}, {exact} with their columns alone; {strays} stray findings");
    assert!(
        caught * 100 >= planted * 95 && strays * 20 <= planted,
        "caught {caught} of {planted}, {strays} strays"
    );
}

#[test]
fn honest_tables_and_traps_are_left_alone() {
    let (mut tables, mut alarms, mut warnings) = (0, 0, 0);
    for (number, case) in traps::CASES.iter().enumerate() {
        let mut story = Vec::new();
        for (at, &(rows, seed)) in sizes().iter().enumerate() {
            let mut tried = 0;
            for turn in 0..subjects::COUNT {
                let subject = (turn + number + at) % subjects::COUNT;
                let mut random = Rng::with_seed(seed * 7_000 + number as u64);
                let mut table = subjects::table(&mut random, subject, rows);
                if (case.make)(&mut random, &mut table).is_none() {
                    continue;
                }
                let evidence = scoped(&table);
                tried += 1;
                let (stops, warns) = stray(&evidence, &[]);
                let warns: Vec<String> = warns
                    .into_iter()
                    .filter(|warn| !case.rules.iter().any(|rule| warn.starts_with(rule)))
                    .collect();
                tables += 1;
                alarms += usize::from(!stops.is_empty() || evidence.decision == Decision::NoGo);
                warnings += warns.len();
                story.extend(
                    stops.iter().map(|stop| format!("STOP on {} {rows}: {stop}", subjects::name(subject))),
                );
                story.extend(
                    warns.iter().map(|warn| format!("warn on {} {rows}: {warn}", subjects::name(subject))),
                );
                if tried >= each() {
                    break;
                }
            }
        }
        if !story.is_empty() {
            println!("{}:\n    {}", case.what, story.join("\n    "));
        }
    }
    println!("{alarms} false alarms and {warnings} warnings in {tables} honest tables");
    assert!(alarms == 0 && warnings * 50 <= tables, "{alarms} alarms, {warnings} warnings in {tables}");
}
