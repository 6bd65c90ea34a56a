//! Series: one number a period, at equal steps of time; one series, or several told apart by a group.

use std::collections::HashMap;

use crate::step::step_of;
use crate::{Cell, Column, Kind, Step};

/// Numbers at equal steps of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// How far apart the periods lie.
    pub step: Step,
    /// What the times mean.
    pub kind: Kind,
    /// One or several series over the same periods, in order of their first row.
    pub tracks: Vec<Track>,
    /// How many periods, from the first to the last of any series.
    pub periods: usize,
    /// Rows that shared their period with another: the mean of them was taken.
    pub merged: usize,
    /// Periods without a row between a series' first and last.
    pub gaps: usize,
    /// The place in time of period 0 (see [`Step::place`]).
    pub first: f64,
    /// A time of the series, for the hour of day.
    pub like: f64,
}

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// The group's name; empty when there is only one.
    pub name: String,
    /// The period of its first value.
    pub from: usize,
    /// One number a period from there on; NaN where there is none.
    pub values: Vec<f64>,
}

/// More rows than this share that share their period, and the table is not one row a period.
const MERGED: f64 = 0.05;
/// More rows than this share that lie between the periods, and the spacing is not regular.
const BETWEEN: f64 = 0.05;
/// Fewer periods than this share that have a row, and there is no series to speak of.
const COVERED: f64 = 0.5;

impl Series {
    /// The series in these columns; `values` has a number for each row, NaN where there is none.
    ///
    /// # Errors
    /// Why the rows are no series, in words that follow "the rows are no series:".
    pub fn of(time: &Column, group: Option<&Column>, values: &[f64]) -> Result<Series, String> {
        Series::found(None, time, group, values)
    }

    /// The series in these columns when the step is known already: one row is enough.
    ///
    /// # Errors
    /// As [`Series::of`].
    pub fn with_step(
        step: Step,
        time: &Column,
        group: Option<&Column>,
        values: &[f64],
    ) -> Result<Series, String> {
        Series::found(Some(step), time, group, values)
    }

    fn found(
        step: Option<Step>,
        time: &Column,
        group: Option<&Column>,
        values: &[f64],
    ) -> Result<Series, String> {
        let Some(times) = time.as_numbers() else {
            return Err(format!("`{}` holds text, not times or numbers", time.name));
        };
        let (names, mut tracks) = parted(times, group, values);
        let rows: usize = tracks.iter().map(Vec::len).sum();
        let merged: usize = tracks.iter_mut().map(merge).sum();
        if merged as f64 > MERGED * rows as f64 {
            let what = if group.is_some() { "one group and time" } else { "one time" };
            return Err(format!("{merged} of {rows} rows share {what} with another row"));
        }
        let instants: Vec<Vec<f64>> =
            tracks.iter().map(|track| track.iter().map(|(time, _)| *time).collect()).collect();
        let step =
            step.or_else(|| step_of(time.kind, &instants)).ok_or("their times are not evenly spaced")?;
        if rows == 0 {
            return Err("no row has both a time and a value".to_owned());
        }
        on_grid(step, time.kind, names, tracks, merged)
    }

    /// The time of a period.
    pub fn time(&self, period: usize) -> f64 {
        self.step.time(self.first + period as f64, self.like)
    }

    /// The time of a period as people write it.
    pub fn show(&self, period: usize) -> String {
        self.step.show(self.kind, self.time(period))
    }

    /// How many values there are.
    pub fn known(&self) -> usize {
        self.tracks.iter().flat_map(|track| &track.values).filter(|value| value.is_finite()).count()
    }

    /// Only the periods before this one; series that begin later are empty.
    pub fn until(&self, period: usize) -> Series {
        let cut = |track: &Track| Track {
            values: track.values[..period.saturating_sub(track.from).min(track.values.len())].to_vec(),
            ..track.clone()
        };
        Series { tracks: self.tracks.iter().map(cut).collect(), periods: period, ..self.clone() }
    }
}

impl Track {
    /// The value of a period, if there is one.
    pub fn value(&self, period: usize) -> Option<f64> {
        let value = *self.values.get(period.checked_sub(self.from)?)?;
        value.is_finite().then_some(value)
    }

