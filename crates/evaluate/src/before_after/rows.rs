//! The rows of the table, put together by time before and after the change, by group and by unit.

use std::collections::{BTreeMap, HashMap};

use ::report::{Fault, suggest};
use frame::{Cell, Column, Frame, Kind};
use jiff::civil::Date;

use super::Question;
use crate::ab::{ByUnit, find, numbers};

/// Periods farther from the change than this are no times.
const FARTHEST: f64 = 1e12;

/// A sum over a sum: the metric of some rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    /// Sum of the values, or of a ratio's numerators, less the origin for each unit of weight.
    pub sum: f64,
    /// Count of rows, or sum of a ratio's denominators.
    pub weight: f64,
    /// Rows.
    pub rows: u64,
}

impl Part {
    /// The mean or ratio, less the origin.
    pub fn level(&self) -> Option<f64> {
        Some(self.sum / self.weight).filter(|level| level.is_finite())
    }

    pub(super) fn add(&mut self, other: Part) {
        self.sum += other.sum;
        self.weight += other.weight;
        self.rows += other.rows;
    }
}

/// A group over time: its parts by period, counted from the change: -1 is the last before, 0 the first after.
pub type Course = BTreeMap<i64, Part>;

/// A unit in one group over time.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitCourse {
    /// Whether the change reached it.
    pub treated: bool,
    /// Its parts, by period.
    pub parts: Course,
}

/// All rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// How many were read.
    pub read: u64,
    /// How many lack the metric, the time, the group or the unit.
    pub left_out: u64,
    /// Those the change reached; all, where there are no others.
    pub treated: Course,
    /// The others.
    pub others: Course,
    /// The units, in order of appearance.
    pub units: Vec<UnitCourse>,
    /// Whether times are dates.
    pub dated: bool,
    /// When the change came, in days since 1970 or as the column counts.
    pub since: f64,
    /// The first level met, which all sums leave out, so that a large common offset costs no digits.
    pub origin: Option<f64>,
}

/// Read all rows once.
pub fn read(question: &Question, frames: impl Iterator<Item = Result<Frame, Fault>>) -> Result<Rows, Fault> {
    let mut rows = Rows::default();
    let mut units: HashMap<(u64, bool), usize> = HashMap::new();
    for frame in frames {
        add(question, &frame?, &mut rows, &mut units)?;
    }
    if rows.read == 0 {
        return Err(
            Fault::new("the table has no rows").hint("give the rows of the days before and after the change")
        );
    }
    Ok(rows)
}

