//! The climb: every contender measured on the same folds, simplest first.

use std::time::Instant;

use frame::{Split, Task};
use learn::{CrossValidated, Estimate, Metric, best_threshold, cross_validated_score, usual_metrics};

use crate::contender::{Contender, contenders};
use crate::part::Part;
use crate::{Candidate, Input, Status};

/// A contender and how it did.
pub(crate) struct Rung<'a> {
    pub contender: Contender<'a>,
    pub candidate: Candidate,
    /// What it predicted out of fold; none when it failed or was skipped.
    pub measured: Option<CrossValidated>,
    /// The probability from which to act, chosen on rows predicted out of fold.
    pub threshold: Option<f64>,
}

/// Measure every contender; one that fails is a row that says why, never the end of the run.
pub(crate) fn climb<'a>(
    input: &Input<'a>,
    open: &Part,
    folds: &[Split],
    started: Instant,
    watch: &mut dyn FnMut(&str, usize, usize),
) -> Vec<Rung<'a>> {
    let contenders = contenders(input);
    let count = contenders.len();
    let measure = |(number, contender): (usize, Contender<'a>)| {
        watch(contender.name(), number, count);
        if input.budget.is_some_and(|budget| started.elapsed() > budget) {
            return Rung::without(contender, number, Status::Skipped, "the budget was spent before its turn");
        }
        match contender.cross_validate(input, open, folds) {
            Ok(measured) => Rung::of(input, open, contender, number, measured),
            Err(fault) => Rung::without(contender, number, Status::Failed, &fault.message),
        }
    };
    contenders.into_iter().enumerate().map(measure).collect()
}

impl<'a> Rung<'a> {
    fn of(
        input: &Input,
        open: &Part,
        contender: Contender<'a>,
        rung: usize,
        measured: CrossValidated,
    ) -> Self {
        let tested = open.target.take(&measured.rows);
        let estimate = cross_validated_score(&input.metric, &open.target, &measured)
            .map(|estimate| contender.net_of_cost(input, estimate));
        let threshold = threshold(input, open, contender, &measured);
        let candidate = Candidate {
            score: estimate.map(|estimate| estimate.score),
            low: estimate.map(|estimate| estimate.low),
            high: estimate.map(|estimate| estimate.high),
            money: money(input, open, contender, &measured),
            complexity: input.complexity.map(|complexity| complexity.per_month(contender.name())),
            fit_seconds: Some(measured.fit_seconds),
            predict_rows_per_second: Some(measured.predict_rows_per_second).filter(|rate| *rate > 0.0),
            size_bytes: Some(measured.size_bytes).filter(|_| !matches!(contender, Contender::Outside(_))),
            peak_memory_bytes: measured.peak_memory_bytes,
            fold_scores: fold_scores(input, open, contender, &measured),
            reproducible: measured.reproducible,
            measures: usual_metrics(&tested, &measured.predictions),
            ..Candidate::unmeasured(contender.name(), rung, Status::Dropped, "")
        };
        if candidate.score.is_none() {
            let why = format!("{} could not be computed from its predictions", input.metric.name());
            return Rung::without(contender, rung, Status::Failed, &why);
        }
        Rung { contender, candidate, measured: Some(measured), threshold }
    }

    fn without(contender: Contender<'a>, rung: usize, status: Status, why: &str) -> Self {
        let candidate = Candidate::unmeasured(contender.name(), rung, status, why);
        Rung { contender, candidate, measured: None, threshold: None }
    }
}

impl Candidate {
    pub(crate) fn unmeasured(name: &str, rung: usize, status: Status, why: &str) -> Candidate {
        Candidate {
            name: name.to_owned(),
            rung,
            score: None,
            low: None,
            high: None,
            money: None,
            complexity: None,
            fit_seconds: None,
            predict_rows_per_second: None,
            size_bytes: None,
            peak_memory_bytes: None,
            fold_scores: Vec::new(),
            reproducible: None,
            status,
            why: why.to_owned(),
            measures: Vec::new(),
        }
    }
}

/// The deciding measure on each fold's rows alone.
fn fold_scores(input: &Input, open: &Part, contender: Contender, measured: &CrossValidated) -> Vec<f64> {
    let folds = measured.folds.iter().max().map_or(0, |last| last + 1);
    let score = |fold: usize| {
        let places: Vec<usize> =
            (0..measured.rows.len()).filter(|&place| measured.folds[place] == fold).collect();
        let rows: Vec<usize> = places.iter().map(|&place| measured.rows[place]).collect();
        let score = input.metric.score(&open.target.take(&rows), &measured.predictions.take(&places))?;
        Some(contender.net_of_cost(input, Estimate { score, low: score, high: score }).score)
    };
    (0..folds).filter_map(score).collect()
}

/// From which probability to act: where it earns most, or one half when the plan names no worth. Today's
/// rule is a decision already.
fn threshold(input: &Input, open: &Part, contender: Contender, measured: &CrossValidated) -> Option<f64> {
    if input.target.task != Task::Binary {
        return None;
    }
    let tested = open.target.take(&measured.rows);
    match (contender, input.worth) {
        (Contender::Learner(_) | Contender::Outside(_), Some(worth)) if !measured.decided => {
            best_threshold(&tested, &measured.predictions, worth).map(|(threshold, _)| threshold)
        }
        _ => Some(0.5),
    }
}

/// Money a month out of fold, what today's rule costs taken off.
fn money(input: &Input, open: &Part, contender: Contender, measured: &CrossValidated) -> Option<f64> {
    let worth = input.worth?;
    let estimate = cross_validated_score(&Metric::Money(worth.clone()), &open.target, measured)?;
    Some(estimate.score - contender.cost_per_month(input))
}
