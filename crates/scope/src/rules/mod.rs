//! The rules of scoping, one a file. A rule turns what [`Study`] measured into findings and measures nothing itself.

mod conflicting_labels;
mod constant_column;
mod criterion_out_of_reach;
mod duplicate_rows;
mod empty_column;
mod future_column;
mod giveaway;
mod grouped_rows;
mod hidden_missing;
mod high_cardinality;
mod identifier_column;
mod impossible_values;
mod inconsistent_categories;
mod label_shift;
mod mislabelled_rows;
mod mixed_types;
mod more_data_would_help;
mod new_categories;
mod no_signal;
mod one_option;
mod personal_data;
mod post_outcome_column;
mod rare_target;
mod redundant_columns;
mod research_overrun;
mod schema_change;
mod shifted_sample;
mod solved_without_ml;
mod target_leak;
mod time_order;
mod too_few_rows;
mod too_many_options;
mod unit_change;

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
    &future_column::CHECK,
    &no_signal::CHECK,
    &criterion_out_of_reach::CHECK,
    &solved_without_ml::CHECK,
    &one_option::CHECK,
    &too_many_options::CHECK,
    &research_overrun::CHECK,
    &rare_target::CHECK,
    &too_few_rows::CHECK,
    &grouped_rows::CHECK,
    &time_order::CHECK,
    &identifier_column::CHECK,
    &duplicate_rows::CHECK,
    &conflicting_labels::CHECK,
    &mislabelled_rows::CHECK,
    &personal_data::CHECK,
    &hidden_missing::CHECK,
    &impossible_values::CHECK,
    &mixed_types::CHECK,
    &inconsistent_categories::CHECK,
    &high_cardinality::CHECK,
    &empty_column::CHECK,
    &redundant_columns::CHECK,
    &constant_column::CHECK,
    &more_data_would_help::CHECK,
    &schema_change::CHECK,
    &unit_change::CHECK,
    &new_categories::CHECK,
    &label_shift::CHECK,
    &shifted_sample::CHECK,
];

/// The rules of this step.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| &check.rule)
}
