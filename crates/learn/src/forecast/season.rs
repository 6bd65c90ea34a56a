//! Which seasons a series goes through, tested on the stretch it may be learned from.
//!
//! A season shows as cycles that are alike: with the trend taken out (a moving mean as long as the season), each cycle
//! is correlated with the one after the next, since neighbouring cycles are alike at their common border also without
//! a season. Whether the mean of these correlations is above zero is asked with Student's test over the pairs of
//! cycles, which makes no assumption on how neighbours in time depend on each other. Where there are too few cycles, the autocorrelation at the season is held against Bartlett's bound: Bartlett (1946), "On the
//! theoretical specification and sampling properties of autocorrelated time-series", eq. 7, on the plain and on the
//! differenced series.

use frame::{Season, Series};
use serde::Serialize;
use stats::student_tail;

use super::Past;

/// What was found of one season.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SeasonTest {
    /// How many periods it takes.
    pub periods: usize,
    /// How alike each cycle and the one after the next are: a correlation.
    pub likeness: f64,
    /// How often chance alone would show as much.
    pub p_value: f64,
    /// Whether it is taken to be there.
    pub found: bool,
}

/// Chance may show a season in one of so many series that have none.
const CHANCE: f64 = 0.005;
/// With fewer pairs of cycles Student's test says too little.
const PAIRS: usize = 5;
/// Of so many series at most the seasons are tested on.
const SERIES: usize = 50;
/// Cycles less alike than this are of no use.
const ALIKE: f64 = 0.05;
/// Of few cycles, and of a season nobody would guess by the spacing, more is asked.
const FEW_ALIKE: f64 = 0.3;
/// A season goes on: four cycles later as alike as this share of one cycle later. What merely swings dies away.
const GOES_ON: f64 = 0.6;

/// The seasons of the series up to its end, the most useful first, and what was tested. `shortest` is how many
/// periods the shortest stretch has that will be learned from: what does not fit into it is no use.
pub fn seasons(series: &Series, shortest: usize) -> (Vec<Season>, Vec<SeasonTest>) {
    let past = Past::of(series);
    let every = past.tracks().div_ceil(SERIES).max(1);
    let mut tracks: Vec<Vec<f64>> =
        (0..past.tracks()).step_by(every).map(|track| past.all(track).0.to_vec()).collect();
    tracks.retain(|values| values.len() >= 8);
    let plain = tracks.clone();
    let (mut found, mut tests) = (Vec::new(), Vec::new());
    let usual = series.step.seasons();
    let fits = |season: &Season| season.periods >= 2 && season.periods + 2 <= shortest;
    for season in usual.into_iter().filter(fits) {
        let Some(test) = test(&tracks, season.periods, CHANCE) else { continue };
        tests.push(test);
        if test.found {
            found.push(season);
            tracks.iter_mut().for_each(|values| without(values, season.periods));
        }
    }
    if found.is_empty()
        && let Some((periods, tried)) = candidate(&tracks, shortest.saturating_sub(2))
        && !tests.iter().any(|test| test.periods == periods)
        && let Some(test) = test(&tracks, periods, CHANCE / tried as f64)
        && test.found
        && test.likeness > FEW_ALIKE
    {
        tests.push(test);
        found.push(Season { periods, exact: periods as f64 });
    }
    found.sort_by(|a, b| miss(&plain, a.periods).total_cmp(&miss(&plain, b.periods)));
    (found, tests)
}

/// How far values are from those a season ago, on average over all series.
fn miss(tracks: &[Vec<f64>], periods: usize) -> f64 {
    let of = |values: &Vec<f64>| crate::metrics::mase::scale(values, periods).unwrap_or(f64::INFINITY);
    tracks.iter().map(of).sum()
}

fn test(tracks: &[Vec<f64>], periods: usize, chance: f64) -> Option<SeasonTest> {
    let pairs: Vec<f64> = tracks.iter().flat_map(|values| likenesses(values, periods)).collect();
    if pairs.len() >= PAIRS {
        let count = pairs.len() as f64;
        let mean = pairs.iter().sum::<f64>() / count;
        let variance = pairs.iter().map(|pair| (pair - mean).powi(2)).sum::<f64>() / (count - 1.0);
        // Cycles that are all alike to the last digit: as sure as so many can be.
        let error = (variance / count).sqrt().max(1e-6);
        let p_value = student_tail(mean / error, count - 1.0)?;
        return Some(SeasonTest {
            periods,
            likeness: mean,
            p_value,
            found: p_value < chance && mean > ALIKE,
        });
    }
    let values =
        tracks.iter().max_by_key(|values| values.len()).filter(|values| values.len() >= 2 * periods)?;
    let changes: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (plain, change) = (by_bartlett(&detrended(values), periods)?, by_bartlett(&changes, periods)?);
    let (likeness, p_value) = if plain.1 < change.1 { plain } else { change };
    Some(SeasonTest { periods, likeness, p_value, found: p_value < chance && likeness > FEW_ALIKE })
}

