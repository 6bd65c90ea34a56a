//! What is known of one metric in one arm after all rows: sums that add, and the units that weigh most.

use stats::UnitSums;

/// One metric in one arm.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Sums over units.
    pub sums: UnitSums,
    least: Option<Weight>,
    most: Option<Weight>,
}

#[derive(Debug, Clone, Copy)]
struct Weight {
    pull: f64,
    numerator: f64,
    denominator: f64,
}

impl Tally {
    /// Remember a unit if none pulls the estimate further, up or down.
    pub fn weigh(&mut self, pull: f64, numerator: f64, denominator: f64) {
        let weight = Weight { pull, numerator, denominator };
        if self.most.is_none_or(|most| pull > most.pull) {
            self.most = Some(weight);
        }
        if self.least.is_none_or(|least| pull < least.pull) {
            self.least = Some(weight);
        }
    }

    /// How far the estimate moves without the one unit that moves it most, and that unit's numerator.
    pub fn heaviest(&self) -> Option<(f64, f64)> {
        let units = self.sums.units() as f64;
        let (above, below) = (self.sums.numerator() * units, self.sums.denominator() * units);
        let ratio = self.sums.ratio()?;
        let moved = |weight: Weight| {
            let without = (above - weight.numerator) / (below - weight.denominator);
            Some(((without - ratio).abs(), weight.numerator)).filter(|(moved, _)| moved.is_finite())
        };
        [self.most, self.least]
            .into_iter()
            .flatten()
            .filter_map(moved)
            .max_by(|left, right| left.0.total_cmp(&right.0))
    }
}

/// All tallies of an experiment.
#[derive(Debug, Clone, Default)]
pub struct Tallies {
    /// By metric, then by arm.
    pub metrics: Vec<Vec<Tally>>,
    /// The covariate in each arm, of the units where it is known.
    pub covariate: Vec<UnitSums>,
    /// How many units each arm has.
    pub units: Vec<u64>,
}

/// One row as the question reads it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The arm's number.
    pub arm: usize,
    /// Numerator and denominator of each metric; `None` where the metric is blank.
    pub metrics: &'a [Option<(f64, f64)>],
    /// The covariate where it is known.
    pub covariate: Option<f64>,
}
