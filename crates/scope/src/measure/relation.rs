//! Whether two columns of numbers together make up the target: a product, a ratio, a sum or a difference.

use frame::{Column, Frame, Kind, Target, Task};

use super::alone::auc;
use super::identity::correlation;
use super::telling::some_rows;

/// Two columns that together give the target away.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The columns.
    pub columns: [String; 2],
    /// How they are put together: `×`, `÷`, `+` or `-`.
    pub sign: &'static str,
    /// Squared correlation with a number; area under the ROC curve for two classes.
    pub fit: f64,
    /// The same of the better of the two columns alone.
    pub alone: f64,
    /// Rows looked at.
    pub rows: usize,
}

/// Columns paired at most: the strongest, then the first.
const COLUMNS: usize = 40;
/// Rows a pair is tried on, and rows a good pair is then checked on.
const ROWS: (usize, usize) = (300, 5_000);
/// What counts as making up the target.
const MADE_UP: f64 = 0.985;

type Join = fn(f64, f64) -> f64;
const SIGNS: [(&str, Join); 5] =
    [("×", |a, b| a * b), ("÷", |a, b| a / b), ("÷", |a, b| b / a), ("+", |a, b| a + b), ("-", |a, b| a - b)];

/// Pairs of columns that make up the target although neither does so alone.
pub fn relations(features: &Frame, target: &Target, seed: u64) -> Vec<Relation> {
    if target.task == Task::Multiclass {
        return Vec::new();
    }
    let varied = |column: &&Column| column.kind != Kind::Boolean && column.as_numbers().is_some();
    let rows = some_rows(target.len(), ROWS.1, seed);
    let features = features.take(&rows);
    let target = target.take(&rows);
    let columns: Vec<&Column> = features.columns().iter().filter(varied).collect();
    let first = some_rows(target.len(), ROWS.0, seed);
    let answers = target.take(&first).values;
    let mut numbers: Vec<(&Column, f64, Vec<f64>)> = columns
        .iter()
        .filter_map(|column| {
            let all = column.as_numbers()?;
            let few: Vec<f64> = first.iter().map(|&row| all[row]).collect();
            Some((*column, fit(&few, &answers, target.task)?, few))
        })
        .collect();
    numbers.sort_by(|a, b| b.1.total_cmp(&a.1));
    numbers.truncate(COLUMNS);
    let mut found = Vec::new();
    for (at, (a, _, few_a)) in numbers.iter().enumerate() {
        for (b, _, few_b) in &numbers[at + 1..] {
            for (sign, join) in SIGNS {
                let joined: Vec<f64> = few_a.iter().zip(few_b).map(|(&a, &b)| join(a, b)).collect();
                if fit(&joined, &answers, target.task).is_none_or(|fit| fit < MADE_UP - 0.01) {
                    continue;
                }
                found.extend(checked(a, b, sign, join, &target));
            }
        }
    }
    found.sort_by(|a: &Relation, b| b.fit.total_cmp(&a.fit));
    found
}

/// The relation on more rows, if it holds there and neither column explains the target alone.
fn checked(a: &Column, b: &Column, sign: &'static str, join: Join, target: &Target) -> Option<Relation> {
    let (values_a, values_b) = (a.as_numbers()?, b.as_numbers()?);
    let joined: Vec<f64> = values_a.iter().zip(values_b).map(|(&a, &b)| join(a, b)).collect();
    let together = fit(&joined, &target.values, target.task)?;
    let of = |values: &[f64]| fit(values, &target.values, target.task).unwrap_or(0.0);
    let alone = of(values_a).max(of(values_b));
    (together >= MADE_UP && 1.0 - together < 0.25 * (1.0 - alone)).then(|| Relation {
        columns: [a.name.clone(), b.name.clone()],
        sign,
        fit: together,
        alone,
        rows: target.len(),
    })
}

/// How well numbers fit the answers, on the rows where they are finite; `None` when these are too few.
fn fit(numbers: &[f64], answers: &[f64], task: Task) -> Option<f64> {
    let rows: Vec<usize> = (0..numbers.len()).filter(|&row| numbers[row].is_finite()).collect();
    if rows.len() < 30 || rows.len() * 2 < numbers.len() {
        return None;
    }
    let numbers: Vec<f64> = rows.iter().map(|&row| numbers[row]).collect();
    let answers: Vec<f64> = rows.iter().map(|&row| answers[row]).collect();
    Some(match task {
        Task::Binary => {
            let area = auc(&numbers, &answers);
            area.max(1.0 - area)
        }
        _ => correlation(&numbers, &answers).powi(2),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_found_and_an_honest_table_has_none() {
        let mut random = fastrand::Rng::with_seed(5);
        let mut column = |name: &str| {
            Column::numbers(
                name,
                Kind::Number,
                (0..400).map(|_| (1.0 + random.f64() * 4.0).mul_add(100.0, 0.0).round() / 100.0).collect(),
            )
        };
        let frame = Frame::new(vec![column("plants"), column("per_plant"), column("heat")]);
        let of = |name: &str| frame.column(name).unwrap().as_numbers().unwrap().to_vec();
        let target = |values: Vec<f64>| Target {
            name: "kg".into(),
            task: Task::Regression,
            classes: Vec::new(),
            values,
            weights: None,
        };
        let product =
            of("plants").iter().zip(of("per_plant")).map(|(a, b)| (a * b * 10.0).round() / 10.0).collect();
        let found = relations(&frame, &target(product), 0);
        assert_eq!((found.len(), found[0].sign), (1, "×"));
        let honest = of("plants").iter().zip(of("heat")).map(|(a, b)| a + b + random.f64() * 3.0).collect();
        assert_eq!(relations(&frame, &target(honest), 0), []);
    }
}
