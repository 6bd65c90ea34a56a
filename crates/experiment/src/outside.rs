//! Candidates that learn outside of this program, such as a team's own training script.

use frame::{Frame, Target};
use learn::{Predictions, Stop, Tested};
use report::Fault;

/// A candidate that learns outside of this program. The door to it is the binary's; here it is only asked.
pub trait Outside: Sync {
    /// The name it goes by in the table.
    fn name(&self) -> &str;

    /// What its predictions depend on besides the rows and the seed, such as the text of its code: fits that are kept
    /// are taken again only while this is the same.
    fn identity(&self) -> String;

    /// Learn from `train` and its `answers`, and predict each row of `test`, whose answers it never sees.
    ///
    /// # Errors
    /// When it fails, says nothing usable, goes beyond its limits of time or memory, or is stopped; the fault says
    /// which.
    fn predict(
        &self,
        stop: &Stop,
        train: &Frame,
        answers: &Target,
        test: &Frame,
        seed: u64,
    ) -> Result<Predicted, Fault>;
}

/// What an outside candidate gave for some rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// One prediction for each row, in order; whether there is one for each is for the bake-off to see.
    pub predictions: Predictions,
    /// Whether they are decisions, 0 or 1, rather than probabilities.
    pub decided: bool,
    /// How long learning and predicting took together.
    pub seconds: f64,
    /// The most memory it used at once, where that could be seen.
    pub peak_memory_bytes: Option<u64>,
}

/// Learning and predicting were one, and the model stays outside: neither is known by itself.
impl From<Predicted> for Tested {
    fn from(said: Predicted) -> Self {
        Tested {
            predictions: said.predictions,
            seen: None,
            decided: said.decided,
            fit_seconds: said.seconds,
            predict_seconds: None,
            size_bytes: None,
            peak_memory_bytes: said.peak_memory_bytes,
            inputs: None,
        }
    }
}
