//! Who takes part: today's rule and the built-in learners, all measured the same way.

use std::time::Instant;

use frame::{Split, Task};
use learn::{CrossValidated, Estimate, LEARNERS, Learner, Metric, Model, Predictions, cross_validate};
use report::Fault;

use crate::{Input, Outside, part::Part};

/// One that takes part in the bake-off.
#[derive(Clone, Copy)]
pub(crate) enum Contender<'a> {
    Today,
    Learner(&'static dyn Learner),
    Outside(&'a dyn Outside),
}

/// All that take part, simplest first.
pub(crate) fn contenders<'a>(input: &Input<'a>) -> Vec<Contender<'a>> {
    let today = input.today.iter().map(|_| Contender::Today);
    let learners = LEARNERS.iter().map(|&learner| Contender::Learner(learner));
    let outside = input.outside.iter().map(|&outside| Contender::Outside(outside));
    today.chain(learners).chain(outside).collect()
}

impl<'a> Contender<'a> {
    pub fn name(self) -> &'a str {
        match self {
            Contender::Today => "today",
            Contender::Learner(learner) => learner.name(),
            Contender::Outside(outside) => outside.name(),
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
        self.name() == "constant" && matches!(self, Contender::Learner(_))
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

    /// Predictions of each open row, each made without having seen the row's answer.
    pub fn cross_validate(
        self,
        input: &Input,
        open: &Part,
        folds: &[Split],
    ) -> Result<CrossValidated, Fault> {
        match self {
            Contender::Learner(learner) => {
                cross_validate(learner, &open.features, &open.target, folds, input.seed)
            }
            Contender::Today => Ok(by_today(input, open, folds)),
            Contender::Outside(outside) => by_outside(outside, input, open, folds),
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
                let predicted =
                    outside.predict(&open.features, &open.target, &sealed.features, input.seed)?;
                Ok((None, predicted.predictions))
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

/// Each fold in turn: the candidate may use all cores itself.
fn by_outside(
    outside: &dyn Outside,
    input: &Input,
    open: &Part,
    folds: &[Split],
) -> Result<CrossValidated, Fault> {
    let mut all = CrossValidated { decided: true, ..CrossValidated::none(open.target.width(), folds) };
    for (number, fold) in folds.iter().enumerate() {
        let (train, answers) = (open.features.take(&fold.train), open.target.take(&fold.train));
        let predicted = outside.predict(&train, &answers, &open.features.take(&fold.test), input.seed);
        let predicted = predicted.map_err(|fault| Fault {
            message: format!("fold {} of {}: {}", number + 1, folds.len(), fault.message),
            ..fault
        })?;
        if number == 0 {
            // The same rows and the same seed once more: what then differs will differ in production too.
            let again = outside.predict(&train, &answers, &open.features.take(&fold.test), input.seed)?;
            all.reproducible = Some(same(&again.predictions.values, &predicted.predictions.values));
        }
        all.rows.extend_from_slice(&fold.test);
        all.folds.extend(fold.test.iter().map(|_| number));
        all.predictions.values.extend(predicted.predictions.values);
        all.decided &= predicted.decided;
        all.fit_seconds += predicted.seconds;
        all.peak_memory_bytes = all.peak_memory_bytes.max(predicted.peak_memory_bytes);
    }
    Ok(all)
}

/// Whether two runs gave the same, but for the last digits in which sums may differ.
fn same(one: &[f64], other: &[f64]) -> bool {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()));
    one.len() == other.len() && one.iter().zip(other).all(close)
}

fn by_today(input: &Input, open: &Part, folds: &[Split]) -> CrossValidated {
    let started = Instant::now();
    let (mut rows, mut of_fold, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (number, fold) in folds.iter().enumerate() {
        let rates = rates(input, open, fold.train.iter().copied());
        for &row in &fold.test {
            rows.push(row);
            of_fold.push(number);
            values.push(rates.of(open, row));
        }
    }
    CrossValidated {
        predict_rows_per_second: rows.len() as f64 / started.elapsed().as_secs_f64().max(1e-9),
        predictions: Predictions { width: 1, values },
        rows,
        folds: of_fold,
        decided: true,
        ..CrossValidated::none(1, folds)
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
