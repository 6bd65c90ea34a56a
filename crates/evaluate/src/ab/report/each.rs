//! Several answers side by side.

use ::report::{Block, Report, Table, number};
use serde_json::Value;

use super::report;
use crate::ab::{Evidence, Verdict};

/// Several answers side by side, each in full behind a fold.
pub fn each(answers: &[Evidence]) -> Report {
    let count = |verdict: Verdict| answers.iter().filter(|answer| answer.verdict == verdict).count();
    let verdicts = [Verdict::Keep, Verdict::Wait, Verdict::Stop, Verdict::Unsound];
    let counted = verdicts.iter().filter(|&&verdict| count(verdict) > 0);
    let counted: Vec<String> =
        counted.map(|&verdict| format!("{} {}", count(verdict), verdict.word())).collect();
    let by_look = answers.iter().any(|answer| answer.look.is_some());
    let what = if by_look { "looks" } else { "groups" };
    let mut page = Report::new(format!("{} {what}: {}", number::count(answers.len()), counted.join(", ")));
    let mut table =
        Table::new("Verdicts", ["for", "metric", "variant", "difference", "low", "high", "verdict"]);
    for answer in answers {
        for (at, one) in answer.comparisons.iter().enumerate() {
            let optional = |value: Option<f64>| {
                value.map_or(number::NONE.to_owned(), |value| number::significant(value, 4))
            };
            let verdict = if at == 0 { answer.verdict.word() } else { "" };
            let (metric, variant) = (one.metric.clone(), one.variant.clone());
            table.row([
                named(answer),
                metric,
                variant,
                optional(one.difference),
                optional(one.verdict_low),
                optional(one.verdict_high),
                verdict.to_owned(),
            ]);
        }
        if answer.comparisons.is_empty() {
            let none = || number::NONE.to_owned();
            table.row([
                named(answer),
                none(),
                none(),
                none(),
                none(),
                none(),
                answer.verdict.word().to_owned(),
            ]);
        }
    }
    page.push(Block::Table(table));
    for answer in answers {
        let own = report(answer);
        let blocks = [Block::Text(own.headline)].into_iter().chain(own.blocks).collect();
        page.push(Block::Fold { title: named(answer), blocks });
    }
    page
}

/// The group and look of an answer.
fn named(answer: &Evidence) -> String {
    let shown = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => "(blank)".to_owned(),
        other => other.to_string(),
    };
    let names: Vec<String> = [&answer.by, &answer.look].into_iter().flatten().map(shown).collect();
    names.join(", ")
}
