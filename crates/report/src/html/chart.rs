//! Charts as inline SVG. Places are percentages, so that a drawing stretches while its text, which
//! is HTML beside it, keeps its size on a phone.

use maud::{Markup, html};

mod field;
mod plot;

use crate::axis::Axis;
use crate::{Chart, Series, Swing, number, prose};

pub(super) fn draw(chart: &Chart) -> Markup {
    match chart {
        Chart::Intervals { title, rows, reference } => intervals(title, rows, *reference),
        Chart::Bars { title, rows } => bars(title, rows),
        Chart::Lines { title, x, series } => lines(title, x, series),
        Chart::Band { title, x, ends, points, marks } => plot::band(title, x, ends, points, marks),
        Chart::Field { title, x, points, reference } => field::field(title, x, points, *reference),
        Chart::Spread { title, bins, at, sides } => plot::spread(title, bins, *at, sides),
        Chart::Swings { title, rows, middle, reference } => swings(title, rows, *middle, *reference),
        Chart::Map { title, across, rows } => map(title, across, rows),
    }
}

fn figure(title: &str, kind: &str, drawing: Markup) -> Markup {
    html! {
        figure class=(kind) {
            @if !title.is_empty() { figcaption { (super::prose(title)) } }
            (drawing)
        }
    }
}

/// A name, its drawing on the common axis, and its figure.
fn row(name: &str, label: &str, drawing: Markup, shown: Markup) -> Markup {
    let name = prose::clean(name);
    let label = format!("{name}: {label}");
    html! {
        div.row {
            span.name { (name) }
            span.shown { (shown) }
            svg role="img" aria-label=(label) { title { (label) } (drawing) }
        }
    }
}

fn intervals(title: &str, rows: &[(String, f64, f64, f64)], reference: Option<f64>) -> Markup {
    let ends = rows.iter().flat_map(|(_, low, value, high)| [*low, *value, *high]);
    let axis = Axis::over(ends.chain(reference)).unwrap_or(Axis { low: 0.0, high: 1.0 });
    // A little room at both ends, or the outermost dots would be cut.
    let at = |value: f64| axis.place(value).map(|share| percent(0.02 + 0.96 * share));
    let reference = reference.filter(|reference| reference.is_finite());
    let drawn = rows.iter().map(|(name, low, value, high)| {
        let interval = format!("{} to {}", axis.show(*low), axis.show(*high));
        let drawing = html! {
            @if let Some(x) = reference.and_then(at) { line.reference x1=(x) x2=(x) y1="0" y2="100%" {} }
            @if let (Some(from), Some(to)) = (at(*low), at(*high)) {
                line.interval x1=(from) x2=(to) y1="50%" y2="50%" {}
                @for (end, x) in [(low, &from), (high, &to)] {
                    // An open end has no cap: the interval goes on.
                    @if end.is_finite() { line.interval x1=(x) x2=(x) y1="30%" y2="70%" {} }
                }
            }
            @if let Some(x) = at(*value) { circle cx=(x) cy="50%" r="5" {} }
        };
        let shown = html! { b { (axis.show(*value)) } " " small { (interval) } };
        row(name, &format!("{}, {interval}", axis.show(*value)), drawing, shown)
    });
    figure(
        title,
        "intervals",
        html! {
            @for row in drawn { (row) }
            (scale(axis))
            @if let Some(reference) = reference { p.legend { span.dashed {} "marks " (axis.show(reference)) } }
        },
    )
}

fn bars(title: &str, rows: &[(String, f64)]) -> Markup {
    let axis = Axis::over(rows.iter().map(|row| row.1).chain([0.0])).unwrap_or(Axis { low: 0.0, high: 1.0 });
    let drawn = rows.iter().map(|(name, length)| {
        let ends = axis.place(0.0).zip(axis.place(*length));
        let drawing = html! {
            @if let Some((zero, end)) = ends {
                rect x=(percent(zero.min(end))) width=(percent((end - zero).abs())) y="20%" height="60%" rx="2" {}
                line.zero x1=(percent(zero)) x2=(percent(zero)) y1="0" y2="100%" {}
            }
        };
        row(name, &axis.show(*length), drawing, html! { b { (axis.show(*length)) } })
    });
    figure(title, "bars", html! { @for row in drawn { (row) } })
}

