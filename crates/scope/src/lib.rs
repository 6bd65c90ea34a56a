//! Scope: is it worth doing, can it be done? Finds in one table what would sink the project, measures
//! whether the columns say anything about the target, and decides: go, no-go or unsure.
//!
//! [`run`] measures once ([`measure`]), reckons what the first year would be worth ([`worth`]), lets every rule of
//! [`rules`] judge the measurements against what is asked for ([`goal`]), and decides.

mod evidence;
pub mod goal;
mod hopeless;
pub mod measure;
pub mod pictures;
mod report;
pub mod rules;
mod study;
mod target;
pub mod worth;

use ::report::{Fault, Finding};
use frame::{Frame, Profile};
use learn::Metric;

pub use self::report::report;
pub use evidence::{ColumnEvidence, Decision, Evidence, Frequent};
pub use goal::Goal;
pub use hopeless::refuse_constant;
pub use rules::rules;
pub use study::Study;
pub use target::{answered, positive_by_itself, target};

/// What is scoped.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// What is known of all rows.
    pub profile: &'a Profile,
    /// Rows to look at one by one: all of a small table, a seeded sample of a large one.
    pub sample: &'a Frame,
    /// The column to predict.
    pub target: String,
    /// The value of it to find.
    pub positive: Option<String>,
    /// The column that says when a prediction is made.
    pub time: Option<String>,
    /// The column whose values must not be split between learning and testing.
    pub group: Option<String>,
    /// A newer table of the same kind, to be held against this one.
    pub recent: Option<&'a Frame>,
    /// Columns not known when predicting: they can neither help nor leak.
    pub unavailable: Vec<String>,
    /// The measure to judge the signal by; by default AUC, log loss or R², by the task.
    pub metric: Option<Metric>,
    /// What the project is for, as far as it is known.
    pub goal: Goal,
    /// The table's name, as the user knows it.
    pub table_name: String,
    /// All randomness comes from this.
    pub seed: u64,
}

/// Scope a table.
///
/// # Errors
/// When there is nothing to scope: no such target, one answer only, one row, or columns that never vary.
pub fn run(input: &Input<'_>) -> Result<Evidence, Fault> {
    for (option, name) in [("--time", &input.time), ("--group", &input.group)] {
        if let Some(name) = name.as_ref().filter(|name| input.sample.column(name).is_none()) {
            let near = ::report::suggest::nearest(name, input.sample.names());
            let fault = Fault::new(format!("the table has no column `{name}` for {option}"));
            return Err(near.map_or(fault.clone(), |near| fault.hint(format!("did you mean `{near}`?"))));
        }
    }
    let study = Study::of(input)?;
    let mut findings: Vec<Finding> =
        rules::CHECKS.iter().flat_map(|check| (check.findings)(&study)).collect();
    // Within a level the most harmful first; the list of rules decides ties.
    findings.sort_by(|a, b| harm(b).total_cmp(&harm(a)));
    let feasible = study.feasible.as_ref();
    let mut evidence = Evidence {
        decision: Decision::Unsure,
        reasons: Vec::new(),
        table: input.table_name.clone(),
        target: study.target.name.clone(),
        positive: study.target.classes.get(1).filter(|_| study.target.task == frame::Task::Binary).cloned(),
        task: study.target.task,
        rows: input.profile.rows,
        rows_sampled: input.sample.rows() as u64,
        columns: ColumnEvidence::all(input.profile),
        signal: study.signal().cloned(),
        at_least: input.goal.at_least,
        asked_metric: feasible.map(|feasible| feasible.asked.metric.name()),
        in_project: input.goal.planned,
        curve: feasible.and_then(|feasible| feasible.curve.clone()),
        ceiling: None,
        ceiling_because: String::new(),
        worth: None,
        worth_because: String::new(),
        options: evidence::Weighed::all(&input.goal.ways),
        estimated: evidence::Estimated::of(&study),
        pictures: study.pictures(input),
        findings,
        notes: positive_by_itself(&study.target, input.positive.as_deref()).into_iter().collect(),
    };
    evidence.decide();
    Ok(evidence)
}

/// The harm a finding does to the goal, 0 to 1: what a leak promises falsely, or the share of the rows that is spoiled,
/// weighed by how much the column says of the target.
fn harm(finding: &Finding) -> f64 {
    finding.evidence.get("harm").and_then(serde_json::Value::as_f64).unwrap_or(0.0)
}
