//! The rules of scoping, one a file. A rule turns what [`Study`] measured into findings and measures nothing itself.

mod constant_column;
mod criterion_out_of_reach;
mod duplicate_rows;
mod empty_column;
mod giveaway;
mod hidden_missing;
mod identifier_column;
mod mixed_types;
mod more_data_would_help;
mod no_signal;
mod one_option;
mod post_outcome_column;
mod rare_target;
mod research_overrun;
mod solved_without_ml;
mod target_leak;
mod too_few_rows;
mod too_many_options;

#[cfg(test)]
mod examples;

use report::{Finding, Rule};

use crate::Study;

/// A rule and how it judges.
pub struct Check {
    /// Its name, level and page.
    pub rule: Rule,
    /// What it finds.
    pub findings: fn(&Study<'_>) -> Vec<Finding>,
    /// Tables on which it fires, and on which it stays quiet.
    #[cfg(test)]
    examples: fn() -> Vec<examples::Example>,
}

/// Every rule.
pub const CHECKS: &[&Check] = &[
    &target_leak::CHECK,
    &post_outcome_column::CHECK,
    &no_signal::CHECK,
    &criterion_out_of_reach::CHECK,
    &solved_without_ml::CHECK,
    &one_option::CHECK,
    &too_many_options::CHECK,
    &research_overrun::CHECK,
    &rare_target::CHECK,
    &too_few_rows::CHECK,
    &identifier_column::CHECK,
    &duplicate_rows::CHECK,
    &hidden_missing::CHECK,
    &mixed_types::CHECK,
    &empty_column::CHECK,
    &constant_column::CHECK,
    &more_data_would_help::CHECK,
];

/// The rules of this step.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}
