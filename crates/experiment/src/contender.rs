//! Who takes part: today's rule and the built-in learners, all measured the same way.

use std::time::{Duration, Instant};

use frame::{Split, Task};
use learn::{Estimate, LEARNERS, Learner, Metric, Model, Predictions, Stop, Tested, apart};
use report::{Fault, number};

use crate::{Bakeoff, Input, Logged, Outside, part::Part};

/// One that takes part in the bake-off.
#[derive(Clone, Copy)]
pub(crate) enum Contender<'a> {
    Today,
    Learner(&'static dyn Learner),
    Outside(&'a dyn Outside),
    Logged(&'a Logged),
}

/// All that take part, simplest first.
pub(crate) fn contenders<'a>(input: &'a Input<'a>) -> Vec<Contender<'a>> {
    let today = input.today.iter().map(|_| Contender::Today);
    let learners = LEARNERS.iter().map(|&learner| Contender::Learner(learner));
    let outside = input.outside.iter().map(|&outside| Contender::Outside(outside));
    let logged = input.logged.iter().map(Contender::Logged);
    today.chain(learners).chain(outside).chain(logged).collect()
}

impl<'a> Contender<'a> {
    pub fn name(self) -> &'a str {
        match self {
            Contender::Today => "today",
            Contender::Learner(learner) => learner.name(),
            Contender::Outside(outside) => outside.name(),
            Contender::Logged(logged) => &logged.name,
        }
    }

    /// The learner, if it is one.
    pub fn learner(self) -> Option<&'static dyn Learner> {
        match self {
            Contender::Learner(learner) => Some(learner),
            _ => None,
        }
    }

    /// Whether it says the same of every row: where that cannot be beaten, there is nothing to choose.
    pub fn says_the_same_of_all(self) -> bool {
        matches!(self, Contender::Learner(learner) if learner.name() == "constant")
    }

    /// Whether it learns nothing from the columns: what any model must beat.
    pub fn is_baseline(self) -> bool {
        matches!(self, Contender::Today) || self.says_the_same_of_all()
    }

    /// What following it costs a month in hands: only today's rule has a cost that is known.
    pub fn cost_per_month(self, input: &Input) -> f64 {
        match (self, &input.today) {
            (Contender::Today, Some(today)) => today.cost_per_month,
            _ => 0.0,
        }
    }

    /// An estimate of the deciding measure, less what following it costs when the measure is money.
    pub fn net_of_cost(self, input: &Input, estimate: Estimate) -> Estimate {
        let cost = if matches!(input.metric, Metric::Money(_)) { self.cost_per_month(input) } else { 0.0 };
        Estimate { score: estimate.score - cost, low: estimate.low - cost, high: estimate.high - cost }
    }

    /// What tells its fits from those of all others.
    fn identity(self) -> String {
        match self {
            Contender::Outside(outside) => format!("own {}", outside.identity()),
            _ => format!("built-in {}", self.name()),
        }
    }

    /// A fit for each fold: predictions of its test rows, made without having seen their answers.
    pub fn fits(self, bakeoff: &Bakeoff, stop: &Stop) -> Result<Fitted, Unmeasured> {
        let (open, folds) = (&bakeoff.open, &bakeoff.folds);
        match self {
            Contender::Learner(learner) => {
                let fit = |split: &Split| {
                    bakeoff.fits.fit(&self.identity(), 0, split, open.target.width(), || {
                        Tested::of(learner, &open.features, &open.target, split, bakeoff.input.seed, stop)
                    })
                };
                let fits: Vec<Result<Tested, Fault>> = apart(folds, fit);
                let done = fits.iter().filter(|fit| fit.is_ok()).count();
                let fits = fits.into_iter().enumerate().map(|(number, fit)| {
                    fit.map_err(|fault| Unmeasured::by(fault, stop, number, done, folds.len()))
                });
                Ok(Fitted { fits: fits.collect::<Result<_, _>>()?, reproducible: None })
            }
            Contender::Today => Ok(Fitted {
                fits: folds.iter().map(|fold| by_today(bakeoff, fold)).collect(),
                reproducible: None,
            }),
            Contender::Outside(outside) => by_outside(self, outside, bakeoff, stop),
            Contender::Logged(logged) => by_logged(logged, bakeoff),
        }
    }

    /// Fit on the open rows and predict the sealed ones; today's rule has no model.
    pub fn predict_sealed(
        self,
        input: &Input,
        open: &Part,
        sealed: &Part,
    ) -> Result<(Option<Model>, Predictions), Fault> {
        match self {
            Contender::Learner(learner) => {
                let model = learner.fit(&open.features, &open.target, input.seed)?;
                let predictions = model.predict(&sealed.features)?;
                Ok((Some(model), predictions))
            }
            Contender::Outside(outside) => {
                let predicted = outside.predict(
                    &Stop::never(),
                    &open.features,
                    &open.target,
                    &sealed.features,
                    input.seed,
                )?;
                let (said, rows) = (predicted.predictions.rows(), sealed.target.len());
                if said != rows {
                    return Err(Fault::new(format!(
                        "{} was chosen, but {} on the sealed rows",
                        self.name(),
                        other_count(said, rows)
                    ))
                    .hint("a candidate must predict each test row, in order"));
                }
                Ok((None, predicted.predictions))
            }
            Contender::Logged(logged) => {
                let said = logged.sealed.clone();
                let missing =
                    || Fault::new(format!("{} has no predictions for the sealed rows", logged.name));
                Ok((None, said.ok_or_else(missing)?))
            }
            Contender::Today => {
                let rates = rates(input, open, 0..open.target.len());
                let all: Vec<usize> = (0..sealed.target.len()).collect();
                Ok((
                    None,
                    Predictions { width: 1, values: all.iter().map(|&row| rates.of(sealed, row)).collect() },
                ))
            }
        }
    }
}

