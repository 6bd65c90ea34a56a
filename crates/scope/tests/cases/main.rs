//! The public sample of sinkers and real tables, where they are at hand: how many planted faults are caught,
//! and how many honest tables are accused.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its table must fail")]

mod adversarial;
mod csv;
mod hopeless;
mod invented;
mod quantities;
mod reach;
mod sinkers;
