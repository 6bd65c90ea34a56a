//! Who was given what, joined with what came of it: a table of exposures and one of outcomes become a table of
//! units, one row each.
//!
//! A unit's first exposure counts. Its outcomes are summed; a unit without outcomes counts as 0. Where both tables have
//! the column of times, outcomes before the exposure are left out; where the outcomes are dated by day, before the day of
//! the exposure. Memory grows with the units, not with the rows.

use std::collections::HashMap;
use std::sync::Arc;

use ::report::{Fault, number, suggest};
use frame::{Cell, Column, Frame, Kind as ColumnKind, Text, Values};

use super::by_unit::ByUnit;
use super::{Kind, MetricSpec, OutcomeRows, Question};

/// Join exposures with outcomes on the question's unit, and tell what became of the outcomes.
///
/// # Errors
/// When a column is not there, an outcome is not a number, or no unit of the exposures has an outcome.
pub fn join(
    question: &Question,
    exposures: impl Iterator<Item = Result<Frame, Fault>>,
    outcomes: impl Iterator<Item = Result<Frame, Fault>>,
) -> Result<(Frame, OutcomeRows), Fault> {
    let unit = question.unit.as_deref().ok_or_else(|| {
        Fault::new("two tables are given, but no column that both have").hint("name it with `--on COLUMN`")
    })?;
    let mut units = Units::default();
    for frame in exposures {
        units.expose(question, unit, &frame?)?;
    }
    let mut sums = Sums::of(question, units.count());
    let mut seen = OutcomeRows::default();
    for frame in outcomes {
        sums.add(question, unit, &units, &frame?, &mut seen)?;
    }
    if seen.rows > 0 && seen.rows == seen.not_exposed + seen.before_exposure && units.count() > 0 {
        return Err(Fault::new(format!(
            "none of the {} rows of outcomes belongs to a unit that was exposed",
            number::count(seen.rows)
        ))
        .hint(format!(
            "`{unit}` must hold the same names in both tables, and outcomes must not lie before the exposure"
        )));
    }
    Ok((units.table(sums), seen))
}

/// The columns of the outcome table that the question needs.
pub fn outcome_columns(question: &Question) -> Vec<String> {
    let mut names: Vec<String> = question.unit.iter().cloned().collect();
    for MetricSpec(metric) in &question.metrics {
        names.extend(parts(metric));
    }
    names.extend(question.time.clone());
    names
}

/// The columns of the exposure table that the question needs.
pub fn exposure_columns(question: &Question) -> Vec<String> {
    let named = [
        &question.unit,
        &question.time,
        &question.segment,
        &question.stratify,
        &question.by,
        &question.acted,
    ];
    let mut names = vec![question.variant.clone()];
    names.extend(named.into_iter().flatten().cloned());
    names.extend(question.covariates.iter().cloned());
    names
}

fn parts(metric: &str) -> Vec<String> {
    match metric.split_once('/') {
        Some((above, below)) => vec![above.trim().to_owned(), below.trim().to_owned()],
        None => vec![metric.to_owned()],
    }
}

/// The units that were exposed, each where its first exposure put it.
#[derive(Default)]
struct Units {
    numbers: HashMap<u64, u32>,
    /// The columns of the exposures, a row a unit and one more for each other arm it was in.
    columns: Vec<Grown>,
    /// The arm of each row, by a hash of its name, and the row of the same unit in another arm.
    arms: Vec<(u64, Option<u32>)>,
    /// When each row's unit was first exposed.
    since: Vec<f64>,
}

impl Units {
    fn count(&self) -> usize {
        self.arms.len()
    }

    fn expose(&mut self, question: &Question, unit: &str, frame: &Frame) -> Result<(), Fault> {
        let names = exposure_columns(question);
        let columns: Vec<&Column> =
            names.iter().map(|name| find(frame, name, "exposures")).collect::<Result<_, Fault>>()?;
        if self.columns.is_empty() {
            self.columns = columns.iter().map(|column| Grown::like(column)).collect();
        }
        let (variant, unit) = (find(frame, &question.variant, "exposures")?, find(frame, unit, "exposures")?);
        let times = question.time.as_ref().and_then(|name| frame.column(name)?.as_numbers());
        for row in 0..frame.rows() {
            let (Some(key), Some(arm)) = (ByUnit::key(unit, row), ByUnit::key(variant, row)) else {
                continue;
            };
            let time = times.map_or(f64::NAN, |times| times[row]);
            let new = self.arms.len() as u32;
            let mut at = *self.numbers.entry(key).or_insert(new);
            while at != new && self.arms[at as usize].0 != arm {
                let next = self.arms[at as usize].1.unwrap_or(new);
                self.arms[at as usize].1.get_or_insert(new);
                at = next;
            }
            if at == new {
                self.arms.push((arm, None));
                self.since.push(time);
                self.columns.iter_mut().zip(&columns).for_each(|(grown, column)| grown.push(column, row));
            } else if time < self.since[at as usize] {
                self.since[at as usize] = time;
                self.columns
                    .iter_mut()
                    .zip(&columns)
                    .for_each(|(grown, column)| grown.replace(at, column, row));
            }
        }
        Ok(())
    }

