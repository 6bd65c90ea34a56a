//! How far the target moves with time, the seasons of the year left out.
//!
//! Rows are put into blocks of like size, in order of time. What the blocks tell of the target is what a random split
//! gives away: a test row then has neighbours in time among the rows that were learned from.

use frame::{Column, Kind, Target, Task};

use super::alone::ranks;

/// How the target moves along a column of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// The column of time.
    pub column: String,
    /// Rows looked at.
    pub rows: usize,
    /// Share of the target's variance that lies between the blocks beyond chance, the careful end of its interval
    /// of 99 %; of the target's ranks when it is a number.
    pub between_low: f64,
    /// Change from the first to the last block along the straight line, in standard deviations of the target.
    pub trend: f64,
    /// The change over its standard error, from the scatter of the blocks around the line.
    pub trend_error: f64,
    /// The target in the first fifth of the time and in the last: its mean, or the share of its positive class.
    pub early: f64,
    /// In the last fifth.
    pub late: f64,
    /// Class whose share is meant, of a target with classes.
    pub class: Option<usize>,
    /// Whether the rows of the table stand in order of this time.
    pub in_order: bool,
}

const YEAR: f64 = 365.2425 * 86_400.0;

impl Movement {
    /// The movement of the target along `time`; `None` when there are too few rows or instants.
    pub fn of(time: &Column, target: &Target) -> Option<Movement> {
        let clock = time.as_numbers()?;
        let known: Vec<usize> = (0..clock.len()).filter(|&row| !clock[row].is_nan()).collect();
        if known.len() < 60 {
            return None;
        }
        let in_order = known.windows(2).filter(|pair| clock[pair[0]] <= clock[pair[1]]).count() * 100
            >= (known.len() - 1) * 99;
        let mut order = known;
        order.sort_by(|&a, &b| clock[a].total_cmp(&clock[b]).then(a.cmp(&b)));
        let clock: Vec<f64> = order.iter().map(|&row| clock[row]).collect();
        let answers: Vec<f64> = order.iter().map(|&row| target.values[row]).collect();
        let ends = [clock.first().copied()?, clock.last().copied()?];
        if ends[0] == ends[1] {
            return None;
        }
        let seasons = matches!(time.kind, Kind::Date | Kind::Timestamp) && ends[1] - ends[0] > 1.5 * YEAR;
        let classes: Vec<Option<usize>> = match target.task {
            Task::Regression | Task::Forecast => vec![None],
            Task::Binary => vec![Some(1)],
            Task::Multiclass => (0..target.classes.len()).map(Some).collect(),
        };
        let moved = classes.into_iter().filter_map(|class| {
            let shown: Vec<f64> = match class {
                Some(class) => {
                    answers.iter().map(|&answer| f64::from(u8::from(answer == class as f64))).collect()
                }
                None => answers.clone(),
            };
            let mut values = if class.is_some() { shown.clone() } else { ranks(&shown) };
            if seasons {
                values = without_seasons(&clock, &values);
            }
            let (between_low, trend, trend_error) = moves(&clock, &values)?;
            let fifth = shown.len() / 5;
            let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len().max(1) as f64;
            Some(Movement {
                column: time.name.clone(),
                rows: shown.len(),
                between_low,
                trend,
                trend_error,
                early: mean(&shown[..fifth]),
                late: mean(&shown[shown.len() - fifth..]),
                class,
                in_order,
            })
        });
        moved.max_by(|a, b| a.between_low.total_cmp(&b.between_low))
    }
}

/// Share between blocks (careful end), the trend and its standard error.
fn moves(clock: &[f64], values: &[f64]) -> Option<(f64, f64, f64)> {
    let rows = values.len();
    let blocks = (rows / 30).clamp(6, 16);
    let mean = values.iter().sum::<f64>() / rows as f64;
    let all: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    if all <= 0.0 {
        return None;
    }
    let mut points = Vec::with_capacity(blocks);
    let mut between = 0.0;
    for block in 0..blocks {
        let range = block * rows / blocks..(block + 1) * rows / blocks;
        let count = range.len() as f64;
        let middle = values[range.clone()].iter().sum::<f64>() / count;
        between += count * (middle - mean).powi(2);
        points.push((clock[range].iter().sum::<f64>() / count, middle));
    }
    let (freedom, inside) = ((blocks - 1) as f64, (all - between).max(1e-12 * all) / (rows - blocks) as f64);
    // The noncentrality of F less 2.33 standard errors (Johnson, Kotz & Balakrishnan, "Continuous univariate
    // distributions" 2, chapter 30: variance 2 (f + 2 λ)).
    let found = between / inside - freedom;
    let low = (found - 2.33 * (2.0 * (freedom + 2.0 * found.max(0.0))).sqrt()).max(0.0);
    let (slope, error) = line(&points)?;
    let span = points[blocks - 1].0 - points[0].0;
    let deviation = (all / rows as f64).sqrt();
    Some((low / (low + rows as f64), slope * span / deviation, error * span / deviation))
}

