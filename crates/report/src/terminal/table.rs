//! A table on a terminal: columns while they fit, else each row as a small list.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::{Page, Tone};
use crate::{Table, prose};

const MARK: &str = "›";
/// What the mark takes, and what stands between columns.
const MARGIN: usize = 2;
const GAP: usize = 2;

pub(super) fn draw(table: &Table, page: &Page) -> Vec<String> {
    let mut lines = page.wrapped(&table.title, "", "", Some(Tone::Strong));
    let least = least_widths(table);
    let fits = MARGIN + least.iter().map(|width| width + GAP).sum::<usize>() <= page.width + GAP;
    lines.extend(if fits { columns(table, &least, page) } else { records(table, page) });
    lines
}

/// How wide each column must be: as its longest word, or 20 where that is longer. A figure and its
/// unit are one word.
fn least_widths(table: &Table) -> Vec<usize> {
    let longest_word = |cell: &str| prose::clean(cell).split(' ').map(str::width).max().unwrap_or(0);
    let column = |at: usize| {
        let whole = table.is_numeric(at);
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let cells = cells.map(|cell| if whole { cell.width() } else { longest_word(cell) });
        cells.chain([longest_word(&table.head[at])]).max().unwrap_or(0).clamp(1, 20)
    };
    (0..table.head.len()).map(column).collect()
}

fn columns(table: &Table, least: &[usize], page: &Page) -> Vec<String> {
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(page.width).unwrap_or(u16::MAX));
    let cells = |row: &[String]| {
        (0..table.head.len()).map(|at| prose::clean(row.get(at).map_or("", String::as_str))).collect()
    };
    let marked = |mark: &str, mut cells: Vec<String>| {
        cells.insert(0, mark.to_owned());
        cells
    };
    drawn.set_header(marked("", cells(&table.head)));
    for (at, row) in table.rows.iter().enumerate() {
        drawn.add_row(marked(if table.marked == Some(at) { MARK } else { "" }, cells(row)));
    }
    for (at, column) in drawn.column_iter_mut().enumerate() {
        // The first column is the mark's.
        let Some(table_column) = at.checked_sub(1) else {
            column.set_padding((0, 1));
            continue;
        };
        let gap = if at == table.head.len() { 0 } else { GAP };
        column.set_padding((0, gap as u16));
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(
            (least[table_column] + gap) as u16,
        )));
        if table.is_numeric(table_column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut lines: Vec<String> = drawn.lines().map(|line| line.trim_end().to_owned()).collect();
    for line in &mut lines {
        if line.starts_with(MARK) {
            *line = page.ink.paint(Tone::Strong, line);
        } else if line.starts_with('─') {
            // The mark stands before the table, not in it.
            *line = page.ink.paint(Tone::Faint, &line.replacen("──", "  ", 1));
        }
    }
    lines
}

fn records(table: &Table, page: &Page) -> Vec<String> {
    let name_width =
        table.head.iter().map(|name| prose::clean(name).width()).max().unwrap_or(0).min(page.width / 3);
    let mut lines = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let marked = table.marked == Some(at);
        for (column, (name, cell)) in table.head.iter().zip(row).enumerate() {
            let start = if column > 0 {
                "  "
            } else if marked {
                "› "
            } else {
                "- "
            };
            let name = prose::clean(name);
            let gap = " ".repeat(name_width.saturating_sub(name.width()) + 2);
            let cell = prose::clean(cell);
            let next = " ".repeat(name_width + 4);
            let tone = (column == 0 || marked).then_some(Tone::Strong);
            if name.width() > name_width {
                lines.extend(page.wrapped(&name, start, "    ", None));
                lines.extend(page.wrapped(&cell, &next, &next, tone));
            } else {
                lines.extend(page.wrapped(&cell, &format!("{start}{name}{gap}"), &next, tone));
            }
        }
    }
    lines
}
