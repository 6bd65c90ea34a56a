//! Labels that are wrong here and there: errors that do not fade where the model is sure.
//!
//! On honest rows a model errs where it is unsure and hardly ever where it is sure. Labels swapped at random err
//! everywhere alike: however sure the model, the same share of rows contradicts it. That floor is estimated, beside the
//! honest errors that fade (a logistic curve with a floor: Bootkrajang & Kabán, "Label-noise robust logistic
//! regression", ECML 2012, equation 4). A model that misses something also has errors where it is sure, but those have
//! something in common; swapped labels have nothing.

use frame::{Column, Frame, Kind, Split, SplitBy, Target, Task, folds};
use learn::{cross_validate, learner};

use super::alone::auc;
use super::signal::narrowed;
use super::telling::some_rows;

/// How far the labels contradict what the columns say.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// Rows looked at.
    pub rows: usize,
    /// Rows at which the model is sure, and of those the rows labelled otherwise.
    pub sure: usize,
    /// Rows labelled otherwise where the model is sure.
    pub contradicted: usize,
    /// The floor of the errors: the share of labels that are wrong.
    pub noise: f64,
    /// Its lower end, by the profile of the likelihood (99 %).
    pub noise_low: f64,
    /// How much likelier the errors are with that floor than without: twice the logarithm.
    pub evidence: f64,
    /// How well the contradicted rows can be told from the other sure rows: an AUC, 0.5 for scattered at random.
    pub told_apart: f64,
}

/// Rows learned from at most, and cells.
const ROWS: usize = 3_000;
const CELLS: usize = 90_000;
/// Fewer rows say nothing about a floor.
const LEAST: usize = 400;
/// Rows for each different one, from which a table is too coarse.
const COARSE: usize = 4;
/// Share of rows, the surest, at which the model is called sure.
const SURE: f64 = 0.5;

impl Contradiction {
    /// The contradiction in a target with classes; `None` when there are too few rows or classes to say.
    pub fn of(features: &Frame, target: &Target, seed: u64) -> Option<Contradiction> {
        if target.task == Task::Regression || target.len() < LEAST {
            return None;
        }
        // Wide tables are learned from on fewer rows.
        let most = (CELLS / features.columns().len().max(1)).clamp(600, ROWS);
        let rows = some_rows(target.len(), most, seed);
        let (features, target) = (narrowed(&features.take(&rows), seed), target.take(&rows));
        // Among many rows that are alike in all columns, a wrong label cannot be told from a case the columns do not tell.
        if super::copies::different_rows(&features) * COARSE < features.rows() {
            return None;
        }
        let folds = folds(SplitBy::Target(&target), 5, seed);
        let judged = judged(&features, &target, &folds, seed)?;
        let floor = Floor::of(&judged);
        let mut surest: Vec<usize> = (0..judged.len()).collect();
        surest.sort_by(|&a, &b| judged[b].margin.total_cmp(&judged[a].margin).then(a.cmp(&b)));
        surest.truncate((judged.len() as f64 * SURE) as usize);
        let contradicted = surest.iter().filter(|&&at| judged[at].wrong).count();
        let told_apart = if floor.low > 0.005 && contradicted >= 10 {
            told_apart(&features, &judged, &surest, seed)
        } else {
            0.5
        };
        Some(Contradiction {
            rows: judged.len(),
            sure: surest.len(),
            contradicted,
            noise: floor.noise,
            noise_low: floor.low,
            evidence: floor.evidence,
            told_apart,
        })
    }
}

/// A row as a model that has not seen it judges it.
struct Judged {
    row: usize,
    /// The logarithm of the odds the model gives its answer.
    margin: f64,
    /// Whether the label is another.
    wrong: bool,
}

fn judged(features: &Frame, target: &Target, folds: &[Split], seed: u64) -> Option<Vec<Judged>> {
    let tested = cross_validate(learner("linear").ok()?, features, target, folds, seed).ok()?;
    let of = |(at, &row): (usize, &usize)| {
        let said = tested.predictions.row(at);
        let shares = if target.task == Task::Binary { vec![1.0 - said[0], said[0]] } else { said.to_vec() };
        let best = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
        let margin = (shares[best].max(1e-9) / (1.0 - shares[best]).max(1e-9)).ln();
        Judged { row, margin, wrong: best as f64 != target.values[row] }
    };
    Some(tested.rows.iter().enumerate().map(of).collect())
}

/// The floor of the errors, and how sure it is.
struct Floor {
    noise: f64,
    low: f64,
    evidence: f64,
}

/// Rows of like margin: the margin, their number, and how many are wrong.
type Bin = (f64, f64, f64);

