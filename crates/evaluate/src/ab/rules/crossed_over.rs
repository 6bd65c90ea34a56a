//! Some units were in more than one arm.
//!
//! ## What it sees
//!
//! With `--unit`: the share of units whose rows name more than one arm. Any is a warning, more than one in a
//! hundred is a stop.
//!
//! ## Why it sinks projects
//!
//! A unit that saw both ways belongs to neither: what it does under one is coloured by the other. The arms
//! grow alike and a real effect shrinks; and whoever can switch arms does it for a reason, so the arms are
//! no longer random.
//!
//! ## Example
//!
//! 3 % of users were assigned again after clearing their cookies and saw both checkouts.
//!
//! ## What to do
//!
//! Assign by something that stays (the account, not the session), and log the first assignment. A handful of
//! crossed units can be left out by a rule fixed beforehand; many mean that assignment is broken.
//!
//! ## References
//!
//! Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments (2020), chapters 14 and 22.

use ::report::{Finding, Level, Rule, number};

use crate::ab::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "crossed-over", level: Level::Warn, text: include_str!("crossed_over.rs") };

/// The share of units in two arms from which on the assignment is broken.
const STOP: f64 = 0.01;

/// Count the units in more than one arm.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some((column, units)) = measured.units.as_ref().filter(|(_, units)| units.crossed > 0) else {
        return Vec::new();
    };
    let share = units.crossed as f64 / units.units as f64;
    let message = format!(
        "{} of {} units ({}) are in more than one arm",
        number::count(units.crossed),
        number::count(units.units),
        number::percent(share)
    );
    vec![
        Finding::new(&RULE, message)
            .level(if share > STOP { Level::Stop } else { Level::Warn })
            .columns([column.as_str(), measured.variant_column.as_str()])
            .why("A unit that saw both ways counts in both arms: the arms grow alike and are no longer random.")
            .remedy("Assign by something that does not change for a unit, and keep its first assignment.")
            .evidence("crossed", units.crossed)
            .evidence("units", units.units)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 400, 0.0), ("old", 400, 0.0)]);
    // One `pair` of 401 has a row in each arm; no `user` has.
    ["pair", "user"].map(|unit| {
        let mut question = crate::ab::testing::question("old");
        question.unit = Some(unit.to_owned());
        crate::ab::testing::measured(&question, &table)
    })
}
