//! How far a column moved: the distances, their noise, and how sure.

use frame::{Column, Frame, Kind};
use stats::{Distance, bin_shares, jensen_shannon, kolmogorov_smirnov, stability, wasserstein};

use super::bins::Bins;

/// How far the values of a column moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// The population stability index, with its noise and its interval.
    pub stability: Distance,
    /// The distance of Jensen and Shannon, 0 to 1.
    pub jensen_shannon: f64,
    /// Of numbers: the largest difference of the shares below a value.
    pub kolmogorov_smirnov: Option<f64>,
    /// Of numbers: how far they moved on average, in standard deviations of the reference.
    pub wasserstein: Option<f64>,
}

/// How sure to be, and how much a row counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Care {
    /// Standard errors, for all columns (and windows) together.
    pub z: f64,
    /// What a row of the reference counts, and one of the data: less than 1 where rows belong together.
    pub weight: (f64, f64),
}

impl Care {
    /// Wrong once in a hundred comparisons of this many columns (Bonferroni). Rows of one group count as one.
    pub fn of(many: usize, groups: (Option<&Column>, Option<&Column>)) -> Care {
        let weight = |column: Option<&Column>| {
            column.map_or(1.0, |column| distinct(column) as f64 / column.len().max(1) as f64)
        };
        Care {
            z: -stats::normal_quantile(0.005 / many.max(1) as f64),
            weight: (weight(groups.0), weight(groups.1)),
        }
    }
}

/// How many different values a column has.
pub fn distinct(column: &Column) -> usize {
    frame::Profile::of(&Frame::new(vec![column.clone()])).columns[0].distinct.count() as usize
}

/// The finite numbers of a column, in ascending order.
pub fn sorted(column: &Column) -> Option<Vec<f64>> {
    let mut known: Vec<f64> =
        column.as_numbers()?.iter().copied().filter(|value| value.is_finite()).collect();
    known.sort_by(f64::total_cmp);
    Some(known)
}

/// The middle of sorted numbers.
pub fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How far a column moved; `None` when the two are of different nature, or there are too few values or only one.
pub fn moved(was: &Column, is: &Column, care: Care) -> Option<Moved> {
    const FEWEST: usize = 20;
    let known = |column: &Column| column.len() - column.missing();
    if (was.kind == Kind::Text) != (is.kind == Kind::Text) || known(was) < FEWEST || known(is) < FEWEST {
        return None;
    }
    let bins = Bins::of(was, known(is))?;
    let counts = |column: &Column, weight: f64| -> Vec<f64> {
        bins.counts(bins.places(column).into_iter()).iter().map(|count| count * weight).collect()
    };
    let (before, now) = (counts(was, care.weight.0), counts(is, care.weight.1));
    let numbers = sorted(was).zip(sorted(is));
    Some(Moved {
        stability: stability(&before, &now, care.z)?,
        jensen_shannon: jensen_shannon(&bin_shares(&before), &bin_shares(&now)),
        kolmogorov_smirnov: numbers.as_ref().map(|(a, b)| kolmogorov_smirnov(a, b)),
        wasserstein: numbers.and_then(|(a, b)| {
            let spread = frame::Moments::of(&a).variance()?.sqrt();
            (spread > 0.0).then(|| wasserstein(&a, &b) / spread)
        }),
    })
}
