//! Numbers in another unit: what is left of the move once they are turned back.

use frame::units::{Change, changes};
use frame::{Column, Kind};
use report::number::significant;
use stats::kolmogorov_smirnov as apart;

use crate::drift::moved::{median, sorted};

/// A change of unit, `value × factor + shift`, of some or all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitChange {
    /// What the values are multiplied by.
    pub factor: f64,
    /// What is then added.
    pub shift: f64,
    /// The change in words.
    pub words: String,
    /// The share of the rows that are in the other unit.
    pub share: f64,
    /// The medians, then and now.
    pub medians: (f64, f64),
}

impl UnitChange {
    /// A value in the new unit.
    pub fn of(&self, value: f64) -> f64 {
        value * self.factor + self.shift
    }

    /// The numbers of a column as they were before.
    pub fn undone(&self, column: &Column) -> Option<Column> {
        let back = |value: &f64| (value - self.shift) / self.factor;
        (self.share == 1.0)
            .then(|| column.as_numbers())?
            .map(|numbers| Column::numbers(&column.name, Kind::Number, numbers.iter().map(back).collect()))
    }
}

/// Changes that only drift looks for: in one table alone they cannot be told.
const OTHERS: [Change; 3] = [
    Change { factor: 1.0, shift: 273.15, words: "degrees Celsius to Kelvin" },
    Change { factor: -1.0, shift: 0.0, words: "the other sign" },
    Change {
        factor: 0.092_903,
        shift: 0.0,
        words: "a factor of 0.0929, as from square feet to square metres",
    },
];
/// A factor of this logarithm could hardly be a change of the world.
const LARGE: f64 = 1.7;
/// The distance from which a column has moved far enough for another unit, and a part of it.
const MOVED: f64 = 0.1;
const MOVED_A_LITTLE: f64 = 0.03;
/// Fewer different values have no spread to be known by.
const VALUES: usize = 8;

/// The change of unit after which the numbers are spread like those of the reference, if there is one.
pub fn change(was: &Column, is: &Column) -> Option<UnitChange> {
    let numeric = |column: &Column| matches!(column.kind, Kind::Integer | Kind::Number);
    if !numeric(was) || !numeric(is) {
        return None;
    }
    let (mut a, mut b) = (sorted(was)?, sorted(is)?);
    // Nothing is nothing in any unit: where many values are 0, the others tell.
    if a.iter().filter(|&&value| value == 0.0).count() * 5 > a.len() {
        a.retain(|&value| value != 0.0);
        b.retain(|&value| value != 0.0);
    }
    if a.len() < 30 || b.len() < 30 || a.chunk_by(|x, y| x == y).count() < VALUES {
        return None;
    }
    // 1 % critical value of Kolmogorov-Smirnov.
    let noise = 1.63 * (1.0 / a.len() as f64 + 1.0 / b.len() as f64).sqrt();
    let moved = apart(&a, &b);
    let known = || changes().chain(OTHERS.iter().flat_map(|change| [*change, change.back()]));
    let whole = if moved > noise + MOVED { whole(&a, &b, moved, noise, known()) } else { None };
    let found = whole.or_else(|| {
        if moved > noise + MOVED_A_LITTLE { part(&a, &b, moved, noise, known()) } else { None }
    })?;
    Some(UnitChange { medians: (median(&a), median(&b)), ..found })
}

/// All rows in another unit.
fn whole(
    a: &[f64],
    b: &[f64],
    moved: f64,
    noise: f64,
    known: impl Iterator<Item = Change>,
) -> Option<UnitChange> {
    let turned = |change: &Change| {
        let back = change.back();
        let mut turned: Vec<f64> = b.iter().map(|&value| back.of(value)).collect();
        turned.sort_by(f64::total_cmp);
        turned
    };
    let best = known
        .map(|change| {
            let turned = turned(&change);
            (apart(a, &turned), (median(&turned) / median(a)).ln().abs(), change)
        })
        .min_by(|x, y| x.0.total_cmp(&y.0));
    let fits = best.filter(|(left, off, change)| {
        // A factor of two could be a change in the world; one of a thousand could not.
        if change.factor.abs().ln().abs() > LARGE || change.shift != 0.0 || change.factor < 0.0 {
            *left < noise + 0.12 && *left < 0.5 * moved
        } else {
            *left < noise && *off < 0.02 && *left < 0.25 * moved
        }
    });
    // A factor nobody has a name for, such as between two currencies.
    let factor = median(b) / median(a);
    let measured = Change { factor, shift: 0.0, words: "" };
    let large = factor > 0.0 && factor.is_finite() && factor.ln().abs() > LARGE;
    let left = if large { apart(a, &turned(&measured)) } else { f64::INFINITY };
    match fits {
        // A name is for the factor that is there, not for one that is near it.
        Some((other, _, change))
            if left >= other || change.shift != 0.0 || same_middle(a, &turned(&change)) =>
        {
            Some(of(&change, change.words.to_owned(), 1.0))
        }
        None if left >= noise + 0.03 || left >= 0.2 * moved => None,
        _ => Some(of(&measured, format!("a factor of about {}", significant(factor, 3)), 1.0)),
    }
}

