//! Hardly anybody acts on what the change gives them.
//!
//! ## What it sees
//!
//! With `--acted`, a column that says whether someone acted on what a unit was given: fires when surely fewer than half
//! of the variants' units were acted on.
//!
//! ## Why it sinks projects
//!
//! A prediction earns nothing by being right; someone must do something else because of it. What is not used cannot
//! pay, and an effect that is measured without use is chance or something else's doing.
//!
//! ## Example
//!
//! The desk got a list of 800 customers to call. It called 60 of them, and those it knew already.
//!
//! ## What to do
//!
//! Ask those who should act why they do not: too late, not trusted, no time, wrong place? Mend that before the model.
//!
//! ## References
//!
//! Davenport & Malone, Deployment as a Critical Business Data Science Discipline, HDSR 3 (2021).

use ::report::{Finding, Level, Rule, number};
use stats::{Proportion, normal_quantile};

use crate::ab::Measured;

/// The rule and its page.
pub const RULE: Rule = Rule { name: "unused", level: Level::Warn, text: include_str!("unused.rs") };

/// The share of units that are to be acted on.
const USED: f64 = 0.5;

/// Hold the share of units that were acted on against what use would be.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some(acted) = measured.acted.as_ref().filter(|acted| acted.known > 0) else { return Vec::new() };
    let share = Proportion { successes: acted.acted, units: acted.known };
    let surely_below = share.wilson(-normal_quantile(0.005)).is_some_and(|(_, high)| high < USED);
    if !surely_below {
        return Vec::new();
    }
    let message = format!(
        "someone acted on {} of {} units ({})",
        number::count(acted.acted),
        number::count(acted.known),
        number::percent(acted.acted as f64 / acted.known as f64)
    );
    vec![
        Finding::new(&RULE, message)
            .columns([acted.column.as_str()])
            .why("What nobody acts on earns nothing, however right it is.")
            .remedy("Ask those who should act why they do not, and mend that before the model.")
            .evidence("acted", acted.acted)
            .evidence("units", acted.known)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 200, 1.0), ("old", 200, 0.0)]);
    ["seldom", "always"].map(|column| {
        let mut question = crate::ab::testing::question("old");
        question.acted = Some(column.to_owned());
        crate::ab::testing::measured(&question, &table)
    })
}
