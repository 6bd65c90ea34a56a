//! There are too few periods before or after the change to tell an effect from what would have come anyway.
//!
//! ## What it sees
//!
//! Fewer periods than the method needs (8 before and 3 after for a series, 3 and 3 for the difference of two): it stops. Or so few,
//! or so alike from one to the next, that those before are worth less than twelve independent ones: it warns.
//!
//! ## Why it sinks projects
//!
//! Where the past was heading is drawn through a handful of points; a little luck bends it, and the bend is the effect.
//!
//! ## Example
//!
//! Five months before, two after. Any straight line through five points leaves room for the rise.
//!
//! ## What to do
//!
//! Take a longer past, or shorter periods (days instead of months). Else wait.
//!
//! ## References
//!
//! Wagner, Soumerai, Zhang & Ross-Degnan (J. Clin. Pharm. Ther. 27, 2002): at least 12 points before and after; for what alike
//! points are worth, Bayley & Hammersley, The "Effective" Number of Independent Observations in an Autocorrelated Time Series (1946).

use ::report::{Finding, Level, Rule, number};

use super::super::{Measured, Method};

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "too-few-periods", level: Level::Stop, text: include_str!("too_few_periods.rs") };

/// Worth fewer independent periods than this, the past is short.
const FEW: f64 = 12.0;

/// Find that the past or the time since is too short.
pub fn judge(measured: &Measured) -> Option<Finding> {
    let (before, after) = measured.periods;
    let finding = |message: String, level| {
        Finding::new(&RULE, message)
            .level(level)
            .why("Where the metric was heading is drawn through a handful of points, and luck bends it.")
            .remedy("Take a longer past, or shorter periods; else wait.")
            .evidence("periods_before", before)
            .evidence("periods_after", after)
            .evidence("rows", measured.rows)
    };
    if measured.method == Method::DifferenceInDifferences {
        return None;
    }
    if measured.effect.is_none() {
        let message = format!(
            "{} before the change and {after} after are too few to tell an effect",
            number::counted(before as u64, "period")
        );
        return Some(finding(message, Level::Stop));
    }
    let (memory, _) = measured.memory?;
    let worth = before as f64 * (1.0 - memory) / (1.0 + memory);
    if worth >= FEW {
        return None;
    }
    let alike = if memory < 0.1 {
        String::new()
    } else {
        format!(
            ", each like the one before it (correlation {}): worth {}",
            number::significant(memory, 2),
            number::fixed(worth, 0)
        )
    };
    Some(
        finding(format!("there are only {before} periods before the change{alike}"), Level::Warn)
            .evidence("worth", worth),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::before_after::testing::{course, measured};
    [measured(&course(6, 2.0, 1.0)), measured(&course(60, 2.0, 1.0))]
}
