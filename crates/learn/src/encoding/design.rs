//! Columns as the weighted sum reads them: standardised numbers, one 0/1 place a category.
//!
//! - Numbers are held to the range seen in training, standardised, and missing ones put at the mean with a
//!   0/1 place of their own. A column of heavy skew gets its logarithm as a second place.
//! - Dates and times get places for month and weekday where the rows span enough time.
//! - Text of up to 50 categories gets one place each; of more, the mean answer of its category ([`Shares`]).

use frame::{Column, Kind, Values};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::shares::Shares;
use super::{Axis, Levels, Scale};
use crate::learner::Examples;

/// What becomes of each input that is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Design {
    pub(crate) parts: Vec<Part>,
}

/// What becomes of one input: a run of places in the sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) input: usize,
    /// Its first place.
    pub(crate) first: usize,
    pub(crate) scale: Places,
}

/// The places of one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Places {
    /// The number, perhaps its logarithm, and whether it is missing.
    Number(Number),
    /// One a category, and one for missing.
    Categories(Axis),
    /// The mean answer of the category.
    Shares { shares: Shares, standard: Standard },
    /// The month (0 to 11) or weekday (0 is Monday).
    Calendar { monthly: bool },
}

/// A number's places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Number {
    standard: Standard,
    /// Of a skewed column: where its logarithm is centred, its unit, and the logarithm's own standard.
    log: Option<(f64, f64, Standard)>,
    /// The range seen.
    range: (f64, f64),
    /// A low and a high value, for describing it: between them lie most rows.
    pub(crate) usual: (f64, f64),
}

/// Mean and standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standard {
    mean: f64,
    deviation: f64,
}

/// Rows as weighted places: the same number of (place, value) pairs in every row.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub(crate) pairs: usize,
    pub(crate) places: Vec<u32>,
    pub(crate) values: Vec<f64>,
}

impl Rows {
    /// The weighted sum of a row; the last weight is the intercept.
    pub(crate) fn sum(&self, row: usize, weights: &[f64]) -> f64 {
        let span = row * self.pairs..(row + 1) * self.pairs;
        let products = self.places[span.clone()].iter().zip(&self.values[span]);
        weights[weights.len() - 1]
            + products.map(|(&place, value)| weights[place as usize] * value).sum::<f64>()
    }
}

impl Standard {
    fn of(values: &[f64]) -> Option<Standard> {
        let count = values.len() as f64;
        let mean = values.iter().map(|value| value / count).sum::<f64>();
        let deviation = values.iter().map(|value| (value - mean).powi(2) / count).sum::<f64>().sqrt();
        (deviation > 0.0 && deviation.is_finite()).then_some(Standard { mean, deviation })
    }

    fn apply(&self, value: f64) -> f64 {
        (value - self.mean) / self.deviation
    }
}

impl Number {
    fn fit(values: &[f64]) -> Option<Number> {
        let mut known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        known.sort_unstable_by(f64::total_cmp);
        let standard = Standard::of(&known)?;
        let at = |share: f64| known[((known.len() - 1) as f64 * share).round() as usize];
        let skew = known.iter().map(|&value| standard.apply(value).powi(3)).sum::<f64>() / known.len() as f64;
        let log = (skew.abs() > 2.0).then(|| logarithm(&known, at(0.5))).flatten();
        let between = [0.1, 0.01, 0.0].map(|tail| (at(tail), at(1.0 - tail)));
        let usual = between.into_iter().find(|(low, high)| low < high)?;
        Some(Number { standard, log, range: (at(0.0), at(1.0)), usual })
    }

    fn places(&self) -> usize {
        2 + usize::from(self.log.is_some())
    }

