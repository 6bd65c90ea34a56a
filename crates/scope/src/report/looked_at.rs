//! What was looked at: the answers over time, what each column tells, where values are missing, and every column.

use report::number::{count, percent, score};
use report::{BandPoint, Block, Chart, Table};

use crate::evidence::{ColumnEvidence, Evidence};
use crate::pictures::{Gaps, OverTime, Strength};

/// The pictures of the table.
pub(super) fn pictures(evidence: &Evidence) -> Vec<Block> {
    let pictures = &evidence.pictures;
    let mut blocks = Vec::new();
    blocks.extend(pictures.over_time.as_ref().map(|over_time| of_time(evidence, over_time)));
    let telling: Vec<&Strength> =
        pictures.strengths.iter().filter(|strength| strength.skill > 0.005).collect();
    if !telling.is_empty() {
        blocks.push(strengths(evidence, &telling));
    }
    blocks.extend(pictures.gaps.as_ref().map(gaps));
    blocks
}

fn of_time(evidence: &Evidence, over_time: &OverTime) -> Block {
    let point = |(at, block): (usize, &crate::pictures::Block)| BandPoint {
        x: at as f64,
        low: block.low,
        value: block.value,
        high: block.high,
    };
    let from =
        |block: Option<&crate::pictures::Block>| block.map_or(String::new(), |block| block.from.clone());
    Block::Chart(Chart::Band {
        title: format!("{} over time: {}, with its 95 % interval", evidence.target, over_time.of),
        x: format!("{} blocks of as many rows", over_time.blocks.len()),
        ends: [from(over_time.blocks.first()), from(over_time.blocks.last())],
        points: over_time.blocks.iter().enumerate().map(point).collect(),
        marks: Vec::new(),
    })
}

fn strengths(evidence: &Evidence, telling: &[&Strength]) -> Block {
    let guilty = |column: &str| {
        let names = |finding: &&report::Finding| finding.columns.iter().any(|name| name == column);
        let mut of_column = evidence.findings.iter().filter(names);
        of_column
            .any(|finding| matches!(finding.rule, "target-leak" | "post-outcome-column" | "future-column"))
    };
    let name = |strength: &Strength| match guilty(&strength.column) {
        true => format!("{} (gives it away)", strength.column),
        false => strength.column.clone(),
    };
    Block::Chart(Chart::Bars {
        title: format!("What each column alone tells of {}: 0 nothing, 1 everything", evidence.target),
        rows: telling.iter().map(|strength| (name(strength), strength.skill)).collect(),
    })
}

fn gaps(gaps: &Gaps) -> Block {
    let more = match gaps.others {
        0 => String::new(),
        others => format!(
            " (the {} columns with most; {} more have some)",
            gaps.columns.len(),
            count(others as u64)
        ),
    };
    let row = |column: &crate::pictures::GapsOfColumn| {
        (column.name.clone(), percent(column.share), column.blocks.clone())
    };
    Block::Chart(Chart::Map {
        title: format!("Where values are missing{more}"),
        across: if gaps.by_time { "rows, earliest to latest" } else { "rows, in the order of the table" }
            .into(),
        rows: gaps.columns.iter().map(row).collect(),
    })
}

/// Every column on one line.
pub(super) fn columns(evidence: &Evidence) -> Table {
    let mut table = Table::new("", ["column", "type", "missing", "different", "range", "most frequent"]);
    for column in &evidence.columns {
        let missing = if column.missing == 0 {
            "0".to_owned()
        } else {
            percent(column.missing as f64 / evidence.rows.max(1) as f64)
        };
        let kind = format!("{:?}", column.kind).to_lowercase();
        table.row([
            column.name.clone(),
            kind,
            missing,
            count(column.distinct),
            range(column),
            frequent(column),
        ]);
    }
    table
}

fn range(column: &ColumnEvidence) -> String {
    let shown = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text.clone()),
        value => value.as_i64().map(|whole| whole.to_string()).or_else(|| value.as_f64().map(score)),
    };
    match (shown(&column.min), shown(&column.max)) {
        (Some(min), Some(max)) => format!("{min} … {max}"),
        _ => String::new(),
    }
}

fn frequent(column: &ColumnEvidence) -> String {
    let short = |text: &str| {
        if text.chars().count() > 20 {
            format!("{}…", text.chars().take(19).collect::<String>())
        } else {
            text.to_owned()
        }
    };
    let shown = column.top.iter().filter(|value| value.1 > 1).take(3);
    shown.map(|value| format!("{} ({})", short(&value.0), count(value.1))).collect::<Vec<_>>().join(", ")
}