/// Whether the medians of sorted numbers may be the same: the ranks between which each lies surely enough (both together 99 %;
/// Conover, "Practical Nonparametric Statistics", 1999, section 3.2) have values in common. A value stands for all that are
/// nearer to it than to its neighbours, since numbers are rounded.
fn same_middle(a: &[f64], b: &[f64]) -> bool {
    let middle = |sorted: &[f64]| {
        let count = sorted.len() as f64;
        let at =
            |way: f64| sorted[((count + way * 1.82 * count.sqrt()) / 2.0).clamp(0.0, count - 1.0) as usize];
        let (low, high) = (at(-1.0), at(1.0));
        let below = sorted.partition_point(|&value| value < low).checked_sub(1).map_or(low, |at| sorted[at]);
        let above = sorted.get(sorted.partition_point(|&value| value <= high)).map_or(high, |&value| value);
        (f64::midpoint(below, low), f64::midpoint(high, above))
    };
    let (a, b) = (middle(a), middle(b));
    a.0 <= b.1 && b.0 <= a.1
}

fn of(change: &Change, words: String, share: f64) -> UnitChange {
    UnitChange { factor: change.factor, shift: change.shift, words, share, medians: (0.0, 0.0) }
}

/// Some rows in another unit: the numbers are a mixture of those of the reference as they are and turned.
fn part(
    a: &[f64],
    b: &[f64],
    moved: f64,
    noise: f64,
    known: impl Iterator<Item = Change>,
) -> Option<UnitChange> {
    const POINTS: usize = 400;
    let below = |sorted: &[f64], value: f64| {
        sorted.partition_point(|&other| other <= value) as f64 / sorted.len() as f64
    };
    let points: Vec<f64> = (0..POINTS).map(|at| b[at * b.len() / POINTS]).collect();
    let fitted = |change: Change| {
        let mut other: Vec<f64> = a.iter().map(|&value| change.of(value)).collect();
        other.sort_by(f64::total_cmp);
        // Units that overlap much cannot be told from a change of the world.
        let tells = apart(a, &other) >= 0.7 && (change.factor.abs().ln().abs() > 0.55 || change.shift != 0.0);
        let at: Vec<(f64, f64)> = points
            .iter()
            .map(|&value| (below(&other, value) - below(a, value), below(b, value) - below(a, value)))
            .collect();
        let square: f64 = at.iter().map(|(x, _)| x * x).sum();
        let share = at.iter().map(|(x, y)| x * y).sum::<f64>() / square;
        let left = at.iter().map(|(x, y)| (y - share * x).abs()).fold(0.0, f64::max);
        (tells && square > 0.0 && (0.02..0.97).contains(&share)).then_some((left, share, change))
    };
    let best = known.filter_map(fitted).min_by(|x, y| x.0.total_cmp(&y.0));
    let (_, share, change) = best.filter(|(left, ..)| *left < 0.8 * noise + 0.01 && *left < 0.3 * moved)?;
    Some(of(&change, change.words.to_owned(), share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::testing::normal;

    fn column(values: Vec<f64>) -> Column {
        Column::numbers("x", Kind::Number, values)
    }

    #[test]
    fn units_are_told_from_a_change_of_the_world() {
        let mut random = fastrand::Rng::with_seed(4);
        let mut draw = |rows: usize, mean: f64, spread: f64| -> Vec<f64> {
            (0..rows).map(|_| mean + spread * normal(&mut random)).collect()
        };
        let was = column(draw(3_000, 18.0, 6.0));
        let fahrenheit =
            |values: Vec<f64>| values.into_iter().map(|value| value * 1.8 + 32.0).collect::<Vec<f64>>();
        let found = change(&was, &column(fahrenheit(draw(2_000, 18.0, 6.0)))).unwrap();
        assert!(found.words.contains("Fahrenheit") && found.share == 1.0, "{found:?}");
        // A warmer day on top of it.
        assert!(
            change(&was, &column(fahrenheit(draw(300, 19.0, 6.0)))).unwrap().words.contains("Fahrenheit")
        );
        let mut some = draw(1_400, 18.0, 6.0);
        some.extend(fahrenheit(draw(600, 18.0, 6.0)));
        let found = change(&was, &column(some)).unwrap();
        assert!(found.words.contains("Fahrenheit") && (found.share - 0.3).abs() < 0.04, "{found:?}");
        for world in
            [draw(2_000, 18.0, 6.0), draw(2_000, 27.0, 5.0), draw(2_000, 18.0, 12.0), draw(2_000, 5.0, 4.0)]
        {
            assert_eq!(change(&was, &column(world)), None);
        }
        let skewed: Vec<f64> = draw(3_000, 4.0, 1.0).into_iter().map(f64::exp).collect();
        let times = |factor: f64| column(skewed.iter().map(|value| value * factor).collect());
        assert_eq!(change(&column(skewed.clone()), &times(1.5)), None, "prices rise");
        assert!(change(&column(skewed.clone()), &times(0.01)).unwrap().words.contains("100"));
        assert!(change(&column(skewed.clone()), &times(163.4)).unwrap().words.contains("163"));
    }

    #[test]
    fn a_factor_has_the_name_of_what_it_is_only() {
        let mut random = fastrand::Rng::with_seed(5);
        let mut money = |factor: f64| {
            column((0..8_000).map(|_| factor * (10.0 + 0.6 * normal(&mut random)).exp()).collect())
        };
        let was = money(1.0);
        for (factor, words) in [
            (7.46, "a factor of about 7."),
            (7.0, "weeks to days"),
            (100.0, "to cents"),
            (93.0, "a factor of about 9"),
        ] {
            let found = change(&was, &money(factor)).unwrap();
            assert!(found.words.contains(words), "{factor}: {found:?}");
            assert!((found.factor / factor - 1.0).abs() < 0.04, "{found:?}");
        }
    }
}
