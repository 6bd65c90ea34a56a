//! Candidates measured elsewhere, such as runs of a team's own training code that logged them.

use learn::Predictions;

use crate::Terms;

/// A candidate measured elsewhere. It is compared only when it was held to the same rows and the same folds, which
/// the digests tell: those of [`crate::Terms`].
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The name it goes by in the table.
    pub name: String,
    /// The digest of the rows and answers it was measured on.
    pub data: String,
    /// The digest of the folds it was measured on.
    pub split: String,
    /// One prediction for each row tested, fold by fold; none when only a score was logged, which cannot be paired.
    pub predictions: Option<Predictions>,
    /// One prediction for each sealed row, by a model of all open ones: what it is judged by if it is chosen.
    pub sealed: Option<Predictions>,
    /// Whether they are decisions, 0 or 1, rather than probabilities.
    pub decided: bool,
    /// How long its fits took together, when that was logged.
    pub fit_seconds: f64,
}

impl Logged {
    /// In what it was not held to the same as everyone here; none when it was.
    pub(crate) fn unfair(&self, terms: &Terms, tested: usize, width: usize) -> Option<String> {
        let (data, split, sealed) = (&terms.data, &terms.split.digest, terms.split.holdout_rows);
        let short = |digest: &str| digest.chars().take(12).collect::<String>();
        let other = |what: &str, its: &str, ours: &str| {
            format!("it was measured on other {what} ({} there, {} here)", short(its), short(ours))
        };
        if self.data != *data {
            return Some(other("rows", &self.data, data));
        }
        if self.split != *split {
            return Some(other("folds", &self.split, split));
        }
        let all =
            [(&self.predictions, tested, "rows tested out of fold"), (&self.sealed, sealed, "sealed rows")];
        all.into_iter().find_map(|(said, rows, which)| match said {
            None => Some(format!(
                "it was logged without a prediction for each of the {which}, and a score alone tells nothing"
            )),
            Some(said) if said.width != width || said.rows() != rows => {
                Some(format!("it has {} predictions for {rows} {which}", said.rows()))
            }
            Some(_) => None,
        })
    }
}
