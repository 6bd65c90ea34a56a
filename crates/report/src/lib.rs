//! What Tenet says, and how it is shown: rules and findings, faults, and reports made of blocks
//! that render to a terminal, to Markdown and to one self-contained HTML page.
//!
//! Rooms build a [`Report`]; no room knows how it is drawn.

mod axis;
mod block;
mod fault;
mod finding;
pub mod html;
pub mod markdown;
pub mod number;
mod prose;
mod rule;
pub mod suggest;
pub mod terminal;

pub use block::{BandPoint, Block, Chart, FieldPoint, Report, Series, Swing, Table};
pub use fault::{Fault, Span};
pub use finding::{Finding, worst_first};
pub use rule::{Level, Rule};
