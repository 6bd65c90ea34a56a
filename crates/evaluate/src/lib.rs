//! The sixth tenet: does it pay?
//!
//! Each way to find out is a folder of its own, with its question, its evidence, its rules and its page:
//!
//! - [`ab`]: a test was run. Does the change pay, and can the test be trusted?
//! - [`drift`]: the model is at work. Is the world still the one it learned from?

pub mod ab;
pub mod drift;

use report::Rule;

/// The rules of all of them, for `tenet explain`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    ab::rules().chain(drift::rules())
}