    /// The rows of a unit: the one that was first, and those in other arms.
    fn rows(&self, key: u64) -> Vec<u32> {
        let mut rows: Vec<u32> = self.numbers.get(&key).copied().into_iter().collect();
        while let Some(next) = rows.last().and_then(|&row| self.arms[row as usize].1) {
            rows.push(next);
        }
        rows.sort_by(|&left, &right| self.since[left as usize].total_cmp(&self.since[right as usize]));
        rows
    }

    fn table(self, sums: Sums) -> Frame {
        let columns = self.columns.into_iter().map(Grown::finish);
        let sums =
            sums.columns.into_iter().map(|(name, values)| Column::numbers(name, ColumnKind::Number, values));
        Frame::new(columns.chain(sums).collect())
    }
}

/// What came of each unit.
struct Sums {
    /// The metrics' columns with a value a row.
    columns: Vec<(String, Vec<f64>)>,
    any: bool,
}

impl Sums {
    fn of(question: &Question, rows: usize) -> Self {
        let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
        for MetricSpec(metric) in &question.metrics {
            for name in parts(metric) {
                if columns.iter().all(|(known, _)| *known != name) {
                    columns.push((name, vec![0.0; rows]));
                }
            }
        }
        Sums { columns, any: question.kind == Some(Kind::Proportion) }
    }

    /// Add the outcomes of exposed units, and count what becomes of the rows.
    fn add(
        &mut self,
        question: &Question,
        unit: &str,
        units: &Units,
        frame: &Frame,
        seen: &mut OutcomeRows,
    ) -> Result<(), Fault> {
        /// Seconds.
        const DAY: f64 = 86_400.0;
        let unit = find(frame, unit, "outcomes")?;
        let time = question.time.as_ref().and_then(|name| frame.column(name));
        let times = time.and_then(Column::as_numbers);
        let by_day = time.is_some_and(|time| time.kind == ColumnKind::Date);
        let begins = |since: f64| if by_day { (since / DAY).floor() * DAY } else { since };
        let mut values = Vec::new();
        for (name, _) in &self.columns {
            let column = find(frame, name, "outcomes")?;
            values.push(column.as_numbers().ok_or_else(|| {
                Fault::new(format!("the metric column `{name}` holds text, expected numbers"))
                    .hint("name a column of numbers, or of 0 and 1")
            })?);
        }
        seen.rows += frame.rows() as u64;
        for row in 0..frame.rows() {
            // What came after the exposure to an arm is that arm's, up to the first exposure to all of them.
            let first = ByUnit::key(unit, row).and_then(|key| units.rows(key).first().copied());
            let Some(at) = first else {
                seen.not_exposed += 1;
                continue;
            };
            if times.is_some_and(|times| times[row] < begins(units.since[at as usize])) {
                seen.before_exposure += 1;
                continue;
            }
            for ((_, sums), values) in self.columns.iter_mut().zip(&values) {
                if !values[row].is_nan() {
                    let sum = &mut sums[at as usize];
                    *sum = if self.any { values[row].max(*sum) } else { *sum + values[row] };
                }
            }
        }
        Ok(())
    }
}

/// A column that grows by rows of others.
struct Grown {
    name: String,
    kind: ColumnKind,
    values: Values,
    known: HashMap<Arc<str>, u32>,
}

impl Grown {
    fn like(column: &Column) -> Self {
        let values = match &column.values {
            Values::Numbers(_) => Values::Numbers(Arc::default()),
            Values::Text(_) => Values::Text(Text::default()),
        };
        Grown { name: column.name.clone(), kind: column.kind, values, known: HashMap::new() }
    }

    fn push(&mut self, column: &Column, row: usize) {
        let code = self.code(column.cell(row));
        match (&mut self.values, column.cell(row)) {
            (Values::Numbers(numbers), Cell::Number(value)) => Arc::make_mut(numbers).push(value),
            (Values::Numbers(numbers), _) => Arc::make_mut(numbers).push(f64::NAN),
            (Values::Text(text), _) => Arc::make_mut(&mut text.codes).push(code),
        }
    }

    fn replace(&mut self, at: u32, column: &Column, row: usize) {
        let code = self.code(column.cell(row));
        match (&mut self.values, column.cell(row)) {
            (Values::Numbers(numbers), Cell::Number(value)) => Arc::make_mut(numbers)[at as usize] = value,
            (Values::Numbers(numbers), _) => Arc::make_mut(numbers)[at as usize] = f64::NAN,
            (Values::Text(text), _) => Arc::make_mut(&mut text.codes)[at as usize] = code,
        }
    }

    fn code(&mut self, cell: Cell) -> u32 {
        let (Values::Text(text), Cell::Text(value)) = (&mut self.values, cell) else { return Text::MISSING };
        if let Some(&code) = self.known.get(value) {
            return code;
        }
        let level: Arc<str> = value.into();
        let code = text.levels.len() as u32;
        Arc::make_mut(&mut text.levels).push(level.clone());
        self.known.insert(level, code);
        code
    }

    fn finish(self) -> Column {
        Column { name: self.name, kind: self.kind, values: self.values }
    }
}

fn find<'a>(frame: &'a Frame, name: &str, table: &str) -> Result<&'a Column, Fault> {
    frame.column(name).ok_or_else(|| {
        let names: Vec<&str> = frame.names().collect();
        let hint = match suggest::nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its columns are {}", suggest::one_of(names.iter().copied())),
        };
        Fault::new(format!("the table of {table} has no column `{name}`")).hint(hint)
    })
}
