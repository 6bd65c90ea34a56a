//! The page a sponsor reads: the decision in words, why, what was found, whether it can be done and would pay, and what
//! was looked at. Pictures first, figures behind folds.

mod feasible;
mod looked_at;
mod worth;

use report::number::count;
use report::{Block, Report};

use crate::evidence::{Decision, Evidence};

/// The evidence as a report.
pub fn report(evidence: &Evidence) -> Report {
    let mut page = Report::new(headline(evidence));
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
    section(&mut page, "Can it be done?", feasible::blocks(evidence));
    section(&mut page, "Would it pay?", worth::blocks(evidence));
    section(&mut page, "The ways weighed", worth::options(evidence));
    section(&mut page, "What the table looks like", looked_at::pictures(evidence));
    page.push(Block::Fold {
        title: format!("The {columns} columns"),
        blocks: vec![Block::Table(looked_at::columns(evidence))],
    });
    page
}

fn section(page: &mut Report, title: &str, blocks: Vec<Block>) {
    if !blocks.is_empty() {
        page.heading(title);
        blocks.into_iter().for_each(|block| {
            page.push(block);
        });
    }
}

fn headline(evidence: &Evidence) -> String {
    let target = &evidence.target;
    let worth = evidence.worth.as_ref().map(|worth| worth.decision);
    let stopped = evidence.findings.iter().any(report::Finding::stops);
    match (evidence.decision, worth) {
        (Decision::Go, Some(Decision::Go)) => {
            format!("Go: {target} can be predicted from this table, and it would pay")
        }
        (Decision::Go, _) => format!("Go: {target} can be predicted from this table"),
        (Decision::NoGo, Some(Decision::NoGo)) if !stopped => {
            format!("No-go: predicting {target} would not pay")
        }
        (Decision::NoGo, _) => {
            format!("No-go: predicting {target} from this table as it is would waste the project")
        }
        (Decision::Unsure, Some(Decision::Unsure)) if evidence.can_be_done() => {
            format!("Unsure: {target} can be predicted, but whether it would pay is open")
        }
        (Decision::Unsure, _) => {
            format!("Unsure: this table cannot yet say whether {target} can be predicted")
        }
    }
}
