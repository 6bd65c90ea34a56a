//! The climb: every contender measured on the same folds, simplest first.

use std::time::Instant;

use frame::{Split, Task};
use learn::{CrossValidated, Estimate, Metric, cross_validated_score, scores_of_folds, usual_metrics_at};

use crate::contender::{Contender, contenders};
use crate::part::Part;
use crate::stability::{self, Stability};
use crate::{Candidate, Input, Status, complexity, thresholds};

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
            Ok(measured) => {
                let seeds = stability::scores_of_seeds(input, open, folds, contender);
                Rung::of(input, open, contender, number, measured, seeds)
            }
            Err(fault) => Rung::without(contender, number, Status::Failed, &fault.message),
        }
    };
    let rungs = contenders.into_iter().enumerate().map(measure).collect();
    watch("the choice", count, count);
    rungs
}

impl<'a> Rung<'a> {
    fn of(
        input: &Input,
        open: &Part,
        contender: Contender<'a>,
        rung: usize,
        measured: CrossValidated,
        seed_scores: Option<Vec<f64>>,
    ) -> Self {
        let tested = open.target.take(&measured.rows);
        let estimate = cross_validated_score(&input.metric, &open.target, &measured)
            .map(|estimate| contender.net_of_cost(input, estimate));
        let threshold = threshold(input, open, contender, &measured);
        let money = money(input, open, contender, &measured);
        let fold_scores = fold_scores(input, open, contender, &measured);
        let candidate = Candidate {
            score: estimate.map(|estimate| estimate.score),
            low: estimate.map(|estimate| estimate.low),
            high: estimate.map(|estimate| estimate.high),
            money: money.map(|money| money.score),
            money_low: money.map(|money| money.low),
            money_high: money.map(|money| money.high),
            complexity_days: complexity::days(input.complexity, contender.name()).total(),
            complexity: input.complexity.map(|complexity| complexity.per_month(contender.name())),
            fit_seconds: Some(measured.fit_seconds),
            predict_rows_per_second: Some(measured.predict_rows_per_second).filter(|rate| *rate > 0.0),
            size_bytes: Some(measured.size_bytes).filter(|_| !matches!(contender, Contender::Outside(_))),
            peak_memory_bytes: measured.peak_memory_bytes,
            reads: contender.learner().map(|learner| learner.reads().to_owned()),
            inputs_used: measured.inputs,
            stability: Stability::of(&fold_scores, seed_scores.as_deref()),
            fold_scores,
            seed_scores: seed_scores.unwrap_or_default(),
            reproducible: measured.reproducible,
            measures: usual_metrics_at(&tested, &measured.predictions, threshold.unwrap_or(0.5)),
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
    fn unmeasured(name: &str, rung: usize, status: Status, why: &str) -> Candidate {
        Candidate {
            name: name.to_owned(),
            rung,
            score: None,
            low: None,
            high: None,
            money: None,
            money_low: None,
            money_high: None,
            complexity: None,
            complexity_days: complexity::days(None, name).total(),
            fit_seconds: None,
            predict_rows_per_second: None,
            size_bytes: None,
            peak_memory_bytes: None,
            reads: None,
            inputs_used: None,
            stability: Stability::default(),
            fold_scores: Vec::new(),
            seed_scores: Vec::new(),
            reproducible: None,
            status,
            why: why.to_owned(),
            measures: Vec::new(),
        }
    }
}

/// The deciding measure on each fold's rows alone.
fn fold_scores(input: &Input, open: &Part, contender: Contender, measured: &CrossValidated) -> Vec<f64> {
    let net = |score: f64| contender.net_of_cost(input, Estimate { score, low: score, high: score }).score;
    scores_of_folds(&input.metric, &open.target, measured).into_iter().map(net).collect()
}

/// From which probability to act: where it earns most, or, when the plan names no worth, where it is best by the
/// measure. What is a decision already, as today's rule, needs none.
fn threshold(input: &Input, open: &Part, contender: Contender, measured: &CrossValidated) -> Option<f64> {
    if input.target.task != Task::Binary {
        return None;
    }
    if measured.decided || contender.says_the_same_of_all() && input.worth.is_none() {
        return Some(0.5);
    }
    let tested = open.target.take(&measured.rows);
    thresholds::measure(&input.metric, input.worth).best_threshold(&tested, &measured.predictions)
}

/// Money a month out of fold, each fold's threshold chosen on the others, what today's rule costs taken off.
fn money(input: &Input, open: &Part, contender: Contender, measured: &CrossValidated) -> Option<Estimate> {
    let worth = input.worth?;
    let estimate = cross_validated_score(&Metric::Money(worth.clone()), &open.target, measured)?;
    let cost = contender.cost_per_month(input);
    Some(Estimate { score: estimate.score - cost, low: estimate.low - cost, high: estimate.high - cost })
}
