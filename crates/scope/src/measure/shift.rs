//! How far a column moved from one table to another, and how much of that chance cannot explain.

use std::collections::BTreeMap;

use frame::{Column, Kind, Values};

/// How far a column moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// The column.
    pub column: String,
    /// Largest difference between shares: 0 for the same, 1 for nothing in common. Numbers: Kolmogorov-Smirnov;
    /// categories: total variation; or the difference in missing values where that is more.
    pub distance: f64,
    /// What of it chance cannot explain (99 %, over all columns together).
    pub distance_low: f64,
    /// What moved, in words: from what to what.
    pub words: String,
    /// The smallest odds ratio of a class that the shares allow (99 %), 1 for none; of answers only.
    pub odds_low: f64,
}

/// Numbers of a column that are known, in ascending order.
pub fn sorted(column: &Column) -> Option<Vec<f64>> {
    let mut known: Vec<f64> = column.as_numbers()?.iter().copied().filter(|value| !value.is_nan()).collect();
    known.sort_by(f64::total_cmp);
    Some(known)
}

/// The upper median; NaN of nothing.
pub fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The largest difference of two distributions of sorted numbers (Kolmogorov-Smirnov).
pub fn apart(a: &[f64], b: &[f64]) -> f64 {
    let (mut at, mut most) = ((0, 0), 0.0_f64);
    while at.0 < a.len() && at.1 < b.len() {
        let value = a[at.0].min(b[at.1]);
        while at.0 < a.len() && a[at.0] <= value {
            at.0 += 1;
        }
        while at.1 < b.len() && b[at.1] <= value {
            at.1 += 1;
        }
        most = most.max((at.0 as f64 / a.len() as f64 - at.1 as f64 / b.len() as f64).abs());
    }
    most
}

/// How far a column moved; `None` when there is nothing to compare.
pub fn shift(was: &Column, is: &Column, as_classes: bool, many: usize) -> Option<Shift> {
    let gaps = |column: &Column| column.missing() as f64 / column.len().max(1) as f64;
    let (gap_was, gap_is) = (gaps(was), gaps(is));
    let whole = 1.0 / was.len() as f64 + 1.0 / is.len() as f64;
    // Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality" (1990), for two samples and all columns.
    let sure = ((2.0 * many as f64 / 0.01).ln() / 2.0).sqrt();
    let numbers = sorted(was).zip(sorted(is)).filter(|_| !as_classes && was.kind != Kind::Boolean);
    let moved = match numbers {
        Some((a, b)) => {
            if a.len() < 20 || b.len() < 20 {
                return None;
            }
            let distance = apart(&a, &b);
            let noise = sure * (1.0 / a.len() as f64 + 1.0 / b.len() as f64).sqrt();
            let show = report::number::score;
            let words = format!("its median went from {} to {}", show(median(&a)), show(median(&b)));
            Shift {
                column: was.name.clone(),
                distance,
                distance_low: (distance - noise).max(0.0),
                words,
                odds_low: 1.0,
            }
        }
        None => categories_moved(was, is, sure)?,
    };
    let gap = (gap_is - gap_was).abs();
    let gap_noise = sure * 2.0 * ((gap_was + gap_is) / 2.0 * (1.0 - (gap_was + gap_is) / 2.0) * whole).sqrt();
    if gap > moved.distance {
        let share = report::number::percent;
        let words = format!("its missing values went from {} to {}", share(gap_was), share(gap_is));
        return Some(Shift { distance: gap, distance_low: (gap - gap_noise).max(0.0), words, ..moved });
    }
    Some(moved)
}

/// Rows by category as a person writes it, those without a value left out.
pub fn counts(column: &Column) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    match &column.values {
        Values::Text(text) => {
            let used = text.levels.iter().zip(text.counts()).filter(|(_, count)| *count > 0);
            used.for_each(|(level, count)| *counts.entry(level.trim().to_owned()).or_default() += count);
        }
        Values::Numbers(_) => (0..column.len())
            .filter(|&row| !column.is_missing(row))
            .for_each(|row| *counts.entry(column.show(row)).or_default() += 1),
    }
    counts
}

fn categories_moved(was: &Column, is: &Column, sure: f64) -> Option<Shift> {
    let (before, recent) = (counts(was), counts(is));
    // Categories never seen before are another matter.
    let known: Vec<&String> = before.keys().collect();
    let rows = |counts: &BTreeMap<String, usize>| {
        known.iter().filter_map(|&name| counts.get(name)).sum::<usize>() as f64
    };
    let (n, m) = (rows(&before), rows(&recent));
    if n < 20.0 || m < 20.0 || known.len() > 1_000 {
        return None;
    }
    let of = |counts: &BTreeMap<String, usize>, name: &String, all: f64| {
        counts.get(name).copied().unwrap_or(0) as f64 / all
    };
    let (mut distance, mut noise, mut most) = (0.0, 0.0, (0.0, &known[0]));
    let mut odds_low = 1.0_f64;
    for name in &known {
        let (p, q) = (of(&before, name, n), of(&recent, name, m));
        let pooled = (p * n + q * m) / (n + m);
        distance += 0.5 * (p - q).abs();
        noise += 0.5 * (2.0 / std::f64::consts::PI * pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
        // Of two that changed places, the rarer is the one to speak of.
        let moved = (p - q).abs();
        if moved > most.0 + 1e-9 || moved > most.0 - 1e-9 && p < of(&before, most.1, n) {
            most = (moved, name);
        }
        // Woolf's interval of the logarithm of the odds ratio, half a row added to each cell.
        let cells = [p * n, (1.0 - p) * n, q * m, (1.0 - q) * m].map(|count| count + 0.5);
        let odds = (cells[2] * cells[1] / (cells[3] * cells[0])).ln().abs();
        let error = cells.iter().map(|count| 1.0 / count).sum::<f64>().sqrt();
        odds_low = odds_low.max((odds - 2.58 * error).exp());
    }
    // The sum of many shares strays around its mean by less than one share does.
    let low = distance - noise - 0.5 * sure * (1.0 / n + 1.0 / m).sqrt();
    let share = report::number::percent;
    let words = format!(
        "`{}` went from {} to {}",
        most.1,
        share(of(&before, most.1, n)),
        share(of(&recent, most.1, m))
    );
    Some(Shift { column: was.name.clone(), distance, distance_low: low.max(0.0), words, odds_low })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_two_samples() {
        // scipy.stats.ks_2samp([1, 2, 3, 4], [3, 4, 5, 6, 7]).statistic = 0.6
        assert!((apart(&[1.0, 2.0, 3.0, 4.0], &[3.0, 4.0, 5.0, 6.0, 7.0]) - 0.6).abs() < 1e-12);
    }
}
