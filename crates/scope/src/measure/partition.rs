//! Neighbouring ranges of a number joined where the target is alike: a small tree on one column.

use super::View;
use frame::Target;

/// What is counted in each group: rows of each class, or the number of rows and the sum of a quantity.
#[derive(Clone)]
pub struct Counts {
    /// Group after group, `width` figures each.
    pub cells: Vec<f64>,
    /// Figures a group.
    pub width: usize,
    /// Whether the figures are a count and a sum.
    numeric: bool,
}

/// Groups joined into parts.
pub struct Parts {
    /// The part of each group.
    pub part: Vec<usize>,
    counts: Counts,
}

/// Fewest rows of a part.
const LEAST: f64 = 5.0;
/// Cuts one after another, at most.
const DEPTH: usize = 6;

impl Counts {
    /// Rows of each class in each group.
    pub fn of_classes(view: &View, target: &Target, classes: usize) -> Counts {
        let mut cells = vec![0.0; view.names.len() * classes];
        for (&group, &class) in view.groups.iter().zip(&target.values) {
            cells[group as usize * classes + class as usize] += 1.0;
        }
        Counts { cells, width: classes, numeric: false }
    }

    /// Rows and sum of a quantity in each group.
    pub fn of_numbers(view: &View, values: &[f64]) -> Counts {
        let mut cells = vec![0.0; view.names.len() * 2];
        for (&group, &value) in view.groups.iter().zip(values) {
            cells[group as usize * 2] += 1.0;
            cells[group as usize * 2 + 1] += value;
        }
        Counts { cells, width: 2, numeric: true }
    }

    /// Each figure over all groups.
    pub fn sums(&self) -> Vec<f64> {
        self.range(0, self.cells.len() / self.width)
    }

    fn range(&self, from: usize, to: usize) -> Vec<f64> {
        let mut sums = vec![0.0; self.width];
        for cell in self.cells[from * self.width..to * self.width].chunks(self.width) {
            sums.iter_mut().zip(cell).for_each(|(sum, figure)| *sum += figure);
        }
        sums
    }

    fn rows(&self, figures: &[f64]) -> f64 {
        if self.numeric { figures[0] } else { figures.iter().sum() }
    }

    /// What a part is worth: what is gained by telling it apart (variance, or balanced Gini) .
    fn worth(&self, figures: &[f64], weights: &[f64]) -> f64 {
        if self.numeric {
            return if figures[0] > 0.0 { figures[1] * figures[1] / figures[0] } else { 0.0 };
        }
        let (mut sum, mut squares) = (0.0, 0.0);
        for (figure, weight) in figures.iter().zip(weights).filter(|(_, weight)| **weight > 0.0) {
            sum += figure / weight;
            squares += (figure / weight).powi(2);
        }
        if sum > 0.0 { squares / sum } else { 0.0 }
    }
}

/// Join the groups of an ordered view; each group of another view is a part of its own.
pub fn partition(view: &View, counts: &Counts, weights: &[f64]) -> Parts {
    let groups = view.names.len();
    if !view.ordered {
        return Parts { part: (0..groups).collect(), counts: counts.clone() };
    }
    let missing = view.names.last().is_some_and(|name| name == "missing");
    let numbers = groups - usize::from(missing);
    let mut starts = Vec::new();
    cut(counts, weights, 0, numbers, DEPTH, &mut starts);
    starts.push(0);
    if missing {
        starts.push(numbers);
    }
    starts.sort_unstable();
    let part: Vec<usize> =
        (0..groups).map(|group| starts.partition_point(|&start| start <= group) - 1).collect();
    let mut cells = vec![0.0; starts.len() * counts.width];
    for (group, &part) in part.iter().enumerate() {
        for figure in 0..counts.width {
            cells[part * counts.width + figure] += counts.cells[group * counts.width + figure];
        }
    }
    Parts { part, counts: Counts { cells, ..*counts } }
}

/// Find the cut of the groups `from..to` that gains most, then cut both sides.
fn cut(counts: &Counts, weights: &[f64], from: usize, to: usize, depth: usize, starts: &mut Vec<usize>) {
    if depth == 0 || to - from < 2 {
        return;
    }
    let whole = counts.range(from, to);
    let worth = counts.worth(&whole, weights);
    let (mut left, mut right) = (vec![0.0; counts.width], vec![0.0; counts.width]);
    let mut best: Option<(f64, usize)> = None;
    for at in from + 1..to {
        let cell = &counts.cells[(at - 1) * counts.width..at * counts.width];
        left.iter_mut().zip(cell).for_each(|(sum, figure)| *sum += figure);
        right
            .iter_mut()
            .zip(whole.iter().zip(&left))
            .for_each(|(right, (whole, left))| *right = whole - left);
        if counts.rows(&left) < LEAST || counts.rows(&right) < LEAST {
            continue;
        }
        let gain = counts.worth(&left, weights) + counts.worth(&right, weights) - worth;
        if best.is_none_or(|(most, _)| gain > most) {
            best = Some((gain, at));
        }
    }
    if let Some((_, at)) = best.filter(|(gain, _)| *gain > 1e-9 * worth.abs()) {
        starts.push(at);
        cut(counts, weights, from, at, depth - 1, starts);
        cut(counts, weights, at, to, depth - 1, starts);
    }
}

impl Parts {
    /// The rate of each class in each part as if all classes were equally frequent, drawn to equal rates by
    /// one row; part after part.
    pub fn balanced_rates(&self, sizes: &[f64]) -> Vec<f64> {
        let all: f64 = sizes.iter().sum();
        let mut rates = Vec::with_capacity(self.counts.cells.len());
        for cell in self.counts.cells.chunks(self.counts.width) {
            let weighed: Vec<f64> = cell
                .iter()
                .zip(sizes)
                .map(|(count, size)| if *size > 0.0 { (count + size / all) / size } else { 0.0 })
                .collect();
            let sum: f64 = weighed.iter().sum();
            rates.extend(weighed.iter().map(|rate| rate / sum));
        }
        rates
    }

    /// The mean of the quantity in each part, drawn to the mean of all by one row.
    pub fn means(&self) -> Vec<f64> {
        let all = self.counts.sums();
        let mean = all[1] / all[0].max(1.0);
        self.counts.cells.chunks(2).map(|cell| (cell[1] + mean) / (cell[0] + 1.0)).collect()
    }
}
