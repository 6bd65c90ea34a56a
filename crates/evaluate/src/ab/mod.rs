//! A verdict on an A/B test: does the change pay, and can the test be trusted?
//!
//! [`run`] takes a test's outcome, one row an observation or a unit, and answers in three steps:
//! [`measure_each`] streams the rows into sums that add and turns them into differences with intervals; the
//! rules judge whether the test can be trusted and what the differences mean; the verdict follows
//! from both: keep, stop, wait, or unsound.
//!
//! Memory does not grow with the rows. With a unit it grows with the number of units: their sums are held.

mod by_row;
mod by_unit;
mod caps;
mod clock;
mod columns;
mod compare;
mod evidence;
mod exposure;
mod join;
mod labels;
mod looks;
mod measure;
mod money;
mod parts;
mod pass;
mod promise;
mod quantile_parts;
mod question;
mod ranks;
mod report;
mod rows;
mod rules;
mod tally;
#[cfg(test)]
mod testing;
mod verdict;
mod wait;
mod words;

use ::report::{Fault, worst_first};
use frame::Frame;

pub(crate) use by_unit::ByUnit;
pub(crate) use columns::{find, numbers};
pub use evidence::{Comparison, Evidence, Fading, OutcomeRows, Part, Split, Times, Unread, Wait, Within};
pub use exposure::Exposure;
pub use join::{exposure_columns, join, outcome_columns};
pub use looks::Basis;
pub use measure::{Acted, Balance, Measured, Outcomes, Price, measure_each};
pub use money::{ArmMoney, Money};
pub use promise::{Against, Objections, Promise};
pub use question::{Cap, Kind, MetricSpec, Question, Reading};
pub use rules::rules;
pub use tally::Counts;
pub use verdict::Verdict;

/// Answer the question from the rows of an experiment, in their order: of several groups or looks, the last.
///
/// # Errors
/// When the question does not fit the table: a column that is not there or has no numbers, an option out
/// of range, no rows, one arm only. A control that does not occur is a finding.
pub fn run(
    question: &Question,
    frames: impl Iterator<Item = Result<Frame, Fault>> + Send,
) -> Result<Evidence, Fault> {
    let mut frames = Some(frames);
    let open = || {
        let once = Fault::new("rows that come once cannot be capped at a quantile");
        frames.take().ok_or(once.hint("give the cap as a value, or the rows so that they can be read twice"))
    };
    let last = run_each(question, open)?.pop();
    last.ok_or_else(|| {
        Fault::new("the table has no rows").hint("give the outcome of the experiment, one row a unit")
    })
}

/// Answer the question once for each group ([`Question::by`]) and each time ([`Reading::each_look`]) it asks for.
///
/// `open` gives the rows, in their order; it is called twice when values are capped at a quantile.
///
/// # Errors
/// As [`run`].
pub fn run_each<I: Iterator<Item = Result<Frame, Fault>> + Send>(
    question: &Question,
    mut open: impl FnMut() -> Result<I, Fault>,
) -> Result<Vec<Evidence>, Fault> {
    question.check()?;
    let caps = caps::of(question, &mut open)?;
    let measured = measure_each(question, open()?, caps)?;
    if let [only] = measured.as_slice() {
        check_variation(only)?;
    }
    Ok(measured.into_iter().map(|measured| judge(question, measured)).collect())
}

/// Where no metric varies, they are not recorded, or not yet.
fn check_variation(measured: &Measured) -> Result<(), Fault> {
    match measured.comparisons.as_slice() {
        [first, ..]
            if measured.comparisons.iter().all(|one| one.is_flat && one.verdict_interval().is_none()) =>
        {
            let message = format!("`{}` does not vary: {}", first.metric, rules::same(first));
            Err(Fault::new(message)
                .hint("check how it is recorded, or wait until there is something to compare"))
        }
        _ => Ok(()),
    }
}

/// The page a person reads: of one answer, or of several side by side.
pub fn page(answers: &[Evidence]) -> ::report::Report {
    match answers {
        [only] => only.report(),
        _ => report::each(answers),
    }
}

fn judge(question: &Question, measured: Measured) -> Evidence {
    let mut findings = rules::judge(&measured);
    worst_first(&mut findings);
    let money = money::of(question, &measured);
    let verdict = verdict::of(&findings, &measured.comparisons, money.is_some());
    let wait = wait::of(&measured);
    Evidence {
        verdict,
        against_plan: promise::against(&measured),
        money,
        wait,
        split: measured.split,
        rows: measured.rows,
        rows_left_out: measured.rows_left_out,
        unread: Vec::new(),
        outcomes: None,
        alpha: question.alpha,
        control: question.control.clone(),
        unit: question.unit.clone(),
        exposure: question.exposure,
        covariates: question.covariates.clone(),
        time: measured.time,
        by: measured.by,
        look: measured.look,
        comparisons: measured.comparisons,
        findings,
    }
}
