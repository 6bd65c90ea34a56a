//! Whether the moments in a column lie after the moment a prediction is made.

use frame::{Column, Frame, Kind};

/// A column of moments beside the time of prediction.
#[derive(Debug, Clone, PartialEq)]
pub struct Later {
    /// The column.
    pub column: String,
    /// Rows in which both moments are known.
    pub rows: usize,
    /// Of those, rows whose moment lies after the prediction.
    pub after: usize,
    /// Days from the prediction to the moment, of the middle one of those rows.
    pub days: f64,
    /// Whether it lies after by whole weeks or months, as plans do.
    pub planned: bool,
}

const DAY: f64 = 86_400.0;

/// Columns with moments after `time`, a column of dates or timestamps.
pub fn later(features: &Frame, time: &str) -> Vec<Later> {
    let Some(clock) = features.column(time).filter(|column| is_moment(column.kind)) else {
        return Vec::new();
    };
    let Some(made) = clock.as_numbers() else { return Vec::new() };
    let others = features.columns().iter().filter(|column| column.name != time);
    others.filter_map(|column| of(column, &moments(column, made)?, clock.kind, made)).collect()
}

fn is_moment(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::Timestamp)
}

fn of(column: &Column, moments: &[f64], clock: Kind, made: &[f64]) -> Option<Later> {
    // A day is not after an hour of the same day.
    let by_day = clock == Kind::Date || column.kind != Kind::Timestamp;
    let at = |seconds: f64| if by_day { (seconds / DAY).floor() * DAY } else { seconds };
    let known = moments.iter().zip(made).filter(|(moment, made)| !moment.is_nan() && !made.is_nan());
    let lags: Vec<(f64, f64)> = known.map(|(&moment, &made)| (at(moment) - at(made), made)).collect();
    let mut after: Vec<(f64, f64)> = lags.iter().copied().filter(|(lag, _)| *lag > 0.0).collect();
    if after.is_empty() {
        return None;
    }
    after.sort_by(|a, b| a.0.total_cmp(&b.0));
    let round = after.iter().filter(|(lag, made)| is_round(*lag, *made)).count();
    Some(Later {
        column: column.name.clone(),
        rows: lags.len(),
        after: after.len(),
        days: after[after.len() / 2].0 / DAY,
        planned: round * 100 >= after.len() * 98,
    })
}

/// Whether a lag is a whole number of weeks or months: what a plan says, not what an event does.
fn is_round(lag: f64, made: f64) -> bool {
    let days = (lag / DAY).round();
    let day_of_month = |seconds: f64| frame::show_time(Kind::Date, seconds).get(8..10).map(str::to_owned);
    days >= 7.0 && (days % 7.0 == 0.0 || days % 30.0 == 0.0 || day_of_month(made) == day_of_month(made + lag))
}

/// The values of a column as seconds since 1970, if they are moments: dates and timestamps, or whole numbers
/// that are all seconds, milliseconds or days such as 20240131 within ten years of the predictions.
fn moments(column: &Column, made: &[f64]) -> Option<Vec<f64>> {
    let values = column.as_numbers()?;
    if is_moment(column.kind) {
        return Some(values.to_vec());
    }
    if column.kind != Kind::Integer {
        return None;
    }
    let known = || made.iter().copied().filter(|moment| !moment.is_nan());
    let (first, last) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let near = 3_650.0 * DAY;
    let readings: [fn(f64) -> f64; 3] = [|value| value, |value| value / 1_000.0, written_day];
    readings.into_iter().find_map(|read| {
        let read: Vec<f64> = values.iter().map(|&value| read(value)).collect();
        let present = values.iter().filter(|value| !value.is_nan()).count();
        let fits = read.iter().filter(|&&moment| moment > first - near && moment < last + near).count();
        (present >= 20 && fits == present).then_some(read)
    })
}

/// Seconds since 1970 of a day written 20240131; NaN when it is none.
fn written_day(value: f64) -> f64 {
    if !(10_000_101.0..=99_991_231.0).contains(&value) {
        return f64::NAN;
    }
    let whole = value as i64;
    let (year, month, day) = (whole / 10_000, whole / 100 % 100, whole % 100);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return f64::NAN;
    }
    // Days since 1970 of a day of the Gregorian calendar: Hinnant, "chrono-compatible low-level date algorithms".
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, in_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + of_year - 719_468) as f64 * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lagged(kind: Kind, lag: impl Fn(usize) -> f64) -> Vec<Later> {
        let made: Vec<f64> = (0..100).map(|row| (19_000 + row * 3) as f64 * DAY).collect();
        let moments = made.iter().enumerate().map(|(row, made)| lag(row) * DAY + made).collect();
        let frame = Frame::new(vec![
            Column::numbers("asked", Kind::Date, made),
            Column::numbers("seen", kind, moments),
        ]);
        later(&frame, "asked")
    }

    #[test]
    fn events_lie_after_plans_lie_a_round_time_after_and_the_past_lies_before() {
        let events = lagged(Kind::Date, |row| 1.0 + (row * 7 % 40) as f64);
        assert_eq!((events[0].after, events[0].planned), (100, false));
        assert!(lagged(Kind::Date, |row| 14.0 * (1 + row % 2) as f64)[0].planned);
        assert_eq!(lagged(Kind::Date, |row| -(row as f64)), []);
        assert_eq!(lagged(Kind::Timestamp, |row| (row % 10) as f64 / 24.0), [], "later on the same day");
        assert_eq!(lagged(Kind::Integer, |row| (row % 9) as f64)[0].after, 88, "seconds as whole numbers");
    }

    #[test]
    fn days_written_as_numbers() {
        assert_eq!(written_day(20_240_131.0), 1_706_659_200.0);
        assert!(written_day(20_241_331.0).is_nan() && written_day(7.0).is_nan());
    }
}
