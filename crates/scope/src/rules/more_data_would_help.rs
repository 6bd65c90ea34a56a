//! More rows of the same kind would still help.
//!
//! ## What it sees
//! The best quick model, learned from an eighth, a quarter, a half and all of the rows and always tested on the same
//! rows it has not seen. The last doubling must have helped beyond noise, and the next one, if the rise goes on as
//! usual, must be worth something: the smallest gain the plan asks for, or else a twentieth of what the model knows
//! beyond knowing nothing.
//!
//! ## Why it sinks projects
//! Weeks go into cleverer models when a second year of rows would have brought more; or into collecting rows that
//! bring nothing.
//!
//! ## Example
//! From 500 to 1,000 rows the AUC rose by 0.031 (0.012 to 0.050); twice the rows would bring about 0.018 more.
//!
//! ## What to do
//! If more rows are cheap (another year, another branch), get them before a better model. If they are dear, compare
//! their price with what that gain is worth.
//!
//! ## References
//! Hestness et al., "Deep learning scaling is predictable, empirically" (2017), on power laws. Perlich, Provost &
//! Simonoff, "Tree induction vs. logistic regression: a learning-curve analysis" (JMLR, 2003).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule {
        name: "more-data-would-help",
        level: Level::Note,
        text: include_str!("more_data_would_help.rs"),
    },
    findings,
    #[cfg(test)]
    examples: super::examples::more_data_would_help,
};

/// Without a plan, less than this share of what is known beyond nothing is not worth more rows.
const WORTH_ROWS: f64 = 0.05;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let Some(feasible) = &study.feasible else { return Vec::new() };
    let Some(curve) = &feasible.curve else { return Vec::new() };
    let known =
        feasible.signal.score.zip(feasible.signal.baseline).map(|(score, nothing)| (score - nothing).abs());
    let Some(worth_having) = study.smallest_gain().or(known.map(|known| WORTH_ROWS * known)) else {
        return Vec::new();
    };
    let seen = feasible.signal.clears_baseline == Some(true);
    if !seen || curve.last_doubling.low <= 0.0 || curve.next_doubling < worth_having {
        return Vec::new();
    }
    let [.., half, all] = &curve.points[..] else { return Vec::new() };
    let shown = report::number::score;
    let better = if feasible.trial.metric.higher_is_better() { "rose" } else { "fell" };
    let target = &study.target.name;
    let rows = study.answered();
    vec![
        Finding::new(
            &CHECK.rule,
            format!(
                "from {} to {} rows to learn from, {} {better} by {} ({} to {}); twice the {} rows at hand would bring \
                 about {} more",
                count(half.rows.round() as u64),
                count(all.rows.round() as u64),
                curve.metric,
                shown(curve.last_doubling.score),
                shown(curve.last_doubling.low),
                shown(curve.last_doubling.high),
                count(rows),
                shown(curve.next_doubling),
            ),
        )
        .why(format!(
            "What can be learned about {target} is still short of rows, not of a cleverer model: the curve has not \
             flattened."
        ))
        .remedy(format!(
            "If twice the rows can be had cheaply (an earlier year, another place), get them first; if not, hold what \
             {} more in {} is worth against their price.",
            shown(curve.next_doubling),
            curve.metric
        ))
        .evidence("rows", rows)
        .evidence("last_doubling", curve.last_doubling.score)
        .evidence("last_doubling_low", curve.last_doubling.low)
        .evidence("last_doubling_high", curve.last_doubling.high)
        .evidence("next_doubling", curve.next_doubling),
    ]
}
