//! The area under the ROC curve: the chance that a positive row scores above a negative one.
//!
//! Its variance is that of DeLong, DeLong & Clarke-Pearson (1988), "Comparing the areas under two or more
//! correlated receiver operating characteristic curves", Biometrics 44: `var(V10) / positives + var(V01) /
//! negatives`, with `V` each row's share of the other class that it stands on the right side of. One sort
//! finds all of them, as in Sun & Xu (2014), "Fast implementation of DeLong's algorithm", IEEE Signal
//! Processing Letters 21. Degrees of freedom are Satterthwaite's for those two means, as in Brunner & Munzel
//! (2000), Biometrical Journal 42; they matter when one class is rare.

use frame::Target;

use super::estimate::{Estimate, mean_and_variance, normal_reach, reach};
use super::ranked::Ranked;
use super::weigh::linearise;
use crate::Predictions;

/// For each row the share of the other class that it stands on the right side of; a tie counts half.
struct Placements {
    area: f64,
    positives: Vec<f64>,
    negatives: Vec<f64>,
}

/// `None` when the rows are all of one class.
pub(super) fn score(target: &Target, predictions: &Predictions) -> Option<f64> {
    Placements::new(target, predictions).map(|placements| placements.area)
}

/// DeLong's interval on the scale of the logit, so that it stays inside 0 and 1; `low` and `high` are `score`
/// when the scores are all equal, since that area is one half whatever the rows.
pub(super) fn estimate(target: &Target, predictions: &Predictions) -> Option<Estimate> {
    Some(Placements::new(target, predictions)?.estimate())
}

/// The difference `a - b` by DeLong's covariance. Where that is not defined (one positive or negative row) or
/// is zero although the areas differ (as when `a` is perfect and `b` constant), the interval is made from
/// those of `a` and `b` as if independent, which errs on the wide side.
pub(super) fn paired(target: &Target, a: &Predictions, b: &Predictions) -> Option<Estimate> {
    let (a, b) = (Placements::new(target, a)?, Placements::new(target, b)?);
    let minus = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
    let difference = a.area - b.area;
    let error = standard_error(&minus(&a.positives, &b.positives), &minus(&a.negatives, &b.negatives));
    Some(match error {
        Some((error, freedom)) if error > 0.0 => {
            Estimate::around(difference, error * reach(freedom).unwrap_or_else(normal_reach))
        }
        Some(_) if difference == 0.0 => Estimate::around(0.0, 0.0),
        _ => Estimate::difference(a.estimate(), b.estimate()),
    })
}

impl Placements {
    fn new(target: &Target, predictions: &Predictions) -> Option<Self> {
        let is_positive = |row: usize| target.values[row] == 1.0;
        let weight = |rows: &mut dyn Iterator<Item = usize>| rows.map(|row| target.weight(row)).sum::<f64>();
        let all_positives = weight(&mut (0..target.len()).filter(|&row| is_positive(row)));
        let all_negatives = weight(&mut (0..target.len()).filter(|&row| !is_positive(row)));
        if all_positives == 0.0 || all_negatives == 0.0 {
            return None;
        }
        let mut placement = vec![0.0; target.len()];
        let (mut positives_above, mut negatives_above, mut won) = (0.0, 0.0, 0.0);
        for group in Ranked::new(&predictions.values).groups() {
            let positives = weight(&mut group.iter().copied().filter(|&row| is_positive(row)));
            let negatives = weight(&mut group.iter().copied().filter(|&row| !is_positive(row)));
            let beaten = all_negatives - negatives_above - negatives / 2.0;
            won += positives * beaten;
            for &row in group {
                placement[row] = if is_positive(row) {
                    beaten / all_negatives
                } else {
                    (positives_above + positives / 2.0) / all_positives
                };
            }
            positives_above += positives;
            negatives_above += negatives;
        }
        let of_class = |class: bool| {
            let rows = || (0..target.len()).filter(|&row| is_positive(row) == class);
            let values: Vec<f64> = rows().map(|row| placement[row]).collect();
            match &target.weights {
                Some(weights) => linearise(&rows().map(|row| weights[row]).collect::<Vec<_>>(), &values),
                None => values,
            }
        };
        // `won` is a sum of halves, hence exact.
        let area = won / all_positives / all_negatives;
        Some(Placements { area, positives: of_class(true), negatives: of_class(false) })
    }

    fn estimate(&self) -> Estimate {
        match standard_error(&self.positives, &self.negatives) {
            Some((error, freedom)) if self.area > 0.0 && self.area < 1.0 => {
                let logit = (self.area / (1.0 - self.area)).ln();
                let margin = error / (self.area * (1.0 - self.area))
                    * if error > 0.0 { reach(freedom).unwrap_or_else(normal_reach) } else { 0.0 };
                let area = |logit: f64| 1.0 / (1.0 + (-logit).exp());
                Estimate {
                    score: self.area,
                    low: area(logit - margin).min(self.area),
                    high: area(logit + margin).max(self.area),
                }
            }
            _ => self.estimate_by_size(),
        }
    }

    /// The areas that would not surprise, by the size of the classes alone: Newcombe (2006), "Confidence
    /// intervals for an effect size measure based on the Mann-Whitney statistic. Part 2", Statistics in
    /// Medicine 25, method 5. For a perfect ranking or a single positive row, where the rows show no
    /// variance.
    fn estimate_by_size(&self) -> Estimate {
        let (positives, negatives) = (self.positives.len() as f64, self.negatives.len() as f64);
        let others = (positives + negatives) / 2.0 - 1.0;
        let surprise = |area: f64| {
            let spread = 1.0 + others * ((1.0 - area) / (2.0 - area) + area / (1.0 + area));
            let variance = area * (1.0 - area) * spread / (positives * negatives);
            (self.area - area).abs() - normal_reach() * variance.sqrt()
        };
        let edge = |mut far: f64| {
            let mut close = self.area;
            for _ in 0..60 {
                let middle = (close + far) / 2.0;
                if surprise(middle) > 0.0 { far = middle } else { close = middle }
            }
            close
        };
        Estimate { score: self.area, low: edge(0.0), high: edge(1.0) }
    }
}

/// The standard error of a sum of two independent means, and its degrees of freedom (Satterthwaite's);
/// `None` when one of the two has fewer than two values.
fn standard_error(positives: &[f64], negatives: &[f64]) -> Option<(f64, f64)> {
    let share = |values: &[f64]| Some(mean_and_variance(values)?.1 / values.len() as f64);
    let (p, n) = (share(positives)?, share(negatives)?);
    let spread = p * p / (positives.len() as f64 - 1.0) + n * n / (negatives.len() as f64 - 1.0);
    Some(((p + n).sqrt(), (p + n).powi(2) / spread))
}
