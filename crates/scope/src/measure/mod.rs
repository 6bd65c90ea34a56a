//! Measurements: values computed on the table, without judging them.

pub mod against;
pub mod alone;
mod checksum;
pub mod contradiction;
pub mod copies;
pub mod entity;
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
pub mod signal;
pub mod spelling;
pub mod telling;
pub mod twins;
pub mod units;
mod view;

pub use view::{Reading, View};
