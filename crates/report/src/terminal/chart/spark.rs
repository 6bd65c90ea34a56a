//! Charts of one line of characters: a line within its band, and how values spread.

use unicode_width::UnicodeWidthStr;

use super::{LEAST, Page, Tone, sparkline};
use crate::axis::Axis;
use crate::{BandPoint, Series, number, prose};

/// A spark of the line; what the band is at both ends, and the levels, in words.
pub(super) fn band(
    x: &str,
    ends: &[String; 2],
    points: &[BandPoint],
    marks: &[(String, f64)],
    page: &Page,
) -> Vec<String> {
    let values = points.iter().flat_map(|point| [point.low, point.value, point.high]);
    let (Some(across), Some(up)) = (
        Axis::over(points.iter().map(|point| point.x)),
        Axis::over(values.chain(marks.iter().map(|mark| mark.1))),
    ) else {
        return page.wrapped(number::NONE, "  ", "  ", None);
    };
    let width = width(page);
    let line = |value: fn(&BandPoint) -> f64| Series {
        name: String::new(),
        points: points.iter().map(|point| (point.x, value(point))).collect(),
    };
    let mut lines = Vec::new();
    if width >= LEAST {
        let spark = sparkline(&line(|point| point.value), across, up, width);
        lines.push(format!("  {}", page.ink.paint(Tone::Data, &spark)));
        lines.extend(scale(&prose::clean(&ends[0]), &prose::clean(&ends[1]), width, page));
    }
    let shown = |point: &BandPoint| {
        format!("{} ({} to {})", up.show(point.value), up.show(point.low), up.show(point.high))
    };
    let (first, last) = (points.first().map(shown), points.last().map(shown));
    let told = format!("{}, then {}", first.unwrap_or_default(), last.unwrap_or_default());
    lines.extend(page.wrapped(&told, "  ", "  ", None));
    let marks: Vec<String> =
        marks.iter().map(|(name, value)| format!("{} {}", prose::clean(name), up.show(*value))).collect();
    let legend = format!("across: {}; height: {} to {}", prose::clean(x), up.show(up.low), up.show(up.high));
    let legend = std::iter::once(legend).chain(marks).collect::<Vec<_>>().join("; ");
    lines.extend(page.wrapped(&legend, "  ", "  ", Some(Tone::Faint)));
    lines
}

/// A spark of the bins, with a line where bad and good part.
pub(super) fn spread(bins: &[(f64, f64, f64)], at: f64, sides: &[String; 2], page: &Page) -> Vec<String> {
    let edges = || bins.iter().flat_map(|bin| [bin.0, bin.1]);
    let (Some(across), Some(up)) =
        (Axis::over(edges()), Axis::over(bins.iter().map(|bin| bin.2).chain([0.0])))
    else {
        return page.wrapped(number::NONE, "  ", "  ", None);
    };
    let width = width(page);
    let points = bins.iter().map(|(from, to, share)| (from / 2.0 + to / 2.0, *share)).collect();
    let mut spark: Vec<char> = if width >= LEAST {
        sparkline(&Series { name: String::new(), points }, across, up, width).chars().collect()
    } else {
        Vec::new()
    };
    let inside = at > across.low && at < across.high;
    if let Some(column) = across.column(at, width).filter(|_| inside && width >= LEAST) {
        spark[column] = '┊';
    }
    let mut lines = Vec::new();
    if !spark.is_empty() {
        let spark: String = spark.into_iter().collect();
        lines.push(format!("  {}", page.ink.paint(Tone::Data, &spark)));
        lines.extend(scale(&across.show(across.low), &across.show(across.high), width, page));
    }
    let [below, above] = sides.each_ref().map(|side| prose::clean(side));
    let mark = if inside { format!("; ┊ marks {}", across.show(at)) } else { String::new() };
    lines.extend(page.wrapped(&format!("{below} · {above}{mark}"), "  ", "  ", Some(Tone::Faint)));
    lines
}

fn width(page: &Page) -> usize {
    page.width.saturating_sub(2).min(60)
}

/// What the edges of a drawing mean, under it; nothing when they do not fit.
fn scale(low: &str, high: &str, width: usize, page: &Page) -> Option<String> {
    let gap = width.checked_sub(low.width() + high.width() + 1)? + 1;
    Some(format!("  {}", page.ink.paint(Tone::Faint, &format!("{low}{}{high}", " ".repeat(gap)))))
}
