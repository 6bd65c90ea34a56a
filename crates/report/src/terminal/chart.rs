//! Charts in characters: intervals as `├──●──┤`, bars, swings, maps, lines as sparklines over one scale.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

mod field;
mod spark;

use super::{Page, Tone};
use crate::axis::Axis;
use crate::{Chart, Series, Swing, number, prose};

/// Narrower than this, a drawing says nothing.
const LEAST: usize = 8;

pub(super) fn draw(chart: &Chart, page: &Page) -> Vec<String> {
    let mut lines = page.wrapped(chart.title(), "", "", Some(Tone::Strong));
    lines.extend(drawing(chart, page));
    lines
}

/// The chart without its title.
pub(super) fn drawing(chart: &Chart, page: &Page) -> Vec<String> {
    match chart {
        Chart::Intervals { rows, reference, .. } => intervals(rows, *reference, page),
        Chart::Bars { rows, .. } => bars(rows, page),
        Chart::Lines { x, series, .. } => lines(x, series, page),
        Chart::Band { x, ends, points, marks, .. } => spark::band(x, ends, points, marks, page),
        Chart::Field { x, points, reference, .. } => field::field(x, points, *reference, page),
        Chart::Spread { bins, at, sides, .. } => spark::spread(bins, *at, sides, page),
        Chart::Swings { rows, middle, reference, .. } => swings(rows, *middle, *reference, page),
        Chart::Map { across, rows, .. } => map(across, rows, page),
    }
}

/// Rows of a name, a drawing and a figure, in columns.
struct Rows {
    name: usize,
    drawing: usize,
    figure: usize,
}

impl Rows {
    fn new<'a>(names: impl Iterator<Item = &'a str>, figures: &[String], page: &Page) -> Rows {
        let figure = figures.iter().map(|figure| figure.width()).max().unwrap_or(0);
        let room = (page.width / 3).min(page.width.saturating_sub(figure + 4)).max(1);
        let name = names.map(|name| prose::clean(name).width()).max().unwrap_or(0).min(room);
        let drawing = page.width.saturating_sub(2 + name + 2 + 2 + figure).min(60);
        Rows { name, drawing: if drawing < LEAST { 0 } else { drawing }, figure }
    }

    fn line(&self, name: &str, drawing: &str, figure: &str, page: &Page) -> String {
        let name = shortened(&prose::clean(name), self.name);
        let gap = " ".repeat(self.name.saturating_sub(name.width()) + 2);
        let drawing =
            if self.drawing == 0 { String::new() } else { page.ink.paint(Tone::Data, drawing) + "  " };
        let before = " ".repeat(self.figure.saturating_sub(figure.width()));
        format!("  {name}{gap}{drawing}{before}{figure}")
    }

    /// What the edges of the drawing mean, under it.
    fn scale(&self, low: &str, high: &str, page: &Page) -> Option<String> {
        let gap = self.drawing.checked_sub(low.width() + high.width() + 1)? + 1;
        let indent = " ".repeat(self.name + 4);
        Some(indent + &page.ink.paint(Tone::Faint, &format!("{low}{}{high}", " ".repeat(gap))))
    }
}

fn intervals(rows: &[(String, f64, f64, f64)], reference: Option<f64>, page: &Page) -> Vec<String> {
    let ends = rows.iter().flat_map(|(_, low, value, high)| [*low, *value, *high]);
    let Some(axis) = Axis::over(ends.chain(reference)) else {
        return without_numbers(rows.iter().map(|row| row.0.as_str()), page);
    };
    let figures: Vec<String> = rows
        .iter()
        .map(|(_, low, value, high)| {
            let interval = format!(" ({} to {})", axis.show(*low), axis.show(*high));
            axis.show(*value) + if page.width < 72 { "" } else { &interval }
        })
        .collect();
    let layout = Rows::new(rows.iter().map(|row| row.0.as_str()), &figures, page);
    let mut lines = Vec::new();
    for ((name, low, value, high), figure) in rows.iter().zip(&figures) {
        let drawing = interval(axis, (*low, *value, *high), reference, layout.drawing);
        lines.push(layout.line(name, &drawing, figure, page));
    }
    lines.extend(layout.scale(&axis.show(axis.low), &axis.show(axis.high), page));
    if let Some(reference) = reference.filter(|reference| reference.is_finite() && layout.drawing > 0) {
        lines.push(page.ink.paint(Tone::Faint, &format!("  ┊ marks {}", axis.show(reference))));
    }
    lines
}

