//! The page of a change judged without a test: what is suggested, never what is shown.

use ::report::{BandPoint, Block, Chart, Report, Series, Table, number};

use super::measure::{Effect, Method};
use super::{Evidence, Verdict};

/// The evidence as a page.
pub fn report(evidence: &Evidence) -> Report {
    let mut page = Report::new(headline(evidence));
    page.text(meaning(evidence));
    if evidence.verdict != Verdict::Unsound
        && let Some(effect) = &evidence.effect
    {
        page.list(sentences(evidence, effect));
    }
    if !evidence.findings.is_empty() {
        page.heading("Findings").findings(&evidence.findings);
    }
    if evidence.course.len() > 2 {
        page.heading("Before and after").push(Block::Chart(course(evidence)));
    }
    if let Some(chart) = event_study(evidence) {
        page.push(Block::Chart(chart));
    }
    page.heading("What must be true for this to be the change's doing").list(assumptions(evidence));
    page.push(Block::Fold {
        title: "The figures".to_owned(),
        blocks: vec![figures(evidence), Block::Text(method(evidence))],
    });
    page
}

fn headline(evidence: &Evidence) -> String {
    let effect = evidence.difference.map(|value| size(evidence, value.abs()));
    match (evidence.verdict, effect) {
        (Verdict::SuggestsGain, Some(effect)) => {
            format!(
                "It suggests a gain of {effect} {}; it does not show that the change did it",
                evidence.metric
            )
        }
        (Verdict::SuggestsLoss, Some(effect)) => {
            format!(
                "It suggests a loss of {effect} {}; it does not show that the change did it",
                evidence.metric
            )
        }
        (Verdict::Unsound, _) => {
            "Unsound: an assumption is broken, and the figures say nothing about the change".to_owned()
        }
        (_, None) => {
            format!(
                "Unclear: what {} did since {} cannot be told from these rows",
                evidence.metric, evidence.since
            )
        }
        _ => format!("Unclear: {} may have gained or lost since {}", evidence.metric, evidence.since),
    }
}

fn meaning(evidence: &Evidence) -> String {
    match evidence.verdict {
        Verdict::Unsound => {
            "Mend what is named below, or run a test; do not act on the difference.".to_owned()
        }
        _ => {
            "This is no test: nobody drew lots, so whatever else happened at that time is in the figure too. \
              Before much rests on it, try the change on a share of the cases drawn by lot."
                .to_owned()
        }
    }
}

fn sentences(evidence: &Evidence, effect: &Effect) -> Vec<String> {
    let sure = format!("{} %", number::significant(100.0 * (1.0 - evidence.alpha), 4));
    let range = format!("{} to {}", signed(evidence, effect.low), signed(evidence, effect.high));
    let relative = evidence
        .relative
        .map_or(String::new(), |share| format!(", {} of the level before", number::percent(share.abs())));
    let against = match evidence.method {
        Method::InterruptedSeries => "than where its past was heading",
        _ => "than among those the change did not reach",
    };
    let way = if effect.value < 0.0 { "lower" } else { "higher" };
    let mut lines = vec![format!(
        "{} is {} {way} since {} {against}{relative}; {sure} sure, if the assumptions hold: {range}",
        evidence.metric,
        size(evidence, effect.value.abs()),
        evidence.since,
    )];
    if let (Some(jump), Some(steeper)) = (&evidence.jump, &evidence.steeper) {
        lines.push(format!(
            "At the change it jumped by {}, and has since moved by {} more a period",
            signed(evidence, jump.value),
            slope(steeper.value)
        ));
    }
    lines
}

fn assumptions(evidence: &Evidence) -> Vec<String> {
    let mut lines = Vec::new();
    match evidence.method {
        Method::InterruptedSeries => {
            lines.push("The metric would have gone on as before: same trend, same season. Nobody can test that after the change".to_owned());
        }
        _ => lines.push(
            "Both groups would have moved alike without the change. Nobody can test that after it".to_owned(),
        ),
    }
    lines.extend(drift(evidence));
    if let Some(placebos) = &evidence.placebos {
        lines.push(format!(
            "Asked at {} times before, when nothing changed, an effect is seen (p below 0.01) at {}",
            placebos.tried, placebos.seen
        ));
    }
    match &evidence.counts {
        Some(counts) => lines.push(format!(
            "Nothing else changed on the same day. Rows a period: {} times those to be expected (p {}); the rest is for you to know",
            number::significant(counts.ratio, 3),
            number::significant(counts.p_value, 2)
        )),
        None => lines.push("Nothing else changed on the same day: that is for you to know".to_owned()),
    }
    if let (Some(memory), Some(lags)) = (evidence.memory, evidence.lags) {
        lines.push(format!(
            "Neighbouring periods are alike (correlation {}): the interval allows for it, with {lags} lags",
            number::significant(memory, 2)
        ));
    }
    if let (Some(treated), Some(others)) = (evidence.units_treated, evidence.units_others)
        && evidence.method == Method::DifferenceInDifferences
    {
        lines.push(format!(
            "Units are independent of each other: {} that the change reached, {} that it did not",
            number::count(treated as u64),
            number::count(others as u64)
        ));
    }
    lines
}

