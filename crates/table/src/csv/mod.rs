//! CSV: what separates the values, what the columns are called, and the rows.

mod header;
mod rows;
mod sniff;

pub(crate) use header::looks_like_data;
pub(crate) use rows::Rows;
pub(crate) use sniff::{Dialect, sniff};
