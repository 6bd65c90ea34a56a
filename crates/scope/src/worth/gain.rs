//! How much better a model decides than today, a case: measured on rows it has not seen, with how sure that is.

use frame::{Target, Task};
use learn::{CrossValidated, best_threshold, learners};

use super::{Case, Stakes};
use crate::measure::feasibility::Feasibility;
use crate::measure::today::Today;
use crate::measure::trial::Trial;

/// Two differences a case between the model and today, and their covariance.
///
/// Of a yes or no: positives found and false alarms given, more than today. Of a number: units too high and units too
/// low, more than a constant answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// The two differences.
    pub mean: [f64; 2],
    /// Variances of the two means and their covariance.
    pub variance: [f64; 3],
    /// The two differences if every answer were right.
    pub perfect: [f64; 2],
    /// What it is compared with, in words.
    pub compared_with: String,
    /// Rows it was measured on.
    pub rows: usize,
}

impl Gain {
    /// The gain of the best quick model; `None` for an answer of many classes, or a worth that does not fit the answer.
    pub fn of(feasible: &Feasibility, today: Option<&Today>, stakes: &Stakes) -> Option<Gain> {
        let (trial, tested) = (&feasible.trial, &feasible.best.validated);
        match (trial.target.task, stakes.case) {
            (Task::Binary, Case::Outcomes(cells)) => {
                let worth = cells.map(|cell| cell.mean());
                Some(of_decisions(trial, tested, today, worth))
            }
            (Task::Regression, Case::PerUnit(_)) => of_errors(trial, tested),
            _ => None,
        }
    }

    fn over(pairs: &[[f64; 2]], perfect: [f64; 2], compared_with: String) -> Gain {
        let rows = pairs.len().max(1) as f64;
        let mean = [0, 1].map(|at| pairs.iter().map(|pair| pair[at]).sum::<f64>() / rows);
        let product = |i: usize, j: usize| {
            pairs.iter().map(|pair| (pair[i] - mean[i]) * (pair[j] - mean[j])).sum::<f64>() / rows
        };
        // Variances of means: one more division by the rows.
        let variance = [product(0, 0), product(1, 1), product(0, 1)].map(|of_row| of_row / rows);
        Gain { mean, variance, perfect, compared_with, rows: pairs.len() }
    }
}

fn of_decisions(trial: &Trial, tested: &CrossValidated, today: Option<&Today>, worth: [f64; 4]) -> Gain {
    let [right, wrong, missed, rest] = worth;
    let priced = learn::Worth {
        true_positive: right,
        false_positive: wrong,
        false_negative: missed,
        true_negative: rest,
        cases_per_month: 1.0,
        ..learn::Worth::default()
    };
    let acts = decisions(&trial.target, tested, &priced);
    let share = trial.target.values.iter().sum::<f64>() / trial.target.len().max(1) as f64;
    // Without a rule today is the better of always and never acting.
    let always = share * (right - missed) + (1.0 - share) * (wrong - rest) > 0.0;
    let (acts_today, compared_with): (Vec<bool>, _) = match today {
        Some(today) => {
            (tested.rows.iter().map(|&row| today.acts[trial.rows[row]]).collect(), "today's rule".to_owned())
        }
        None => {
            let words = if always { "acting on every case" } else { "acting on no case" };
            (vec![always; tested.rows.len()], words.to_owned())
        }
    };
    // More than today: positives acted on, negatives acted on.
    let more = |act: bool, today: bool| f64::from(i8::from(act) - i8::from(today));
    let pair = |positive: bool, act: bool, today: bool| match positive {
        true => [more(act, today), 0.0],
        false => [0.0, more(act, today)],
    };
    let of_rows = |act: &dyn Fn(usize, bool) -> bool| -> Vec<[f64; 2]> {
        let positives = tested.rows.iter().map(|&row| trial.target.values[row] > 0.5);
        positives.enumerate().map(|(at, yes)| pair(yes, act(at, yes), acts_today[at])).collect()
    };
    // Right is what is worth more, whatever it is called.
    let perfect = of_rows(&|_, yes| if yes { right >= missed } else { wrong > rest });
    let perfect = Gain::over(&perfect, [0.0; 2], String::new()).mean;
    Gain::over(&of_rows(&|at, _| acts[at]), perfect, compared_with)
}

/// Whether the model acts on each row, by the threshold that earns most on the other folds.
fn decisions(target: &Target, tested: &CrossValidated, worth: &learn::Worth) -> Vec<bool> {
    let folds = tested.folds.iter().max().map_or(0, |last| last + 1);
    let threshold = |fold: usize| {
        let others: Vec<usize> =
            (0..tested.rows.len()).filter(|&at| tested.folds[at] != fold || folds == 1).collect();
        let rows: Vec<usize> = others.iter().map(|&at| tested.rows[at]).collect();
        best_threshold(&target.take(&rows), &tested.predictions.take(&others), worth)
            .map_or(0.5, |best| best.0)
    };
    let thresholds: Vec<f64> = (0..folds).map(threshold).collect();
    let scores = tested.predictions.values.iter().zip(&tested.folds);
    scores.map(|(score, &fold)| *score >= thresholds[fold]).collect()
}

fn of_errors(trial: &Trial, tested: &CrossValidated) -> Option<Gain> {
    let constant = trial.tested(&learners::Constant)?;
    let units = |said: f64, true_value: f64| [(said - true_value).max(0.0), (true_value - said).max(0.0)];
    let rows = tested.rows.iter().enumerate().map(|(at, &row)| {
        let answer = trial.target.values[row];
        let (model, without) =
            (units(tested.predictions.values[at], answer), units(constant.predictions.values[at], answer));
        [model[0] - without[0], model[1] - without[1]]
    });
    let pairs: Vec<[f64; 2]> = rows.collect();
    let none: Vec<[f64; 2]> = tested
        .rows
        .iter()
        .enumerate()
        .map(|(at, &row)| units(constant.predictions.values[at], trial.target.values[row]).map(|unit| -unit))
        .collect();
    let perfect = Gain::over(&none, [0.0; 2], String::new()).mean;
    Some(Gain::over(&pairs, perfect, "the same answer for every case".to_owned()))
}
