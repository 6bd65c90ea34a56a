//! What every learner and every package promises, on made and on real tables.
// Tests may panic, and say what they skip and what they measured.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod figures;
mod laws;
mod made;
mod packages;
mod tables;
mod weights;
