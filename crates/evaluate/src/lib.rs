//! The sixth tenet: does it pay?
//!
//! Each way to find out is a folder of its own, with its question, its evidence, its rules and its page:
//!
//! - [`ab`]: a test was run. Does the change pay, and can the test be trusted?
//! - [`drift`]: the model is at work. Is the world still the one it learned from?
//! - [`before_after`]: no test was possible. What do the days before and after suggest?
//! - [`power`]: a test is planned. How many units, for how long, to see which gain?

pub mod ab;
pub mod before_after;
mod check;
pub mod drift;
pub mod power;

use report::Rule;

/// The rules of all of them, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    ab::rules().chain(drift::rules()).chain(before_after::rules())
}

#[test]
fn names_are_unique() {
    let names: std::collections::BTreeSet<&str> = rules().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules().count());
}
