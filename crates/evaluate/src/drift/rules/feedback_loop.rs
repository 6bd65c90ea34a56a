//! Predictions shape the answers they are judged by.
//!
//! ## What it sees
//! Two traces in the data, where predictions are known. Answers that exist where the prediction said act and hardly elsewhere
//! (or the other way round). And answers that jump where the prediction crosses the threshold: above it they come true more
//! often (or less) than the probability says, which only the action itself can bring about.
//!
//! ## Why it sinks projects
//! The model is judged, and learns again, on answers of its own making. It looks better each time and knows less and less of
//! the cases it leaves alone.
//!
//! ## Example
//! Answers are known for 97 % of the rows acted on and for 4 % of all others.
//!
//! ## What to do
//! Rethink how answers come about: leave a small random share of cases to chance, act on them or not without asking the
//! model, and judge and learn by those.
//!
//! ## References
//! Lakkaraju et al., "The selective labels problem" (KDD 2017). Ensign et al., "Runaway feedback loops in predictive policing"
//! (FAT* 2018). Imbens & Lemieux, "Regression discontinuity designs" (2008). Sculley et al., "Hidden technical debt" (2015).

use ::report::number::percent;
use ::report::{Finding, Level, Rule};

use super::response;
use crate::drift::causes::Response;
use crate::drift::evidence::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "feedback-loop", level: Level::Warn, text: include_str!("feedback_loop.rs") };

/// Look at the traces predictions left.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some(found) = &measured.feedback else { return Vec::new() };
    let mut messages = Vec::new();
    if let (true, Some(acted), Some(others)) =
        (found.selective, found.known_where_acted, found.known_elsewhere)
    {
        messages.push(format!(
            "answers are known for {} of the rows where the prediction says act and for {} of all others",
            percent(acted),
            percent(others)
        ));
    }
    if let (true, Some(jump)) = (found.shaped, found.jump) {
        let way = if jump > 0.0 { "more" } else { "less" };
        messages.push(format!(
            "just where the prediction says act, the answer is yes {way} often by {} than its probability says",
            percent(jump.abs())
        ));
    }
    let finding = |message: String| {
        Finding::new(&RULE, message)
            .why("A model that is judged, or learns again, on answers of its own making looks better each time and knows less and less of the cases it leaves alone.")
            .remedy("Rethink how answers come about: leave a small random share of cases to chance, and judge and learn by those.")
            .evidence("kind", "feedback-loop")
            .evidence("response", response(Response::Rethink))
            .evidence("known_where_acted", found.known_where_acted)
            .evidence("known_elsewhere", found.known_elsewhere)
            .evidence("jump", found.jump)
            .evidence("jump_low", found.jump_low)
            .evidence("rows", measured.rows)
    };
    messages.into_iter().map(finding).collect()
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::drift::testing;
    let later = testing::later();
    let said =
        later.column("said").and_then(|said| said.as_numbers().map(<[f64]>::to_vec)).expect("it is there");
    let only_acted = testing::renamed("left", |row, name| if said[row] >= 0.5 { name } else { "" });
    [testing::predicted(&only_acted), testing::predicted(&later)]
}
