//! Whether the model at work has grown old: what a model learned from the new rows would do better on them.

use frame::{Frame, SplitBy, Target, folds};
use learn::{cross_validate, learners};
use serde::Serialize;

use super::Input;
use super::cost::{Cost, Rise};
use super::judge::{Judged, some};

/// The age of the model, and what a fresh one would gain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stale {
    /// Whose loss it is, in words.
    #[serde(skip)]
    pub of: String,
    /// What the model at work loses more on the data than a fresh one does.
    pub cost: Option<Cost>,
    /// Rows of the data with an answer.
    pub rows: usize,
    /// Days from the last row of the reference to the last of the data; `None` without a time.
    pub days_since: Option<f64>,
    /// Days the reference spans.
    pub days_learned_from: Option<f64>,
}

const ROWS: usize = 8_000;
const FEWEST: usize = 300;
const DAY: f64 = 86_400.0;

/// Learn anew from the data and compare on rows not seen; `None` where no model is at work. Where one stands in for it, what
/// that one loses too counts, since predictions that are off for another reason are not old.
pub fn stale(
    judged: &Judged<'_>,
    stand_in: Option<&Judged<'_>>,
    input: &Input<'_>,
    data: &Frame,
) -> Option<Stale> {
    if !judged.judge.is_at_work() {
        return None;
    }
    let answered: Vec<usize> = (0..data.rows())
        .filter(|&row| judged.now_answers[row].is_finite() && judged.now[row].value.is_finite())
        .collect();
    let span = |frame: &Frame| {
        let times = frame.column(input.time.as_deref()?)?.as_numbers()?;
        let known = times.iter().copied().filter(|time| time.is_finite());
        let ends = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), time| (a.min(time), b.max(time)));
        (ends.0 <= ends.1).then_some(ends)
    };
    let (then, now) = (span(input.reference.sample), span(data));
    let lost = fresh(judged, stand_in, input, data, &answered);
    Some(Stale {
        of: lost.as_ref().map_or(String::new(), |(of, _)| of.clone()),
        cost: lost.map(|(_, cost)| cost),
        rows: answered.len(),
        days_since: then.zip(now).map(|(then, now)| (now.1 - then.1) / DAY),
        days_learned_from: then.map(|then| (then.1 - then.0) / DAY),
    })
}

fn fresh(
    judged: &Judged<'_>,
    stand_in: Option<&Judged<'_>>,
    input: &Input<'_>,
    data: &Frame,
    answered: &[usize],
) -> Option<(String, Cost)> {
    let rows = some(answered, ROWS, input.seed);
    if rows.len() < FEWEST {
        return None;
    }
    let names: Vec<&str> = match input.package {
        Some(package) => package.model.inputs().collect(),
        None => data
            .columns()
            .iter()
            .filter(|column| super::roles::role(column, input) == super::roles::Role::Feature)
            .map(|column| column.name.as_str())
            .collect(),
    };
    let features = data.only(&names).take(&rows);
    let values: Vec<f64> = rows.iter().map(|&row| judged.now_answers[row]).collect();
    if features.columns().is_empty() || values.iter().all(|value| *value == values[0]) {
        return None;
    }
    let judge = &judged.judge;
    let target = Target {
        name: String::new(),
        task: judge.task,
        classes: judge.classes.clone(),
        values,
        weights: None,
    };
    let folds = folds(SplitBy::Target(&target), 5, input.seed);
    let tested = cross_validate(&learners::Sketch, &features, &target, &folds, input.seed).ok()?;
    let lost = |old: &Judged<'_>| {
        let rises: Vec<(f64, f64)> = tested
            .rows
            .iter()
            .enumerate()
            .map(|(at, &row)| {
                let answer = target.values[row];
                let anew = super::said::of_row(judge.task, tested.predictions.row(at));
                (judge.loss(anew, answer), judge.loss(old.now[rows[row]], answer))
            })
            .collect();
        let count = rises.len() as f64;
        let before = rises.iter().map(|(anew, _)| anew).sum::<f64>() / count;
        let after = rises.iter().map(|(_, old)| old).sum::<f64>() / count;
        let square: f64 = rises.iter().map(|(anew, old)| (old - anew - (after - before)).powi(2)).sum();
        let rise = Rise { before, after, error: square.sqrt() / count, money: None, unknown: 0.0 };
        Some((old.judge.words(), Cost::of(&rise, old)?))
    };
    match (lost(judged), stand_in.and_then(lost)) {
        (Some(own), Some(other)) if other.1.share_low < own.1.share_low => Some(other),
        (own, _) => own,
    }
}
