//! CSV: what separates the values, what the columns are called, and the rows.

mod chunks;
mod glimpses;
mod header;
mod rows;
mod sniff;
mod split;

pub(crate) use chunks::Chunks;
pub(crate) use glimpses::glimpses;
pub(crate) use header::looks_like_data;
pub(crate) use rows::{Rows, changed};
pub(crate) use sniff::{Dialect, sniff};
pub(crate) use split::split;
