//! `linear`: a weighted sum of the columns: an elastic net, or its logistic form for classes (several one against the
//! rest).
//!
//! Weights are drawn towards 0, and those that tell nothing to exactly 0 (Zou and Hastie, "Regularization and variable
//! selection via the elastic net", JRSS B 67, 2005); how strongly is chosen on rows held back. Solved by
//! [`newton`](crate::newton); the encoding is in [`design`](crate::encoding::design).

use std::collections::BTreeMap;

use frame::{Column, Task};
use rayon::prelude::*;
use report::Fault;
use serde::{Deserialize, Serialize};

use super::{constant, one_versus_rest};
use crate::Learner;
use crate::encoding::design::{Design, Places, Rows};
use crate::learner::{Examples, Labels};
use crate::model::{Fitted, Form};
use crate::newton::{Compact, Loss, Problem, Strength};
use crate::words::{Words, short};

/// A weighted sum.
pub struct Linear;

/// The weights of the encoded columns, the intercept last.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Weights {
    design: Design,
    weights: Vec<f64>,
    labels: Labels,
    /// For each part of the design, how far its sum strays over the training rows (standard deviation).
    strays: Vec<f64>,
}

/// The strengths tried, strongest first: of the squares, then of the sizes as a share of how far chance alone pushes a
/// weight, with this strength of the squares beside.
const PENALTIES: [f64; 6] = [1_000.0, 100.0, 30.0, 10.0, 1.0, 0.1];
const SIZES: [f64; 4] = [2.0, 1.0, 0.5, 0.25];
const BESIDE: f64 = 1.0;

/// The strengths to try: two ways, each in the order in which one is a good first guess for the next. Where many rows stand
/// behind each weight, chance moves weights little, and drawing some to exactly 0 gains nothing worth its time.
fn ways(examples: &Examples, width: usize) -> Vec<Vec<Strength>> {
    let squares = PENALTIES.map(|penalty| Strength { penalty, l1: 0.0 }).to_vec();
    if examples.rows() > ROWS_A_WEIGHT * width {
        return vec![squares];
    }
    // The standard deviation of the slope at a weight of 0 that tells nothing, of a standardised column.
    let rows = examples.rows() as f64;
    let by_chance = match examples.task {
        Task::Regression => rows.sqrt(),
        _ => (rows * examples.mean().iter().map(|share| share * (1.0 - share)).sum::<f64>()).sqrt(),
    };
    let sizes = SIZES.map(|share| Strength { penalty: BESIDE, l1: share * by_chance }).to_vec();
    vec![squares, sizes]
}
/// With more rows for each weight, none is drawn to exactly 0.
const ROWS_A_WEIGHT: usize = 200;
const PARTS: usize = 5;
/// With more weights than this, making the matrix of second derivatives takes most of the time.
const WIDE: usize = 200;
/// Once a weaker penalty has made the loss this much larger than the least, yet weaker ones are not tried: the loss falls
/// and then rises with the penalty.
const ENOUGH: f64 = 1.005;

impl Learner for Linear {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn reads(&self) -> &'static str {
        "Numbers are standardised, with their logarithm beside where few are very large; each of up to 50 \
         categories has a weight of its own, beyond that their mean answer stands in; a missing number \
         counts as the mean, with a weight for being missing."
    }

    fn form(&self, examples: &Examples, seed: u64) -> Result<Form, Fault> {
        one_versus_rest::form(examples, |examples| Ok(weights(examples, seed)))
    }
}

fn weights(examples: &Examples, seed: u64) -> Form {
    let parts = examples.parts(PARTS, seed);
    let labels = Labels::of(examples);
    let answers = labels.scaled_wide(&examples.answers);
    let (design, rows) = Design::fit(examples, &answers, &parts);
    if design.parts.is_empty() {
        return constant::form(examples);
    }
    let loss = if examples.task == Task::Regression { Loss::Squared } else { Loss::Logistic };
    let compact = Compact::of(&rows, design.width());
    let counts = examples.weights.as_deref();
    let problem = |used: Vec<usize>| Problem::new(&compact, &answers, counts, used, loss, &examples.stop);
    let (strength, guess) = chosen(examples, &parts, compact.width(), problem);
    let guess = guess.unwrap_or_else(|| vec![0.0; compact.width()]);
    let weights = compact.spread(&problem((0..examples.rows()).collect()).solve(strength, guess));
    let strays =
        design.parts.iter().map(|part| stray(&rows, &weights, part.first..part.first + part.scale.count()));
    let strays = strays.collect();
    Form::Linear(Weights { design, weights, labels, strays })
}