    /// The values with each gap filled by the last known one before it: what is known at any time, without a
    /// look ahead.
    pub fn carried(&self) -> Vec<f64> {
        let mut last = f64::NAN;
        let carry = |value: &f64| {
            if value.is_finite() {
                last = *value;
            }
            last
        };
        self.values.iter().map(carry).collect()
    }
}

/// Times and values, a series each, sorted by time.
fn parted(times: &[f64], group: Option<&Column>, values: &[f64]) -> (Vec<String>, Vec<Vec<(f64, f64)>>) {
    let mut known: HashMap<String, usize> = HashMap::new();
    let (mut names, mut tracks): (Vec<String>, Vec<Vec<(f64, f64)>>) = (Vec::new(), Vec::new());
    for (row, (&time, &value)) in times.iter().zip(values).enumerate() {
        if !time.is_finite()
            || !value.is_finite()
            || group.is_some_and(|group| group.cell(row) == Cell::Missing)
        {
            continue;
        }
        let name = group.map_or(String::new(), |group| group.show(row));
        let track = *known.entry(name).or_insert_with_key(|name| {
            names.push(name.clone());
            tracks.push(Vec::new());
            tracks.len() - 1
        });
        tracks[track].push((time, value));
    }
    tracks.iter_mut().for_each(|track| track.sort_by(|a, b| a.0.total_cmp(&b.0)));
    (names, tracks)
}

/// Take the mean of values of one time; how many rows that took away.
fn merge(track: &mut Vec<(f64, f64)>) -> usize {
    let before = track.len();
    let mut count = 1.0;
    track.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        count = if same { count + 1.0 } else { 1.0 };
        if same {
            kept.1 += (next.1 - kept.1) / count;
        }
        same
    });
    before - track.len()
}

