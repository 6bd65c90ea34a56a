//! Differences in differences where units have rows before and after: errors robust to what the rows of a unit share.

use stats::{Difference, fisher_tail};

use super::rows::{Part, UnitCourse};

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
    /// The estimate with its cluster-robust error.
    pub judged: Difference,
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

    /// Those the change reached less the others, weighted over the stretches. The error is that of Liang & Zeger (Biometrika 73,
    /// 1986) for the regression on all cells, with the factor of `statsmodels` and Stata; degrees of freedom are Satterthwaite's
    /// (1946) over the two groups, since few units in one group are few. `None` with fewer than two units in a group, or an empty cell.
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
        let counts = units.map(|units| units as f64);
        if units.iter().any(|units| *units < 2) {
            return None;
        }
        let rows: f64 = self.all.iter().flatten().map(|part| part.rows as f64).sum();
        let columns = (2 * self.stretches) as f64;
        let clusters = counts[0] + counts[1];
        let factor = clusters / (clusters - 1.0) * (rows - 1.0) / (rows - columns);
        let error = (factor * (squares[0] + squares[1])).sqrt();
        let spread: f64 =
            squares.iter().zip(counts).map(|(square, units)| square * square / (units - 1.0)).sum();
        let freedom = (squares[0] + squares[1]).powi(2) / spread;
        let known = error > 0.0 && error.is_finite() && freedom.is_finite();
        known.then_some(ClusterEstimate { judged: Difference { value, error, freedom }, units })
    }

    /// Whether several sums of cells are all 0: Wald's statistic by units, as Hotelling's T² is judged. `None` with too few units.
    pub fn all_none(&self, contrasts: &[Vec<f64>]) -> Option<f64> {
        let count = contrasts.len();
        let mut values = Vec::new();
        let mut influences: Vec<Vec<f64>> = Vec::new();
        for weights in contrasts {
            values.push(self.estimate(weights)?.judged.value);
            influences.push(self.influences(weights).map(|(_, influence)| influence).collect());
        }
        let units = self.units.len() as f64;
        let freedom = units - 2.0;
        if freedom < count as f64 + 1.0 {
            return None;
        }
        let product = |left: &Vec<f64>, right: &Vec<f64>| -> f64 {
            units / (units - 1.0) * left.iter().zip(right).map(|(left, right)| left * right).sum::<f64>()
        };
        let covariance: Vec<Vec<f64>> = influences
            .iter()
            .map(|left| influences.iter().map(|right| product(left, right)).collect())
            .collect();
        let wald = quadratic_form(covariance, &values)?;
        let later = freedom - count as f64 + 1.0;
        fisher_tail(wald * later / (freedom * count as f64), count as f64, later)
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

/// `v' A⁻¹ v` by Cholesky; `None` when it cannot be told.
fn quadratic_form(matrix: Vec<Vec<f64>>, vector: &[f64]) -> Option<f64> {
    let size = vector.len();
    let mut rows: Vec<Vec<f64>> = Vec::new();
    let mut along: Vec<f64> = Vec::new();
    for at in 0..size {
        let mut row: Vec<f64> = Vec::new();
        for before in 0..at {
            let told: f64 = row.iter().zip(&rows[before]).map(|(left, right)| left * right).sum();
            row.push((matrix[at][before] - told) / rows[before][before]);
        }
        let left = matrix[at][at] - row.iter().map(|cell| cell * cell).sum::<f64>();
        if left.is_nan() || left <= 1e-10 * matrix[at][at] {
            return None;
        }
        let told: f64 = row.iter().zip(&along).map(|(cell, part)| cell * part).sum();
        along.push((vector[at] - told) / left.sqrt());
        row.push(left.sqrt());
        rows.push(row);
    }
    Some(along.iter().map(|part| part * part).sum())
}
