//! What the days before and after suggest. It is never more: nobody drew lots.

use ::report::Finding;
use serde::Serialize;

use super::measure::Effect;

/// What is suggested. There is no `keep` here: only a test shows that the change did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The metric rose more than its past, or others, would have it.
    SuggestsGain,
    /// It fell.
    SuggestsLoss,
    /// It may be either.
    Unclear,
    /// An assumption is broken: the figures say nothing about the change.
    Unsound,
}

/// Unsound if a finding says so, else by the interval.
pub fn of(findings: &[Finding], effect: Option<&Effect>) -> Verdict {
    match effect {
        _ if findings.iter().any(Finding::stops) => Verdict::Unsound,
        Some(effect) if effect.low > 0.0 => Verdict::SuggestsGain,
        Some(effect) if effect.high < 0.0 => Verdict::SuggestsLoss,
        _ => Verdict::Unclear,
    }
}
