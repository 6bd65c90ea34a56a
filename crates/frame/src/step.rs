//! The step of a series: how far apart its periods lie, and where each stands in time.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{Kind, show_number, show_time};

/// How far apart the periods of a series lie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A number of whatever the time column counts.
    Number(f64),
    /// Seconds: an hour is 3,600, a day 86,400.
    Seconds(f64),
    /// From one weekday to the next, Saturdays and Sundays left out.
    Weekday,
    /// Months of the calendar.
    Months {
        /// How many.
        every: u32,
        /// On which day of the month, or its last when it is shorter.
        day: i8,
    },
}

/// A season a series may have: how many periods it takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Season {
    /// In whole periods, as a lag.
    pub periods: usize,
    /// Exactly: a year of days is 365.2425.
    pub exact: f64,
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;
const YEAR: f64 = 365.2425 * DAY;

impl Step {
    /// The period a time falls into, as a number that grows by one a period; not whole where it lies between.
    pub fn place(self, time: f64) -> f64 {
        match self {
            Step::Number(step) | Step::Seconds(step) => time / step,
            Step::Weekday => {
                // 1970-01-01 was a Thursday; day 4 the first Monday.
                let days = (time / DAY).floor() - 4.0;
                let (week, day) = ((days / 7.0).floor(), days.rem_euclid(7.0));
                week * 5.0 + day.min(4.0) + if day > 4.0 { 0.5 } else { 0.0 }
            }
            Step::Months { every, .. } => {
                date(time).map_or(f64::NAN, |date| month_number(date) / f64::from(every))
            }
        }
    }

    /// The time of a period; `like` is a time of the same series, whose hour it keeps.
    pub fn time(self, place: f64, like: f64) -> f64 {
        match self {
            Step::Number(step) | Step::Seconds(step) => place * step,
            Step::Weekday => {
                let (week, day) = ((place / 5.0).floor(), place.rem_euclid(5.0));
                (week * 7.0 + day.floor() + 4.0) * DAY + like.rem_euclid(DAY)
            }
            Step::Months { every, day } => {
                let midnight = of_month(place * f64::from(every), day).unwrap_or(f64::NAN);
                midnight + like.rem_euclid(DAY)
            }
        }
    }

    /// The seasons that such steps may go through, the shortest first.
    pub fn seasons(self) -> Vec<Season> {
        let whole = |periods: usize| Season { periods, exact: periods as f64 };
        match self {
            Step::Number(_) => Vec::new(),
            Step::Weekday => vec![whole(5), Season { periods: 261, exact: YEAR / DAY * 5.0 / 7.0 }],
            Step::Months { every, .. } if every < 12 && 12 % every == 0 => vec![whole(12 / every as usize)],
            Step::Months { .. } => Vec::new(),
            Step::Seconds(step) => [HOUR, DAY, 7.0 * DAY, YEAR]
                .iter()
                .filter(|cycle| **cycle > step)
                .map(|cycle| cycle / step)
                .filter(|exact| *exact >= 2.0 && *exact <= 9_000.0)
                .filter(|exact| exact.fract() == 0.0 || *exact > 40.0)
                .map(|exact| Season { periods: exact.round() as usize, exact })
                .collect(),
        }
    }

    /// How many periods people usually look ahead: a day of hours, a week of days, a year of months.
    pub fn usual_horizon(self) -> usize {
        match self {
            Step::Number(_) => 10,
            Step::Weekday => 5,
            Step::Months { every, .. } => (12 / every as usize).max(4),
            Step::Seconds(step) if step < MINUTE => 60,
            Step::Seconds(step) if step < HOUR => ((DAY / step) as usize).min(96),
            Step::Seconds(step) if step < DAY => ((DAY / step) as usize).max(7),
            Step::Seconds(step) if step < 7.0 * DAY => 7,
            Step::Seconds(_) => 13,
        }
    }

