//! Tallies when every row is a unit of its own: nothing of a row is kept, only sums of the rows that share
//! group, time, segment and stratum.

use std::collections::HashMap;

use stats::{Quantity, UnitSums};

use super::labels::BLANK;
use super::rows::{Place, Rows};
use super::tally::{Arm, Parted, Tallies, View, merge};

/// Tallies that grow batch by batch.
#[derive(Debug, Default)]
pub struct ByRow {
    cells: HashMap<Place, u32>,
    /// The cells of each group.
    groups: HashMap<u32, Vec<u32>>,
    sums: Vec<Cell>,
    room: Room,
}

/// The rows that share a place.
#[derive(Debug)]
struct Cell {
    place: Place,
    rows: u64,
    left_out: u64,
    arms: Vec<Arm>,
}

/// Room to work in, kept from batch to batch.
#[derive(Debug, Default)]
struct Room {
    /// The cells met in this batch, in order.
    met: Vec<u32>,
    /// The place of each cell among them.
    numbers: Vec<u32>,
    /// The same for each row.
    cells: Vec<u32>,
    /// The chosen rows that have a metric, where not all have it.
    with: Vec<u32>,
    numerators: Vec<f64>,
    denominators: Vec<f64>,
    covariates: Vec<Known>,
}

/// A covariate of chosen rows: its values, 0 where it is not known, and whether it is.
#[derive(Debug, Default)]
struct Known {
    values: Vec<f64>,
    known: Vec<f64>,
    all: bool,
}

impl ByRow {
    /// Count the rows of a batch, in so many arms.
    pub fn add(&mut self, rows: &Rows, arms: usize) {
        self.place(rows, arms);
        let room = &self.room;
        let groups = room.met.len() * arms;
        let group = |row: usize| match rows.arms[row] {
            BLANK => None,
            arm => Some(room.cells[row] as usize * arms + arm as usize),
        };
        // Sorted by counting: stable, so sums do not depend on how rows are spread.
        let mut starts = vec![0_u32; groups + 1];
        (0..rows.len()).filter_map(group).for_each(|group| starts[group + 1] += 1);
        (0..groups).for_each(|group| starts[group + 1] += starts[group]);
        let mut next = starts.clone();
        let mut order = vec![0; starts[groups] as usize];
        for row in 0..rows.len() {
            if let Some(group) = group(row) {
                order[next[group] as usize] = row as u32;
                next[group] += 1;
            }
        }
        for at in 0..groups {
            let chosen = &order[starts[at] as usize..starts[at + 1] as usize];
            if !chosen.is_empty() {
                let cell = self.room.met[at / arms];
                self.room.add(&mut self.sums[cell as usize].arms[at % arms], rows, chosen);
            }
        }
    }

    /// Find each row's cell, made if it is new, and number the cells met in this batch.
    fn place(&mut self, rows: &Rows, arms: usize) {
        let room = &mut self.room;
        room.met.drain(..).for_each(|cell| room.numbers[cell as usize] = BLANK);
        room.cells.clear();
        let mut first = 0;
        while first < rows.len() {
            // Rows that follow each other often share a place; without groups, times and the like all do.
            let place = rows.place(first);
            let behind = match rows.share_a_place() {
                true => rows.len(),
                false => (first + 1..rows.len()).find(|&row| rows.place(row) != place).unwrap_or(rows.len()),
            };
            let cell = *self.cells.entry(place).or_insert_with(|| {
                let cell = self.sums.len() as u32;
                self.sums.push(Cell { place, rows: 0, left_out: 0, arms: Vec::new() });
                self.groups.entry(place.group).or_default().push(cell);
                room.numbers.push(BLANK);
                cell
            });
            let sums = &mut self.sums[cell as usize];
            sums.rows += (behind - first) as u64;
            sums.left_out += rows.arms[first..behind].iter().filter(|&&arm| arm == BLANK).count() as u64;
            let number = &mut room.numbers[cell as usize];
            if *number == BLANK {
                *number = room.met.len() as u32;
                room.met.push(cell);
                sums.arms.resize_with(arms, || Arm::new(rows.metrics.len(), rows.covariates.len()));
            }
            room.cells.resize(behind, *number);
            first = behind;
        }
    }

    /// The tallies of the rows looked at.
    pub fn view(&self, view: &View) -> Tallies {
        let blank = || vec![Arm::new(view.metrics, view.covariates); view.arms];
        let mut tallies = Tallies { arms: blank(), ..Tallies::default() };
        tallies.parted =
            view.partings.iter().map(|_| Parted { first: blank(), later: blank(), paired: None }).collect();
        for &cell in self.groups.get(&view.group).into_iter().flatten() {
            let cell = &self.sums[cell as usize];
            let Some(time) = view.place(cell.place.time) else { continue };
            tallies.rows += cell.rows;
            tallies.rows_left_out += cell.left_out;
            merge(&mut tallies.arms, &cell.arms);
            if cell.place.segment != BLANK {
                merge(tallies.segments.entry(cell.place.segment).or_insert_with(blank), &cell.arms);
            }
            merge(tallies.strata.entry(cell.place.stratum).or_insert_with(blank), &cell.arms);
            let Some(time) = time else { continue };
            merge(tallies.times.entry(time).or_insert_with(blank), &cell.arms);
            for (parted, &end) in tallies.parted.iter_mut().zip(&view.partings) {
                merge(if time < end { &mut parted.first } else { &mut parted.later }, &cell.arms);
            }
        }
        tallies
    }
}

