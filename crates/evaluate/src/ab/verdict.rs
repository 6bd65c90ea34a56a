//! The verdict: what to do, from what was found and what was measured.

use ::report::Finding;
use serde::Serialize;

use crate::ab::Comparison;

/// What to do with the change that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It pays: at least one variant is worth keeping.
    Keep,
    /// It does not pay, or does harm.
    Stop,
    /// Not known yet.
    Wait,
    /// The experiment is faulty; its numbers cannot be trusted.
    Unsound,
}

impl Verdict {
    /// The word for it, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Keep => "keep",
            Verdict::Stop => "stop",
            Verdict::Wait => "wait",
            Verdict::Unsound => "unsound",
        }
    }
}

/// Findings at level stop that are about the effect, not about the experiment's soundness.
const ABOUT_THE_EFFECT: [&str; 2] = ["harm", "costs-more-than-it-brings"];

/// Unsound if a finding says so; else by variant. Where the first metric is priced, only it can say keep.
pub fn of(findings: &[Finding], comparisons: &[Comparison], priced: bool) -> Verdict {
    if findings.iter().any(|finding| finding.stops() && !ABOUT_THE_EFFECT.contains(&finding.rule)) {
        return Verdict::Unsound;
    }
    let verdicts = by_variant(findings, comparisons, priced);
    let all = |verdict| verdicts.iter().all(|(_, own)| *own == verdict);
    if verdicts.iter().any(|(_, own)| *own == Verdict::Keep) {
        Verdict::Keep
    } else if !verdicts.is_empty() && all(Verdict::Stop) {
        Verdict::Stop
    } else {
        Verdict::Wait
    }
}

/// Each variant by itself: stop when it is surely too low in any metric, keep when it surely gains enough
/// in one that may say so and nothing warns that the gain will not last.
pub fn by_variant<'a>(
    findings: &[Finding],
    comparisons: &'a [Comparison],
    priced: bool,
) -> Vec<(&'a str, Verdict)> {
    let fades = |variant: &str| {
        findings.iter().any(|finding| {
            finding.rule == "novelty-effect"
                && finding.allowed.is_none()
                && finding.evidence.get("variant").is_some_and(|named| named == variant)
        })
    };
    let mut verdicts: Vec<(&str, Verdict)> = Vec::new();
    // The metric that is priced is the first one asked for.
    let deciding = comparisons.first().map(|comparison| &comparison.metric);
    for comparison in comparisons {
        let may_keep = !priced || Some(&comparison.metric) == deciding;
        let own = if loses(comparison) {
            Verdict::Stop
        } else if may_keep && gains(comparison) {
            Verdict::Keep
        } else {
            Verdict::Wait
        };
        match verdicts.iter_mut().find(|(variant, _)| *variant == comparison.variant) {
            Some((_, verdict)) if own == Verdict::Stop || *verdict == Verdict::Wait => *verdict = own,
            Some(_) => {}
            None => verdicts.push((&comparison.variant, own)),
        }
    }
    for (variant, verdict) in &mut verdicts {
        if *verdict == Verdict::Keep && fades(variant) {
            *verdict = Verdict::Wait;
        }
    }
    verdicts
}

/// Whether the variant surely gains as much as is worth having.
pub fn gains(comparison: &Comparison) -> bool {
    comparison.verdict_low.is_some_and(|low| low > comparison.smallest_gain && low > 0.0)
}

/// Whether the variant surely gains less than is worth having.
fn loses(comparison: &Comparison) -> bool {
    comparison.verdict_high.is_some_and(|high| high < comparison.smallest_gain || high < 0.0)
}