    /// One period in words: `month`, `15 minutes`.
    pub fn words(self) -> String {
        let many = |count: f64, one: &str| match count {
            1.0 => one.to_owned(),
            count => format!("{} {one}s", show_number(count)),
        };
        match self {
            Step::Number(step) => format!("step of {}", show_number(step)),
            Step::Weekday => "weekday".to_owned(),
            Step::Months { every: 3, .. } => "quarter".to_owned(),
            Step::Months { every, .. } if every % 12 == 0 => many(f64::from(every / 12), "year"),
            Step::Months { every, .. } => many(f64::from(every), "month"),
            Step::Seconds(step) => {
                let units = [(7.0 * DAY, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")];
                let unit = units.iter().find(|(unit, _)| step >= *unit && (step / unit).fract() == 0.0);
                unit.map_or_else(|| many(step, "second"), |(unit, word)| many(step / unit, word))
            }
        }
    }

    /// A time of a series with this step as people write it: a month without its day.
    pub fn show(self, kind: Kind, time: f64) -> String {
        match (self, kind) {
            (Step::Months { .. }, Kind::Date) => show_time(kind, time).chars().take(7).collect(),
            (_, Kind::Date | Kind::Timestamp) => show_time(kind, time),
            _ => show_number(time),
        }
    }
}

/// The step between most neighbours of sorted, different times; `None` where no distance is the usual one.
pub(crate) fn step_of(kind: Kind, tracks: &[Vec<f64>]) -> Option<Step> {
    let gaps = || tracks.iter().flat_map(|times| times.windows(2).map(|pair| pair[1] - pair[0]));
    let instants = matches!(kind, Kind::Date | Kind::Timestamp);
    if instants && gaps().all(|gap| gap >= 28.0 * DAY) {
        return months(tracks);
    }
    let step = usual(gaps().collect())?;
    if !instants {
        return Some(Step::Number(step));
    }
    let rests = |time: &f64| ((time / DAY).floor() - 4.0).rem_euclid(7.0) > 4.0;
    let mut times = tracks.iter().flatten();
    if step == DAY && tracks.iter().any(|times| times.len() >= 10) && !times.any(rests) {
        return Some(Step::Weekday);
    }
    Some(Step::Seconds(step))
}

/// The distance that at least half of the neighbours have, give or take a fiftieth.
fn usual(mut gaps: Vec<f64>) -> Option<f64> {
    gaps.sort_by(f64::total_cmp);
    let middle = *gaps.get(gaps.len() / 2)?;
    let near = gaps.iter().filter(|gap| (**gap - middle).abs() <= middle / 50.0).count();
    // Clocks that are off by a moment: the round number they mean.
    let round = [MINUTE, 5.0 * MINUTE, 10.0 * MINUTE, 15.0 * MINUTE, 30.0 * MINUTE, HOUR, DAY, 7.0 * DAY];
    let meant = round.into_iter().find(|round| (round - middle).abs() <= middle / 50.0).unwrap_or(middle);
    (2 * near >= gaps.len() && middle > 0.0).then_some(meant)
}

/// Steps of whole months: each time on the same day of its month, or on the last one.
fn months(tracks: &[Vec<f64>]) -> Option<Step> {
    let dates: Vec<Vec<Date>> = tracks
        .iter()
        .map(|times| times.iter().map(|&time| date(time)).collect::<Option<Vec<Date>>>())
        .collect::<Option<_>>()?;
    let day = dates.iter().flatten().map(|date| date.day()).max()?;
    let on_the_day = |date: &Date| date.day() == day.min(date.days_in_month());
    if !dates.iter().flatten().all(on_the_day) {
        let step =
            usual(tracks.iter().flat_map(|times| times.windows(2).map(|pair| pair[1] - pair[0])).collect());
        return step.map(Step::Seconds);
    }
    let gaps = dates
        .iter()
        .flat_map(|dates| dates.windows(2).map(|pair| month_number(pair[1]) - month_number(pair[0])));
    let step = usual(gaps.collect())?;
    Some(Step::Months { every: step as u32, day })
}

fn date(time: f64) -> Option<Date> {
    Some(TimeZone::UTC.to_datetime(Timestamp::new(time.floor() as i64, 0).ok()?).date())
}

fn month_number(date: Date) -> f64 {
    f64::from(date.year()) * 12.0 + f64::from(date.month()) - 1.0
}

/// Midnight of this day, or of the last one, in the month of this number.
fn of_month(number: f64, day: i8) -> Option<f64> {
    let first = Date::new((number / 12.0).floor() as i16, number.rem_euclid(12.0) as i8 + 1, 1).ok()?;
    let date = Date::new(first.year(), first.month(), day.min(first.days_in_month())).ok()?;
    let midnight = TimeZone::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()?;
    Some(midnight.as_second() as f64)
}
