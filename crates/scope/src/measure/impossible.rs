//! Numbers that cannot be: in another unit than the rest, with a lost sign or a slipped digit, out of this world.
//!
//! Large is not impossible. A value is suspect when it is alone: cut off from all others by more than all of them
//! are apart, on the plain scale and on the logarithmic one, where honest money and honest waiting times have no gaps.

use frame::{Column, Kind};

use frame::units::{Change, changes};

/// Values of one column that cannot be.
#[derive(Debug, Clone, PartialEq)]
pub struct Impossible {
    /// The column.
    pub column: String,
    /// Rows with such a value.
    pub rows: usize,
    /// Rows with any value.
    pub known: usize,
    /// Some of the values.
    pub examples: Vec<f64>,
    /// The range of all other values.
    pub range: (f64, f64),
    /// What is wrong with them.
    pub fault: Wrong,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wrong {
    /// It fits the others once its unit is changed.
    Unit(Change),
    /// It fits the others without its sign.
    Sign,
    /// It is alone, far from all others.
    Alone,
    /// It is outside what the column's name allows.
    Bounds(f64, f64),
}

/// Share of the rows that may be wrong; more are a second population.
const FEW: f64 = 0.05;
/// Share of the rows that may be in another unit.
const SOME: f64 = 0.4;

/// The numbers of a column that cannot be; `None` when there are none. `codes` are values that stand for "not known".
pub fn impossible(column: &Column, codes: &[f64]) -> Option<Impossible> {
    let values = column.as_numbers().filter(|_| matches!(column.kind, Kind::Integer | Kind::Number))?;
    let mut sorted: Vec<f64> =
        values.iter().copied().filter(|value| value.is_finite() && !codes.contains(value)).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < 30 || sorted[0] == sorted[sorted.len() - 1] {
        return None;
    }
    let found = other_unit(&sorted)
        .or_else(|| lost_sign(&sorted))
        .or_else(|| alone(&sorted))
        .or_else(|| out_of_bounds(&column.name, &sorted))?;
    Some(Impossible { column: column.name.clone(), known: sorted.len(), ..found })
}

fn found(wrong: &[f64], rest: &[f64], fault: Wrong) -> Impossible {
    let mut examples = wrong.to_vec();
    examples.dedup();
    examples.truncate(3);
    Impossible {
        column: String::new(),
        rows: wrong.len(),
        known: 0,
        examples,
        range: (rest[0], rest[rest.len() - 1]),
        fault,
    }
}

fn middle(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

/// The larger of two sides of the widest gap, and the smaller: values in one unit, and those in another.
fn other_unit(sorted: &[f64]) -> Option<Impossible> {
    let positive = &sorted[sorted.partition_point(|&value| value <= 0.0)..];
    if positive.len() * 10 < sorted.len() * 9 {
        return None;
    }
    let steps = positive.windows(2).enumerate().map(|(at, pair)| (at + 1, (pair[1] / pair[0]).ln()));
    let inner = steps.filter(|(at, _)| *at >= 5 && *at + 5 <= positive.len());
    let (at, _) = inner.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let (low, high) = positive.split_at(at);
    let (wrong, rest) = if low.len() < high.len() { (low, high) } else { (high, low) };
    let few = wrong.len() as f64 <= SOME * positive.len() as f64;
    if !few || different(wrong) < 4 || different(rest) < 15 || !is_apart(low, high, low.len() < high.len()) {
        return None;
    }
    let trimmed = &rest[rest.len() / 50..rest.len() - rest.len() / 50];
    let spread = deviation(rest);
    let alike = |change: &Change| {
        let back = change.back();
        let turned: Vec<f64> = wrong.iter().map(|&value| back.of(value)).collect();
        // As much as the middle of so few values strays (1.253 standard errors of the mean), and rounding.
        let margin = 2.2 * 1.253 * spread / (wrong.len() as f64).sqrt() + 0.02;
        let mut order = turned.clone();
        order.sort_by(f64::total_cmp);
        let fits = order[0] > 0.0 && (middle(&order) / middle(rest)).ln().abs() <= margin.min(0.7);
        let range = trimmed[0] * 0.8..=trimmed[trimmed.len() - 1] * 1.25;
        let inside = turned.iter().filter(|value| range.contains(value)).count();
        // One spread, as far as so few can tell.
        let breadth = |values: &[f64]| values[values.len() * 3 / 4] - values[values.len() / 4];
        let off = (breadth(&order) / breadth(rest)).ln().abs();
        let spread_alike = wrong.len() < 8 || off <= 0.15 + 2.4 / (wrong.len() as f64).sqrt();
        // A small factor and the thin low end of honest values need a wider gap.
        let large = change.factor.ln().abs() > 3.0;
        let wide = if large && low.len() >= high.len() { 0.25 } else { 0.5 } * change.factor.ln().abs();
        let enough = large || wrong.len() >= 8;
        fits && enough
            && spread_alike
            && inside * 10 >= wrong.len() * 8
            && (high[0] / low[low.len() - 1]).ln() >= wide
    };
    changes().find(alike).map(|change| found(wrong, rest, Wrong::Unit(change)))
}

/// Whether the gap between two parts is no mere thinning out: four times as wide as the steps beside it, in the larger
/// part. Low values are judged on the plain scale and high ones on the logarithmic, where honest tails have no gaps.
fn is_apart(low: &[f64], high: &[f64], low_is_wrong: bool) -> bool {
    let (below, above) = (low[low.len() - 1], high[0]);
    let mut near: Vec<f64> = if low_is_wrong { high.to_vec() } else { low.iter().rev().copied().collect() };
    near.dedup();
    near.truncate(12);
    let plain = |a: f64, b: f64| (a - b).abs();
    let log = |a: f64, b: f64| (a / b).ln().abs();
    let widest = |step: &dyn Fn(f64, f64) -> f64| {
        near.windows(2).map(|pair| step(pair[0], pair[1])).fold(0.0, f64::max)
    };
    if low_is_wrong {
        plain(above, below) >= 4.0 * widest(&plain) && log(above, below) >= 0.3
    } else {
        log(above, below) >= (4.0 * widest(&log)).clamp(0.3, 3.0)
    }
}

/// How many of these sorted numbers are different.
fn different(sorted: &[f64]) -> usize {
    1 + sorted.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// The standard deviation of the logarithms, from the middle half (1.349 deviations of a normal distribution).
fn deviation(sorted: &[f64]) -> f64 {
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    (at(0.75) / at(0.25)).ln() / 1.349
}

/// Few negative numbers that would fit well without their sign, where all others are well above zero, or are counts.
fn lost_sign(sorted: &[f64]) -> Option<Impossible> {
    let (wrong, rest) = sorted.split_at(sorted.partition_point(|&value| value < 0.0));
    if wrong.len() < 2 || wrong.len() as f64 > FEW * sorted.len() as f64 || rest.len() < 30 {
        return None;
    }
    let at = |share: f64| rest[((rest.len() - 1) as f64 * share) as usize];
    let inside = wrong.iter().filter(|value| (at(0.01)..=at(0.99)).contains(&value.abs())).count();
    let lowest = wrong[wrong.len() - 1].abs();
    // What straddles zero has neighbours on both sides of it.
    let apart = at(0.0) > 0.0 && lowest + at(0.0) > 3.0 * widest_step(rest) && at(0.02) > 0.1 * at(0.5);
    // Counts begin at zero, where they are many; below it they would have to thin out first.
    let whole = sorted.iter().all(|value| value.fract() == 0.0) && at(1.0) <= 1_000.0;
    let zeros = rest.partition_point(|&value| value <= 0.0);
    let small = wrong.iter().filter(|value| value.abs() * 3.0 < at(0.5)).count();
    let counts =
        whole && zeros > 4 * wrong.len() && small * 3 <= wrong.len() && wrong.len() * 50 <= sorted.len();
    (inside * 10 >= wrong.len() * 9 && (apart || counts)).then(|| found(wrong, rest, Wrong::Sign))
}

/// The widest step between neighbours, the thin tails left out.
fn widest_step(sorted: &[f64]) -> f64 {
    let tail = sorted.len() / 50;
    let inner = &sorted[tail..sorted.len() - tail];
    inner.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max)
}

/// Values cut off from the rest at either end by more than the rest is wide.
fn alone(sorted: &[f64]) -> Option<Impossible> {
    let most = ((FEW * sorted.len() as f64) as usize).max(1);
    let mut kept = (0, sorted.len());
    // The inner end of the cut-off values on each side, if any.
    for at in (1..=most).rev() {
        if kept.0 == 0 && is_cut_off(sorted[at - 1], at, &sorted[at..]) {
            kept.0 = at;
        }
        if kept.1 == sorted.len() {
            let end = sorted.len() - at;
            if is_cut_off(sorted[end], at, &sorted[kept.0..end]) {
                kept.1 = end;
            }
        }
    }
    // What is cut off above may have hidden what is cut off below.
    if kept.0 == 0 {
        kept.0 =
            (1..=most).rev().find(|&at| is_cut_off(sorted[at - 1], at, &sorted[at..kept.1])).unwrap_or(0);
    }
    let wrong: Vec<f64> = sorted[..kept.0].iter().chain(&sorted[kept.1..]).copied().collect();
    let rest = &sorted[kept.0..kept.1];
    (!wrong.is_empty() && wrong.len() <= most && rest.len() >= 30).then(|| found(&wrong, rest, Wrong::Alone))
}

/// Whether `count` values, the nearest of them `value`, are cut off from the rest.
fn is_cut_off(value: f64, count: usize, rest: &[f64]) -> bool {
    // A single value may be the one in a thousand of a heavy tail.
    let beyond = if count == 1 { 1.5 } else { 0.9 };
    let (low, high) = (rest[0], rest[rest.len() - 1]);
    let (edge, range) = (if value < low { low } else { high }, high - low);
    if (value - edge).abs() < 1.2 * range
        || rest.windows(2).filter(|pair| pair[0] != pair[1]).take(7).count() < 7
    {
        return false;
    }
    // Zeros apart (no gain, no visit), positive numbers may be skewed as far as they like.
    let positive = &rest[rest.partition_point(|&other| other <= 0.0)..];
    if low >= 0.0 && value > high {
        return positive.len() >= 30 && (value / high).ln() >= beyond * (high / positive[0]).ln();
    }
    if low > 0.0 && value > 0.0 {
        return (low / value).ln() >= beyond * (high / low).ln();
    }
    if low > 0.0 {
        return low - value >= 2.0 * range;
    }
    // Among values around zero both tails tell how far they go; a few in the middle do not make a range.
    let inner = |share: f64| rest[((rest.len() - 1) as f64 * share) as usize];
    (value - edge).abs() >= 3.0 * range && inner(0.95) - inner(0.05) > 0.15 * range
}

/// Physical limits that a name gives, when nearly all values keep within them.
fn out_of_bounds(name: &str, sorted: &[f64]) -> Option<Impossible> {
    const BOUNDS: [(&[&str], f64, f64); 7] = [
        (&["age", "alter", "edad", "âge"], 0.0, 122.0),
        (&["percent", "pct", "percentage", "prozent"], -100.0, 1_000.0),
        (&["latitude", "lat"], -90.0, 90.0),
        (&["longitude", "lon", "lng"], -180.0, 180.0),
        (&["hour", "stunde"], 0.0, 24.0),
        (&["month", "monat"], 0.0, 12.0),
        (&["humidity"], 0.0, 100.0),
    ];
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let (_, low, high) =
        *BOUNDS.iter().find(|(names, _, _)| names.iter().any(|name| words.contains(name)))?;
    let rest: Vec<f64> = sorted.iter().copied().filter(|value| (low..=high).contains(value)).collect();
    let wrong: Vec<f64> = sorted.iter().copied().filter(|value| !(low..=high).contains(value)).collect();
    let few = !wrong.is_empty() && wrong.len() as f64 <= FEW * sorted.len() as f64;
    // The values must look like what the name says: spread over a good part of what is allowed.
    let spread = rest
        .last()
        .zip(rest.first())
        .is_some_and(|(last, first)| last - first > 0.2 * (high - low).min(200.0));
    (few && spread).then(|| found(&wrong, &rest, Wrong::Bounds(low, high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: Vec<f64>) -> Option<Wrong> {
        impossible(&Column::numbers("x", Kind::Number, values), &[]).map(|found| found.fault)
    }

    fn normal(random: &mut fastrand::Rng) -> f64 {
        (0..12).map(|_| random.f64()).sum::<f64>() - 6.0
    }

    #[test]
    fn other_units_lost_signs_and_slipped_digits() {
        let mut random = fastrand::Rng::with_seed(4);
        let mut feed: Vec<f64> = (0..900).map(|_| (normal(&mut random) * 0.5 + 0.5).exp()).collect();
        feed[..80].iter_mut().for_each(|value| *value *= 1_000.0);
        assert!(matches!(of(feed), Some(Wrong::Unit(change)) if change.factor == 1_000.0));
        let mut heat: Vec<f64> = (0..900).map(|_| 36.8 + 0.5 * normal(&mut random)).collect();
        heat[..40].iter_mut().for_each(|value| *value = *value * 1.8 + 32.0);
        assert!(matches!(of(heat), Some(Wrong::Unit(change)) if change.shift == 32.0));
        let mut years: Vec<f64> = (0..900).map(|_| 2_003.0 + f64::from(random.u8(0..20))).collect();
        (years[0], years[1], years[2]) = (3_015.0, 207.0, 207.0);
        assert_eq!(of(years), Some(Wrong::Alone));
        let mut tall: Vec<f64> = (0..900).map(|_| 172.0 + 9.0 * normal(&mut random)).collect();
        tall[..5].iter_mut().for_each(|value| *value = -*value);
        assert_eq!(of(tall), Some(Wrong::Sign));
    }

    #[test]
    fn honest_values_however_skewed_are_possible() {
        for seed in 0..40 {
            let mut random = fastrand::Rng::with_seed(seed);
            for rows in [200, 1_300] {
                let mut of = |draw: &dyn Fn(&mut fastrand::Rng) -> f64| {
                    impossible(
                        &Column::numbers("x", Kind::Number, (0..rows).map(|_| draw(&mut random)).collect()),
                        &[],
                    )
                };
                assert_eq!(of(&|r| (9.0 + 1.7 * normal(r)).exp().round()), None, "savings, seed {seed}");
                assert_eq!(of(&|r| 1.0 / (1.0 - r.f64()).powf(0.9)), None, "a heavy tail, seed {seed}");
                assert_eq!(of(&|r| -(1.0 - r.f64()).ln() * 3.0), None, "waiting, seed {seed}");
                assert_eq!(of(&|r| 3.0 * normal(r) + 4.0), None, "heat, seed {seed}");
                assert_eq!(
                    of(&|r| if r.f64() < 0.9 { 0.0 } else { (8.0 + normal(r)).exp() }),
                    None,
                    "gain, seed {seed}"
                );
                assert_eq!(of(&|r| f64::from(r.u8(0..=99))), None, "marks, seed {seed}");
                assert_eq!(of(&|r| (r.f64() * r.f64() * 8.0).floor()), None, "counts, seed {seed}");
                assert_eq!(
                    of(&|r| if r.bool() { 20.0 + normal(r) } else { 47.0 + normal(r) }),
                    None,
                    "two kinds, seed {seed}"
                );
                assert_eq!(of(&|r| (16.0 + 74.0 * r.f64()).min(90.0).round()), None, "ages, seed {seed}");
            }
        }
    }
}
