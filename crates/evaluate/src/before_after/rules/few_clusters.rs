//! The change reached, or left out, only a few units.
//!
//! ## What it sees
//!
//! Fewer than ten units (shops, regions, customers) in one of the two groups.
//!
//! ## Why it sinks projects
//!
//! What happens to one unit happens to all of its rows. With a handful of units, something that befell two of
//! them looks like an effect of the change, whatever the number of rows; and how much units differ can hardly be told from
//! a handful, so that the interval is wide.
//!
//! ## Example
//!
//! Three shops got the new layout, 140 did not, and there are 900,000 receipts. A road was closed beside one of the three.
//!
//! ## What to do
//!
//! Do not rest much on it. Reach more units, best drawn by lot; with one or two units, compare how alike
//! places moved.
//!
//! ## References
//!
//! Bertrand, Duflo & Mullainathan, How Much Should We Trust Differences-in-Differences Estimates? (QJE 119, 2004); Cameron, Gelbach &
//! Miller, Bootstrap-Based Improvements for Inference with Clustered Errors (REStat 90, 2008); Imbens & Kolesár, Robust
//! Standard Errors in Small Samples (REStat 98, 2016).

use ::report::{Finding, Level, Rule};

use super::super::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "few-clusters", level: Level::Warn, text: include_str!("few_clusters.rs") };

/// Fewer units than this in a group are few.
const FEW: usize = 10;

/// Find that a group has few units.
pub fn judge(measured: &Measured) -> Option<Finding> {
    let [others, treated] = measured.units.filter(|units| units.iter().sum::<usize>() > 0)?;
    let (least, which) = if treated <= others {
        (treated, "that the change reached")
    } else {
        (others, "that it did not reach")
    };
    if least >= FEW {
        return None;
    }
    let units = if least == 1 { "is only 1 unit".to_owned() } else { format!("are only {least} units") };
    let message = format!("there {units} {which}, in {} rows", ::report::number::count(measured.rows));
    Some(
        Finding::new(&RULE, message)
            .why("What befell one or two of them looks like an effect of the change; more rows do not help.")
            .remedy("Do not rest much on it; reach more units, drawn by lot.")
            .evidence("units_treated", treated)
            .evidence("units_others", others)
            .evidence("rows", measured.rows),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::before_after::testing::{groups, measured};
    [measured(&groups(4, 3.0, 0.0)), measured(&groups(30, 3.0, 0.0))]
}
