//! Columns whose values are things that come back with the same answer: pupils, patients, machines.
//!
//! An entity is told from a useful category by three things: it has few rows, its rows agree on the answer far more
//! than rows of one place or one model do, and where it is a number, its neighbours in number are strangers.

use std::collections::HashMap;

use frame::{Column, Frame, Kind, Target, Task, Values};
use rayon::prelude::*;

use super::alone::ranks;

/// A column that names things with several rows each.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The column.
    pub column: String,
    /// Different things with two rows or more.
    pub things: usize,
    /// Rows of those things, copies counted once.
    pub rows: usize,
    /// Agreement of answers within a thing: 0 as between strangers, 1 for the same answer always (intraclass
    /// correlation, Shrout & Fleiss 1979, case 1).
    pub agreement: f64,
    /// Its careful end of 99 %.
    pub agreement_low: f64,
    /// How many standard deviations the agreement lies above that of answers dealt out by chance.
    pub beyond_chance: f64,
    /// Agreement within two to ten things that follow each other in number; 0 for texts.
    pub agreement_of_neighbours: f64,
}

/// The columns of `features` that could name things, those whose rows agree most first.
pub fn entities(features: &Frame, target: &Target) -> Vec<Entity> {
    let rows = different_rows(features, target);
    let all = rows.len() == target.len();
    let (features, target) =
        if all { (features.clone(), target.clone()) } else { (features.take(&rows), target.take(&rows)) };
    let answers = answers(&target);
    let mut found: Vec<Entity> =
        features.columns().par_iter().filter_map(|column| of(column, &answers)).collect();
    found.sort_by(|a, b| b.agreement_low.total_cmp(&a.agreement_low));
    found
}

/// Positions of the first of rows that are alike in every column.
fn different_rows(features: &Frame, target: &Target) -> Vec<usize> {
    let mut seen = std::collections::HashSet::new();
    let key = |row: usize| -> u64 {
        let cells = features.columns().iter().map(|column| match &column.values {
            Values::Numbers(values) => (values[row] + 0.0).to_bits(),
            Values::Text(text) => u64::from(text.codes[row]),
        });
        cells.chain([target.values[row].to_bits()]).fold(0, |sum, cell| super::copies::mixed(sum ^ cell))
    };
    (0..target.len()).filter(|&row| seen.insert(key(row))).collect()
}

/// The answers as columns of numbers: the ranks of a quantity, or one a class.
fn answers(target: &Target) -> Vec<Vec<f64>> {
    match target.task {
        Task::Regression | Task::Forecast => vec![ranks(&target.values)],
        Task::Binary => vec![target.values.clone()],
        Task::Multiclass => (0..target.classes.len())
            .map(|class| {
                target.values.iter().map(|&value| f64::from(u8::from(value == class as f64))).collect()
            })
            .collect(),
    }
}

fn of(column: &Column, answers: &[Vec<f64>]) -> Option<Entity> {
    let rows = column.len();
    let groups = groups(column)?;
    let repeated: Vec<&Vec<usize>> = groups.iter().filter(|group| group.len() > 1).collect();
    let in_repeated: usize = repeated.iter().map(|group| group.len()).sum();
    let distinct = groups.len();
    let typical = in_repeated as f64 / repeated.len().max(1) as f64;
    let named = column.kind == Kind::Integer || is_coded(column);
    let small = if named { distinct * 100 >= rows } else { distinct * 10 >= rows };
    if repeated.len() < 20 || in_repeated * 10 < rows * 3 || !small || typical > 100.0 {
        return None;
    }
    let (agreement, agreement_low) = agreement(&repeated, answers)?;
    let neighbours = if column.kind == Kind::Integer {
        let together: Vec<Vec<usize>> =
            groups.chunks((distinct / 8).clamp(2, 10)).map(<[_]>::concat).collect();
        self::agreement(&together.iter().collect::<Vec<_>>(), answers)?.0
    } else {
        0.0
    };
    Some(Entity {
        column: column.name.clone(),
        things: repeated.len(),
        rows: in_repeated,
        agreement,
        agreement_low,
        beyond_chance: if agreement_low > 0.2 { beyond_chance(&repeated, answers, agreement) } else { 0.0 },
        agreement_of_neighbours: neighbours.max(0.0),
    })
}

/// Rows by value, in order of the value; `None` for columns whose values are measured, or moments.
fn groups(column: &Column) -> Option<Vec<Vec<usize>>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    match &column.values {
        Values::Text(text) => {
            groups.resize(text.levels.len(), Vec::new());
            let known = text.codes.iter().enumerate().filter(|(_, code)| **code != frame::Text::MISSING);
            known.for_each(|(row, &code)| groups[code as usize].push(row));
            groups.retain(|group| !group.is_empty());
        }
        Values::Numbers(values) if column.kind == Kind::Integer => {
            let mut order: Vec<usize> = (0..values.len()).filter(|&row| !values[row].is_nan()).collect();
            order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
            for row in order {
                match groups.last_mut() {
                    Some(group) if values[group[0]] == values[row] => group.push(row),
                    _ => groups.push(vec![row]),
                }
            }
        }
        Values::Numbers(_) => return None,
    }
    Some(groups)
}

