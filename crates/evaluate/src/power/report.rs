//! The page of a planned experiment: the answer in one sentence, the curve, and what it rests on.

use ::report::{Block, Chart, Report, Series, Table, number};

use super::evidence::{Asked, Evidence, Point};
use crate::ab::Kind;

/// The evidence as a page.
pub fn report(evidence: &Evidence) -> Report {
    let mut page = Report::new(headline(evidence));
    let advice = advice(evidence);
    if !advice.is_empty() {
        page.list(advice);
    }
    if !evidence.findings.is_empty() {
        page.heading("Findings").findings(&evidence.findings);
    }
    if evidence.curve.len() > 1 {
        page.heading("What more or fewer would show");
        page.push(Block::Chart(curve(evidence)));
        page.push(Block::Fold { title: "The figures".to_owned(), blocks: vec![figures(evidence)] });
    }
    page.heading("What this rests on").list(basis(evidence));
    page
}

/// `12,400 customers, about 9 days, to see a gain of 0.50 percentage points 8 times in 10`.
fn headline(evidence: &Evidence) -> String {
    let units = format!("{} {}", number::count(evidence.units), plural(evidence));
    let days = evidence.days.map_or(String::new(), |days| format!(", {},", time(days)));
    let gain = gain(evidence, evidence.gain);
    match evidence.asked {
        Asked::Units => format!("{units}{days} to see {gain} {}", often(evidence.power)),
        Asked::Gain => format!("{units}{days} show {gain} {}, no less", often(evidence.power)),
        Asked::Power if evidence.power < evidence.wanted_power => format!(
            "Too few: {units}{days} see {gain} only {}, not {}",
            often(evidence.power),
            often(evidence.wanted_power)
        ),
        Asked::Power => format!("{units}{days} see {gain} {}", often(evidence.power)),
    }
}

/// Days from which a test is long, and up to which weekdays matter to its end.
const LONG: u64 = 60;
const WEEKS_COUNT: u64 = 364;

/// `about 83 days`, and what is longer than two years in years.
fn time(days: u64) -> String {
    if days <= 730 {
        return format!("about {}", number::counted(days, "day"));
    }
    let years = days as f64 / 365.25;
    if years >= 1000.0 {
        return "over 1,000 years".to_owned();
    }
    format!("about {} years", number::significant(years, if years < 10.0 { 2 } else { 1 }))
}

fn advice(evidence: &Evidence) -> Vec<String> {
    let mut lines = Vec::new();
    let arms: Vec<String> =
        evidence.arms.iter().map(|arm| format!("{} in {}", number::count(arm.units), arm.name)).collect();
    lines.push(arms.join(", "));
    if let Some(days) = evidence.days {
        let weeks = days.div_ceil(7);
        if days % 7 != 0 && days <= WEEKS_COUNT {
            lines.push(format!(
                "Run it {}, in whole weeks: weekdays differ from weekends",
                number::counted(7 * weeks, "day")
            ));
        }
        if days > LONG {
            lines.push(
                "That is long: take a larger gain, more traffic, or a covariate measured before".to_owned(),
            );
        }
    }
    match (evidence.reading, evidence.mean_share) {
        ("looks", Some(share)) => lines.push(format!(
            "Read it {} times, evenly spaced; where the {} is there it ends after {} of the {} on average",
            evidence.looks,
            way(evidence.gain),
            number::percent(share),
            plural(evidence)
        )),
        ("always", Some(share)) => lines.push(format!(
            "Read it as often as you like; read daily, it ends after {} of the {} on average where the {} is there",
            number::percent(share),
            plural(evidence),
            way(evidence.gain)
        )),
        _ => lines.push(
            "Read it once, at the end; to read it earlier plan with --looks N or --sequential".to_owned(),
        ),
    }
    lines
}

fn curve(evidence: &Evidence) -> Chart {
    let by_days = evidence.curve.windows(2).all(|pair| pair[0].days < pair[1].days);
    let at = |point: &Point| match point.days {
        Some(days) if by_days => days as f64,
        _ => point.units as f64,
    };
    let points = evidence.curve.iter().map(|point| (at(point), scaled(evidence, point.gain))).collect();
    let of = evidence.metric.as_ref().map_or(String::new(), |metric| format!(" of {metric}"));
    let way = way(evidence.gain);
    let unit = if evidence.kind == Kind::Proportion { ", percentage points" } else { "" };
    Chart::Lines {
        title: format!("The smallest {way}{of} seen {}{unit}", often(evidence.wanted_power)),
        x: if by_days { "days".to_owned() } else { plural(evidence).to_owned() },
        series: vec![Series { name: way.to_owned(), points }],
    }
}

fn figures(evidence: &Evidence) -> Block {
    let way = way(evidence.gain);
    let size =
        if evidence.kind == Kind::Proportion { format!("{way}, percentage points") } else { way.to_owned() };
    let level = evidence.baseline.filter(|level| *level != 0.0);
    let with_days = evidence.units_per_day.is_some();
    let shown = |cells: [String; 4]| {
        let [units, days, gain, relative] = cells;
        let (days, relative) = (with_days.then_some(days), level.is_some().then_some(relative));
        [Some(units), days, Some(gain), relative].into_iter().flatten()
    };
    let head = [plural(evidence).to_owned(), "days".to_owned(), size, "of today's level".to_owned()];
    let mut table = Table::new(format!("Seen {}", often(evidence.wanted_power)), shown(head));
    for point in &evidence.curve {
        table.row(shown([
            number::count(point.units),
            point.days.map_or(number::NONE.to_owned(), number::count),
            number::significant(scaled(evidence, point.gain), 3),
            level.map_or(String::new(), |level| part_of_level(point.gain / level)),
        ]));
    }
    Block::Table(table)
}

