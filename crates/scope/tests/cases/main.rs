//! The public sample of sinkers and real tables, where they are at hand: how many planted faults are caught,
//! and how many honest tables are accused.

#![expect(
    clippy::print_stdout,
    reason = "what was skipped, missed or accused is told to whoever reads the test"
)]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its table must fail")]

mod csv;
mod hopeless;
mod invented;
mod quantities;
mod sinkers;
