//! What the texts of a column mean: each value is classified, the classes are counted over all values,
//! and the counts decide how the column is read.
//!
//! Counts add, so the census of a table is the sum of the censuses of its parts, in any order.

mod census;
mod number;
mod reading;
mod time;
mod value;

pub(crate) use census::{Census, Commas};
pub(crate) use reading::Reading;
pub(crate) use value::{Class, marks_missing};

/// The largest whole number up to which every whole number has its own `f64`: 2^53.
pub(crate) const EXACT: u64 = 1 << 53;
