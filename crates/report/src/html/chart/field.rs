//! Points over two axes, each with the interval it lies in: what one gets for what one gives.

use maud::{Markup, html};

use super::{figure, percent};
use crate::axis::Axis;
use crate::{FieldPoint, number, prose};

pub(super) fn field(title: &str, x: &str, points: &[FieldPoint], reference: Option<f64>) -> Markup {
    let across = Axis::over(points.iter().map(|point| point.x)).unwrap_or(Axis { low: 0.0, high: 1.0 });
    let ends = points.iter().flat_map(|point| [point.low, point.value, point.high]);
    let up = Axis::over(ends.chain(reference)).unwrap_or(Axis { low: 0.0, high: 1.0 });
    // Room at all sides, for the names; points at one place stand side by side.
    let left = |at: usize| {
        let before = points[..at].iter().filter(|other| other.x == points[at].x).count();
        across.place(points[at].x).map(|share| percent(0.06 + 0.86 * share + 0.022 * before as f64))
    };
    let top = |value: f64| up.place(value).map(|share| percent(0.1 + 0.8 * (1.0 - share)));
    let told = |point: &FieldPoint| {
        let interval =
            format!("{} ({} to {})", up.show(point.value), up.show(point.low), up.show(point.high));
        format!("{}: {interval} at {}", prose::clean(&point.name), number::significant(point.x, 3))
    };
    let label = points.iter().map(told).collect::<Vec<_>>().join("; ");
    let label = format!("{}: {label}", prose::clean(title));
    figure(
        title,
        "field",
        html! {
            div.plot {
                div.up { span { (up.show(up.high)) } span { (up.show(up.low)) } }
                svg role="img" aria-label=(label) {
                    title { (label) }
                    @if let Some(y) = reference.and_then(top) { line.reference x1="0" x2="100%" y1=(y) y2=(y) {} }
                    @for (at, point) in points.iter().enumerate() {
                        @if let (Some(x), Some(y), Some(low), Some(high)) = (left(at), top(point.value), top(point.low), top(point.high)) {
                            g.chosen[point.marked] {
                                line.interval x1=(x) x2=(x) y1=(low) y2=(high) {}
                                circle cx=(x) cy=(y) r=(if point.marked { 7 } else { 4 }) {}
                                // Names above and below by turns, so that neighbours do not write over each other.
                                text x=(x) y=(if at % 2 == 0 { high } else { low }) dy=(if at % 2 == 0 { "-.45em" } else { "1.15em" }) { (prose::clean(&point.name)) }
                            }
                        }
                    }
                }
                div.scale { span { (number::significant(across.low, 3)) } span { (prose::clean(x)) } span { (number::significant(across.high, 3)) } }
            }
            @if let Some(reference) = reference {
                p.legend { span { span.dashed {} "marks " (up.show(reference)) } }
            }
        },
    )
}