/// How alike each whole cycle and the one after the next are, counted back from the end, the trend taken out.
fn likenesses(values: &[f64], periods: usize) -> Vec<f64> {
    let rest = without_trend(values, periods);
    let cycles = rest.len() / periods;
    let skipped = rest.len() - cycles * periods;
    let cycles: Vec<&[f64]> = rest[skipped..].chunks(periods).collect();
    cycles.windows(3).filter_map(|three| correlation(three[0], three[2])).collect()
}

/// The values less the mean over a whole season around each; as many fewer as a season has.
fn without_trend(values: &[f64], periods: usize) -> Vec<f64> {
    let half = periods / 2;
    let mut sums = vec![0.0];
    values.iter().for_each(|value| sums.push(sums[sums.len() - 1] + value));
    let mean = |at: usize| match periods % 2 {
        1 => (sums[at + half + 1] - sums[at - half]) / periods as f64,
        // An even season has no middle: half of each end.
        _ => {
            let inner = sums[at + half] - sums[at - half + 1];
            (inner + (values[at - half] + values[at + half]) / 2.0) / periods as f64
        }
    };
    (half..values.len().saturating_sub(half)).map(|at| values[at] - mean(at)).collect()
}

fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let count = a.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| of(a - mean_a, b - mean_b)).sum::<f64>();
    let (aa, bb) = (sum(&|a, _| a * a), sum(&|_, b| b * b));
    (aa > 0.0 && bb > 0.0).then(|| sum(&|a, b| a * b) / (aa * bb).sqrt())
}

/// The autocorrelation at a lag, over the pairs there are, and how often chance alone would show as much.
fn by_bartlett(values: &[f64], lag: usize) -> Option<(f64, f64)> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    if variance <= 0.0 || values.len() < lag + 6 {
        return None;
    }
    let at = |lag: usize| {
        let pairs = values[lag..].iter().zip(values);
        pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / (count - lag as f64) / variance
    };
    let likeness = at(lag);
    // Neighbours that are alike make far ones look alike; only the lags before the season's own slope count.
    let squares: f64 = (1..=lag / 2).map(|lag| at(lag).powi(2)).sum();
    let error = ((1.0 + 2.0 * squares) / (count - lag as f64)).sqrt();
    Some((likeness, stats::normal_tail(likeness / error)))
}

/// Without the straight line through them.
fn detrended(values: &[f64]) -> Vec<f64> {
    let count = values.len() as f64;
    let (middle, mean) = ((count - 1.0) / 2.0, values.iter().sum::<f64>() / count);
    let (mut up, mut across) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        up += (at as f64 - middle) * (value - mean);
        across += (at as f64 - middle).powi(2);
    }
    let slope = if across > 0.0 { up / across } else { 0.0 };
    values.iter().enumerate().map(|(at, value)| value - mean - slope * (at as f64 - middle)).collect()
}

/// Take out the mean of each place in the season, so that a longer season is not found for the shorter one's sake.
fn without(values: &mut [f64], periods: usize) {
    let mut sums = vec![(0.0, 0.0); periods];
    for (at, value) in values.iter().enumerate() {
        sums[at % periods] = (sums[at % periods].0 + value, sums[at % periods].1 + 1.0);
    }
    for (at, value) in values.iter_mut().enumerate() {
        *value -= sums[at % periods].0 / sums[at % periods].1;
    }
}

/// A season nobody would guess by the spacing: the first lag at which the series is about as alike as at any, and goes
/// on being so; and how many lags were looked at.
fn candidate(tracks: &[Vec<f64>], most: usize) -> Option<(usize, usize)> {
    let values = tracks.iter().max_by_key(|values| values.len())?;
    let rest = detrended(&values[values.len().saturating_sub(5_000)..]);
    let count = rest.len() as f64;
    let most = most.min(rest.len() / (PAIRS + 2)).min(400);
    let spread: f64 = rest.iter().map(|value| value * value).sum();
    let alike = |lag: usize| {
        let products: f64 = rest.iter().skip(lag).zip(&rest).map(|(a, b)| a * b).sum();
        products / spread * count / (count - lag as f64)
    };
    let near: Vec<f64> = (0..=most + 1).map(alike).collect();
    let is_peak = |lag: &usize| near[*lag] > near[lag - 1] && near[*lag] > near[lag + 1];
    let peaks: Vec<usize> = (2..=most).filter(is_peak).collect();
    let highest = peaks.iter().map(|&lag| near[lag]).fold(f64::NEG_INFINITY, f64::max);
    let good = |lag: &usize| near[*lag] > 0.85 * highest && alike(4 * lag) > GOES_ON * near[*lag];
    // Of a season and its multiples, which are as alike, the season.
    let first = peaks.into_iter().filter(|lag| near[*lag] > ALIKE).find(good)?;
    Some((first, most))
}
