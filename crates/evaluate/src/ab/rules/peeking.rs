//! The figures are read before the planned end.
//!
//! ## What it sees
//!
//! With `--time` and without `--sequential` or `--looks`: whether the last time in the rows is the planned end
//! (`--planned-end`). A note when no end is given or the rows go on after it, a warning when more times are known to
//! come. In that case the verdict rests on the interval that may be read at any time.
//!
//! ## Why it sinks projects
//!
//! An interval of 95 % misses the truth in one of twenty experiments if it is read once, at an end that was fixed
//! beforehand. Read every day for four weeks and stopped when it looks good, it misses in more than one of four.
//!
//! ## Example
//!
//! The new ranking was "significant" on day 6, was launched, and never showed a gain again.
//!
//! ## What to do
//!
//! Fix the end before the start and wait for it, or ask for what may be read early: `--sequential` at any time,
//! `--looks N` at N planned times, which costs hardly any power.
//!
//! ## References
//!
//! Armitage, McPherson & Rowe, Repeated Significance Tests on Accumulating Data, JRSS A 132 (1969). Johari, Koomen,
//! Pekelis & Walsh, Always Valid Inference, Operations Research 70 (2022).

use ::report::{Finding, Level, Rule, number};

use crate::ab::{Basis, Measured};

/// The rule and its page.
pub const RULE: Rule = Rule { name: "peeking", level: Level::Warn, text: include_str!("peeking.rs") };

/// See whether the planned end is reached.
pub fn judge(measured: &Measured) -> Vec<Finding> {
    let Some(time) = &measured.time else { return Vec::new() };
    let asked = measured.sequential || measured.basis == Basis::GroupSequential;
    let finding = match measured.more_to_come {
        _ if asked => return Vec::new(),
        Some(false) if time.planned.is_none_or(|planned| time.so_far <= planned) => return Vec::new(),
        Some(false) => {
            let late = time.planned.map_or(0.0, |planned| time.so_far - planned);
            let message = format!(
                "the rows go on to {} {}, {} after the planned end",
                time.called,
                number::significant(time.so_far, 4),
                number::significant(late, 4)
            );
            Finding::new(&RULE, message)
                .level(Level::Note)
                .remedy("Judge the rows up to the planned end, or say when it was really to end.")
        }
        Some(true) => {
            let planned = time
                .planned
                .map_or(String::new(), |planned| format!(" of {}", number::significant(planned, 4)));
            let message = format!(
                "the figures are read at {} {}{planned}, before the planned end",
                time.called,
                number::significant(time.so_far, 4)
            );
            Finding::new(&RULE, message)
                .remedy("Wait for the planned end, or read early as often as you like with `--sequential`.")
        }
        None => {
            let message = format!(
                "the figures are read at {} {}; the planned end is not given",
                time.column, time.last
            );
            Finding::new(&RULE, message).level(Level::Note).remedy(
                "Say when it is to end (`--planned-end`), or read early with `--sequential` or `--looks N`.",
            )
        }
    };
    vec![
        finding
            .columns([time.column.as_str()])
            .why(
                "`low`, `high` and `p_value` hold if they are read once, at the planned end. Who looks every day for four \
                 weeks and stops at the first good day is wrong in more than one of four useless changes.",
            )
            .evidence("times", time.so_far)
            .evidence("planned", time.planned)
            .evidence("rows", measured.rows),
    ]
}

#[cfg(test)]
pub fn examples() -> [Measured; 2] {
    let table = crate::ab::testing::table(&[("new", 200, 1.0), ("old", 200, 0.0)]);
    [false, true].map(|sequential| {
        let mut question = crate::ab::testing::question("old");
        question.time = Some("day".to_owned());
        question.reading.planned_end = Some("9".to_owned());
        question.reading.sequential = sequential;
        crate::ab::testing::measured(&question, &table)
    })
}