/// The slope of the line through points, and its standard error; `None` when they have one place only.
fn line(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    let (x, y) = (
        points.iter().map(|point| point.0).sum::<f64>() / count,
        points.iter().map(|point| point.1).sum::<f64>() / count,
    );
    let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    if spread <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>() / spread;
    let left: f64 = points.iter().map(|point| (point.1 - y - slope * (point.0 - x)).powi(2)).sum();
    Some((slope, (left / (count - 2.0) / spread).sqrt()))
}

/// Values less the season of the year: waves of a year, a half and a third of one, fitted beside a straight line.
fn without_seasons(clock: &[f64], values: &[f64]) -> Vec<f64> {
    let start = clock[0];
    let span = clock[clock.len() - 1] - start;
    let terms = |at: f64| {
        let turn = std::f64::consts::TAU * at / YEAR;
        let wave = |times: f64| [(times * turn).sin(), (times * turn).cos()];
        let ([a, b], [c, d], [e, f]) = (wave(1.0), wave(2.0), wave(3.0));
        [1.0, (at - start) / span, a, b, c, d, e, f]
    };
    let mut normal = [[0.0; 9]; 8];
    for (&at, &value) in clock.iter().zip(values) {
        let row = terms(at);
        for (one, equation) in row.iter().zip(&mut normal) {
            row.iter().zip(equation.iter_mut()).for_each(|(other, sum)| *sum += one * other);
            equation[8] += one * value;
        }
    }
    let Some(weights) = solved(normal) else { return values.to_vec() };
    let season =
        |at: f64| terms(at).iter().zip(&weights).skip(2).map(|(term, weight)| term * weight).sum::<f64>();
    clock.iter().zip(values).map(|(&at, value)| value - season(at)).collect()
}

/// The solution of linear equations, the right side in the last column (Gauss-Jordan with pivots).
fn solved<const N: usize, const M: usize>(mut rows: [[f64; M]; N]) -> Option<Vec<f64>> {
    for at in 0..N {
        let pivot = (at..N).max_by(|&a, &b| rows[a][at].abs().total_cmp(&rows[b][at].abs()))?;
        rows.swap(at, pivot);
        if rows[at][at].abs() < 1e-9 {
            return None;
        }
        let lead = rows[at].map(|value| value / rows[at][at]);
        rows[at] = lead;
        for (other, row) in rows.iter_mut().enumerate() {
            let factor = row[at];
            if other != at {
                row.iter_mut().zip(&lead).for_each(|(value, lead)| *value -= factor * lead);
            }
        }
    }
    Some(rows.iter().map(|row| row[M - 1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn movement(rows: usize, value: impl Fn(f64, &mut fastrand::Rng) -> f64) -> Movement {
        let mut random = fastrand::Rng::with_seed(6);
        let days: Vec<f64> = (0..rows).map(|row| (18_000 + row) as f64 * 86_400.0).collect();
        let values = (0..rows).map(|row| value(row as f64, &mut random)).collect();
        let target =
            Target { name: "y".into(), task: Task::Regression, classes: Vec::new(), values, weights: None };
        Movement::of(&Column::numbers("day", Kind::Date, days), &target).unwrap()
    }

    #[test]
    fn a_climb_is_seen_and_a_season_is_not() {
        let season = |day: f64| 20.0 * (std::f64::consts::TAU * day / 365.25).sin();
        let steady = movement(1_000, |day, random| season(day) + 20.0 * random.f64());
        assert!(steady.between_low < 0.03 && steady.trend.abs() < 0.4, "{steady:?}");
        let climbs = movement(1_000, |day, random| season(day) + 0.08 * day + 20.0 * random.f64());
        assert!(climbs.between_low > 0.3 && climbs.trend > 2.0 && climbs.in_order, "{climbs:?}");
    }
}
