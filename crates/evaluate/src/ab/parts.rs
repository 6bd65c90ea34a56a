//! The difference in parts of an experiment: by time, by segment, and in the first times against the later ones.

use stats::{Difference, paired_change};

use super::compare::{Estimate, Pair};
use super::evidence::{Fading, Part, Within};
use super::tally::{Arms, Parted, Tallies};

/// The difference at each time; intervals of one reading each.
pub fn by_time(pair: Pair, tallies: &Tallies, alpha: f64, name: impl Fn(u32) -> String) -> Vec<Part> {
    tallies.times.iter().filter_map(|(&time, arms)| part(pair, arms, alpha, name(time))).collect()
}

/// The difference in each segment, and within all of them. Intervals and p-values are widened for the number of
/// segments (Bonferroni), so that looking at many finds none by chance.
pub fn by_segment(
    pair: Pair,
    tallies: &Tallies,
    alpha: f64,
    name: impl Fn(u32) -> String,
) -> (Vec<Part>, Option<Within>) {
    let count = tallies.segments.len().max(1) as f64;
    let mut parts: Vec<Part> = tallies
        .segments
        .iter()
        .filter_map(|(&segment, arms)| part(pair, arms, alpha / count, name(segment)))
        .collect();
    parts.iter_mut().for_each(|part| part.p_value = part.p_value.map(|p| (p * count).min(1.0)));
    parts.sort_by(|left, right| left.name.cmp(&right.name));
    // Rows without a segment count in neither figure.
    let mut known = Arms::new();
    tallies.segments.values().for_each(|part| super::tally::merge(&mut known, part));
    let each = tallies.segments.values().filter_map(|arms| {
        let (variant, control) = pair.of(arms)?;
        let (n, m) = (variant.sums.units() as f64, control.sums.units() as f64);
        // As many pairs of units as the smaller arm makes, so that a segment of one arm has no say.
        Some((n * m / (n + m), pair.plain(arms)?))
    });
    let each: Vec<(f64, Difference)> = each.collect();
    let inside = Difference::weighted(&each).zip(pair.plain(&known)).filter(|_| each.len() > 1);
    let inside = inside.map(|(difference, overall)| Within {
        overall: overall.value,
        overall_p: overall.p_value(),
        difference: difference.value,
        low: difference.interval(alpha).map(|(low, _)| low),
        high: difference.interval(alpha).map(|(_, high)| high),
        p_value: difference.p_value(),
    });
    (parts, inside)
}

fn part(pair: Pair, arms: &Arms, alpha: f64, name: String) -> Option<Part> {
    let (variant, control) = pair.of(arms)?;
    let difference = pair.difference(arms);
    let estimate = match difference {
        Some(difference) if variant.sums.covariates() > 0 => Some(Estimate::Difference(difference)),
        _ => Estimate::plain(pair.kind, &variant.sums, &control.sums),
    };
    let plain = variant.sums.ratio().zip(control.sums.ratio()).map(|(variant, control)| variant - control);
    let interval = estimate.and_then(|estimate| estimate.interval(alpha));
    Some(Part {
        name,
        n_variant: variant.sums.units(),
        n_control: control.sums.units(),
        difference: difference.map(|difference| difference.value).or(plain),
        low: interval.map(|(low, _)| low),
        high: interval.map(|(_, high)| high),
        p_value: estimate.and_then(|estimate| estimate.p_value()),
    })
}

/// The parting of the times at which the later ones fall furthest below the first, with its p-value widened for the
/// number of partings that were tried.
pub fn fading(pair: Pair, parted: &[Parted], ends: &[String]) -> Option<Fading> {
    let tried = parted.len() as f64;
    let of = |(parted, end): (&Parted, &String)| {
        let (first, later) = (pair.plain(&parted.first)?, pair.plain(&parted.later)?);
        let change = match &parted.paired {
            Some(paired) => {
                let arms = paired.get(pair.metric)?;
                paired_change(arms.get(pair.variant)?, arms.get(pair.control)?)?
            }
            None => later.less(&first)?,
        };
        Some(Fading {
            until: end.clone(),
            first: first.value,
            later: later.value,
            p_value: falls(&change)? * tried,
        })
    };
    surest(parted.iter().zip(ends).filter_map(of))
}

/// The one that chance would bring about most seldom.
pub fn surest(found: impl Iterator<Item = Fading>) -> Option<Fading> {
    found
        .min_by(|left, right| left.p_value.total_cmp(&right.p_value))
        .map(|fading| Fading { p_value: fading.p_value.min(1.0), ..fading })
}

/// How often a difference falls at least this far when it stays the same.
pub fn falls(change: &Difference) -> Option<f64> {
    let either = 0.5 * change.p_value()?;
    Some(if change.value < 0.0 { either } else { 1.0 - either })
}
