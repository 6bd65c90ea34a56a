//! Whether it can be done: the signal, how it rises with rows, how far it could rise, and what does without a model.

use frame::{Frame, Target};
use learn::{Estimate, Metric};
use rayon::prelude::*;

use super::ceiling::Ceiling;
use super::curve::Curve;
use super::signal::{Signal, Tested};
use super::simple::Simple;
use super::today::Today;
use super::trial::{Honest, Trial};

/// What was measured of feasibility, all of it on the same rows.
pub struct Feasibility {
    /// The rows, folds and measure. Money is no measure of what columns say: for it the usual one of the task stands in.
    pub trial: Trial,
    /// How the measure asked for comes out.
    pub asked: Asked,
    /// The best quick model.
    pub best: Tested,
    /// Whether there is anything to learn.
    pub signal: Signal,
    /// How the score rises with rows.
    pub curve: Option<Curve>,
    /// How far it could rise, or why that cannot be told.
    pub ceiling: Result<Ceiling, String>,
    /// What one column does alone, or two.
    pub simple: Option<Simple>,
}

/// The measure asked for, money included.
pub struct Asked {
    /// The measure.
    pub metric: Metric,
    /// What the best quick model reaches.
    pub score: Estimate,
    /// How far it could rise, or why that cannot be told.
    pub ceiling: Result<Ceiling, String>,
    /// What today's rule reaches, what it costs taken off where the measure is money.
    pub today: Option<f64>,
    /// How much better the model is than today's rule.
    pub over_today: Option<Estimate>,
}

/// What is measured.
pub struct Question<'a> {
    /// The columns that can be known.
    pub features: &'a Frame,
    /// The answers.
    pub target: &'a Target,
    /// What makes a split honest.
    pub honest: Honest<'a>,
    /// The measure asked for.
    pub metric: &'a Metric,
    /// Today's rule.
    pub today: Option<&'a Today>,
    /// What today's rule costs a month.
    pub today_costs: f64,
    /// How many rows of the whole table have an answer.
    pub rows: u64,
    /// All randomness comes from this.
    pub seed: u64,
}

impl Feasibility {
    /// Measure it. `None` when nothing can be learned or scored.
    pub fn of(question: &Question<'_>) -> Option<Feasibility> {
        let Question { features, target, honest, metric, rows, seed, .. } = *question;
        let in_money = matches!(metric, Metric::Money(_));
        let usual = Metric::default_for(target.task);
        let trial = Trial::of(features, target, honest, if in_money { &usual } else { metric }, seed)?;
        let mut tested = Tested::all(&trial);
        tested.par_iter_mut().for_each(|model| model.learn_from_quarter(&trial));
        let best = tested.first()?.clone();
        let today = question.today.and_then(|today| today.tested(&trial, &best.validated));
        let mut signal = Signal::of(&trial, &best, today.as_ref());
        // A measure of decisions may see nothing where there is a signal: nobody is right more often than by always
        // saying no to what is rare.
        if signal.clears_baseline != Some(true) && *metric != usual {
            let plainly = trial.measured_by(&usual);
            let seen =
                best.measured_by(&plainly).map(|best| Signal::of(&plainly, &best, None).clears_baseline);
            signal.clears_baseline = seen.flatten().or(signal.clears_baseline);
        }
        if trial.by_time && signal.clears_baseline != Some(true) {
            let apart = Honest { time: None, ..honest };
            let seen_apart = seen(features, target, apart, &usual, seed) == Some(true);
            signal.fades = seen_apart && !signal.is_ahead(&trial.metric);
            // Ahead, but not beyond noise, though rows of one time show a signal: it may last or not.
            if seen_apart && !signal.fades {
                signal.clears_baseline = None;
            }
        }
        let (ceiling, (curve, simple)) = rayon::join(
            || Ceiling::of(&trial, &tested, features),
            || rayon::join(|| Curve::of(&trial, &best, rows), || Simple::of(&trial, &best, signal.baseline)),
        );
        let asked = if in_money {
            in_money_of(question, &trial, &tested)?
        } else {
            Asked {
                metric: metric.clone(),
                score: best.score,
                ceiling: ceiling.clone(),
                today: signal.today.map(|today| today.score),
                over_today: signal.over_today,
            }
        };
        Some(Feasibility { curve, ceiling, simple, asked, signal, best, trial })
    }
}

/// The same models by the money their decisions bring.
fn in_money_of(question: &Question<'_>, trial: &Trial, tested: &[Tested]) -> Option<Asked> {
    let trial = trial.measured_by(question.metric);
    let tested: Vec<Tested> = tested.iter().filter_map(|model| model.measured_by(&trial)).collect();
    let best = tested.iter().max_by(|a, b| a.score.score.total_cmp(&b.score.score))?;
    let today = question.today.and_then(|today| today.tested(&trial, &best.validated));
    let saved = |gain: Estimate| Estimate {
        score: gain.score + question.today_costs,
        low: gain.low + question.today_costs,
        high: gain.high + question.today_costs,
    };
    Some(Asked {
        metric: question.metric.clone(),
        score: best.score,
        ceiling: Ceiling::of(&trial, &tested, question.features),
        today: today
            .as_ref()
            .and_then(|today| trial.score(today))
            .map(|score| score.score - question.today_costs),
        over_today: today.as_ref().and_then(|today| trial.gain(&best.validated, today)).map(saved),
    })
}

/// Whether a signal is seen when split this way.
fn seen(features: &Frame, target: &Target, honest: Honest<'_>, metric: &Metric, seed: u64) -> Option<bool> {
    let trial = Trial::of(features, target, honest, metric, seed)?;
    let best = Tested::all(&trial).into_iter().next()?;
    Signal::of(&trial, &best, None).clears_baseline
}
