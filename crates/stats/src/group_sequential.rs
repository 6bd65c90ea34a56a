//! Intervals for a planned number of looks that keep nearly all the power of one planned reading: group-sequential
//! boundaries by alpha spending.
//!
//! Lan & DeMets, "Discrete sequential boundaries for clinical trials" (Biometrika 70, 1983): how much of alpha may have been used
//! is a function of the share of the planned information that is in, so that looks may come at any time and in any
//! number, as long as neither depends on what was seen. Each boundary follows from the spending by recursive
//! integration over the course so far: Armitage, McPherson & Rowe (1969); Jennison & Turnbull, *Group Sequential Methods* (2000),
//! equation 19.8. The interval that is as many standard errors wide as the boundary, at every look, is the repeated
//! confidence interval of Jennison & Turnbull (1989): it holds at all looks together, also when one does not stop.

use crate::course::{Course, FAR};
use crate::sequential::{bisect, student_boundary};
use crate::{Difference, normal_quantile, normal_tail};

/// How alpha is spent over the share of the information that is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spending {
    /// Little at first, nearly all at the end, like the boundaries of O'Brien & Fleming (1979): Lan & DeMets (1983), `α₁*`.
    /// The interval at the planned end is hardly wider than that of one reading.
    OBrienFleming,
    /// Evenly, like the boundaries of Pocock (1977): Lan & DeMets (1983), `α₂*`. Stops earlier when the effect is
    /// large, and sees less when it is small.
    Pocock,
}

impl Spending {
    /// How much of a two-sided alpha may be spent when this share of the information is in; all of it from 1 on.
    pub fn spent(self, alpha: f64, share: f64) -> f64 {
        if share >= 1.0 {
            return alpha;
        }
        match self {
            // Each side has half of alpha: 2·(2 - 2Φ(z(alpha/4)/√t)).
            Spending::OBrienFleming => 4.0 * normal_tail(-normal_quantile(0.25 * alpha) / share.sqrt()),
            Spending::Pocock => alpha * ((std::f64::consts::E - 1.0) * share).ln_1p(),
        }
    }
}

/// The boundaries of an experiment read at planned times, look after look.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSequential {
    spending: Spending,
    alpha: f64,
    /// How much of alpha was spent at the last look.
    spent: f64,
    /// The boundary there.
    boundary: Option<f64>,
    course: Course,
}

impl GroupSequential {
    /// Before the first look; `None` unless `0 < alpha < 1`.
    pub fn new(spending: Spending, alpha: f64) -> Option<Self> {
        let course = Course::new(0.0);
        let fresh = GroupSequential { spending, alpha, spent: 0.0, boundary: None, course };
        (alpha > 0.0 && alpha < 1.0).then_some(fresh)
    }

    /// Boundaries for looks spaced evenly up to the planned end.
    pub fn even(spending: Spending, alpha: f64, looks: u32) -> Option<Vec<f64>> {
        let mut fresh = Self::new(spending, alpha)?;
        (1..=looks).map(|look| fresh.look(f64::from(look) / f64::from(looks))).collect()
    }

    /// Look when this share of the planned information is in, and learn how many standard errors a difference must be
    /// away from 0 to stop. At 1 or beyond, all of alpha that is left is spent: say 1 at the planned end, however many
    /// units came. `None` when the share is not above that of the last look, or when nothing is left to spend.
    pub fn look(&mut self, share: f64) -> Option<f64> {
        if share.is_nan() || share <= self.course.share || share.is_infinite() || self.course.share >= 1.0 {
            return None;
        }
        if let Some(last) = self.boundary.filter(|&last| self.course.is_same_look(share, last)) {
            return Some(last);
        }
        let spend = (self.spending.spent(self.alpha, share) - self.spent).max(0.0);
        let z = bisect(0.0, FAR, |z| self.course.outside(share, z) <= spend);
        self.course.advance(share, z);
        (self.spent, self.boundary) = (self.spent + spend, Some(z));
        Some(z)
    }
}

/// The repeated confidence interval at a look with this boundary; in small samples by Student's t.
pub fn repeated_interval(difference: &Difference, boundary: f64) -> Option<(f64, f64)> {
    let half = student_boundary(boundary, difference.freedom)? * difference.error;
    Some((difference.value - half, difference.value + half))
}

#[cfg(test)]
mod tests;
