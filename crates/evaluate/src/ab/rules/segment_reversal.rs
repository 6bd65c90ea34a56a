//! Overall the effect points one way, within the segments the other.
//!
//! ## What it sees
//!
//! With `--segment`: the plain difference over all segments, and the one within segments weighted by their size. Fires
//! when their signs are opposite and at least one of the two differs clearly from 0 (5 %).
//!
//! ## Why it sinks projects
//!
//! The arms hold the segments in different shares, so the overall difference compares different kinds of units.
//! Random assignment does not do that: something else decided who got what.
//!
//! ## Example
//!
//! The new checkout converts better on phones and better on desktops, yet worse overall: it was opened to phones
//! first, and phones convert worse (Simpson's paradox).
//!
//! ## What to do
//!
//! Find out why the arms hold different shares of the segments. Until then trust neither figure; the one within
//! segments is the better guess.
//!
//! ## References
//!
//! Simpson, JRSS B 13 (1951). Crook et al., Seven Pitfalls to Avoid when Running Controlled Experiments on the Web,
//! KDD 2009, section 4.

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Comparison, Measured, words};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "segment-reversal", level: Level::Stop, text: include_str!("segment_reversal.rs") };

/// How rarely chance alone is to make one of the two differences.
const CLEAR: f64 = 0.05;

/// Hold the difference within segments against the one over all of them.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some(segment) = &measured.segment else { return Vec::new() };
    let finding = |comparison: &Comparison| {
        let clear = |p: Option<f64>| p.is_some_and(|p| p < CLEAR);
        let within = comparison.within_segments.as_ref().filter(|within| {
            within.overall * within.difference < 0.0 && (clear(within.overall_p) || clear(within.p_value))
        })?;
        let message = format!(
            "over all rows `{}` brings {} `{}` than `{}`, but {} within the {} segments of `{segment}`",
            comparison.variant,
            words::more_or_less(comparison, within.overall),
            comparison.metric,
            comparison.control,
            words::more_or_less(comparison, within.difference),
            number::count(comparison.by_segment.len()),
        );
        Some(
            Finding::new(&RULE, message)
                .columns([segment.as_str(), comparison.metric.as_str()])
                .why("The arms hold the segments in different shares, so the overall figure compares different kinds of units.")
                .remedy("Find out why the shares differ; until then do not act on either figure.")
                .evidence("overall", within.overall)
                .evidence("within_segments", within.difference)
                .evidence("rows", measured.rows),
        )
    };
    measured.comparisons.iter().filter_map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 400, 0.0), ("old", 400, 0.0)]);
    ["reversed", "value"].map(|metric| {
        let mut question = crate::ab::testing::question("old");
        question.metrics = vec![metric.into()];
        question.segment = Some("kind".to_owned());
        crate::ab::testing::measured(&question, &table)
    })
}
