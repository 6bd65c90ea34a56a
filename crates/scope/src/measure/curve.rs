//! How the score rises with the rows learned from, and what more of them would bring.
//!
//! What is still missing shrinks with the rows as `rows^-c`: an inverse power law (Hestness et al., "Deep learning
//! scaling is predictable, empirically", arXiv 1712.00409, 2017, equation 1; for classical learners Mukherjee et al.,
//! "Estimating dataset size requirements for classifying DNA microarray data", Journal of Computational Biology 10,
//! 2003). The exponent of one table cannot be told from four noisy points, so it is not fitted: [`USUAL`] lies between
//! the 1 of a model of the right form and the slowest each learner allows (`slowest` of [`Tested`]). What a quadrupling brought then says what is left: `gain / (4^c - 1)`.

use learn::{CrossValidated, Estimate, Learner};
use rayon::prelude::*;
use serde::Serialize;

use super::signal::Tested;
use super::trial::Trial;

/// The rise expected: about half of what the last quadrupling brought is still to come.
pub const USUAL: f64 = 0.75;

/// Parts of the rows that are learned from, beside all of them.
const PARTS: [f64; 3] = [0.125, QUARTER, 0.5];
const QUARTER: f64 = 0.25;
/// Fewer rows than this are no part to learn from.
const LEAST: f64 = 20.0;

/// The score of one learner by rows learned from, always on the same test rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// The measure.
    pub metric: String,
    /// The learner.
    pub learner: &'static str,
    /// Fewest rows first.
    pub points: Vec<Point>,
    /// What doubling the rows learned from last brought, on the same test rows; positive is better.
    pub last_doubling: Estimate,
    /// What twice the rows of the whole table would bring, if the rise goes on as usual.
    pub next_doubling: f64,
}

/// The score at one size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Rows learned from.
    pub rows: f64,
    /// The score on rows not seen.
    pub score: f64,
    /// The lower end of its interval of 95 %.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Curve {
    /// The curve of the best learner of a trial on a table of which `rows` have an answer. `None` when an eighth of the
    /// rows are too few to learn from.
    pub fn of(trial: &Trial, best: &Tested, rows: u64) -> Option<Curve> {
        let learned = trial.rows_learned_from();
        let enough: Vec<f64> = PARTS.into_iter().filter(|share| share * learned >= LEAST).collect();
        let of = |&share: &f64| match share {
            QUARTER => best.from_quarter.clone(),
            _ => trial.tested_on_part(best.learner, share),
        };
        let tested: Vec<CrossValidated> = enough.par_iter().map(of).collect::<Option<_>>()?;
        let mut points = Vec::new();
        for (share, tested) in enough.iter().zip(&tested) {
            points.push(point(learned * share, trial.score(tested)?));
        }
        let half = tested.last().filter(|_| enough.last() == Some(&0.5));
        points.push(point(learned, best.score));
        let last_doubling = trial.gain(&best.validated, half?)?;
        // From these rows to all of them, then once more.
        let shrunk = (learned / (rows as f64).max(learned)).powf(USUAL) * 2_f64.powf(-USUAL);
        let next_doubling = last_doubling.score.max(0.0) * shrunk;
        Some(Curve {
            metric: trial.metric.name(),
            learner: best.learner.name(),
            points,
            last_doubling,
            next_doubling,
        })
    }
}

fn point(rows: f64, score: Estimate) -> Point {
    Point { rows, score: score.score, low: score.low, high: score.high }
}

/// How much is still to come however many rows there were, as a gain: from what the last quadrupling brought, if what
/// is missing shrinks as `rows^-exponent`.
pub fn still_to_come(quadrupled: f64, exponent: f64) -> f64 {
    quadrupled.max(0.0) / (4_f64.powf(exponent) - 1.0)
}

/// Predictions by a learner of a quarter of the rows, on the same test rows. `None` when these are too few to learn from.
pub fn quarter(trial: &Trial, learner: &dyn Learner) -> Option<CrossValidated> {
    (trial.rows_learned_from() * QUARTER >= LEAST).then(|| trial.tested_on_part(learner, QUARTER))?
}

/// What the last quadrupling of the rows learned from brought, on the same test rows. `None` when a quarter of the rows
/// are too few to learn from.
pub fn last_quadrupling(trial: &Trial, tested: &Tested) -> Option<Estimate> {
    trial.gain(&tested.validated, tested.from_quarter.as_ref()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_come_follows_from_the_power_law() {
        // score(n) = 0.9 - 2 / n^c: after n rows 2 / n^c is missing, and the quadrupling before brought the rest.
        for (exponent, rows) in [(0.5, 400.0_f64), (USUAL, 400.0), (1.0, 90.0)] {
            let score = |rows: f64| 0.9 - 2.0 * rows.powf(-exponent);
            let brought = score(rows) - score(rows / 4.0);
            assert!((still_to_come(brought, exponent) - (0.9 - score(rows))).abs() < 1e-12);
        }
        assert_eq!(still_to_come(-0.1, 0.5), 0.0);
    }
}
