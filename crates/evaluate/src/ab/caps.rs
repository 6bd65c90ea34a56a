//! What extreme values count as: a cap that was fixed beforehand, as a value or as a quantile of all values. Shares and
//! ratios are not capped.

use std::collections::HashMap;

use ::report::{Fault, number};
use frame::Frame;

use super::columns::{self, Columns};
use super::{Cap, Question};

/// What each metric's values count as at most: infinity where nothing is capped. Quantiles need a pass of their own
/// over the rows.
///
/// # Errors
/// When a quantile is the smallest value of a metric: capped there, all its values would be the same.
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
    let caps = spreads.into_iter().zip(&question.metrics).map(|(spread, metric)| {
        let (least, above, count) = (spread.least, spread.above, spread.count);
        if spread.is_binary {
            return Ok(f64::INFINITY);
        }
        let cap = spread.quantile(share).unwrap_or(f64::INFINITY);
        if cap > least || above == 0 {
            return Ok(cap);
        }
        let above = above as f64 / count as f64;
        Err(Fault::new(format!(
            "the {} quantile of `{}` is {}, its smallest value: capped there, all of its values would be the same",
            number::significant(share, 6),
            metric.0,
            number::significant(least, 6)
        ))
        .hint(format!(
            "only {} of the rows lie above it; `--winsorise {}` caps the highest one in a hundred of those",
            number::percent(above),
            number::significant(1.0 - 0.01 * above, 6)
        )))
    });
    caps.collect()
}

/// How values spread: exactly up to two million, beyond that to a part in 65,536 of each value.
#[derive(Debug)]
struct Spread {
    values: Vec<f64>,
    buckets: HashMap<u64, u64>,
    count: u64,
    /// How many lie above the smallest.
    above: u64,
    least: f64,
    /// Whether there is nothing but 0 and 1.
    is_binary: bool,
}

impl Default for Spread {
    fn default() -> Self {
        let (values, buckets) = (Vec::new(), HashMap::new());
        Spread { values, buckets, count: 0, above: 0, least: f64::INFINITY, is_binary: true }
    }
}

const EXACT: usize = 2_000_000;
/// The bits of a value that are dropped: 36 of the 52 behind the point.
const DROPPED: u32 = 36;

impl Spread {
    fn add(&mut self, value: f64) {
        if value < self.least {
            (self.above, self.least) = (self.count, value);
        } else if value > self.least {
            self.above += 1;
        }
        self.count += 1;
        self.is_binary &= value == 0.0 || value == 1.0;
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
