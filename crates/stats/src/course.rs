//! The course of an experiment's estimate over its looks: how often it leaves the boundaries, and when.

use crate::quadrature::gauss_legendre;
use crate::{normal_density, normal_tail};

/// Beyond so many standard errors nothing happens that counts.
pub(crate) const FAR: f64 = 9.0;
/// Points of integration for each standard deviation of the step between two looks.
const POINTS_A_STEP: f64 = 2.5;
/// At most so many points: looks that would need more, some 0.001 % of the information apart, are one look.
const MOST_POINTS: f64 = 4000.0;

/// A Brownian motion seen at some times, stopped where it leaves the boundaries: recursive integration, Armitage, McPherson
/// & Rowe (1969); Jennison & Turnbull, *Group Sequential Methods* (2000), equation 19.8.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Course {
    /// The mean of z when all of the information is in.
    drift: f64,
    /// The share of the information at the last look; 0 before the first.
    pub share: f64,
    /// Where it may be there without having stopped, and with which weight: points of integration in rising order.
    points: Vec<(f64, f64)>,
}

impl Course {
    /// Before the first look.
    pub fn new(drift: f64) -> Self {
        Course { drift, share: 0.0, points: vec![(0.0, 1.0)] }
    }

    /// How often it has not stopped before and is more than `z` standard errors away from 0 at this share.
    pub fn outside(&self, share: f64, z: f64) -> f64 {
        let (bound, deviation, moved) = (z * share.sqrt(), self.deviation(share), self.moved(share));
        let beyond = |at: f64| {
            normal_tail((bound - at - moved) / deviation) + normal_tail((bound + at + moved) / deviation)
        };
        self.points.iter().map(|&(at, weight)| weight * beyond(at)).sum()
    }

    /// Whether this share is too close to that of the last look for the two to be told apart.
    pub fn is_same_look(&self, share: f64, z: f64) -> bool {
        self.share > 0.0 && self.needed(share, z * share.sqrt()) > MOST_POINTS
    }

    /// Go on to this share, where it stops if it is more than `z` standard errors away from 0.
    pub fn advance(&mut self, share: f64, z: f64) {
        let (deviation, moved) = (self.deviation(share), self.moved(share));
        let bound = share.sqrt() * z.min(FAR + self.drift.abs() * share.sqrt());
        let density = |to: f64| -> f64 {
            let near =
                |reach: f64| self.points.partition_point(|&(at, _)| at < to - moved + reach * deviation);
            let from = |&(at, weight): &(f64, f64)| weight * normal_density((to - at - moved) / deviation);
            self.points[near(-FAR)..near(FAR)].iter().map(from).sum::<f64>() / deviation
        };
        let count = self.needed(share, bound).clamp(40.0, MOST_POINTS) as usize;
        let scaled = gauss_legendre(count).into_iter().map(|(at, weight)| (at * bound, weight * bound));
        self.points = scaled.map(|(at, weight)| (at, weight * density(at))).collect();
        self.share = share;
    }

    fn deviation(&self, share: f64) -> f64 {
        (share - self.share).sqrt()
    }

    fn moved(&self, share: f64) -> f64 {
        self.drift * (share - self.share)
    }

    /// How many points of integration it needs within `±bound`.
    fn needed(&self, share: f64, bound: f64) -> f64 {
        POINTS_A_STEP * 2.0 * bound / self.deviation(share)
    }
}

/// What comes of an experiment that is stopped at the first look outside the boundaries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stopping {
    /// How often it is stopped there.
    pub seen: f64,
    /// The mean share of the information that is in when it ends.
    pub share: f64,
}

/// How often an experiment is stopped by boundaries in standard errors at these rising shares of its information, and when. The
/// drift is the mean of z when all of the information is in: the gain over its standard error then.
/// `None` unless shares and boundaries are as many and rise from above 0.
pub fn stopping(shares: &[f64], boundaries: &[f64], drift: f64) -> Option<Stopping> {
    let last = *shares.last()?;
    if shares.len() != boundaries.len() || !drift.is_finite() {
        return None;
    }
    let mut course = Course::new(drift);
    let (mut seen, mut mean) = (0.0, last);
    for (&share, &z) in shares.iter().zip(boundaries) {
        if share.is_nan() || share <= course.share || z.is_nan() || z < 0.0 {
            return None;
        }
        let stopped = course.outside(share, z);
        seen += stopped;
        mean -= stopped * (last - share);
        course.advance(share, z);
    }
    Some(Stopping { seen, share: mean })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_close;
    use crate::{GroupSequential, Spending, normal_quantile};

    /// The same recursion in numpy, by Simpson's rule on 1,501 points: 28 looks, O'Brien & Fleming-like and Pocock-like.
    #[test]
    fn power_and_stopping_agree_with_an_independent_recursion() {
        let shares: Vec<f64> = (1..=28).map(|look| f64::from(look) / 28.0).collect();
        let drift = normal_quantile(0.975) + normal_quantile(0.79);
        for (spending, seen, day) in [
            (Spending::OBrienFleming, 0.770_368_616_7, 21.203_970_917_3),
            (Spending::Pocock, 0.680_488_664_7, 19.204_911_653_4),
        ] {
            let bounds = GroupSequential::even(spending, 0.05, 28).unwrap();
            let stopping_ = stopping(&shares, &bounds, drift).unwrap();
            assert_close(stopping_.seen, seen, 1e-6);
            assert_close(28.0 * stopping_.share, day, 1e-6);
            assert_close(stopping(&shares, &bounds, 0.0).unwrap().seen, 0.05, 1e-7);
        }
    }

    #[test]
    fn one_look_is_one_reading_and_a_high_bound_is_none() {
        let one = stopping(&[1.0], &[1.96], 2.8).unwrap();
        assert_close(one.seen, normal_tail(1.96 - 2.8) + normal_tail(1.96 + 2.8), 1e-14);
        let two = stopping(&[0.5, 1.0], &[40.0, 1.96], 12.0).unwrap();
        assert_close(two.seen, normal_tail(1.96 - 12.0), 1e-12);
        assert_close(two.share, 1.0, 1e-12);
        assert_eq!(stopping(&[0.5, 0.5], &[2.0, 2.0], 0.0), None);
        assert_eq!(stopping(&[], &[], 0.0), None);
    }
}
