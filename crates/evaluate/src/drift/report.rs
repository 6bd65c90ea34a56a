//! The page a person reads: what to do, what moved and what it costs, the quality to be expected, the windows.

use ::report::number::{count, percent, score, significant};
use ::report::{Block, Chart, Report, Series, Table, number};

use super::causes::Response;
use super::evidence::{Compared, Evidence};
use super::quality::Quality;
use super::roles::Role;
use super::verdict::Verdict;
use super::withheld::{self, Withheld};

/// The evidence as a page.
pub fn report(evidence: &Evidence) -> Report {
    let measured = &evidence.measured;
    let mut page = Report::new(headline(evidence));
    page.text(format!(
        "{} ({} rows) against {} ({} rows), {} columns compared.",
        measured.data,
        count(measured.rows),
        measured.reference,
        count(measured.rows_reference),
        measured.features().count()
    ));
    if !evidence.responses.is_empty() {
        page.list(evidence.responses.iter().map(|response| asked(*response)));
    }
    if !evidence.findings.is_empty() {
        page.heading("What moved").findings(&evidence.findings);
    }
    if let Some(quality) = &measured.estimated_quality {
        page.heading("The quality to be expected");
        page.text(expected(quality, &measured.model_words));
        if let Some(Withheld::Fault(column, _)) = withheld::relation(measured) {
            page.text(format!(
                "It does not hold now: {} is brought in another way. Mend that first.",
                column.name
            ));
        }
    }
    if measured.windows.len() > 1 {
        page.heading("Window by window");
        charts(evidence).into_iter().for_each(|chart| {
            page.push(Block::Chart(chart));
        });
        page.push(Block::Fold {
            title: "The windows".to_owned(),
            blocks: vec![Block::Table(windows(evidence))],
        });
    }
    page.push(Block::Fold { title: "The columns".to_owned(), blocks: columns(evidence) });
    if !measured.remarks.is_empty() {
        page.heading("How it was done").list(measured.remarks.iter().map(String::as_str));
    }
    page
}

fn headline(evidence: &Evidence) -> String {
    let first = evidence.findings.iter().find(|finding| finding.allowed.is_none());
    match evidence.verdict {
        _ if evidence.measured.same => "Nothing to compare: both tables are the same".to_owned(),
        Verdict::Steady => "Steady: nothing has moved that costs anything".to_owned(),
        Verdict::Watch => {
            format!("Watch: {}", first.map_or("something has moved", |finding| &finding.message))
        }
        Verdict::Act => format!("Act: {}", first.map_or("something is broken", |finding| &finding.message)),
    }
}

fn asked(response: Response) -> &'static str {
    match response {
        Response::FixTheFeed => {
            "Fix the feed: the data is brought in another way than before. Do not learn from it until it is mended."
        }
        Response::AskAHuman => "Ask someone who knows how the data comes about.",
        Response::Retrain => {
            "Retrain: the world has changed. Learn again from newer rows once they have answers."
        }
        Response::Rethink => "Rethink: what is predicted, or how it is acted on, may no longer be right.",
        Response::Nothing => "Nothing needs to be done.",
    }
}

fn expected(quality: &Quality, model: &str) -> String {
    let one = |quality: &Quality| {
        let real = quality
            .realised
            .map_or(String::new(), |real| format!("; by the answers known it is {}", score(real)));
        format!(
            "{} is to be expected at {} ({} to {}), on the reference it was {}{real}",
            named(quality.metric),
            score(quality.score),
            score(quality.low),
            score(quality.high),
            score(quality.reference)
        )
    };
    let all: Vec<String> = std::iter::once(quality).chain(&quality.others).map(one).collect();
    format!(
        "Of {model}, without looking at answers: {}. This holds as long as {}.",
        all.join("; "),
        quality.assumption
    )
}

/// A measure as people write it.
fn named(metric: &str) -> String {
    match metric {
        "auc" => "AUC".to_owned(),
        "mae" => "mean error".to_owned(),
        other => other.to_owned(),
    }
}

