//! A uniform sample of rows without replacement that depends on nothing but the seed.

use std::borrow::Cow;
use std::collections::BinaryHeap;

use frame::{Column, Frame, hash_text, mix};
use report::Fault;

use crate::gather::Gather;
use crate::look::Looked;
use crate::source::Part;
use crate::table::Table;

impl Table {
    /// This many rows, each set of rows as likely as any other, in the order of the files; the whole table when
    /// it has no more rows. Same seed, same rows, on any number of threads.
    pub fn sample(&self, rows: usize, seed: u64, columns: Option<&[&str]>) -> Result<Frame, Fault> {
        if rows as u64 >= self.rows() {
            return self.read(columns);
        }
        let chosen = self.chosen(&self.positions(columns)?);
        let mut gather = chosen.gather();
        if rows == 0 {
            return Ok(gather.finish());
        }
        let last = last_hash(self.rows(), rows, seed);
        let mut start = 0;
        for batch in self.batches(&chosen) {
            let batch = batch?;
            let here = batch.num_rows() as u64;
            let kept: Vec<usize> =
                (0..here).filter(|row| hash(seed, start + row) <= last).map(|row| row as usize).collect();
            gather.push(&batch, Some(&kept));
            self.fits(gather.bytes())?;
            start += here;
        }
        Ok(gather.finish())
    }
}

/// Keeps a sample of rows that come in order, the same that [`Table::sample`] draws: of the rows so far always
/// those with the smallest hashes, and some that were among them once.
pub(crate) struct Keeper {
    wanted: usize,
    seed: u64,
    /// How many rows have come.
    seen: u64,
    /// The smallest hashes so far.
    smallest: BinaryHeap<u64>,
    /// The hash of each row in `gather`.
    hashes: Vec<u64>,
    gather: Gather,
}

/// Of a longer text the sample of [`Table::scan`] holds so many bytes.
const LONGEST: usize = 2_048;

impl Keeper {
    /// Keep `wanted` rows of these columns.
    pub(crate) fn new(wanted: usize, seed: u64, gather: Gather) -> Keeper {
        Keeper { wanted, seed, seen: 0, smallest: BinaryHeap::new(), hashes: Vec::new(), gather }
    }

    /// See the next rows.
    pub(crate) fn push(&mut self, part: &Part, columns: &[Looked]) {
        let mut rows = Vec::new();
        for row in 0..part.rows() {
            let hash = hash(self.seed, self.seen + row as u64);
            let is_full = self.smallest.len() == self.wanted;
            if is_full && self.smallest.peek().is_none_or(|&largest| hash > largest) {
                continue;
            }
            if is_full {
                self.smallest.pop();
            }
            self.smallest.push(hash);
            self.hashes.push(hash);
            rows.push(row);
        }
        self.seen += part.rows() as u64;
        for (at, column) in columns.iter().enumerate() {
            match &column.texts {
                None => self.gather.push_numbers(at, rows.iter().map(|&row| column.numbers[row])),
                Some(texts) => {
                    let texts: Vec<Option<Cow<'_, str>>> =
                        rows.iter().map(|&row| texts.text(part, at, row).map(shortened)).collect();
                    self.gather.push_texts(at, texts.iter().map(Option::as_deref));
                }
            }
        }
    }

    /// The rows that are in the sample of all that came.
    pub(crate) fn finish(self) -> Frame {
        let largest = self.smallest.peek().copied().unwrap_or_default();
        let frame = self.gather.finish();
        if self.hashes.len() == self.smallest.len() {
            return frame;
        }
        let rows: Vec<usize> = (0..self.hashes.len()).filter(|&row| self.hashes[row] <= largest).collect();
        let columns = frame.columns().iter().map(|column| match column.as_text() {
            None => column.take(&rows),
            // Only texts of rows that stayed.
            Some(text) => Column::text(column.name.as_str(), rows.iter().map(|&row| text.get(row))),
        });
        Frame::new(columns.collect())
    }
}

/// A text, or of a long one its start and a hash, so that different texts stay different.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    format!("{}… ({:016x})", &text[..text.floor_char_boundary(LONGEST)], hash_text(text)).into()
}

/// The largest of the `kept` smallest hashes of rows: bottom-k sampling, Cohen & Kaplan, "Summarizing data
/// using bottom-k sketches" (PODC 2007). Hashes of one seed are all different, so exactly `kept` rows pass.
fn last_hash(rows: u64, kept: usize, seed: u64) -> u64 {
    let mut smallest: BinaryHeap<u64> = (0..kept as u64).map(|row| hash(seed, row)).collect();
    for row in kept as u64..rows {
        let hash = hash(seed, row);
        if let Some(mut largest) = smallest.peek_mut()
            && hash < *largest
        {
            *largest = hash;
        }
    }
    smallest.peek().copied().unwrap_or_default()
}

/// A hash of a row's number, different for each row of a seed.
fn hash(seed: u64, row: u64) -> u64 {
    mix(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ mix(row.wrapping_add(0x9e37_79b9_7f4a_7c15)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_as_many_rows_pass() {
        for (rows, kept) in [(10, 1), (10, 9), (1_000, 137)] {
            let last = last_hash(rows, kept, 7);
            assert_eq!((0..rows).filter(|&row| hash(7, row) <= last).count(), kept);
        }
    }

    /// Simulation: each row, and each pair of rows, is drawn as often as theory says (within 4.5 standard
    /// errors of the binomial, over 20,000 seeds).
    #[test]
    fn rows_and_pairs_are_uniform() {
        let (rows, kept, seeds) = (20_u64, 5, 20_000_u64);
        let (mut single, mut pairs) = (vec![0_u64; 20], vec![0_u64; 400]);
        for seed in 0..seeds {
            let last = last_hash(rows, kept, seed);
            let drawn: Vec<u64> = (0..rows).filter(|&row| hash(seed, row) <= last).collect();
            for &one in &drawn {
                single[one as usize] += 1;
                drawn
                    .iter()
                    .filter(|&&other| other > one)
                    .for_each(|&other| pairs[(one * 20 + other) as usize] += 1);
            }
        }
        let within = |count: u64, chance: f64| {
            let (mean, deviation) = (seeds as f64 * chance, (seeds as f64 * chance * (1.0 - chance)).sqrt());
            assert!((count as f64 - mean).abs() < 4.5 * deviation, "{count} where {mean} is expected");
        };
        single.iter().for_each(|&count| within(count, 5.0 / 20.0));
        for one in 0..20 {
            (one + 1..20).for_each(|other| within(pairs[one * 20 + other], 5.0 * 4.0 / (20.0 * 19.0)));
        }
    }
}
