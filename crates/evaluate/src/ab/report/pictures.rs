//! Pictures of the difference: side by side, over time, by segment.

use ::report::{BandPoint, Chart};

use crate::ab::{Basis, Comparison, Evidence, Kind};

/// The pictures of each metric.
pub fn pictures(evidence: &Evidence) -> Vec<Chart> {
    // Comparisons of one metric stand together.
    let metrics = evidence.comparisons.chunk_by(|one, next| one.metric == next.metric);
    let each = |group: &[Comparison]| {
        let over_time = group.iter().filter_map(over_time);
        let by_segment = group.iter().filter_map(by_segment);
        side_by_side(group).into_iter().chain(over_time).chain(by_segment).collect::<Vec<_>>()
    };
    metrics.flat_map(each).collect()
}

/// Each variant's intervals against what it must reach: of one reading, and of more than one.
fn side_by_side(group: &[Comparison]) -> Option<Chart> {
    let first = group.first()?;
    let early = match first.basis {
        Basis::GroupSequential => "at planned looks",
        _ => "at any time",
    };
    let (scale, unit) = shown_in(first);
    let rows = group.iter().flat_map(|one| {
        let ends = [
            (one.variant.clone(), one.low.zip(one.high)),
            (format!("{}, read {early}", one.variant), one.sequential_low.zip(one.sequential_high)),
        ];
        ends.into_iter().filter_map(|(name, ends)| {
            let (low, high) = ends?;
            Some((name, scale * low, scale * one.difference?, scale * high))
        })
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| Chart::Intervals {
        title: format!("{}: difference from {}{unit}", first.metric, first.control),
        rows,
        reference: Some(scale * first.smallest_gain),
    })
}

fn over_time(one: &Comparison) -> Option<Chart> {
    let (scale, unit) = shown_in(one);
    let points = one.by_time.iter().enumerate().filter_map(|(at, part)| {
        let [low, value, high] = [part.low?, part.difference?, part.high?].map(|value| scale * value);
        Some(BandPoint { x: at as f64, low, value, high })
    });
    let points: Vec<BandPoint> = points.collect();
    let [first, .., last] = one.by_time.as_slice() else { return None };
    (points.len() > 2).then(|| Chart::Band {
        title: format!("{}: difference of {} from {} over time{unit}", one.metric, one.variant, one.control),
        x: "time".to_owned(),
        ends: [first.name.clone(), last.name.clone()],
        points,
        marks: vec![("no difference".to_owned(), 0.0)],
    })
}

fn by_segment(one: &Comparison) -> Option<Chart> {
    let (scale, unit) = shown_in(one);
    let row = |name: &str, [low, value, high]: [f64; 3]| {
        (name.to_owned(), scale * low, scale * value, scale * high)
    };
    let rows = one
        .by_segment
        .iter()
        .filter_map(|part| Some(row(&part.name, [part.low?, part.difference?, part.high?])));
    let mut rows: Vec<_> = rows.take(MOST_SEGMENTS).collect();
    if let Some(within) = one.within_segments.as_ref().filter(|_| rows.len() > 1) {
        rows.extend(
            within
                .low
                .zip(within.high)
                .map(|(low, high)| row("all, within segments", [low, within.difference, high])),
        );
    }
    (rows.len() > 1).then(|| Chart::Intervals {
        title: format!("{}: difference of {} from {} by segment{unit}", one.metric, one.variant, one.control),
        rows,
        reference: Some(0.0),
    })
}

/// More would be no picture.
const MOST_SEGMENTS: usize = 20;

/// By what a difference is multiplied to be shown, and what it is shown in: shares differ by percentage points.
fn shown_in(one: &Comparison) -> (f64, &'static str) {
    match one.kind {
        Kind::Proportion => (100.0, ", percentage points"),
        _ => (1.0, ""),
    }
}
