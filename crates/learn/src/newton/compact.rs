//! Rows laid out for the solver: places that no row uses are left out, those that most rows use lie side by side.
//!
//! Numbers have a value in nearly every row: they are held as a block, and what is done with them is done on neighbours,
//! several at a time. Of a category's places a row uses one: these are held as pairs of place and value. So the matrix of
//! second derivatives costs each row half the square of the numbers and categories it has, whatever the number of places.

use crate::encoding::design::Rows;

/// Rows with their places numbered anew: the intercept, those of the block, the others.
pub(crate) struct Compact {
    /// The place each number but the first stands for.
    places: Vec<usize>,
    /// How many places there were.
    spread: usize,
    /// How many numbers make up the block, the intercept's ones among them.
    dense: usize,
    /// Row after row the values of the block.
    block: Vec<f64>,
    /// Where the pairs of each row start, and at last where they end.
    starts: Vec<usize>,
    /// Pairs of number and value; numbers ascend within a row.
    pairs: Vec<(u32, f64)>,
}

/// So many lines of the matrix are built at a time, so that they stay in the processor's cache over all rows.
const LINES: usize = 64;
/// So many rows are added to a line at a time.
const TOGETHER: usize = 4;

impl Compact {
    /// Lay out rows of `width` places.
    pub(crate) fn of(rows: &Rows, width: usize) -> Compact {
        let count = rows.places.len() / rows.pairs.max(1);
        let mut used = vec![0_usize; width];
        let cells = || rows.places.iter().zip(&rows.values).filter(|(_, value)| **value != 0.0);
        cells().for_each(|(&place, _)| used[place as usize] += 1);
        let is_dense = |place: &usize| used[*place] * 2 > count;
        let mut places: Vec<usize> = (0..width).filter(is_dense).collect();
        let dense = places.len() + 1;
        places.extend((0..width).filter(|place| used[*place] > 0 && !is_dense(place)));
        let mut numbers = vec![0_u32; width];
        places.iter().zip(1..).for_each(|(&place, number)| numbers[place] = number);
        let mut compact = Compact {
            places,
            spread: width,
            dense,
            block: vec![0.0; count * dense],
            starts: Vec::with_capacity(count + 1),
            pairs: Vec::new(),
        };
        for row in 0..count {
            let block = &mut compact.block[row * dense..][..dense];
            block[0] = 1.0;
            let start = compact.pairs.len();
            compact.starts.push(start);
            let span = row * rows.pairs..(row + 1) * rows.pairs;
            let cells = rows.places[span.clone()].iter().zip(&rows.values[span]);
            for (&place, &value) in cells.filter(|(_, value)| **value != 0.0) {
                match numbers[place as usize] {
                    number if (number as usize) < dense => block[number as usize] = value,
                    number => compact.pairs.push((number, value)),
                }
            }
            compact.pairs[start..].sort_unstable_by_key(|(number, _)| *number);
        }
        compact.starts.push(compact.pairs.len());
        compact
    }

    /// How many weights, the intercept counted.
    pub(crate) fn width(&self) -> usize {
        self.places.len() + 1
    }

    /// Weights in the order of the places they are for, the intercept last; 0 where no row has a value.
    pub(crate) fn spread(&self, weights: &[f64]) -> Vec<f64> {
        let mut spread = vec![0.0; self.spread + 1];
        self.places.iter().zip(&weights[1..]).for_each(|(&place, &weight)| spread[place] = weight);
        spread[self.spread] = weights[0];
        spread
    }

    fn block(&self, row: usize) -> &[f64] {
        &self.block[row * self.dense..][..self.dense]
    }

    fn pairs(&self, row: usize) -> &[(u32, f64)] {
        &self.pairs[self.starts[row]..self.starts[row + 1]]
    }

    /// The weighted sum of a row.
    pub(super) fn sum(&self, row: usize, weights: &[f64]) -> f64 {
        let block: f64 = self.block(row).iter().zip(weights).map(|(value, weight)| value * weight).sum();
        block + self.pairs(row).iter().map(|&(place, value)| value * weights[place as usize]).sum::<f64>()
    }

    /// Add `factor` times the row to `target`.
    pub(super) fn add(&self, row: usize, factor: f64, target: &mut [f64]) {
        target.iter_mut().zip(self.block(row)).for_each(|(sum, value)| *sum += factor * value);
        self.pairs(row).iter().for_each(|&(place, value)| target[place as usize] += factor * value);
    }

    /// The sum over rows of `curvature · x xᵀ`.
    pub(super) fn hessian(&self, used: &[usize], curvature: &[f64]) -> Vec<f64> {
        let size = self.width();
        let mut matrix = vec![0.0; size * size];
        for first in (0..self.dense).step_by(LINES) {
            let last = self.dense.min(first + LINES);
            for (rows, seconds) in used.chunks(TOGETHER).zip(curvature.chunks(TOGETHER)) {
                self.add_block(rows, seconds, first..last, &mut matrix);
            }
        }
        for (&row, &second) in used.iter().zip(curvature) {
            let (block, pairs) = (self.block(row), self.pairs(row));
            for (at, &(place, value)) in pairs.iter().enumerate() {
                let factor = second * value;
                let line = &mut matrix[place as usize * size..][..size];
                line.iter_mut().zip(block).for_each(|(sum, value)| *sum += factor * value);
                pairs[..=at].iter().for_each(|&(other, value)| line[other as usize] += factor * value);
            }
        }
        // Only the lower half is filled.
        for place in 0..size {
            (0..place).for_each(|other| matrix[other * size + place] = matrix[place * size + other]);
        }
        matrix
    }

    /// Add some rows to some lines of the matrix, as far as both places are of the block.
    fn add_block(&self, rows: &[usize], seconds: &[f64], lines: std::ops::Range<usize>, matrix: &mut [f64]) {
        let size = self.width();
        if let ([a, b, c, d], [p, q, r, s]) = (rows, seconds) {
            let (a, b, c, d) = (self.block(*a), self.block(*b), self.block(*c), self.block(*d));
            for at in lines {
                let factors = [p * a[at], q * b[at], r * c[at], s * d[at]];
                let line = matrix[at * size..][..=at].iter_mut();
                for ((((sum, a), b), c), d) in line.zip(a).zip(b).zip(c).zip(d) {
                    *sum += factors[0] * a + factors[1] * b + factors[2] * c + factors[3] * d;
                }
            }
        } else {
            for (&row, second) in rows.iter().zip(seconds) {
                let block = self.block(row);
                for at in lines.clone() {
                    let factor = second * block[at];
                    let line = matrix[at * size..][..=at].iter_mut();
                    line.zip(block).for_each(|(sum, value)| *sum += factor * value);
                }
            }
        }
    }

    /// The same sum times a vector, without writing it down.
    pub(super) fn hessian_times(&self, used: &[usize], curvature: &[f64], vector: &[f64]) -> Vec<f64> {
        let mut image = vec![0.0; self.width()];
        for (&row, &second) in used.iter().zip(curvature) {
            self.add(row, second * self.sum(row, vector), &mut image);
        }
        image
    }

    /// Its diagonal.
    pub(super) fn hessian_diagonal(&self, used: &[usize], curvature: &[f64]) -> Vec<f64> {
        let mut diagonal = vec![0.0; self.width()];
        for (&row, &second) in used.iter().zip(curvature) {
            diagonal.iter_mut().zip(self.block(row)).for_each(|(sum, value)| *sum += second * value * value);
            for &(place, value) in self.pairs(row) {
                diagonal[place as usize] += second * value * value;
            }
        }
        diagonal
    }
}
