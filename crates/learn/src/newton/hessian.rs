//! The matrix of second derivatives by the weights: written down, or only applied to a vector where it is too large.

use super::{LANES, Problem};

/// So many lines of the matrix are built at a time.
const LINES: usize = 64;

/// The places of a row and the values there.
type Cells = (Vec<u32>, Vec<f64>);

impl Problem<'_> {
    /// A hair of penalty keeps the intercept's own curvature from vanishing.
    fn floor(&self) -> f64 {
        1e-9 * self.used.len() as f64
    }

    pub(super) fn hessian(&self, curvature: &[f64]) -> Vec<f64> {
        let size = self.width + 1;
        let mut matrix = vec![0.0; size * size];
        let (active, rows) = self.compact();
        let count = active.len();
        let mut lines = vec![0.0; count * count];
        let mut means = vec![0.0; count];
        // Some lines at a time, so that they stay in the processor's cache over all rows.
        for first in (0..count).step_by(LINES) {
            for ((places, values), &second) in rows.iter().zip(curvature) {
                let from = places.partition_point(|&place| (place as usize) < first);
                let to = places.partition_point(|&place| (place as usize) < first + LINES);
                for at in from..to {
                    let factor = second * values[at];
                    if factor != 0.0 {
                        let place = places[at] as usize;
                        means[place] += factor;
                        let line = &mut lines[place * count..][..count];
                        add_scaled(line, factor, &places[..=at], &values[..=at]);
                    }
                }
            }
        }
        // Places ascend within a row, so only the lower half is filled.
        for (at, &place) in active.iter().enumerate() {
            for (&other, &sum) in active[..=at].iter().zip(&lines[at * count..]) {
                matrix[place * size + other] = sum;
                matrix[other * size + place] = sum;
            }
            matrix[place * size + self.width] = means[at];
            matrix[self.width * size + place] = means[at];
        }
        matrix[size * size - 1] = curvature.iter().sum();
        for place in 0..size {
            matrix[place * size + place] += if place < self.width { self.penalty } else { self.floor() };
        }
        matrix
    }

    /// The places at which any row in use has a value other than 0, and these rows at those places alone,
    /// numbered anew and ascending. Most columns have no missing value, so the places for "missing" go.
    fn compact(&self) -> (Vec<usize>, Vec<Cells>) {
        let pairs = self.rows.pairs;
        let span = |row: usize| row * pairs..(row + 1) * pairs;
        let cells = |row: usize| self.rows.places[span(row)].iter().zip(&self.rows.values[span(row)]);
        let mut is_active = vec![false; self.width];
        for &row in &self.used {
            cells(row).for_each(|(&place, &value)| is_active[place as usize] |= value != 0.0);
        }
        let active: Vec<usize> = (0..self.width).filter(|&place| is_active[place]).collect();
        let mut numbers = vec![None; self.width];
        active.iter().zip(0_u32..).for_each(|(&place, number)| numbers[place] = Some(number));
        let row = |&row: &usize| {
            let (mut places, mut values) = (Vec::with_capacity(pairs), Vec::with_capacity(pairs));
            for (&place, &value) in cells(row) {
                // A pair without a place of its own stands at place 0 with value 0.
                if let Some(number) = numbers[place as usize]
                    && places.last().is_none_or(|&last| number > last)
                {
                    places.push(number);
                    values.push(value);
                }
            }
            (places, values)
        };
        (active, self.used.iter().map(row).collect())
    }

    pub(super) fn hessian_times(&self, curvature: &[f64], vector: &[f64]) -> Vec<f64> {
        let mut image: Vec<f64> = vector.iter().map(|v| v * self.penalty).collect();
        image[self.width] = vector[self.width] * self.floor();
        for (&row, &second) in self.used.iter().zip(curvature) {
            self.rows.add(row, second * self.rows.sum(row, vector), &mut image);
        }
        image
    }

    pub(super) fn hessian_diagonal(&self, curvature: &[f64]) -> Vec<f64> {
        let mut diagonal = vec![self.penalty; self.width + 1];
        diagonal[self.width] = self.floor();
        for (&row, &second) in self.used.iter().zip(curvature) {
            let span = row * self.rows.pairs..(row + 1) * self.rows.pairs;
            for (&place, value) in self.rows.places[span.clone()].iter().zip(&self.rows.values[span]) {
                diagonal[place as usize] += second * value * value;
            }
            diagonal[self.width] += second;
        }
        diagonal
    }
}

/// The products of up to [`LANES`] lines of a matrix with a vector. Their sums run side by side: one alone would
/// wait for each addition.
pub(super) fn products(lines: &[f64], vector: &[f64]) -> impl Iterator<Item = f64> + use<> {
    let size = vector.len();
    let mut sums = [0.0; LANES];
    let count = lines.len() / size;
    if count == LANES {
        let lines: [&[f64]; LANES] = std::array::from_fn(|line| &lines[line * size..][..size]);
        for (at, factor) in vector.iter().enumerate() {
            for lane in 0..LANES {
                sums[lane] += lines[lane][at] * factor;
            }
        }
    } else {
        for (sum, line) in sums.iter_mut().zip(lines.chunks(size)) {
            *sum = line.iter().zip(vector).map(|(a, b)| a * b).sum();
        }
    }
    sums.into_iter().take(count)
}

/// Add `factor` times the values to a line, each at its place; places ascend.
fn add_scaled(line: &mut [f64], factor: f64, places: &[u32], values: &[f64]) {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return };
    let (first, last) = (first as usize, last as usize);
    if last + 1 == first + places.len() {
        // No place is left out: numbers side by side, which a processor adds several at a time.
        line[first..=last].iter_mut().zip(values).for_each(|(sum, value)| *sum += factor * value);
    } else {
        places.iter().zip(values).for_each(|(&place, value)| line[place as usize] += factor * value);
    }
}
