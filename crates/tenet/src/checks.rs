//! The plan held against the data: its own SQL checks, and what today's rule and a perfect answer would do.

use ::plan::{Counted, Outcome, Plan, answer};
use frame::{Cell, Task};
use report::Fault;
use table::Table;

/// A check as it is written in the plan.
pub struct Check<'a> {
    /// The entry it belongs to.
    at: std::ops::Range<usize>,
    sql: &'a str,
}

/// The checks over the table `data`.
pub fn of_data(plan: &Plan) -> Vec<Check<'_>> {
    let assumptions = plan.assumptions.iter().map(|assumption| (&assumption.at, &assumption.check));
    let requirements = plan.requirements.iter().map(|requirement| (&requirement.at, &requirement.check));
    let written = assumptions.chain(requirements).filter_map(check);
    written.filter(|check| !names_predictions(check.sql)).collect()
}

/// The checks of requirements over the table `predictions`.
pub fn of_predictions(plan: &Plan) -> Vec<Check<'_>> {
    let requirements = plan.requirements.iter().map(|requirement| (&requirement.at, &requirement.check));
    requirements.filter_map(check).filter(|check| names_predictions(check.sql)).collect()
}

fn check<'a>((at, sql): (&std::ops::Range<usize>, &'a Option<::plan::Located<String>>)) -> Option<Check<'a>> {
    Some(Check { at: at.clone(), sql: answer(sql)? })
}

fn names_predictions(sql: &str) -> bool {
    let mut words = sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.any(|word| word.eq_ignore_ascii_case("predictions"))
}

/// What each check gives on a table that is called `name` in it.
pub fn outcomes(checks: &[Check], table: &Table, name: &str) -> Vec<Outcome> {
    let outcome = |check: &Check| Outcome { at: check.at.clone(), holds: holds(check.sql, table, name) };
    checks.iter().map(outcome).collect()
}

fn holds(sql: &str, table: &Table, name: &str) -> Result<bool, String> {
    let answer = table.query_as(sql, name).map_err(|fault| fault.to_string())?;
    let one = || {
        let [column] = answer.columns() else { return None };
        (answer.rows() == 1).then(|| column.cell(0))
    };
    match one() {
        Some(Cell::Number(value)) if value == 0.0 || value == 1.0 => Ok(value == 1.0),
        Some(Cell::Text(text)) if text == "true" || text == "false" => Ok(text == "true"),
        Some(Cell::Missing) => Err("it gives neither true nor false, but nothing (NULL)".to_owned()),
        _ => Err("it does not give one value, true or false".to_owned()),
    }
}

/// How often the outcome is yes, and how often today's rule acts rightly and in vain; `None` when the plan asks
/// no yes-or-no question or has no worth to apply it to.
///
/// # Errors
/// When the target or the rule cannot be worked out on this table.
pub fn counted(plan: &Plan, table: &Table) -> Result<Option<Counted>, Fault> {
    let Some(name) = ::plan::written(&plan.data.target) else { return Ok(None) };
    if plan.worth.cells().is_none() || plan.worth.cases_per_month.is_none() {
        return Ok(None);
    }
    crate::data::has_column(table, name, "target")?;
    let rows = table.read(Some(&[name]))?;
    let Some(column) = rows.column(name) else { return Ok(None) };
    let (answered, target) = ::scope::answered(column, ::plan::written(&plan.data.positive))?;
    if target.task != Task::Binary {
        return Ok(None);
    }
    let yes: Vec<bool> = target.values.iter().map(|value| *value == 1.0).collect();
    let today = match answer(&plan.today.rule) {
        None => None,
        Some(rule) => {
            let acts = table.filter(rule)?;
            let (mut right, mut in_vain) = (0, 0);
            for (row, yes) in answered.iter().zip(&yes) {
                match (acts.get(*row), yes) {
                    (Some(Some(true)), true) => right += 1,
                    (Some(Some(true)), false) => in_vain += 1,
                    _ => {}
                }
            }
            Some((right, in_vain))
        }
    };
    let positive = yes.iter().filter(|yes| **yes).count() as u64;
    Ok(Some(Counted { rows: yes.len() as u64, positive, today }))
}