/// Fits of one contender, a fold each.
pub(crate) struct Fitted {
    pub fits: Vec<Tested>,
    /// Whether learning a second time gave the same; none when that was not tried.
    pub reproducible: Option<bool>,
}

/// Why a contender could not be measured.
pub(crate) enum Unmeasured {
    /// It failed.
    Failed(Fault),
    /// It was stopped, with so many of so many folds done.
    Stopped(usize, usize),
    /// It was not held to the same as the others.
    Unfair(String),
}

impl Unmeasured {
    fn by(fault: Fault, stop: &Stop, number: usize, done: usize, of: usize) -> Unmeasured {
        if stop.is_due() {
            return Unmeasured::Stopped(done, of);
        }
        Unmeasured::Failed(Fault {
            message: format!("fold {} of {of}: {}", number + 1, fault.message),
            ..fault
        })
    }
}

fn other_count(said: usize, rows: usize) -> String {
    format!("it gave {} predictions for {} rows", number::count(said as u64), number::count(rows as u64))
}

/// Each fold in turn: the candidate may use all cores itself. The next fold is not started when fitting once more
/// after it, for the sealed rows, would go beyond the time.
fn by_outside(
    contender: Contender,
    outside: &dyn Outside,
    bakeoff: &Bakeoff,
    stop: &Stop,
) -> Result<Fitted, Unmeasured> {
    let (input, open, count) = (bakeoff.input, &bakeoff.open, bakeoff.folds.len());
    let (mut fits, mut reproducible): (Vec<Tested>, _) = (Vec::new(), None);
    let identity = contender.identity();
    for (number, fold) in bakeoff.folds.iter().enumerate() {
        let so_far = fits.iter().map(|fit| fit.fit_seconds).sum::<f64>() / f64::max(number as f64, 1.0);
        let stop = stop.by(stop.at().and_then(|at| at.checked_sub(Duration::from_secs_f64(so_far))));
        let fit = |turn| {
            stop.check()?;
            bakeoff.fits.fit(&identity, turn, fold, open.target.width(), || {
                let (train, answers) = (open.features.take(&fold.train), open.target.take(&fold.train));
                let said =
                    outside.predict(&stop, &train, &answers, &open.features.take(&fold.test), input.seed)?;
                Ok(said.into())
            })
        };
        let failed = |fault| Unmeasured::by(fault, &stop, number, number, count);
        let first = fit(0).map_err(failed)?;
        let (said, rows) = (first.predictions.rows(), fold.test.len());
        if said != rows {
            return Err(Unmeasured::Unfair(format!("{} of fold {}", other_count(said, rows), number + 1)));
        }
        if number == 0 {
            // The same rows and the same seed once more: what then differs will differ in production too.
            let again = fit(1).map_err(failed)?;
            reproducible = Some(same(&again.predictions.values, &first.predictions.values));
        }
        fits.push(first);
    }
    Ok(Fitted { fits, reproducible })
}

