//! The sealed rows, opened once, after the choice.

use std::borrow::Cow;

use frame::Task;
use learn::{Metric, Predictions, money_estimate, money_per_month, usual_metrics_at};

use crate::contender::Contender;
use crate::ladder::Rung;
use crate::part::Part;
use crate::{Holdout, Input, groups};

/// Hold the choice to the sealed rows: same measure, and the threshold chosen without them. What saying the same of every
/// row scores there is added by who asks for it.
pub(crate) fn open(input: &Input, sealed: &Part, predictions: &Predictions, winner: &Rung) -> Holdout {
    let threshold = winner.threshold.unwrap_or(0.5);
    let cost = winner.contender.cost_per_month(input);
    let scored = scored(input, sealed, predictions, threshold);
    let estimate = match &input.metric {
        Metric::Money(worth) if sealed.target.task == Task::Binary => {
            money_estimate(&sealed.target, predictions, threshold, worth)
        }
        metric => metric.estimate(&sealed.target, &scored, input.seed),
    };
    let estimate = estimate.map(|estimate| {
        let wider = groups::wider(&input.metric, sealed, &scored, threshold, estimate);
        winner.contender.net_of_cost(input, wider)
    });
    // Who opens the same rows again has let earlier looks bend the choice. In the worst case a choice is the best of as
    // many as there were looks, so each interval is made to hold for all of them together: Bonferroni's share of the
    // error, as for any set of answers given one by one (Dwork et al., "The reusable holdout", Science 349, 2015).
    let opened = input.opened_before + 1;
    let estimate = estimate.map(|estimate| estimate.together(opened as usize).within(input.metric.range()));
    let money = input.worth.and_then(|worth| money_per_month(&sealed.target, predictions, threshold, worth));
    Holdout {
        score: estimate.map(|estimate| estimate.score),
        low: estimate.map(|estimate| estimate.low),
        high: estimate.map(|estimate| estimate.high),
        constant: None,
        money: money.map(|money| money - cost),
        money_today: by_today(input, sealed),
        opened,
        level: 1.0 - 0.05 / f64::from(opened),
        measures: usual_metrics_at(&sealed.target, predictions, threshold),
    }
}

/// What saying the same of every row, learned from the open ones, scores on the sealed ones.
pub(crate) fn constant(input: &Input, open: &Part, sealed: &Part, rung: &Rung) -> Option<f64> {
    let model = rung.contender.learner()?.fit(&open.features, &open.target, input.seed).ok()?;
    let predictions = model.predict(&sealed.features).ok()?;
    let threshold = rung.threshold.unwrap_or(0.5);
    match &input.metric {
        Metric::Money(worth) => money_per_month(&sealed.target, &predictions, threshold, worth),
        metric => metric.score(&sealed.target, &scored(input, sealed, &predictions, threshold)),
    }
}

/// Predictions as the measure scores them: what scores decisions is asked of those that the threshold makes.
fn scored<'p>(
    input: &Input,
    sealed: &Part,
    predictions: &'p Predictions,
    threshold: f64,
) -> Cow<'p, Predictions> {
    match input.metric.scores_decisions(&sealed.target) {
        true => Cow::Owned(predictions.decided(threshold)),
        false => Cow::Borrowed(predictions),
    }
}

/// What today's rule brings a month on the sealed rows.
fn by_today(input: &Input, sealed: &Part) -> Option<f64> {
    let acts = sealed.acts.as_ref()?;
    let decisions =
        Predictions { width: 1, values: acts.iter().map(|&acts| f64::from(u8::from(acts))).collect() };
    let money = money_per_month(&sealed.target, &decisions, 0.5, input.worth?)?;
    Some(money - Contender::Today.cost_per_month(input))
}
