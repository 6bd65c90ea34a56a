//! Tallies when a unit may have several rows: each unit's sums are held until all rows are read, since its
//! rows may lie anywhere. Memory is about 80 bytes a unit and 16 more a metric and covariate, whatever the rows; with
//! times, that much for each time a unit has rows at.

use std::collections::HashMap;

use frame::{Cell, Column};
use stats::UnitSums;
use xxhash_rust::xxh3::xxh3_64;

use super::labels::BLANK;
use super::rows::{Place, Rows};
use super::tally::{Arm, Arms, Counts, Parted, Tallies, View};

/// Sums of each unit in each arm at each time it was seen, in order of first appearance.
#[derive(Debug)]
pub struct ByUnit {
    metrics: usize,
    covariates: usize,
    /// Units by the hash of their name and group.
    numbers: HashMap<u64, u32>,
    units: Vec<Unit>,
    /// The units of each group.
    groups: HashMap<u32, Vec<u32>>,
    entries: Vec<Entry>,
    /// For each entry numerator and denominator of each metric, then each covariate's sum and its rows.
    sums: Vec<f64>,
    /// Rows and those left out, by group and time.
    rows: HashMap<(u32, u32), [u64; 2]>,
}

/// A unit, where its first row says it belongs.
#[derive(Debug)]
struct Unit {
    segment: u32,
    stratum: u32,
    /// Its newest entry.
    newest: u32,
}

/// A unit in one arm at one time.
#[derive(Debug)]
struct Entry {
    arm: u32,
    time: u32,
    rows: u32,
    /// Whether someone acted on what it was given: 0 or 1, more when it is not known.
    acted: u8,
    /// The same unit's entry before this one.
    older: u32,
}

/// No row yet: told apart from a sum of 0.
const NONE: f64 = f64::NAN;

