//! What extreme values count as: a cap that was fixed beforehand, as a value or as a quantile of all values.

use std::collections::HashMap;

use ::report::Fault;
use frame::Frame;

use super::columns::{self, Columns};
use super::{Cap, Question};

/// What each metric's values count as at most: infinity where nothing is capped. Quantiles need a pass of their own
/// over the rows; a ratio's are not capped.
pub fn of<I: Iterator<Item = Result<Frame, Fault>>>(
    question: &Question,
    open: impl FnOnce() -> Result<I, Fault>,
) -> Result<Vec<f64>, Fault> {
    let none = vec![f64::INFINITY; question.metrics.len()];
    let share = match question.cap {
        None => return Ok(none),
        Some(Cap::At(value)) => return Ok(vec![value; question.metrics.len()]),
        Some(Cap::Quantile(share)) => share,
    };
    let mut spreads: Vec<Spread> = none.iter().map(|_| Spread::default()).collect();
    for frame in open()? {
        let frame = frame?;
        let metrics = columns::metrics(question, &frame)?;
        let columns = Columns::of(question, &metrics, &frame)?;
        for (spread, (values, below)) in spreads.iter_mut().zip(&columns.metrics) {
            if below.is_none() {
                values.iter().filter(|value| !value.is_nan()).for_each(|&value| spread.add(value));
            }
        }
    }
    Ok(spreads.into_iter().map(|spread| spread.quantile(share).unwrap_or(f64::INFINITY)).collect())
}

/// How values spread: exactly up to two million, beyond that to a part in 65,536 of each value.
#[derive(Debug, Default)]
struct Spread {
    values: Vec<f64>,
    buckets: HashMap<u64, u64>,
}

const EXACT: usize = 2_000_000;
/// The bits of a value that are dropped: 36 of the 52 behind the point.
const DROPPED: u32 = 36;

impl Spread {
    fn add(&mut self, value: f64) {
        self.values.push(value);
        if self.values.len() > EXACT {
            self.fold();
        }
    }

    fn fold(&mut self) {
        for value in self.values.drain(..) {
            *self.buckets.entry(ordered(value) >> DROPPED).or_default() += 1;
        }
    }

    /// Hyndman & Fan (1996), type 7, while values are held; then the upper end of the bucket it lies in.
    fn quantile(mut self, share: f64) -> Option<f64> {
        if self.buckets.is_empty() {
            self.values.sort_by(f64::total_cmp);
            return stats::sorted_quantile(&self.values, share);
        }
        self.fold();
        let mut buckets: Vec<(u64, u64)> = self.buckets.into_iter().collect();
        buckets.sort_unstable();
        let whole: u64 = buckets.iter().map(|(_, count)| count).sum();
        let rank = (share * whole as f64).ceil() as u64;
        let mut seen = 0;
        let found = buckets.into_iter().find(|(_, count)| {
            seen += count;
            seen >= rank
        });
        found.map(|(bucket, _)| value_of(bucket << DROPPED))
    }
}

/// Bits that stand in the order of their values.
fn ordered(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

fn value_of(ordered: u64) -> f64 {
    f64::from_bits(if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !ordered })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_values_are_nearly_as_exact_as_few() {
        let mut few = Spread::default();
        let mut many = Spread::default();
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..50_000 {
            let value = (random.f64() * 9.0).exp() - 40.0;
            few.add(value);
            many.add(value);
        }
        many.fold();
        let (exact, near) = (few.quantile(0.99).unwrap(), many.quantile(0.99).unwrap());
        assert!((near / exact - 1.0).abs() < 1e-3, "{exact} {near}");
        for value in [-2.5, -0.0, 0.0, 1e300, 3.75] {
            assert_eq!(value_of(ordered(value)), value);
        }
        assert!(
            ordered(-3.0) < ordered(-2.0) && ordered(-2.0) < ordered(0.0) && ordered(0.0) < ordered(1e-9)
        );
    }
}
