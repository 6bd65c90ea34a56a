//! What a table of the past tells of a metric: its level, its noise, and how many units come a day.

use std::collections::HashMap;

use ::report::Fault;
use frame::{Column, Frame, Kind as ColumnKind};
use stats::UnitSums;

use crate::ab::{ByUnit, Kind, find, numbers};

/// Which columns are looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The metric, or `a/b` for a ratio.
    pub metric: String,
    /// What is known of a unit before.
    pub covariate: Option<String>,
    /// The unit that will be assigned to an arm, when it has several rows.
    pub unit: Option<String>,
    /// When a row happened.
    pub time: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct History {
    /// What the metric is.
    pub kind: Kind,
    /// Rows with the metric.
    pub rows: u64,
    /// Units with the metric.
    pub units: u64,
    /// Its mean, share or ratio.
    pub baseline: f64,
    /// The deviation between units: of a unit's mean around that of all, weighted by its rows.
    pub deviation: f64,
    /// The deviation rows would have if each were a unit of its own; the same when each is.
    pub deviation_of_rows: f64,
    /// How well the covariate foretells the metric.
    pub correlation: Option<f64>,
    /// New units a day.
    pub units_per_day: Option<f64>,
    /// From the first day to the last.
    pub days: Option<f64>,
}

impl Past {
    /// The columns needed, in the table's order; `None` when one is not there.
    pub fn columns<'t>(&self, table: &[&'t str]) -> Option<Vec<&'t str>> {
        let (above, below) = self.metric_columns(&|name| table.contains(&name));
        let mut needed: Vec<&str> = vec![above];
        needed.extend(below);
        needed.extend([&self.covariate, &self.unit, &self.time].into_iter().flatten().map(String::as_str));
        let all_there = needed.iter().all(|name| table.contains(name));
        all_there.then(|| table.iter().copied().filter(|name| needed.contains(name)).collect())
    }

    fn metric_columns(&self, whole: &dyn Fn(&str) -> bool) -> (&str, Option<&str>) {
        match self.metric.split_once('/').filter(|_| !whole(&self.metric)) {
            Some((above, below)) => (above.trim(), Some(below.trim())),
            None => (self.metric.as_str(), None),
        }
    }

    /// Read the rows once.
    ///
    /// # Errors
    /// When a column is not there or holds what it cannot, or the metric does not vary.
    pub fn read(&self, frames: impl Iterator<Item = Result<Frame, Fault>>) -> Result<History, Fault> {
        let mut sums = Sums::default();
        for frame in frames {
            self.add(&frame?, &mut sums)?;
        }
        sums.finish(self)
    }

    fn add(&self, frame: &Frame, sums: &mut Sums) -> Result<(), Fault> {
        let (above, below) = self.metric_columns(&|name| frame.column(name).is_some());
        sums.is_ratio = below.is_some();
        let above = numbers(frame, above, "metric")?;
        let below = below.map(|name| numbers(frame, name, "metric")).transpose()?;
        let covariate = self.covariate.as_ref().map(|name| numbers(frame, name, "covariate")).transpose()?;
        let unit = self.unit.as_ref().map(|name| find(frame, name, "unit")).transpose()?;
        let time = self.time.as_ref().map(|name| days(find(frame, name, "time")?)).transpose()?;
        for (row, &value) in above.iter().enumerate() {
            let weight = below.map_or(1.0, |below| below[row]);
            let key = unit.map(|column| ByUnit::key(column, row));
            if value.is_nan() || weight.is_nan() || key == Some(None) {
                continue;
            }
            if let Some(day) = time.as_ref().map(|days| days[row]).filter(|day| !day.is_nan()) {
                sums.first_day = sums.first_day.min(day);
                sums.last_day = sums.last_day.max(day);
            }
            sums.is_share &= value == 0.0 || value == 1.0;
            let known = covariate.map(|values| values[row]).filter(|value| !value.is_nan());
            sums.add(key.flatten(), value, weight, known);
        }
        Ok(())
    }
}

struct Sums {
    is_ratio: bool,
    is_share: bool,
    first_day: f64,
    last_day: f64,
    /// Each row as a unit.
    rows: UnitSums,
    /// Where each unit's sums stand.
    at: HashMap<u64, usize>,
    units: Vec<[f64; 4]>,
}

impl Default for Sums {
    fn default() -> Self {
        Sums {
            is_ratio: false,
            is_share: true,
            first_day: f64::INFINITY,
            last_day: f64::NEG_INFINITY,
            rows: UnitSums::default(),
            at: HashMap::new(),
            units: Vec::new(),
        }
    }
}

impl Sums {
    fn add(&mut self, unit: Option<u64>, value: f64, weight: f64, covariate: Option<f64>) {
        let (known, count) = (covariate.unwrap_or(0.0), f64::from(u8::from(covariate.is_some())));
        self.rows.add_with_covariate(value, weight, known, count);
        let Some(unit) = unit else { return };
        let at = *self.at.entry(unit).or_insert(self.units.len());
        if at == self.units.len() {
            self.units.push([0.0; 4]);
        }
        for (sum, part) in self.units[at].iter_mut().zip([value, weight, known, count]) {
            *sum += part;
        }
    }

    fn finish(self, past: &Past) -> Result<History, Fault> {
        let mut by_unit = UnitSums::default();
        for &[value, weight, known, count] in &self.units {
            by_unit.add_with_covariate(value, weight, known, count);
        }
        let rows = self.rows.units();
        let sums = if past.unit.is_some() { by_unit } else { self.rows.clone() };
        let noise = |sums: &UnitSums| {
            Some((sums.ratio_variance()? * sums.units() as f64).sqrt()).filter(|deviation| *deviation > 0.0)
        };
        let (Some(baseline), Some(deviation)) = (sums.ratio(), noise(&sums)) else {
            return Err(Fault::new(format!(
                "the metric `{}` does not vary between {} {} of the past, so its noise cannot be told",
                past.metric,
                sums.units(),
                past.unit.as_deref().unwrap_or("rows")
            ))
            .hint("give the outcome of the past as it was, one row an observation"));
        };
        let days = (self.last_day >= self.first_day).then_some(self.last_day - self.first_day + 1.0);
        let kind = match (self.is_ratio, self.is_share) {
            (true, _) => Kind::Ratio,
            (false, true) => Kind::Proportion,
            (false, false) => Kind::Mean,
        };
        Ok(History {
            kind,
            rows,
            units: sums.units(),
            baseline,
            deviation,
            deviation_of_rows: noise(&self.rows).unwrap_or(deviation),
            correlation: past.covariate.as_ref().and_then(|_| sums.correlation()),
            units_per_day: days.map(|days| sums.units() as f64 / days),
            days,
        })
    }
}

/// The day of each row, counted from anywhere.
fn days(column: &Column) -> Result<Vec<f64>, Fault> {
    let values = column.as_numbers().ok_or_else(|| {
        let example = column.as_text().and_then(|text| (0..column.len()).find_map(|row| text.get(row)));
        let seen = example.map_or(String::new(), |text| format!(" such as \"{text}\""));
        Fault::new(format!("the time column `{}` holds text{seen} that is no date", column.name))
            .hint("write dates like 2026-03-31, or count the days")
    })?;
    let a_day = match column.kind {
        ColumnKind::Date | ColumnKind::Timestamp => 86_400.0,
        _ => 1.0,
    };
    Ok(values.iter().map(|value| (value / a_day).floor()).collect())
}
