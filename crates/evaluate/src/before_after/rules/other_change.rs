//! Something else changed on the same day: there are suddenly more or fewer rows.
//!
//! ## What it sees
//!
//! The number of rows a period jumped at the change, by a tenth or more and so that chance does it less than once in a thousand; where
//! there are others to compare with, against theirs.
//!
//! ## Why it sinks projects
//!
//! When more or other cases are counted from that day on, the metric moves because of who is counted. Bots shut out, a
//! campaign that began, a tracker that was mended: each looks like an effect.
//!
//! ## Example
//!
//! With the new home page a consent banner came. A third of the visits were no longer counted, those of the hurried; the
//! time on page rose.
//!
//! ## What to do
//!
//! Find out what else changed that day. Compare only cases that are counted before and after, or run a test.
//!
//! ## References
//!
//! Shadish, Cook & Campbell, Experimental and Quasi-Experimental Designs (2002), chapter 6: history, instrumentation.

use ::report::{Finding, Level, Rule, number};

use super::super::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "other-change", level: Level::Warn, text: include_str!("other_change.rs") };

/// Find that the number of rows jumped as well.
pub fn judge(measured: &Measured) -> Option<Finding> {
    let counts =
        measured.counts.filter(|counts| counts.p_value < 0.001 && (counts.ratio - 1.0).abs() >= 0.1)?;
    let way = if counts.ratio < 1.0 { "fewer" } else { "more" };
    let size = number::percent((counts.ratio - 1.0).abs());
    let message = format!(
        "since the change there are {size} {way} rows a period than were to be expected: who is counted changed too"
    );
    Some(
        Finding::new(&RULE, message)
            .why("The metric moves when other cases are counted, without any effect.")
            .remedy(
                "Find out what else changed that day, and compare only cases counted both before and after.",
            )
            .evidence("ratio", counts.ratio)
            .evidence("p_value", counts.p_value)
            .evidence("rows", measured.rows),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::before_after::testing::{course, measured};
    [measured(&course(60, 0.0, 1.4)), measured(&course(60, 2.0, 1.0))]
}
