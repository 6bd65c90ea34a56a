//! The terms of a bake-off: what everyone is held to, fixed before the first fit.

use frame::Task;
use serde::Serialize;

use crate::SplitUsed;

/// What everyone is held to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Terms {
    /// The kind of answer.
    pub task: Task,
    /// The target's name.
    pub target: String,
    /// The deciding measure.
    pub metric: String,
    /// Whether more of it is better.
    pub higher_is_better: bool,
    /// The level the plan asks of it.
    pub at_least: Option<f64>,
    /// The smallest gain over a simpler candidate worth having.
    pub smallest_gain: f64,
    /// How rows are split.
    pub split: SplitUsed,
    /// The open rows and their answers, as a digest.
    pub data: String,
    /// Where all randomness comes from.
    pub seed: u64,
    /// Who takes part, simplest first.
    pub candidates: Vec<String>,
}