fn charts(evidence: &Evidence) -> Vec<Chart> {
    let windows = &evidence.measured.windows;
    let unit = evidence
        .measured
        .window_seconds
        .map_or(String::new(), |length| format!(" of {}", number::seconds(length)));
    let at = |value: &dyn Fn(&super::Window) -> Option<f64>| -> Vec<(f64, f64)> {
        windows
            .iter()
            .enumerate()
            .filter_map(|(at, window)| Some((at as f64 + 1.0, value(window)?)))
            .collect()
    };
    let line = |name: &str, points: Vec<(f64, f64)>| Series { name: name.to_owned(), points };
    let mut charts = Vec::new();
    let distance = at(&|window| window.distance);
    if distance.len() > 1 {
        let low = at(&|window| window.low);
        charts.push(Chart::Lines {
            title: "How far the column that stands out most has moved from the reference (stability index; 0.1 is worth a look)".to_owned(),
            x: format!("window{unit}, from {}", windows[0].from),
            series: vec![line("distance", distance), line("surely at least", low)],
        });
    }
    let (estimated, realised) = (at(&|window| window.estimated), at(&|window| window.realised));
    if let Some(quality) = evidence.measured.estimated_quality.as_ref().filter(|_| estimated.len() > 1) {
        let ends = [1.0, windows.len() as f64].map(|at| (at, quality.reference));
        let mut series = vec![line("to be expected", estimated), line("on the reference", ends.to_vec())];
        if realised.len() > 1 {
            series.push(line("by the answers", realised));
        }
        charts.push(Chart::Lines {
            title: format!("The {} to be expected, window by window", named(quality.metric)),
            x: format!("window{unit}, from {}", windows[0].from),
            series,
        });
    }
    charts
}

fn windows(evidence: &Evidence) -> Table {
    let mut table = Table::new(
        "Each window against the reference",
        ["from", "to", "rows", "moved", "furthest", "distance", "expected"],
    );
    let optional = |value: Option<f64>| value.map_or(number::NONE.to_owned(), |value| significant(value, 3));
    for window in &evidence.measured.windows {
        table.row([
            window.from.clone(),
            window.to.clone(),
            count(window.rows as u64),
            window.moved.join(", "),
            window.column.clone().unwrap_or_default(),
            optional(window.distance),
            optional(window.estimated),
        ]);
    }
    table
}

fn columns(evidence: &Evidence) -> Vec<Block> {
    let mut compared: Vec<&Compared> = evidence.measured.features().collect();
    compared.sort_by(|a, b| b.low.unwrap_or(0.0).total_cmp(&a.low.unwrap_or(0.0)));
    let optional = |value: Option<f64>| value.map_or(number::NONE.to_owned(), |value| significant(value, 2));
    let head = ["column", "distance", "surely at least", "missing before", "missing now", "matters", "cause"];
    let mut table = Table::new("Stability index of each column, what chance brings taken off", head);
    for column in compared.iter().take(60) {
        let share = |value: Option<f64>| value.map_or(number::NONE.to_owned(), percent);
        table.row([
            column.name.clone(),
            optional(column.distance),
            optional(column.low),
            share(column.missing_reference),
            share(column.missing),
            share(column.importance),
            column.cause.unwrap_or_default().replace('-', " "),
        ]);
    }
    let mut blocks = vec![Block::Table(table)];
    let left: Vec<&str> = evidence
        .measured
        .columns
        .iter()
        .filter(|column| matches!(column.role, Role::Identifier | Role::Time))
        .map(|column| column.name.as_str())
        .collect();
    if !left.is_empty() {
        blocks.push(Block::Text(format!(
            "Not compared, as they move by their nature (ids, free text, times and counters): {}.",
            left.join(", ")
        )));
    }
    blocks.push(Block::Text(
        "The stability index is 0 for the same spread; by custom below 0.1 is little and above 0.25 much. Costs are the rise of the \
         model's loss on the reference once its rows are weighed, or spoiled, as the data is."
            .to_owned(),
    ));
    blocks
}