/// The strength with the least loss on inner parts held back, and weights found with it: one fifth of many rows or with
/// many weights, several fifths in turn otherwise. With fewer than ten rows of a class there is nothing to choose by.
fn chosen<'a>(
    examples: &Examples,
    parts: &[usize],
    width: usize,
    problem: impl Fn(Vec<usize>) -> Problem<'a>,
) -> (Strength, Option<Vec<f64>>) {
    let rows = examples.rows();
    let positives = examples.answers.iter().filter(|&&answer| answer == 1.0).count();
    if rows < 20 || examples.task == Task::Binary && positives.min(rows - positives) < 10 {
        return (Strength { penalty: 10.0, l1: 0.0 }, None);
    }
    let turns = match rows {
        4_001.. => 1,
        _ if width > WIDE => 1,
        2_001.. => 3,
        _ => PARTS,
    };
    let mut turns: Vec<Turn<'a>> = (0..turns)
        .map(|turn| {
            let problem = problem((0..rows).filter(|&row| parts[row] != turn).collect());
            Turn {
                weights: problem.nothing(),
                problem,
                held: (0..rows).filter(|&row| parts[row] == turn).collect(),
            }
        })
        .collect();
    let mut best = (f64::INFINITY, Strength { penalty: 1.0, l1: 0.0 }, None);
    for way in ways(examples, width) {
        let mut least = f64::INFINITY;
        for strength in way {
            if examples.stop.is_due() {
                break;
            }
            let losses: Vec<f64> = turns.par_iter_mut().map(|turn| turn.loss(strength)).collect();
            let loss = losses.iter().sum::<f64>() / losses.len() as f64;
            if loss < best.0 {
                best = (loss, strength, Some(turns[0].weights.clone()));
            }
            least = least.min(loss);
            if loss > least * ENOUGH {
                break;
            }
        }
    }
    (best.1, best.2)
}

/// A part held back, and what is learned from the others.
struct Turn<'a> {
    problem: Problem<'a>,
    weights: Vec<f64>,
    held: Vec<usize>,
}

impl Turn<'_> {
    /// The mean loss on the part held back. The last solution is a good first guess for the next strength.
    fn loss(&mut self, strength: Strength) -> f64 {
        self.weights = self.problem.solve(strength, std::mem::take(&mut self.weights));
        self.problem.mean_loss(&self.weights, self.held.iter().copied())
    }
}

/// The standard deviation over the rows of what the places in `span` add.
fn stray(rows: &Rows, weights: &[f64], span: std::ops::Range<usize>) -> f64 {
    let count = (rows.values.len() / rows.pairs.max(1)) as f64;
    let added = rows.places.chunks(rows.pairs).zip(rows.values.chunks(rows.pairs)).map(|(places, values)| {
        let inside = places.iter().zip(values).filter(|(place, _)| span.contains(&(**place as usize)));
        inside.map(|(&place, value)| weights[place as usize] * value).sum::<f64>()
    });
    let (sum, squares) =
        added.fold((0.0, 0.0), |(sum, squares), value| (sum + value, squares + value * value));
    (squares / count - (sum / count).powi(2)).max(0.0).sqrt()
}

impl Fitted for Weights {
    fn predict(&self, columns: &[&Column], rows: usize) -> Result<Vec<f64>, Fault> {
        let encoded = self.design.encode(columns, rows);
        Ok((0..rows).map(|row| self.labels.of_sum(encoded.sum(row, &self.weights))).collect())
    }

    fn is_sound(&self, inputs: usize, width: usize) -> bool {
        width == 1
            && self.design.is_sound(inputs)
            && self.weights.len() == self.design.width() + 1
            && self.strays.len() == self.design.parts.len()
    }

    fn describe(&self, words: &Words) -> Vec<String> {
        const SHOWN: usize = 8;
        let mut order: Vec<usize> =
            (0..self.design.parts.len()).filter(|&part| self.strays[part] > 0.0).collect();
        order.sort_by(|&a, &b| self.strays[b].total_cmp(&self.strays[a]));
        let mut lines: Vec<String> = order.iter().take(SHOWN).map(|&part| self.line(part, words)).collect();
        if order.len() > SHOWN {
            lines.push(format!("and {} weaker columns", order.len() - SHOWN));
        }
        lines
    }

    fn importance(&self) -> BTreeMap<usize, f64> {
        let mut total = BTreeMap::new();
        for (part, stray) in self.design.parts.iter().zip(&self.strays) {
            *total.entry(part.input).or_insert(0.0) += stray;
        }
        total
    }
}

impl Weights {
    /// One column in words: what a high number does against a low one, or the strongest categories.
    fn line(&self, part: usize, words: &Words) -> String {
        let part = &self.design.parts[part];
        let name = words.name(part.input);
        let weights = &self.weights[part.first..][..part.scale.count()];
        match &part.scale {
            Places::Number(number) => {
                let sum = |value: f64| number.values(value).zip(weights).map(|(v, w)| v * w).sum::<f64>();
                let (low, high) = number.usual;
                let (from, to) = (words.value(part.input, low), words.value(part.input, high));
                format!("{name} from {from} to {to}: {}", self.effect(sum(high) - sum(low), words))
            }
            Places::Shares { .. } => {
                format!("{name}, by what its values had on average: {}", self.effect(2.0 * weights[0], words))
            }
            Places::Categories(_) | Places::Calendar { .. } => {
                let mut order: Vec<usize> =
                    (0..weights.len()).filter(|&place| weights[place] != 0.0).collect();
                order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
                let say = |place: usize| {
                    let value = part.scale.name(place).unwrap_or_default();
                    format!("{name} = {value}: {}", self.effect(weights[place], words))
                };
                match (order.first(), order.last()) {
                    (Some(&high), Some(&low)) if high != low => format!("{}; {}", say(high), say(low)),
                    (Some(&only), _) => say(only),
                    _ => format!("{name}: nothing"),
                }
            }
        }
    }

    fn effect(&self, sum: f64, words: &Words) -> String {
        match words.task {
            Task::Regression => words.difference(self.labels.unit() * sum),
            _ => format!("odds x{}", short(sum.exp())),
        }
    }
}
