//! Charts with two axes of their own: a line within its band, and how values spread.

use maud::{Markup, html};

use super::{figure, percent};
use crate::axis::Axis;
use crate::{BandPoint, prose};

const NOTHING: Axis = Axis { low: 0.0, high: 1.0 };

pub(super) fn band(
    title: &str,
    x: &str,
    ends: &[String; 2],
    points: &[BandPoint],
    marks: &[(String, f64)],
) -> Markup {
    let values = points.iter().flat_map(|point| [point.low, point.value, point.high]);
    let across = Axis::over(points.iter().map(|point| point.x)).unwrap_or(NOTHING);
    let up = Axis::over(values.chain(marks.iter().map(|mark| mark.1))).map_or(NOTHING, roomy);
    // A little room at the sides, or the outermost dots would be cut.
    let place = |x: f64, y: f64| Some((0.01 + 0.98 * across.place(x)?, 1.0 - up.place(y)?));
    let corner = |(x, y): (f64, f64)| format!("{:.2},{:.2}", 100.0 * x, 100.0 * y);
    let line = |value: fn(&BandPoint) -> f64| -> Vec<String> {
        points.iter().filter_map(|point| place(point.x, value(point))).map(corner).collect()
    };
    let (high, mut low) = (line(|point| point.high), line(|point| point.low));
    low.reverse();
    let around = [high, low].concat().join(" ");
    let dots: Vec<(f64, f64)> = points.iter().filter_map(|point| place(point.x, point.value)).collect();
    let shown = |point: &BandPoint| {
        format!("{} ({} to {})", up.show(point.value), up.show(point.low), up.show(point.high))
    };
    let told = match (points.first(), points.last()) {
        (Some(first), Some(last)) => format!("from {} to {}", shown(first), shown(last)),
        _ => crate::number::NONE.to_owned(),
    };
    let label = format!("{}: {told}", prose::clean(title));
    let marks: Vec<(String, f64)> =
        marks.iter().filter(|mark| mark.1.is_finite()).map(|(name, at)| (prose::clean(name), *at)).collect();
    figure(
        title,
        "lines",
        html! {
            div.plot {
                div.up { span { (up.show(up.high)) } span { (up.show(up.low)) } }
                svg role="img" aria-label=(label) {
                    title { (label) }
                    svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" {
                        @for height in [0, 50, 100] { line.grid x1="0" x2="100" y1=(height) y2=(height) {} }
                        polygon.band points=(around) {}
                        polyline.series-0 points=(line(|point| point.value).join(" ")) {}
                    }
                    @for (at, (_, level)) in marks.iter().enumerate() {
                        @if let Some(share) = up.place(*level) {
                            line class={ "mark mark-" (at % 2) } x1="0" x2="100%" y1=(percent(1.0 - share)) y2=(percent(1.0 - share)) {}
                        }
                    }
                    // Dots only where they can be told apart.
                    @if dots.len() <= 30 {
                        @for (x, y) in &dots { circle cx=(percent(*x)) cy=(percent(*y)) r="3.5" {} }
                    }
                }
                div.scale {
                    span { (prose::clean(&ends[0])) } span { (prose::clean(x)) } span { (prose::clean(&ends[1])) }
                }
            }
            p.legend {
                span { i.series-0 {} (told) }
                @for (at, (name, level)) in marks.iter().enumerate() {
                    span { i class={ "mark mark-" (at % 2) } {} (name) " " (up.show(*level)) }
                }
            }
        },
    )
}

pub(super) fn spread(title: &str, bins: &[(f64, f64, f64)], at: f64, sides: &[String; 2]) -> Markup {
    let edges = bins.iter().flat_map(|bin| [bin.0, bin.1]);
    let across = Axis::over(edges).unwrap_or(NOTHING);
    let most = bins.iter().map(|bin| bin.2).filter(|share| share.is_finite()).fold(0.0, f64::max);
    let [below, above] = sides.each_ref().map(|side| prose::clean(side));
    let label = format!("{}: {below}; {above}", prose::clean(title));
    let bars = bins.iter().filter_map(|(from, to, share)| {
        let (left, right) = (across.place(*from)?, across.place(*to)?);
        let height = if most > 0.0 && share.is_finite() { share / most } else { 0.0 };
        let class = if from / 2.0 + to / 2.0 < at { "low" } else { "high" };
        Some((class, left, (right - left).max(0.0), height))
    });
    let at = Some(at).filter(|at| *at > across.low && *at < across.high);
    figure(
        title,
        "spread",
        html! {
            svg role="img" aria-label=(label) {
                title { (label) }
                @for (class, left, width, height) in bars {
                    // A hair between the bars.
                    rect class=(class) x=(percent(left + 0.05 * width)) width=(percent(0.9 * width)) y=(percent(1.0 - height)) height=(percent(height)) {}
                }
                @if let Some(x) = at.and_then(|at| across.place(at)).map(percent) {
                    line.reference x1=(x) x2=(x) y1="0" y2="100%" {}
                }
            }
            div.scale { span { (across.show(across.low)) } span { (across.show(across.high)) } }
            p.legend {
                span { i.low {} (below) }
                span { i.high {} (above) }
                @if let Some(at) = at { span { span.dashed {} "marks " (across.show(at)) } }
            }
        },
    )
}

/// With a twentieth of room above and below, so that the band does not touch the edges; but what is never negative is
/// not drawn below 0.
fn roomy(axis: Axis) -> Axis {
    let room = axis.high / 20.0 - axis.low / 20.0;
    let low = (axis.low - room).max(if axis.low >= 0.0 { 0.0 } else { f64::MIN });
    Axis { low, high: (axis.high + room).min(f64::MAX) }
}