fn swings(title: &str, rows: &[Swing], middle: f64, reference: Option<f64>) -> Markup {
    let ends = rows.iter().flat_map(|row| [row.low, row.high]);
    let axis = Axis::over(ends.chain(reference).chain([middle])).unwrap_or(Axis { low: 0.0, high: 1.0 });
    let at = |value: f64| axis.place(value).map(|share| 0.01 + 0.98 * share);
    let reference = reference.filter(|value| value.is_finite());
    let drawn = rows.iter().map(|swing| {
        let side = |value: f64, class: &str| {
            let (from, to) = (at(value)?, at(middle)?);
            Some(html! {
                rect class=(class) x=(percent(from.min(to))) width=(percent((from - to).abs())) y="18%" height="64%" rx="2" {}
            })
        };
        let drawing = html! {
            @if let Some(x) = reference.and_then(at).map(percent) { line.reference x1=(x) x2=(x) y1="0" y2="100%" {} }
            @if let Some(rect) = side(swing.low, "low") { (rect) }
            @if let Some(rect) = side(swing.high, "high") { (rect) }
            @if let Some(x) = at(middle).map(percent) { line.zero x1=(x) x2=(x) y1="0" y2="100%" {} }
        };
        let shown = prose::clean(&swing.shown);
        row(&swing.name, &shown, drawing, html! { small { (shown) } })
    });
    figure(
        title,
        "swings",
        html! {
            @for row in drawn { (row) }
            (scale(axis))
            p.legend {
                span { i.low {} "when it is low" }
                span { i.high {} "when it is high" }
                @if let Some(reference) = reference { span { span.dashed {} "marks " (axis.show(reference)) } }
            }
        },
    )
}

fn map(title: &str, across: &str, rows: &[(String, String, Vec<f64>)]) -> Markup {
    let drawn = rows.iter().map(|(name, shown, shares)| {
        let width = 1.0 / shares.len().max(1) as f64;
        let drawing = html! {
            @for (at, share) in shares.iter().enumerate().filter(|(_, share)| !share.is_nan()) {
                rect class={ "shade-" (crate::axis::shade(*share)) } x=(percent(at as f64 * width)) width=(percent(width)) y="12%" height="76%" {}
            }
        };
        let shown = prose::clean(shown);
        row(name, &shown, drawing, html! { (shown) })
    });
    figure(
        title,
        "map",
        html! {
            @for row in drawn { (row) }
            div.scale { span {} span { (prose::clean(across)) } span {} }
            p.legend {
                @for (shade, words) in [(0, "none"), (1, "below a quarter"), (2, "about half"), (3, "most"), (4, "all")] {
                    span { i class={ "shade shade-" (shade) } {} (words) }
                }
            }
        },
    )
}

fn lines(title: &str, x: &str, series: &[Series]) -> Markup {
    let points = || series.iter().flat_map(|series| &series.points);
    let across = Axis::over(points().map(|point| point.0)).unwrap_or(Axis { low: 0.0, high: 1.0 });
    let up = Axis::over(points().map(|point| point.1)).unwrap_or(Axis { low: 0.0, high: 1.0 });
    let ends: Vec<String> =
        series.iter().map(|series| format!("{} {}", prose::clean(&series.name), ends(series, up))).collect();
    let label = format!("{}: {}", prose::clean(title), ends.join("; "));
    figure(
        title,
        "lines",
        html! {
            div.plot {
                div.up { span { (up.show(up.high)) } span { (up.show(up.low)) } }
                svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=(label) {
                    title { (label) }
                    @for height in [0, 50, 100] { line.grid x1="0" x2="100" y1=(height) y2=(height) {} }
                    @for (at, series) in series.iter().enumerate() {
                        @for stretch in stretches(series, across, up) {
                            polyline class={ "series-" (at % SERIES) } points=(stretch) {}
                        }
                    }
                }
                div.scale { span { (across.show(across.low)) } span { (prose::clean(x)) } span { (across.show(across.high)) } }
            }
            p.legend { @for (at, (series, shown)) in series.iter().zip(&ends).enumerate() {
                span title=(prose::clean(&series.name)) { i class={ "series-" (at % SERIES) } {} (shown) }
            } }
        },
    )
}

/// How many lines the style tells apart, by colour and dashes.
const SERIES: usize = 4;

/// The line's points in the viewBox, parted where a point is missing. A lone point becomes a short dash.
fn stretches(series: &Series, across: Axis, up: Axis) -> Vec<String> {
    let places: Vec<Option<(f64, f64)>> = series
        .points
        .iter()
        .map(|point| Some((across.place(point.0)? * 100.0, 100.0 - up.place(point.1)? * 100.0)))
        .collect();
    let stretches = places.split(Option::is_none).filter(|stretch| !stretch.is_empty()).map(|stretch| {
        let mut places: Vec<(f64, f64)> = stretch.iter().flatten().copied().collect();
        if let [(x, y)] = places[..] {
            places = vec![((x - 1.0).max(0.0), y), ((x + 1.0).min(100.0), y)];
        }
        places.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect::<Vec<_>>().join(" ")
    });
    stretches.collect()
}

fn ends(series: &Series, up: Axis) -> String {
    match series.points.as_slice() {
        [] => number::NONE.to_owned(),
        [only] => up.show(only.1),
        [first, .., last] => format!("{} → {}", up.show(first.1), up.show(last.1)),
    }
}

fn scale(axis: Axis) -> Markup {
    html! { div.scale { span { (axis.show(axis.low)) } span { (axis.show(axis.high)) } } }
}

fn percent(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}
