//! The quality to be expected on the data, without its answers.
//!
//! Of classes by confidence: where the model says 30 % and is calibrated, 3 in 10 come true, so the cells of the confusion
//! matrix can be counted before the truth is known. Guerra, Wiewel et al. (NannyML), confidence-based performance estimation;
//! the idea is that of Garg et al., "Leveraging unlabeled data to predict out-of-distribution performance" (ICLR 2022), who
//! calibrate a threshold instead. Of numbers by weighing the losses of the reference (Shimodaira 2000).

use frame::{Target, Task};
use learn::{Metric, Predictions};
use serde::Serialize;
use stats::Isotonic;

use super::cost::weighed_rise;
use super::domain::Domain;
use super::judge::Judged;
use super::said::Said;

/// The quality to be expected, and where known the real one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quality {
    /// The measure.
    pub metric: &'static str,
    /// What is to be expected on the data.
    pub score: f64,
    /// The lower end of its interval (95 %).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// What it was on the reference, on rows not seen.
    pub reference: f64,
    /// What it really is on the data, where answers are known.
    pub realised: Option<f64>,
    /// How it was estimated: `confidence` or `re-weighting`.
    pub method: &'static str,
    /// What must hold for the estimate to be right.
    pub assumption: &'static str,
    /// Rows of the data.
    pub rows: usize,
    /// Other measures, estimated in the same way.
    pub others: Vec<Quality>,
}

const CALIBRATED: &str = "what the model says came true as often on the reference, and the relation between columns and answer \
                          has not changed (no concept drift)";
const WEIGHED: &str = "the relation between columns and answer has not changed (no concept drift), and the reference has rows like \
                       all rows of the data";
const FEWEST: usize = 60;

/// What a model says, made true to the reference.
pub struct Calibrated {
    curve: Isotonic,
    /// Standard error of each measure on the reference.
    errors: [f64; 2],
    reference: [f64; 2],
    /// Measures in order.
    metrics: [&'static str; 2],
}

impl Calibrated {
    /// Learn how often what is said comes true; of a yes or no, or of the likeliest of several classes.
    pub fn of(judged: &Judged<'_>, seed: u64) -> Option<Calibrated> {
        let task = judged.judge.task;
        let known: Vec<usize> = judged.known().into_iter().map(|(at, _)| at).collect();
        if known.len() < FEWEST || task == Task::Regression {
            return None;
        }
        let is_right = |at: usize| f64::from(u8::from(judged.said[at].value == judged.answers[at]));
        let pairs: Vec<(f64, f64)> = known
            .iter()
            .map(|&at| match task {
                Task::Binary => (judged.said[at].value, judged.answers[at]),
                _ => (judged.said[at].sure, is_right(at)),
            })
            .collect();
        let curve = Isotonic::fit(&pairs)?;
        let accuracy = known
            .iter()
            .map(|&at| f64::from(u8::from(acts(judged, judged.said[at]) == judged.answers[at])))
            .sum::<f64>()
            / known.len() as f64;
        let error = (accuracy * (1.0 - accuracy) / known.len() as f64).sqrt();
        if task != Task::Binary {
            let (errors, reference) = ([error; 2], [accuracy; 2]);
            return Some(Calibrated { curve, errors, reference, metrics: ["accuracy"; 2] });
        }
        let auc = auc_of(&pairs, judged, seed)?;
        let errors = [(auc.2 - auc.1) / 3.92, error];
        Some(Calibrated { curve, errors, reference: [auc.0, accuracy], metrics: ["auc", "accuracy"] })
    }

    /// The probability that comes true where this is said.
    pub fn at(&self, said: f64) -> f64 {
        self.curve.at(said)
    }

    /// The quality to be expected of some rows of the data; `None` of too few.
    pub fn expected(&self, judged: &Judged<'_>, rows: &[usize]) -> Option<Quality> {
        let said: Vec<Said> =
            rows.iter().map(|&row| judged.now[row]).filter(|said| said.value.is_finite()).collect();
        if said.len() < FEWEST {
            return None;
        }
        let (accuracy, accuracy_error) = self.accuracy(judged, &said);
        let quality = |at: usize, score: f64, error: f64, others: Vec<Quality>| {
            let margin = 1.96 * error.hypot(self.errors[at]);
            Quality {
                metric: self.metrics[at],
                score,
                low: (score - margin).max(0.0),
                high: (score + margin).min(1.0),
                reference: self.reference[at],
                realised: realised(self.metrics[at], judged, rows),
                method: "confidence",
                assumption: CALIBRATED,
                rows: said.len(),
                others,
            }
        };
        if judged.judge.task != Task::Binary {
            return Some(quality(1, accuracy, accuracy_error, Vec::new()));
        }
        let (auc, error) = self.auc(&said)?;
        Some(quality(0, auc, error, vec![quality(1, accuracy, accuracy_error, Vec::new())]))
    }

