//! The page a sponsor reads: the decision in words, why, what was found, and what was looked at.

use report::number::{count, percent, score};
use report::{Block, Chart, Report, Table};

use crate::evidence::{ColumnEvidence, Decision, Evidence};

/// The evidence as a report.
pub fn report(evidence: &Evidence) -> Report {
    let target = &evidence.target;
    let mut page = Report::new(match evidence.decision {
        Decision::Go => format!("Go: {target} can be predicted from this table"),
        Decision::NoGo => {
            format!("No-go: predicting {target} from this table as it is would waste the project")
        }
        Decision::Unsure => format!("Unsure: this table cannot yet say whether {target} can be predicted"),
    });
    page.list(evidence.reasons.clone());
    let looked = match evidence.rows_sampled {
        sampled if sampled < evidence.rows => format!(", {} of them one by one", count(sampled)),
        _ => String::new(),
    };
    let columns = evidence.columns.len();
    page.text(format!(
        "Looked at {} rows{looked} and {columns} columns of `{}`.",
        count(evidence.rows),
        evidence.table
    ));
    for note in &evidence.notes {
        page.text(format!("{note}."));
    }
    if !evidence.findings.is_empty() {
        page.heading("What was found").findings(&evidence.findings);
    }
    if let Some(chart) = signal(evidence) {
        page.heading("Is there anything to learn?").push(chart);
    }
    page.push(Block::Fold {
        title: format!("The {columns} columns"),
        blocks: vec![Block::Table(table(evidence))],
    });
    page
}

fn signal(evidence: &Evidence) -> Option<Block> {
    let signal = evidence.signal.as_ref()?;
    let row = (format!("quick model ({})", signal.learner), signal.low?, signal.score?, signal.high?);
    let title =
        format!("{} on unseen rows, with its 95 % interval; the line is knowing nothing", signal.metric);
    Some(Block::Chart(Chart::Intervals { title, rows: vec![row], reference: signal.baseline }))
}

fn table(evidence: &Evidence) -> Table {
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
