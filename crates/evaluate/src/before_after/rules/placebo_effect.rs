//! Effects as large are seen at times when nothing changed.
//!
//! ## What it sees
//!
//! The same question is asked at up to twenty times before the change. At more than a third of them an effect is seen
//! that chance brings less than once in a hundred, or, where one is seen at the change, one at least as sure is seen at a fifth of them or more.
//!
//! ## Why it sinks projects
//!
//! A method that finds effects where there are none will find one where you look. The metric has swings that the
//! trend and the season do not hold.
//!
//! ## Example
//!
//! Sales rose by 8 % in the month of the change. They rose or fell as much, and as surely, at 9 of 20 times in the year before.
//!
//! ## What to do
//!
//! Take a longer time before the change, weeks instead of days, or others to compare with; or run a test.
//!
//! ## References
//!
//! Abadie, Diamond & Hainmueller, Synthetic Control Methods for Comparative Case Studies (JASA 105, 2010): placebo tests; Bertrand,
//! Duflo & Mullainathan (QJE 119, 2004).

use ::report::{Finding, Level, Rule};

use super::super::Measured;

/// The rule and its page.
pub const RULE: Rule =
    Rule { name: "placebo-effect", level: Level::Warn, text: include_str!("placebo_effect.rs") };

/// Find that as much is seen when nothing changed.
pub fn judge(measured: &Measured) -> Option<Finding> {
    let placebos = measured.placebos?;
    let seen_here = measured.effect.is_some_and(|effect| effect.low > 0.0 || effect.high < 0.0);
    let often = 3 * placebos.seen > placebos.tried;
    let as_large = seen_here && 5 * placebos.as_large >= placebos.tried;
    if !often && !as_large {
        return None;
    }
    let (count, what) = match as_large {
        true => (placebos.as_large, "an effect at least as sure is seen"),
        false => (placebos.seen, "an effect is seen (p below 0.01)"),
    };
    let message =
        format!("{what} at {count} of {} times before the change, when nothing changed", placebos.tried);
    Some(
        Finding::new(&RULE, message)
            .columns(measured.metric.split('/'))
            .why("The metric swings in ways that trend and season do not hold, so an effect here means little.")
            .remedy("Take more time before the change, longer periods (--every 7), others to compare with, or run a test.")
            .evidence("tried", placebos.tried)
            .evidence("seen", placebos.seen)
            .evidence("as_large", placebos.as_large)
            .evidence("rows", measured.rows),
    )
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    use crate::before_after::testing::{course, measured, swinging};
    [measured(&swinging(90)), measured(&course(60, 2.0, 1.0))]
}
