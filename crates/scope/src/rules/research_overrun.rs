//! Finding out takes longer than was announced, or nobody said how long it may take.
//!
//! ## What it sees
//! The `time_box` of `[research]` and of each `[[option]]` in tenet.toml, in days of the calendar, against the days
//! since `started` (until `ended`, if it has). A try that has started without a time box is one without an end.
//!
//! ## Why it sinks projects
//! Research without an end always finds one more thing to try. What it costs grows unseen, and the decision it was
//! for waits.
//!
//! ## Example
//! ```toml
//! [research]
//! time_box = "10d"
//! started = 2026-11-02      # and it is the 20th
//! ```
//!
//! ## What to do
//! Stop and decide on what is known. If one question is worth more time, announce a new time box for that one
//! question, and what will be decided at its end.
//!
//! ## References
//! Ben Wilson, *Machine Learning Engineering in Action* (Manning, 2022), chapter 3 (time-boxed research). Parkinson,
//! "Parkinson's law" (The Economist, 1955).

use report::number::{count, significant};
use report::{Finding, Level, Rule};

use super::Check;
use crate::Study;
use crate::goal::TimeBox;

pub const CHECK: Check = Check {
    rule: Rule { name: "research-overrun", level: Level::Warn, text: include_str!("research_overrun.rs") },
    findings,
    #[cfg(test)]
    examples: super::examples::research_overrun,
};

fn findings(study: &Study<'_>) -> Vec<Finding> {
    study.goal.time_boxes.iter().filter_map(of_box).collect()
}

fn of_box(time_box: &TimeBox) -> Option<Finding> {
    let what = time_box.of.as_ref().map_or("research".to_owned(), |way| format!("trying `{way}`"));
    let days = |days: f64| match days {
        1.0 => "1 day".to_owned(),
        days if days.fract() == 0.0 => format!("{} days", count(days as u64)),
        days => format!("{} days", significant(days, 2)),
    };
    let took = if time_box.ended { "took" } else { "has taken" };
    let finding = match (time_box.days, time_box.over()) {
        (Some(announced), Some(over)) => Finding::new(
            &CHECK.rule,
            format!("{what} {took} {}, {} more than the {} announced", days(time_box.spent), days(over), days(announced)),
        )
        .why("Each day beyond the box was decided by nobody, and the decision it was meant for is still waiting.")
        .remedy("Decide on what is known now. If one question is worth more time, announce a new box for it and what its end decides."),
        (None, _) if !time_box.ended => Finding::new(
            &CHECK.rule,
            format!("{what} began {} ago and no end was announced", days(time_box.spent)),
        )
        .why("Research without an end always finds one more thing to try; what it costs grows unseen.")
        .remedy("Announce how long it may take: `time_box = \"5d\"` in tenet.toml, and what will be decided at its end."),
        _ => return None,
    };
    Some(finding.evidence("days_spent", time_box.spent).evidence("days_announced", time_box.days))
}
