//! Tallies when a unit may have several rows: each unit's sums are held until all rows are read, since its
//! rows may lie anywhere. Memory is about 60 bytes a unit and 16 more a metric, whatever the rows.

use std::collections::HashMap;

use frame::{Cell, Column};
use xxhash_rust::xxh3::xxh3_64;

use crate::ab::tally::{Row, Tallies, Tally};

/// Sums of each unit in each arm it was seen in, in order of first appearance.
#[derive(Debug)]
pub struct ByUnit {
    metrics: usize,
    /// The first entry of a unit, by the hash of its name.
    first: HashMap<u64, u32>,
    entries: Vec<Entry>,
    /// For each entry numerator and denominator of each metric, then covariate and its rows.
    sums: Vec<f64>,
    crossed: u64,
    repeated: u64,
}

/// A unit in one arm.
#[derive(Debug)]
struct Entry {
    arm: u32,
    rows: u32,
    /// The same unit's entry in another arm.
    next: Option<u32>,
}

/// No row yet: told apart from a sum of 0.
const NONE: f64 = f64::NAN;

impl ByUnit {
    /// Nothing yet, of so many metrics.
    pub fn new(metrics: usize) -> Self {
        ByUnit {
            metrics,
            first: HashMap::new(),
            entries: Vec::new(),
            sums: Vec::new(),
            crossed: 0,
            repeated: 0,
        }
    }

    /// What tells the unit of a row from others; `None` when it is blank.
    pub fn key(column: &Column, row: usize) -> Option<u64> {
        match column.cell(row) {
            Cell::Missing => None,
            // Minus zero is zero.
            Cell::Number(value) => Some(xxh3_64(&(value + 0.0).to_le_bytes())),
            Cell::Text(text) => (!text.trim().is_empty()).then(|| xxh3_64(text.as_bytes())),
        }
    }

    /// How many units, in how many of them more than one arm, and how many entries have several rows.
    pub fn counts(&self) -> (u64, u64, u64) {
        (self.first.len() as u64, self.crossed, self.repeated)
    }

    /// Count a row of a unit.
    pub fn add(&mut self, unit: u64, row: &Row) {
        let at = self.entry(unit, row.arm as u32);
        self.entries[at].rows += 1;
        self.repeated += u64::from(self.entries[at].rows == 2);
        let width = 2 * self.metrics + 2;
        let sums = &mut self.sums[at * width..(at + 1) * width];
        for (pair, metric) in sums.chunks_exact_mut(2).zip(row.metrics) {
            if let Some((numerator, denominator)) = *metric {
                let empty = pair[0].is_nan();
                pair[0] = numerator + if empty { 0.0 } else { pair[0] };
                pair[1] = denominator + if empty { 0.0 } else { pair[1] };
            }
        }
        if let Some(value) = row.covariate {
            sums[width - 2] += value;
            sums[width - 1] += 1.0;
        }
    }

    /// The position of a unit's entry in an arm, made if it is new.
    fn entry(&mut self, unit: u64, arm: u32) -> usize {
        let new = self.entries.len() as u32;
        let mut at = *self.first.entry(unit).or_insert(new);
        if at != new {
            loop {
                let entry = &mut self.entries[at as usize];
                match entry.next {
                    _ if entry.arm == arm => return at as usize,
                    Some(next) => at = next,
                    None => {
                        entry.next = Some(new);
                        break;
                    }
                }
            }
            // Counted once, when the second arm appears.
            self.crossed += u64::from(self.first.get(&unit) == Some(&at));
        }
        self.entries.push(Entry { arm, rows: 0, next: None });
        self.sums.extend(std::iter::repeat_n(NONE, 2 * self.metrics).chain([0.0, 0.0]));
        new as usize
    }

    /// The tallies of all units, in so many arms.
    pub fn finish(self, arms: usize) -> Tallies {
        let mut tallies = Tallies {
            metrics: vec![vec![Tally::default(); arms]; self.metrics],
            covariate: vec![Default::default(); arms],
            units: vec![0; arms],
        };
        let width = 2 * self.metrics + 2;
        let each = || self.entries.iter().zip(self.sums.chunks_exact(width));
        for (entry, sums) in each() {
            let arm = entry.arm as usize;
            let (covariate, known) = (sums[width - 2], sums[width - 1]);
            tallies.units[arm] += 1;
            if known > 0.0 {
                tallies.covariate[arm].add(covariate, known);
            }
            for (metric, pair) in tallies.metrics.iter_mut().zip(sums.chunks_exact(2)) {
                if !pair[0].is_nan() {
                    metric[arm].sums.add_with_covariate(pair[0], pair[1], covariate, known);
                }
            }
        }
        // Which unit weighs most is known only once the arm's ratio is.
        for (entry, sums) in each() {
            for (metric, pair) in tallies.metrics.iter_mut().zip(sums.chunks_exact(2)) {
                let tally = &mut metric[entry.arm as usize];
                if let (false, Some(ratio)) = (pair[0].is_nan(), tally.sums.ratio()) {
                    tally.weigh(pair[0] - ratio * pair[1], pair[0], pair[1]);
                }
            }
        }
        tallies
    }
}
