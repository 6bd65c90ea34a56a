//! The page of an experiment: the choice first, then how it was made, the figures behind a fold.

mod pictures;
mod two;

use report::{Block, Chart, Report, Table, number};

use crate::{Candidate, Decision, Evidence, Look, Status, forecast};

/// The experiment as a page both sides can read.
pub fn report(evidence: &Evidence) -> Report {
    let mut page = Report::new(headline(evidence));
    page.text(in_words(evidence));
    if let Some(forecast) = &evidence.forecast {
        page.text(forecast::words(evidence, forecast));
    }
    if !evidence.notes.is_empty() {
        page.list(evidence.notes.iter().cloned());
    }
    if let Some(table) = two::side_by_side(evidence) {
        page.push(Block::Table(table));
    }
    if !evidence.findings.is_empty() {
        page.heading("What to watch").findings(&evidence.findings);
    }
    page.heading("Who was tried, simplest first");
    page.push(Block::Table(candidates(evidence)));
    evidence.forecast.iter().flat_map(forecast::blocks).for_each(|block| {
        page.push(block);
    });
    if let Some(look) = evidence.stopping.last() {
        page.text(going_on(evidence, look));
    }
    if let Some(chart) = pictures::value_against_complexity(evidence) {
        page.push(Block::Chart(chart));
    }
    if !evidence.describe.is_empty() {
        page.heading("What the choice goes by").list(evidence.describe.iter().cloned());
        if let Some(reads) = evidence.chosen().and_then(|chosen| chosen.reads.clone()) {
            page.text(reads);
        }
    }
    if let Some(table) = pictures::segments(evidence) {
        page.heading("Whom it serves wrongly").push(Block::Table(table));
    }
    let mut fold = |title: &str, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            page.push(Block::Fold { title: title.to_owned(), blocks });
        }
    };
    fold("What the choice rests on", pictures::what_it_rests_on(evidence));
    fold("From when to act", pictures::threshold(evidence));
    fold("Whether its probabilities come true", pictures::calibration(evidence));
    fold("The figures in detail", details(evidence));
    page
}

fn headline(evidence: &Evidence) -> String {
    let (Some(holdout), Some(choice)) = (&evidence.holdout, &evidence.choice.name) else {
        let measured = |candidate: &Candidate| !candidate.is_baseline() && candidate.score.is_some();
        if evidence.ended.is_some() && !evidence.candidates.iter().any(measured) {
            return format!("Undecided: nothing that learns {} was measured in time", evidence.target);
        }
        return format!("No-go: nothing is chosen for {}", evidence.target);
    };
    let (Some(score), Some(low), Some(high)) = (holdout.score, holdout.low, holdout.high) else {
        return format!("Chosen: {choice}; {} could not be computed on the sealed rows", evidence.metric);
    };
    let interval = format!("({} to {})", shown(evidence, Some(low)), shown(evidence, Some(high)));
    if let Some((than, _)) = evidence.sealed_worse_than() {
        return format!(
            "No-go: {choice} was chosen, and is worse than {than} on rows nothing had seen: {} {interval}",
            evidence.told(score)
        );
    }
    match evidence.deciding_money() {
        Some(currency) => {
            format!(
                "Chosen: {choice}, {} a month on rows nothing had seen {interval}",
                number::money(score, currency)
            )
        }
        None => {
            let score = shown(evidence, Some(score));
            format!("Chosen: {choice}, {} {score} on rows nothing had seen {interval}", evidence.metric)
        }
    }
}

fn in_words(evidence: &Evidence) -> String {
    let split = &evidence.split;
    let (Some(holdout), Some(choice)) = (&evidence.holdout, &evidence.choice.name) else {
        return format!(
            "Why: {}. {} rows, split {}; {} of them stayed sealed, for a better candidate.",
            evidence.choice.why,
            number::count(split.rows as i128),
            split.kind.words(),
            number::count(split.holdout_rows as i128),
        );
    };
    let others = match evidence.choice.others.as_str() {
        "" => String::new(),
        others => format!("; {others}"),
    };
    let mut words = format!(
        "Why {choice}: {}{others}. {} rows, split {}; {} of them stayed sealed \
         until the choice was made.",
        evidence.choice.why,
        number::count(split.rows as i128),
        split.kind.words(),
        number::count(split.holdout_rows as i128),
    );
    if let (Some(money), Some(currency)) = (holdout.money, &evidence.currency) {
        words.push_str(&format!(" On those it brings {} a month.", number::money(money, currency)));
        if let Some(today) = holdout.money_today.filter(|_| choice != "today") {
            words.push_str(&format!(
                " Today's rule brings {} on the same rows.",
                number::money(today, currency)
            ));
        }
    }
    if let (Some(asked), Some(score)) = (evidence.at_least, holdout.score) {
        let reached = if evidence.higher_is_better { score >= asked } else { score <= asked };
        let verb = if reached { "reaches" } else { "falls short of" };
        words.push_str(&format!(" That {verb} the {} the plan asks for.", number::score(asked)));
    }
    words
}

