//! Rows that repeat another with a hair's breadth of difference in several numbers.
//!
//! How close is close? Pairs of honest rows become more numerous with the distance allowed, at least in proportion to it.
//! Copies with a little noise all lie within it: four times the distance brings hardly any more.

use std::collections::BTreeSet;

use frame::{Column, Frame, Kind, Values};

use super::copies::{Near, mixed};

/// Distances tried, as shares of each column's spread from its tenth to its ninetieth percentile.
const DISTANCES: [f64; 4] = [0.0005, 0.002, 0.008, 0.03];
/// Pairs further apart than this are not looked at.
const FAR: f64 = 4.0 * DISTANCES[3];
/// Rows that follow in order and are compared with a row, at most.
const COMPARED: usize = 60;

/// Rows that agree in all columns that are not measured, and nearly in those that are.
pub fn many_hairs(frame: &Frame, target: &str) -> Option<Near> {
    let measured: Vec<(&[f64], f64)> = frame
        .columns()
        .iter()
        .filter(|column| is_measured(column) && column.name != target)
        .filter_map(|column| Some((column.as_numbers()?, spread(column.as_numbers()?)?)))
        .collect();
    if measured.is_empty() {
        return None;
    }
    let exact: Vec<&Column> = frame.columns().iter().filter(|column| !is_measured(column)).collect();
    let key = |row: usize| {
        exact.iter().fold(0, |sum, column| {
            mixed(
                sum ^ match &column.values {
                    Values::Numbers(values) => (values[row] + 0.0).to_bits(),
                    Values::Text(text) => u64::from(text.codes[row]),
                },
            )
        })
    };
    let keys: Vec<u64> = (0..frame.rows()).map(key).collect();
    let first = measured[0].0;
    let mut order: Vec<usize> = (0..frame.rows()).collect();
    order.sort_by(|&a, &b| keys[a].cmp(&keys[b]).then(first[a].total_cmp(&first[b])).then(a.cmp(&b)));
    // The distance of each pair of neighbours in order: its largest over the columns.
    let mut pairs: Vec<(f64, usize)> = Vec::new();
    for (at, &row) in order.iter().enumerate() {
        let near = order[at + 1..].iter().take(COMPARED).take_while(|&&other| keys[other] == keys[row]);
        for &other in near {
            let mut apart =
                measured.iter().map(|(values, spread)| apart(values[row], values[other]) / spread);
            // Given up at the first column in which they are far apart.
            let most = apart.try_fold(0.0, |most, apart| (apart <= FAR).then_some(f64::max(most, apart)));
            pairs.extend(most.filter(|most| *most > 0.0).map(|most| (most, row.max(other))));
        }
    }
    let within = |distance: f64| -> BTreeSet<usize> {
        pairs.iter().filter(|(apart, _)| *apart <= distance).map(|(_, row)| *row).collect()
    };
    let found = DISTANCES.iter().map(|&distance| (within(distance).len(), within(4.0 * distance).len()));
    let rows = found.filter(|(close, around)| around * 2 < close * 3).map(|(close, _)| close).max()?;
    Some(Near { rows, column: None })
}

fn is_measured(column: &Column) -> bool {
    column.kind == Kind::Number
}

/// Distance of two numbers; missing ones are alike.
fn apart(a: f64, b: f64) -> f64 {
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0.0,
        (false, false) => (a - b).abs(),
        _ => f64::INFINITY,
    }
}

fn spread(values: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    (sorted.len() >= 20 && at(0.9) > at(0.1)).then(|| at(0.9) - at(0.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noisy_copies_are_told_from_honest_neighbours() {
        let mut random = fastrand::Rng::with_seed(8);
        let mut rows: Vec<[f64; 3]> = (0..1_500)
            .map(|_| [random.f64() * 10.0, random.f64() * 3.0, random.f64() + random.f64()])
            .collect();
        let frame = |rows: &[[f64; 3]]| {
            let column = |at: usize| {
                let values = rows.iter().map(|row| row[at]).collect();
                Column::numbers(["a", "b", "c"][at], Kind::Number, values)
            };
            Frame::new(vec![column(0), column(1), column(2)])
        };
        assert!(many_hairs(&frame(&rows), "y").is_none_or(|near| near.rows < 5));
        let copies: Vec<[f64; 3]> =
            rows[..60].iter().map(|row| row.map(|value| value + random.f64() * 0.002)).collect();
        rows.extend(copies);
        assert!((58..70).contains(&many_hairs(&frame(&rows), "y").unwrap().rows));
    }
}
