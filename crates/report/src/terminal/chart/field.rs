//! Points over two axes in characters: a letter where each stands, its interval as a line.

use unicode_width::UnicodeWidthStr;

use super::{LEAST, Page, Tone, without_numbers};
use crate::axis::Axis;
use crate::{FieldPoint, number, prose};

/// How many lines the drawing is high.
const HEIGHT: usize = 10;

pub(super) fn field(x: &str, points: &[FieldPoint], reference: Option<f64>, page: &Page) -> Vec<String> {
    let ends = points.iter().flat_map(|point| [point.low, point.value, point.high]);
    let (Some(across), Some(up)) =
        (Axis::over(points.iter().map(|point| point.x)), Axis::over(ends.chain(reference)))
    else {
        return without_numbers(points.iter().map(|point| point.name.as_str()), page);
    };
    let (top, bottom) = (up.show(up.high), up.show(up.low));
    let margin = top.width().max(bottom.width());
    let width = page.width.saturating_sub(margin + 4).min(64);
    let letter = |at: usize| char::from_u32('A' as u32 + at as u32 % 26).unwrap_or('?');
    let mut lines = Vec::new();
    if width >= 2 * LEAST {
        let mut cells = vec![vec![' '; width]; HEIGHT];
        let line = |value: f64| up.column(value, HEIGHT).map(|from_below| HEIGHT - 1 - from_below);
        if let Some(at) = reference.and_then(line) {
            cells[at].fill('┈');
        }
        for (at, point) in points.iter().enumerate() {
            // Points at one place stand side by side.
            let before = points[..at].iter().filter(|other| other.x == point.x).count();
            let column = across.column(point.x, width).map(|column| (column + 2 * before).min(width - 1));
            let (Some(column), Some(own)) = (column, line(point.value)) else { continue };
            if let (Some(low), Some(high)) = (line(point.low), line(point.high)) {
                (high..=low).for_each(|at| cells[at][column] = '│');
            }
            cells[own][column] = letter(at);
        }
        for (at, cells) in cells.iter().enumerate() {
            let label = if at == 0 {
                &top
            } else if at + 1 == HEIGHT {
                &bottom
            } else {
                ""
            };
            let before = " ".repeat(margin - label.width());
            let drawn: String = cells.iter().collect();
            lines.push(format!("  {before}{label} {}", page.ink.paint(Tone::Data, drawn.trim_end())));
        }
        let (first, last) = (number::significant(across.low, 3), number::significant(across.high, 3));
        // Where both ends have no room, neither is shown.
        if let Some(gap) = width.checked_sub(first.width() + last.width() + 1) {
            let scale = format!("  {}{first}{}{last}", " ".repeat(margin + 1), " ".repeat(gap + 1));
            lines.push(page.ink.paint(Tone::Faint, &scale));
        }
        lines.extend(page.wrapped(&format!("across: {}", prose::clean(x)), "  ", "  ", Some(Tone::Faint)));
    }
    for (at, point) in points.iter().enumerate() {
        let interval =
            format!("{} ({} to {})", up.show(point.value), up.show(point.low), up.show(point.high));
        let chosen = if point.marked { ", chosen" } else { "" };
        let told = format!(
            "{} {}: {interval} at {}{chosen}",
            letter(at),
            prose::clean(&point.name),
            number::significant(point.x, 3)
        );
        lines.extend(page.wrapped(&told, "  ", "    ", point.marked.then_some(Tone::Strong)));
    }
    if let Some(reference) = reference.filter(|reference| reference.is_finite()) {
        lines.push(page.ink.paint(Tone::Faint, &format!("  ┈ marks {}", up.show(reference))));
    }
    lines
}
