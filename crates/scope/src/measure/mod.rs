//! Measurements: values computed on the table, without judging them.

pub mod against;
pub mod alike;
pub mod alone;
mod bounds;
pub mod ceiling;
mod checksum;
pub mod contradiction;
pub mod copies;
pub mod curve;
pub mod entity;
pub mod feasibility;
mod given_names;
pub mod identity;
pub mod impossible;
pub mod later;
pub mod mixture;
pub mod movement;
mod near;
pub mod novelty;
pub mod others;
pub mod partial;
mod partition;
pub mod personal;
pub mod relation;
pub mod sentinel;
pub mod shift;
pub mod signal;
pub mod simple;
pub mod spelling;
pub mod telling;
pub mod today;
pub mod trial;
pub mod twins;
mod view;

pub use view::{Reading, View, of_values as values_of};
