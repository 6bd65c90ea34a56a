//! Quantiles in parts of an experiment: by time, by segment, and in the first times against the later ones. Parts too
//! small to have a quantile's interval are left out.

use std::collections::BTreeMap;

use stats::{Difference, Quantile, quantile_difference};

use super::evidence::{Fading, Part};
use super::parts::{falls, surest};

/// A quantile of the variant and of the control, by part; `None` where none is compared.
type Parts = Option<[BTreeMap<u32, Quantile>; 2]>;

/// The difference at each time; intervals of one reading each.
pub fn by_time(parts: Parts, alpha: f64, name: impl Fn(u32) -> String) -> Vec<Part> {
    each(&parts, alpha, 1.0, name)
}

/// The difference in each segment; intervals and p-values are widened for the number of segments (Bonferroni).
pub fn by_segment(parts: Parts, alpha: f64, name: impl Fn(u32) -> String) -> Vec<Part> {
    let count = both(&parts).count().max(1) as f64;
    let mut parts = each(&parts, alpha, count, name);
    parts.sort_by(|left, right| left.name.cmp(&right.name));
    parts
}

/// The parting of the times at which the later ones fall furthest below the first; each comes as its part 0 and 1.
/// Units with values on both sides are taken for different ones, which can only hide a fall.
pub fn fading(parted: impl Iterator<Item = Parts>, ends: &[String]) -> Option<Fading> {
    let tried = ends.len() as f64;
    let of = |(parts, end): (Parts, &String)| {
        let differences: BTreeMap<u32, Difference> = both(&parts)
            .filter_map(|(part, variant, control)| Some((part, quantile_difference(variant, control)?)))
            .collect();
        let (first, later) = (differences.get(&0)?, differences.get(&1)?);
        let p_value = falls(&later.less(first)?)? * tried;
        Some(Fading { until: end.clone(), first: first.value, later: later.value, p_value })
    };
    surest(parted.zip(ends).filter_map(of))
}

fn each(parts: &Parts, alpha: f64, count: f64, name: impl Fn(u32) -> String) -> Vec<Part> {
    let part = |(part, variant, control): (u32, &Quantile, &Quantile)| {
        let difference = quantile_difference(variant, control);
        let interval = difference.and_then(|difference| difference.interval(alpha / count));
        Part {
            name: name(part),
            n_variant: variant.units,
            n_control: control.units,
            difference: Some(variant.value - control.value),
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            p_value: difference.and_then(|difference| Some((difference.p_value()? * count).min(1.0))),
        }
    };
    both(parts).map(part).collect()
}

/// The parts that both arms have.
fn both(parts: &Parts) -> impl Iterator<Item = (u32, &Quantile, &Quantile)> {
    parts.iter().flat_map(|[variant, control]| {
        variant.iter().filter_map(|(&part, one)| Some((part, one, control.get(&part)?)))
    })
}