    /// The values of the places; a missing number is 0 at its own and 1 at the last.
    pub(crate) fn values(&self, value: f64) -> impl Iterator<Item = f64> + '_ {
        let missing = value.is_nan();
        let held = value.clamp(self.range.0, self.range.1);
        let known = move |standardised: f64| if missing { 0.0 } else { standardised };
        let log =
            self.log.map(|(centre, unit, standard)| known(standard.apply(signed_log(held, centre, unit))));
        std::iter::once(known(self.standard.apply(held))).chain(log).chain([f64::from(missing)])
    }
}

fn signed_log(value: f64, centre: f64, unit: f64) -> f64 {
    let distance = (value - centre) / unit;
    distance.signum() * distance.abs().ln_1p()
}

/// Centre, unit and standard of the logarithm of skewed values (ascending).
fn logarithm(known: &[f64], median: f64) -> Option<(f64, f64, Standard)> {
    let mut distances: Vec<f64> =
        known.iter().map(|value| (value - median).abs()).filter(|d| *d > 0.0).collect();
    distances.sort_unstable_by(f64::total_cmp);
    let unit = distances.get(distances.len() / 2)? / 10.0;
    let logs: Vec<f64> = known.iter().map(|&value| signed_log(value, median, unit)).collect();
    Some((median, unit, Standard::of(&logs)?))
}

impl Design {
    /// Fit on training rows and encode them; `answers` are on the scale that is fitted, `parts` are inner
    /// parts for the means of categories.
    pub(crate) fn fit(examples: &Examples, answers: &[f64], parts: &[usize]) -> (Design, Rows) {
        let mut design = Design { parts: Vec::new() };
        let mut told: Vec<Vec<f64>> = Vec::new();
        for (input, column) in examples.columns.iter().enumerate() {
            match &column.values {
                Values::Numbers(values) => {
                    if let Some(number) = Number::fit(values) {
                        design.add(input, Places::Number(number));
                    } else if let Some(axis) = Axis::fit(input, column, 2) {
                        // One value, sometimes missing.
                        design.add(input, Places::Categories(axis));
                    }
                    calendar(column, values)
                        .for_each(|monthly| design.add(input, Places::Calendar { monthly }));
                }
                Values::Text(text) => {
                    const MOST: usize = 50;
                    let levels = Levels::fit(text, 10_000);
                    if levels.count() > MOST {
                        let (shares, own) =
                            Shares::fit(text, levels, answers, &|row| examples.weight(row), parts);
                        if let Some(standard) = Standard::of(&own) {
                            told.push(own.iter().map(|&value| standard.apply(value)).collect());
                            design.add(input, Places::Shares { shares, standard });
                        }
                    } else if let Some(axis) = Axis::fit(input, column, MOST) {
                        design.add(input, Places::Categories(axis));
                    }
                }
            }
        }
        let rows = design.rows(&examples.columns, examples.rows(), &mut told.into_iter());
        (design, rows)
    }

    fn add(&mut self, input: usize, scale: Places) {
        let first = self.width();
        self.parts.push(Part { input, first, scale });
    }

    /// How many places there are.
    pub(crate) fn width(&self) -> usize {
        self.parts.last().map_or(0, |part| part.first + part.scale.count())
    }

    /// Whether its places follow one another and are of `inputs` columns.
    pub(crate) fn is_sound(&self, inputs: usize) -> bool {
        let mut next = 0;
        self.parts.iter().all(|part| {
            let first = std::mem::replace(&mut next, part.first.saturating_add(part.scale.count()));
            part.input < inputs
                && part.first == first
                && match &part.scale {
                    Places::Number(number) => number.range.0 <= number.range.1,
                    Places::Categories(axis) => axis.is_sound(inputs),
                    Places::Shares { shares, .. } => shares.is_sound(),
                    Places::Calendar { .. } => true,
                }
        })
    }

    /// Encode rows to predict.
    pub(crate) fn encode(&self, columns: &[&Column], rows: usize) -> Rows {
        self.rows(columns, rows, &mut std::iter::empty())
    }

