//! Segments in which the choice is wrong on average: rows for which it says too much or too little.

use std::collections::BTreeMap;

use frame::{Column, Frame, Kind, Target, Task};
use learn::Predictions;
use report::number;
use serde::Serialize;
use stats::normal_quantile;

/// Rows that share a value, or two, and for which predictions are off in one direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// What its rows share, such as `plan = trial` or `age from 20 to 35`.
    pub name: String,
    /// The columns it is made of.
    pub columns: Vec<String>,
    /// How many rows it has.
    pub rows: usize,
    /// The mean of what was predicted for them.
    pub predicted: f64,
    /// The mean of what came true.
    pub observed: f64,
    /// The ends of the interval of observed less predicted: 95 % over all segments looked at together.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Segments of fewer rows say too little.
const FEWEST_ROWS: usize = 50;

/// Numbers are cut into this many parts of equal count.
const PARTS: usize = 4;

/// Text of more different values than this is no segment by value.
const MOST_VALUES: usize = 30;

/// Pairs are made of this many of the most important columns.
const PAIRED: usize = 6;

/// How far off, as a share of the target's own deviation, is worth telling.
const WORTH_TELLING: f64 = 0.1;

/// The segments whose mean prediction is surely and noticeably off, the one with most rows times distance first.
///
/// Each segment's mean of (observed - predicted), over predictions made out of fold, has a normal interval at
/// 1 - 0.05 / m, m the number of segments looked at (Bonferroni). `importance` names the columns to pair.
pub(crate) fn segments(
    features: &Frame,
    target: &Target,
    rows: &[usize],
    predictions: &Predictions,
    importance: &[(String, f64)],
) -> Vec<Segment> {
    if target.task == Task::Multiclass || rows.len() < 2 * FEWEST_ROWS {
        return Vec::new();
    }
    let residuals: Vec<f64> = rows
        .iter()
        .zip(&predictions.values)
        .map(|(&row, predicted)| target.values[row] - predicted)
        .collect();
    let cuts: Vec<Cut> = features.columns().iter().filter_map(|column| Cut::of(column, rows)).collect();
    let first: Vec<&Cut> = importance
        .iter()
        .filter_map(|(name, _)| cuts.iter().find(|cut| cut.column == name))
        .take(PAIRED)
        .collect();
    let mut members: BTreeMap<(String, Vec<String>), Vec<usize>> = BTreeMap::new();
    for cut in &cuts {
        for (position, part) in cut.part.iter().enumerate() {
            if let Some(part) = part {
                let key = (cut.names[*part].clone(), vec![cut.column.to_owned()]);
                members.entry(key).or_default().push(position);
            }
        }
    }
    for (place, one) in first.iter().enumerate() {
        for other in &first[place + 1..] {
            for (position, parts) in one.part.iter().zip(&other.part).enumerate() {
                if let (Some(a), Some(b)) = parts {
                    let name = format!("{} and {}", one.names[*a], other.names[*b]);
                    let key = (name, vec![one.column.to_owned(), other.column.to_owned()]);
                    members.entry(key).or_default().push(position);
                }
            }
        }
    }
    members.retain(|_, members| (FEWEST_ROWS..=rows.len() - FEWEST_ROWS).contains(&members.len()));
    let quantile = normal_quantile(1.0 - 0.025 / members.len().max(1) as f64);
    let deviation = deviation(&rows.iter().map(|&row| target.values[row]).collect::<Vec<f64>>());
    let mut found: Vec<Segment> = Vec::new();
    for ((name, columns), members) in members {
        let mean = |value: &dyn Fn(usize) -> f64| {
            members.iter().map(|&member| value(member)).sum::<f64>() / members.len() as f64
        };
        let off = mean(&|member| residuals[member]);
        let spread = deviation_of(&members, &residuals) / (members.len() as f64).sqrt();
        let (low, high) = (off - quantile * spread, off + quantile * spread);
        if (low > 0.0 || high < 0.0) && off.abs() >= WORTH_TELLING * deviation {
            let predicted = mean(&|member| predictions.values[member]);
            found.push(Segment {
                name,
                columns,
                rows: members.len(),
                predicted,
                observed: predicted + off,
                low,
                high,
            });
        }
    }
    found.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.name.cmp(&b.name)));
    // A pair adds nothing where one of its columns alone already shows it.
    let single: Vec<String> =
        found.iter().filter(|one| one.columns.len() == 1).map(|one| one.columns[0].clone()).collect();
    found.retain(|one| one.columns.len() == 1 || !one.columns.iter().any(|column| single.contains(column)));
    found
}

