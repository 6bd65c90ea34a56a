//! Where a number lies: the intervals a column of numbers is cut into.

use serde::{Deserialize, Serialize};

/// Ascending cuts: a value lies in interval `i` when exactly `i` cuts are not above it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cuts(Vec<f64>);

impl Cuts {
    /// Cut the values (NaN is missing) into at most `most` intervals of about equally many rows, and
    /// between every two different values while these are few.
    pub(crate) fn fit(values: &[f64], most: usize) -> Cuts {
        // Infinite values lie beyond the last cut, which itself must stay a number that can be written.
        let held = values.iter().map(|value| value.clamp(f64::MIN, f64::MAX));
        let mut sorted: Vec<f64> = held.filter(|value| !value.is_nan()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let starts: Vec<usize> = (1..sorted.len()).filter(|&i| sorted[i] != sorted[i - 1]).collect();
        let between = |i: &usize| roundest(sorted[i - 1], sorted[*i]);
        if starts.len() < most {
            return Cuts(starts.iter().map(between).collect());
        }
        // More values than intervals: cut where an interval has its share of the rows still to come,
        // so that a value held by many rows does not use up the cuts.
        let mut cuts = Vec::new();
        let mut begin = 0;
        for start in &starts {
            let share = (sorted.len() - begin) as f64 / (most - cuts.len()) as f64;
            if (start - begin) as f64 >= share && cuts.len() + 1 < most {
                cuts.push(between(start));
                begin = *start;
            }
        }
        Cuts(cuts)
    }

    /// The interval a value lies in; `None` when missing.
    pub(crate) fn interval(&self, value: f64) -> Option<usize> {
        (!value.is_nan()).then(|| self.0.partition_point(|&cut| cut <= value))
    }

    /// How many intervals.
    pub(crate) fn intervals(&self) -> usize {
        self.0.len() + 1
    }

    /// The cut below interval `i`, for `i` from 1: values in intervals before `i` are below it.
    pub(crate) fn below(&self, interval: usize) -> f64 {
        self.0[interval - 1]
    }
}

/// The number with the fewest digits in `(low, high]`, so that cuts read well.
fn roundest(low: f64, high: f64) -> f64 {
    let width = high - low;
    if !width.is_finite() || low < 0.0 && high >= 0.0 {
        return if low < 0.0 && high >= 0.0 { 0.0 } else { high };
    }
    let mut step = 10f64.powf(width.log10().ceil());
    for _ in 0..3 {
        let candidate = (high / step).floor() * step;
        // Multiples of a fraction such as 0.1 are not exact: take the decimal as it is written.
        let decimals = (-step.log10()).round().max(0.0) as usize;
        let written = format!("{candidate:.decimals$}").parse().unwrap_or(high);
        if low < written && written <= high {
            return written;
        }
        step /= 10.0;
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_round_numbers_between_the_values() {
        assert_eq!(Cuts::fit(&[5.0, 6.0, f64::NAN, 17.0, 25.0], 256), Cuts(vec![6.0, 10.0, 20.0]));
        assert_eq!(Cuts::fit(&[0.455, 0.46, -0.3, 0.3], 256), Cuts(vec![0.0, 0.4, 0.46]));
        assert_eq!(Cuts::fit(&[69.95, 70.05, 1e300, f64::INFINITY], 256).0[0], 70.0);
    }

    #[test]
    fn every_cut_separates_the_neighbours_it_stands_between() {
        let mut random = fastrand::Rng::with_seed(1);
        for scale in [1e-12, 1e-3, 1.0, 1e9, 1e200] {
            let values: Vec<f64> = (0..300).map(|_| (random.f64() - 0.4) * scale).collect();
            let cuts = Cuts::fit(&values, 1_000);
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            assert_eq!(cuts.intervals(), 300);
            for (place, value) in sorted.iter().enumerate() {
                assert_eq!(cuts.interval(*value), Some(place), "{value} of scale {scale}");
            }
        }
    }

    #[test]
    fn many_values_share_the_intervals_fairly_beside_one_that_half_the_rows_hold() {
        let values: Vec<f64> = (0..2_000).map(|i| if i % 2 == 0 { 0.0 } else { f64::from(i) }).collect();
        let cuts = Cuts::fit(&values, 64);
        assert_eq!(cuts.intervals(), 64);
        assert_eq!(cuts.interval(0.0), Some(0));
        let mut rows = vec![0; 64];
        values.iter().for_each(|&value| rows[cuts.interval(value).unwrap()] += 1);
        assert!(rows[1..].iter().all(|&rows| (12..=20).contains(&rows)), "{rows:?}");
    }
}
