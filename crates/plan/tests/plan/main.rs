//! The plan from outside: reading it, judging it, agreeing to it, starting a new one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agreeing;
mod judging;
mod reading;
mod standing;
mod starting;