fn basis(evidence: &Evidence) -> Vec<String> {
    let mut lines = Vec::new();
    let metric = evidence.metric.as_deref().unwrap_or("The metric");
    let level = evidence.baseline.map(|level| match evidence.kind {
        Kind::Proportion => format!("{} %", number::significant(100.0 * level, 3)),
        _ => number::significant(level, 4),
    });
    let of_rows = evidence.unit_over_row.filter(|factor| (factor - 1.0).abs() > 5e-4);
    let of = match (of_rows.is_some(), evidence.variance_reduction.is_some()) {
        (true, true) => "standard deviation of a unit's mean, after the covariate",
        (true, false) => "standard deviation of a unit's mean",
        (false, true) => "standard deviation, after the covariate",
        (false, false) => "standard deviation",
    };
    let noise = evidence.deviation.map(|deviation| format!("{} ({of})", number::significant(deviation, 3)));
    match (level, noise) {
        (Some(level), Some(noise)) => lines.push(format!("{metric} is {level} today, and varies by {noise}")),
        (Some(level), None) => lines.push(format!("{metric} is {level} today")),
        (None, Some(noise)) => lines.push(format!("{metric} varies by {noise}")),
        (None, None) => {}
    }
    if evidence.gain_is_planned {
        lines.push(
            "The gain is the plan's smallest one worth having, a month, for each of the month's cases"
                .to_owned(),
        );
    }
    if let Some(history) = &evidence.history {
        let over = history
            .days
            .map_or(String::new(), |days| format!(" over {}", number::counted(days as u64, "day")));
        lines.push(format!(
            "As in {} rows of the past{over}: if the test meets other {}, other figures hold",
            number::count(history.rows),
            plural(evidence)
        ));
    }
    if let Some(share) = evidence.variance_reduction {
        let without = match number::significant(1.0 / (1.0 - share), 3).as_str() {
            "1" => "it saves nothing".to_owned(),
            times => format!("without it, {times} times as many would be needed"),
        };
        lines.push(format!("The covariate takes {} of the variance away: {without}", number::percent(share)));
    }
    if let Some(factor) = of_rows {
        lines.push(format!(
            "What is assigned has several rows: the mean of its rows has {} times the variance of one row",
            number::significant(factor, 3)
        ));
    }
    let arms = evidence.arms.len();
    let arms_share = match arms {
        2 => String::new(),
        _ => format!(", shared among the {} comparisons with {}", arms - 1, evidence.control),
    };
    lines.push(format!(
        "A gain or loss that is not there is seen {} of the time{arms_share}",
        number::percent(evidence.alpha)
    ));
    lines
}

/// A gain as the page counts it, without its sign: shares in percentage points.
fn scaled(evidence: &Evidence, gain: f64) -> f64 {
    gain.abs() * if evidence.kind == Kind::Proportion { 100.0 } else { 1.0 }
}

/// Whether it is a gain or a loss.
pub fn way(gain: f64) -> &'static str {
    if gain < 0.0 { "loss" } else { "gain" }
}

/// `5.0 %` of today's level, or `25 times` it.
fn part_of_level(share: f64) -> String {
    match share.abs() {
        times if times >= 10.0 => format!("{} times", number::significant(times, 2)),
        share => number::percent(share),
    }
}

/// `a gain of 0.50 percentage points (5.0 %)`.
pub fn gain(evidence: &Evidence, value: f64) -> String {
    let size = match evidence.kind {
        Kind::Proportion => match number::significant(100.0 * value.abs(), 3).as_str() {
            "1" => "1 percentage point".to_owned(),
            points => format!("{points} percentage points"),
        },
        kind => {
            let what = match (&evidence.metric, kind) {
                (Some(metric), _) => metric.as_str(),
                (None, Kind::Ratio) => "in the ratio",
                (None, _) => "in the mean",
            };
            format!("{} {what}", number::significant(value.abs(), 3))
        }
    };
    let relative = evidence.relative_gain.map_or(String::new(), |share| match share.abs() {
        times if times >= 10.0 => format!(" ({} today's level)", part_of_level(times)),
        share => format!(" ({})", number::percent(share)),
    });
    format!("a {} of {size}{relative}", way(value))
}

/// How often, as a person says it: `8 times in 10`.
pub fn often(share: f64) -> String {
    let tenths = 10.0 * share;
    if (tenths - tenths.round()).abs() < 1e-9 && (1.0..=9.0).contains(&tenths.round()) {
        return if tenths.round() == 1.0 {
            "once in 10".to_owned()
        } else {
            format!("{tenths:.0} times in 10")
        };
    }
    match 100.0 * share {
        hundredths if hundredths < 0.5 => "less than once in 100".to_owned(),
        hundredths if hundredths < 1.5 => "once in 100".to_owned(),
        hundredths if hundredths >= 99.5 => "nearly always".to_owned(),
        hundredths => format!("{hundredths:.0} times in 100"),
    }
}

/// What units are called; the name of a column is no word for many.
pub fn plural(evidence: &Evidence) -> &str {
    evidence.unit.as_deref().filter(|_| evidence.history.is_none()).unwrap_or("units")
}