/// Whether texts are shaped like codes: no blanks, with digits.
fn is_coded(column: &Column) -> bool {
    let Some(text) = column.as_text() else { return false };
    let code = |level: &str| !level.contains(' ') && level.chars().filter(char::is_ascii_digit).count() >= 2;
    let used: HashMap<&str, bool> = text.levels.iter().map(|level| (&**level, code(level))).collect();
    used.values().filter(|code| **code).count() * 20 >= used.len() * 19
}

/// The intraclass correlation of all answers together, and its careful end.
fn agreement(groups: &[&Vec<usize>], answers: &[Vec<f64>]) -> Option<(f64, f64)> {
    let rows: f64 = groups.iter().map(|group| group.len() as f64).sum();
    let squares: f64 = groups.iter().map(|group| (group.len() as f64).powi(2)).sum();
    let count = groups.len() as f64;
    if count < 3.0 || rows - count < 3.0 {
        return None;
    }
    let (mut between, mut within) = (0.0, 0.0);
    for values in answers {
        let mean = groups.iter().flat_map(|group| group.iter()).map(|&row| values[row]).sum::<f64>() / rows;
        for group in groups {
            let own = group.iter().map(|&row| values[row]).sum::<f64>() / group.len() as f64;
            between += group.len() as f64 * (own - mean).powi(2);
            within += group.iter().map(|&row| (values[row] - own).powi(2)).sum::<f64>();
        }
    }
    let (between, within) = (between / (count - 1.0), within / (rows - count));
    let size = (rows - squares / rows) / (count - 1.0);
    if between <= 0.0 {
        return None;
    }
    let of = |ratio: f64| (ratio - 1.0) / (ratio + size - 1.0);
    let ratio = between / within.max(1e-9 * between);
    // The logarithm of F has about this standard error.
    let error = (2.0 / (count - 1.0) + 2.0 / (rows - count)).sqrt();
    Some((of(ratio), of(ratio * (-2.58 * error).exp())))
}

/// The agreement against that of the same answers shuffled among the rows, in standard deviations.
fn beyond_chance(groups: &[&Vec<usize>], answers: &[Vec<f64>], found: f64) -> f64 {
    let mut random = fastrand::Rng::with_seed(1);
    let mut order: Vec<usize> = groups.iter().flat_map(|group| group.iter().copied()).collect();
    let rows = order.clone();
    let shuffled: Vec<f64> = (0..20)
        .filter_map(|_| {
            random.shuffle(&mut order);
            let mut dealt = answers.to_vec();
            for (values, own) in dealt.iter_mut().zip(answers) {
                rows.iter().zip(&order).for_each(|(&row, &from)| values[row] = own[from]);
            }
            agreement(groups, &dealt).map(|(agreement, _)| agreement)
        })
        .collect();
    let count = shuffled.len().max(1) as f64;
    let mean = shuffled.iter().sum::<f64>() / count;
    let deviation = (shuffled.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    (found - mean) / deviation.max(1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(things: usize, each: usize, same: f64, by_value: bool) -> Option<Entity> {
        let mut random = fastrand::Rng::with_seed(9);
        let mut numbers: Vec<f64> = (0..things * 7).map(|number| 1_000.0 + number as f64).collect();
        random.shuffle(&mut numbers);
        let (mut names, mut answers, mut other) = (Vec::new(), Vec::new(), Vec::new());
        for &number in &numbers[..things] {
            let own = if by_value { number > 1_000.0 + 3.5 * things as f64 } else { random.bool() };
            for _ in 0..each {
                names.push(number);
                answers.push(f64::from(u8::from(if random.f64() < same { own } else { random.bool() })));
                other.push(random.f64());
            }
        }
        let frame = Frame::new(vec![
            Column::numbers("pupil", Kind::Integer, names),
            Column::numbers("hours", Kind::Number, other),
        ]);
        let target = Target {
            name: "y".into(),
            task: Task::Binary,
            classes: vec!["0".into(), "1".into()],
            values: answers,
            weights: None,
        };
        entities(&frame, &target).into_iter().next()
    }

    #[test]
    fn things_agree_and_strangers_do_not() {
        let pupils = found(260, 4, 0.95, false).unwrap();
        assert!(pupils.agreement_low > 0.7 && pupils.agreement_of_neighbours < 0.2, "{pupils:?}");
        let strangers = found(260, 4, 0.0, false).unwrap();
        assert!(strangers.agreement_low < 0.05, "{strangers:?}");
        let measured = found(260, 4, 0.95, true).unwrap();
        assert!(measured.agreement_of_neighbours > 0.6 * measured.agreement, "{measured:?}");
    }
}
