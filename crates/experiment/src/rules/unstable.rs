//! The choice does well in some folds and badly in others.
//!
//! ## What it sees
//! The deciding measure in each fold. It fires when the folds differ by more than the rows in them explain
//! (Cochran's Q beyond its 99.9 % point) and the worst fold loses more than half of the gain over the constant answer.
//!
//! ## Why it sinks projects
//! An average hides that it fails for some weeks, groups or places. Production is one more fold, and nobody
//! knows which kind.
//!
//! ## Example
//! AUC 0.84, 0.83, 0.85, 0.58, 0.84: one group of customers is another business.
//!
//! ## What to do
//! Find out what is special about the worst fold (a time, a group, a source of rows); split by it (`--time`,
//! `--group`), or leave it to today's way.
//!
//! ## References
//! Cochran, "The combination of estimates from different experiments", Biometrics 10 (1954).

use report::{Finding, Level, Rule, number};

use crate::Evidence;

/// Folds that tell different stories.
pub const RULE: Rule = Rule { name: "unstable", level: Level::Warn, text: include_str!("unstable.rs") };

/// How improbable the folds' differences must be by chance.
const CHANCE: f64 = 0.001;

pub(super) fn judge(evidence: &Evidence) -> Option<Finding> {
    // Origins differ as times do: their spread is in the interval already.
    let chosen = evidence.chosen().filter(|_| evidence.forecast.is_none())?;
    let constant = evidence.candidates.iter().find(|candidate| candidate.name == "constant")?.score?;
    let (score, scores) = (chosen.score?, &chosen.fold_scores);
    let folds = scores.len();
    if folds < 3 {
        return None;
    }
    // The error of one fold, from the sealed rows, which are about as many: the folds' own spread cannot tell it.
    let sealed = evidence.holdout.as_ref()?;
    let of_rows = (sealed.high? - sealed.low?) / (2.0 * 1.96);
    let in_fold = (evidence.split.rows - evidence.split.holdout_rows) as f64 / folds as f64;
    let error = of_rows * (evidence.split.holdout_rows as f64 / in_fold).sqrt();
    let mean = scores.iter().sum::<f64>() / folds as f64;
    let q: f64 = scores.iter().map(|score| ((score - mean) / error).powi(2)).sum();
    let tail = stats::chi_square_tail(q, (folds - 1) as f64)?;
    let worse = |score: f64| if evidence.higher_is_better { -score } else { score };
    let worst = scores.iter().copied().max_by(|a, b| worse(*a).total_cmp(&worse(*b)))?;
    let lost = (score - worst).abs() / (score - constant).abs();
    if tail >= CHANCE || lost.is_nan() || lost <= 0.5 {
        return None;
    }
    let shown: Vec<String> = scores.iter().map(|score| number::score(*score)).collect();
    Some(
        Finding::new(
            &RULE,
            format!(
                "{} is {} in one fold and {} on average; the folds are {}",
                evidence.metric,
                number::score(worst),
                number::score(score),
                shown.join(", ")
            ),
        )
        .why(format!("Production is one more fold: {} may be predicted as badly there.", evidence.target))
        .remedy(
            "Find out what is special about the worst fold; split by it (--time, --group), or leave it out.",
        )
        .evidence("worst", worst)
        .evidence("by_chance", tail)
        .evidence("rows", evidence.split.rows - evidence.split.holdout_rows),
    )
}

#[cfg(test)]
pub(super) fn examples() -> [Evidence; 2] {
    let quiet = super::tests::evidence(&[("constant", 0.5, 0.0), ("linear", 0.84, 0.03)]);
    let mut fires = quiet.clone();
    fires.candidates[1].fold_scores = vec![0.84, 0.83, 0.85, 0.58, 0.84];
    [fires, quiet]
}
