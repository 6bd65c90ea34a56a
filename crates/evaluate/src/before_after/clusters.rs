//! Differences in differences where units have rows before and after: errors robust to what the rows of a unit share.

use stats::{Difference, fisher_tail};

use super::rows::{Part, UnitCourse};

/// A group is worth this many units at the least, however uneven they are.
const LEAST_WORTH: f64 = 1.1;
/// With fewer degrees of freedom than this left, whether several sums are 0 cannot be told.
const FEWEST_LATER: f64 = 2.0;

/// The rows by group and stretch of time, for each unit and for all.
pub struct Cells {
    stretches: usize,
    /// Others, then those the change reached; each by stretch.
    all: [Vec<Part>; 2],
    units: Vec<(usize, Vec<Part>)>,
}

/// A weighted sum of cell means, judged by units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterEstimate {
    /// The estimate with the error and the degrees of freedom that so few units of their sizes leave.
    pub judged: Difference,
    /// The cluster-robust error as `statsmodels` and Stata give it, which few units make too small.
    pub robust_error: f64,
    /// Units that were not reached, and that were.
    pub units: [usize; 2],
}

impl Cells {
    /// Put together by stretches of periods, each from and to, both included.
    pub fn of(units: &[UnitCourse], stretches: &[(i64, i64)]) -> Self {
        let mut all = [vec![Part::default(); stretches.len()], vec![Part::default(); stretches.len()]];
        let of_unit = |unit: &UnitCourse| {
            let group = usize::from(unit.treated);
            let mut parts = vec![Part::default(); stretches.len()];
            for (part, &(from, to)) in parts.iter_mut().zip(stretches) {
                unit.parts.range(from..=to).for_each(|(_, one)| part.add(*one));
            }
            (group, parts)
        };
        let units: Vec<(usize, Vec<Part>)> = units.iter().map(of_unit).collect();
        for (group, parts) in &units {
            all[*group].iter_mut().zip(parts).for_each(|(all, part)| all.add(*part));
        }
        Cells { stretches: stretches.len(), all, units }
    }

    /// The level of a group in a stretch.
    pub fn level(&self, treated: bool, stretch: usize) -> Option<f64> {
        self.all[usize::from(treated)][stretch].level()
    }

    /// Those the change reached less the others, weighted over the stretches. The robust error is that of Liang & Zeger (Biometrika
    /// 73, 1986) for the regression on all cells, with the factor of peers. The one it is judged by takes each group by itself,
    /// for what its units are worth ([`Cells::worth`]), as Bell & McCaffrey (2002) do; its degrees of freedom are Satterthwaite's
    /// (1946) over the two groups, from the squares seen or from those of equal units, whichever are fewer: Imbens & Kolesár,
    /// "Robust Standard Errors in Small Samples" (REStat 98, 2016). `None` with fewer than two units in a group, or an empty cell.
    pub fn estimate(&self, weights: &[f64]) -> Option<ClusterEstimate> {
        let mut value = 0.0;
        for (stretch, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
            value += weight * (self.level(true, stretch)? - self.level(false, stretch)?);
        }
        let mut squares = [0.0; 2];
        let mut units = [0usize; 2];
        for (group, influence) in self.influences(weights) {
            squares[group] += influence * influence;
            units[group] += 1;
        }
        if units.iter().any(|units| *units < 2) {
            return None;
        }
        let rows: f64 = self.all.iter().flatten().map(|part| part.rows as f64).sum();
        let columns = (2 * self.stretches) as f64;
        let clusters = (units[0] + units[1]) as f64;
        let factor = clusters / (clusters - 1.0) * (rows - 1.0) / (rows - columns);
        let robust_error = (factor * (squares[0] + squares[1])).sqrt();

        let worth = self.worth(weights);
        let seen = [0, 1].map(|group| squares[group] / (1.0 - 1.0 / worth[group]));
        let error = (seen[0] + seen[1]).sqrt();
        let freedom = satterthwaite(seen, worth).min(satterthwaite(worth.map(f64::recip), worth));
        let known = error > 0.0 && error.is_finite() && freedom.is_finite() && robust_error.is_finite();
        known.then_some(ClusterEstimate { judged: Difference { value, error, freedom }, robust_error, units })
    }

    /// How many units of one size those of each group are worth: one over the sum of their squared shares, over the stretches by
    /// weight (Kish, *Survey Sampling*, 1965). One unit that holds nearly all is worth little more than one.
    fn worth(&self, weights: &[f64]) -> [f64; 2] {
        let mut squares = [0.0; 2];
        for (group, parts) in &self.units {
            for ((part, all), weight) in parts.iter().zip(&self.all[*group]).zip(weights) {
                let share = if all.weight == 0.0 { 0.0 } else { part.weight / all.weight };
                squares[*group] += (weight * share).powi(2);
            }
        }
        let whole: f64 = weights.iter().map(|weight| weight * weight).sum();
        squares.map(|square| (whole / square).max(LEAST_WORTH))
    }

