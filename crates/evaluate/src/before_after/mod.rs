//! No test was possible: what do the days before and after a change suggest?
//!
//! Where others were left as they were, [`run`] compares both groups before and after (difference in differences); else it
//! compares the series with where its past was heading (interrupted series). Both rest on assumptions that a test does not
//! need; they are tested as far as they can be, and said aloud.

mod clusters;
mod evidence;
mod measure;
mod question;
mod report;
mod rows;
mod rules;
mod series;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod verdict;

use ::report::{Fault, number, worst_first};
use frame::Frame;

pub use evidence::Evidence;
pub use measure::{Counts, Effect, Measured, Method, Placebos, PreTrend};
pub use question::Question;
pub use rules::rules;
pub use verdict::Verdict;

/// More periods than this take too long to judge, and say no more.
const MOST_PERIODS: usize = 1500;

/// Answer the question from the rows before and after a change, in any order. Memory grows with the periods and, with
/// units, with the periods each of them has rows in.
///
/// # Errors
/// When the question does not fit the table, or there are no rows on one side of the change or in one of the groups.
pub fn run(
    question: &Question,
    frames: impl Iterator<Item = Result<Frame, Fault>>,
) -> Result<Evidence, Fault> {
    let measured = measured(question, frames)?;
    let mut findings = rules::judge(&measured);
    worst_first(&mut findings);
    Ok(Evidence::of(question, measured, findings))
}

fn measured(
    question: &Question,
    frames: impl Iterator<Item = Result<Frame, Fault>>,
) -> Result<Measured, Fault> {
    question.check()?;
    let rows = rows::read(question, frames)?;
    let groups = [(&rows.treated, "that the change reached"), (&rows.others, "that it did not reach")];
    let asked = if question.treated.is_some() { 2 } else { 1 };
    for (course, which) in groups.into_iter().take(asked) {
        if course.is_empty() {
            return Err(Fault::new(format!("of {} rows there is none {which}", number::count(rows.read)))
                .hint("name whom it reached with --treated COLUMN=VALUE; blank values belong to nobody"));
        }
        for (side, there) in
            [("before", course.keys().any(|at| *at < 0)), ("after", course.keys().any(|at| *at >= 0))]
        {
            if !there {
                let which = if asked == 2 { format!(" {which}") } else { String::new() };
                return Err(Fault::new(format!("there is no row {side} {}{which}", question.since))
                    .hint("--since is when the change came; rows are needed on both sides of it"));
            }
        }
    }
    let periods = rows.treated.len().max(rows.others.len());
    if periods > MOST_PERIODS {
        return Err(Fault::new(format!(
            "there are {} different times, more than {}",
            number::count(periods),
            number::count(MOST_PERIODS)
        ))
        .hint("take them together: --every 7 makes weeks of days"));
    }
    Ok(measure::measure(question, &rows))
}
