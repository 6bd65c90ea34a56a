//! What is known of an experiment after all rows: sums that add, by arm, and the units that weigh most.

use std::collections::BTreeMap;

use stats::UnitSums;

/// One metric in one arm.
#[derive(Debug, Clone, Default)]
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

    fn merge(&mut self, other: &Tally) {
        self.sums.merge(&other.sums);
        for weight in [other.most, other.least].into_iter().flatten() {
            self.weigh(weight.pull, weight.numerator, weight.denominator);
        }
    }

    /// How far the estimate moves without the one unit that moves it most, and that unit's own value or ratio.
    pub fn heaviest(&self) -> Option<(f64, f64)> {
        let units = self.sums.units() as f64;
        let (above, below) = (self.sums.numerator() * units, self.sums.denominator() * units);
        let ratio = self.sums.ratio()?;
        let moved = |weight: Weight| {
            let without = (above - weight.numerator) / (below - weight.denominator);
            // What a unit has without any of what it is taken over is its own value.
            let own = if weight.denominator == 0.0 {
                weight.numerator
            } else {
                weight.numerator / weight.denominator
            };
            Some(((without - ratio).abs(), own)).filter(|(moved, own)| moved.is_finite() && own.is_finite())
        };
        [self.most, self.least]
            .into_iter()
            .flatten()
            .filter_map(moved)
            .max_by(|left, right| left.0.total_cmp(&right.0))
    }
}

/// What is known of one arm.
#[derive(Debug, Clone, Default)]
pub struct Arm {
    /// How many units.
    pub units: u64,
    /// Each covariate, of the units where it is known.
    pub covariates: Vec<UnitSums>,
    /// Each metric.
    pub metrics: Vec<Tally>,
    /// Units for which someone acted on what was given, and units for which that is known.
    pub acted: [u64; 2],
}

impl Arm {
    /// Nothing yet, of so many metrics and covariates.
    pub fn new(metrics: usize, covariates: usize) -> Self {
        Arm {
            units: 0,
            covariates: vec![UnitSums::default(); covariates],
            metrics: vec![Tally::default(); metrics],
            acted: [0; 2],
        }
    }

    /// Add all units of another.
    pub fn merge(&mut self, other: &Arm) {
        if self.metrics.is_empty() {
            self.clone_from(other);
            return;
        }
        self.units += other.units;
        self.covariates.iter_mut().zip(&other.covariates).for_each(|(mine, theirs)| mine.merge(theirs));
        self.metrics.iter_mut().zip(&other.metrics).for_each(|(mine, theirs)| mine.merge(theirs));
        self.acted = [self.acted[0] + other.acted[0], self.acted[1] + other.acted[1]];
    }
}

/// Arms side by side, by number.
pub type Arms = Vec<Arm>;

/// Add all arms of another part; an arm that is in no row yet is made.
pub fn merge(mine: &mut Arms, theirs: &[Arm]) {
    if mine.len() < theirs.len() {
        mine.resize_with(theirs.len(), Arm::default);
    }
    mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| mine.merge(theirs));
}

/// Everything that is known of the rows that are looked at.
#[derive(Debug, Clone, Default)]
pub struct Tallies {
    /// Rows looked at.
    pub rows: u64,
    /// Rows that belong to no arm or, with a unit, to no unit.
    pub rows_left_out: u64,
    /// All of them.
    pub arms: Arms,
    /// By segment.
    pub segments: BTreeMap<u32, Arms>,
    /// By stratum.
    pub strata: BTreeMap<u32, Arms>,
    /// By time, in order.
    pub times: BTreeMap<u32, Arms>,
    /// The first times against the later ones, for each place they are parted at.
    pub parted: Vec<Parted>,
    /// What is known of units with several rows.
    pub counts: Option<Counts>,
}

/// The first times and the later ones.
#[derive(Debug, Clone, Default)]
pub struct Parted {
    /// Arms in the first times.
    pub first: Arms,
    /// Arms in the later times.
    pub later: Arms,
    /// Where units have rows in both: for each metric and arm the first times as the metric and the later ones
    /// in place of the covariate.
    pub paired: Option<Vec<Vec<UnitSums>>>,
}

/// What is known of units with several rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many units.
    pub units: u64,
    /// How many are in more than one arm.
    pub crossed: u64,
    /// How many have more than one row in an arm.
    pub repeated: u64,
}

/// Which rows are looked at, and how they are parted.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The group's label.
    pub group: u32,
    /// The place of each time in the order of times, by its number; `None` where it is not looked at. Without
    /// a column of times there are none, and all rows are looked at.
    pub order: Option<Vec<Option<u32>>>,
    /// Where the first times end.
    pub partings: Vec<u32>,
    /// How many arms, metrics and covariates there are.
    pub arms: usize,
    /// How many metrics.
    pub metrics: usize,
    /// How many covariates.
    pub covariates: usize,
    /// Whether rows without a time are looked at too.
    pub timeless: bool,
}

impl View {
    /// Whether rows of this time are looked at, and their place in the order of times if they have one.
    pub fn place(&self, time: u32) -> Option<Option<u32>> {
        match self.order.as_ref().map(|order| order.get(time as usize)) {
            None => Some(None),
            Some(None) => self.timeless.then_some(None),
            Some(Some(place)) => place.map(Some),
        }
    }
}