fn drift(evidence: &Evidence) -> Option<String> {
    let drift = evidence.pre_trend.as_ref()?;
    let worst = evidence.difference.map(|effect| {
        // The steepest drift that the time before leaves possible, carried on.
        let steepest = drift.slope.low.abs().max(drift.slope.high.abs());
        let reach = if drift.slope.value == 0.0 { 0.0 } else { drift.would_bring / drift.slope.value };
        format!(
            "; a drift that could have been missed would bring up to {}, against the {} seen",
            size(evidence, (steepest * reach).abs()),
            size(evidence, effect.abs())
        )
    });
    let joint = drift
        .joint_p
        .map_or(String::new(), |p| format!(", all stretches together {}", number::significant(p, 2)));
    Some(format!(
        "Before it, they drifted apart by {} a period (p {}{joint}){}",
        slope(drift.slope.value),
        number::significant(drift.slope.p_value, 2),
        worst.unwrap_or_default()
    ))
}

fn course(evidence: &Evidence) -> Chart {
    let points = |of: fn(&(i64, f64, f64)) -> f64| {
        evidence.course.iter().map(|point| (point.0 as f64, of(point))).collect()
    };
    let (seen, without) = match evidence.method {
        Method::InterruptedSeries => (evidence.metric.clone(), "where it was heading"),
        _ => ("difference between the groups".to_owned(), "its level before"),
    };
    Chart::Lines {
        title: format!("{} by period, 0 is the change", evidence.metric),
        x: "periods from the change".to_owned(),
        series: vec![
            Series { name: seen, points: points(|point| point.1) },
            Series { name: without.to_owned(), points: points(|point| point.2) },
        ],
    }
}

/// Each stretch of time against the last one before the change, where the difference is 0 by construction.
fn event_study(evidence: &Evidence) -> Option<Chart> {
    let drift = evidence.pre_trend.as_ref().filter(|drift| !drift.stretches.is_empty())?;
    let point = |&(from, to, effect): &(i64, i64, Option<Effect>)| {
        let x = (from + to) as f64 / 2.0;
        match effect {
            Some(effect) => BandPoint { x, low: effect.low, value: effect.value, high: effect.high },
            None => BandPoint { x, low: 0.0, value: 0.0, high: 0.0 },
        }
    };
    let points: Vec<BandPoint> = drift.stretches.iter().map(point).collect();
    let end = |at: Option<&BandPoint>| at.map_or(String::new(), |point| number::fixed(point.x, 0));
    Some(Chart::Band {
        title: format!("Difference in {} against the last stretch before the change", evidence.metric),
        x: "periods from the change".to_owned(),
        ends: [end(points.first()), end(points.last())],
        points,
        marks: vec![("no difference".to_owned(), 0.0)],
    })
}

fn figures(evidence: &Evidence) -> Block {
    let mut table = Table::new("Effects", ["what", "estimate", "low", "high", "p", "error"]);
    let rows = [
        ("since the change", &evidence.effect),
        ("jump", &evidence.jump),
        ("steeper a period", &evidence.steeper),
    ];
    for (name, effect) in rows.into_iter().filter_map(|(name, effect)| Some((name, effect.as_ref()?))) {
        table.row([
            name.to_owned(),
            number::significant(effect.value, 4),
            number::significant(effect.low, 4),
            number::significant(effect.high, 4),
            number::significant(effect.p_value, 2),
            number::significant(effect.error, 3),
        ]);
    }
    Block::Table(table)
}

fn method(evidence: &Evidence) -> String {
    let periods = format!("{} periods before, {} since.", evidence.periods_before, evidence.periods_after);
    let how = match evidence.method {
        Method::DifferenceInDifferences => {
            "Difference in differences of means, errors robust to what the rows of a unit share (Liang & Zeger 1986)."
        }
        Method::DifferenceOfSeries => {
            "Difference between the groups by period, before and since, with the errors of Newey & West (1987), widened for a short series."
        }
        Method::InterruptedSeries => {
            "Level and trend before and since (segmented regression), with the errors of Newey & West (1987), widened for a short series."
        }
    };
    let season = match evidence.season {
        1 => String::new(),
        season => format!(" A pattern that comes again every {season} periods is taken out."),
    };
    let left_out = match evidence.rows_left_out {
        0 => String::new(),
        rows => format!(
            " {} of {} rows are left out: a column is blank.",
            number::count(rows),
            number::count(evidence.rows)
        ),
    };
    format!("{how}{season} {periods}{left_out}")
}

fn size(evidence: &Evidence, value: f64) -> String {
    let half = evidence.effect.map_or(0.0, |effect| 0.5 * (effect.high - effect.low));
    let decimals = if half > 0.0 { (1.0 - half.log10().floor()).clamp(0.0, 12.0) as usize } else { 2 };
    number::fixed(value, decimals)
}

/// A change a period, which may be far smaller than the effect.
fn slope(value: f64) -> String {
    format!("{}{}", if value < 0.0 { "" } else { "+" }, number::significant(value, 2))
}

fn signed(evidence: &Evidence, value: f64) -> String {
    format!("{}{}", if value < 0.0 { "-" } else { "+" }, size(evidence, value.abs()))
}