impl Room {
    /// Add chosen rows of a batch to an arm.
    fn add(&mut self, arm: &mut Arm, rows: &Rows, chosen: &[u32]) {
        arm.units += chosen.len() as u64;
        if let Some(acted) = rows.acted {
            for &row in chosen.iter().filter(|&&row| !acted[row as usize].is_nan()) {
                arm.acted[0] += u64::from(acted[row as usize] != 0.0);
                arm.acted[1] += 1;
            }
        }
        self.covariates.resize_with(rows.covariates.len(), Known::default);
        for ((known, values), sums) in
            self.covariates.iter_mut().zip(&rows.covariates).zip(&mut arm.covariates)
        {
            known.gather(chosen.iter().map(|&row| values[row as usize]));
            known.add_to(sums);
        }
        let mut whole = true;
        for (metric, tally) in rows.metrics.iter().zip(&mut arm.metrics) {
            let all = chosen.iter().all(|&row| metric.has(row as usize));
            if !all {
                self.with.clear();
                self.with.extend(chosen.iter().filter(|&&row| metric.has(row as usize)));
            }
            let with = if all { chosen } else { &self.with };
            if !all || !whole {
                // Only rows that have the metric; gathered again for the next metric that all rows have.
                for (known, values) in self.covariates.iter_mut().zip(&rows.covariates) {
                    known.gather(with.iter().map(|&row| values[row as usize]));
                }
            }
            whole = all;
            self.numerators.clear();
            self.numerators.extend(with.iter().map(|&row| metric.numerator(row as usize)));
            self.denominators.clear();
            if let Some(below) = metric.denominators {
                self.denominators.extend(with.iter().map(|&row| below[row as usize]));
            }
            let units = self.numerators.len();
            let mut sums = vec![Quantity::Each(&self.numerators)];
            sums.push(match metric.denominators {
                Some(_) => Quantity::Each(&self.denominators),
                None => Quantity::Constant(1.0),
            });
            self.covariates.iter().for_each(|known| sums.extend(known.quantities()));
            tally.sums.add_units(units, &sums);
            for value in extremes(&self.numerators).into_iter().flatten() {
                let below = || {
                    let at = self.numerators.iter().position(|&other| other == value)?;
                    self.denominators.get(at).copied()
                };
                let below = if self.denominators.is_empty() { None } else { below() };
                tally.weigh(value, value, below.unwrap_or(1.0));
            }
        }
    }
}

/// The greatest and the least of some values; each of eight lanes keeps its own until the end, so that the
/// processor compares them at once.
fn extremes(values: &[f64]) -> Option<[f64; 2]> {
    let first = *values.first()?;
    let (mut most, mut least) = ([first; 8], [first; 8]);
    let (chunks, rest) = values.as_chunks::<8>();
    let mut see = |lane: usize, value: f64| {
        most[lane] = if value > most[lane] { value } else { most[lane] };
        least[lane] = if value < least[lane] { value } else { least[lane] };
    };
    for chunk in chunks {
        (0..8).for_each(|lane| see(lane, chunk[lane]));
    }
    rest.iter().for_each(|&value| see(0, value));
    Some([most.into_iter().fold(first, f64::max), least.into_iter().fold(first, f64::min)])
}

impl Known {
    fn gather(&mut self, values: impl Iterator<Item = f64>) {
        self.values.clear();
        self.known.clear();
        self.values.extend(values);
        self.all = self.values.iter().all(|value| !value.is_nan());
        if !self.all {
            self.known.extend(self.values.iter().map(|value| f64::from(u8::from(!value.is_nan()))));
            self.values.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = 0.0);
        }
    }

    fn quantities(&self) -> [Quantity<'_>; 2] {
        [
            Quantity::Each(&self.values),
            if self.all { Quantity::Constant(1.0) } else { Quantity::Each(&self.known) },
        ]
    }

    /// Add what is known, a unit a value.
    fn add_to(&self, sums: &mut UnitSums) {
        if self.all {
            sums.add_units(self.values.len(), &self.quantities());
        } else {
            let known: Vec<f64> = self
                .values
                .iter()
                .zip(&self.known)
                .filter(|(_, known)| **known > 0.0)
                .map(|(value, _)| *value)
                .collect();
            sums.add_units(known.len(), &[Quantity::Each(&known), Quantity::Constant(1.0)]);
        }
    }
}