impl ByUnit {
    /// Nothing yet, of so many metrics and covariates.
    pub fn new(metrics: usize, covariates: usize) -> Self {
        ByUnit {
            metrics,
            covariates,
            numbers: HashMap::new(),
            units: Vec::new(),
            groups: HashMap::new(),
            entries: Vec::new(),
            sums: Vec::new(),
            rows: HashMap::new(),
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

    /// Count the rows of a batch.
    pub fn add(&mut self, rows: &Rows, unit: &Column) {
        for row in 0..rows.len() {
            let place = rows.place(row);
            let counts = self.rows.entry((place.group, place.time)).or_default();
            counts[0] += 1;
            let (arm, Some(key)) = (rows.arms[row], Self::key(unit, row)) else {
                counts[1] += 1;
                continue;
            };
            if arm == BLANK {
                counts[1] += 1;
                continue;
            }
            let at = self.entry(key, arm, place);
            self.add_row(at, rows, row);
        }
    }

    fn add_row(&mut self, at: usize, rows: &Rows, row: usize) {
        self.entries[at].rows += 1;
        if let Some(acted) = rows.acted.map(|acted| acted[row]).filter(|acted| !acted.is_nan()) {
            let before = self.entries[at].acted;
            self.entries[at].acted = u8::from(acted != 0.0 || before == 1);
        }
        let width = self.width();
        let sums = &mut self.sums[at * width..(at + 1) * width];
        let (metrics, covariates) = sums.split_at_mut(2 * self.metrics);
        for (pair, metric) in metrics.chunks_exact_mut(2).zip(&rows.metrics) {
            if metric.has(row) {
                let empty = pair[0].is_nan();
                pair[0] = metric.numerator(row) + if empty { 0.0 } else { pair[0] };
                pair[1] = metric.denominator(row) + if empty { 0.0 } else { pair[1] };
            }
        }
        for (pair, values) in covariates.chunks_exact_mut(2).zip(&rows.covariates) {
            if !values[row].is_nan() {
                pair[0] += values[row];
                pair[1] += 1.0;
            }
        }
    }

    fn width(&self) -> usize {
        2 * (self.metrics + self.covariates)
    }

    /// The position of a unit's entry in an arm at a time, made if it is new.
    fn entry(&mut self, key: u64, arm: u32, place: Place) -> usize {
        let key = if place.group == BLANK { key } else { key ^ frame::mix(u64::from(place.group) + 1) };
        let new = self.units.len() as u32;
        let unit = *self.numbers.entry(key).or_insert(new);
        if unit == new {
            let Place { group, segment, stratum, .. } = place;
            self.units.push(Unit { segment, stratum, newest: BLANK });
            self.groups.entry(group).or_default().push(new);
        }
        let unit = &mut self.units[unit as usize];
        let mut at = unit.newest;
        while at != BLANK {
            let entry = &self.entries[at as usize];
            if entry.arm == arm && entry.time == place.time {
                return at as usize;
            }
            at = entry.older;
        }
        let at = self.entries.len();
        self.entries.push(Entry { arm, time: place.time, rows: 0, acted: u8::MAX, older: unit.newest });
        unit.newest = at as u32;
        self.sums.extend(std::iter::repeat_n(NONE, 2 * self.metrics));
        self.sums.extend(std::iter::repeat_n(0.0, 2 * self.covariates));
        at
    }

    /// The tallies of the rows looked at.
    pub fn view(&self, view: &View) -> Tallies {
        let blank = || vec![Arm::new(view.metrics, view.covariates); view.arms];
        let mut tallies = Tallies { arms: blank(), ..Tallies::default() };
        let paired = || Some(vec![vec![UnitSums::default(); view.arms]; view.metrics]);
        tallies.parted = view
            .partings
            .iter()
            .map(|_| Parted { first: blank(), later: blank(), paired: paired() })
            .collect();
        for (&(group, time), &[rows, left_out]) in &self.rows {
            if group == view.group && view.place(time).is_some() {
                tallies.rows += rows;
                tallies.rows_left_out += left_out;
            }
        }
        let mut counts = Counts::default();
        let mut held = Held::new(self.width());
        let units =
            || self.groups.get(&view.group).into_iter().flatten().map(|&unit| &self.units[unit as usize]);
        for unit in units() {
            held.gather(self, unit, view);
            if held.arms.is_empty() {
                continue;
            }
            counts.units += 1;
            counts.crossed += u64::from(held.arms.len() > 1);
            for sums in &held.arms {
                counts.repeated += u64::from(sums.rows > 1);
                self.count(&mut tallies.arms, sums.arm, &sums.whole, sums.acted);
                if unit.segment != BLANK {
                    let arms = tallies.segments.entry(unit.segment).or_insert_with(blank);
                    self.count(arms, sums.arm, &sums.whole, sums.acted);
                }
                self.count(
                    tallies.strata.entry(unit.stratum).or_insert_with(blank),
                    sums.arm,
                    &sums.whole,
                    sums.acted,
                );
                for (time, own) in &sums.times {
                    self.count(tallies.times.entry(*time).or_insert_with(blank), sums.arm, own, u8::MAX);
                }
                for (parted, &end) in tallies.parted.iter_mut().zip(&view.partings) {
                    self.part(parted, sums, end);
                }
            }
        }
        // Which unit weighs most is known only once the arm's ratio is.
        for unit in units() {
            held.gather(self, unit, view);
            for sums in &held.arms {
                let metrics = &mut tallies.arms[sums.arm as usize].metrics;
                for (tally, pair) in metrics.iter_mut().zip(sums.whole.chunks_exact(2)) {
                    if let (false, Some(ratio)) = (pair[0].is_nan(), tally.sums.ratio()) {
                        tally.weigh(pair[0] - ratio * pair[1], pair[0], pair[1]);
                    }
                }
            }
        }
        tallies.counts = Some(counts);
        tallies
    }

    /// Count a unit in its arm.
    fn count(&self, arms: &mut Arms, arm: u32, sums: &[f64], acted: u8) {
        let arm = &mut arms[arm as usize];
        arm.units += 1;
        if acted != u8::MAX {
            arm.acted = [arm.acted[0] + u64::from(acted), arm.acted[1] + 1];
        }
        let (metrics, covariates) = sums.split_at(2 * self.metrics);
        for (known, pair) in arm.covariates.iter_mut().zip(covariates.chunks_exact(2)) {
            if pair[1] > 0.0 {
                known.add(pair[0], pair[1]);
            }
        }
        let mut all = vec![0.0; 2 + covariates.len()];
        all[2..].copy_from_slice(covariates);
        for (tally, pair) in arm.metrics.iter_mut().zip(metrics.chunks_exact(2)) {
            if !pair[0].is_nan() {
                all[..2].copy_from_slice(pair);
                tally.sums.add_unit(&all);
            }
        }
    }

    /// Count a unit's first times and its later ones.
    fn part(&self, parted: &mut Parted, sums: &InArm, end: u32) {
        let mut parts = [vec![NONE; self.width()], vec![NONE; self.width()]];
        for (time, own) in &sums.times {
            let part = &mut parts[usize::from(*time >= end)];
            part.iter_mut().zip(own).for_each(|(sum, own)| add(sum, *own));
        }
        for (part, arms) in parts.iter_mut().zip([&mut parted.first, &mut parted.later]) {
            let known = part.iter().any(|sum| !sum.is_nan());
            part[2 * self.metrics..].iter_mut().filter(|sum| sum.is_nan()).for_each(|sum| *sum = 0.0);
            if known {
                self.count(arms, sums.arm, part, u8::MAX);
            }
        }
        let zero = |value: f64| if value.is_nan() { 0.0 } else { value };
        for (metric, paired) in parted.paired.iter_mut().flatten().enumerate() {
            let [first, later] = &parts;
            let (first, later) = (&first[2 * metric..2 * metric + 2], &later[2 * metric..2 * metric + 2]);
            if !first[0].is_nan() || !later[0].is_nan() {
                paired[sums.arm as usize].add_unit(&[first[0], first[1], later[0], later[1]].map(zero));
            }
        }
    }
}

/// A sum that may not have begun.
fn add(sum: &mut f64, value: f64) {
    if sum.is_nan() {
        *sum = value;
    } else if !value.is_nan() {
        *sum += value;
    }
}

/// One unit's sums, arm by arm.
struct Held {
    width: usize,
    arms: Vec<InArm>,
}

struct InArm {
    arm: u32,
    rows: u32,
    acted: u8,
    whole: Vec<f64>,
    /// By time, where times are known.
    times: Vec<(u32, Vec<f64>)>,
}

impl Held {
    fn new(width: usize) -> Self {
        Held { width, arms: Vec::new() }
    }

    /// What a unit's entries add up to, of those looked at.
    fn gather(&mut self, from: &ByUnit, unit: &Unit, view: &View) {
        self.arms.clear();
        let mut at = unit.newest;
        while at != BLANK {
            let entry = &from.entries[at as usize];
            let sums = &from.sums[at as usize * self.width..(at as usize + 1) * self.width];
            at = entry.older;
            let Some(time) = view.place(entry.time) else { continue };
            let known = self.arms.iter().position(|own| own.arm == entry.arm).unwrap_or(self.arms.len());
            if known == self.arms.len() {
                let whole = vec![NONE; self.width];
                self.arms.push(InArm { arm: entry.arm, rows: 0, acted: u8::MAX, whole, times: Vec::new() });
            }
            let own = &mut self.arms[known];
            own.rows += entry.rows;
            own.acted = match (own.acted, entry.acted) {
                (u8::MAX, acted) | (acted, u8::MAX) => acted,
                (one, other) => one.max(other),
            };
            own.whole.iter_mut().zip(sums).for_each(|(sum, own)| add(sum, *own));
            if let Some(time) = time {
                own.times.push((time, sums.to_vec()));
            }
        }
    }
}
