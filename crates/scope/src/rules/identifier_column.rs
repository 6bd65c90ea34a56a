//! A column names its rows instead of describing them.
//!
//! ## What it sees
//! Text shaped like codes, or whole numbers, that are different in all or nearly all rows although chance would
//! have made some repeat. Measurements are not meant: they repeat, are rounded, or are spread unevenly. When the
//! order of the numbers tells the target it stops: rows were numbered after the answer was known.
//!
//! ## Why it sinks projects
//! A model can learn the rows by heart from it and learns nothing for new ones, whose names it has never seen.
//!
//! ## Example
//! `donor_no` has 1,300 different numbers in 1,300 rows.
//!
//! ## What to do
//! Keep it for joining results back; leave it out of learning with `unavailable = [...]` under `[data]` in
//! tenet.toml. If the rows of one entity repeat, name its column with `--group`.
//!
//! ## References
//! Kaufman, Rosset & Perlich, "Leakage in data mining" (KDD 2011), on identifiers that carry the target.

use report::number::{count, score};
use report::{Finding, Level, Rule};

use super::Check;
use super::giveaway::giveaways;
use crate::Study;
use crate::measure::Reading;
use crate::measure::identity::Identity;
use crate::measure::telling::Telling;

pub const CHECK: Check = Check {
    rule: Rule { name: "identifier-column", level: Level::Warn, text: include_str!("identifier_column.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::identifier_column,
};

/// Order that gives the target away.
const TELLS: f64 = 0.9;

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let leaks = giveaways(study);
    let leaks =
        |name: &str| leaks.iter().any(|leak| leak.telling.column == name && !is_order(study, leak.telling));
    let personal = |name: &str| study.personal.iter().any(|personal| personal.column == name);
    study
        .identities
        .iter()
        .filter(|(name, _)| !leaks(name) && !personal(name))
        .map(|(name, identity)| finding(study, name, identity))
        .collect()
}

/// Whether what a column tells of the target is only its rows' numbering: then this rule reports it.
pub fn is_order(study: &Study<'_>, telling: &Telling) -> bool {
    let named = study.identities.iter().any(|(name, _)| *name == telling.column);
    named && !matches!(telling.reading, Reading::Piece(_))
}

fn finding(study: &Study<'_>, column: &str, identity: &Identity) -> Finding {
    let target = &study.target.name;
    let order = identity.order.filter(|&order| order >= TELLS);
    let different = format!(
        "{column} has {} different values in {} rows",
        count(identity.distinct as u64),
        count(identity.rows as u64)
    );
    // Numbers given class by class need not rise with the answer; their ranges tell it all the same.
    let ranges =
        giveaways(study).iter().any(|leak| leak.telling.column == column && is_order(study, leak.telling));
    let tells = match order {
        Some(order) => Some(format!("their order tells {target} (AUC {})", score(order))),
        None if ranges => Some(format!("their ranges tell {target}")),
        None => None,
    };
    let tells_all = tells.is_some();
    let finding = match tells {
        Some(tells) => Finding::new(&CHECK.rule, format!("{different}, and {tells}"))
            .level(Level::Stop)
            .why(format!("The rows were numbered when {target} was known already: a model would read it from the number.")),
        None => Finding::new(&CHECK.rule, format!("{different}: it names the rows")).why(format!(
            "A name says nothing about {target} in new rows, whose names no model has seen; it only invites learning by heart."
        )),
    };
    finding
        .columns([column])
        .remedy(format!(
            "Leave it out of learning: `unavailable = [\"{column}\"]` under [data] in tenet.toml. If it names something that comes \
             back in other rows, give it as --group {column}."
        ))
        .evidence("rows", identity.rows).evidence("harm", if tells_all { 1.0 } else { study.weight(column) })
        .evidence("distinct", identity.distinct)
        .evidence("repeats_expected", identity.repeats_expected)
        .evidence("order_auc", identity.order)
}
