//! Measurements: values computed on the table, without judging them.

pub mod alone;
pub mod copies;
pub mod identity;
pub mod others;
mod partition;
pub mod relation;
pub mod sentinel;
pub mod signal;
pub mod telling;
mod view;

pub use view::{Reading, View};
