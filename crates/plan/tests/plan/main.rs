//! The plan from outside: reading it, judging it, agreeing to it, starting a new one.

mod agreeing;
mod judging;
mod reading;
mod standing;
mod starting;
