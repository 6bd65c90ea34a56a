//! A column tells who somebody is.
//!
//! ## What it sees
//! E-mail and postal addresses, phone, card and account numbers, national identity numbers, names, network addresses: by
//! the form of the values and their check digits, whatever the column is called.
//!
//! ## Why it sinks projects
//! It says nothing about new cases that a model could use, yet whoever holds it answers for it: consent, access, deletion on
//! request. A project is stopped for this late and at once. A model may also learn persons by heart and give them away.
//!
//! ## Example
//! `k3` holds phone numbers in 1,300 of 1,300 rows.
//!
//! ## What to do
//! Leave it out of the extract. If rows must be joined back, replace it by a code whose key stays with the source; keep what
//! is useful of it (the domain of an address, the area of a number) instead.
//!
//! ## References
//! Regulation (EU) 2016/679 (GDPR), articles 4, 5 and 25. Carlini et al., "The secret sharer" (USENIX Security, 2019).

use report::number::count;
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;

pub const CHECK: Check = Check {
    rule: Rule { name: "personal-data", level: Level::Warn, text: include_str!("personal_data.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::personal_data,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    let target = &study.target.name;
    study
        .personal
        .iter()
        .map(|personal| {
            let (column, what) = (&personal.column, personal.what);
            let message = format!(
                "{column} holds {what}: {} of {} different values looked at, in {} rows",
                count(personal.seen as u64),
                count(personal.of as u64),
                count(personal.rows as u64),
            );
            Finding::new(&CHECK.rule, message)
                .columns([column])
                .why(format!("Who a person is helps to predict {target} for nobody else, and whoever holds it answers for consent, access and deletion; projects are stopped for this late and at once."))
                .remedy(format!("Leave {column} out of the extract; if rows must be joined back, replace it by a code whose key stays with the source."))
                .evidence("rows", personal.rows).evidence("harm", 1.0)
                .evidence("values", personal.of)
                .evidence("values_personal", personal.seen)
                .evidence("kind", what)
        })
        .collect()
}
