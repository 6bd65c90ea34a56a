//! Whether it would pay: the spread of the first year's result, what moves it, and what is worth finding out.

use report::number::{money, significant};
use report::{Block, Chart, Swing, Table};

use crate::evidence::Evidence;
use crate::worth::{Unknown, Worth};

/// What is said and shown of worth; nothing when no plan speaks of money.
pub(super) fn blocks(evidence: &Evidence) -> Vec<Block> {
    match &evidence.worth {
        Some(worth) => of_worth(worth),
        None if evidence.speaks_of_money() => {
            vec![Block::Text(format!("That cannot be told: {}.", evidence.worth_because))]
        }
        None => Vec::new(),
    }
}

fn of_worth(worth: &Worth) -> Vec<Block> {
    let amount = |value: f64| money(value, &worth.currency);
    let back = match worth.payback_months {
        Some(months) if months < 0.95 => "Building it is paid back within the first month.".to_owned(),
        Some(months) => format!("Building it is paid back in about {} months.", significant(months, 2)),
        None => "On these figures building it is never paid back.".to_owned(),
    };
    let mut blocks = vec![
        Block::List(vec![
            format!(
                "The first year brings {} on average, nine times in ten between {} and {}; the chance that it pays is {}.",
                amount(worth.expected),
                amount(worth.low),
                amount(worth.high),
                worth.chance_shown()
            ),
            format!(
                "A month brings {} over {}; from {} on the year pays. {back}",
                amount(worth.gain_per_month),
                worth.compared_with,
                amount(worth.break_even_per_month),
            ),
            format!(
                "Building it and running it through the year costs {}. If every answer were right, {} would be left.",
                amount(worth.cost),
                amount(worth.perfect)
            ),
        ]),
        Block::Chart(Chart::Spread {
            title: format!("What the first year may bring, {}", worth.currency),
            bins: worth.histogram.iter().map(|bin| (bin.from, bin.to, bin.share)).collect(),
            at: 0.0,
            sides: [
                "below 0 it loses money".to_owned(),
                format!("above 0 it pays: {}", worth.chance_shown()),
            ],
        }),
    ];
    let moving: Vec<&Unknown> =
        worth.unknowns.iter().filter(|unknown| unknown.reach() > 0.0).take(8).collect();
    if !moving.is_empty() {
        blocks.push(Block::Chart(Chart::Swings {
            title: format!("What moves it most, each from low to high, {}", worth.currency),
            rows: moving.iter().map(|unknown| swing(unknown)).collect(),
            middle: worth.expected,
            reference: Some(0.0),
        }));
        blocks.push(Block::Table(unknowns(worth, &moving)));
    }
    blocks.push(Block::Fold {
        title: "What these figures take for granted".to_owned(),
        blocks: vec![Block::List(worth.assumptions.clone())],
    });
    blocks
}

fn swing(unknown: &Unknown) -> Swing {
    let shown = format!("{} to {}", money(unknown.net_low, ""), money(unknown.net_high, ""));
    Swing { name: unknown.name.to_owned(), low: unknown.net_low, high: unknown.net_high, shown }
}

/// What is not known for sure, where it tips the balance, and what knowing it is worth.
fn unknowns(worth: &Worth, moving: &[&Unknown]) -> Table {
    let mut table = Table::new(
        "What is worth finding out before deciding",
        ["not known for sure", "low", "high", "the year ends at 0 from", "knowing it is worth up to"],
    );
    let shown =
        |value: Option<f64>| value.map_or(report::number::NONE.to_owned(), |value| significant(value, 3));
    for unknown in moving {
        table.row([
            unknown.name.to_owned(),
            shown(unknown.low),
            shown(unknown.high),
            shown(unknown.break_even),
            money(unknown.worth_knowing, &worth.currency),
        ]);
    }
    let most = moving.iter().enumerate().max_by(|a, b| a.1.worth_knowing.total_cmp(&b.1.worth_knowing));
    table.marked = most.filter(|(_, most)| most.worth_knowing > 0.0).map(|(at, _)| at);
    table
}

/// The ways to reach the goal and what becomes of each.
pub(super) fn options(evidence: &Evidence) -> Vec<Block> {
    if evidence.options.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new("", ["way", "kind", "risk", "time", "cost", "verdict"]);
    let word =
        |value: serde_json::Value| value.as_str().map_or(report::number::NONE.to_owned(), str::to_owned);
    for weighed in &evidence.options {
        let way = &weighed.way;
        table.row([
            way.name.clone(),
            word(serde_json::json!(way.kind)),
            word(serde_json::json!(way.risk)),
            word(serde_json::json!(way.time)),
            word(serde_json::json!(way.cost)),
            format!("{}: {}", weighed.verdict, weighed.because),
        ]);
    }
    vec![Block::Table(table)]
}
