//! What happened in a project: evidence, decisions, agreements, reviews, runs, releases and holdout openings.
//!
//! A [`Record`] is only ever appended to. Each [`Entry`] says who, when and what it was made from, and carries
//! the digest of the entry before it, so that a later change of any entry shows ([`Record::verify`]). It lies in
//! SQLite beside the plan, or in PostgreSQL for a team ([`Place`]); the code and the tests are the same.

mod dialect;
mod earlier;
mod entry;
mod place;
mod record;
mod schema;
mod store;
#[cfg(test)]
mod tests;
mod verify;
mod words;

pub use entry::{Entry, Kind, New};
pub use place::Place;
pub use record::Record;
pub use verify::{Broken, Verified};
