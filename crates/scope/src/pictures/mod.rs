//! What the page shows as pictures: kept small, so that evidence stays readable.

mod gaps;
mod over_time;
mod strength;

use frame::{Frame, Target};
use serde::Serialize;

pub use gaps::{Gaps, GapsOfColumn};
pub use over_time::{Block, OverTime};
pub use strength::Strength;

/// The figures behind the pictures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pictures {
    /// The answers block by block of time; `None` without a time.
    pub over_time: Option<OverTime>,
    /// How much each column tells alone, most first.
    pub strengths: Vec<Strength>,
    /// Where values are missing; `None` when none are.
    pub gaps: Option<Gaps>,
}

impl Pictures {
    /// Of the columns that may be used and the answers, in the order of time if there is one.
    pub fn of(features: &Frame, usable: &Frame, target: &Target, time: Option<&str>, seed: u64) -> Pictures {
        let time = time.and_then(|name| features.column(name));
        Pictures {
            over_time: time.and_then(|time| OverTime::of(time, target)),
            strengths: strength::strengths(usable, target, seed),
            gaps: Gaps::of(features, time),
        }
    }
}

/// Row positions, earliest first; in the order of the table without a time. Rows without a time come first.
fn in_order(rows: usize, time: Option<&frame::Column>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    let Some(time) = time else { return order };
    match time.as_numbers() {
        Some(times) => order.sort_by(|&a, &b| {
            let place = |row: usize| if times[row].is_nan() { f64::NEG_INFINITY } else { times[row] };
            place(a).total_cmp(&place(b))
        }),
        None => order.sort_by_key(|&row| time.show(row)),
    }
    order
}
