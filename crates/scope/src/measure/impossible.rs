//! Numbers that cannot be: in another unit than the rest, with a lost sign or a slipped digit, out of this world.
//!
//! Large is not impossible. A value is suspect when it is alone: cut off from all others by more than all of them
//! are apart, on the plain scale and on the logarithmic one, where honest money and honest waiting times have no gaps.

use frame::units::{Change, changes};
use frame::{Column, Kind};

use super::bounds::out_of_bounds;

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
pub(super) const FEW: f64 = 0.05;
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
        .or_else(|| out_of_bounds(&column.name, &sorted))
        .or_else(|| alone(&sorted))?;
    Some(Impossible { column: column.name.clone(), known: sorted.len(), ..found })
}

pub(super) fn found(wrong: &[f64], rest: &[f64], fault: Wrong) -> Impossible {
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

/// The widest step between neighbours in the lower half, its thin tail left out.
fn widest_step(sorted: &[f64]) -> f64 {
    let lower = &sorted[sorted.len() / 50..sorted.len() / 2];
    lower.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max)
}

/// Values cut off from the rest at either end by more than the rest is wide.
fn alone(sorted: &[f64]) -> Option<Impossible> {
    let most = ((FEW * sorted.len() as f64) as usize).max(1);
    let all = sorted.len();
    let (mut from, mut to) = (0, all);
    // What is cut off at one end may have hidden what is cut off at the other.
    loop {
        let below = (from + 1..=most).rev().find(|&at| is_cut_off(sorted[at - 1], at, &sorted[at..to]));
        from = below.unwrap_or(from);
        let above = (all - most..to).find(|&at| is_cut_off(sorted[at], all - at, &sorted[from..at]));
        to = above.unwrap_or(to);
        if below.is_none() && above.is_none() {
            let Some(both) = both_ends(sorted, (from, to), most) else { break };
            (from, to) = both;
        }
    }
    let wrong: Vec<f64> = sorted[..from].iter().chain(&sorted[to..]).copied().collect();
    let rest = &sorted[from..to];
    (!wrong.is_empty() && wrong.len() <= most && rest.len() >= 30).then(|| found(&wrong, rest, Wrong::Alone))
}

/// What is left when both ends are cut at their widest gap, if both are then cut off.
fn both_ends(sorted: &[f64], (from, to): (usize, usize), most: usize) -> Option<(usize, usize)> {
    let gap = |at: &usize| sorted[*at] - sorted[*at - 1];
    let low = (from + 1..=most).max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let high = (sorted.len() - most..to).max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let rest = sorted.get(low..high).filter(|rest| !rest.is_empty())?;
    let both = is_cut_off(sorted[low - 1], low, rest) && is_cut_off(sorted[high], sorted.len() - high, rest);
    both.then_some((low, high))
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
        // Of a heavy tail the upper half is as stretched as its end.
        let stretched = (high / positive.get(positive.len() / 2).copied().unwrap_or(high)).ln();
        let far = (value / high).ln();
        return positive.len() >= 30
            && (far >= beyond * (high / positive[0]).ln()
                || count > 1 && far >= 2.0 * stretched.max(0.3) && value - high >= 3.0 * range);
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
        let mut income: Vec<f64> =
            (0..450).map(|_| (2_100.0 * (0.5 * normal(&mut random)).exp()).round()).collect();
        income[..13].iter_mut().for_each(|value| *value = -*value);
        assert_eq!(of(income), Some(Wrong::Sign));
        let mut light: Vec<f64> = (0..300).map(|_| 0.82 + 0.2 * normal(&mut random)).collect();
        light[..3].iter_mut().for_each(|value| *value *= 10.0);
        assert!(of(light).is_some(), "a slipped point");
    }

    #[test]
    fn slips_at_both_ends_do_not_hide_each_other() {
        let mut random = fastrand::Rng::with_seed(6);
        let mut built: Vec<f64> = (0..3_500).map(|_| 1_955.0 + f64::from(random.u8(0..68))).collect();
        for row in 0..100 {
            built[row] = [3_019.0, 205.0, 20_155.0, 12.0][row % 4];
        }
        assert_eq!(of(built), Some(Wrong::Alone));
    }

    #[test]
    fn a_name_sets_limits_that_an_honest_tail_may_pass() {
        let mut random = fastrand::Rng::with_seed(7);
        let named = |name: &str, values: Vec<f64>| {
            impossible(&Column::numbers(name, Kind::Number, values), &[]).map(|found| found.rows)
        };
        let growth: Vec<f64> = (0..2_000).map(|_| (12.0 + 60.0 * normal(&mut random)).round()).collect();
        assert_eq!(named("growth_pct", growth), None);
        let shown: Vec<f64> = (0..2_000).map(|_| (9.0 * (0.9 * normal(&mut random)).exp()).round()).collect();
        assert_eq!(named("ad_age_days", shown.iter().map(|days| days * 4.0).collect()), None);
        let mut filled: Vec<f64> = (0..900).map(|_| (5.0 + 94.0 * random.f64()).round()).collect();
        (filled[3], filled[4], filled[5]) = (140.0, 812.0, -20.0);
        assert_eq!(named("filled_pct", filled), Some(3));
        let margin = (0..900).map(|_| (30.0 * (0.4 * normal(&mut random)).exp()).round()).collect();
        assert_eq!(named("margin_pct", margin), None);
        let mut ages: Vec<f64> = (0..900).map(|_| (30.0 + 60.0 * random.f64()).round()).collect();
        (ages[3], ages[5]) = (-1.0, 180.0);
        assert_eq!(named("age", ages), Some(2));
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