fn weight(segment: &Segment) -> f64 {
    segment.rows as f64 * (segment.observed - segment.predicted).abs()
}

fn deviation(values: &[f64]) -> f64 {
    deviation_of(&(0..values.len()).collect::<Vec<usize>>(), values)
}

fn deviation_of(members: &[usize], values: &[f64]) -> f64 {
    let count = members.len() as f64;
    let mean = members.iter().map(|&member| values[member]).sum::<f64>() / count;
    let squares = members.iter().map(|&member| (values[member] - mean).powi(2)).sum::<f64>();
    (squares / (count - 1.0).max(1.0)).sqrt()
}

/// A column cut into parts, and the part each row falls into.
struct Cut<'a> {
    column: &'a str,
    names: Vec<String>,
    part: Vec<Option<usize>>,
}

impl<'a> Cut<'a> {
    fn of(column: &'a Column, rows: &[usize]) -> Option<Cut<'a>> {
        let name = column.name.as_str();
        // A stretch of time is no slice that comes again.
        if matches!(column.kind, Kind::Date | Kind::Timestamp) {
            return None;
        }
        let by_value = |shown: Vec<String>| {
            let mut names: Vec<String> = shown.clone();
            names.sort();
            names.dedup();
            let place = |value: &String| names.binary_search(value).ok();
            let part = shown.iter().map(place).collect();
            (2..=MOST_VALUES).contains(&names.len()).then(|| {
                let names = names.iter().map(|value| match value.as_str() {
                    "" => format!("{name} missing"),
                    value => format!("{name} = {value}"),
                });
                Cut { column: name, names: names.collect(), part }
            })
        };
        let Some(numbers) = column.as_numbers() else {
            return by_value(rows.iter().map(|&row| column.show(row)).collect());
        };
        let mut sorted: Vec<f64> =
            rows.iter().map(|&row| numbers[row]).filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let mut different = sorted.clone();
        different.dedup();
        if different.len() <= PARTS {
            return by_value(rows.iter().map(|&row| column.show(row)).collect());
        }
        let mut ends: Vec<f64> = (1..PARTS).map(|part| sorted[part * sorted.len() / PARTS]).collect();
        ends.dedup();
        let part = |value: f64| ends.iter().filter(|end| value >= **end).count();
        let names = (0..=ends.len()).map(|part| {
            let of_part = || {
                sorted.iter().copied().filter(|value| ends.iter().filter(|end| value >= *end).count() == part)
            };
            let shown =
                |value: Option<f64>| value.map_or(String::new(), |value| number::significant(value, 4));
            format!("{name} from {} to {}", shown(of_part().next()), shown(of_part().next_back()))
        });
        Some(Cut {
            column: name,
            names: names.collect(),
            part: rows.iter().map(|&row| numbers[row].is_finite().then(|| part(numbers[row]))).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2,000 rows with a plan and an age; the young on trial say yes in `trial` of the cases, all others in 0.3.
    fn found(trial: f64, seed: u64) -> Vec<Segment> {
        let mut chance = fastrand::Rng::with_seed(seed);
        let rows = 2_000;
        let ages: Vec<f64> = (0..rows).map(|_| 20.0 + 60.0 * chance.f64()).collect();
        let plans: Vec<&str> = (0..rows).map(|_| ["basic", "full", "trial"][chance.usize(0..3)]).collect();
        let answer = |row: usize| if plans[row] == "trial" && ages[row] < 35.0 { trial } else { 0.3 };
        let values = (0..rows).map(|row| f64::from(u8::from(chance.f64() < answer(row)))).collect();
        let features = Frame::new(vec![
            Column::numbers("age", Kind::Number, ages),
            Column::text("plan", plans.iter().map(|plan| Some(*plan))),
        ]);
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        let target = Target { name: "y".to_owned(), task: Task::Binary, classes, values };
        let predictions = Predictions { width: 1, values: vec![0.3; rows] };
        let importance = [("age".to_owned(), 0.6), ("plan".to_owned(), 0.4)];
        segments(&features, &target, &(0..rows).collect::<Vec<_>>(), &predictions, &importance)
    }

    #[test]
    fn a_slice_of_two_columns_is_found_and_named() {
        let found = found(0.7, 1);
        assert!(found.iter().any(|segment| segment.name.contains("plan = trial")), "{found:?}");
        assert!(found[0].observed > 0.4 && found[0].low > 0.0, "{found:?}");
    }

    #[test]
    fn chance_alone_makes_no_segment() {
        let fired = (0..40).filter(|&seed| !found(0.3, seed).is_empty()).count();
        assert!(fired <= 3, "{fired} of 40");
    }
}
