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
    let days =
        evidence.days.map_or(String::new(), |days| format!(", about {},", number::counted(days, "day")));
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

fn advice(evidence: &Evidence) -> Vec<String> {
    let mut lines = Vec::new();
    let arms: Vec<String> =
        evidence.arms.iter().map(|arm| format!("{} in {}", number::count(arm.units), arm.name)).collect();
    lines.push(arms.join(", "));
    if let Some(days) = evidence.days {
        let weeks = days.div_ceil(7);
        if days % 7 != 0 {
            lines.push(format!(
                "Run it {}, in whole weeks: weekdays differ from weekends",
                number::counted(7 * weeks, "day")
            ));
        }
        if days > 60 {
            lines.push(
                "That is long: take a larger gain, more traffic, or a covariate measured before".to_owned(),
            );
        }
    }
    match (evidence.reading, evidence.mean_share) {
        ("looks", Some(share)) => lines.push(format!(
            "Read it {} times, evenly spaced; where the gain is there it ends after {} of the {} on average",
            evidence.looks,
            number::percent(share),
            plural(evidence)
        )),
        ("always", Some(share)) => lines.push(format!(
            "Read it as often as you like; read daily, it ends after {} of the {} on average where the gain is there",
            number::percent(share),
            plural(evidence)
        )),
        _ => lines.push(
            "Read it once, at the end; to read it earlier plan with --looks N or --sequential".to_owned(),
        ),
    }
    lines
}

fn curve(evidence: &Evidence) -> Chart {
    let by_days = evidence.curve.iter().all(|point| point.days.is_some());
    let at = |point: &Point| match point.days {
        Some(days) if by_days => days as f64,
        _ => point.units as f64,
    };
    let scale = if evidence.kind == Kind::Proportion { 100.0 } else { 1.0 };
    let points = evidence.curve.iter().map(|point| (at(point), scale * point.gain)).collect();
    let of = evidence.metric.as_ref().map_or(String::new(), |metric| format!(" of {metric}"));
    let unit = if evidence.kind == Kind::Proportion { ", percentage points" } else { "" };
    Chart::Lines {
        title: format!("The smallest gain{of} seen {}{unit}", often(evidence.wanted_power)),
        x: if by_days { "days".to_owned() } else { plural(evidence).to_owned() },
        series: vec![Series { name: "gain".to_owned(), points }],
    }
}

fn figures(evidence: &Evidence) -> Block {
    let mut table = Table::new(
        format!("Seen {}", often(evidence.wanted_power)),
        [plural(evidence), "days", "gain", "of today's level"],
    );
    for point in &evidence.curve {
        let relative = evidence.baseline.filter(|level| *level != 0.0).map(|level| point.gain / level.abs());
        table.row([
            number::count(point.units),
            point.days.map_or(number::NONE.to_owned(), number::count),
            number::significant(point.gain, 4),
            relative.map_or(number::NONE.to_owned(), number::percent),
        ]);
    }
    Block::Table(table)
}

fn basis(evidence: &Evidence) -> Vec<String> {
    let mut lines = Vec::new();
    let metric = evidence.metric.as_deref().unwrap_or("The metric");
    let level = evidence.baseline.map(|level| match evidence.kind {
        Kind::Proportion => number::percent(level),
        _ => number::significant(level, 4),
    });
    let noise = evidence.deviation.map(|deviation| number::significant(deviation, 4));
    match (level, noise) {
        (Some(level), Some(noise)) => {
            lines.push(format!("{metric} is {level} today, and varies by {noise} (standard deviation)"));
        }
        (Some(level), None) => lines.push(format!("{metric} is {level} today")),
        (None, Some(noise)) => lines.push(format!("{metric} varies by {noise} (standard deviation)")),
        (None, None) => {}
    }
    if evidence.gain_is_planned {
        lines.push(
            "The gain is the plan's smallest one worth having, a month, for each of the month's cases"
                .to_owned(),
        );
    }
    if let Some(history) = &evidence.history {
        let over = history.days.map_or(String::new(), |days| format!(" over {days} days"));
        lines.push(format!(
            "Both as in {} rows of the past{over}: if the test meets other {}, other figures hold",
            number::count(history.rows),
            plural(evidence)
        ));
    }
    if let Some(share) = evidence.variance_reduction {
        lines.push(format!(
            "The covariate takes {} of the variance away: without it, {} times as many would be needed",
            number::percent(share),
            number::significant(1.0 / (1.0 - share), 3)
        ));
    }
    if let Some(factor) = evidence.unit_over_row {
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
        "A gain that is not there is seen {} of the time{arms_share}",
        number::percent(evidence.alpha)
    ));
    lines
}

/// `a gain of 0.50 percentage points (5.0 %)`.
pub fn gain(evidence: &Evidence, value: f64) -> String {
    let size = match evidence.kind {
        Kind::Proportion => match number::significant(100.0 * value.abs(), 3).as_str() {
            "1" => "1 percentage point".to_owned(),
            points => format!("{points} percentage points"),
        },
        _ => match &evidence.metric {
            Some(metric) => format!("{} {metric}", number::significant(value.abs(), 3)),
            None => number::significant(value.abs(), 3),
        },
    };
    let relative =
        evidence.relative_gain.map_or(String::new(), |share| format!(" ({})", number::percent(share.abs())));
    format!("a {} of {size}{relative}", if value < 0.0 { "loss" } else { "gain" })
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

/// What units are called.
pub fn plural(evidence: &Evidence) -> &str {
    evidence.unit.as_deref().unwrap_or("units")
}