fn interval(axis: Axis, (low, value, high): (f64, f64, f64), reference: Option<f64>, width: usize) -> String {
    let at = |value: f64| axis.column(value, width).filter(|_| width > 0);
    let mut cells = vec![' '; width];
    if let (Some(from), Some(to)) = (at(low), at(high)) {
        // An open end has no cap: the interval goes on.
        cells[from.min(to)..=from.max(to)].fill('─');
        cells[to] = if high.is_finite() { '┤' } else { '╌' };
        cells[from] = if low.is_finite() { '├' } else { '╌' };
    }
    if let Some(column) = reference.filter(|reference| reference.is_finite()).and_then(at) {
        cells[column] = if cells[column] == ' ' { '┊' } else { '┼' };
    }
    if let Some(column) = at(value) {
        cells[column] = '●';
    }
    cells.into_iter().collect()
}

fn bars(rows: &[(String, f64)], page: &Page) -> Vec<String> {
    let Some(axis) = Axis::over(rows.iter().map(|row| row.1).chain([0.0])) else { return Vec::new() };
    let figures: Vec<String> = rows.iter().map(|(_, length)| axis.show(*length)).collect();
    let layout = Rows::new(rows.iter().map(|row| row.0.as_str()), &figures, page);
    let draw = |length: f64| {
        let place = |value: f64| {
            axis.place(value).map(|share| (share * layout.drawing as f64 * 8.0).round() as usize)
        };
        let (Some(zero), Some(end)) = (place(0.0), place(length)) else { return String::new() };
        bar(zero, end)
    };
    let drawn = rows.iter().zip(&figures).map(|((name, length), figure)| {
        let bar = draw(*length);
        let bar = format!("{bar}{}", " ".repeat(layout.drawing.saturating_sub(bar.width())));
        layout.line(name, &bar, figure, page)
    });
    drawn.collect()
}

/// From the low result to the high one, the lower half light; the middle and the reference as lines.
fn swings(rows: &[Swing], middle: f64, reference: Option<f64>, page: &Page) -> Vec<String> {
    let names = || rows.iter().map(|row| row.name.as_str());
    let Some(axis) =
        Axis::over(rows.iter().flat_map(|row| [row.low, row.high]).chain(reference).chain([middle]))
    else {
        return without_numbers(names(), page);
    };
    let figures: Vec<String> =
        rows.iter().map(|row| shortened(&prose::clean(&row.shown), page.width / 3)).collect();
    let layout = Rows::new(names(), &figures, page);
    let at = |value: f64| axis.column(value, layout.drawing).filter(|_| layout.drawing > 0);
    let mut lines = Vec::new();
    for (row, figure) in rows.iter().zip(&figures) {
        let mut cells = vec![' '; layout.drawing];
        for (end, fill) in [(row.low, '░'), (row.high, '▓')] {
            if let (Some(from), Some(to)) = (at(end), at(middle)) {
                cells[from.min(to)..=from.max(to)].fill(fill);
            }
        }
        if let Some(column) = reference.and_then(at) {
            cells[column] = '┊';
        }
        if let Some(column) = at(middle) {
            cells[column] = '│';
        }
        lines.push(layout.line(&row.name, &cells.into_iter().collect::<String>(), figure, page));
    }
    lines.extend(layout.scale(&axis.show(axis.low), &axis.show(axis.high), page));
    let reference =
        reference.filter(|value| value.is_finite()).map(|value| format!(", ┊ marks {}", axis.show(value)));
    let legend =
        format!("░ when it is low, ▓ when it is high, │ on average{}", reference.unwrap_or_default());
    lines.extend(page.wrapped(&legend, "  ", "  ", Some(Tone::Faint)));
    lines
}

