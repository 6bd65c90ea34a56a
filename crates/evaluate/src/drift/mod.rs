//! Drift: is the world still the one the model learned from, and is the data still brought as it was?
//!
//! [`run`] holds a table against a fixed reference and answers in three steps. It measures how far each column, the answers
//! and the predictions moved, above what the sizes of the tables explain; it finds out why ([`Cause`]: a fault of the feed,
//! or a change of the world) and what that costs the model; the rules judge by the cost, and the verdict follows: steady,
//! watch or act. With a time, windows of the data are judged one by one.
//!
//! Large tables are looked at through a seeded sample of rows, so memory does not grow with them.

mod bins;
mod causes;
mod compare;
mod concept;
mod cost;
mod domain;
mod evidence;
mod feedback;
mod input;
mod judge;
mod labels;
mod moved;
mod quality;
mod relation;
mod report;
mod roles;
mod rules;
mod said;
mod stale;
#[cfg(test)]
mod testing;
mod verdict;
mod windows;
mod withheld;
mod words;

use ::report::Fault;

pub use causes::{Cause, Response};
pub use compare::measure;
pub use evidence::{Compared, Evidence, Measured};
pub use input::{Answers, Input, Side};
pub use rules::rules;
pub use verdict::Verdict;
pub use windows::{Window, length, span, times};

/// Compare the data with the reference and judge what moved.
///
/// # Errors
/// When a table has no row, the two have no column in common, or the package does not fit the reference.
pub fn run(input: &Input<'_>) -> Result<Evidence, Fault> {
    Ok(Evidence::of(measure(input)?))
}
