//! The sixth tenet: does it pay?
//!
//! [`run`] takes an experiment's outcome, one row an observation or a unit, and answers in three steps:
//! [`measure`] streams the rows into sums that add and turns them into differences with intervals; the
//! rules judge whether the experiment can be trusted and what the differences mean; the verdict follows
//! from both: keep, stop, wait, or unsound.
//!
//! Memory does not grow with the rows. With a unit it grows with the number of units: their sums are held.

mod arms;
mod by_row;
mod by_unit;
mod columns;
mod compare;
mod evidence;
mod measure;
mod money;
mod question;
mod report;
mod rules;
mod tally;
#[cfg(test)]
mod testing;
mod verdict;
mod words;

use ::report::{Fault, worst_first};
use frame::Frame;

pub(crate) use by_unit::ByUnit;
pub(crate) use columns::{find, numbers};
pub use evidence::{Comparison, Evidence, Split};
pub use measure::{Balance, Measured, Units, measure};
pub use money::{ArmMoney, Money};
pub use question::{Kind, MetricSpec, Question};
pub use rules::rules;
pub use verdict::Verdict;

/// Answer the question from the rows of an experiment, in their order.
///
/// # Errors
/// When the question does not fit the table: a column that is not there or has no numbers, an option out
/// of range, no rows, one arm only. A control that does not occur is a finding.
pub fn run(
    question: &Question,
    frames: impl Iterator<Item = Result<Frame, Fault>>,
) -> Result<Evidence, Fault> {
    let measured = measure(question, frames)?;
    let mut findings = rules::judge(&measured);
    worst_first(&mut findings);
    let money = money::of(question, &measured);
    let verdict = verdict::of(&findings, &measured.comparisons, money.is_some());
    Ok(Evidence {
        verdict,
        money,
        comparisons: measured.comparisons,
        split: measured.split,
        rows: measured.rows,
        rows_left_out: measured.rows_left_out,
        alpha: question.alpha,
        control: question.control.clone(),
        unit: question.unit.clone(),
        covariate: question.covariate.clone(),
        findings,
    })
}