fn map(across: &str, rows: &[(String, String, Vec<f64>)], page: &Page) -> Vec<String> {
    const SHADES: [char; 5] = ['·', '░', '▒', '▓', '█'];
    let figures: Vec<String> =
        rows.iter().map(|row| shortened(&prose::clean(&row.1), page.width / 3)).collect();
    let layout = Rows::new(rows.iter().map(|row| row.0.as_str()), &figures, page);
    let shade = |share: f64| if share.is_nan() { ' ' } else { SHADES[crate::axis::shade(share)] };
    let mut lines: Vec<String> = rows
        .iter()
        .zip(&figures)
        .map(|((name, _, shares), figure)| {
            // As wide as the room allows: each share stands in one or more places, or every so many are left out.
            let width = layout.drawing.min(60);
            let at =
                |column: usize| shares.get(column * shares.len() / width.max(1)).copied().unwrap_or(f64::NAN);
            let drawing: String = (0..width).map(|column| shade(at(column))).collect();
            layout.line(name, &drawing, figure, page)
        })
        .collect();
    let legend = format!("across: {}; · none, █ all", prose::clean(across));
    lines.extend(page.wrapped(&legend, "  ", "  ", Some(Tone::Faint)));
    lines
}

/// A bar between two places counted in eighths of a character.
fn bar(zero: usize, end: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if end < zero {
        // No character is filled from the right by eighths: whole ones.
        let (from, to) = (end / 8, zero.div_ceil(8));
        " ".repeat(from) + &"█".repeat(to - from)
    } else {
        let start = zero.div_ceil(8);
        let (whole, rest) = (end / 8, end % 8);
        " ".repeat(start)
            + &"█".repeat(whole.saturating_sub(start))
            + if whole >= start { EIGHTHS[rest] } else { "" }
    }
}

fn lines(x: &str, series: &[Series], page: &Page) -> Vec<String> {
    let names = || series.iter().map(|series| series.name.as_str());
    let points = || series.iter().flat_map(|series| &series.points);
    let (Some(across), Some(up)) =
        (Axis::over(points().map(|point| point.0)), Axis::over(points().map(|point| point.1)))
    else {
        return without_numbers(names(), page);
    };
    let figures: Vec<String> = series.iter().map(|series| first_to_last(series, up)).collect();
    let layout = Rows::new(names(), &figures, page);
    let mut lines: Vec<String> = series
        .iter()
        .zip(&figures)
        .map(|(series, figure)| {
            layout.line(&series.name, &sparkline(series, across, up, layout.drawing), figure, page)
        })
        .collect();
    lines.extend(layout.scale(&across.show(across.low), &across.show(across.high), page));
    let legend = format!("across: {}; height: {} to {}", prose::clean(x), up.show(up.low), up.show(up.high));
    lines.extend(page.wrapped(&legend, "  ", "  ", Some(Tone::Faint)));
    lines
}

fn first_to_last(series: &Series, up: Axis) -> String {
    match series.points.as_slice() {
        [] => number::NONE.to_owned(),
        [only] => up.show(only.1),
        [first, .., last] => format!("{} → {}", up.show(first.1), up.show(last.1)),
    }
}

/// One character a column: as high as the line there, between its two nearest points.
fn sparkline(series: &Series, across: Axis, up: Axis, width: usize) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let points: Vec<(f64, f64)> =
        series.points.iter().filter_map(|point| Some((across.place(point.0)?, up.place(point.1)?))).collect();
    let height = |column: usize| {
        let here = column as f64 / (width - 1) as f64;
        let half = 0.5 / (width - 1) as f64;
        let next = points.iter().position(|point| point.0 >= here - half)?;
        let (to_x, to_y) = points[next];
        if to_x <= here + half {
            return Some(to_y);
        }
        let (from_x, from_y) = points[next.checked_sub(1)?];
        Some(from_y + (to_y - from_y) * (here - from_x) / (to_x - from_x))
    };
    (0..width)
        .map(|column| height(column).map_or(' ', |height| HEIGHTS[(height * 7.0).round() as usize]))
        .collect()
}

fn without_numbers<'a>(names: impl Iterator<Item = &'a str>, page: &Page) -> Vec<String> {
    names
        .flat_map(|name| {
            page.wrapped(&format!("{} {}", prose::clean(name), number::NONE), "  ", "    ", None)
        })
        .collect()
}

fn shortened(name: &str, width: usize) -> String {
    if name.width() <= width {
        return name.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let fitting = name.chars().take_while(|letter| {
        let needed = letter.width().unwrap_or(0);
        let fits = needed <= room;
        room = room.saturating_sub(needed);
        fits
    });
    fitting.chain(['…']).collect()
}
