//! Many comparisons were made at once.
//!
//! ## What it sees
//!
//! Five comparisons or more in one call: metrics times variants.
//!
//! ## Why it sinks projects
//!
//! Of twenty useless changes one looks significant at 5 %. Who looks at enough metrics finds one to be proud
//! of.
//!
//! ## Example
//!
//! Four metrics in three variants are twelve comparisons; with nothing changed, the chance that at least one
//! interval misses 0 is 46 %.
//!
//! ## What to do
//!
//! Decide beforehand by one metric. The verdict already widens intervals for the number of comparisons; the
//! intervals in the table are not widened.
//!
//! ## References
//!
//! Dunn, Multiple Comparisons Among Means, JASA 56 (1961).

use ::report::{Finding, Level, Rule, number};

use crate::ab::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "many-metrics", level: Level::Note, text: include_str!("many_metrics.rs") };

const MANY: usize = 5;

/// Count the comparisons.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let count = measured.comparisons.len();
    if count < MANY {
        return Vec::new();
    }
    let chance = 1.0 - (1.0 - measured.alpha).powi(i32::try_from(count).unwrap_or(i32::MAX));
    vec![
        Finding::new(&RULE, format!("{} comparisons were made at once", number::count(count)))
            .why(format!(
                "Were nothing changed and were they independent, at least one would look real with a chance of {}.",
                number::percent(chance)
            ))
            .remedy("Decide by the one metric that was agreed beforehand; the verdict is widened for their number.")
            .evidence("comparisons", count)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table =
        crate::ab::testing::table(&[("a", 50, 0.0), ("b", 50, 0.0), ("c", 50, 0.0), ("old", 50, 0.0)]);
    [vec!["value".into(), "before".into()], vec!["value".into()]].map(|metrics| {
        let mut question = crate::ab::testing::question("old");
        question.metrics = metrics;
        crate::ab::testing::measured(&question, &table)
    })
}
