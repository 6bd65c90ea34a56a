//! Measurements: values computed on the table, without judging them.

pub mod alone;
pub mod ceiling;
pub mod copies;
pub mod curve;
pub mod feasibility;
pub mod identity;
pub mod others;
mod partition;
pub mod relation;
pub mod sentinel;
pub mod signal;
pub mod simple;
pub mod telling;
pub mod today;
pub mod trial;
pub mod twins;
mod view;

pub use view::{Reading, View, of_values as values_of};