fn add(
    question: &Question,
    frame: &Frame,
    rows: &mut Rows,
    units: &mut HashMap<(u64, bool), usize>,
) -> Result<(), Fault> {
    let (above, below) = question.metric_columns(frame.column(&question.metric).is_some());
    let above = numbers(frame, above, "metric")?;
    let below = below.map(|name| numbers(frame, name, "metric")).transpose()?;
    let time = find(frame, &question.time, "time")?;
    let times = time.as_numbers().ok_or_else(|| {
        let example = time.as_text().and_then(|text| (0..time.len()).find_map(|row| text.get(row)));
        let seen = example.map_or(String::new(), |text| format!(" such as \"{text}\""));
        Fault::new(format!("the time column `{}` holds text{seen}, expected dates or numbers", question.time))
            .hint("write dates like 2026-01-31, or number the days")
    })?;
    rows.dated = matches!(time.kind, Kind::Date | Kind::Timestamp);
    let a_day = if rows.dated { 86_400.0 } else { 1.0 };
    rows.since = since(&question.since, rows.dated)?;
    let treated = match &question.treated {
        None => None,
        Some((name, value)) => {
            let column = find(frame, name, "treated")?;
            Some((column, of_group(column, value.as_deref())?))
        }
    };
    let unit = question.unit.as_ref().map(|name| find(frame, name, "unit")).transpose()?;
    let every = f64::from(question.every);
    for (row, &value) in above.iter().enumerate() {
        rows.read += 1;
        let weight = below.map_or(1.0, |below| below[row]);
        let reached = treated
            .as_ref()
            .map_or(Some(true), |(column, is)| (!column.is_missing(row)).then(|| is.matches(column, row)));
        let key = unit.map(|column| ByUnit::key(column, row));
        let (Some(reached), false, false) =
            (reached, value.is_nan() || weight.is_nan() || times[row].is_nan(), key == Some(None))
        else {
            rows.left_out += 1;
            continue;
        };
        let period = (((times[row] / a_day).floor() - rows.since) / every).floor();
        if period.abs() > FARTHEST {
            return Err(Fault::new(format!(
                "a row is {period:.0e} periods away from the change at {}, more than can be counted",
                question.since
            ))
            .hint("write dates like 2026-01-31, or number the periods"));
        }
        let period = period as i64;
        let first = if weight == 0.0 { 0.0 } else { value / weight };
        let origin = *rows.origin.get_or_insert(first);
        let part = Part { sum: value - origin * weight, weight, rows: 1 };
        let course = if reached { &mut rows.treated } else { &mut rows.others };
        course.entry(period).or_default().add(part);
        if let Some(key) = key.flatten() {
            let at = *units.entry((key, reached)).or_insert(rows.units.len());
            if at == rows.units.len() {
                rows.units.push(UnitCourse { treated: reached, parts: Course::new() });
            }
            rows.units[at].parts.entry(period).or_default().add(part);
        }
    }
    Ok(())
}

/// How a row tells whether the change reached it.
enum Reached {
    Number(f64),
    Text(String),
}

impl Reached {
    fn matches(&self, column: &Column, row: usize) -> bool {
        match (self, column.cell(row)) {
            (Reached::Number(wanted), Cell::Number(value)) => value == *wanted,
            (Reached::Text(wanted), Cell::Text(text)) => text.trim() == wanted,
            _ => false,
        }
    }
}

fn of_group(column: &Column, value: Option<&str>) -> Result<Reached, Fault> {
    let is_text = column.as_text().is_some();
    match value {
        Some(value) if is_text => Ok(Reached::Text(value.trim().to_owned())),
        Some(value) => {
            let value = match value.trim().to_ascii_lowercase().as_str() {
                "true" => "1",
                "false" => "0",
                _ => value.trim(),
            };
            value.parse().map(Reached::Number).map_err(|_| {
                Fault::new(format!(
                    "column `{}` holds numbers, and --treated asks for `{value}`",
                    column.name
                ))
                .hint(format!("write --treated {}=1", column.name))
            })
        }
        None if !is_text => Ok(Reached::Number(1.0)),
        None => {
            let mut seen: Vec<String> = Vec::new();
            for row in (0..column.len()).filter(|&row| !column.is_missing(row)) {
                let text = column.show(row);
                if !seen.contains(&text) && seen.len() < 5 {
                    seen.push(text);
                }
            }
            let one = seen.first().cloned().unwrap_or_default();
            Err(Fault::new(format!("column `{}` holds text: {}", column.name, suggest::one_of(&seen)))
                .hint(format!("say which value the change reached: --treated {}={one}", column.name)))
        }
    }
}

/// The time of the change, in days since 1970 or as the column counts.
pub(super) fn since(text: &str, dated: bool) -> Result<f64, Fault> {
    let text = text.trim();
    if !dated {
        return text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(|| {
            Fault::new(format!("--since is `{text}`, but the times are numbers"))
                .hint("write it as the times are written, such as 28")
        });
    }
    let (day, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let day: Option<Date> = day.parse().ok().filter(|_| time.is_empty() || time.starts_with(['T', ' ']));
    let day = day
        .ok_or_else(|| Fault::new(format!("--since `{text}` is no date")).hint("write it like 2026-01-31"))?;
    let first = Date::constant(1970, 1, 1);
    Ok(f64::from((day - first).get_days()))
}