/// Whether going on was worth it, at the last rung that was asked about.
fn going_on(evidence: &Evidence, last: &Look) -> String {
    let ceiling = match evidence.deciding_money() {
        Some(currency) => format!("always being right would bring {}", number::money(last.perfect, currency)),
        None => format!("always being right is {}", number::score(last.perfect)),
    };
    match last.decision {
        Decision::Stop => format!(
            "Stopped before {}: {}. The best so far is {}; {ceiling}. `--all` climbs on regardless.",
            last.next,
            last.why,
            shown(evidence, Some(last.best))
        ),
        Decision::GoOn => format!(
            "Going on was worth it at each rung; before {}: {} (the best so far was {}; {ceiling}).",
            last.next,
            last.why,
            shown(evidence, Some(last.best))
        ),
    }
}

fn candidates(evidence: &Evidence) -> Table {
    let beside = evidence.currency.as_ref().filter(|_| evidence.deciding_money().is_none());
    let measure =
        evidence.deciding_money().map_or(evidence.metric.clone(), |currency| format!("{currency} a month"));
    let mut head = vec!["candidate".to_owned(), measure.clone(), "95 % interval".to_owned()];
    head.extend(beside.map(|currency| format!("{currency} a month")));
    head.push("what became of it".to_owned());
    let times = match evidence.split.repeats {
        1 => String::new(),
        repeats => format!(", dealt out {repeats} times"),
    };
    let mut table =
        Table::new(format!("{measure}, mean over {} {}{times}", evidence.split.folds, parts(evidence)), head);
    for candidate in &evidence.candidates {
        let mut cells =
            vec![candidate.name.clone(), shown(evidence, candidate.score), interval(evidence, candidate)];
        cells.extend(beside.map(|_| candidate.money.map_or("—".to_owned(), |money| number::fixed(money, 0))));
        cells.push(format!("{}: {}", status(candidate.status), candidate.why));
        table.row(cells);
    }
    table.marked = evidence.candidates.iter().position(|candidate| candidate.status == Status::Chosen);
    table
}

/// What the folds are.
fn parts(evidence: &Evidence) -> &'static str {
    if evidence.forecast.is_some() { "origins" } else { "folds" }
}

fn intervals(evidence: &Evidence) -> Chart {
    let rows = evidence.candidates.iter().filter_map(|candidate| {
        Some((candidate.name.clone(), candidate.low?, candidate.score?, candidate.high?))
    });
    Chart::Intervals {
        title: match evidence.deciding_money() {
            Some(currency) => format!("{currency} a month with its 95 % interval"),
            None => format!("{} with its 95 % interval", evidence.metric),
        },
        rows: rows.collect(),
        reference: evidence.at_least,
    }
}

fn details(evidence: &Evidence) -> Vec<Block> {
    let sealed = evidence.holdout.as_ref().map(|holdout| ("sealed rows", &holdout.measures));
    let rows = || {
        let rows = evidence.candidates.iter().map(|candidate| (candidate.name.as_str(), &candidate.measures));
        rows.chain(sealed).filter(|(_, values)| !values.is_empty())
    };
    let names: Vec<&str> = rows()
        .next()
        .map_or(Vec::new(), |(_, values)| values.iter().map(|(name, _)| name.as_str()).collect());
    let mut measures = Table::new(
        "The usual measures, out of fold; the last row on the sealed rows",
        std::iter::once("candidate").chain(names.iter().copied()),
    );
    for (name, values) in rows() {
        let cells = values.iter().map(|(_, value)| value.map_or("—".to_owned(), number::score));
        measures.row(std::iter::once(name.to_owned()).chain(cells));
    }
    let mut blocks = vec![Block::Chart(intervals(evidence)), Block::Table(measures)];
    blocks.extend(evidence.forecast.as_ref().and_then(forecast::seasons));
    blocks.push(Block::Table(pictures::size_and_steadiness(evidence)));
    blocks
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Chosen => "chosen",
        Status::Beaten => "beaten",
        Status::Dropped => "dropped",
        Status::Skipped | Status::Spared => "skipped",
        Status::Failed => "failed",
    }
}

/// A value of the deciding measure.
fn shown(evidence: &Evidence, value: Option<f64>) -> String {
    match (value, evidence.deciding_money()) {
        (None, _) => "—".to_owned(),
        (Some(value), Some(_)) => number::fixed(value, 0),
        (Some(value), None) => number::score(value),
    }
}

fn interval(evidence: &Evidence, candidate: &Candidate) -> String {
    match (candidate.low, candidate.high) {
        (Some(_), Some(_)) => {
            format!("{} to {}", shown(evidence, candidate.low), shown(evidence, candidate.high))
        }
        _ => "—".to_owned(),
    }
}