    /// Encode rows; `told` gives, for one share column after the other, what its training rows are told.
    fn rows(&self, columns: &[&Column], count: usize, told: &mut dyn Iterator<Item = Vec<f64>>) -> Rows {
        let pairs: usize = self.parts.iter().map(|part| part.scale.pairs()).sum();
        let mut rows = Rows { pairs, places: vec![0; count * pairs], values: vec![0.0; count * pairs] };
        let mut offset = 0;
        for part in &self.parts {
            let mut set = |row: usize, pair: usize, place: usize, value: f64| {
                rows.places[row * pairs + offset + pair] = (part.first + place) as u32;
                rows.values[row * pairs + offset + pair] = value;
            };
            let column = columns[part.input];
            match (&part.scale, &column.values) {
                (Places::Number(number), Values::Numbers(values)) => {
                    for (row, &value) in values.iter().enumerate() {
                        number
                            .values(value)
                            .enumerate()
                            .for_each(|(place, value)| set(row, place, place, value));
                    }
                }
                (Places::Categories(axis), _) => {
                    for (row, cell) in axis.place(column).into_iter().enumerate() {
                        set(row, 0, cell.unwrap_or(axis.cells()), 1.0);
                    }
                }
                (Places::Shares { shares, standard }, Values::Text(text)) => {
                    let values = told.next().unwrap_or_else(|| {
                        shares.values(text).into_iter().map(|value| standard.apply(value)).collect()
                    });
                    values.into_iter().enumerate().for_each(|(row, value)| set(row, 0, 0, value));
                }
                (Places::Calendar { monthly }, Values::Numbers(values)) => {
                    for (row, &value) in values.iter().enumerate() {
                        if let Some(place) = calendar_place(value, *monthly) {
                            set(row, 0, place, 1.0);
                        }
                    }
                }
                // The model has checked that every column is of the nature it was fitted on.
                _ => {}
            }
            offset += part.scale.pairs();
        }
        rows
    }
}

impl Places {
    /// How many places.
    pub(crate) fn count(&self) -> usize {
        match self {
            Places::Number(number) => number.places(),
            Places::Categories(axis) => axis.cells() + 1,
            Places::Shares { .. } => 1,
            Places::Calendar { monthly } => {
                if *monthly {
                    12
                } else {
                    7
                }
            }
        }
    }

    /// How many of them a row sets.
    fn pairs(&self) -> usize {
        match self {
            Places::Number(number) => number.places(),
            _ => 1,
        }
    }

    /// The name of a place of text or time.
    pub(crate) fn name(&self, place: usize) -> Option<String> {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        const DAYS: [&str; 7] =
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        match self {
            Places::Categories(axis) if place == axis.cells() => Some("missing".to_owned()),
            Places::Categories(axis) => match &axis.scale {
                Scale::Levels(levels) => Some(levels.name(place).to_owned()),
                Scale::Cuts(_) => Some("known".to_owned()),
            },
            Places::Calendar { monthly: true } => MONTHS.get(place).map(|&name| name.to_owned()),
            Places::Calendar { monthly: false } => DAYS.get(place).map(|&name| name.to_owned()),
            _ => None,
        }
    }
}

/// Which of month (`true`) and weekday (`false`) a column of times can tell apart: two years, four weeks.
fn calendar(column: &Column, values: &[f64]) -> impl Iterator<Item = bool> {
    let known = values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let days = (high - low) / 86_400.0;
    let is_time = matches!(column.kind, Kind::Date | Kind::Timestamp);
    [(true, 730.0), (false, 28.0)]
        .into_iter()
        .filter(move |(_, needed)| is_time && days >= *needed)
        .map(|(monthly, _)| monthly)
}

fn calendar_place(seconds: f64, monthly: bool) -> Option<usize> {
    let instant = Timestamp::from_second(seconds.is_finite().then_some(seconds.floor() as i64)?).ok()?;
    let date = TimeZone::UTC.to_datetime(instant).date();
    Some(if monthly { date.month() as usize - 1 } else { date.weekday().to_monday_zero_offset() as usize })
}