fn on_grid(
    step: Step,
    kind: Kind,
    names: Vec<String>,
    tracks: Vec<Vec<(f64, f64)>>,
    mut merged: usize,
) -> Result<Series, String> {
    let rows: usize = tracks.iter().map(Vec::len).sum();
    let places: Vec<Vec<f64>> =
        tracks.iter().map(|track| track.iter().map(|(time, _)| step.place(*time)).collect()).collect();
    let origin = places.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let nearest = |place: f64| (place - origin).round();
    let between =
        places.iter().flatten().filter(|place| (*place - origin - nearest(**place)).abs() > 0.25).count();
    if between as f64 > BETWEEN * rows as f64 {
        return Err(format!("{between} of {rows} rows lie between the steps of one {}", step.words()));
    }
    let spans = places.iter().filter_map(|places| Some(nearest(*places.last()?) - nearest(places[0]) + 1.0));
    let spanned: f64 = spans.sum();
    if (rows as f64) < COVERED * spanned {
        return Err(format!("only {rows} of {spanned:.0} periods of one {} have a row", step.words()));
    }
    let last = places.iter().flatten().copied().fold(origin, f64::max);
    let like = tracks.iter().flatten().map(|(time, _)| *time).next().unwrap_or_default();
    let made = names.into_iter().zip(tracks.into_iter().zip(&places)).map(|(name, (track, places))| {
        let from = nearest(places[0]) as usize;
        let length = nearest(places[places.len() - 1]) as usize - from + 1;
        let mut sums = vec![(0.0, 0.0); length];
        for ((_, value), place) in track.iter().zip(places) {
            let sum: &mut (f64, f64) = &mut sums[nearest(*place) as usize - from];
            *sum = (sum.0 + value, sum.1 + 1.0);
        }
        let values: Vec<f64> = sums.iter().map(|(sum, count)| sum / count).collect();
        merged += track.len() - values.iter().filter(|value| value.is_finite()).count();
        Track { name, from, values }
    });
    let tracks: Vec<Track> = made.collect();
    let gaps = tracks.iter().flat_map(|track| &track.values).filter(|value| value.is_nan()).count();
    let periods = nearest(last) as usize + 1;
    Ok(Series { step, kind, tracks, periods, merged, gaps, first: origin, like })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: f64 = 86_400.0;

    fn series(kind: Kind, times: Vec<f64>) -> Result<Series, String> {
        let values: Vec<f64> = (0..times.len()).map(|row| row as f64).collect();
        Series::of(&Column::numbers("t", kind, times), None, &values)
    }

    fn day(text: &str) -> f64 {
        let date: jiff::civil::Date = text.parse().unwrap();
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        jiff::tz::TimeZone::UTC.to_timestamp(midnight).unwrap().as_second() as f64
    }

    #[test]
    fn months_are_steps_of_the_calendar_and_their_ends_stay_ends() {
        let firsts = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-05-01"].map(day).to_vec();
        let found = series(Kind::Date, firsts).unwrap();
        assert_eq!((found.step, found.periods, found.gaps), (Step::Months { every: 1, day: 1 }, 5, 1));
        assert_eq!((found.show(3), found.show(12)), ("2024-04".to_owned(), "2025-01".to_owned()));
        let ends = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"].map(day).to_vec();
        let found = series(Kind::Date, ends).unwrap();
        assert_eq!((found.time(4), found.time(13)), (day("2024-05-31"), day("2025-02-28")));
        let quarters = ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"].map(day).to_vec();
        assert_eq!(series(Kind::Date, quarters).unwrap().step.words(), "quarter");
    }

    #[test]
    fn days_hours_weekdays_and_plain_numbers_are_told_apart() {
        let every =
            |step: f64| (0..30).map(|row| day("2024-01-01") + f64::from(row) * step).collect::<Vec<_>>();
        assert_eq!(series(Kind::Date, every(DAY)).unwrap().step.words(), "day");
        assert_eq!(series(Kind::Timestamp, every(3_600.0)).unwrap().step.words(), "hour");
        assert_eq!(series(Kind::Timestamp, every(900.0)).unwrap().step.words(), "15 minutes");
        assert_eq!(series(Kind::Date, every(7.0 * DAY)).unwrap().step.words(), "week");
        let weekdays = every(DAY).into_iter().filter(|time| ((time / DAY) as i64 - 4).rem_euclid(7) < 5);
        let found = series(Kind::Date, weekdays.collect()).unwrap();
        assert_eq!((found.step, found.gaps), (Step::Weekday, 0));
        assert_eq!(found.time(5), day("2024-01-08"));
        let found = series(Kind::Integer, (1..=20).map(f64::from).collect()).unwrap();
        assert_eq!((found.step, found.time(20)), (Step::Number(1.0), 21.0));
        let found = series(Kind::Integer, (1..=20).map(|row| f64::from(row) * 10.0 + 3.0).collect()).unwrap();
        assert_eq!(found.time(20), 213.0, "a grid keeps its phase");
    }

    #[test]
    fn clocks_may_be_a_moment_off_and_few_rows_doubled() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut times: Vec<f64> =
            (0..200).map(|row| f64::from(row) * 3_600.0 + random.f64() * 20.0).collect();
        times.push(times[40]);
        let found = series(Kind::Timestamp, times).unwrap();
        assert_eq!((found.step, found.periods, found.merged), (Step::Seconds(3_600.0), 200, 1));
    }

    #[test]
    fn what_is_no_series_says_why() {
        let twice = (0..40).map(|row| f64::from(row / 2) * DAY).collect();
        assert_eq!(
            series(Kind::Date, twice),
            Err("20 of 40 rows share one time with another row".to_owned())
        );
        let mut random = fastrand::Rng::with_seed(1);
        let mut wild = 0.0;
        let times = (0..200).map(|_| {
            wild += 60.0 + 7_000.0 * random.f64();
            wild
        });
        assert!(series(Kind::Timestamp, times.collect()).unwrap_err().contains("evenly spaced"));
    }

    #[test]
    fn groups_are_series_of_their_own() {
        let times: Vec<f64> = (0..60).map(|row| f64::from(row / 2) * DAY).collect();
        let names: Vec<Option<&str>> = (0..60).map(|row| Some(["north", "south"][row % 2])).collect();
        let values: Vec<f64> = (0..60).map(f64::from).collect();
        let time = Column::numbers("day", Kind::Date, times);
        let found = Series::of(&time, Some(&Column::text("region", names)), &values).unwrap();
        assert_eq!((found.tracks.len(), found.periods), (2, 30));
        assert_eq!((found.tracks[1].name.as_str(), found.tracks[1].value(2)), ("south", Some(5.0)));
        assert_eq!(found.until(10).tracks[0].values.len(), 10);
    }
}
