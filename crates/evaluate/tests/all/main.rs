//! `evaluate` from the outside: the published sample of experiments, bad input, and what must never change.

// The lint's leave for tests does not reach the functions tests call.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod bad_input;
mod joined;
mod looks;
mod metrics;
mod sample;
mod tables;
mod verdicts;