    /// The share to be expected right, with its standard error.
    fn accuracy(&self, judged: &Judged<'_>, said: &[Said]) -> (f64, f64) {
        let right = |said: &Said| match judged.judge.task {
            Task::Binary if acts(judged, *said) == 1.0 => self.at(said.value),
            Task::Binary => 1.0 - self.at(said.value),
            _ => self.at(said.sure),
        };
        let count = said.len() as f64;
        let mean = said.iter().map(right).sum::<f64>() / count;
        let variance: f64 = said.iter().map(right).map(|p| p * (1.0 - p)).sum();
        (mean, variance.sqrt() / count)
    }

    /// The chance that of a pair of which one comes true the model ranks that one higher, over all pairs as likely as they are;
    /// its standard error is that of Hanley & McNeil (Radiology 143, 1982) for the numbers of each to be expected.
    fn auc(&self, said: &[Said]) -> Option<(f64, f64)> {
        let mut ranked: Vec<(f64, f64)> = said.iter().map(|said| (said.value, self.at(said.value))).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut below, mut pairs) = (0.0, 0.0);
        for tied in ranked.chunk_by(|a, b| a.0 == b.0) {
            let yes: f64 = tied.iter().map(|(_, p)| p).sum();
            let no: f64 = tied.iter().map(|(_, p)| 1.0 - p).sum();
            pairs += yes * (below + no / 2.0);
            below += no;
        }
        let yes: f64 = ranked.iter().map(|(_, p)| p).sum();
        let no = ranked.len() as f64 - yes;
        if yes < 5.0 || no < 5.0 {
            return None;
        }
        let auc = pairs / (yes * no);
        let (q1, q2) = (auc / (2.0 - auc), 2.0 * auc * auc / (1.0 + auc));
        let square = auc * (1.0 - auc) + (yes - 1.0) * (q1 - auc * auc) + (no - 1.0) * (q2 - auc * auc);
        Some((auc, (square / (yes * no)).max(0.0).sqrt()))
    }
}

/// What is done about a row: yes or no, or the class.
pub fn acts(judged: &Judged<'_>, said: Said) -> f64 {
    match judged.judge.task {
        Task::Binary => f64::from(u8::from(said.value >= judged.judge.threshold)),
        _ => said.value,
    }
}

fn auc_of(pairs: &[(f64, f64)], judged: &Judged<'_>, seed: u64) -> Option<(f64, f64, f64)> {
    let (values, said): (Vec<f64>, Vec<f64>) = pairs.iter().map(|&(said, answer)| (answer, said)).unzip();
    let classes = judged.judge.classes.clone();
    let target = Target { name: String::new(), task: Task::Binary, classes, values, weights: None };
    let auc = Metric::Auc.estimate(&target, &Predictions { width: 1, values: said }, seed)?;
    Some((auc.score, auc.low, auc.high))
}

/// The real quality of rows of the data, where enough answers are known.
pub fn realised(metric: &str, judged: &Judged<'_>, rows: &[usize]) -> Option<f64> {
    let known: Vec<(f64, f64, f64)> = rows
        .iter()
        .map(|&row| (judged.now[row].value, acts(judged, judged.now[row]), judged.now_answers[row]))
        .filter(|(said, _, answer)| said.is_finite() && answer.is_finite())
        .collect();
    if known.len() < FEWEST {
        return None;
    }
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| known.iter().map(of).sum::<f64>() / known.len() as f64;
    match metric {
        "auc" => {
            auc_of(&known.iter().map(|&(said, _, answer)| (said, answer)).collect::<Vec<_>>(), judged, 0)
                .map(|auc| auc.0)
        }
        "mae" => Some(mean(&|(said, _, answer)| (said - answer).abs())),
        _ => Some(mean(&|(_, acts, answer)| f64::from(u8::from(acts == answer)))),
    }
}

/// The mean error to be expected of numbers.
pub fn of_numbers(judged: &Judged<'_>, domain: &Domain) -> Option<Quality> {
    if judged.judge.task != Task::Regression || domain.effective_rows < FEWEST as f64 {
        return None;
    }
    let weights: std::collections::BTreeMap<usize, f64> = domain.weights.iter().copied().collect();
    let weighed: Vec<(usize, f64, f64)> = judged
        .known()
        .into_iter()
        .filter_map(|(at, loss)| Some((at, loss, *weights.get(&judged.rows[at])?)))
        .collect();
    if weighed.len() < FEWEST {
        return None;
    }
    let rise = weighed_rise(&weighed, 0.0);
    let variance: f64 =
        weighed.iter().map(|(_, loss, weight)| weight * (loss - rise.after).powi(2)).sum::<f64>()
            / weighed.iter().map(|(.., weight)| weight).sum::<f64>();
    let margin = 1.96 * (variance / domain.effective_rows + variance / judged.now.len() as f64).sqrt();
    let rows: Vec<usize> = (0..judged.now.len()).collect();
    Some(Quality {
        metric: "mae",
        score: rise.after,
        low: (rise.after - margin).max(0.0),
        high: rise.after + margin,
        reference: judged.losses?.0,
        realised: realised("mae", judged, &rows),
        method: "re-weighting",
        assumption: WEIGHED,
        rows: rows.len(),
        others: Vec::new(),
    })
}
