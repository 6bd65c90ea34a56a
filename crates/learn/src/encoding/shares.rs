//! A text column of many categories as one number: the mean answer of its category.
//!
//! After Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes" (SIGKDD
//! Explorations 3, 2001): `(sum + DRAWN * base) / (rows + DRAWN)`. Training rows get the mean of rows in *other*
//! inner parts, so that no row is told its own answer.

use frame::Text;
use serde::{Deserialize, Serialize};

use super::Levels;

/// The mean answer of each category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shares {
    levels: Levels,
    /// By code; the last is the base, for missing and what was never seen.
    means: Vec<f64>,
}

/// How many rows of the overall answer are added to each category's own.
const DRAWN: f64 = 20.0;

impl Shares {
    /// Fit on all rows, and give each training row the mean of its category over the other parts.
    pub(crate) fn fit(
        text: &Text,
        levels: Levels,
        answers: &[f64],
        weight: &dyn Fn(usize) -> f64,
        parts: &[usize],
    ) -> (Shares, Vec<f64>) {
        let codes = codes(&levels, text);
        let mut own = vec![0.0; codes.len()];
        for part in 0..=parts.iter().copied().max().unwrap_or(0) {
            let means =
                means(&levels, &codes, answers, &|row| if parts[row] == part { 0.0 } else { weight(row) });
            for row in (0..codes.len()).filter(|&row| parts[row] == part) {
                own[row] = means[codes[row]];
            }
        }
        let means = means(&levels, &codes, answers, weight);
        (Shares { levels, means }, own)
    }

    pub(crate) fn is_sound(&self) -> bool {
        self.means.len() == self.levels.count() + 1
    }

    /// The mean of each row's category.
    pub(crate) fn values(&self, text: &Text) -> Vec<f64> {
        codes(&self.levels, text).into_iter().map(|code| self.means[code]).collect()
    }
}

/// Each row's code; missing comes after the last level.
fn codes(levels: &Levels, text: &Text) -> Vec<usize> {
    let by_level = levels.codes(text);
    let of = |&code: &u32| by_level.get(code as usize).copied().flatten().unwrap_or(levels.count());
    text.codes.iter().map(of).collect()
}

/// The mean answer of each code, a row counting by its weight.
fn means(levels: &Levels, codes: &[usize], answers: &[f64], weight: &dyn Fn(usize) -> f64) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); levels.count() + 1];
    let mut all = (0.0, 0.0);
    for (row, &code) in codes.iter().enumerate() {
        let weight = weight(row);
        sums[code].0 += weight * answers[row];
        sums[code].1 += weight;
        all.0 += weight * answers[row];
        all.1 += weight;
    }
    let base = if all.1 > 0.0 { all.0 / all.1 } else { 0.0 };
    sums.into_iter().map(|(sum, rows)| (sum + DRAWN * base) / (rows + DRAWN)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_of_noise_tell_nothing_of_the_rows_they_were_made_from() {
        let mut random = fastrand::Rng::with_seed(5);
        let names: Vec<String> = (0..3_000).map(|i| format!("c{}", i % 600)).collect();
        let text: Text = names.iter().map(|name| Some(name.as_str())).collect();
        let answers: Vec<f64> = (0..3_000).map(|_| f64::from(random.bool())).collect();
        let parts: Vec<usize> = (0..3_000).map(|i| i / 600).collect();
        let (shares, own) = Shares::fit(&text, Levels::fit(&text, 10_000), &answers, &|_| 1.0, &parts);
        let correlation = |values: &[f64]| {
            let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
            let (mx, my) = (mean(values), mean(&answers));
            let cov: f64 = values.iter().zip(&answers).map(|(x, y)| (x - mx) * (y - my)).sum();
            let (sx, sy): (f64, f64) = values
                .iter()
                .zip(&answers)
                .fold((0.0, 0.0), |(a, b), (x, y)| (a + (x - mx).powi(2), b + (y - my).powi(2)));
            cov / (sx * sy).sqrt()
        };
        assert!(correlation(&own) < 0.1, "told its own answer: {}", correlation(&own));
        assert!(correlation(&shares.values(&text)) > 0.3, "the plain means do carry the answers");
    }
}
