//! A series before and after: the interrupted series, and the difference of two series.

use stats::{SeriesEstimate, least_squares, usual_lags};

/// One value for each period, counted from the change.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The periods in order.
    pub periods: Vec<i64>,
    /// Their values.
    pub values: Vec<f64>,
}

/// What a change did to a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Interruption {
    /// The mean over the periods after: how far the series lies from where it would have been.
    pub effect: SeriesEstimate,
    /// How far it jumped at the change.
    pub jump: Option<SeriesEstimate>,
    /// How much steeper it rises a period since; `None` with too few periods after to tell.
    pub steeper: Option<SeriesEstimate>,
    /// Where each period would have been, after the change without it.
    pub expected: Vec<f64>,
}

/// At least so many periods after the change, or the trend since is not told from the jump.
const FOR_A_TREND: usize = 8;
/// So many periods before are the least a level and a trend can be taken from.
const FEWEST_BEFORE: usize = 8;
/// And so many after.
const FEWEST_AFTER: usize = 3;

impl Series {
    /// How many periods lie before the change, and how many after.
    pub fn sides(&self) -> (usize, usize) {
        let before = self.periods.partition_point(|period| *period < 0);
        (before, self.periods.len() - before)
    }

    /// The periods before the change only.
    pub fn before(&self) -> Series {
        let (before, _) = self.sides();
        Series { periods: self.periods[..before].to_vec(), values: self.values[..before].to_vec() }
    }

    /// The same series with its change elsewhere.
    pub fn changed_at(&self, period: i64) -> Series {
        Series { periods: self.periods.iter().map(|at| at - period).collect(), values: self.values.clone() }
    }

    /// Segmented regression: level and trend before, a jump and another trend since, and a pattern that comes again every
    /// `season` periods. Wagner, Soumerai, Zhang & Ross-Degnan, "Segmented regression analysis of interrupted time series studies in medication use
    /// research" (Journal of Clinical Pharmacy and Therapeutics 27, 2002), equation 1. `None` with too few periods.
    pub fn interrupted(&self, season: u32) -> Option<Interruption> {
        let (before, after) = self.sides();
        if before < FEWEST_BEFORE || after < FEWEST_AFTER {
            return None;
        }
        let since = |period: i64| f64::from(u8::from(period >= 0));
        let mut columns = vec![self.column(|_| 1.0), self.column(|period| period as f64), self.column(since)];
        let with_trend = after >= FOR_A_TREND;
        if with_trend {
            columns.push(self.column(|period| since(period) * period as f64));
        }
        let own = columns.len();
        columns.extend(self.seasons(season));
        let fit = least_squares(&columns, &self.values)?;
        let lags = usual_lags(self.values.len());
        let one = |at: usize| {
            let mut contrast = vec![0.0; columns.len()];
            contrast[at] = 1.0;
            contrast
        };
        let mut mean = one(2);
        if with_trend {
            let later = self.periods[before..].iter().map(|period| *period as f64);
            mean[3] = later.sum::<f64>() / after as f64;
        }
        let unchanged = |row: usize| -> f64 {
            let kept = (0..columns.len()).filter(|&at| at < 2 || at >= own);
            kept.map(|at| columns[at][row] * fit.coefficients[at]).sum()
        };
        Some(Interruption {
            effect: fit.estimate(&mean, lags)?,
            jump: fit.estimate(&one(2), lags),
            steeper: with_trend.then(|| fit.estimate(&one(3), lags)).flatten(),
            expected: (0..self.values.len()).map(unchanged).collect(),
        })
    }

    /// How far the mean after the change lies from that before, for a series that has no trend of its own.
    pub fn shift(&self) -> Option<SeriesEstimate> {
        let (before, after) = self.sides();
        if before < FEWEST_AFTER || after < FEWEST_AFTER {
            return None;
        }
        let columns = [self.column(|_| 1.0), self.column(|period| f64::from(u8::from(period >= 0)))];
        least_squares(&columns, &self.values)?.estimate(&[0.0, 1.0], usual_lags(self.values.len()))
    }

    /// How much it rises a period.
    pub fn trend(&self) -> Option<SeriesEstimate> {
        let columns = [self.column(|_| 1.0), self.column(|period| period as f64)];
        least_squares(&columns, &self.values)?.estimate(&[0.0, 1.0], usual_lags(self.values.len()))
    }

    fn column(&self, of: impl Fn(i64) -> f64) -> Vec<f64> {
        self.periods.iter().map(|&period| of(period)).collect()
    }

    /// A column for each place in the pattern that occurs, but the first.
    fn seasons(&self, season: u32) -> Vec<Vec<f64>> {
        let place = |period: i64| period.rem_euclid(i64::from(season));
        let occurs = |wanted: &i64| self.periods.iter().any(|&period| place(period) == *wanted);
        let places = (0..i64::from(season)).filter(occurs).skip(1);
        places.map(|wanted| self.column(|period| f64::from(u8::from(place(period) == wanted)))).collect()
    }
}
