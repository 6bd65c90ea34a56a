//! For some rows the choice is wrong on average, always in the same direction.
//!
//! ## What it sees
//! Slices of the rows that share a value (text, or a quarter of a number's values), pairs of columns, and each column
//! with what the choice itself says, of at least 50 rows. In one of them the mean of what came true differs from the mean
//! of what was predicted, out of fold, by more than a tenth of the target's deviation; surely so, with all slices looked
//! at taken into account (Bonferroni, 95 %). A slice is told once, under the name that is surest.
//!
//! ## Why it sinks projects
//! The average looks fine while one group of customers is always served wrongly. They, or whoever speaks for them, find
//! out first.
//!
//! ## Example
//! Where `plan = trial and age from 18 to 25`, the model says 12 % and 31 % leave (240 rows).
//!
//! ## What to do
//! Ask an expert what is different there. A column may be missing, or the choice too simple for it; a more complex
//! candidate or today's way may serve those rows better.
//!
//! ## References
//! Chung et al., "Slice Finder: automated data slicing for model validation", ICDE 2019; Hoeffding, "Probability
//! inequalities for sums of bounded random variables", JASA 58 (1963); Hall, JRSS B 54 (1992).

use report::{Finding, Level, Rule, number};

use crate::Evidence;

/// A slice that is always served wrongly.
pub const RULE: Rule =
    Rule { name: "weak-segment", level: Level::Warn, text: include_str!("weak_segment.rs") };

/// At most this many are told; the evidence has all.
const TOLD: usize = 3;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    let first = evidence.segments.first()?;
    let shown = |value: f64| match evidence.task {
        frame::Task::Regression | frame::Task::Forecast => number::significant(value, 4),
        _ => number::percent(value),
    };
    let told: Vec<String> = evidence
        .segments
        .iter()
        .take(TOLD)
        .map(|segment| {
            let (predicted, observed) = (shown(segment.predicted), shown(segment.observed));
            format!(
                "where {}, it says {predicted}{} and {observed} comes true ({} rows)",
                segment.name,
                segment.class.as_ref().map_or(String::new(), |class| format!(" {class}")),
                number::count(segment.rows as u64)
            )
        })
        .collect();
    let more = evidence.segments.len().saturating_sub(TOLD);
    let more = if more > 0 { format!("; and {more} more such slices") } else { String::new() };
    let rows: usize = evidence.segments.iter().map(|segment| segment.rows).max().unwrap_or(first.rows);
    Some(
        Finding::new(&RULE, format!("{}{more}", told.join("; ")))
            .columns(first.columns.clone())
            .why("The average looks fine while these are always served wrongly.")
            .remedy("Ask an expert what is different there: a column may be missing, or the choice too simple for it.")
            .evidence("segments", evidence.segments.len())
            .evidence("largest", rows)
            .evidence("rows", evidence.split.rows - evidence.split.holdout_rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let quiet = super::tests::evidence(&[("constant", 0.5, 0.0), ("linear", 0.8, 0.01)]);
    let mut fires = quiet.clone();
    fires.segments.push(crate::Segment {
        name: "plan = trial".to_owned(),
        columns: vec!["plan".to_owned()],
        class: None,
        rows: 240,
        predicted: 0.12,
        observed: 0.31,
        low: 0.1,
        high: 0.28,
    });
    [fires, quiet]
}
