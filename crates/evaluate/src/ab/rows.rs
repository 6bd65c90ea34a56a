//! A batch of rows as the question reads them.

use super::labels::BLANK;

/// Rows side by side.
pub struct Rows<'a> {
    /// Each row's arm, or [`BLANK`].
    pub arms: Vec<u32>,
    /// Each row's group; empty when the question has none.
    pub groups: Vec<u32>,
    /// Each row's time.
    pub times: Vec<u32>,
    /// Each row's segment.
    pub segments: Vec<u32>,
    /// Each row's stratum.
    pub strata: Vec<u32>,
    /// The metrics.
    pub metrics: Vec<Values<'a>>,
    /// The covariates; NaN where one is not known.
    pub covariates: Vec<&'a [f64]>,
    /// Whether someone acted on what was given, 0 or 1.
    pub acted: Option<&'a [f64]>,
}

/// A metric of many rows.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The values, or a ratio's numerators.
    pub numerators: &'a [f64],
    /// A ratio's denominators.
    pub denominators: Option<&'a [f64]>,
    /// What a value counts as at most.
    pub cap: f64,
}

impl Values<'_> {
    /// Whether a row has the metric.
    pub fn has(&self, row: usize) -> bool {
        !self.numerators[row].is_nan() && self.denominators.is_none_or(|below| !below[row].is_nan())
    }

    /// A row's value, or the numerator of its ratio.
    pub fn numerator(&self, row: usize) -> f64 {
        self.numerators[row].min(self.cap)
    }

    /// The denominator of a row's ratio, 1 for a value.
    pub fn denominator(&self, row: usize) -> f64 {
        self.denominators.map_or(1.0, |below| below[row])
    }
}

/// What rows share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Their group.
    pub group: u32,
    /// Their time.
    pub time: u32,
    /// Their segment.
    pub segment: u32,
    /// Their stratum.
    pub stratum: u32,
}

impl Rows<'_> {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.arms.len()
    }

    /// Whether all rows share one place: nothing parts them.
    pub fn share_a_place(&self) -> bool {
        [&self.groups, &self.times, &self.segments, &self.strata].iter().all(|labels| labels.is_empty())
    }

    /// What a row shares with others.
    pub fn place(&self, row: usize) -> Place {
        let of = |labels: &[u32]| labels.get(row).copied().unwrap_or(BLANK);
        Place {
            group: of(&self.groups),
            time: of(&self.times),
            segment: of(&self.segments),
            stratum: of(&self.strata),
        }
    }
}
