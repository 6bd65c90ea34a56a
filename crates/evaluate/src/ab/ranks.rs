//! The values of metrics whose quantile is compared: all of them are held, 24 bytes each.

use std::collections::HashMap;

use ::report::{Fault, number};
use stats::{Quantile, UnitSums};

use super::labels::BLANK;
use super::rows::Rows;
use super::tally::View;

/// More values than this are not held.
const MOST: usize = 20_000_000;

/// Values by group and arm, for each metric.
#[derive(Debug, Default)]
pub struct Ranks {
    values: HashMap<(u32, u32), Vec<Vec<Held>>>,
    count: usize,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    time: u32,
    /// What tells the unit from others; `None` where each row is one.
    unit: Option<u64>,
    value: f64,
}

impl Ranks {
    /// Hold the values of a batch; `unit` tells the unit of a row, where rows have one.
    pub fn add(&mut self, rows: &Rows, unit: Option<&dyn Fn(usize) -> Option<u64>>) -> Result<(), Fault> {
        for row in 0..rows.len() {
            let arm = rows.arms[row];
            let named = unit.map(|unit| unit(row));
            if arm == BLANK || named == Some(None) {
                continue;
            }
            let place = rows.place(row);
            let metrics = self.values.entry((place.group, arm)).or_default();
            metrics.resize_with(rows.metrics.len(), Vec::new);
            for (held, metric) in metrics.iter_mut().zip(&rows.metrics).filter(|(_, metric)| metric.has(row))
            {
                held.push(Held { time: place.time, unit: named.flatten(), value: metric.numerator(row) });
                self.count += 1;
            }
        }
        if self.count > MOST {
            let most = number::count(MOST);
            return Err(Fault::new(format!(
                "a quantile needs all values in memory, and there are more than {most}"
            ))
            .hint(
                "take a sample of the units, or compare the share above a threshold (`--kind proportion`)",
            ));
        }
        Ok(())
    }

    /// The quantile of a metric in an arm, of the rows looked at.
    pub fn quantile(&self, metric: usize, arm: usize, view: &View, share: f64) -> Option<Quantile> {
        let all = self.values.get(&(view.group, arm as u32))?.get(metric)?;
        let mut held: Vec<Held> =
            all.iter().copied().filter(|held| view.place(held.time).is_some()).collect();
        held.sort_by(|left, right| left.value.total_cmp(&right.value));
        let sorted: Vec<f64> = held.iter().map(|held| held.value).collect();
        if held.first()?.unit.is_none() {
            return Quantile::of(&sorted, share);
        }
        let quantile = stats::sorted_quantile(&sorted, share)?;
        held.sort_by_key(|held| held.unit);
        let mut below = UnitSums::default();
        for unit in held.chunk_by(|one, next| one.unit == next.unit) {
            let under = unit.iter().filter(|held| held.value <= quantile).count();
            below.add(under as f64, unit.len() as f64);
        }
        Quantile::clustered(&sorted, share, &below)
    }
}
