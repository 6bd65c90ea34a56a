//! Tallies when every row is a unit of its own: nothing of a row is kept.

use crate::ab::tally::{Row, Tallies};

/// Tallies that grow row by row.
#[derive(Debug)]
pub struct ByRow(Tallies);

impl ByRow {
    /// Nothing yet, of so many metrics.
    pub fn new(metrics: usize) -> Self {
        ByRow(Tallies { metrics: vec![Vec::new(); metrics], ..Tallies::default() })
    }

    /// Make room for so many arms.
    pub fn arms(&mut self, arms: usize) {
        for tallies in &mut self.0.metrics {
            tallies.resize_with(arms, Default::default);
        }
        self.0.covariate.resize_with(arms, Default::default);
        self.0.units.resize(arms, 0);
    }

    /// Count a row.
    pub fn add(&mut self, row: &Row) {
        self.0.units[row.arm] += 1;
        let (covariate, known) = row.covariate.map_or((0.0, 0.0), |value| (value, 1.0));
        if known > 0.0 {
            self.0.covariate[row.arm].add(covariate, known);
        }
        for (tallies, metric) in self.0.metrics.iter_mut().zip(row.metrics) {
            if let Some((numerator, denominator)) = *metric {
                let tally = &mut tallies[row.arm];
                tally.sums.add_with_covariate(numerator, denominator, covariate, known);
                tally.weigh(numerator, numerator, denominator);
            }
        }
    }

    /// The tallies of all rows.
    pub fn finish(self) -> Tallies {
        self.0
    }
}