/// What was logged elsewhere, cut into the folds it was measured on.
fn by_logged(logged: &Logged, bakeoff: &Bakeoff) -> Result<Fitted, Unmeasured> {
    let folds = &bakeoff.folds;
    let tested = folds.iter().map(|fold| fold.test.len()).sum();
    let unfair = logged.unfair(&bakeoff.terms, tested, bakeoff.open.target.width());
    let (Some(said), None) = (&logged.predictions, &unfair) else {
        return Err(Unmeasured::Unfair(unfair.unwrap_or_default()));
    };
    let mut from = 0;
    let fit = |fold: &Split| {
        let places: Vec<usize> = (from..from + fold.test.len()).collect();
        from += fold.test.len();
        Tested {
            predictions: said.take(&places),
            seen: None,
            decided: logged.decided,
            fit_seconds: logged.fit_seconds / folds.len() as f64,
            predict_seconds: None,
            size_bytes: None,
            peak_memory_bytes: None,
            inputs: None,
        }
    };
    Ok(Fitted { fits: folds.iter().map(fit).collect(), reproducible: None })
}

/// Whether two runs gave the same, but for the last digits in which sums may differ.
fn same(one: &[f64], other: &[f64]) -> bool {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()));
    one.len() == other.len() && one.iter().zip(other).all(close)
}

fn by_today(bakeoff: &Bakeoff, fold: &Split) -> Tested {
    let started = Instant::now();
    let (input, open) = (bakeoff.input, &bakeoff.open);
    let rates = rates(input, open, fold.train.iter().copied());
    let values = fold.test.iter().map(|&row| rates.of(open, row)).collect();
    Tested {
        predictions: Predictions { width: 1, values },
        seen: None,
        decided: true,
        fit_seconds: 0.0,
        predict_seconds: Some(started.elapsed().as_secs_f64()),
        size_bytes: Some(0),
        peak_memory_bytes: None,
        inputs: None,
    }
}

/// What today's rule says of a row it acts on, and of one it does not.
struct Rates {
    acts: f64,
    rests: f64,
}

/// A rule says yes or no. A measure of probabilities takes the share of positives among the rows it
/// learned from on each side (one positive and one negative added, so that it is never quite sure).
fn rates(input: &Input, part: &Part, rows: impl Iterator<Item = usize>) -> Rates {
    if !matches!(input.metric, Metric::LogLoss | Metric::Brier) || part.target.task != Task::Binary {
        return Rates { acts: 1.0, rests: 0.0 };
    }
    let acts = part.acts.as_deref().unwrap_or_default();
    let mut counts = [[1.0_f64; 2]; 2];
    for row in rows {
        counts[usize::from(acts[row])][usize::from(part.target.values[row] > 0.5)] += 1.0;
    }
    let share = |[negative, positive]: [f64; 2]| positive / (negative + positive);
    Rates { rests: share(counts[0]), acts: share(counts[1]) }
}

impl Rates {
    fn of(&self, part: &Part, row: usize) -> f64 {
        if part.acts.as_ref().is_some_and(|acts| acts[row]) { self.acts } else { self.rests }
    }
}
