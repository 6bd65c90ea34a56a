//! Rung zero: the rule by which the decision is made today.

/// Today's rule, already applied to every row.
#[derive(Debug, Clone)]
pub struct Today {
    /// The rule as the plan writes it: an SQL expression over one row.
    pub rule: String,
    /// For each row whether the rule acts; a rule that cannot tell does not act.
    pub acts: Vec<bool>,
    /// What following it costs a month, in the plan's currency.
    pub cost_per_month: f64,
}