    /// Whether several sums of cells are all 0: Wald's statistic by units, judged like Hotelling's T² of two groups that may differ
    /// in spread and size: Krishnamoorthy & Yu, "Modified Nel and Van der Merwe test for the multivariate Behrens-Fisher
    /// problem" (Statistics & Probability Letters 66, 2004), with no more degrees of freedom than groups of equal units have. `None` with
    /// too few units.
    pub fn all_none(&self, contrasts: &[Vec<f64>]) -> Option<f64> {
        let count = contrasts.len() as f64;
        let mut values = Vec::new();
        let mut influences: Vec<Vec<(usize, f64)>> = Vec::new();
        for weights in contrasts {
            values.push(self.estimate(weights)?.judged.value);
            influences.push(self.influences(weights).collect());
        }
        let size = |stretch: usize| contrasts.iter().map(|weights| weights[stretch].powi(2)).sum::<f64>();
        let worth = self.worth(&(0..self.stretches).map(|stretch| size(stretch).sqrt()).collect::<Vec<_>>());
        let of_group = |group: usize| -> Matrix {
            let product = |left: &[(usize, f64)], right: &[(usize, f64)]| -> f64 {
                let both = left.iter().zip(right).filter(|((own, _), _)| *own == group);
                both.map(|((_, left), (_, right))| left * right).sum::<f64>() / (1.0 - 1.0 / worth[group])
            };
            influences
                .iter()
                .map(|left| influences.iter().map(|right| product(left, right)).collect())
                .collect()
        };
        let groups = [of_group(0), of_group(1)];
        let add = |(left, right): (&Vec<f64>, &Vec<f64>)| {
            left.iter().zip(right).map(|(one, other)| one + other).collect()
        };
        let root = root(&groups[0].iter().zip(&groups[1]).map(add).collect())?;
        let spread = |group: usize| {
            let (trace, square) = traces(&root, &groups[group]);
            (square + trace * trace) / (worth[group] - 1.0).max(1.0)
        };
        let seen = (count + count * count) / (spread(0) + spread(1));
        let freedom = seen.min(satterthwaite(worth.map(f64::recip), worth));
        let later = freedom - count + 1.0;
        if later.is_nan() || later < FEWEST_LATER {
            return None;
        }
        let wald: f64 = below(&root, &values).iter().map(|part| part * part).sum();
        fisher_tail(wald * later / (freedom * count), count, later)
    }

    /// How far each unit moves the estimate, with its group.
    fn influences(&self, weights: &[f64]) -> impl Iterator<Item = (usize, f64)> {
        self.units.iter().map(move |(group, parts)| {
            let sign = if *group == 1 { 1.0 } else { -1.0 };
            let moved = |stretch: usize| {
                let all = &self.all[*group][stretch];
                let level = all.level().unwrap_or(0.0);
                if all.weight == 0.0 {
                    0.0
                } else {
                    (parts[stretch].sum - level * parts[stretch].weight) / all.weight
                }
            };
            let used = (0..self.stretches).filter(|&stretch| weights[stretch] != 0.0);
            (*group, sign * used.map(|stretch| weights[stretch] * moved(stretch)).sum::<f64>())
        })
    }
}

/// Degrees of freedom of a sum of two squares from groups worth so many units: Satterthwaite (1946), equation 17.
fn satterthwaite(squares: [f64; 2], worth: [f64; 2]) -> f64 {
    let spread = |group: usize| squares[group].powi(2) / (worth[group] - 1.0).max(1.0);
    (squares[0] + squares[1]).powi(2) / (spread(0) + spread(1))
}

/// Rows of cells.
type Matrix = Vec<Vec<f64>>;

/// The lower root of a matrix of covariances (Cholesky); `None` when one of them follows from the others.
fn root(matrix: &Matrix) -> Option<Matrix> {
    let mut rows: Matrix = Vec::new();
    for (at, given) in matrix.iter().enumerate() {
        let mut row = below(&rows, &given[..at]);
        let left = given[at] - row.iter().map(|cell| cell * cell).sum::<f64>();
        if left.is_nan() || left <= 1e-10 * given[at] {
            return None;
        }
        row.push(left.sqrt());
        rows.push(row);
    }
    Some(rows)
}

/// `L⁻¹ v` for a lower root `L`.
fn below(root: &Matrix, vector: &[f64]) -> Vec<f64> {
    let mut solved: Vec<f64> = Vec::new();
    for (row, value) in root.iter().zip(vector) {
        let told: f64 = row.iter().zip(&solved).map(|(cell, part)| cell * part).sum();
        solved.push((value - told) / row[solved.len()]);
    }
    solved
}

/// The traces of `A S⁻¹` and of its square, for `S = L L'`.
fn traces(root: &Matrix, part: &Matrix) -> (f64, f64) {
    let turned = |matrix: Matrix| -> Matrix {
        (0..matrix.len()).map(|at| matrix.iter().map(|row| row[at]).collect()).collect()
    };
    let solve = |matrix: Matrix| -> Matrix { matrix.iter().map(|row| below(root, row)).collect() };
    let both = solve(turned(solve(part.clone())));
    let trace = both.iter().enumerate().map(|(at, row)| row[at]).sum();
    (trace, both.iter().flatten().map(|cell| cell * cell).sum())
}
