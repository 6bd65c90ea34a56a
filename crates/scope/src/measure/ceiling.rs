//! The best score these columns allow any model, however many rows there were.

use serde::Serialize;

use super::alike::Twins;
use super::curve::{USUAL, last_quadrupling, still_to_come};
use super::signal::Tested;
use super::trial::Trial;
use frame::Frame;

/// The best score that can be hoped for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ceiling {
    /// The measure.
    pub metric: String,
    /// Where the rise of the quick models leads, as far as can be told.
    pub score: f64,
    /// What a quick model surely reaches already: the careful end of its interval. The better end for a measure of
    /// which less is better.
    pub low: f64,
    /// What no model is to be expected to go beyond. The lower number for a measure of which less is better.
    pub high: f64,
    /// What was taken for granted.
    pub assumption: String,
    /// Rows alike in every column whose answers differ; 0 when there are none.
    pub divided_rows: usize,
}

impl Ceiling {
    /// The ceiling over these models of a trial; `features` are all columns a model may use. Else why it cannot be
    /// estimated.
    pub fn of(trial: &Trial, tested: &[Tested], features: &Frame) -> Result<Ceiling, String> {
        let sign = if trial.metric.higher_is_better() { 1.0 } else { -1.0 };
        // As gains: more is better whatever the measure.
        let mut reached: Option<[f64; 3]> = None;
        for model in tested {
            // A model of a form that fits worse, beyond noise, does not show the way.
            let behind = tested.first().and_then(|best| trial.gain(&best.validated, &model.validated));
            if behind.is_some_and(|behind| behind.low > 0.0) {
                continue;
            }
            let Some(quadrupled) = last_quadrupling(trial, model) else { continue };
            let score = sign * model.score.score;
            let careful = if sign > 0.0 { model.score.low } else { -model.score.high };
            let hopeful = if sign > 0.0 { model.score.high } else { -model.score.low };
            let at_most = score + still_to_come(quadrupled.score, model.slowest);
            // Both the score and what the rows brought are known only so well.
            let slack =
                (hopeful - score).hypot(still_to_come(quadrupled.high - quadrupled.score, model.slowest));
            let here = [careful, score + still_to_come(quadrupled.score, USUAL), at_most + slack];
            reached = Some(match reached {
                Some(best) => std::array::from_fn(|at| best[at].max(here[at])),
                None => here,
            });
        }
        let Some([low, score, high]) = reached else {
            return Err(format!(
                "{} rows to learn from are too few to see how the score rises with more",
                trial.rows_learned_from().round()
            ));
        };
        let perfect = trial.metric.perfect().map_or(f64::INFINITY, |perfect| sign * perfect);
        let twins = Twins::of(&features.take(&trial.rows), &trial.target, &trial.metric);
        let limit = twins.as_ref().map_or(perfect, |twins| sign * twins.limit);
        let high = high.min(limit);
        let score = score.min(high);
        let by_twins = twins.as_ref().filter(|_| high >= limit);
        let assumption = match by_twins {
            Some(twins) => format!(
                "{} rows alike in every column have different answers; no model of these columns can be right about all of them",
                twins.divided
            ),
            None => "more rows of this kind go on helping as they did, if ever more slowly; only other columns could lift it further".to_owned(),
        };
        Ok(Ceiling {
            metric: trial.metric.name(),
            score: sign * score,
            low: sign * low.min(score),
            high: sign * high,
            assumption,
            divided_rows: twins.map_or(0, |twins| twins.divided),
        })
    }
}
