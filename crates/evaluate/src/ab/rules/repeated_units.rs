//! Units have several rows, so figures are by unit.
//!
//! ## What it sees
//!
//! With `--unit`: whether a unit has more than one row in an arm. Means are then the means of the rows, and
//! their variance is taken between units.
//!
//! ## Why it sinks projects
//!
//! Rows of one user resemble each other. Counted as independent they make the interval far too narrow, and
//! noise is launched as an effect.
//!
//! ## Example
//!
//! 6,025 sessions of 400 users: taken row by row p = 0.00005, by user p = 0.23. Nothing had changed.
//!
//! ## What to do
//!
//! Nothing: the figures already are by unit. Always name the unit that was assigned with `--unit`.
//!
//! ## References
//!
//! Deng, Knoblich & Lu, Applying the Delta Method in Metric Analytics, KDD 2018.

use ::report::{Finding, Level, Rule, number};

use crate::ab::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "repeated-units", level: Level::Note, text: include_str!("repeated_units.rs") };

/// See whether units repeat.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some((column, units)) = measured.units.as_ref().filter(|(_, units)| units.repeated > 0) else {
        return Vec::new();
    };
    let message = format!(
        "{} rows belong to {} units of `{}`",
        number::count(measured.rows - measured.rows_left_out),
        number::count(units.units),
        column
    );
    vec![
        Finding::new(&RULE, message)
            .columns([column.as_str()])
            .why("Rows of one unit resemble each other; counted one by one they would promise more than is known.")
            .remedy("Nothing to do: all figures here are by unit.")
            .evidence("units", units.units)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 100, 0.0), ("old", 100, 0.0)]);
    ["pair", "user"].map(|unit| {
        let mut question = crate::ab::testing::question("old");
        question.unit = Some(unit.to_owned());
        crate::ab::testing::measured(&question, &table)
    })
}
