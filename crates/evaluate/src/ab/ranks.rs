//! The values of metrics whose quantile is compared: all of them are held, 32 bytes each.

use std::collections::{BTreeMap, HashMap};

use ::report::{Fault, number};
use stats::{Quantile, UnitSums};

use super::labels::BLANK;
use super::rows::{Place, Rows};
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
    segment: u32,
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
                let Place { time, segment, .. } = place;
                held.push(Held { time, segment, unit: named.flatten(), value: metric.numerator(row) });
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

    /// The quantile of a metric in an arm, of the rows looked at, by what of each row says which part it is in.
    pub fn quantiles(&self, wanted: Wanted, view: &View, part: Parting) -> BTreeMap<u32, Quantile> {
        let Wanted { metric, arm, share } = wanted;
        let all = self.values.get(&(view.group, arm as u32)).and_then(|metrics| metrics.get(metric));
        let mut parts: BTreeMap<u32, Vec<Held>> = BTreeMap::new();
        for held in all.into_iter().flatten() {
            let Some(time) = view.place(held.time) else { continue };
            let part = match part {
                Parting::Whole => Some(0),
                Parting::Time => time,
                Parting::Segment => Some(held.segment).filter(|&segment| segment != BLANK),
                Parting::Before(end) => time.map(|time| u32::from(time >= end)),
            };
            if let Some(part) = part {
                parts.entry(part).or_default().push(*held);
            }
        }
        parts.into_iter().filter_map(|(part, held)| Some((part, quantile(held, share)?))).collect()
    }
}

/// Which quantile is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Of which metric, by its place in the question.
    pub metric: usize,
    /// In which arm.
    pub arm: usize,
    /// Below which share of the values it lies.
    pub share: f64,
}

/// What parts the rows.
#[derive(Debug, Clone, Copy)]
pub enum Parting {
    /// Nothing: all are part 0.
    Whole,
    /// Their time, by its place.
    Time,
    /// Their segment.
    Segment,
    /// Whether they lie before this place in time: part 0, or 1 from it on.
    Before(u32),
}

fn quantile(mut held: Vec<Held>, share: f64) -> Option<Quantile> {
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
