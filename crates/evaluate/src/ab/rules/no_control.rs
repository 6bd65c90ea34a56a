//! No row belongs to the arm that is to be compared with.
//!
//! ## What it sees
//!
//! The arm named by `--control` does not occur in the column of arms.
//!
//! ## Why it sinks projects
//!
//! A gain is a difference. Without the arm that kept today's way there is nothing to subtract, and any rise
//! after the launch, seasonal or lucky, is booked as the model's success.
//!
//! ## Example
//!
//! `--control "No Email"` on a table whose arms are `Mens E-Mail`, `Womens E-Mail` and `No E-Mail`.
//!
//! ## What to do
//!
//! Name the control as it is written in the data. If no unit was kept on today's way, keep a random share of
//! them there from now on; before-and-after figures cannot replace it.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapter 1.

use ::report::{Finding, Level, Rule, suggest};

use crate::ab::Measured;

/// The rule and its page.
pub const RULE: Rule = Rule { name: "no-control", level: Level::Stop, text: include_str!("no_control.rs") };

/// Compare the control with the arms that occur.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let arms: Vec<&str> =
        measured.split.counts.iter().filter(|(_, units)| *units > 0).map(|(arm, _)| arm.as_str()).collect();
    // A group may lack it although others have it.
    if measured.control_occurs {
        return Vec::new();
    }
    let remedy = match suggest::nearest(&measured.control, arms.iter().copied()) {
        Some(near) => format!("Did you mean `--control \"{near}\"`?"),
        None => format!("Name the arm that kept today's way: {}.", suggest::one_of(arms.iter().copied())),
    };
    let message =
        format!("no row of `{}` belongs to the control `{}`", measured.variant_column, measured.control);
    vec![
        Finding::new(&RULE, message)
            .columns([measured.variant_column.as_str()])
            .why("Without the arm that kept today's way there is nothing to hold the change against.")
            .remedy(remedy)
            .evidence("arms", arms)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 40, 0.0), ("old", 40, 0.0)]);
    ["odl", "old"].map(|control| crate::ab::testing::measured(&crate::ab::testing::question(control), &table))
}