impl Floor {
    fn of(judged: &[Judged]) -> Floor {
        let mut order: Vec<&Judged> = judged.iter().collect();
        order.sort_by(|a, b| a.margin.total_cmp(&b.margin));
        let bins: Vec<Bin> = (0..40)
            .map(|bin| &order[bin * order.len() / 40..(bin + 1) * order.len() / 40])
            .filter(|rows| !rows.is_empty())
            .map(|rows| {
                let count = rows.len() as f64;
                let margin = rows.iter().map(|row| row.margin).sum::<f64>() / count;
                (margin, count, rows.iter().filter(|row| row.wrong).count() as f64)
            })
            .collect();
        let floors: Vec<(f64, f64)> = (0..=60)
            .map(|step| 0.005 * f64::from(step))
            .map(|floor| (floor, likeliest(&bins, floor)))
            .collect();
        let best =
            floors.iter().copied().fold((0.0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a });
        // Half the square of 2.33: one side of 99 %.
        let low =
            floors.iter().find(|(_, likelihood)| best.1 - likelihood <= 2.71).map_or(0.0, |found| found.0);
        Floor { noise: best.0, low, evidence: 2.0 * (best.1 - floors[0].1) }
    }
}

/// The largest logarithm of the likelihood with this floor, over the slopes and shifts of the curve.
fn likeliest(bins: &[Bin], floor: f64) -> f64 {
    let (mut slope, mut shift, mut step) = (1.3, 0.0, (0.6, 0.6));
    let mut best = likelihood(bins, floor, slope, shift);
    for _ in 0..60 {
        let around = [
            (step.0, 0.0),
            (-step.0, 0.0),
            (0.0, step.1),
            (0.0, -step.1),
            (step.0, -step.1),
            (-step.0, step.1),
        ];
        let tried = around.iter().map(|(by, to)| {
            let (slope, shift) = ((slope + by).clamp(0.5, 4.0), (shift + to).clamp(-1.0, 1.5));
            (likelihood(bins, floor, slope, shift), slope, shift)
        });
        match tried.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|found| found.0 > best + 1e-9) {
            Some(found) => (best, slope, shift) = found,
            None => step = (step.0 / 2.0, step.1 / 2.0),
        }
    }
    best
}

fn likelihood(bins: &[Bin], floor: f64, slope: f64, shift: f64) -> f64 {
    bins.iter()
        .map(|&(margin, rows, wrong)| {
            let honest = 1.0 / (1.0 + (slope * margin + shift).exp());
            let rate = (floor + (1.0 - 2.0 * floor) * honest).clamp(1e-6, 1.0 - 1e-6);
            wrong * rate.ln() + (rows - wrong) * (1.0 - rate).ln()
        })
        .sum()
}

/// How well a small tree tells the contradicted rows from the other sure ones, out of fold.
fn told_apart(features: &Frame, judged: &[Judged], surest: &[usize], seed: u64) -> f64 {
    let rows: Vec<usize> = surest.iter().map(|&at| judged[at].row).collect();
    let said = surest.iter().map(|&at| f64::from(u8::from(judged[at].wrong)));
    let wrong = Target {
        name: "wrong".into(),
        task: Task::Binary,
        classes: vec!["no".into(), "yes".into()],
        values: said.collect(),
        weights: None,
    };
    // How sure the model is may tell as well: errors that fade are honest.
    let margins = surest.iter().map(|&at| judged[at].margin).collect();
    let mut columns = features.take(&rows).columns().to_vec();
    columns.push(Column::numbers("(margin)", Kind::Number, margins));
    let features = Frame::new(columns);
    let folds = folds(SplitBy::Target(&wrong), 5, seed);
    let best = ["tree", "linear"].into_iter().filter_map(|name| {
        let tested = cross_validate(learner(name).ok()?, &features, &wrong, &folds, seed).ok()?;
        Some(auc(&tested.predictions.values, &wrong.take(&tested.rows).values))
    });
    best.fold(0.5, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two classes whose means lie `gap` deviations apart, a share of the labels swapped.
    fn contradiction(rows: usize, gap: f64, swapped: f64, seed: u64) -> Contradiction {
        let mut random = fastrand::Rng::with_seed(seed);
        let yes: Vec<bool> = (0..rows).map(|_| random.bool()).collect();
        let mut column = |name: &str, part: f64| {
            let normal = |random: &mut fastrand::Rng| (0..12).map(|_| random.f64()).sum::<f64>() - 6.0;
            let values = yes.iter().map(|&yes| normal(&mut random) + if yes { part * gap } else { 0.0 });
            Column::numbers(name, Kind::Number, values.collect())
        };
        let features =
            Frame::new(vec![column("a", 0.6), column("b", 0.5), column("c", 0.6), column("d", 0.0)]);
        let values = yes.iter().map(|&yes| f64::from(u8::from(yes ^ (random.f64() < swapped)))).collect();
        let classes = vec!["no".into(), "yes".into()];
        let target = Target { name: "y".into(), task: Task::Binary, classes, values, weights: None };
        Contradiction::of(&features, &target, 0).unwrap()
    }

    #[test]
    fn swapped_labels_leave_a_floor_and_honest_errors_fade() {
        for seed in 0..5 {
            let swapped = contradiction(1_500, 3.0, 0.07, seed);
            assert!((0.03..0.11).contains(&swapped.noise) && swapped.noise_low > 0.01, "{swapped:?}");
            for gap in [1.0, 2.0, 3.0, 4.0] {
                let honest = contradiction(1_500, gap, 0.0, seed);
                assert!(honest.noise_low < 0.01, "gap {gap}: {honest:?}");
            }
        }
    }
}
