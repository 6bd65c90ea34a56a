//! Whether the relation of columns and answer has changed: the model loses more on the data than another mix of rows explains.
//!
//! Two things make a model lose more although the relation stands: other rows (weighed by what tells the tables apart) and
//! another share of each answer (weighed by the answer; Lipton, Wang & Smola, "Detecting and correcting for label shift with
//! black box predictors", ICML 2018). What is left above the larger of the two is the relation's.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cost::{Cost, Rise, weighed_rise};
use super::domain::Domain;
use super::judge::Judged;

/// The loss on the data, and what explains it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concept {
    /// Whose loss it is, in words.
    #[serde(skip)]
    pub of: String,
    /// The name of the loss.
    pub loss: &'static str,
    /// On the reference, on rows not seen.
    pub reference: f64,
    /// On the data.
    pub now: f64,
    /// To be expected on the data when only its mix has changed; `None` when the tables are too far apart to tell.
    pub expected: Option<f64>,
    /// What the relation's change costs, above that.
    pub cost: Option<Cost>,
    /// Rows of the data with an answer.
    pub rows: usize,
}

/// Fewer answers than this tell nothing.
const FEWEST: usize = 60;
/// Fewer effective rows than this cannot stand for the data.
const EFFECTIVE: f64 = 100.0;

/// Compare the model's loss on both tables; `None` without answers in both.
pub fn concept(judged: &Judged<'_>, domain: Option<&Domain>, weight: (f64, f64)) -> Option<Concept> {
    let (reference, _) = judged.losses?;
    let now: Vec<(f64, f64)> = judged
        .now
        .iter()
        .zip(&judged.now_answers)
        .map(|(said, answer)| (judged.judge.loss(*said, *answer), *answer))
        .filter(|(loss, _)| loss.is_finite())
        .collect();
    if now.len() < FEWEST {
        return None;
    }
    let count = now.len() as f64;
    let mean = now.iter().map(|(loss, _)| loss).sum::<f64>() / count;
    let variance = now.iter().map(|(loss, _)| (loss - mean).powi(2)).sum::<f64>() / count;
    let by_rows = by_rows(judged, domain);
    let by_answers = by_answers(judged, &now);
    let larger = |rise: Option<Rise>, other: Option<Rise>| match (rise, other) {
        (Some(a), Some(b)) => Some(if a.after >= b.after { a } else { b }),
        (a, b) => a.or(b),
    };
    let told = by_rows.is_some();
    let expected = larger(by_rows, by_answers).filter(|_| told);
    let cost = expected.as_ref().and_then(|expected| {
        // Rows of one group count as one.
        let error = (variance / (count * weight.1)).sqrt().hypot(expected.error / weight.0.sqrt());
        let own = variance.sqrt() / (judged.rows.len() as f64 * weight.0).sqrt();
        let rise =
            Rise { before: expected.after, after: mean, error: error.hypot(own), money: None, unknown: 0.0 };
        Cost::of(&rise, judged)
    });
    let expected = expected.map(|expected| expected.after);
    Some(Concept {
        of: judged.judge.words(),
        loss: judged.judge.loss_name(),
        reference,
        now: mean,
        expected,
        cost,
        rows: now.len(),
    })
}

/// The loss to be expected of the data's rows.
fn by_rows(judged: &Judged<'_>, domain: Option<&Domain>) -> Option<Rise> {
    let domain = domain.filter(|domain| domain.effective_rows >= EFFECTIVE)?;
    let weights: BTreeMap<usize, f64> = domain.weights.iter().copied().collect();
    let weighed: Vec<(usize, f64, f64)> = judged
        .known()
        .into_iter()
        .filter_map(|(at, loss)| Some((at, loss, *weights.get(&judged.rows[at])?)))
        .collect();
    (weighed.len() >= FEWEST).then(|| weighed_rise(&weighed, 0.0))
}

/// The loss to be expected of the data's share of each answer: classes as they are, numbers in fifths.
fn by_answers(judged: &Judged<'_>, now: &[(f64, f64)]) -> Option<Rise> {
    let known = judged.known();
    let mut cuts: Vec<f64> = known.iter().map(|&(at, _)| judged.answers[at]).collect();
    cuts.sort_by(f64::total_cmp);
    let cuts: Vec<f64> = if judged.judge.task == frame::Task::Regression {
        (1..5).map(|fifth| cuts[cuts.len() * fifth / 5]).collect()
    } else {
        (0..judged.judge.classes.len().saturating_sub(1)).map(|class| class as f64).collect()
    };
    let part = |answer: f64| cuts.partition_point(|&cut| cut < answer);
    let share = |answers: &mut dyn Iterator<Item = f64>| {
        let mut counts = vec![0.5; cuts.len() + 1];
        answers.for_each(|answer| counts[part(answer)] += 1.0);
        let whole: f64 = counts.iter().sum();
        counts.iter().map(|count| count / whole).collect::<Vec<f64>>()
    };
    let before = share(&mut known.iter().map(|&(at, _)| judged.answers[at]));
    let after = share(&mut now.iter().map(|(_, answer)| *answer));
    let weighed: Vec<(usize, f64, f64)> = known
        .into_iter()
        .map(|(at, loss)| {
            let part = part(judged.answers[at]);
            (at, loss, after[part] / before[part])
        })
        .collect();
    (!weighed.is_empty()).then(|| weighed_rise(&weighed, 0.0))
}
